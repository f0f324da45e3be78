# The page in French.
page-language = français
page-dir = ltr

# How figures and days are written.
number-group = { "\u202F" }
number-group-from = 4
number-decimal = ,
month-1 = janv.
month-2 = févr.
month-3 = mars
month-4 = avr.
month-5 = mai
month-6 = juin
month-7 = juil.
month-8 = août
month-9 = sept.
month-10 = oct.
month-11 = nov.
month-12 = déc.
date-day = { $day } { $month } { $year }
date-month = { $month } { $year }
date-range = { $from } – { $to }
date-none = non daté
date-end-of = fin du { $day }
date-at-latest = { $moment } au plus tard
date-or-later = { $moment } ou après
date-unknown = moment inconnu

# Numbers of things. $n chooses the plural, $figure is the number as it is written.
count-page = { $n ->
    [one] { $figure } page
   *[other] { $figure } pages
}
count-text = { $n ->
    [one] { $figure } texte
   *[other] { $figure } textes
}
count-counter = { $n ->
    [one] { $figure } source de décompte
   *[other] { $figure } sources de décompte
}
count-claim = { $n ->
    [one] { $figure } affirmation
   *[other] { $figure } affirmations
}
count-story = { $n ->
    [one] { $figure } sujet
   *[other] { $figure } sujets
}
counter-none = aucune source de décompte citée

# Amounts, as a text says them.
amount-at-least = au moins { $figure }
amount-more-than = plus de { $figure }
amount-at-most = au plus { $figure }
amount-less-than = moins de { $figure }
amount-about = environ { $figure }
day-about = vers le { $day }
amount-in-address = { $figure } (seule l’adresse d’une page le dit)
amount-nearly = près de { $figure }
amount-or-more = { $figure } ou plus
amount-or-fewer = { $figure } ou moins
amount-range = de { $low } à { $high }
amount-unknown = un nombre inconnu
amount-few = moins de 5
figure-withheld = retenu

# One entry in a sentence.
sentence-people = { $thing }, { $place }, { $time } : { $figure }, état : { $as-of } ({ $counters }, { $pages })
sentence-things = { $thing }, { $place }, { $time } : { $figure }, état : { $as-of } ({ $counters }, { $pages })
sentence-since = { $thing }, { $place }, depuis le { $time } : { $figure } au total, état : { $as-of } ({ $counters }, { $pages })
sentence-plan = prévu : { $thing }, { $place }, { $time } : { $figure } ({ $counters }, { $pages })
sentence-price = prix : { $thing }, { $place }, { $time } : { $figure } ({ $counters }, { $pages })
as-of = état : { $moment }
place-unknown = lieu inconnu

# Frame
skip = Aller au contenu
skip-facets = Aller aux critères d’affinage
skip-foot = Aller aux autres formats de cette page et aux langues
nav-label = Écrans
nav-tally = Bilan
nav-stories = Sujets
nav-series = Séries
nav-map = Carte
nav-review = Vérification
nav-feeds = Flux
nav-search = Recherche
nav-about = À propos
nav-keys = Touches
languages-label = Langues de la page
copy = Copier
copied = Copié
next-page = Page suivante
live-news = Le registre a changé. Actualiser la page
masked = une personne privée
unmask = Afficher les noms et les petits nombres tels qu’ils sont écrits (l’accès est consigné)

# Filters
filter-label = Affiner
facets-label = Affiner d’après ce qui est affiché
filter-indicator = Quoi
filter-place = Où
filter-place-example = Russia
filter-day = Jour
filter-day-example = 2022-09-21
filter-as-of = État au
filter-as-of-example = 2022-09-21T21:30Z
filter-known-at = Connu au
filter-known-at-example = 2022-09-22
filter-profile = Profil
filter-q = Mots
filter-all = tous
filter-go = Afficher
filter-clear = Tout afficher

