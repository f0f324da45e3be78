# The page in Russian.
page-language = русский
page-dir = ltr

# How figures and days are written.
number-group = { "\u00A0" }
number-group-from = 4
number-decimal = ,
month-1 = янв.
month-2 = февр.
month-3 = март
month-4 = апр.
month-5 = май
month-6 = июнь
month-7 = июль
month-8 = авг.
month-9 = сент.
month-10 = окт.
month-11 = нояб.
month-12 = дек.
month-of-day-3 = марта
month-of-day-5 = мая
month-of-day-6 = июня
month-of-day-7 = июля
date-day = { $day } { $month } { $year }
date-month = { $month } { $year }
date-range = { $from } – { $to }
date-none = без даты
date-end-of = конец { $day }
date-at-latest = { $moment }, не позднее
date-or-later = { $moment } или позже
date-unknown = неизвестное время

# Numbers of things. $n chooses the plural, $figure is the number as it is written.
count-page = { $n ->
    [one] { $figure } страница
    [few] { $figure } страницы
    [many] { $figure } страниц
   *[other] { $figure } страницы
}
count-text = { $n ->
    [one] { $figure } текст
    [few] { $figure } текста
    [many] { $figure } текстов
   *[other] { $figure } текста
}
count-counter = { $n ->
    [one] { $figure } источник подсчёта
    [few] { $figure } источника подсчёта
    [many] { $figure } источников подсчёта
   *[other] { $figure } источника подсчёта
}
count-claim = { $n ->
    [one] { $figure } утверждение
    [few] { $figure } утверждения
    [many] { $figure } утверждений
   *[other] { $figure } утверждения
}
count-story = { $n ->
    [one] { $figure } сюжет
    [few] { $figure } сюжета
    [many] { $figure } сюжетов
   *[other] { $figure } сюжета
}
counter-none = источник подсчёта не назван

# Amounts, as a text says them.
amount-at-least = не менее { $figure }
amount-more-than = более { $figure }
amount-at-most = не более { $figure }
amount-less-than = менее { $figure }
amount-about = около { $figure }
day-about = около { $day }
amount-in-address = { $figure } (так сказано только в адресе страницы)
amount-nearly = почти { $figure }
amount-or-more = { $figure } или больше
amount-or-fewer = { $figure } или меньше
amount-range = от { $low } до { $high }
amount-unknown = неизвестное число
amount-few = менее 5
figure-withheld = удержано

# One entry in a sentence.
sentence-people = { $thing }, { $place }, { $time }: { $figure }, по состоянию на: { $as-of } ({ $counters }, { $pages })
sentence-things = { $thing }, { $place }, { $time }: { $figure }, по состоянию на: { $as-of } ({ $counters }, { $pages })
sentence-since = { $thing }, { $place }, с { $time }: всего { $figure }, по состоянию на: { $as-of } ({ $counters }, { $pages })
sentence-plan = планируется: { $thing }, { $place }, { $time }: { $figure } ({ $counters }, { $pages })
sentence-price = цена: { $thing }, { $place }, { $time }: { $figure } ({ $counters }, { $pages })
as-of = по состоянию на: { $moment }
place-unknown = место неизвестно

# Frame
skip = К содержанию
skip-facets = К условиям отбора
skip-foot = К другим форматам этой страницы и языкам
nav-label = Разделы
nav-tally = Сводка
nav-stories = Сюжеты
nav-series = Ряды
nav-map = Карта
nav-review = Проверка
nav-feeds = Ленты
nav-search = Поиск
nav-about = О программе
nav-keys = Клавиши
languages-label = Языки страницы
copy = Копировать
copied = Скопировано
next-page = Следующая страница
live-news = Реестр изменился. Обновить страницу
masked = частное лицо
unmask = Показать имена и малые числа так, как они написаны (просмотр будет отмечен в журнале)

# Filters
filter-label = Отбор
facets-label = Отбор по показанному
filter-indicator = Что
filter-place = Где
filter-place-example = Russia
filter-day = День
filter-day-example = 2022-09-21
filter-as-of = По состоянию на
filter-as-of-example = 2022-09-21T21:30Z
filter-known-at = Известно на
filter-known-at-example = 2022-09-22
filter-profile = Профиль
filter-q = Слова
filter-all = все
filter-go = Показать
filter-clear = Показать всё

