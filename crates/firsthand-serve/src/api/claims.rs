//! Claims: a list, by indicator, place, story, source or report.
//! Not here: one claim with its evidence (`page::evidence`).

use super::reports::reports_behind;
use super::{LOOKED_THROUGH, list, read_cursor, rows_asked, story_asked, to_value, write_cursor};
use crate::ask::Answer;
use crate::desk::Reading;
use crate::problem::Problem;
use crate::query::find_id;
use firsthand::export::jsonl::{ClaimLine, Masking};
use firsthand::model::{Claim, ClaimId, CodePoints, ReportId};
use firsthand::store::Store;
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// The kind of list, in its cursors.
const KIND: &str = "claims";
/// Reports that are looked through at once.
const PORTION: usize = 64;

/// How far a list is: claims of reports come by report and place in its text, those from outside behind them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Behind so many claims asked for of this report.
    Within(ReportId, usize),
    /// Behind all of this report.
    Report(ReportId),
    /// Behind all reports, and behind this claim from outside.
    Outside(Option<ClaimId>),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Within(report, given) => write!(f, "{report} {given}"),
            Self::Report(report) => write!(f, "{report}"),
            Self::Outside(None) => f.write_str("-"),
            Self::Outside(Some(claim)) => write!(f, "- {claim}"),
        }
    }
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(' ') {
            Some(("-", claim)) => Ok(Self::Outside(Some(claim.parse()?))),
            Some((report, given)) => {
                Ok(Self::Within(report.parse()?, given.parse().map_err(|_| "no number".to_owned())?))
            }
            None if text == "-" => Ok(Self::Outside(None)),
            None => Ok(Self::Report(text.parse()?)),
        }
    }
}

pub(crate) fn show(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let ask = reading.ask;
    let most = rows_asked(ask);
    let of_story = match (ask.query.get("report"), story_asked(reading)?) {
        (Some(prefix), _) => {
            let id = find_id(reading.view, prefix, "r_", "report")?;
            Some(vec![id.parse().map_err(|_| Problem::missing("such report"))?])
        }
        (None, Some(story)) => Some(story.reports),
        (None, None) => None,
    };
    let mut place: Option<Place> = read_cursor(ask, KIND)?;
    let (mut rows, mut looked) = (Vec::new(), 0);
    while !matches!(place, Some(Place::Outside(_))) {
        let after = match place {
            Some(Place::Report(id)) => Some(id),
            Some(Place::Within(id, given)) => {
                let mut claims = claims_of(reading, id)?;
                let points_of = reading.view.report(id)?;
                let points = CodePoints::new(points_of.as_ref().map_or("", |report| &report.text));
                let left = most - rows.len();
                claims.drain(..given.min(claims.len()));
                let more = claims.len() > left;
                claims.truncate(left);
                rows.extend(lines(reading, &claims, &points)?);
                place = Some(if more { Place::Within(id, given + left) } else { Place::Report(id) });
                if rows.len() >= most {
                    return finish(reading, rows, place);
                }
                continue;
            }
            _ => None,
        };
        let ids = reports_behind(reading, of_story.as_deref(), after, PORTION)?;
        let telling: BTreeSet<ReportId> = reading
            .view
            .claims(&ids)?
            .into_iter()
            .filter(|claim| is_asked(reading, claim))
            .map(|claim| claim.report)
            .collect();
        looked += ids.len();
        let Some(last) = ids.last().copied() else {
            place = Some(Place::Outside(None));
            break;
        };
        for id in telling {
            let claims = claims_of(reading, id)?;
            let report = reading.view.report(id)?;
            let points = CodePoints::new(report.as_ref().map_or("", |report| &report.text));
            let left = most - rows.len();
            rows.extend(lines(reading, &claims[..left.min(claims.len())], &points)?);
            if claims.len() > left {
                return finish(reading, rows, Some(Place::Within(id, left)));
            }
            if rows.len() >= most {
                return finish(reading, rows, Some(Place::Report(id)));
            }
        }
        place = Some(Place::Report(last));
        if looked >= LOOKED_THROUGH {
            return finish(reading, rows, place);
        }
    }
    // A claim from outside is of no report and of no story here.
    if of_story.is_some() {
        return finish(reading, rows, None);
    }
    let mut after = match place {
        Some(Place::Outside(after)) => after,
        _ => None,
    };
    loop {
        let ids = reading.base.outside_ids_behind(after, PORTION)?;
        let claims = reading.view.claims_named(&ids.iter().copied().collect())?;
        for id in &ids {
            after = Some(*id);
            if let Some(claim) = claims.get(id).filter(|claim| is_asked(reading, claim)) {
                rows.extend(lines(reading, std::slice::from_ref(claim), &CodePoints::new(""))?);
            }
            if rows.len() >= most {
                return finish(reading, rows, Some(Place::Outside(after)));
            }
        }
        looked += ids.len();
        if ids.len() < PORTION {
            return finish(reading, rows, None);
        }
        if looked >= LOOKED_THROUGH {
            return finish(reading, rows, Some(Place::Outside(after)));
        }
    }
}

fn finish(reading: &Reading<'_>, rows: Vec<serde_json::Value>, place: Option<Place>) -> Result<Answer, Problem> {
    Ok(list(reading.ask, KIND, rows, place.map(|place| write_cursor(KIND, &place.to_string()))))
}

/// Claims of one report in their public form.
fn lines(reading: &Reading<'_>, claims: &[Claim], points: &CodePoints<'_>) -> Result<Vec<serde_json::Value>, Problem> {
    let hidden = reading.hide_claims(claims)?;
    let line = |claim: &Claim| {
        let mut line = to_value(&ClaimLine::of(claim, points, Masking::Masked));
        hidden.veil_claim(claim.id, &mut line);
        line
    };
    Ok(claims.iter().map(line).collect())
}

/// The claims asked for of one report, in the order of its text.
fn claims_of(reading: &Reading<'_>, id: ReportId) -> Result<Vec<Claim>, Problem> {
    let mut claims = reading.view.claims(&[id])?;
    claims.retain(|claim| is_asked(reading, claim));
    Ok(claims)
}

fn is_asked(reading: &Reading<'_>, claim: &Claim) -> bool {
    let query = &reading.ask.query;
    let same = |asked: Option<&str>, given: Option<&str>| {
        asked.is_none_or(|asked| given.is_some_and(|given| given.to_lowercase() == asked.to_lowercase()))
    };
    let place = claim.place.as_ref();
    let name = place.and_then(|place| place.name.as_deref());
    let country = place.and_then(|place| place.country.as_deref());
    // Who is masked cannot be found by name either.
    let source = claim.source.as_ref().filter(|source| !Masking::Masked.hides(source.role));
    let by = query
        .get("source")
        .is_none_or(|asked| source.is_some_and(|source| source.name.to_lowercase().contains(&asked.to_lowercase())));
    reading.shows_claim(claim)
        && same(query.indicator.as_deref(), Some(&claim.indicator))
        && (same(query.place.as_deref(), name) || same(query.place.as_deref(), country))
        && by
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_they_are_written() {
        let (report, claim) = (ReportId::of(&[b"a"]), ClaimId::of(&[b"b"]));
        for place in
            [Place::Within(report, 7), Place::Report(report), Place::Outside(None), Place::Outside(Some(claim))]
        {
            assert_eq!(place.to_string().parse(), Ok(place));
        }
        assert!("x".parse::<Place>().is_err() && format!("{report} x").parse::<Place>().is_err());
    }
}