# Tally
tally-title = Bilan
tally-empty = On n’en sait rien. Ajoutez des articles avec « firsthand add », ou demandez moins.
tally-story = sujet
tally-series = série
col-time = Quand
col-place = Où
col-low = bas
col-best = meilleur
col-high = haut
col-counters = sources de décompte
col-texts = textes
col-pages = pages
col-recorded = Enregistré
col-why = Pourquoi
derived-title = Non publié : résulte d’autres chiffres
note-inferred = un chiffre qui ne cite aucune source de décompte prolonge ce décompte
note-inferred-named = * un chiffre qui ne cite aucune source de décompte prolonge ce décompte ; avec source citée : { $figure }
note-sides = côte à côte : { $sides }
note-grade = degré : { $grade }
note-provisional = provisoire : moins de deux sources de décompte indépendantes
note-derived = notre somme, non publiée : { $why }
note-revised = révisé : { $why }
note-conflict = { $kind } : { $why }

# Evidence
hands-title = Qui a compté
hand-named = citée par
hand-copied = copiée par
hand-inferred = déduite pour
inferred = déduite
claims-title = Ce que disent les pages
claims-more = et { $figure } de plus :
conflicts-title = Écarts et raisons
history-title = Historique
history-show = Afficher tous les états de ce chiffre
history-none = chiffre absent
history-came = { $n ->
    [one] +{ $figure } affirmation
   *[other] +{ $figure } affirmations
}
history-left = { $n ->
    [one] −{ $figure } affirmation
   *[other] −{ $figure } affirmations
}
history-decision = décision { $number }
history-lineage = les copies, ou l’appartenance des textes au même sujet, sont établies autrement
cite-title = Citer
cite-plain = Texte brut
cite-bibtex = BibTeX
cite-wikitext = Wikitext
outside = une affirmation extérieure : sa page n’est pas dans le registre
page-original = page d’origine
reading-title = Comment elle est lue
field-figure = Chiffre
field-indicator = Quoi
field-unit = Unité
field-subset = Parmi qui
field-measure = Mesure
field-modality = Modalité
field-polarity = Polarité
field-place = Où
field-time = Quand
field-as-of = État au
field-source = Selon
field-chain = Transmis par
field-scope = Figure dans
field-confidence = Confiance
field-rules = Règles
field-review = Vérification
roles-title = Son rôle dans le registre
copy-title = La copie conservée
copy-text-hash = SHA-256 du texte
copy-bytes-hash = SHA-256 des octets reçus
copy-none = non conservée (« firsthand add --keep bytes » les conserve)
copy-download = Télécharger les octets
review-history = Décisions
review-none = Personne n’a encore pris de décision sur cette affirmation.
review-undone = annulée par l’enregistrement { $number }
review-this = Vérifier cette affirmation

# Signing in
login-title = Connexion
login-about = L’administrateur du registre délivre les laissez-passer : firsthand token create.
login-pass = Laissez-passer
login-go = Se connecter
login-leave = Se déconnecter

# About
about-title = À propos de Firsthand
about-what = Firsthand lit des articles qui se recoupent, dans de nombreuses langues, et tient un registre de ce qui s’est passé : où, quand, combien, selon qui, et qui a compté de première main.
about-counts = Il conserve des décomptes, pas des personnes. Des noms n’y figurent que comme sources dans une fonction publique ; tous les autres sont masqués.
about-borders = Le tracé des pays sur les cartes montre les frontières telles qu’elles sont tenues de fait et ne prend pas parti dans les différends.
about-data = Données de tiers
about-live = Suivre les changements
about-problems = Ce que signifient les erreurs
problem-nothing-here = Rien à cette adresse, ou rien que votre laissez-passer permette de voir.
problem-bad-request = Un paramètre, un champ ou le corps est illisible ; l’erreur le nomme.
problem-unsupported-type = Ce type de contenu n’est pas accepté ici.
problem-conflict = Le registre ne permet pas ce qui est demandé.
problem-foreign-origin = Une écriture doit venir de la page elle-même, ou avec un laissez-passer.
problem-too-many-requests = Le quota est épuisé ; Retry-After indique combien de temps attendre.
problem-too-large = Le corps dépasse la taille admise par cette route.
problem-no-such-method = L’adresse existe ; elle n’accepte pas cette méthode.
problem-busy = Le registre est occupé, ou la question prend trop de temps.
problem-fault = Une erreur de notre part : merci de la signaler.