# Tally
tally-title = Сводка
tally-empty = Об этом ничего не известно. Добавьте публикации командой «firsthand add» или задайте меньше условий.
tally-story = сюжет
tally-series = ряд
col-time = Когда
col-place = Где
col-low = нижнее
col-best = лучшее
col-high = верхнее
col-counters = источники подсчёта
col-texts = тексты
col-pages = страницы
col-recorded = Записано
col-why = Почему
derived-title = Не публиковалось: следует из других чисел
note-inferred = число без названного источника продолжает этот подсчёт
note-inferred-named = * число без названного источника продолжает этот подсчёт; с названным источником: { $figure }
note-sides = данные сторон: { $sides }
note-grade = оценка: { $grade }
note-provisional = предварительно: менее двух независимых источников подсчёта
note-derived = наша сумма, не публиковалась: { $why }
note-revised = пересмотрено: { $why }
note-conflict = { $kind }: { $why }

# Evidence
hands-title = Кто считал
hand-named = названо в
hand-copied = скопировано в
hand-inferred = косвенно определено для
inferred = определено косвенно
claims-title = Что сообщают страницы
claims-more = и ещё { $figure }:
conflicts-title = Расхождения и их причины
history-title = История
history-show = Показать все состояния этого числа
history-none = такого числа нет
history-came = { $n ->
    [one] +{ $figure } утверждение
    [few] +{ $figure } утверждения
    [many] +{ $figure } утверждений
   *[other] +{ $figure } утверждения
}
history-left = { $n ->
    [one] −{ $figure } утверждение
    [few] −{ $figure } утверждения
    [many] −{ $figure } утверждений
   *[other] −{ $figure } утверждения
}
history-decision = решение { $number }
history-lineage = иначе установлено, кто у кого копировал или что относится к одному сюжету
cite-title = Сослаться
cite-plain = Простой текст
cite-bibtex = BibTeX
cite-wikitext = Wikitext
outside = внешнее утверждение: его страницы нет в реестре
page-original = исходная страница
reading-title = Как это прочитано
field-figure = Число
field-indicator = Что
field-unit = Единица
field-subset = Из кого
field-measure = Показатель
field-modality = Модальность
field-polarity = Полярность
field-place = Где
field-time = Когда
field-as-of = По состоянию на
field-source = По данным
field-chain = Передано через
field-scope = Где стоит
field-confidence = Достоверность
field-rules = Правила
field-review = Проверка
roles-title = Роль в реестре
copy-title = Сохранённая копия
copy-text-hash = SHA-256 текста
copy-bytes-hash = SHA-256 полученных байтов
copy-none = не сохранена (её сохраняет «firsthand add --keep bytes»)
copy-download = Скачать байты
review-history = Решения
review-none = По этому утверждению ещё никто не принял решения.
review-undone = отменено записью { $number }
review-this = Проверить это утверждение

# Signing in
login-title = Вход
login-about = Пропуска выдаёт тот, кто ведёт этот реестр: firsthand token create.
login-pass = Пропуск
login-go = Войти
login-leave = Выйти

# About
about-title = О программе Firsthand
about-what = Firsthand читает пересекающиеся новостные публикации на многих языках и ведёт реестр событий: где, когда, сколько, по чьим данным и кто считал сам.
about-counts = Здесь хранятся подсчёты, а не люди. Имена приводятся только тогда, когда источник выступает в публичной роли; все остальные скрыты.
about-borders = Контуры стран на картах показывают границы по фактическому контролю и не означают поддержки какой-либо стороны в спорах.
about-data = Данные других
about-live = Следить за изменениями
about-problems = Что означают ошибки
problem-nothing-here = Здесь ничего нет или нет ничего, что позволяет видеть ваш пропуск.
problem-bad-request = Параметр, поле или тело запроса не читается; в ошибке указано, что именно.
problem-unsupported-type = Содержимое этого типа здесь не принимается.
problem-conflict = Реестр не допускает запрошенного.
problem-foreign-origin = Запись должна исходить с самой страницы или сопровождаться пропуском.
problem-too-many-requests = Лимит исчерпан; Retry-After указывает, сколько ждать.
problem-too-large = Тело запроса больше, чем здесь допускается.
problem-no-such-method = Адрес существует, но этот метод он не принимает.
problem-busy = Реестр занят, или запрос выполняется слишком долго.
problem-fault = Наша ошибка: пожалуйста, сообщите о ней.

