//! Days that move through the civil year, from 1950 to 2060: prints the table that `firsthand` looks them up in. Not here:
//! feasts that a rule finds (a date, a weekday of a month, a distance from Easter); those need no table.
//!
//! Hebrew, Islamic (Umm al-Qura), Persian and Chinese days come from `icu_calendar`. Hindu and Buddhist days follow the
//! moon's place at an hour of the Indian day (sunrise, noon, dusk, midnight): positions by the leading terms of Meeus,
//! "Astronomical Algorithms", chapters 25 and 47 (good to a few minutes), sidereal months by the Lahiri ayanamsa, extra
//! months left out. Regions and almanacs differ by a day at times.

use icu_calendar::cal::{ChineseTraditional, Hebrew, Hijri, Persian};
use icu_calendar::types::Month;
use icu_calendar::{AsCalendar, Date, Iso};

const YEARS: std::ops::RangeInclusive<i32> = 1950..=2060;

fn main() {
    println!(
        "# Days that move through the year, as month-day, from {} on; several or none in a year joined by + or -.",
        YEARS.start()
    );
    println!("# Made by xtask/feasts from icu_calendar 2 (Unicode-3.0) and the moon's place; see there for the rules.");
    let hebrew = |name, month: Month, day| row(name, |year| by_calendar(Hebrew, year, 3760..=3761, month, day));
    hebrew("rosh-hashanah", Month::new(1), 1);
    hebrew("hanukkah", Month::new(3), 25);
    hebrew("tu-bishvat", Month::new(5), 15);
    // Adar is the sixth month, in leap years the one behind an extra Adar.
    hebrew("purim", Month::new(6), 14);
    hebrew("passover", Month::new(7), 15);
    // Moved so that neither touches the sabbath.
    row("holocaust-day", |year| {
        moved(by_calendar(Hebrew, year, 3760..=3761, Month::new(7), 27), |day| match day {
            5 => -1,
            7 => 1,
            _ => 0,
        })
    });
    row("israel-independence", |year| {
        moved(by_calendar(Hebrew, year, 3760..=3761, Month::new(8), 5), |day| match day {
            5 => -1,
            6 => -2,
            1 => 1,
            _ => 0,
        })
    });
    row("tisha-bav", |year| {
        moved(by_calendar(Hebrew, year, 3760..=3761, Month::new(11), 9), |day| i64::from(day == 6))
    });
    for (name, month) in [
        ("muharram", 1),
        ("rabi-al-awwal", 3),
        ("rajab", 7),
        ("shaban", 8),
        ("ramadan", 9),
        ("shawwal", 10),
        ("dhu-al-hijja", 12),
    ] {
        row(name, |year| {
            let about = (year - 622) * 33 / 32;
            by_calendar(Hijri::new_umm_al_qura(), year, about - 1 - year..=about + 2 - year, Month::new(month), 1)
        });
    }
    row("nowruz", |year| by_calendar(Persian, year, -622..=-621, Month::new(1), 1));
    row("lunar-new-year", |year| by_calendar(ChineseTraditional::new(), year, -1..=0, Month::new(1), 1));
    row("dragon-boat", |year| by_calendar(ChineseTraditional::new(), year, -1..=0, Month::new(5), 5));
    row("mid-autumn", |year| by_calendar(ChineseTraditional::new(), year, -1..=0, Month::new(8), 15));
    // The Shahanshahi year has 365 days.
    row("parsi-new-year", |year| vec![fixed(2018, 8, 17) + 365 * i64::from(year - 2018)]);
    for (name, month, tithi, hour) in [
        ("maha-shivaratri", 11, 29, Hour::Midnight),
        ("holika-dahan", 12, 15, Hour::Dusk),
        ("ugadi", 1, 1, Hour::Sunrise),
        ("rama-navami", 1, 9, Hour::Noon),
        ("mahavir-jayanti", 1, 13, Hour::Sunrise),
        ("vesak", 2, 15, Hour::Sunrise),
        ("ratha-yatra", 4, 2, Hour::Sunrise),
        ("raksha-bandhan", 5, 15, Hour::Sunrise),
        ("janmashtami", 5, 23, Hour::Midnight),
        ("ganesh-chaturthi", 6, 4, Hour::Noon),
        ("navaratri", 7, 1, Hour::Sunrise),
        ("maha-saptami", 7, 7, Hour::Sunrise),
        ("dussehra", 7, 10, Hour::Afternoon),
        ("valmiki-jayanti", 7, 15, Hour::Sunrise),
        ("karva-chauth", 7, 19, Hour::Dusk),
        ("diwali", 7, 30, Hour::Dusk),
        ("guru-nanak", 8, 15, Hour::Sunrise),
        ("guru-gobind-singh", 10, 7, Hour::Sunrise),
        ("vasant-panchami", 11, 5, Hour::Noon),
        ("guru-ravidas", 11, 15, Hour::Sunrise),
    ] {
        row(name, |year| by_moon(year, month, tithi, hour));
    }
    row("makar-sankranti", |year| by_sun(year, 1, 270.0));
    row("vaisakhi", |year| by_sun(year, 4, 0.0));
}

