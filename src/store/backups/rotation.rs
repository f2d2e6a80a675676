//! Which versions have served their time.

use std::collections::HashSet;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::Version;

/// Versions that are kept whatever their age; as many damaged ones beside them.
const LAST: usize = 10;
/// Days of which the last version is kept.
const DAYS: i32 = 30;

/// Those that are neither among the last ten nor the last of one of the last thirty days. The newest never is one.
pub(super) fn superfluous(versions: &[Version], now: Timestamp) -> Vec<&Version> {
    let mut newest_first: Vec<&Version> = versions.iter().collect();
    newest_first.sort_by_key(|version| std::cmp::Reverse(version.at));
    let day_of = |at: Timestamp| at.to_zoned(TimeZone::UTC).date();
    let today = day_of(now);
    let mut days: HashSet<(bool, Date)> = HashSet::new();
    let (mut sound, mut damaged) = (0, 0);
    newest_first
        .into_iter()
        .filter(|version| {
            let count = if version.is_damaged() { &mut damaged } else { &mut sound };
            *count += 1;
            let day = day_of(version.at);
            let is_recent = today.since(day).is_ok_and(|age| age.get_days() < DAYS);
            let is_last_of_day = days.insert((version.is_damaged(), day));
            !(*count <= LAST || (is_recent && is_last_of_day))
        })
        .collect()
}