# Keys
keys-title = Клавиши
keys-about = Одиночные клавиши действуют везде, где вы не вводите текст. Настройки остаются в этом браузере.
keys-on = Использовать одиночные клавиши
keys-action = Действие
keys-key = Клавиша
keys-reset = Вернуть исходные
key-next = следующая строка
key-previous = предыдущая строка
key-open = открыть строку
key-accept = принять и перейти дальше
key-reject = отклонить
key-edit = исправить
key-undo = отменить последнее решение
key-search = поиск
key-tally = сводка
key-stories = сюжеты
key-series = ряды
key-map = карта
key-review = проверка
key-feeds = ленты
key-help = этот список

# Review
review-title = Проверка
review-tabs = Части проверки
review-view-queue = Очередь
review-view-names = Имена
review-view-disagreements = Разногласия
review-view-log = Журнал
review-empty = Проверять нечего: ни одно сомнительное утверждение не меняет числа.
review-weighing = Идёт оценка сомнений. Обновите страницу чуть позже.
review-progress = Оценено сюжетов: { $done } из { $figure }.
review-behind = Далее в очереди
review-effect = { $now } сейчас; { $rejected } при отклонении; { $accepted } при принятии
review-no-figure = числа нет
review-reason = Почему
review-reason-default = сверено с предложением
review-author = Кто решает
review-author-default = местный проверяющий
review-accept = Принять и перейти дальше
review-reject = Отклонить
review-edit = Исправить прочитанное
review-save = Сохранить исправление
review-preview = Предпросмотр
review-preview-accept = Что изменит принятие?
review-preview-reject = Что изменит отклонение?
review-preview-title = Что это изменит
review-preview-unknown = Это решение касается нескольких утверждений: результат станет известен только после отправки.
review-undo = Отменить { $number }
review-said = Запись { $number }: { $decision }
review-nothing-moved = Ни одно число не изменилось.
review-evidence-changed = изменились подтверждения
review-new = новое
review-gone = исчезло
review-same-title = Два имени — одно и то же
review-same-about = Источники подсчёта — по ключу, места — в виде Название/CC, сюжеты — по идентификатору.
review-one = Первое
review-other = Второе
review-same = Это одно и то же
review-names-about = Эти источники подсчёта ни разу не названы на одной странице, и их числа следуют друг за другом. Это один источник под двумя именами?
review-names-empty = Нет двух источников подсчёта, похожих на один.
review-one-counter = Один источник подсчёта
review-two-counters = Два источника подсчёта
review-disagreements-about = Утверждения, по которым двое проверяющих решили по-разному. Действует последнее решение.
review-disagreements-empty = Разногласий нет.
review-log-empty = Решений ещё никто не принимал.
log-number = Номер
log-recorded = Записано
log-author = Кто
log-decision = Решение
log-reason = Почему
log-undo = Отменить
log-erased = стёрто
edit-as-of = По состоянию на
edit-figure = Число (1386, >=1386, <=5, ~40, 2..3)
edit-indicator = Что
edit-measure = Показатель
edit-modality = Модальность
edit-place = Где (Название/CC)
edit-polarity = Полярность
edit-role = Роль источника
edit-side = Сторона
edit-source = По данным
edit-subset = Из кого
edit-time = Когда
edit-unit = Единица

# Feeds
feeds-title = Ленты
feeds-empty = Пока не отслеживается ни одна лента.
feeds-feed = Лента
feeds-good = Последний успешный ответ
feeds-trouble = Последний сбой
feeds-next = Следующий запрос
feeds-never = никогда
feeds-ended = больше не запрашивается
feeds-failures = подряд: { $figure }
feeds-remove = Удалить
feeds-add-title = Отслеживать ленту
feeds-add = Отслеживать
feeds-address = Адрес
feeds-name = Название
feeds-opml = Список лент (OPML)
feeds-opml-about = Вставьте текст файла
feeds-added = Добавлено: { $figure }
feeds-watch = «firsthand watch» опрашивает ленты, пока его не остановят; «firsthand feed pull» опрашивает их один раз.

# Search
search-title = Поиск
search-empty = Этих слов нет ни в одной публикации.
search-waits = Слова всех публикаций ещё собираются: пока найти можно не всё.

