# The page in English. Every other language falls back on this one.
page-is-fallback = yes
page-language = English
page-dir = ltr

# How figures and days are written.
number-group = ,
number-group-from = 4
number-decimal = .
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
date-day = { $day } { $month } { $year }
date-month = { $month } { $year }
date-range = { $from } to { $to }
date-none = undated
date-end-of = the end of { $day }
date-at-latest = { $moment } at the latest
date-or-later = { $moment } or later
date-unknown = an unknown time

# Numbers of things. $n chooses the plural, $figure is the number as it is written.
count-page = { $n ->
    [one] { $figure } page
   *[other] { $figure } pages
}
count-text = { $n ->
    [one] { $figure } text
   *[other] { $figure } texts
}
count-counter = { $n ->
    [one] { $figure } counter
   *[other] { $figure } counters
}
count-claim = { $n ->
    [one] { $figure } claim
   *[other] { $figure } claims
}
count-story = { $n ->
    [one] { $figure } story
   *[other] { $figure } stories
}
counter-none = no counter named

# Amounts, as a text says them.
amount-at-least = at least { $figure }
amount-more-than = more than { $figure }
amount-at-most = at most { $figure }
amount-less-than = fewer than { $figure }
amount-about = about { $figure }
day-about = about { $day }
amount-in-address = { $figure } (only the address of a page says so)
amount-nearly = almost { $figure }
amount-or-more = { $figure } or more
amount-or-fewer = { $figure } or fewer
amount-range = { $low } to { $high }
amount-unknown = an unknown number
amount-few = fewer than 5
figure-withheld = withheld

# One entry in a sentence.
sentence-people = { $thing }, { $place }, { $time }: { $figure }, as of { $as-of } ({ $counters }, { $pages })
sentence-things = { $thing }, { $place }, { $time }: { $figure }, as of { $as-of } ({ $counters }, { $pages })
sentence-since = { $thing }, { $place }, since { $time }: { $figure } in all, as of { $as-of } ({ $counters }, { $pages })
sentence-plan = planned: { $thing }, { $place }, { $time }: { $figure } ({ $counters }, { $pages })
sentence-price = price: { $thing }, { $place }, { $time }: { $figure } ({ $counters }, { $pages })
as-of = as of { $moment }
place-unknown = place unknown

# Frame
skip = To the content
skip-facets = To what there is to narrow down by
skip-foot = To other forms of this page, and languages
nav-label = Screens
nav-tally = Tally
nav-stories = Stories
nav-series = Series
nav-map = Map
nav-review = Review
nav-feeds = Feeds
nav-search = Search
nav-about = About
nav-keys = Keys
languages-label = Languages of the page
copy = Copy
copied = Copied
next-page = Next page
live-news = The ledger has changed. Show the page anew
masked = a private person
unmask = Show names and small counts as they are written (this is noted)

# Filters
filter-label = Narrow down
facets-label = Narrow down by what is shown
filter-indicator = What
filter-place = Where
filter-place-example = Russia
filter-day = Day
filter-day-example = 2022-09-21
filter-as-of = As of
filter-as-of-example = 2022-09-21T21:30Z
filter-known-at = Known at
filter-known-at-example = 2022-09-22
filter-profile = Profile
filter-q = Words
filter-all = all
filter-go = Show
filter-clear = Show all

# Tally
tally-title = Tally
tally-empty = Nothing is known of that. Add reports with "firsthand add", or ask for less.
tally-story = story
tally-series = series
col-time = When
col-place = Where
col-low = low
col-best = best
col-high = high
col-counters = counters
col-texts = texts
col-pages = pages
col-recorded = Recorded
col-why = Why
derived-title = Not published: it follows from other figures
note-inferred = a figure that names no counter continues this count
note-inferred-named = * a figure that names no counter continues this count; by name: { $figure }
note-sides = side by side: { $sides }
note-grade = grade: { $grade }
note-provisional = provisional: fewer than two independent counters
note-derived = our sum, not published: { $why }
note-revised = revised: { $why }
note-conflict = { $kind }: { $why }

