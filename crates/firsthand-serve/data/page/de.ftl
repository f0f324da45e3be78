# The page in German.
page-language = Deutsch
page-dir = ltr

# How figures and days are written.
number-group = .
number-group-from = 4
number-decimal = ,
month-1 = Jan.
month-2 = Feb.
month-3 = März
month-4 = Apr.
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = Aug.
month-9 = Sept.
month-10 = Okt.
month-11 = Nov.
month-12 = Dez.
date-day = { $day }. { $month } { $year }
date-month = { $month } { $year }
date-range = { $from } bis { $to }
date-none = undatiert
date-end-of = Ende des { $day }
date-at-latest = spätestens { $moment }
date-or-later = { $moment } oder später
date-unknown = unbekannter Zeitpunkt

# Numbers of things. $n chooses the plural, $figure is the number as it is written.
count-page = { $n ->
    [one] { $figure } Seite
   *[other] { $figure } Seiten
}
count-text = { $n ->
    [one] { $figure } Text
   *[other] { $figure } Texte
}
count-counter = { $n ->
    [one] { $figure } Zählstelle
   *[other] { $figure } Zählstellen
}
count-claim = { $n ->
    [one] { $figure } Angabe
   *[other] { $figure } Angaben
}
count-story = { $n ->
    [one] { $figure } Thema
   *[other] { $figure } Themen
}
counter-none = keine Zählstelle genannt

# Amounts, as a text says them.
amount-at-least = mindestens { $figure }
amount-more-than = mehr als { $figure }
amount-at-most = höchstens { $figure }
amount-less-than = weniger als { $figure }
amount-about = etwa { $figure }
day-about = um den { $day }
amount-in-address = { $figure } (nur die Adresse einer Seite sagt es)
amount-nearly = fast { $figure }
amount-or-more = { $figure } oder mehr
amount-or-fewer = { $figure } oder weniger
amount-range = { $low } bis { $high }
amount-unknown = unbekannte Zahl
amount-few = weniger als 5
figure-withheld = zurückgehalten

# One entry in a sentence.
sentence-people = { $thing }, { $place }, { $time }: { $figure }, Stand: { $as-of } ({ $counters }, { $pages })
sentence-things = { $thing }, { $place }, { $time }: { $figure }, Stand: { $as-of } ({ $counters }, { $pages })
sentence-since = { $thing }, { $place }, seit { $time }: insgesamt { $figure }, Stand: { $as-of } ({ $counters }, { $pages })
sentence-plan = geplant: { $thing }, { $place }, { $time }: { $figure } ({ $counters }, { $pages })
sentence-price = Preis: { $thing }, { $place }, { $time }: { $figure } ({ $counters }, { $pages })
as-of = Stand: { $moment }
place-unknown = Ort unbekannt

# Frame
skip = Zum Inhalt
skip-facets = Zu den Kriterien zum Eingrenzen
skip-foot = Zu anderen Formaten dieser Seite und zu den Sprachen
nav-label = Ansichten
nav-tally = Bilanz
nav-stories = Themen
nav-series = Zeitreihen
nav-map = Karte
nav-review = Prüfung
nav-feeds = Feeds
nav-search = Suche
nav-about = Über Firsthand
nav-keys = Tasten
languages-label = Sprachen der Seite
copy = Kopieren
copied = Kopiert
next-page = Nächste Seite
live-news = Das Register hat sich geändert. Seite neu anzeigen
masked = eine Privatperson
unmask = Namen und kleine Zahlen so zeigen, wie sie geschrieben sind (der Zugriff wird vermerkt)

# Filters
filter-label = Eingrenzen
facets-label = Nach dem Angezeigten eingrenzen
filter-indicator = Was
filter-place = Wo
filter-place-example = Russia
filter-day = Tag
filter-day-example = 2022-09-21
filter-as-of = Stand
filter-as-of-example = 2022-09-21T21:30Z
filter-known-at = Bekannt am
filter-known-at-example = 2022-09-22
filter-profile = Profil
filter-q = Wörter
filter-all = alle
filter-go = Anzeigen
filter-clear = Alles anzeigen