# A report
report-published = опубликовано { $moment }
report-modified = изменено { $moment }
report-recorded = записано { $moment }

# Stories, a story and its lineage
stories-title = Сюжеты
story-no-figures = чисел нет
story-head = { $pages }, { $texts }, { $counters }: { $names }
story-head-nobody = { $pages }, { $texts }, { $counters }
story-published = опубликовано: { $days }
story-in-the-end = В итоге:
story-figures = Числа
story-all-figures = Все числа ({ $figure })
when-since = с { $day }
when-planned = планируется, { $time }
count-plain = { $figure }
count-city = { $n ->
    [one] { $figure } крупный город
    [few] { $figure } крупных города
    [many] { $figure } крупных городов
   *[other] { $figure } крупных города
}
count-town = { $n ->
    [one] { $figure } город
    [few] { $figure } города
    [many] { $figure } городов
   *[other] { $figure } города
}
count-region = { $n ->
    [one] { $figure } регион
    [few] { $figure } региона
    [many] { $figure } регионов
   *[other] { $figure } региона
}
count-country = { $n ->
    [one] { $figure } страна
    [few] { $figure } страны
    [many] { $figure } стран
   *[other] { $figure } страны
}
count-person = { $n ->
    [one] { $figure } человек
    [few] { $figure } человека
    [many] { $figure } человек
   *[other] { $figure } человека
}
count-vehicle = { $n ->
    [one] { $figure } транспортное средство
    [few] { $figure } транспортных средства
    [many] { $figure } транспортных средств
   *[other] { $figure } транспортных средства
}
count-weapon = { $n ->
    [one] { $figure } единица оружия
    [few] { $figure } единицы оружия
    [many] { $figure } единиц оружия
   *[other] { $figure } единицы оружия
}
count-building = { $n ->
    [one] { $figure } здание
    [few] { $figure } здания
    [many] { $figure } зданий
   *[other] { $figure } здания
}
count-village = { $n ->
    [one] { $figure } село
    [few] { $figure } села
    [many] { $figure } сёл
   *[other] { $figure } села
}
count-place = { $n ->
    [one] { $figure } место
    [few] { $figure } места
    [many] { $figure } мест
   *[other] { $figure } места
}
count-site = { $n ->
    [one] { $figure } объект
    [few] { $figure } объекта
    [many] { $figure } объектов
   *[other] { $figure } объекта
}
count-office = { $n ->
    [one] { $figure } офис
    [few] { $figure } офиса
    [many] { $figure } офисов
   *[other] { $figure } офиса
}
count-hospital = { $n ->
    [one] { $figure } больница
    [few] { $figure } больницы
    [many] { $figure } больниц
   *[other] { $figure } больницы
}
count-case = { $n ->
    [one] { $figure } случай
    [few] { $figure } случая
    [many] { $figure } случаев
   *[other] { $figure } случая
}
count-vote = { $n ->
    [one] { $figure } голос
    [few] { $figure } голоса
    [many] { $figure } голосов
   *[other] { $figure } голоса
}
count-seat = { $n ->
    [one] { $figure } мандат
    [few] { $figure } мандата
    [many] { $figure } мандатов
   *[other] { $figure } мандата
}
count-event = { $n ->
    [one] { $figure } событие
    [few] { $figure } события
    [many] { $figure } событий
   *[other] { $figure } события
}
count-unit = { $n ->
    [one] { $figure } подразделение
    [few] { $figure } подразделения
    [many] { $figure } подразделений
   *[other] { $figure } подразделения
}
count-figure = { $n ->
    [one] { $figure } число
    [few] { $figure } числа
    [many] { $figure } чисел
   *[other] { $figure } числа
}
count-percent = { $figure } %
lineage-title = Кто считал и кто у кого копировал
lineage-list = То же списком
lineage-about = { $pages }, { $texts }, { $counters }. Слева направо: кто считал, первые тексты, копии. То же приведено списком ниже.
lineage-identical = полное совпадение
lineage-near = почти полное совпадение
lineage-excerpt = выдержка
lineage-partial = отрывки
lineage-reworded = пересказ
lineage-translated = перевод
lineage-sibling = родственный текст
lineage-shared-quote = общая цитата
lineage-share = { $kind }, { $percent } %
lineage-unordered = какой текст первый, неизвестно
lineage-dropped = опущено: { $figures }
lineage-dropped-by = { $who } не приводит: { $figures }
lineage-changed = { $old } заменено на { $new }
lineage-added = добавлено: { $figures }
lineage-missing = страница, которой здесь нет
lineage-copies = ещё копий: { $figure }
lineage-copies-of = ещё страниц: { $figure }, { $kind }
lineage-texts = и ещё { $texts }, { $pages }
lineage-text = один и тот же текст, { $pages }
lineage-rest = ещё страниц: { $figure }; в формате JSON есть все
passages-show = отрывки
passages-title = Сопоставление отрывков
passages-more = ещё отрывков: { $figure }
passage-verbatim = дословно
passage-rewritten = другими словами
passage-translated = перевод
passage-quoted = цитата

