# The page in Spanish.
page-language = español
page-dir = ltr

# How figures and days are written.
number-group = { "\u00A0" }
number-group-from = 5
number-decimal = ,
month-1 = ene
month-2 = feb
month-3 = mar
month-4 = abr
month-5 = may
month-6 = jun
month-7 = jul
month-8 = ago
month-9 = sept
month-10 = oct
month-11 = nov
month-12 = dic
date-day = { $day } { $month } { $year }
date-month = { $month } { $year }
date-range = { $from } – { $to }
date-none = sin fecha
date-end-of = fin del { $day }
date-at-latest = { $moment } a más tardar
date-or-later = { $moment } o después
date-unknown = momento desconocido

# Numbers of things. $n chooses the plural, $figure is the number as it is written.
count-page = { $n ->
    [one] { $figure } página
   *[other] { $figure } páginas
}
count-text = { $n ->
    [one] { $figure } texto
   *[other] { $figure } textos
}
count-counter = { $n ->
    [one] { $figure } fuente del recuento
   *[other] { $figure } fuentes del recuento
}
count-claim = { $n ->
    [one] { $figure } afirmación
   *[other] { $figure } afirmaciones
}
count-story = { $n ->
    [one] { $figure } noticia
   *[other] { $figure } noticias
}
counter-none = sin fuente del recuento citada

# Amounts, as a text says them.
amount-at-least = al menos { $figure }
amount-more-than = más de { $figure }
amount-at-most = como máximo { $figure }
amount-less-than = menos de { $figure }
amount-about = unos { $figure }
day-about = hacia el { $day }
amount-in-address = { $figure } (solo lo dice la dirección de una página)
amount-nearly = casi { $figure }
amount-or-more = { $figure } o más
amount-or-fewer = { $figure } o menos
amount-range = entre { $low } y { $high }
amount-unknown = un número desconocido
amount-few = menos de 5
figure-withheld = retenido

# One entry in a sentence.
sentence-people = { $thing }, { $place }, { $time }: { $figure }; fecha de corte: { $as-of } ({ $counters }, { $pages })
sentence-things = { $thing }, { $place }, { $time }: { $figure }; fecha de corte: { $as-of } ({ $counters }, { $pages })
sentence-since = { $thing }, { $place }, desde el { $time }: { $figure } en total; fecha de corte: { $as-of } ({ $counters }, { $pages })
sentence-plan = previsto: { $thing }, { $place }, { $time }: { $figure } ({ $counters }, { $pages })
sentence-price = precio: { $thing }, { $place }, { $time }: { $figure } ({ $counters }, { $pages })
as-of = fecha de corte: { $moment }
place-unknown = lugar desconocido

# Frame
skip = Ir al contenido
skip-facets = Ir a los criterios para acotar
skip-foot = Ir a otros formatos de esta página y a los idiomas
nav-label = Pantallas
nav-tally = Balance
nav-stories = Noticias
nav-series = Series
nav-map = Mapa
nav-review = Revisión
nav-feeds = Canales
nav-search = Búsqueda
nav-about = Acerca de
nav-keys = Teclas
languages-label = Idiomas de la página
copy = Copiar
copied = Copiado
next-page = Página siguiente
live-news = El registro ha cambiado. Actualizar la página
masked = una persona particular
unmask = Mostrar los nombres y las cifras pequeñas tal como están escritos (queda constancia)

# Filters
filter-label = Acotar
facets-label = Acotar según lo que se muestra
filter-indicator = Qué
filter-place = Dónde
filter-place-example = Russia
filter-day = Día
filter-day-example = 2022-09-21
filter-as-of = Fecha de corte
filter-as-of-example = 2022-09-21T21:30Z
filter-known-at = Conocido el
filter-known-at-example = 2022-09-22
filter-profile = Perfil
filter-q = Palabras
filter-all = todos
filter-go = Mostrar
filter-clear = Mostrar todo