fn row(name: &str, days: impl Fn(i32) -> Vec<i64>) {
    let year = |year| {
        let cells: Vec<String> = days(year)
            .into_iter()
            .map(|day| {
                let date = Date::from_rata_die(icu_calendar::types::RataDie::new(day), Iso);
                assert_eq!(date.year().extended_year(), year, "{name}");
                format!("{:02}-{:02}", date.month().ordinal, date.day_of_month().0)
            })
            .collect();
        if cells.is_empty() { "-".to_owned() } else { cells.join("+") }
    };
    println!("{name} {}", YEARS.map(year).collect::<Vec<_>>().join(" "));
}

fn fixed(year: i32, month: u8, day: u8) -> i64 {
    Date::try_new_iso(year, month, day).expect("a date").to_rata_die().to_i64_date()
}

/// The days of a civil year with a month and day of another calendar, whose year is the civil one and one of `apart`.
fn by_calendar<A: AsCalendar + Clone>(
    calendar: A,
    year: i32,
    apart: std::ops::RangeInclusive<i32>,
    month: Month,
    day: u8,
) -> Vec<i64> {
    apart
        .filter_map(|apart| Date::try_new((year + apart).into(), month, day, calendar.clone()).ok())
        .filter(|date| date.to_calendar(Iso).year().extended_year() == year)
        .map(|date| date.to_rata_die().to_i64_date())
        .collect()
}

/// Days moved by their weekday, from 1 (Monday) to 7.
fn moved(days: Vec<i64>, by: impl Fn(i64) -> i64) -> Vec<i64> {
    days.into_iter().map(|day| day + by((day - 1).rem_euclid(7) + 1)).collect()
}

#[derive(Clone, Copy)]
enum Hour {
    Sunrise,
    Noon,
    Afternoon,
    Dusk,
    Midnight,
}

/// Degrees east and north of the place whose sky counts: Delhi.
const EAST: f64 = 77.2;
const NORTH: f64 = 28.6;

/// The moment of an hour of a day, in days of universal time.
fn moment(day: i64, hour: Hour) -> f64 {
    let noon = day as f64 + 0.5 - EAST / 360.0;
    let declination = (23.44_f64.to_radians().sin() * sun(noon).to_radians().sin()).asin();
    let half = (-(NORTH.to_radians().tan() * declination.tan())).acos().to_degrees() / 360.0;
    match hour {
        Hour::Sunrise => noon - half,
        Hour::Noon => noon,
        Hour::Afternoon => noon + half * 0.4,
        Hour::Dusk => noon + half + 0.01,
        Hour::Midnight => noon + 0.5,
    }
}

/// Centuries since the year 2000; the earth's slowing is a minute.
fn centuries(moment: f64) -> f64 {
    (moment + 0.00075 - (fixed(2000, 1, 1) as f64 + 0.5)) / 36_525.0
}

/// Longitude of the sun, in degrees.
fn sun(moment: f64) -> f64 {
    let t = centuries(moment);
    let m = (357.529_11 + 35_999.050_29 * t).to_radians();
    let centre = (1.914_602 - 0.004_817 * t) * m.sin() + 0.019_993 * (2.0 * m).sin() + 0.000_289 * (3.0 * m).sin();
    (280.466_46 + 36_000.769_83 * t + centre - 0.005_69).rem_euclid(360.0)
}

