# The page in Ukrainian.
page-language = українська
page-dir = ltr

# How figures and days are written.
number-group = { "\u00A0" }
number-group-from = 4
number-decimal = ,
month-1 = січ.
month-2 = лют.
month-3 = берез.
month-4 = квіт.
month-5 = трав.
month-6 = черв.
month-7 = лип.
month-8 = серп.
month-9 = верес.
month-10 = жовт.
month-11 = листоп.
month-12 = груд.
date-day = { $day } { $month } { $year }
date-month = { $month } { $year }
date-range = { $from } – { $to }
date-none = без дати
date-end-of = кінець { $day }
date-at-latest = { $moment }, не пізніше
date-or-later = { $moment } або пізніше
date-unknown = невідомий час

# Numbers of things. $n chooses the plural, $figure is the number as it is written.
count-page = { $n ->
    [one] { $figure } сторінка
    [few] { $figure } сторінки
    [many] { $figure } сторінок
   *[other] { $figure } сторінки
}
count-text = { $n ->
    [one] { $figure } текст
    [few] { $figure } тексти
    [many] { $figure } текстів
   *[other] { $figure } тексти
}
count-counter = { $n ->
    [one] { $figure } джерело підрахунку
    [few] { $figure } джерела підрахунку
    [many] { $figure } джерел підрахунку
   *[other] { $figure } джерела підрахунку
}
count-claim = { $n ->
    [one] { $figure } твердження
    [few] { $figure } твердження
    [many] { $figure } тверджень
   *[other] { $figure } твердження
}
count-story = { $n ->
    [one] { $figure } сюжет
    [few] { $figure } сюжети
    [many] { $figure } сюжетів
   *[other] { $figure } сюжети
}
counter-none = джерело підрахунку не назване

# Amounts, as a text says them.
amount-at-least = щонайменше { $figure }
amount-more-than = понад { $figure }
amount-at-most = щонайбільше { $figure }
amount-less-than = менше ніж { $figure }
amount-about = близько { $figure }
day-about = близько { $day }
amount-in-address = { $figure } (так сказано лише в адресі сторінки)
amount-nearly = майже { $figure }
amount-or-more = { $figure } або більше
amount-or-fewer = { $figure } або менше
amount-range = від { $low } до { $high }
amount-unknown = невідома кількість
amount-few = менше 5
figure-withheld = утримано

# One entry in a sentence.
sentence-people = { $thing }, { $place }, { $time }: { $figure }, станом на: { $as-of } ({ $counters }, { $pages })
sentence-things = { $thing }, { $place }, { $time }: { $figure }, станом на: { $as-of } ({ $counters }, { $pages })
sentence-since = { $thing }, { $place }, з { $time }: усього { $figure }, станом на: { $as-of } ({ $counters }, { $pages })
sentence-plan = заплановано: { $thing }, { $place }, { $time }: { $figure } ({ $counters }, { $pages })
sentence-price = ціна: { $thing }, { $place }, { $time }: { $figure } ({ $counters }, { $pages })
as-of = станом на: { $moment }
place-unknown = місце невідоме

# Frame
skip = До змісту
skip-facets = До умов добору
skip-foot = До інших форматів цієї сторінки та мов
nav-label = Розділи
nav-tally = Зведення
nav-stories = Сюжети
nav-series = Ряди
nav-map = Карта
nav-review = Перевірка
nav-feeds = Стрічки
nav-search = Пошук
nav-about = Про програму
nav-keys = Клавіші
languages-label = Мови сторінки
copy = Копіювати
copied = Скопійовано
next-page = Наступна сторінка
live-news = Реєстр змінився. Оновити сторінку
masked = приватна особа
unmask = Показати імена та малі числа так, як їх написано (перегляд буде зафіксовано)

# Filters
filter-label = Добір
facets-label = Добір за показаним
filter-indicator = Що
filter-place = Де
filter-place-example = Russia
filter-day = День
filter-day-example = 2022-09-21
filter-as-of = Станом на
filter-as-of-example = 2022-09-21T21:30Z
filter-known-at = Відомо на
filter-known-at-example = 2022-09-22
filter-profile = Профіль
filter-q = Слова
filter-all = усі
filter-go = Показати
filter-clear = Показати все