# Tally
tally-title = Balance
tally-empty = No se sabe nada de eso. Añada artículos con «firsthand add» o pida menos.
tally-story = noticia
tally-series = serie
col-time = Cuándo
col-place = Dónde
col-low = mínimo
col-best = mejor
col-high = máximo
col-counters = fuentes del recuento
col-texts = textos
col-pages = páginas
col-recorded = Registrado
col-why = Por qué
derived-title = No publicado: se deduce de otras cifras
note-inferred = una cifra que no cita ninguna fuente del recuento continúa este recuento
note-inferred-named = * una cifra que no cita ninguna fuente del recuento continúa este recuento; con fuente citada: { $figure }
note-sides = contrapuestas: { $sides }
note-grade = grado: { $grade }
note-provisional = provisional: menos de dos fuentes del recuento independientes
note-derived = suma nuestra, no publicada: { $why }
note-revised = revisado: { $why }
note-conflict = { $kind }: { $why }

# Evidence
hands-title = Quién contó
hand-named = citada por
hand-copied = copiada por
hand-inferred = inferida para
inferred = inferida
claims-title = Qué dicen las páginas
claims-more = y { $figure } más:
conflicts-title = Diferencias y sus motivos
history-title = Historial
history-show = Mostrar todos los estados de esta cifra
history-none = no existe esa cifra
history-came = { $n ->
    [one] +{ $figure } afirmación
   *[other] +{ $figure } afirmaciones
}
history-left = { $n ->
    [one] −{ $figure } afirmación
   *[other] −{ $figure } afirmaciones
}
history-decision = decisión { $number }
history-lineage = cambia lo que se sabe de quién copió a quién o de qué va junto
cite-title = Citar
cite-plain = Texto sin formato
cite-bibtex = BibTeX
cite-wikitext = Wikitext
outside = una afirmación externa: su página no está en el registro
page-original = página original
reading-title = Cómo se lee
field-figure = Cifra
field-indicator = Qué
field-unit = Unidad
field-subset = De quiénes
field-measure = Medida
field-modality = Modalidad
field-polarity = Polaridad
field-place = Dónde
field-time = Cuándo
field-as-of = Fecha de corte
field-source = Según
field-chain = Transmitido por
field-scope = Figura en
field-confidence = Confianza
field-rules = Reglas
field-review = Revisión
roles-title = Qué función tiene en el registro
copy-title = La copia guardada
copy-text-hash = SHA-256 del texto
copy-bytes-hash = SHA-256 de los bytes tal como se recibieron
copy-none = no se guardó («firsthand add --keep bytes» la guarda)
copy-download = Descargar los bytes
review-history = Decisiones
review-none = Nadie ha decidido nada sobre esta afirmación.
review-undone = anulada por el asiento { $number }
review-this = Revisar esta afirmación

# Signing in
login-title = Iniciar sesión
login-about = Quien administra este registro entrega los pases: firsthand token create.
login-pass = Pase
login-go = Entrar
login-leave = Cerrar sesión

# About
about-title = Acerca de Firsthand
about-what = Firsthand lee artículos de prensa que se solapan, en muchos idiomas, y lleva un registro de lo ocurrido: dónde, cuándo, cuántos, según quién y quién contó de primera mano.
about-counts = Guarda recuentos, no personas. Solo aparecen nombres de fuentes que ejercen una función pública; todos los demás se ocultan.
about-borders = Los contornos de los países en los mapas muestran las fronteras tal como se controlan de hecho y no toman partido en lo que está en disputa.
about-data = Datos de terceros
about-live = Seguir los cambios
about-problems = Qué significan los errores
problem-nothing-here = No hay nada, o nada que su pase permita ver.
problem-bad-request = No se puede leer un parámetro, un campo o el cuerpo; el error indica cuál.
problem-unsupported-type = Aquí no se admite ese tipo de contenido.
problem-conflict = El registro no permite lo que se pidió.
problem-foreign-origin = Una escritura debe venir de la propia página o con un pase.
problem-too-many-requests = Se agotó el cupo; Retry-After indica cuánto hay que esperar.
problem-too-large = El cuerpo supera el tamaño que admite esta ruta.
problem-no-such-method = La dirección existe, pero no admite este método.
problem-busy = El registro está ocupado o la consulta tarda demasiado.
problem-fault = Un fallo nuestro: por favor, comuníquelo.