# Tally
tally-title = Bilanz
tally-empty = Dazu ist nichts bekannt. Fügen Sie mit „firsthand add“ Berichte hinzu oder fragen Sie nach weniger.
tally-story = Thema
tally-series = Zeitreihe
col-time = Wann
col-place = Wo
col-low = niedrig
col-best = beste
col-high = hoch
col-counters = Zählstellen
col-texts = Texte
col-pages = Seiten
col-recorded = Erfasst
col-why = Warum
derived-title = Nicht veröffentlicht: folgt aus anderen Zahlen
note-inferred = eine Zahl, die keine Zählstelle nennt, setzt diese Zählung fort
note-inferred-named = * eine Zahl, die keine Zählstelle nennt, setzt diese Zählung fort; mit genannter Zählstelle: { $figure }
note-sides = einander gegenüber: { $sides }
note-grade = Einstufung: { $grade }
note-provisional = vorläufig: weniger als zwei unabhängige Zählstellen
note-derived = von uns summiert, nicht veröffentlicht: { $why }
note-revised = revidiert: { $why }
note-conflict = { $kind }: { $why }

# Evidence
hands-title = Wer gezählt hat
hand-named = genannt von
hand-copied = kopiert von
hand-inferred = erschlossen für
inferred = erschlossen
claims-title = Was die Seiten angeben
claims-more = und { $figure } weitere:
conflicts-title = Abweichungen und ihre Gründe
history-title = Verlauf
history-show = Jeden Stand dieser Zahl anzeigen
history-none = keine solche Zahl
history-came = { $n ->
    [one] +{ $figure } Angabe
   *[other] +{ $figure } Angaben
}
history-left = { $n ->
    [one] −{ $figure } Angabe
   *[other] −{ $figure } Angaben
}
history-decision = Entscheidung { $number }
history-lineage = wer von wem kopiert hat oder was zusammengehört, wird anders beurteilt
cite-title = Zitieren
cite-plain = Nur Text
cite-bibtex = BibTeX
cite-wikitext = Wikitext
outside = eine Angabe von außen: ihre Seite ist nicht im Register
page-original = Originalseite
reading-title = Wie sie gelesen wird
field-figure = Zahl
field-indicator = Was
field-unit = Einheit
field-subset = Von wem
field-measure = Messgröße
field-modality = Modalität
field-polarity = Polarität
field-place = Wo
field-time = Wann
field-as-of = Stand
field-source = Laut
field-chain = Übermittelt von
field-scope = Steht in
field-confidence = Konfidenz
field-rules = Regeln
field-review = Prüfung
roles-title = Was sie im Register bewirkt
copy-title = Die gespeicherte Kopie
copy-text-hash = SHA-256 des Textes
copy-bytes-hash = SHA-256 der Bytes, wie sie empfangen wurden
copy-none = nicht aufbewahrt („firsthand add --keep bytes“ bewahrt sie auf)
copy-download = Bytes herunterladen
review-history = Entscheidungen
review-none = Über diese Angabe hat noch niemand entschieden.
review-undone = aufgehoben durch Eintrag { $number }
review-this = Diese Angabe prüfen

# Signing in
login-title = Anmelden
login-about = Wer dieses Register betreibt, gibt Zugangscodes aus: firsthand token create.
login-pass = Zugangscode
login-go = Anmelden
login-leave = Abmelden

