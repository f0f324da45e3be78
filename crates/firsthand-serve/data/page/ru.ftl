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
amount-nearly = почти { $figure }
amount-or-more = { $figure } или больше
amount-or-fewer = { $figure } или меньше
amount-range = от { $low } до { $high }
amount-unknown = неизвестное число

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
unmask = Показать имена так, как они написаны (просмотр будет отмечен в журнале)

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
claims-more = и ещё { $n }:
conflicts-title = Расхождения и их причины
history-title = История
history-show = Показать все состояния этого числа
history-none = такого числа нет
history-came = +{ $n } (утверждения)
history-left = −{ $n } (утверждения)
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
review-progress = Оценено сюжетов: { $done } из { $all }.
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
feeds-failures = подряд: { $n }
feeds-remove = Удалить
feeds-add-title = Отслеживать ленту
feeds-add = Отслеживать
feeds-address = Адрес
feeds-name = Название
feeds-opml = Список лент (OPML)
feeds-opml-about = Вставьте текст файла
feeds-added = Добавлено: { $n }
feeds-watch = «firsthand watch» опрашивает ленты, пока его не остановят; «firsthand feed pull» опрашивает их один раз.

# Search
search-title = Поиск
search-empty = Этих слов нет ни в одной публикации.
search-waits = Слова всех публикаций ещё собираются: пока найти можно не всё.

# A report
report-published = опубликовано { $moment }
report-modified = изменено { $moment }
report-recorded = записано { $moment }

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
unit-person = человек
unit-vehicle = транспортных средств
unit-weapon = единиц оружия
unit-building = зданий
unit-city = крупных городов
unit-town = городов
unit-village = сёл
unit-country = стран
unit-region = регионов
unit-place = мест
unit-site = объектов
unit-office = офисов
unit-hospital = больниц
unit-case = случаев
unit-vote = голосов
unit-seat = мандатов
unit-event = событий
unit-unit = подразделений
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