# Keys
keys-title = Teclas
keys-about = Las teclas sueltas funcionan siempre que no esté escribiendo. Lo que se ajusta aquí se queda en este navegador.
keys-on = Usar teclas sueltas
keys-action = Acción
keys-key = Tecla
keys-reset = Restablecer
key-next = fila siguiente
key-previous = fila anterior
key-open = abrir la fila
key-accept = aceptar y pasar a la siguiente
key-reject = rechazar
key-edit = corregir
key-undo = deshacer la última decisión
key-search = búsqueda
key-tally = balance
key-stories = noticias
key-series = series
key-map = mapa
key-review = revisión
key-feeds = canales
key-help = esta lista

# Review
review-title = Revisión
review-tabs = Partes de la revisión
review-view-queue = Cola
review-view-names = Nombres
review-view-disagreements = Desacuerdos
review-view-log = Registro de decisiones
review-empty = Nada que revisar: ninguna afirmación dudosa altera una cifra.
review-weighing = Se están evaluando las dudas. Vuelva a cargar la página en un momento.
review-progress = Noticias evaluadas: { $done } de { $figure }.
review-behind = A continuación
review-effect = { $now } ahora; { $rejected } si se rechaza; { $accepted } si se acepta
review-no-figure = ninguna cifra
review-reason = Por qué
review-reason-default = cotejado con la frase
review-author = Quién decide
review-author-default = revisor local
review-accept = Aceptar y pasar a la siguiente
review-reject = Rechazar
review-edit = Corregir la lectura
review-save = Guardar la corrección
review-preview = Vista previa
review-preview-accept = ¿Qué cambiaría si se acepta?
review-preview-reject = ¿Qué cambiaría si se rechaza?
review-preview-title = Qué cambiaría
review-preview-unknown = Esta decisión afecta a más de una afirmación: su efecto solo se sabe al enviarla.
review-undo = Deshacer { $number }
review-said = Asiento { $number }: { $decision }
review-nothing-moved = Ninguna cifra cambió.
review-evidence-changed = cambiaron sus pruebas
review-new = nuevo
review-gone = desaparecido
review-same-title = Dos nombres son uno
review-same-about = Fuentes del recuento por su clave, lugares como Nombre/CC, noticias por su identificador.
review-one = Uno
review-other = El otro
review-same = Son el mismo
review-names-about = Ninguna página citó juntas estas fuentes del recuento, y sus cifras se suceden. ¿Son la misma con dos nombres?
review-names-empty = Ninguna pareja de fuentes del recuento parece ser la misma.
review-one-counter = Una sola fuente del recuento
review-two-counters = Dos fuentes del recuento
review-disagreements-about = Afirmaciones sobre las que dos revisores decidieron de forma distinta. Rige la última decisión.
review-disagreements-empty = No hay desacuerdos.
review-log-empty = Nadie ha decidido nada todavía.
log-number = Número
log-recorded = Registrado
log-author = Quién
log-decision = Decisión
log-reason = Por qué
log-undo = Deshacer
log-erased = borrado
edit-as-of = Fecha de corte
edit-figure = Cifra (1386, >=1386, <=5, ~40, 2..3)
edit-indicator = Qué
edit-measure = Medida
edit-modality = Modalidad
edit-place = Dónde (Nombre/CC)
edit-polarity = Polaridad
edit-role = Función de la fuente
edit-side = Parte
edit-source = Según
edit-subset = De quiénes
edit-time = Cuándo
edit-unit = Unidad

# Feeds
feeds-title = Canales
feeds-empty = Todavía no se sigue ningún canal.
feeds-feed = Canal
feeds-good = Última respuesta válida
feeds-trouble = Último problema
feeds-next = Próxima consulta
feeds-never = nunca
feeds-ended = ya no
feeds-failures = { $figure } veces seguidas
feeds-remove = Quitar
feeds-add-title = Seguir un canal
feeds-add = Seguir
feeds-address = Dirección
feeds-name = Nombre
feeds-opml = Una lista de canales (OPML)
feeds-opml-about = Pegue el texto del archivo
feeds-added = Añadidos: { $figure }
feeds-watch = «firsthand watch» consulta los canales hasta que se detenga; «firsthand feed pull» los consulta una vez.

# Search
search-title = Búsqueda
search-empty = Ningún artículo contiene estas palabras.
search-waits = Se están reuniendo las palabras de todos los artículos: todavía no se pueden encontrar todas.