# Keys
keys-title = Touches
keys-about = Les touches simples fonctionnent partout où vous n’êtes pas en train d’écrire. Vos réglages restent dans ce navigateur.
keys-on = Utiliser les touches simples
keys-action = Action
keys-key = Touche
keys-reset = Réglages d’origine
key-next = ligne suivante
key-previous = ligne précédente
key-open = ouvrir la ligne
key-accept = accepter et passer à la suivante
key-reject = rejeter
key-edit = corriger
key-undo = annuler la dernière décision
key-search = recherche
key-tally = bilan
key-stories = sujets
key-series = séries
key-map = carte
key-review = vérification
key-feeds = flux
key-help = cette liste

# Review
review-title = Vérification
review-tabs = Parties de la vérification
review-view-queue = File d’attente
review-view-names = Noms
review-view-disagreements = Désaccords
review-view-log = Journal
review-empty = Rien à vérifier : aucune affirmation douteuse ne modifie un chiffre.
review-weighing = Les doutes sont en cours d’évaluation. Rechargez la page dans un instant.
review-progress = Sujets évalués : { $done } sur { $figure }.
review-behind = À la suite
review-effect = { $now } à présent ; { $rejected } si rejetée ; { $accepted } si acceptée
review-no-figure = aucun chiffre
review-reason = Pourquoi
review-reason-default = confrontée à la phrase
review-author = Qui décide
review-author-default = vérificateur local
review-accept = Accepter et passer à la suivante
review-reject = Rejeter
review-edit = Corriger la lecture
review-save = Enregistrer la correction
review-preview = Aperçu
review-preview-accept = Que changerait l’acceptation ?
review-preview-reject = Que changerait le rejet ?
review-preview-title = Ce que cela changerait
review-preview-unknown = Cette décision touche plusieurs affirmations : seul son envoi en montre l’effet.
review-undo = Annuler { $number }
review-said = Enregistrement { $number } : { $decision }
review-nothing-moved = Aucun chiffre n’a changé.
review-evidence-changed = ses éléments à l’appui ont changé
review-new = nouveau
review-gone = disparu
review-same-title = Deux noms n’en font qu’un
review-same-about = Sources de décompte par leur clé, lieux sous la forme Nom/CC, sujets par leur identifiant.
review-one = L’un
review-other = L’autre
review-same = C’est le même
review-names-about = Ces sources de décompte n’ont jamais été citées par une même page, et leurs chiffres se suivent. Est-ce la même sous deux noms ?
review-names-empty = Aucune paire de sources de décompte ne semble n’en faire qu’une.
review-one-counter = Une seule source de décompte
review-two-counters = Deux sources de décompte
review-disagreements-about = Affirmations sur lesquelles deux vérificateurs ont décidé différemment. La dernière décision fait foi.
review-disagreements-empty = Aucun désaccord.
review-log-empty = Personne n’a encore rien décidé.
log-number = Numéro
log-recorded = Enregistré
log-author = Qui
log-decision = Décision
log-reason = Pourquoi
log-undo = Annuler
log-erased = effacé
edit-as-of = État au
edit-figure = Chiffre (1386, >=1386, <=5, ~40, 2..3)
edit-indicator = Quoi
edit-measure = Mesure
edit-modality = Modalité
edit-place = Où (Nom/CC)
edit-polarity = Polarité
edit-role = Rôle de la source
edit-side = Camp
edit-source = Selon
edit-subset = Parmi qui
edit-time = Quand
edit-unit = Unité

# Feeds
feeds-title = Flux
feeds-empty = Aucun flux n’est encore suivi.
feeds-feed = Flux
feeds-good = Dernière réponse valable
feeds-trouble = Dernier incident
feeds-next = Prochaine interrogation
feeds-never = jamais
feeds-ended = plus jamais
feeds-failures = { $figure } fois de suite
feeds-remove = Retirer
feeds-add-title = Suivre un flux
feeds-add = Suivre
feeds-address = Adresse
feeds-name = Nom
feeds-opml = Une liste de flux (OPML)
feeds-opml-about = Collez le texte du fichier
feeds-added = Ajoutés : { $figure }
feeds-watch = « firsthand watch » interroge les flux jusqu’à ce qu’on l’arrête ; « firsthand feed pull » les interroge une fois.

# Search
search-title = Recherche
search-empty = Aucun article ne contient ces mots.
search-waits = L’index des mots de tous les articles est en cours : certains ne sont pas encore trouvables.