# Evidence
hands-title = Who counted
hand-named = named by
hand-copied = copied by
hand-inferred = inferred for
inferred = inferred
claims-title = What pages say
claims-more = and { $figure } more:
conflicts-title = Differences, and why
history-title = History
history-show = Show every state of this figure
history-none = no such figure
history-came = { $n ->
    [one] +{ $figure } claim
   *[other] +{ $figure } claims
}
history-left = { $n ->
    [one] -{ $figure } claim
   *[other] -{ $figure } claims
}
history-decision = decision { $number }
history-lineage = who copied whom, or what belongs together, is seen otherwise
cite-title = Cite
cite-plain = Plain
cite-bibtex = BibTeX
cite-wikitext = Wikitext
outside = a claim from outside: its page is not in the ledger
page-original = original page
reading-title = How it is read
field-figure = Figure
field-indicator = What
field-unit = Unit
field-subset = Of whom
field-measure = Measure
field-modality = Modality
field-polarity = Polarity
field-place = Where
field-time = When
field-as-of = As of
field-source = According to
field-chain = Passed on by
field-scope = Stands in
field-confidence = Confidence
field-rules = Rules
field-review = Review
roles-title = What it does in the ledger
copy-title = The stored copy
copy-text-hash = SHA-256 of the text
copy-bytes-hash = SHA-256 of the bytes as received
copy-none = not kept (firsthand add --keep bytes keeps them)
copy-download = Download the bytes
review-history = Decisions
review-none = Nobody has decided anything about this claim.
review-undone = undone by record { $number }
review-this = Review this claim

# Signing in
login-title = Sign in
login-about = Whoever runs this ledger gives passes: firsthand token create.
login-pass = Pass
login-go = Sign in
login-leave = Sign out

# About
about-title = About Firsthand
about-what = Firsthand reads overlapping news reports in many languages and keeps a ledger of what happened: where, when, how many, according to whom, and who counted first-hand.
about-counts = It keeps counts, not people. Names stand here only as those of sources in a public role; all others are masked.
about-borders = The outlines of countries on maps show borders as they are held, and take no side in what is disputed.
about-data = Data of others
about-live = Hear what changes
about-problems = What problems mean
problem-nothing-here = Nothing is there, or nothing that your pass may see.
problem-bad-request = A parameter, a field or the body cannot be read; the problem names it.
problem-unsupported-type = The content type is not taken here.
problem-conflict = The ledger does not allow what was asked.
problem-foreign-origin = A write must come from the page itself, or with a pass.
problem-too-many-requests = The allowance is used up; Retry-After says how long to wait.
problem-too-large = The body is larger than the route takes.
problem-no-such-method = The path is there; it does not take this method.
problem-busy = The ledger is in use, or the question takes too long.
problem-fault = A fault of ours: please report it.

# Keys
keys-title = Keys
keys-about = Single keys work wherever you are not writing. What is set here stays in this browser.
keys-on = Use single keys
keys-action = Action
keys-key = Key
keys-reset = As they were
key-next = next row
key-previous = row before
key-open = open the row
key-accept = accept, and next
key-reject = reject
key-edit = edit
key-undo = undo the last decision
key-search = search
key-tally = tally
key-stories = stories
key-series = series
key-map = map
key-review = review
key-feeds = feeds
key-help = this list

# Review
review-title = Review
review-tabs = Parts of the review
review-view-queue = Queue
review-view-names = Names
review-view-disagreements = Disagreements
review-view-log = Log
review-empty = Nothing to review: no doubtful claim moves a figure.
review-weighing = Doubts are being weighed. Load the page again in a moment.
review-progress = { $n ->
    [one] Weighed { $done } of { $figure } story.
   *[other] Weighed { $done } of { $figure } stories.
}
review-behind = Behind it
review-effect = { $now } now; { $rejected } if rejected; { $accepted } if accepted
review-no-figure = no figure
review-reason = Why
review-reason-default = checked against the sentence
review-author = Who decides
review-author-default = local reviewer
review-accept = Accept, and next
review-reject = Reject
review-edit = Correct what was read
review-save = Save the correction
review-preview = Preview
review-preview-accept = What would accepting move?
review-preview-reject = What would rejecting move?
review-preview-title = What it would move
review-preview-unknown = This decision touches more than one claim: only posting it tells.
review-undo = Undo { $number }
review-said = Record { $number }: { $decision }
review-nothing-moved = No figure moved.
review-evidence-changed = its evidence changed
review-new = new
review-gone = gone
review-same-title = Two names are one
review-same-about = Counters by their keys, places as Name/CC, stories by their ids.
review-one = One
review-other = The other
review-same = They are one
review-names-about = These counters were never named by one page, and their figures follow each other. Are they one under two names?
review-names-empty = No two counters look like one.
review-one-counter = One counter
review-two-counters = Two counters
review-disagreements-about = Claims on which two reviewers decided otherwise. The last decision is in force.
review-disagreements-empty = Nobody disagrees.
review-log-empty = Nobody has decided anything yet.
log-number = Number
log-recorded = Recorded
log-author = Who
log-decision = Decision
log-reason = Why
log-undo = Undo
log-erased = erased
edit-as-of = As of
edit-figure = Figure (1386, >=1386, <=5, ~40, 2..3)
edit-indicator = What
edit-measure = Measure
edit-modality = Modality
edit-place = Where (Name/CC)
edit-polarity = Polarity
edit-role = Role of the source
edit-side = Side
edit-source = According to
edit-subset = Of whom
edit-time = When
edit-unit = Unit