# A report
report-published = publicado: { $moment }
report-modified = modificado: { $moment }
report-recorded = registrado: { $moment }

# Stories, a story and its lineage
stories-title = Noticias
story-no-figures = sin cifras
story-head = { $pages }, { $texts }, { $counters }: { $names }
story-head-nobody = { $pages }, { $texts }, { $counters }
story-published = publicación: { $days }
story-in-the-end = Al final:
story-figures = Cifras
story-all-figures = Todas las cifras ({ $figure })
when-since = desde el { $day }
when-planned = previsto, { $time }
count-plain = { $figure }
count-city = { $n ->
    [one] { $figure } ciudad
   *[other] { $figure } ciudades
}
count-town = { $n ->
    [one] { $figure } localidad
   *[other] { $figure } localidades
}
count-region = { $n ->
    [one] { $figure } región
   *[other] { $figure } regiones
}
count-country = { $n ->
    [one] { $figure } país
   *[other] { $figure } países
}
count-person = { $n ->
    [one] { $figure } persona
   *[other] { $figure } personas
}
count-vehicle = { $n ->
    [one] { $figure } vehículo
   *[other] { $figure } vehículos
}
count-weapon = { $n ->
    [one] { $figure } arma
   *[other] { $figure } armas
}
count-building = { $n ->
    [one] { $figure } edificio
   *[other] { $figure } edificios
}
count-village = { $n ->
    [one] { $figure } pueblo
   *[other] { $figure } pueblos
}
count-place = { $n ->
    [one] { $figure } lugar
   *[other] { $figure } lugares
}
count-site = { $n ->
    [one] { $figure } sitio
   *[other] { $figure } sitios
}
count-office = { $n ->
    [one] { $figure } oficina
   *[other] { $figure } oficinas
}
count-hospital = { $n ->
    [one] { $figure } hospital
   *[other] { $figure } hospitales
}
count-case = { $n ->
    [one] { $figure } caso
   *[other] { $figure } casos
}
count-vote = { $n ->
    [one] { $figure } voto
   *[other] { $figure } votos
}
count-seat = { $n ->
    [one] { $figure } escaño
   *[other] { $figure } escaños
}
count-event = { $n ->
    [one] { $figure } suceso
   *[other] { $figure } sucesos
}
count-unit = { $n ->
    [one] { $figure } unidad
   *[other] { $figure } unidades
}
count-figure = { $n ->
    [one] { $figure } cifra
   *[other] { $figure } cifras
}
count-percent = { $figure } %
lineage-title = Quién contó y quién copió a quién
lineage-list = Lo mismo en forma de lista
lineage-about = { $pages }, { $texts }, { $counters }. De izquierda a derecha: quién contó, los primeros textos, las copias. Lo mismo figura abajo como lista.
lineage-identical = idéntico
lineage-near = casi idéntico
lineage-excerpt = extracto
lineage-partial = pasajes
lineage-reworded = reformulado
lineage-translated = traducido
lineage-sibling = texto hermano
lineage-shared-quote = cita común
lineage-share = { $kind }, { $percent } %
lineage-unordered = no se sabe cuál fue el primero
lineage-dropped = omitió { $figures }
lineage-dropped-by = { $who } omitió { $figures }
lineage-changed = cambió { $old } por { $new }
lineage-added = añadió { $figures }
lineage-missing = una página que no está aquí
lineage-copies = otras copias: { $figure }
lineage-copies-of = otras páginas: { $figure }, { $kind }
lineage-texts = y { $texts } más en { $pages }
lineage-text = un mismo texto en { $pages }
lineage-rest = otras páginas: { $figure }; el formato JSON las contiene todas
passages-show = pasajes
passages-title = Pasajes comparados
passages-more = otros pasajes: { $figure }
passage-verbatim = palabra por palabra
passage-rewritten = con otras palabras
passage-translated = traducido
passage-quoted = citado

