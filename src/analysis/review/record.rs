//! Title, type, date and toll.

use crate::model::{GroupToll, Toll, check_toll, taxonomy};

use super::{Query, Rule};

pub(super) fn check(query: &mut Query) {
    let incident = query.incident;
    if incident.title.trim().is_empty() {
        query.say(Rule::NoTitle, "Title", "A title helps to find the incident.");
    }
    if incident.event_type.trim().is_empty() {
        query.say(Rule::NoType, "Type", "Choose the type of the incident.");
    } else if taxonomy::event_type(&incident.event_type).is_none() {
        let message = "This type is not in the list; it is kept and drawn with a plain symbol.";
        query.say(Rule::UnknownType, "Type", message);
    }
    check_date(query);
    check_count(query, "Killed", &incident.killed);
    check_count(query, "Wounded", &incident.wounded);
}

fn check_date(query: &mut Query) {
    let Some(span) = query.incident.when.span() else {
        query.say(Rule::NoDate, "Date", "No date is given: the incident stays on the undated shelf.");
        return;
    };
    if span.first() > query.today {
        query.say(Rule::DateAfterToday, "Date", "The date lies in the future.");
    }
}

fn check_count(query: &mut Query, field: &'static str, toll: &Toll) {
    if let Some(message) = check_toll(toll) {
        query.say(Rule::TollOutOfOrder, field, message);
    }
    for group in &toll.by_group {
        let GroupToll { low, best, high, .. } = *group;
        if let Some(message) = check_toll(&Toll { low, best, high, ..Toll::default() }) {
            query.say(Rule::GroupOutOfOrder, field, format!("{}: {message}", named(&group.group)));
        }
    }
    // Where a group has no best count, its low one is the least it can add.
    let of_group = |group: &GroupToll| group.best.or(group.low).map_or(0, u64::from);
    let sum: u64 = toll.by_group.iter().map(of_group).sum();
    if let Some(high) = toll.high.filter(|high| sum > u64::from(*high)) {
        let message = format!("The groups add up to {sum}, more than the high count of {high}.");
        query.say(Rule::GroupsAboveToll, field, message);
    }
}

fn named(group: &str) -> &str {
    if group.trim().is_empty() { "A group without a name" } else { group }
}