# About
about-title = Über Firsthand
about-what = Firsthand liest sich überschneidende Nachrichtenberichte in vielen Sprachen und führt ein Register dessen, was geschehen ist: wo, wann, wie viele, laut wem und wer aus erster Hand gezählt hat.
about-counts = Aufbewahrt werden Zahlen, keine Personen. Namen stehen hier nur, soweit es Quellen in einer öffentlichen Funktion sind; alle anderen sind unkenntlich gemacht.
about-borders = Die Umrisse der Länder auf den Karten zeigen Grenzen nach der tatsächlichen Kontrolle und ergreifen in Streitfällen keine Partei.
about-data = Daten anderer
about-live = Änderungen mitverfolgen
about-problems = Was die Fehlermeldungen bedeuten
problem-nothing-here = Hier ist nichts, oder nichts, was Ihr Zugangscode zeigen darf.
problem-bad-request = Ein Parameter, ein Feld oder der Inhalt der Anfrage ist nicht lesbar; die Meldung benennt ihn.
problem-unsupported-type = Dieser Inhaltstyp wird hier nicht angenommen.
problem-conflict = Das Register lässt das Verlangte nicht zu.
problem-foreign-origin = Geschrieben werden kann nur von der Seite selbst aus oder mit einem Zugangscode.
problem-too-many-requests = Das Kontingent ist aufgebraucht; Retry-After nennt die Wartezeit.
problem-too-large = Der Inhalt ist größer, als hier angenommen wird.
problem-no-such-method = Die Adresse gibt es; sie nimmt diese Methode nicht an.
problem-busy = Das Register ist in Gebrauch, oder die Abfrage dauert zu lange.
problem-fault = Ein Fehler unsererseits: bitte melden.

# Keys
keys-title = Tasten
keys-about = Einzelne Tasten wirken überall, wo Sie gerade nicht schreiben. Was hier eingestellt wird, bleibt in diesem Browser.
keys-on = Einzelne Tasten verwenden
keys-action = Aktion
keys-key = Taste
keys-reset = Zurücksetzen
key-next = nächste Zeile
key-previous = vorige Zeile
key-open = Zeile öffnen
key-accept = annehmen und weiter
key-reject = ablehnen
key-edit = korrigieren
key-undo = letzte Entscheidung zurücknehmen
key-search = Suche
key-tally = Bilanz
key-stories = Themen
key-series = Zeitreihen
key-map = Karte
key-review = Prüfung
key-feeds = Feeds
key-help = diese Liste

# Review
review-title = Prüfung
review-tabs = Teile der Prüfung
review-view-queue = Warteschlange
review-view-names = Namen
review-view-disagreements = Widersprüche
review-view-log = Protokoll
review-empty = Nichts zu prüfen: keine zweifelhafte Angabe verändert eine Zahl.
review-weighing = Die Zweifelsfälle werden gerade gewichtet. Laden Sie die Seite gleich noch einmal.
review-progress = { $n ->
    [one] { $done } von { $figure } Thema gewichtet.
   *[other] { $done } von { $figure } Themen gewichtet.
}
review-behind = Danach
review-effect = { $now } jetzt; { $rejected } bei Ablehnung; { $accepted } bei Annahme
review-no-figure = keine Zahl
review-reason = Warum
review-reason-default = mit dem Satz abgeglichen
review-author = Wer entscheidet
review-author-default = lokaler Prüfer
review-accept = Annehmen und weiter
review-reject = Ablehnen
review-edit = Gelesenes korrigieren
review-save = Korrektur speichern
review-preview = Vorschau
review-preview-accept = Was würde die Annahme ändern?
review-preview-reject = Was würde die Ablehnung ändern?
review-preview-title = Was sich ändern würde
review-preview-unknown = Diese Entscheidung betrifft mehr als eine Angabe: ihre Wirkung zeigt sich erst beim Absenden.
review-undo = { $number } zurücknehmen
review-said = Eintrag { $number }: { $decision }
review-nothing-moved = Keine Zahl hat sich geändert.
review-evidence-changed = ihre Belege haben sich geändert
review-new = neu
review-gone = entfallen
review-same-title = Zwei Namen sind einer
review-same-about = Zählstellen nach ihrem Schlüssel, Orte als Name/CC, Themen nach ihrer Kennung.
review-one = Der eine
review-other = Der andere
review-same = Sie sind eins
review-names-about = Diese Zählstellen wurden nie von derselben Seite genannt, und ihre Zahlen folgen aufeinander. Ist es eine unter zwei Namen?
review-names-empty = Keine zwei Zählstellen sehen aus wie eine.
review-one-counter = Eine Zählstelle
review-two-counters = Zwei Zählstellen
review-disagreements-about = Angaben, über die zwei Prüfer verschieden entschieden haben. Es gilt die letzte Entscheidung.
review-disagreements-empty = Keine Widersprüche.
review-log-empty = Noch hat niemand etwas entschieden.
log-number = Nummer
log-recorded = Erfasst
log-author = Wer
log-decision = Entscheidung
log-reason = Warum
log-undo = Zurücknehmen
log-erased = gelöscht
edit-as-of = Stand
edit-figure = Zahl (1386, >=1386, <=5, ~40, 2..3)
edit-indicator = Was
edit-measure = Messgröße
edit-modality = Modalität
edit-place = Wo (Name/CC)
edit-polarity = Polarität
edit-role = Rolle der Quelle
edit-side = Lager
edit-source = Laut
edit-subset = Von wem
edit-time = Wann
edit-unit = Einheit