# Tally
tally-title = Зведення
tally-empty = Про це нічого не відомо. Додайте публікації командою «firsthand add» або задайте менше умов.
tally-story = сюжет
tally-series = ряд
col-time = Коли
col-place = Де
col-low = нижнє
col-best = найкраще
col-high = верхнє
col-counters = джерела підрахунку
col-texts = тексти
col-pages = сторінки
col-recorded = Записано
col-why = Чому
derived-title = Не публікувалося: випливає з інших чисел
note-inferred = число без названого джерела продовжує цей підрахунок
note-inferred-named = * число без названого джерела продовжує цей підрахунок; із названим джерелом: { $figure }
note-sides = дані сторін: { $sides }
note-grade = оцінка: { $grade }
note-provisional = попередньо: менше двох незалежних джерел підрахунку
note-derived = наша сума, не публікувалася: { $why }
note-revised = переглянуто: { $why }
note-conflict = { $kind }: { $why }

# Evidence
hands-title = Хто рахував
hand-named = названо в
hand-copied = скопійовано в
hand-inferred = опосередковано визначено для
inferred = визначено опосередковано
claims-title = Що повідомляють сторінки
claims-more = і ще { $figure }:
conflicts-title = Розбіжності та їхні причини
history-title = Історія
history-show = Показати всі стани цього числа
history-none = такого числа немає
history-came = { $n ->
    [one] +{ $figure } твердження
    [few] +{ $figure } твердження
    [many] +{ $figure } тверджень
   *[other] +{ $figure } твердження
}
history-left = { $n ->
    [one] −{ $figure } твердження
    [few] −{ $figure } твердження
    [many] −{ $figure } тверджень
   *[other] −{ $figure } твердження
}
history-decision = рішення { $number }
history-lineage = інакше встановлено, хто в кого копіював або що належить до одного сюжету
cite-title = Послатися
cite-plain = Простий текст
cite-bibtex = BibTeX
cite-wikitext = Wikitext
outside = зовнішнє твердження: його сторінки немає в реєстрі
page-original = первинна сторінка
reading-title = Як це прочитано
field-figure = Число
field-indicator = Що
field-unit = Одиниця
field-subset = З-поміж кого
field-measure = Показник
field-modality = Модальність
field-polarity = Полярність
field-place = Де
field-time = Коли
field-as-of = Станом на
field-source = За даними
field-chain = Передано через
field-scope = Де стоїть
field-confidence = Достовірність
field-rules = Правила
field-review = Перевірка
roles-title = Роль у реєстрі
copy-title = Збережена копія
copy-text-hash = SHA-256 тексту
copy-bytes-hash = SHA-256 отриманих байтів
copy-none = не збережено (її зберігає «firsthand add --keep bytes»)
copy-download = Завантажити байти
review-history = Рішення
review-none = Щодо цього твердження ще ніхто не ухвалив рішення.
review-undone = скасовано записом { $number }
review-this = Перевірити це твердження

# Signing in
login-title = Вхід
login-about = Перепустки видає той, хто веде цей реєстр: firsthand token create.
login-pass = Перепустка
login-go = Увійти
login-leave = Вийти

# About
about-title = Про програму Firsthand
about-what = Firsthand читає новинні публікації, що перетинаються, багатьма мовами й веде реєстр подій: де, коли, скільки, за чиїми даними та хто рахував сам.
about-counts = Тут зберігаються підрахунки, а не люди. Імена наведено лише тоді, коли джерело виступає в публічній ролі; усі інші приховано.
about-borders = Обриси країн на картах показують кордони за фактичним контролем і не означають підтримки будь-якої сторони в суперечках.
about-data = Дані інших
about-live = Стежити за змінами
about-problems = Що означають помилки
problem-nothing-here = Тут нічого немає або немає нічого, що дозволяє бачити ваша перепустка.
problem-bad-request = Параметр, поле або тіло запиту не читається; у помилці вказано, що саме.
problem-unsupported-type = Вміст цього типу тут не приймається.
problem-conflict = Реєстр не допускає запитаного.
problem-foreign-origin = Запис має надходити із самої сторінки або з перепусткою.
problem-too-many-requests = Ліміт вичерпано; Retry-After указує, скільки чекати.
problem-too-large = Тіло запиту більше, ніж тут допускається.
problem-no-such-method = Адреса існує, але цього методу вона не приймає.
problem-busy = Реєстр зайнятий, або запит виконується надто довго.
problem-fault = Наша помилка: будь ласка, повідомте про неї.