# A report
report-published = publié le { $moment }
report-modified = modifié le { $moment }
report-recorded = enregistré le { $moment }

# Stories, a story and its lineage
stories-title = Sujets
story-no-figures = aucun chiffre
story-head = { $pages }, { $texts }, { $counters } : { $names }
story-head-nobody = { $pages }, { $texts }, { $counters }
story-published = publication : { $days }
story-in-the-end = Au final :
story-figures = Chiffres
story-all-figures = Tous les chiffres ({ $figure })
when-since = depuis le { $day }
when-planned = prévu, { $time }
count-plain = { $figure }
count-city = { $n ->
    [one] { $figure } grande ville
   *[other] { $figure } grandes villes
}
count-town = { $n ->
    [one] { $figure } ville
   *[other] { $figure } villes
}
count-region = { $n ->
    [one] { $figure } région
   *[other] { $figure } régions
}
count-country = { $n ->
    [one] { $figure } pays
   *[other] { $figure } pays
}
count-person = { $n ->
    [one] { $figure } personne
   *[other] { $figure } personnes
}
count-vehicle = { $n ->
    [one] { $figure } véhicule
   *[other] { $figure } véhicules
}
count-weapon = { $n ->
    [one] { $figure } arme
   *[other] { $figure } armes
}
count-building = { $n ->
    [one] { $figure } bâtiment
   *[other] { $figure } bâtiments
}
count-village = { $n ->
    [one] { $figure } village
   *[other] { $figure } villages
}
count-place = { $n ->
    [one] { $figure } lieu
   *[other] { $figure } lieux
}
count-site = { $n ->
    [one] { $figure } site
   *[other] { $figure } sites
}
count-office = { $n ->
    [one] { $figure } bureau
   *[other] { $figure } bureaux
}
count-hospital = { $n ->
    [one] { $figure } hôpital
   *[other] { $figure } hôpitaux
}
count-case = { $n ->
    [one] { $figure } cas
   *[other] { $figure } cas
}
count-vote = { $n ->
    [one] { $figure } voix
   *[other] { $figure } voix
}
count-seat = { $n ->
    [one] { $figure } siège
   *[other] { $figure } sièges
}
count-event = { $n ->
    [one] { $figure } événement
   *[other] { $figure } événements
}
count-unit = { $n ->
    [one] { $figure } unité
   *[other] { $figure } unités
}
count-figure = { $n ->
    [one] { $figure } chiffre
   *[other] { $figure } chiffres
}
count-percent = { $figure } %
lineage-title = Qui a compté, qui a copié qui
lineage-list = La même chose en liste
lineage-about = { $pages }, { $texts }, { $counters }. De gauche à droite : qui a compté, les premiers textes, les copies. La même chose figure en liste ci-dessous.
lineage-identical = identique
lineage-near = presque identique
lineage-excerpt = extrait
lineage-partial = passages
lineage-reworded = reformulé
lineage-translated = traduit
lineage-sibling = texte frère
lineage-shared-quote = citation commune
lineage-share = { $kind }, { $percent } %
lineage-unordered = on ignore lequel est le premier
lineage-dropped = a omis { $figures }
lineage-dropped-by = { $who } a omis { $figures }
lineage-changed = a changé { $old } en { $new }
lineage-added = a ajouté { $figures }
lineage-missing = une page qui n’est pas ici
lineage-copies = autres copies : { $figure }
lineage-copies-of = autres pages : { $figure }, { $kind }
lineage-texts = et encore { $texts } sur { $pages }
lineage-text = un seul texte sur { $pages }
lineage-rest = autres pages : { $figure } ; le format JSON les contient toutes
passages-show = passages
passages-title = Passages côte à côte
passages-more = autres passages : { $figure }
passage-verbatim = mot pour mot
passage-rewritten = en d’autres termes
passage-translated = traduit
passage-quoted = cité