# Feeds
feeds-title = Feeds
feeds-empty = Noch wird kein Feed verfolgt.
feeds-feed = Feed
feeds-good = Letzte brauchbare Antwort
feeds-trouble = Letzte Störung
feeds-next = Nächste Abfrage
feeds-never = nie
feeds-ended = nicht mehr
feeds-failures = { $figure }-mal in Folge
feeds-remove = Entfernen
feeds-add-title = Einem Feed folgen
feeds-add = Folgen
feeds-address = Adresse
feeds-name = Name
feeds-opml = Eine Feed-Liste (OPML)
feeds-opml-about = Fügen Sie den Text der Datei ein
feeds-added = Hinzugefügt: { $figure }
feeds-watch = „firsthand watch“ fragt Feeds ab, bis es beendet wird; „firsthand feed pull“ fragt sie einmal ab.

# Search
search-title = Suche
search-empty = Kein Bericht enthält diese Wörter.
search-waits = Die Wörter aller Berichte werden gerade gesammelt: noch sind nicht alle zu finden.

# A report
report-published = veröffentlicht: { $moment }
report-modified = geändert: { $moment }
report-recorded = erfasst: { $moment }

# Stories, a story and its lineage
stories-title = Themen
story-no-figures = keine Zahlen
story-head = { $pages }, { $texts }, { $counters }: { $names }
story-head-nobody = { $pages }, { $texts }, { $counters }
story-published = veröffentlicht: { $days }
story-in-the-end = Letzter Stand:
story-figures = Zahlen
story-all-figures = Alle Zahlen ({ $figure })
when-since = seit { $day }
when-planned = geplant, { $time }
count-plain = { $figure }
count-city = { $n ->
    [one] { $figure } Großstadt
   *[other] { $figure } Großstädte
}
count-town = { $n ->
    [one] { $figure } Ort
   *[other] { $figure } Orte
}
count-region = { $n ->
    [one] { $figure } Region
   *[other] { $figure } Regionen
}
count-country = { $n ->
    [one] { $figure } Land
   *[other] { $figure } Länder
}
count-person = { $n ->
    [one] { $figure } Person
   *[other] { $figure } Personen
}
count-vehicle = { $n ->
    [one] { $figure } Fahrzeug
   *[other] { $figure } Fahrzeuge
}
count-weapon = { $n ->
    [one] { $figure } Waffe
   *[other] { $figure } Waffen
}
count-building = { $n ->
    [one] { $figure } Gebäude
   *[other] { $figure } Gebäude
}
count-village = { $n ->
    [one] { $figure } Dorf
   *[other] { $figure } Dörfer
}
count-place = { $n ->
    [one] { $figure } Ort
   *[other] { $figure } Orte
}
count-site = { $n ->
    [one] { $figure } Stelle
   *[other] { $figure } Stellen
}
count-office = { $n ->
    [one] { $figure } Büro
   *[other] { $figure } Büros
}
count-hospital = { $n ->
    [one] { $figure } Krankenhaus
   *[other] { $figure } Krankenhäuser
}
count-case = { $n ->
    [one] { $figure } Fall
   *[other] { $figure } Fälle
}
count-vote = { $n ->
    [one] { $figure } Stimme
   *[other] { $figure } Stimmen
}
count-seat = { $n ->
    [one] { $figure } Sitz
   *[other] { $figure } Sitze
}
count-event = { $n ->
    [one] { $figure } Ereignis
   *[other] { $figure } Ereignisse
}
count-unit = { $n ->
    [one] { $figure } Einheit
   *[other] { $figure } Einheiten
}
count-figure = { $n ->
    [one] { $figure } Zahl
   *[other] { $figure } Zahlen
}
count-percent = { $figure } %
lineage-title = Wer gezählt hat, wer von wem kopiert hat
lineage-list = Dasselbe als Liste
lineage-about = { $pages }, { $texts }, { $counters }. Von links nach rechts: wer gezählt hat, erste Texte, Kopien. Dasselbe steht unten als Liste.
lineage-identical = identisch
lineage-near = fast identisch
lineage-excerpt = Auszug
lineage-partial = Passagen
lineage-reworded = umformuliert
lineage-translated = übersetzt
lineage-sibling = Geschwistertext
lineage-shared-quote = gemeinsames Zitat
lineage-share = { $kind }, { $percent } %
lineage-unordered = welcher Text der erste war, ist unbekannt
lineage-dropped = weggelassen: { $figures }
lineage-dropped-by = { $who } hat weggelassen: { $figures }
lineage-changed = { $old } zu { $new } geändert
lineage-added = hinzugefügt: { $figures }
lineage-missing = eine Seite, die hier nicht vorliegt
lineage-copies = weitere Kopien: { $figure }
lineage-copies-of = weitere Seiten: { $figure }, { $kind }
lineage-texts = und { $texts } mehr auf { $pages }
lineage-text = derselbe Text, { $pages }
lineage-rest = weitere Seiten: { $figure }; das JSON-Format enthält alle
passages-show = Passagen
passages-title = Passagen im Vergleich
passages-more = weitere Passagen: { $figure }
passage-verbatim = wörtlich
passage-rewritten = in anderen Worten
passage-translated = übersetzt
passage-quoted = zitiert