# Keys
keys-title = Клавіші
keys-about = Одиночні клавіші діють усюди, де ви не вводите текст. Налаштування залишаються в цьому браузері.
keys-on = Використовувати одиночні клавіші
keys-action = Дія
keys-key = Клавіша
keys-reset = Повернути початкові
key-next = наступний рядок
key-previous = попередній рядок
key-open = відкрити рядок
key-accept = прийняти й перейти далі
key-reject = відхилити
key-edit = виправити
key-undo = скасувати останнє рішення
key-search = пошук
key-tally = зведення
key-stories = сюжети
key-series = ряди
key-map = карта
key-review = перевірка
key-feeds = стрічки
key-help = цей список

# Review
review-title = Перевірка
review-tabs = Частини перевірки
review-view-queue = Черга
review-view-names = Імена
review-view-disagreements = Розбіжності
review-view-log = Журнал
review-empty = Перевіряти нічого: жодне сумнівне твердження не змінює числа.
review-weighing = Сумніви оцінюються. Оновіть сторінку трохи згодом.
review-progress = Оцінено сюжетів: { $done } з { $figure }.
review-behind = Далі в черзі
review-effect = { $now } зараз; { $rejected } у разі відхилення; { $accepted } у разі прийняття
review-no-figure = числа немає
review-reason = Чому
review-reason-default = звірено з реченням
review-author = Хто вирішує
review-author-default = місцевий перевіряльник
review-accept = Прийняти й перейти далі
review-reject = Відхилити
review-edit = Виправити прочитане
review-save = Зберегти виправлення
review-preview = Попередній перегляд
review-preview-accept = Що змінить прийняття?
review-preview-reject = Що змінить відхилення?
review-preview-title = Що це змінить
review-preview-unknown = Це рішення стосується кількох тверджень: результат стане відомий лише після надсилання.
review-undo = Скасувати { $number }
review-said = Запис { $number }: { $decision }
review-nothing-moved = Жодне число не змінилося.
review-evidence-changed = змінилися підтвердження
review-new = нове
review-gone = зникло
review-same-title = Дві назви — одне й те саме
review-same-about = Джерела підрахунку — за ключем, місця — у вигляді Назва/CC, сюжети — за ідентифікатором.
review-one = Перша
review-other = Друга
review-same = Це одне й те саме
review-names-about = Ці джерела підрахунку жодного разу не названо на одній сторінці, і їхні числа йдуть одне за одним. Це одне джерело під двома назвами?
review-names-empty = Немає двох джерел підрахунку, схожих на одне.
review-one-counter = Одне джерело підрахунку
review-two-counters = Два джерела підрахунку
review-disagreements-about = Твердження, щодо яких двоє перевіряльників вирішили по-різному. Чинне останнє рішення.
review-disagreements-empty = Розбіжностей немає.
review-log-empty = Рішень ще ніхто не ухвалював.
log-number = Номер
log-recorded = Записано
log-author = Хто
log-decision = Рішення
log-reason = Чому
log-undo = Скасувати
log-erased = стерто
edit-as-of = Станом на
edit-figure = Число (1386, >=1386, <=5, ~40, 2..3)
edit-indicator = Що
edit-measure = Показник
edit-modality = Модальність
edit-place = Де (Назва/CC)
edit-polarity = Полярність
edit-role = Роль джерела
edit-side = Сторона
edit-source = За даними
edit-subset = З-поміж кого
edit-time = Коли
edit-unit = Одиниця

# Feeds
feeds-title = Стрічки
feeds-empty = Поки не відстежується жодна стрічка.
feeds-feed = Стрічка
feeds-good = Остання успішна відповідь
feeds-trouble = Останній збій
feeds-next = Наступний запит
feeds-never = ніколи
feeds-ended = більше не запитується
feeds-failures = поспіль: { $figure }
feeds-remove = Вилучити
feeds-add-title = Відстежувати стрічку
feeds-add = Відстежувати
feeds-address = Адреса
feeds-name = Назва
feeds-opml = Список стрічок (OPML)
feeds-opml-about = Вставте текст файлу
feeds-added = Додано: { $figure }
feeds-watch = «firsthand watch» опитує стрічки, доки його не зупинять; «firsthand feed pull» опитує їх один раз.

# Search
search-title = Пошук
search-empty = Цих слів немає в жодній публікації.
search-waits = Слова всіх публікацій ще збираються: поки знайти можна не все.

