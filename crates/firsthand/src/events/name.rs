//! What is the event called in the terms of ACLED and PLOVER? Applies the first rule of the indicator table that fits.
//! Not here: the rules (`data/indicator.toml`), and who did it: figures name who counted, not who acted.

use crate::model::{Claim, EventFigure, EventType, Modality, Polarity};
use crate::pack::Indicators;
use std::collections::BTreeSet;

/// The type of an event with these figures. Claims bring the subsets that a series leaves out, since they name who is
/// counted by nature: the detained at a protest are protesters.
pub(super) fn name_event(indicators: &Indicators, figures: &[EventFigure], claims: &[&Claim]) -> EventType {
    let mut told: BTreeSet<String> = BTreeSet::new();
    let mut add = |indicator: &str, subset: Option<&str>| {
        told.insert(indicator.to_owned());
        told.extend(subset.map(|subset| format!("{indicator}/{subset}")));
    };
    figures.iter().for_each(|figure| add(&figure.indicator, figure.subset.as_deref()));
    let real = |claim: &&&Claim| claim.polarity == Polarity::Asserted && claim.modality == Modality::Actual;
    claims.iter().filter(real).for_each(|claim| add(&claim.indicator, claim.subset.as_deref()));
    let rule = indicators.events().iter().find(|rule| rule.all.iter().all(|name| told.contains(name)));
    rule.map_or_else(EventType::default, |rule| EventType {
        disorder: rule.disorder.clone(),
        acled_type: rule.acled_type.clone(),
        acled_sub: rule.acled.clone(),
        plover: rule.plover.clone(),
    })
}