# Series
series-title = Zeitreihen
series-tabs = Ansichten der Zeitreihe
series-tab-chart = Diagramm
series-tab-map = Karte
series-tab-table = Tabelle
series-tab-sources = Quellen
series-others = Andere Themen, die davon berichten
series-nothing = Davon lässt sich nichts zeichnen: keine Angabe nennt einen Zeitpunkt.
left-out-aside = { $n ->
    [one] Nicht gezeichnet: { $figure } geplante oder dementierte Zahl
   *[other] Nicht gezeichnet: { $figure } geplante und dementierte Zahlen
}
left-out-beside = { $n ->
    [one] Nicht gezeichnet: { $figure } Zeitreihe eines anderen Ortes, einer anderen Einheit oder anderer Personen
   *[other] Nicht gezeichnet: { $figure } Zeitreihen anderer Orte, Einheiten oder Personen
}
left-out-untimed = { $n ->
    [one] Nicht gezeichnet: { $figure } Angabe ohne Zeitpunkt
   *[other] Nicht gezeichnet: { $figure } Angaben ohne Zeitpunkt
}
left-out-hidden = { $n ->
    [one] Nicht gezeichnet: { $figure } unkenntlich gemachte oder zurückgehaltene Zählung
   *[other] Nicht gezeichnet: { $figure } unkenntlich gemachte oder zurückgehaltene Zählungen
}
left-out-other-days = { $n ->
    [one] Nicht gezeichnet: { $figure } Angabe von einem anderen Tag
   *[other] Nicht gezeichnet: { $figure } Angaben von anderen Tagen
}
series-more-rows = weitere Zeilen: { $figure }; das CSV-Format enthält alle
col-role = Rolle
col-page = Seite
clock-label = Zeitachse:
clock-stated = Stand
clock-happened = Ereigniszeit
clock-published = Veröffentlichung
clock-recorded = Erfassung
as-of-latest = neueste
as-of-earlier = eine früher
as-of-later = eine später
zoom-label = Tage
zoom-from = Von
zoom-to = Bis
zoom-go = Vergrößern
zoom-all = alle Tage
scale-total = kumuliert: die laufende Summe
scale-day = täglich: die Zählung jedes Tages, jeweils von null an
scale-window = in einem Zeitraum: Zählungen mehrerer Tage, jede für sich
scale-state = zu einem Zeitpunkt: ein Bestand, der steigen und fallen kann
scale-price = Preis
chart-axis = { $thing }, { $scale }
chart-dot = { $figure }, { $counter }, { $page }, { $moment } ({ $support })
chart-about = { $claims }. { $axes }. Die Ansicht „Tabelle“ enthält alle Angaben.
chart-named = Zählstelle genannt
chart-repeats = hohl: wiederholt eine andere Seite
chart-at-least = mindestens
chart-against = widersprechend oder abgelehnt
chart-bounds = Linie: Untergrenze; Band: bis zur Obergrenze; Zeichen, die einander überdecken würden, stehen nebeneinander
chart-revision = Revision { $number }
chart-day = { $day }. { $month }