# Series
series-title = Séries
series-tabs = Vues de la série
series-tab-chart = Graphique
series-tab-map = Carte
series-tab-table = Tableau
series-tab-sources = Sources
series-others = Autres sujets qui en parlent
series-nothing = Rien à tracer : aucune affirmation ne dit quand.
left-out-aside = { $n ->
    [one] Non tracé : { $figure } chiffre prévu ou démenti
   *[other] Non tracés : { $figure } chiffres prévus ou démentis
}
left-out-beside = { $n ->
    [one] Non tracée : { $figure } série portant sur un autre lieu, une autre unité ou d’autres personnes
   *[other] Non tracées : { $figure } séries portant sur d’autres lieux, unités ou personnes
}
left-out-untimed = { $n ->
    [one] Non tracée : { $figure } affirmation sans date
   *[other] Non tracées : { $figure } affirmations sans date
}
left-out-hidden = { $n ->
    [one] Non tracé : { $figure } décompte masqué ou retenu
   *[other] Non tracés : { $figure } décomptes masqués ou retenus
}
left-out-other-days = { $n ->
    [one] Non tracée : { $figure } affirmation d’un autre jour
   *[other] Non tracées : { $figure } affirmations d’autres jours
}
series-more-rows = autres lignes : { $figure } ; le format CSV les contient toutes
col-role = Rôle
col-page = Page
clock-label = Chronologie :
clock-stated = date du décompte
clock-happened = date des faits
clock-published = publication
clock-recorded = enregistrement
as-of-latest = dernier
as-of-earlier = un plus tôt
as-of-later = un plus tard
zoom-label = Jours
zoom-from = Du
zoom-to = Au
zoom-go = Agrandir
zoom-all = tous les jours
scale-total = cumulé : le total courant
scale-day = quotidien : le décompte de chaque jour, repris à zéro
scale-window = sur une période : décomptes de plusieurs jours, chacun à part
scale-state = à un moment : un état, qui peut monter et descendre
scale-price = prix
chart-axis = { $thing }, { $scale }
chart-dot = { $figure }, { $counter }, { $page }, { $moment } ({ $support })
chart-about = { $claims }. { $axes }. L’onglet Tableau donne toutes les affirmations.
chart-named = source de décompte citée
chart-repeats = creux : répète une autre page
chart-at-least = au moins
chart-against = contradictoire ou rejetée
chart-bounds = trait : borne inférieure ; bande : jusqu’à la borne supérieure ; les marques qui se chevaucheraient sont placées côte à côte
chart-revision = révision { $number }
chart-day = { $day } { $month }

# Map
map-zoom = Parties du monde
map-nearer = plus près
map-farther = plus loin
map-west = ouest
map-east = est
map-north = nord
map-south = sud
map-world = monde
map-all = tous les cercles
map-list = La même chose en liste
map-more = { $n ->
    [one] Seul { $figure } chiffre des principaux sujets est affiché : affinez pour en voir d’autres.
   *[other] Seuls { $figure } chiffres des principaux sujets sont affichés : affinez pour en voir d’autres.
}
map-hidden = { $n ->
    [one] Non affiché : { $figure } décompte masqué ou retenu
   *[other] Non affichés : { $figure } décomptes masqués ou retenus
}
map-aside = { $n ->
    [one] Non affiché : { $figure } chiffre portant sur autre chose, prévu ou démenti
   *[other] Non affichés : { $figure } chiffres portant sur autre chose, prévus ou démentis
}
map-others = { $n ->
    [one] { $figure } autre décompte de ce lieu n’est pas tracé
   *[other] { $figure } autres décomptes de ce lieu ne sont pas tracés
}
map-rest = { $figure } de plus dans la liste
map-ring = anneau : jusqu’à la borne supérieure
map-borders = Frontières de fait (Natural Earth)
map-companion = dans { $counted }
map-about = { $thing } : { $places } en cercles, { $figures } hors carte. La même chose figure en liste ci-dessous.
standing-town = ville
standing-division = centre d’un district ou d’une province
standing-region = centre d’une région ou d’une ligne
standing-beside = sans point précis
precision-exact = ville ou site
precision-near = près d’une ville
precision-district = district
precision-province = province
precision-region = région ou ligne
precision-country = pays
precision-world = monde

