//! Counts of people in one cell: `3`, `6–8`, `8 (6–8)`, `at least 1`; nothing for “not stated”.

use crate::model::{Toll, check_toll};

/// As it is shown; empty where no number is stated.
pub(super) fn text(toll: &Toll) -> String {
    let text = toll.to_string();
    if text == Toll::default().to_string() { String::new() } else { text }
}

/// The numbers of a typed text, low, best and high.
type Numbers = (Option<u32>, Option<u32>, Option<u32>);

/// The toll with other numbers; groups and note stay.
pub(super) fn read(toll: &Toll, typed: &str) -> Result<Toll, String> {
    let (low, best, high) = numbers(&typed.to_lowercase()).ok_or_else(|| {
        format!(
            "“{typed}” is not a number of people: write 3, 6-8, 8 (6-8) or ≥1, or nothing for “not stated”"
        )
    })?;
    let toll = Toll { low, best, high, ..toll.clone() };
    match check_toll(&toll) {
        Some(problem) => Err(format!("“{typed}”: {}", problem.trim_end_matches('.').to_lowercase())),
        None => Ok(toll),
    }
}

fn numbers(typed: &str) -> Option<Numbers> {
    let text = typed.trim();
    if text.is_empty() || matches!(text, "–" | "-" | "not stated") {
        return Some((None, None, None));
    }
    if let Some((best, around)) = text.strip_suffix(')').and_then(|text| text.split_once('(')) {
        let best = count(best)?;
        let (low, _, high) = bounds(around)?;
        return Some((low, Some(best), high));
    }
    if let Ok(only) = text.parse() {
        return Some((Some(only), Some(only), Some(only)));
    }
    bounds(text)
}

/// `6-8`, `≥1`, `at most 5`.
fn bounds(text: &str) -> Option<Numbers> {
    let text = text.trim();
    let after = |signs: &[&str]| signs.iter().find_map(|sign| text.strip_prefix(sign));
    if let Some(low) = after(&["≥", ">=", "at least", "min"]).or_else(|| text.strip_suffix('+')) {
        return Some((Some(count(low)?), None, None));
    }
    if let Some(high) = after(&["≤", "<=", "at most", "up to", "max"]) {
        return Some((None, None, Some(count(high)?)));
    }
    let (low, high) = ["–", "—", "-", "..", " to "].iter().find_map(|between| text.split_once(between))?;
    Some((Some(count(low)?), None, Some(count(high)?)))
}

fn count(text: &str) -> Option<u32> {
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_toll_that_is_shown_is_read_back() {
        let some = [None, Some(0), Some(1), Some(6), Some(8)];
        for low in some {
            for best in some {
                for high in some {
                    let toll = Toll { low, best, high, ..Toll::default() };
                    if check_toll(&toll).is_some() {
                        continue;
                    }
                    let shown = text(&toll);
                    let read = read(&Toll::default(), &shown).map(|toll| text(&toll));
                    assert_eq!(read, Ok(shown), "{toll:?}");
                }
            }
        }
    }

    #[test]
    fn counts_are_read_as_people_type_them() {
        let read = |typed: &str| read(&Toll::default(), typed).map(|toll| (toll.low, toll.best, toll.high));
        assert_eq!(read("3"), Ok((Some(3), Some(3), Some(3))));
        assert_eq!(read("6-8"), Ok((Some(6), None, Some(8))));
        assert_eq!(read("8 (6–8)"), Ok((Some(6), Some(8), Some(8))));
        assert_eq!(read("≥1"), Ok((Some(1), None, None)));
        assert_eq!(read("2+"), Ok((Some(2), None, None)));
        assert_eq!(read("up to 5"), Ok((None, None, Some(5))));
        assert_eq!(read(""), Ok((None, None, None)), "nothing is not stated, and not zero");
        assert_eq!(read("0"), Ok((Some(0), Some(0), Some(0))));
        for wrong in ["many", "-1", "8-6", "3 (", "()", "1.5", "99999999999"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