# Map
map-zoom = Teile der Erde
map-nearer = näher
map-farther = weiter weg
map-west = Westen
map-east = Osten
map-north = Norden
map-south = Süden
map-world = Welt
map-all = alle Kreise
map-list = Dasselbe als Liste
map-more = { $n ->
    [one] Gezeigt wird { $figure } Zahl der größten Themen: grenzen Sie ein, um andere zu sehen.
   *[other] Gezeigt werden { $figure } Zahlen der größten Themen: grenzen Sie ein, um andere zu sehen.
}
map-hidden = { $n ->
    [one] Nicht gezeigt: { $figure } unkenntlich gemachte oder zurückgehaltene Zählung
   *[other] Nicht gezeigt: { $figure } unkenntlich gemachte oder zurückgehaltene Zählungen
}
map-aside = { $n ->
    [one] Nicht gezeigt: { $figure } Zahl zu anderem, geplant oder dementiert
   *[other] Nicht gezeigt: { $figure } Zahlen zu anderem, geplante und dementierte
}
map-others = weitere Zählungen dieses Ortes, nicht gezeichnet: { $figure }
map-rest = und { $figure } weitere in der Liste
map-ring = Ring: bis zur Obergrenze
map-borders = Grenzen nach tatsächlicher Kontrolle (Natural Earth)
map-companion = Orte: { $counted }
map-about = { $thing }: { $places } als Kreise, { $figures } außerhalb der Karte. Dasselbe steht unten als Liste.
standing-town = Ort
standing-division = Mitte eines Bezirks oder einer Provinz
standing-region = Mitte einer Region oder Linie
standing-beside = nicht an einem Punkt
precision-exact = Stadt oder Stelle
precision-near = bei einem Ort
precision-district = Bezirk
precision-province = Provinz
precision-region = Region oder Linie
precision-country = Land
precision-world = Welt