/// Longitude of the moon, in degrees.
fn moon(moment: f64) -> f64 {
    let t = centuries(moment);
    let d = 297.850_192_1 + 445_267.111_403_4 * t;
    let m = 357.529_109_2 + 35_999.050_290_9 * t;
    let n = 134.963_396_4 + 477_198.867_505_5 * t;
    let f = 93.272_095 + 483_202.017_523_3 * t;
    let terms = [
        (6_288_774.0, n),
        (1_274_027.0, 2.0 * d - n),
        (658_314.0, 2.0 * d),
        (213_618.0, 2.0 * n),
        (-185_116.0, m),
        (-114_332.0, 2.0 * f),
        (58_793.0, 2.0 * d - 2.0 * n),
        (57_066.0, 2.0 * d - m - n),
        (53_322.0, 2.0 * d + n),
        (45_758.0, 2.0 * d - m),
        (-40_923.0, m - n),
        (-34_720.0, d),
        (-30_383.0, m + n),
        (15_327.0, 2.0 * d - 2.0 * f),
        (-12_528.0, n + 2.0 * f),
        (10_980.0, n - 2.0 * f),
        (10_675.0, 4.0 * d - n),
        (10_034.0, 3.0 * n),
        (8_548.0, 4.0 * d - 2.0 * n),
        (-7_888.0, 2.0 * d + m - n),
        (-6_766.0, 2.0 * d + m),
        (-5_163.0, d - n),
        (4_987.0, d + m),
        (4_036.0, 2.0 * d - m + n),
        (3_994.0, 2.0 * d + 2.0 * n),
    ];
    let sum: f64 = terms.iter().map(|(size, angle)| size * angle.to_radians().sin()).sum();
    (218.316_447_7 + 481_267.881_234_21 * t + sum / 1e6).rem_euclid(360.0)
}

fn apart(moment: f64) -> f64 {
    (moon(moment) - sun(moment)).rem_euclid(360.0)
}

/// The thirtieth of the lunar month, from 1.
fn tithi(moment: f64) -> i64 {
    (apart(moment) / 12.0) as i64 + 1
}

/// The sun's longitude among the stars.
fn sidereal(moment: f64) -> f64 {
    (sun(moment) - 23.853 - 1.397 * centuries(moment)).rem_euclid(360.0)
}

/// The new moon near a moment.
fn new_moon(near: f64) -> f64 {
    (0..6).fold(near, |at, _| {
        let angle = apart(at);
        at - (if angle > 180.0 { angle - 360.0 } else { angle }) / 360.0 * 29.530_588
    })
}

/// The lunar month of a moment, 1 (Chaitra) to 12; none for an extra one.
fn lunar_month(moment: f64) -> Option<i64> {
    let start = new_moon(moment - apart(moment) / 360.0 * 29.530_588);
    let sign = |at: f64| (sidereal(at) / 30.0) as i64;
    let here = sign(start);
    (here != sign(new_moon(start + 29.530_588))).then_some((here + 1) % 12 + 1)
}

/// The day of a year on which a tithi of a month rules an hour, or on which it passes between two.
fn by_moon(year: i32, month: i64, wanted: i64, hour: Hour) -> Vec<i64> {
    let rules = |day: i64| {
        let (now, next) = (moment(day, hour), moment(day + 1, hour));
        let held = tithi(now) == wanted;
        let passed = tithi(now) == (wanted + 28) % 30 + 1 && tithi(next) == wanted % 30 + 1;
        let inside = if held { now } else { now + 0.5 };
        let inside = if tithi(inside) == wanted { inside } else { now + 0.25 };
        (held || passed) && lunar_month(inside) == Some(month)
    };
    (fixed(year, 1, 1)..=fixed(year, 12, 31)).filter(|day| rules(*day) && !rules(day - 1)).collect()
}

/// The day on which the sun enters a sign of the stars before dusk.
fn by_sun(year: i32, month: u8, degrees: f64) -> Vec<i64> {
    let past = |day: i64| (sidereal(moment(day, Hour::Dusk)) - degrees).rem_euclid(360.0) < 180.0;
    (fixed(year, month, 5)..=fixed(year, month, 20)).find(|day| past(*day)).into_iter().collect()
}