# Series
series-title = Series
series-tabs = Vistas de la serie
series-tab-chart = Gráfico
series-tab-map = Mapa
series-tab-table = Tabla
series-tab-sources = Fuentes
series-others = Otras noticias que hablan de ello
series-nothing = No hay nada que dibujar: ninguna afirmación dice cuándo.
left-out-aside = { $n ->
    [one] Sin dibujar: { $figure } cifra prevista o desmentida
   *[other] Sin dibujar: { $figure } cifras previstas o desmentidas
}
left-out-beside = { $n ->
    [one] Sin dibujar: { $figure } serie de otro lugar, unidad o grupo de personas
   *[other] Sin dibujar: { $figure } series de otros lugares, unidades o personas
}
left-out-untimed = { $n ->
    [one] Sin dibujar: { $figure } afirmación sin fecha
   *[other] Sin dibujar: { $figure } afirmaciones sin fecha
}
left-out-hidden = { $n ->
    [one] Sin dibujar: { $figure } recuento oculto o retenido
   *[other] Sin dibujar: { $figure } recuentos ocultos o retenidos
}
left-out-other-days = { $n ->
    [one] Sin dibujar: { $figure } afirmación de otro día
   *[other] Sin dibujar: { $figure } afirmaciones de otros días
}
series-more-rows = otras filas: { $figure }; el formato CSV las contiene todas
col-role = Función
col-page = Página
clock-label = Cronología:
clock-stated = fecha de corte
clock-happened = fecha de los hechos
clock-published = publicación
clock-recorded = registro
as-of-latest = último
as-of-earlier = uno antes
as-of-later = uno después
zoom-label = Días
zoom-from = Desde
zoom-to = Hasta
zoom-go = Ampliar
zoom-all = todos los días
scale-total = acumulado: el total hasta la fecha
scale-day = diario: el recuento de cada día, desde cero
scale-window = en un período: recuentos de varios días, cada uno por separado
scale-state = en un momento: un estado, que puede subir y bajar
scale-price = precio
chart-axis = { $thing }, { $scale }
chart-dot = { $figure }, { $counter }, { $page }, { $moment } ({ $support })
chart-about = { $claims }. { $axes }. La pestaña Tabla contiene todas las afirmaciones.
chart-named = fuente del recuento citada
chart-repeats = hueco: repite otra página
chart-at-least = al menos
chart-against = contradictoria o rechazada
chart-bounds = línea: límite inferior; banda: hasta el límite superior; las marcas que se superpondrían van una al lado de otra
chart-revision = revisión { $number }
chart-day = { $day } { $month }

# Map
map-zoom = Partes del mundo
map-nearer = más cerca
map-farther = más lejos
map-west = oeste
map-east = este
map-north = norte
map-south = sur
map-world = mundo
map-all = todos los círculos
map-list = Lo mismo en forma de lista
map-more = { $n ->
    [one] Se muestra solo { $figure } cifra de las noticias mayores: acote para ver otras.
   *[other] Se muestran solo { $figure } cifras de las noticias mayores: acote para ver otras.
}
map-hidden = { $n ->
    [one] Sin mostrar: { $figure } recuento oculto o retenido
   *[other] Sin mostrar: { $figure } recuentos ocultos o retenidos
}
map-aside = { $n ->
    [one] Sin mostrar: { $figure } cifra sobre otra cosa, prevista o desmentida
   *[other] Sin mostrar: { $figure } cifras sobre otras cosas, previstas o desmentidas
}
map-others = otros recuentos de este lugar, sin dibujar: { $figure }
map-rest = y { $figure } más en la lista
map-ring = anillo: hasta el límite superior
map-borders = Fronteras según el control de hecho (Natural Earth)
map-companion = en { $counted }
map-about = { $thing }: { $places } como círculos, { $figures } fuera del mapa. Lo mismo figura abajo como lista.
standing-town = localidad
standing-division = centro de un distrito o provincia
standing-region = centro de una región o línea
standing-beside = sin un punto concreto
precision-exact = localidad o sitio
precision-near = cerca de una localidad
precision-district = distrito
precision-province = provincia
precision-region = región o línea
precision-country = país
precision-world = mundo

