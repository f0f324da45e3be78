//! Reports of our own for the pages: some quote scripts that run from right to left, some want to run a script in the reader's
//! browser. All is invented. Not here: the shipped example (`corpus/quickstart`).

use serde_json::{Value, json};

/// How many payloads there are.
pub(crate) const PAYLOADS: usize = 500;
/// How many of them one report carries in its text.
pub(crate) const A_REPORT: usize = 5;

/// Ways to begin a script in a page, each calling `H`, a call of its own number.
const BODIES: [&str; 50] = [
    "<script>H</script>",
    "<ScRiPt >H</sCrIpT>",
    "<script/x>H</script>",
    "<scr<script>ipt>H</scr</script>ipt>",
    "<script src=\"data:text/javascript,H\"></script>",
    "<script type=module>H</script>",
    "<img src=x onerror=H>",
    "<img src=x onerror=\"H\">",
    "<img/src/onerror=H>",
    "<IMG SRC=x OnErRoR=H>",
    "<img src=x:x onerror=\"&#x48;&#x3a;0;H\">",
    "<svg onload=H>",
    "<svg/onload=H>",
    "<svg><script>H</script></svg>",
    "<svg><script xlink:href=\"data:,H\"></script></svg>",
    "<svg><animate onbegin=H attributeName=x dur=1s>",
    "<svg><set onbegin=H attributeName=x>",
    "<svg><a xlink:href=\"javascript:H\"><text y=20>open</text></a></svg>",
    "<svg><foreignObject><iframe srcdoc=\"<script>parent.H</script>\"></iframe></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=H&gt;\">",
    "<math href=\"javascript:H\">open</math>",
    "<iframe src=\"javascript:parent.H\"></iframe>",
    "<iframe srcdoc=\"&lt;script&gt;parent.H&lt;/script&gt;\"></iframe>",
    "<iframe src=\"data:text/html,<script>parent.H</script>\"></iframe>",
    "<object data=\"javascript:H\"></object>",
    "<embed src=\"javascript:H\">",
    "<body onload=H>",
    "<body onpageshow=H>",
    "<input autofocus onfocus=H>",
    "<select autofocus onfocus=H>",
    "<textarea autofocus onfocus=H></textarea>",
    "<button popovertarget=x onbeforetoggle=H autofocus>",
    "<details open ontoggle=H>",
    "<video><source onerror=H></video>",
    "<audio src=x onerror=H>",
    "<marquee onstart=H>",
    "<style onload=H></style>",
    "<link rel=stylesheet href=\"data:text/css,\" onload=H>",
    "<link rel=import href=\"data:text/html,<script>H</script>\">",
    "<meta http-equiv=refresh content=\"0;url=javascript:H\">",
    "<base href=\"javascript:/H//\">",
    "<a href=\"javascript:H\" autofocus>open</a>",
    "<a href=\"java\tscript:H\">open</a>",
    "<a href=\"&#106;avascript:H\">open</a>",
    "<form action=\"javascript:H\"><button autofocus>send</button></form>",
    "<p style=\"animation:x\" onanimationstart=H>",
    "<p contenteditable autofocus onfocus=H>",
    "<template><script>H</script></template><script>H</script>",
    "<noscript><p title=\"</noscript><img src=x onerror=H>\">",
    "{{constructor.constructor('H')()}}${H}#{H}<%= H %>",
];
/// Ways out of where a text may stand: none, an attribute, a comment, a string of a script, another element's text.
const EXITS: [&str; 10] = [
    "",
    "\">",
    "'>",
    "--><!-- -->",
    "</script>",
    "</title></textarea></style>",
    "]]>",
    "\\\";H;//",
    "';H;//",
    "\" autofocus onfocus=\"H\" x=\"",
];

/// A payload, which sets `hit` to its number if it runs.
pub(crate) fn make_payload(number: usize) -> String {
    let (body, exit) = (BODIES[number % BODIES.len()], EXITS[number / BODIES.len() % EXITS.len()]);
    format!("{exit}{body}").replace('H', &format!("window.hit={number}"))
}

/// What somebody who means harm sends.
pub(crate) struct Hostile {
    pub(crate) reports: Vec<Value>,
    /// Names and texts of files.
    pub(crate) files: Vec<(String, String)>,
}