# Feeds
feeds-title = Feeds
feeds-empty = No feed is followed yet.
feeds-feed = Feed
feeds-good = Last good answer
feeds-trouble = Last trouble
feeds-next = Asked next
feeds-never = never
feeds-ended = not any more
feeds-failures = { $figure } times in a row
feeds-remove = Remove
feeds-add-title = Follow a feed
feeds-add = Follow
feeds-address = Address
feeds-name = Name
feeds-opml = A list of feeds (OPML)
feeds-opml-about = Paste the file's text
feeds-added = Added: { $figure }
feeds-watch = "firsthand watch" asks feeds until it is stopped; "firsthand feed pull" asks them once.

# Search
search-title = Search
search-empty = No report holds these words.
search-waits = The words of all reports are being gathered: not all can be found yet.

# A report
report-published = published { $moment }
report-modified = changed { $moment }
report-recorded = recorded { $moment }

# Stories, a story and its lineage
stories-title = Stories
story-no-figures = no figures
story-head = { $pages }, { $texts }, { $counters }: { $names }
story-head-nobody = { $pages }, { $texts }, { $counters }
story-published = published { $days }
story-in-the-end = In the end:
story-figures = Figures
story-all-figures = { $n ->
    [one] The one figure
   *[other] All { $figure } figures
}
when-since = since { $day }
when-planned = planned, { $time }
count-plain = { $figure }
count-city = { $n ->
    [one] { $figure } city
   *[other] { $figure } cities
}
count-town = { $n ->
    [one] { $figure } town
   *[other] { $figure } towns
}
count-region = { $n ->
    [one] { $figure } region
   *[other] { $figure } regions
}
count-country = { $n ->
    [one] { $figure } country
   *[other] { $figure } countries
}
count-person = { $n ->
    [one] { $figure } person
   *[other] { $figure } people
}
count-vehicle = { $n ->
    [one] { $figure } vehicle
   *[other] { $figure } vehicles
}
count-weapon = { $n ->
    [one] { $figure } weapon
   *[other] { $figure } weapons
}
count-building = { $n ->
    [one] { $figure } building
   *[other] { $figure } buildings
}
count-village = { $n ->
    [one] { $figure } village
   *[other] { $figure } villages
}
count-place = { $n ->
    [one] { $figure } place
   *[other] { $figure } places
}
count-site = { $n ->
    [one] { $figure } site
   *[other] { $figure } sites
}
count-office = { $n ->
    [one] { $figure } office
   *[other] { $figure } offices
}
count-hospital = { $n ->
    [one] { $figure } hospital
   *[other] { $figure } hospitals
}
count-case = { $n ->
    [one] { $figure } case
   *[other] { $figure } cases
}
count-vote = { $n ->
    [one] { $figure } vote
   *[other] { $figure } votes
}
count-seat = { $n ->
    [one] { $figure } seat
   *[other] { $figure } seats
}
count-event = { $n ->
    [one] { $figure } event
   *[other] { $figure } events
}
count-unit = { $n ->
    [one] { $figure } unit
   *[other] { $figure } units
}
count-figure = { $n ->
    [one] { $figure } figure
   *[other] { $figure } figures
}
count-percent = { $figure } percent
lineage-title = Who counted, who copied whom
lineage-list = The same as a list
lineage-about = { $pages }, { $texts }, { $counters }. From left to right: who counted, first texts, copies. The same stands as a list below.
lineage-identical = identical
lineage-near = nearly identical
lineage-excerpt = excerpt
lineage-partial = passages
lineage-reworded = reworded
lineage-translated = translated
lineage-sibling = sibling
lineage-shared-quote = shared quote
lineage-share = { $kind }, { $percent } %
lineage-unordered = which was first is unknown
lineage-dropped = dropped { $figures }
lineage-dropped-by = { $who } dropped { $figures }
lineage-changed = changed { $old } to { $new }
lineage-added = added { $figures }
lineage-missing = a page that is not here
lineage-copies = { $n ->
    [one] and { $figure } more copy
   *[other] and { $figure } more copies
}
lineage-copies-of = and { $figure } more: { $kind }
lineage-texts = and { $texts } more on { $pages }
lineage-text = one text on { $pages }
lineage-rest = { $n ->
    [one] and { $figure } more page: the JSON form has all
   *[other] and { $figure } more pages: the JSON form has all
}
passages-show = passages
passages-title = Passages side by side
passages-more = { $n ->
    [one] and { $figure } more passage
   *[other] and { $figure } more passages
}
passage-verbatim = word for word
passage-rewritten = in other words
passage-translated = translated
passage-quoted = quoted

