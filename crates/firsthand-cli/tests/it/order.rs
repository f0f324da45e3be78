//! The same reports in any order and in any portions: the same ledger, byte for byte.

use crate::maker::{Dice, make_reports, to_lines};
use crate::run::Folder;

#[test]
fn twenty_orders_give_one_ledger() {
    let mut reports = make_reports(7, 120);
    let claims = (0..6).map(|at| {
        let claim = serde_json::json!({
            "doc": format!("outside-{}", at % 4), "series": "evacuated/Lisbon/2031-01-01", "indicator": "evacuated",
            "unit": "person", "value": 100 + at, "lower": 100 + at, "upper": null, "modifier": "at_least",
            "measure": "cumulative", "place": {"country": "PT", "name": "Lisbon"}, "source": "the fire service",
            "published": format!("2031-01-01T1{at}:00Z"), "as_of": format!("2031-01-01T1{at}:00Z"),
            "modality": "actual", "polarity": "asserted",
        });
        claim.to_string()
    });
    let mut claims: Vec<String> = claims.collect();
    let mut dice = Dice::new(20);
    let mut first: Option<(String, String)> = None;
    for order in 0..20 {
        let folder = Folder::new(&format!("order-{order}"));
        dice.shuffle(&mut reports);
        dice.shuffle(&mut claims);
        folder.write("claims.jsonl", claims.join("\n"));
        // One run, or several; each run is settled at its end.
        let portion = [reports.len(), 50, 17, 1 + dice.below(100)][order % 4];
        for (number, portion) in reports.chunks(portion).enumerate() {
            folder.write("part.jsonl", to_lines(portion));
            let with_claims = number == order % 3 || (number == 0 && portion.len() == reports.len());
            let claims: &[&str] = if with_claims { &["--claims", "claims.jsonl"] } else { &[] };
            folder.run(&[&["add", "part.jsonl"], claims].concat()).ends(0);
        }
        folder.run(&["add", "--claims", "claims.jsonl"]).ends(0);
        let tally = folder.run(&["tally", "--json"]).ends(0).out;
        let verified = folder.run(&["verify", "--json"]).ends(0).json();
        let now = (tally, verified["root"].as_str().unwrap().to_owned());
        match &first {
            None => first = Some(now),
            Some(first) => assert!(*first == now, "order {order} gives another ledger:\n{first:.2000?}\n{now:.2000?}"),
        }
    }
}