# Names of the ledger's own things: indicators, kinds, units.
indicator-killed = muertos
indicator-injured = heridos
indicator-missing = desaparecidos
indicator-detained = detenidos
indicator-charged = imputados
indicator-released = liberados
indicator-abducted = secuestrados
indicator-displaced = desplazados
indicator-evacuated = evacuados
indicator-crossed = cruces de frontera
indicator-rescued = rescatados
indicator-hospitalised = hospitalizados
indicator-infected = infectados
indicator-affected = afectados
indicator-protesters = manifestantes
indicator-mobilised = movilizados
indicator-deployed = desplegados
indicator-perpetrators = autores
indicator-destroyed = destruidos
indicator-places = lugares
indicator-events = sucesos
indicator-weapons = armas
indicator-vehicles = vehículos
indicator-money = dinero
indicator-votes = votos
indicator-share = proporción
indicator-people = personas
measure-cumulative-that-day = acumulado de ese día
measure-flow-that-day = recuento de ese día solo
measure-flow-in-the-period = recuento del período
measure-published-total = total publicado
measure-state = estado
measure-planned = previsto
measure-price = precio
measure-beside-the-series = fuera de la serie
measure-flow = recuento de un período
measure-cumulative = acumulado
measure-stock = estado
measure-plan = previsión
support-leading = cifra adoptada
support-supporting = concordante
support-superseded = superada
support-relayed = reproducida
support-conflicting = contradictoria
support-out-of-scope = fuera de ámbito
support-rejected = rechazada
conflict-time = fecha
conflict-place = lugar
conflict-measure = medida
conflict-definition = definición
conflict-rounding = redondeo
conflict-subset = subgrupo
conflict-counter = fuente del recuento
conflict-stale-copy = copia desactualizada
conflict-typo = errata
conflict-revision = revisión
conflict-dispute = disputa
grade-confirmed = confirmado
grade-fair = aceptable
grade-weak = débil
grade-contested = controvertido
grade-discounted = descartado
role-counter = fuente del recuento
role-witness = testigo
role-official = funcionario
role-spokesperson = portavoz
role-agency = agencia
role-outlet = medio
role-document = documento
role-social = redes sociales
role-anonymous = anónimo
role-private = particular
side-authorities = autoridades
side-armed = grupos armados
side-organisers = organizadores
side-monitor = observadores
side-medical = servicios médicos
side-international = organismos internacionales
side-media = medios
side-research = investigación
scope-headline = titular
scope-body = cuerpo del texto
scope-caption = pie de foto
scope-furniture = elementos de la página
modality-actual = real
modality-planned = previsto
modality-hypothetical = hipotético
modality-historical = pasado
polarity-asserted = afirmado
polarity-denied = desmentido
verdict-accepted = aceptada
verdict-edited = corregida
verdict-rejected = rechazada
block-headline = titular
block-standfirst = entradilla
block-body = cuerpo del texto
block-caption = pie de foto
block-credit = crédito
block-quote = cita
block-list = lista
block-table = tabla
block-teaser = avance
block-advert = publicidad
block-comment = comentario
block-navigation = navegación
unit-person = personas
unit-vehicle = vehículos
unit-weapon = armas
unit-building = edificios
unit-city = ciudades
unit-town = localidades
unit-village = pueblos
unit-country = países
unit-region = regiones
unit-place = lugares
unit-site = sitios
unit-office = oficinas
unit-hospital = hospitales
unit-case = casos
unit-vote = votos
unit-seat = escaños
unit-event = sucesos
unit-unit = unidades
unit-percent = %
profile-conservative = prudente
profile-range = intervalo
profile-two-source = dos fuentes
problem-title-nothing-here = aquí no hay nada
problem-title-the-request-cannot-be-understood = no se puede entender la petición
problem-title-this-kind-of-content-is-not-taken-here = aquí no se admite este tipo de contenido
problem-title-the-ledger-does-not-allow-that = el registro no lo permite
problem-title-the-request-does-not-come-from-this-page = la petición no procede de esta página
problem-title-too-many-requests = demasiadas peticiones
problem-title-the-request-is-too-large = la petición es demasiado grande
problem-title-this-cannot-be-done-here = eso no se puede hacer aquí
problem-title-busy = ocupado
problem-title-a-fault-of-this-program = un fallo de este programa
subset-children = niños
subset-women = mujeres
subset-men = hombres
subset-civilians = civiles
subset-soldiers = soldados
subset-police = policías
subset-officials = funcionarios
subset-protesters = manifestantes
subset-journalists = periodistas
subset-health-workers = personal sanitario
subset-foreigners = extranjeros