# A report
report-published = опубліковано { $moment }
report-modified = змінено { $moment }
report-recorded = записано { $moment }

# Stories, a story and its lineage
stories-title = Сюжети
story-no-figures = чисел немає
story-head = { $pages }, { $texts }, { $counters }: { $names }
story-head-nobody = { $pages }, { $texts }, { $counters }
story-published = опубліковано: { $days }
story-in-the-end = У підсумку:
story-figures = Числа
story-all-figures = Усі числа ({ $figure })
when-since = з { $day }
when-planned = заплановано, { $time }
count-plain = { $figure }
count-city = { $n ->
    [one] { $figure } велике місто
    [few] { $figure } великі міста
    [many] { $figure } великих міст
   *[other] { $figure } великі міста
}
count-town = { $n ->
    [one] { $figure } місто
    [few] { $figure } міста
    [many] { $figure } міст
   *[other] { $figure } міста
}
count-region = { $n ->
    [one] { $figure } регіон
    [few] { $figure } регіони
    [many] { $figure } регіонів
   *[other] { $figure } регіони
}
count-country = { $n ->
    [one] { $figure } країна
    [few] { $figure } країни
    [many] { $figure } країн
   *[other] { $figure } країни
}
count-person = { $n ->
    [one] { $figure } особа
    [few] { $figure } особи
    [many] { $figure } осіб
   *[other] { $figure } особи
}
count-vehicle = { $n ->
    [one] { $figure } транспортний засіб
    [few] { $figure } транспортні засоби
    [many] { $figure } транспортних засобів
   *[other] { $figure } транспортні засоби
}
count-weapon = { $n ->
    [one] { $figure } одиниця зброї
    [few] { $figure } одиниці зброї
    [many] { $figure } одиниць зброї
   *[other] { $figure } одиниці зброї
}
count-building = { $n ->
    [one] { $figure } будівля
    [few] { $figure } будівлі
    [many] { $figure } будівель
   *[other] { $figure } будівлі
}
count-village = { $n ->
    [one] { $figure } село
    [few] { $figure } села
    [many] { $figure } сіл
   *[other] { $figure } села
}
count-place = { $n ->
    [one] { $figure } місце
    [few] { $figure } місця
    [many] { $figure } місць
   *[other] { $figure } місця
}
count-site = { $n ->
    [one] { $figure } об’єкт
    [few] { $figure } об’єкти
    [many] { $figure } об’єктів
   *[other] { $figure } об’єкти
}
count-office = { $n ->
    [one] { $figure } офіс
    [few] { $figure } офіси
    [many] { $figure } офісів
   *[other] { $figure } офіси
}
count-hospital = { $n ->
    [one] { $figure } лікарня
    [few] { $figure } лікарні
    [many] { $figure } лікарень
   *[other] { $figure } лікарні
}
count-case = { $n ->
    [one] { $figure } випадок
    [few] { $figure } випадки
    [many] { $figure } випадків
   *[other] { $figure } випадки
}
count-vote = { $n ->
    [one] { $figure } голос
    [few] { $figure } голоси
    [many] { $figure } голосів
   *[other] { $figure } голоси
}
count-seat = { $n ->
    [one] { $figure } мандат
    [few] { $figure } мандати
    [many] { $figure } мандатів
   *[other] { $figure } мандати
}
count-event = { $n ->
    [one] { $figure } подія
    [few] { $figure } події
    [many] { $figure } подій
   *[other] { $figure } події
}
count-unit = { $n ->
    [one] { $figure } підрозділ
    [few] { $figure } підрозділи
    [many] { $figure } підрозділів
   *[other] { $figure } підрозділи
}
count-figure = { $n ->
    [one] { $figure } число
    [few] { $figure } числа
    [many] { $figure } чисел
   *[other] { $figure } числа
}
count-percent = { $figure } %
lineage-title = Хто рахував і хто в кого копіював
lineage-list = Те саме списком
lineage-about = { $pages }, { $texts }, { $counters }. Зліва направо: хто рахував, перші тексти, копії. Те саме наведено списком нижче.
lineage-identical = повний збіг
lineage-near = майже повний збіг
lineage-excerpt = витяг
lineage-partial = уривки
lineage-reworded = переказ
lineage-translated = переклад
lineage-sibling = споріднений текст
lineage-shared-quote = спільна цитата
lineage-share = { $kind }, { $percent } %
lineage-unordered = який текст перший, невідомо
lineage-dropped = опущено: { $figures }
lineage-dropped-by = { $who } не наводить: { $figures }
lineage-changed = { $old } замінено на { $new }
lineage-added = додано: { $figures }
lineage-missing = сторінка, якої тут немає
lineage-copies = ще копій: { $figure }
lineage-copies-of = ще сторінок: { $figure }, { $kind }
lineage-texts = і ще { $texts }, { $pages }
lineage-text = один і той самий текст, { $pages }
lineage-rest = ще сторінок: { $figure }; у форматі JSON є всі
passages-show = уривки
passages-title = Зіставлення уривків
passages-more = ще уривків: { $figure }
passage-verbatim = дослівно
passage-rewritten = іншими словами
passage-translated = переклад
passage-quoted = цитата