/// Every payload once in a title, an outlet, an address, an author, a place and a text, and, as far as files can be called so, in the
/// name of a file. The figures are read, so that the pages show them.
pub(crate) fn make_hostile() -> Hostile {
    let towns = ["Porto", "Lisbon", "Braga", "Coimbra", "Faro"];
    let mut reports = Vec::new();
    for first in (0..PAYLOADS).step_by(A_REPORT) {
        let number = first / A_REPORT;
        let payload = |step: usize| make_payload((first + step) % PAYLOADS);
        let line = |step: usize| {
            let (count, town, harm) = (20 + number + step * 7, towns[step], payload(step));
            // Behind the figure, in the counter's name, and where a place stands.
            match step {
                0 => format!(
                    "Police detained at least {count} people in {town} on Monday {harm} the group Quay Watch said."
                ),
                1 => format!("In {town} {harm} the police detained {count} people on Monday, according to the police."),
                2 => format!("{count} people were injured in {town} on Monday, according to the Watch of {harm}."),
                3 => format!("\"{harm}\", said the police, who detained {count} people in {town} on Monday."),
                _ => {
                    format!("{count} people were detained in the quarter {harm} of {town} on Monday, Quay Watch said.")
                }
            }
        };
        let text = (0..A_REPORT).map(line).collect::<Vec<_>>().join("\n\n");
        reports.push(json!({
            "doc": format!("h{number}-{}", payload(0)),
            "outlet": payload(1),
            "url": format!("https://harm.example/{number}?{}", payload(2)),
            "canonical": format!("javascript:window.hit={number}"),
            "authors": [payload(3)],
            "lang": "en",
            "published": format!("2025-03-10T{:02}:{:02}:00Z", 8 + number / 10, number % 60),
            "title": payload(4),
            "text": text,
        }));
    }
    // Each payload has been in one of the places; now those of the titles change theirs with those of the outlets, and so on.
    for turn in 1..A_REPORT {
        for number in 0..PAYLOADS / A_REPORT {
            let payload = |step: usize| make_payload((number * A_REPORT + step + turn) % PAYLOADS);
            let place = format!("Lagos {turn}{number}");
            reports.push(json!({
                "doc": format!("t{turn}-{number}-{}", payload(0)),
                "outlet": payload(1),
                "url": format!("https://harm.example/{turn}/{number}?{}", payload(2)),
                "authors": [payload(3)],
                "lang": "en",
                "published": format!("2025-03-11T{:02}:{:02}:00Z", 8 + turn, number % 60),
                "title": payload(4),
                "text": format!("{place} was quiet. {} was seen. Nobody was hurt.", payload(0)),
            }));
        }
    }
    // A file's name holds no slash and at most 255 bytes.
    let name = |number: usize| format!("{}.txt", make_payload(number).replace('/', "\\"));
    let fits = |number: &usize| name(*number).len() < 250;
    let file = |number: usize| {
        let text =
            format!("Police detained {} people in Aveiro on Monday, 10 March 2025, the police said.\n", 300 + number);
        (name(number), text)
    };
    Hostile { reports, files: (0..PAYLOADS).step_by(A_REPORT).filter(fits).map(file).collect() }
}

/// Reports with titles, sentences and quotations in Arabic and Hebrew, and figures that are read.
pub(crate) fn make_quoted() -> Vec<Value> {
    let report = |doc: &str, lang: &str, hour: u32, title: &str, text: &str| {
        json!({
            "doc": doc, "lang": lang, "outlet": format!("{doc}.example"), "title": title, "text": format!("{title}\n\n{text}"),
            "published": format!("2025-03-13T{hour:02}:00:00Z"),
        })
    };
    vec![
        report(
            "haifa-quay",
            "en",
            9,
            "Harbour of Haifa closed: \"הנמל סגור\"",
            "HAIFA, Israel - \"הנמל סגור עד מחר (יום שישי), ו-31 בני אדם נעצרו\", read a sign at the gate. Police detained 31 people in \
             Haifa on Thursday, the union of dockers said.\n\nThe sentence \"תם הדיון, 100%\" stood below it. In Nazareth, where another \
             \"إضراب عام: 12 موقوفًا\" was called, police detained 12 people on Thursday, according to the lawyers' group Gate Watch.",
        ),
        report(
            "mina-ar",
            "ar",
            10,
            "إغلاق ميناء حيفا: توقيف 31 شخصًا (الخميس)",
            "أعلنت نقابة عمال الميناء توقيف 31 شخصًا في حيفا يوم الخميس. وقال شاهد: \"The gate was shut at 9 a.m.\"، ثم عاد الهدوء.\n\n\
             وفي الناصرة أُوقف 12 شخصًا وفق مجموعة محامين.",
        ),
        report(
            "namal-he",
            "he",
            11,
            "נמל חיפה נסגר: 31 עצורים ביום חמישי",
            "איגוד עובדי הנמל מסר כי 31 בני אדם נעצרו בחיפה ביום חמישי. על השלט נכתב: \"Closed until Friday (14 March)\".\n\nבנצרת נעצרו 12 \
             בני אדם, לדברי קבוצת עורכי דין.",
        ),
    ]
}