# Series
series-title = Ряды
series-tabs = Представления ряда
series-tab-chart = График
series-tab-map = Карта
series-tab-table = Таблица
series-tab-sources = Источники
series-others = Другие сюжеты об этом
series-nothing = Показать на графике нечего: ни в одном утверждении не указано время.
left-out-aside = Не показано планов и опровергнутых чисел: { $figure }
left-out-beside = Не показано рядов о других местах, единицах или людях: { $figure }
left-out-untimed = Не показано утверждений без времени: { $figure }
left-out-hidden = Не показано скрытых или удержанных подсчётов: { $figure }
left-out-other-days = Не показано утверждений за другие дни: { $figure }
series-more-rows = ещё строк: { $figure }; в формате CSV есть все
col-role = Роль
col-page = Страница
clock-label = Шкала времени:
clock-stated = дата подсчёта
clock-happened = время события
clock-published = публикация
clock-recorded = запись
as-of-latest = последнее
as-of-earlier = на одно раньше
as-of-later = на одно позже
zoom-label = Дни
zoom-from = С
zoom-to = По
zoom-go = Приблизить
zoom-all = все дни
scale-total = нарастающим итогом
scale-day = по дням: подсчёт за каждый день, с нуля
scale-window = за период: подсчёты за несколько дней, каждый отдельно
scale-state = на момент: состояние, которое может расти и снижаться
scale-price = цена
chart-axis = { $thing }, { $scale }
chart-dot = { $figure }, { $counter }, { $page }, { $moment } ({ $support })
chart-about = { $claims }. { $axes }. Все утверждения приведены на вкладке «Таблица».
chart-named = источник подсчёта назван
chart-repeats = полый знак: повторяет другую страницу
chart-at-least = не менее
chart-against = противоречит или отклонено
chart-bounds = линия: нижняя граница; полоса: до верхней границы; знаки, которые наложились бы друг на друга, стоят рядом
chart-revision = пересмотр { $number }
chart-day = { $day } { $month }

# Map
map-zoom = Части света
map-nearer = ближе
map-farther = дальше
map-west = запад
map-east = восток
map-north = север
map-south = юг
map-world = мир
map-all = все круги
map-list = То же списком
map-more = Показаны числа крупнейших сюжетов ({ $figure }): уточните отбор, чтобы увидеть другие.
map-hidden = Не показано скрытых или удержанных подсчётов: { $figure }
map-aside = Не показано чисел о другом, планов и опровергнутых: { $figure }
map-others = других подсчётов по этому месту не показано: { $figure }
map-rest = ещё в списке: { $figure }
map-ring = кольцо: до верхней границы
map-borders = Границы по фактическому контролю (Natural Earth)
map-companion = где: { $counted }
map-about = { $thing }: показано кругами: { $places }; вне карты: { $figures }. То же приведено списком ниже.
standing-town = город
standing-division = середина района или провинции
standing-region = середина региона или линии
standing-beside = без точного места
precision-exact = город или объект
precision-near = вблизи города
precision-district = район
precision-province = провинция
precision-region = регион или линия
precision-country = страна
precision-world = мир