# Series
series-title = Ряди
series-tabs = Подання ряду
series-tab-chart = Графік
series-tab-map = Карта
series-tab-table = Таблиця
series-tab-sources = Джерела
series-others = Інші сюжети про це
series-nothing = Показати на графіку нічого: у жодному твердженні не вказано часу.
left-out-aside = Не показано планів і спростованих чисел: { $figure }
left-out-beside = Не показано рядів про інші місця, одиниці чи людей: { $figure }
left-out-untimed = Не показано тверджень без часу: { $figure }
left-out-hidden = Не показано прихованих або утриманих підрахунків: { $figure }
left-out-other-days = Не показано тверджень за інші дні: { $figure }
series-more-rows = ще рядків: { $figure }; у форматі CSV є всі
col-role = Роль
col-page = Сторінка
clock-label = Шкала часу:
clock-stated = дата підрахунку
clock-happened = час події
clock-published = публікація
clock-recorded = запис
as-of-latest = останнє
as-of-earlier = на одне раніше
as-of-later = на одне пізніше
zoom-label = Дні
zoom-from = З
zoom-to = По
zoom-go = Наблизити
zoom-all = усі дні
scale-total = наростаючим підсумком
scale-day = за днями: підрахунок за кожен день, від нуля
scale-window = за період: підрахунки за кілька днів, кожен окремо
scale-state = на момент: стан, який може зростати й знижуватися
scale-price = ціна
chart-axis = { $thing }, { $scale }
chart-dot = { $figure }, { $counter }, { $page }, { $moment } ({ $support })
chart-about = { $claims }. { $axes }. Усі твердження наведено на вкладці «Таблиця».
chart-named = джерело підрахунку назване
chart-repeats = порожній знак: повторює іншу сторінку
chart-at-least = щонайменше
chart-against = суперечить або відхилено
chart-bounds = лінія: нижня межа; смуга: до верхньої межі; знаки, що наклалися б один на одного, стоять поруч
chart-revision = перегляд { $number }
chart-day = { $day } { $month }

# Map
map-zoom = Частини світу
map-nearer = ближче
map-farther = далі
map-west = захід
map-east = схід
map-north = північ
map-south = південь
map-world = світ
map-all = усі кола
map-list = Те саме списком
map-more = Показано числа найбільших сюжетів ({ $figure }): уточніть добір, щоб побачити інші.
map-hidden = Не показано прихованих або утриманих підрахунків: { $figure }
map-aside = Не показано чисел про інше, планів і спростованих: { $figure }
map-others = інших підрахунків щодо цього місця не показано: { $figure }
map-rest = ще у списку: { $figure }
map-ring = кільце: до верхньої межі
map-borders = Кордони за фактичним контролем (Natural Earth)
map-companion = де: { $counted }
map-about = { $thing }: показано колами: { $places }; поза картою: { $figures }. Те саме наведено списком нижче.
standing-town = місто
standing-division = середина району або провінції
standing-region = середина регіону або лінії
standing-beside = без точного місця
precision-exact = місто або об’єкт
precision-near = поблизу міста
precision-district = район
precision-province = провінція
precision-region = регіон або лінія
precision-country = країна
precision-world = світ