# Series
series-title = Series
series-tabs = Views of the series
series-tab-chart = Chart
series-tab-map = Map
series-tab-table = Table
series-tab-sources = Sources
series-others = Other stories that tell of it
series-nothing = Nothing of that can be drawn: no claim says when.
left-out-aside = { $n ->
    [one] Not drawn: { $figure } plan or denied figure
   *[other] Not drawn: { $figure } plans and denied figures
}
left-out-beside = { $n ->
    [one] Not drawn: { $figure } series of another place, unit or group of people
   *[other] Not drawn: { $figure } series of other places, units or people
}
left-out-untimed = { $n ->
    [one] Not drawn: { $figure } claim without a time
   *[other] Not drawn: { $figure } claims without a time
}
left-out-hidden = { $n ->
    [one] Not drawn: { $figure } count that is masked or withheld
   *[other] Not drawn: { $figure } counts that are masked or withheld
}
left-out-other-days = { $n ->
    [one] Not drawn: { $figure } claim of another day
   *[other] Not drawn: { $figure } claims of other days
}
series-more-rows = { $n ->
    [one] and { $figure } more row: the CSV form has all
   *[other] and { $figure } more rows: the CSV form has all
}
col-role = Part
col-page = Page
clock-label = Along:
clock-stated = as of
clock-happened = happened
clock-published = published
clock-recorded = recorded
as-of-latest = latest
as-of-earlier = one earlier
as-of-later = one later
zoom-label = Days
zoom-from = From
zoom-to = To
zoom-go = Zoom
zoom-all = all days
scale-total = cumulative: the running total
scale-day = daily: each day's count, starting anew
scale-window = in a period: counts of several days, each for itself
scale-state = at a time: a state, which may rise and fall
scale-price = price
chart-axis = { $thing }, { $scale }
chart-dot = { $figure }, { $counter }, { $page }, { $moment } ({ $support })
chart-about = { $claims }. { $axes }. The table tab has every claim.
chart-named = counter named
chart-repeats = hollow: repeats another page
chart-at-least = at least
chart-against = in conflict, or rejected
chart-bounds = line: lower bound; band: up to the upper bound; marks that would overlap stand side by side
chart-revision = revision { $number }
chart-day = { $day } { $month }

# Map
map-zoom = Parts of the Earth
map-nearer = nearer
map-farther = farther
map-west = west
map-east = east
map-north = north
map-south = south
map-world = world
map-all = all circles
map-list = The same as a list
map-more = { $n ->
    [one] Of the largest stories { $figure } figure is shown: narrow down to see others.
   *[other] Of the largest stories { $figure } figures are shown: narrow down to see others.
}
map-hidden = { $n ->
    [one] Not shown: { $figure } count that is masked or withheld
   *[other] Not shown: { $figure } counts that are masked or withheld
}
map-aside = { $n ->
    [one] Not shown: { $figure } figure of another thing, planned or denied
   *[other] Not shown: { $figure } figures of other things, plans and denied ones
}
map-others = { $n ->
    [one] { $figure } other count of this place is not drawn
   *[other] { $figure } other counts of this place are not drawn
}
map-rest = and { $figure } more in the list
map-ring = ring: up to the upper bound
map-borders = Borders as held de facto (Natural Earth)
map-companion = in { $counted }
map-about = { $thing }: { $places } as circles, { $figures } beside the map. The same stands as a list below.
standing-town = town
standing-division = middle of a district or province
standing-region = middle of a region or line
standing-beside = not at one point
precision-exact = town or site
precision-near = near a town
precision-district = district
precision-province = province
precision-region = region or line
precision-country = country
precision-world = world

# Units, as a name for what is counted.
unit-person = people
unit-vehicle = vehicles
unit-weapon = weapons
unit-building = buildings
unit-city = cities
unit-town = towns
unit-village = villages
unit-country = countries
unit-region = regions
unit-place = places
unit-site = sites
unit-office = offices
unit-hospital = hospitals
unit-case = cases
unit-vote = votes
unit-seat = seats
unit-event = events
unit-unit = units
unit-percent = percent