# Names of the ledger's own things: indicators, kinds, units.
indicator-killed = убитые
indicator-injured = раненые
indicator-missing = пропавшие без вести
indicator-detained = задержанные
indicator-charged = обвиняемые
indicator-released = освобождённые
indicator-abducted = похищенные
indicator-displaced = вынужденно перемещённые
indicator-evacuated = эвакуированные
indicator-crossed = пересёкшие границу
indicator-rescued = спасённые
indicator-hospitalised = госпитализированные
indicator-infected = заражённые
indicator-affected = пострадавшие
indicator-protesters = протестующие
indicator-mobilised = мобилизованные
indicator-deployed = размещённые силы
indicator-perpetrators = исполнители
indicator-destroyed = уничтожено
indicator-places = места
indicator-events = события
indicator-weapons = оружие
indicator-vehicles = транспортные средства
indicator-money = деньги
indicator-votes = голоса
indicator-share = доля
indicator-people = люди
measure-cumulative-that-day = нарастающим итогом за этот день
measure-flow-that-day = только за этот день
measure-flow-in-the-period = за период
measure-published-total = опубликованный итог
measure-state = состояние
measure-planned = планируется
measure-price = цена
measure-beside-the-series = вне ряда
measure-flow = за период
measure-cumulative = нарастающим итогом
measure-stock = состояние
measure-plan = план
support-leading = основное
support-supporting = подтверждающее
support-superseded = устаревшее
support-relayed = переданное
support-conflicting = противоречащее
support-out-of-scope = вне охвата
support-rejected = отклонено
conflict-time = время
conflict-place = место
conflict-measure = показатель
conflict-definition = определение
conflict-rounding = округление
conflict-subset = часть целого
conflict-counter = источник подсчёта
conflict-stale-copy = устаревшая копия
conflict-typo = опечатка
conflict-revision = пересмотр
conflict-dispute = спор
grade-confirmed = подтверждено
grade-fair = приемлемо
grade-weak = слабо
grade-contested = оспаривается
grade-discounted = не учитывается
role-counter = источник подсчёта
role-witness = очевидец
role-official = должностное лицо
role-spokesperson = официальный представитель
role-agency = агентство
role-outlet = СМИ
role-document = документ
role-social = социальные сети
role-anonymous = анонимный источник
role-private = частное лицо
side-authorities = власти
side-armed = вооружённые группы
side-organisers = организаторы
side-monitor = наблюдатели
side-medical = медики
side-international = международные организации
side-media = СМИ
side-research = исследователи
scope-headline = заголовок
scope-body = основной текст
scope-caption = подпись
scope-furniture = служебные элементы страницы
modality-actual = произошло
modality-planned = планируется
modality-hypothetical = предположение
modality-historical = в прошлом
polarity-asserted = утверждается
polarity-denied = отрицается
verdict-accepted = принято
verdict-edited = исправлено
verdict-rejected = отклонено
block-headline = заголовок
block-standfirst = вводка
block-body = основной текст
block-caption = подпись
block-credit = указание авторства
block-quote = цитата
block-list = список
block-table = таблица
block-teaser = анонс
block-advert = реклама
block-comment = комментарий
block-navigation = навигация
unit-person = люди
unit-vehicle = транспортные средства
unit-weapon = единицы оружия
unit-building = здания
unit-city = крупные города
unit-town = города
unit-village = сёла
unit-country = страны
unit-region = регионы
unit-place = места
unit-site = объекты
unit-office = офисы
unit-hospital = больницы
unit-case = случаи
unit-vote = голоса
unit-seat = мандаты
unit-event = события
unit-unit = подразделения
unit-percent = %
profile-conservative = осторожный
profile-range = диапазон
profile-two-source = два источника
problem-title-nothing-here = здесь ничего нет
problem-title-the-request-cannot-be-understood = запрос непонятен
problem-title-this-kind-of-content-is-not-taken-here = содержимое этого типа здесь не принимается
problem-title-the-ledger-does-not-allow-that = реестр этого не допускает
problem-title-the-request-does-not-come-from-this-page = запрос пришёл не с этой страницы
problem-title-too-many-requests = слишком много запросов
problem-title-the-request-is-too-large = запрос слишком велик
problem-title-this-cannot-be-done-here = здесь этого сделать нельзя
problem-title-busy = реестр занят
problem-title-a-fault-of-this-program = ошибка этой программы
subset-children = дети
subset-women = женщины
subset-men = мужчины
subset-civilians = гражданские лица
subset-soldiers = солдаты
subset-police = полицейские
subset-officials = должностные лица
subset-protesters = протестующие
subset-journalists = журналисты
subset-health-workers = медицинские работники
subset-foreigners = иностранцы