# Names of the ledger's own things: indicators, kinds, units.
indicator-killed = убиті
indicator-injured = поранені
indicator-missing = зниклі безвісти
indicator-detained = затримані
indicator-charged = обвинувачені
indicator-released = звільнені
indicator-abducted = викрадені
indicator-displaced = вимушено переміщені
indicator-evacuated = евакуйовані
indicator-crossed = ті, хто перетнув кордон
indicator-rescued = врятовані
indicator-hospitalised = госпіталізовані
indicator-infected = інфіковані
indicator-affected = постраждалі
indicator-protesters = протестувальники
indicator-mobilised = мобілізовані
indicator-deployed = розміщені сили
indicator-perpetrators = виконавці
indicator-destroyed = знищено
indicator-places = місця
indicator-events = події
indicator-weapons = зброя
indicator-vehicles = транспортні засоби
indicator-money = гроші
indicator-votes = голоси
indicator-share = частка
indicator-people = люди
measure-cumulative-that-day = наростаючим підсумком за цей день
measure-flow-that-day = лише за цей день
measure-flow-in-the-period = за період
measure-published-total = опублікований підсумок
measure-state = стан
measure-planned = заплановано
measure-price = ціна
measure-beside-the-series = поза рядом
measure-flow = за період
measure-cumulative = наростаючим підсумком
measure-stock = стан
measure-plan = план
support-leading = основне
support-supporting = підтверджувальне
support-superseded = застаріле
support-relayed = передане
support-conflicting = суперечливе
support-out-of-scope = поза охопленням
support-rejected = відхилено
conflict-time = час
conflict-place = місце
conflict-measure = показник
conflict-definition = визначення
conflict-rounding = округлення
conflict-subset = частина цілого
conflict-counter = джерело підрахунку
conflict-stale-copy = застаріла копія
conflict-typo = друкарська помилка
conflict-revision = перегляд
conflict-dispute = спір
grade-confirmed = підтверджено
grade-fair = прийнятно
grade-weak = слабко
grade-contested = оспорюється
grade-discounted = не враховується
role-counter = джерело підрахунку
role-witness = очевидець
role-official = посадова особа
role-spokesperson = речник
role-agency = агентство
role-outlet = ЗМІ
role-document = документ
role-social = соціальні мережі
role-anonymous = анонімне джерело
role-private = приватна особа
side-authorities = влада
side-armed = збройні групи
side-organisers = організатори
side-monitor = спостерігачі
side-medical = медики
side-international = міжнародні організації
side-media = ЗМІ
side-research = дослідники
scope-headline = заголовок
scope-body = основний текст
scope-caption = підпис
scope-furniture = службові елементи сторінки
modality-actual = сталося
modality-planned = заплановано
modality-hypothetical = припущення
modality-historical = у минулому
polarity-asserted = стверджується
polarity-denied = заперечується
verdict-accepted = прийнято
verdict-edited = виправлено
verdict-rejected = відхилено
block-headline = заголовок
block-standfirst = лід
block-body = основний текст
block-caption = підпис
block-credit = зазначення авторства
block-quote = цитата
block-list = список
block-table = таблиця
block-teaser = анонс
block-advert = реклама
block-comment = коментар
block-navigation = навігація
unit-person = люди
unit-vehicle = транспортні засоби
unit-weapon = одиниці зброї
unit-building = будівлі
unit-city = великі міста
unit-town = міста
unit-village = села
unit-country = країни
unit-region = регіони
unit-place = місця
unit-site = об’єкти
unit-office = офіси
unit-hospital = лікарні
unit-case = випадки
unit-vote = голоси
unit-seat = мандати
unit-event = події
unit-unit = підрозділи
unit-percent = %
profile-conservative = обережний
profile-range = діапазон
profile-two-source = два джерела
problem-title-nothing-here = тут нічого немає
problem-title-the-request-cannot-be-understood = запит незрозумілий
problem-title-this-kind-of-content-is-not-taken-here = вміст цього типу тут не приймається
problem-title-the-ledger-does-not-allow-that = реєстр цього не допускає
problem-title-the-request-does-not-come-from-this-page = запит надійшов не з цієї сторінки
problem-title-too-many-requests = забагато запитів
problem-title-the-request-is-too-large = запит завеликий
problem-title-this-cannot-be-done-here = тут цього зробити не можна
problem-title-busy = реєстр зайнятий
problem-title-a-fault-of-this-program = помилка цієї програми
subset-children = діти
subset-women = жінки
subset-men = чоловіки
subset-civilians = цивільні особи
subset-soldiers = солдати
subset-police = поліцейські
subset-officials = посадові особи
subset-protesters = протестувальники
subset-journalists = журналісти
subset-health-workers = медичні працівники
subset-foreigners = іноземці