# Names of the ledger's own things: indicators, kinds, units.
indicator-killed = tués
indicator-injured = blessés
indicator-missing = disparus
indicator-detained = arrêtés
indicator-charged = inculpés
indicator-released = libérés
indicator-abducted = enlevés
indicator-displaced = déplacés
indicator-evacuated = évacués
indicator-crossed = passages de frontière
indicator-rescued = secourus
indicator-hospitalised = hospitalisés
indicator-infected = infectés
indicator-affected = touchés
indicator-protesters = manifestants
indicator-mobilised = mobilisés
indicator-deployed = déployés
indicator-perpetrators = auteurs
indicator-destroyed = détruits
indicator-places = lieux
indicator-events = événements
indicator-weapons = armes
indicator-vehicles = véhicules
indicator-money = argent
indicator-votes = voix
indicator-share = part
indicator-people = personnes
measure-cumulative-that-day = cumul du jour
measure-flow-that-day = décompte du seul jour
measure-flow-in-the-period = décompte de la période
measure-published-total = total publié
measure-state = état
measure-planned = prévu
measure-price = prix
measure-beside-the-series = hors série
measure-flow = décompte d’une période
measure-cumulative = cumul
measure-stock = état
measure-plan = prévision
support-leading = chiffre retenu
support-supporting = concordante
support-superseded = dépassée
support-relayed = relayée
support-conflicting = contradictoire
support-out-of-scope = hors champ
support-rejected = rejetée
conflict-time = date
conflict-place = lieu
conflict-measure = mesure
conflict-definition = définition
conflict-rounding = arrondi
conflict-subset = sous-groupe
conflict-counter = source de décompte
conflict-stale-copy = copie périmée
conflict-typo = faute de frappe
conflict-revision = révision
conflict-dispute = contestation
grade-confirmed = confirmé
grade-fair = correct
grade-weak = faible
grade-contested = contesté
grade-discounted = écarté
role-counter = source de décompte
role-witness = témoin
role-official = officiel
role-spokesperson = porte-parole
role-agency = agence
role-outlet = média
role-document = document
role-social = réseaux sociaux
role-anonymous = anonyme
role-private = personne privée
side-authorities = autorités
side-armed = groupes armés
side-organisers = organisateurs
side-monitor = observateurs
side-medical = services médicaux
side-international = organisations internationales
side-media = médias
side-research = recherche
scope-headline = titre
scope-body = corps du texte
scope-caption = légende
scope-furniture = habillage de la page
modality-actual = avéré
modality-planned = prévu
modality-hypothetical = hypothétique
modality-historical = passé
polarity-asserted = affirmé
polarity-denied = démenti
verdict-accepted = acceptée
verdict-edited = corrigée
verdict-rejected = rejetée
block-headline = titre
block-standfirst = chapeau
block-body = corps du texte
block-caption = légende
block-credit = crédit
block-quote = citation
block-list = liste
block-table = tableau
block-teaser = accroche
block-advert = publicité
block-comment = commentaire
block-navigation = navigation
unit-person = personnes
unit-vehicle = véhicules
unit-weapon = armes
unit-building = bâtiments
unit-city = grandes villes
unit-town = villes
unit-village = villages
unit-country = pays
unit-region = régions
unit-place = lieux
unit-site = sites
unit-office = bureaux
unit-hospital = hôpitaux
unit-case = cas
unit-vote = voix
unit-seat = sièges
unit-event = événements
unit-unit = unités
unit-percent = %
profile-conservative = prudent
profile-range = fourchette
profile-two-source = deux sources
problem-title-nothing-here = rien ici
problem-title-the-request-cannot-be-understood = la demande ne peut pas être comprise
problem-title-this-kind-of-content-is-not-taken-here = ce type de contenu n’est pas accepté ici
problem-title-the-ledger-does-not-allow-that = le registre ne le permet pas
problem-title-the-request-does-not-come-from-this-page = la demande ne vient pas de cette page
problem-title-too-many-requests = trop de demandes
problem-title-the-request-is-too-large = la demande est trop volumineuse
problem-title-this-cannot-be-done-here = cela ne peut pas se faire ici
problem-title-busy = occupé
problem-title-a-fault-of-this-program = une erreur de ce programme
subset-children = enfants
subset-women = femmes
subset-men = hommes
subset-civilians = civils
subset-soldiers = soldats
subset-police = policiers
subset-officials = responsables publics
subset-protesters = manifestants
subset-journalists = journalistes
subset-health-workers = personnel de santé
subset-foreigners = étrangers