# Names of the ledger's own things: indicators, kinds, units.
indicator-killed = Getötete
indicator-injured = Verletzte
indicator-missing = Vermisste
indicator-detained = Festgenommene
indicator-charged = Angeklagte
indicator-released = Freigelassene
indicator-abducted = Entführte
indicator-displaced = Vertriebene
indicator-evacuated = Evakuierte
indicator-crossed = Grenzübertritte
indicator-rescued = Gerettete
indicator-hospitalised = ins Krankenhaus Gebrachte
indicator-infected = Infizierte
indicator-affected = Betroffene
indicator-protesters = Demonstrierende
indicator-mobilised = Mobilisierte
indicator-deployed = Entsandte
indicator-perpetrators = Täter
indicator-destroyed = Zerstörtes
indicator-places = Orte
indicator-events = Ereignisse
indicator-weapons = Waffen
indicator-vehicles = Fahrzeuge
indicator-money = Geld
indicator-votes = Stimmen
indicator-share = Anteil
indicator-people = Personen
measure-cumulative-that-day = kumuliert an diesem Tag
measure-flow-that-day = nur an diesem Tag
measure-flow-in-the-period = im Zeitraum
measure-published-total = veröffentlichte Gesamtzahl
measure-state = Bestand
measure-planned = geplant
measure-price = Preis
measure-beside-the-series = außerhalb der Zeitreihe
measure-flow = Zählung eines Zeitraums
measure-cumulative = kumuliert
measure-stock = Bestand
measure-plan = Planung
support-leading = maßgeblich
support-supporting = bestätigend
support-superseded = überholt
support-relayed = weitergegeben
support-conflicting = widersprechend
support-out-of-scope = außerhalb des Rahmens
support-rejected = abgelehnt
conflict-time = Zeit
conflict-place = Ort
conflict-measure = Messgröße
conflict-definition = Definition
conflict-rounding = Rundung
conflict-subset = Teilgruppe
conflict-counter = Zählstelle
conflict-stale-copy = veraltete Kopie
conflict-typo = Tippfehler
conflict-revision = Revision
conflict-dispute = Streitfall
grade-confirmed = bestätigt
grade-fair = brauchbar
grade-weak = schwach
grade-contested = umstritten
grade-discounted = verworfen
role-counter = Zählstelle
role-witness = Augenzeuge
role-official = Amtsperson
role-spokesperson = Sprecher
role-agency = Agentur
role-outlet = Medium
role-document = Dokument
role-social = soziale Medien
role-anonymous = anonym
role-private = Privatperson
side-authorities = Behörden
side-armed = bewaffnete Gruppen
side-organisers = Veranstalter
side-monitor = Beobachter
side-medical = medizinische Dienste
side-international = internationale Organisationen
side-media = Medien
side-research = Forschung
scope-headline = Überschrift
scope-body = Fließtext
scope-caption = Bildunterschrift
scope-furniture = Beiwerk der Seite
modality-actual = tatsächlich
modality-planned = geplant
modality-hypothetical = hypothetisch
modality-historical = früher geschehen
polarity-asserted = behauptet
polarity-denied = dementiert
verdict-accepted = angenommen
verdict-edited = korrigiert
verdict-rejected = abgelehnt
block-headline = Überschrift
block-standfirst = Vorspann
block-body = Fließtext
block-caption = Bildunterschrift
block-credit = Bildnachweis
block-quote = Zitat
block-list = Liste
block-table = Tabelle
block-teaser = Anreißer
block-advert = Werbung
block-comment = Kommentar
block-navigation = Navigation
unit-person = Personen
unit-vehicle = Fahrzeuge
unit-weapon = Waffen
unit-building = Gebäude
unit-city = Großstädte
unit-town = Orte
unit-village = Dörfer
unit-country = Länder
unit-region = Regionen
unit-place = Orte
unit-site = Stellen
unit-office = Büros
unit-hospital = Krankenhäuser
unit-case = Fälle
unit-vote = Stimmen
unit-seat = Sitze
unit-event = Ereignisse
unit-unit = Einheiten
unit-percent = %
profile-conservative = vorsichtig
profile-range = Spanne
profile-two-source = zwei Quellen
problem-title-nothing-here = hier ist nichts
problem-title-the-request-cannot-be-understood = die Anfrage ist nicht verständlich
problem-title-this-kind-of-content-is-not-taken-here = dieser Inhaltstyp wird hier nicht angenommen
problem-title-the-ledger-does-not-allow-that = das Register lässt das nicht zu
problem-title-the-request-does-not-come-from-this-page = die Anfrage kommt nicht von dieser Seite
problem-title-too-many-requests = zu viele Anfragen
problem-title-the-request-is-too-large = die Anfrage ist zu groß
problem-title-this-cannot-be-done-here = das geht hier nicht
problem-title-busy = ausgelastet
problem-title-a-fault-of-this-program = ein Fehler dieses Programms
subset-children = Kinder
subset-women = Frauen
subset-men = Männer
subset-civilians = Zivilpersonen
subset-soldiers = Soldaten
subset-police = Polizeikräfte
subset-officials = Amtspersonen
subset-protesters = Demonstrierende
subset-journalists = Medienschaffende
subset-health-workers = medizinisches Personal
subset-foreigners = ausländische Staatsangehörige
