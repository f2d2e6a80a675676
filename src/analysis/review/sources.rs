//! Who says so: names, addresses and dates of the sources.

use std::collections::BTreeSet;

use crate::{
    edit::Change,
    model::{DaySpan, Source, read_days},
};

use super::{Query, Rule};

pub(super) fn check(query: &mut Query) {
    let incident = query.incident;
    if incident.sources.is_empty() {
        query.say(Rule::NoSource, "Sources", "No source is given.");
        return;
    }
    for (number, source) in (1..).zip(&incident.sources) {
        check_source(query, number, source);
    }
    check_twice(query);
}

fn check_source(query: &mut Query, number: usize, source: &Source) {
    let blank = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    if blank(&source.title) && blank(&source.publisher) && blank(&source.url) {
        let message = format!("Source {number} has neither a name nor an address.");
        query.say(Rule::SourceUnnamed, "Sources", message);
    }
    if let Some(url) = source.url.as_deref().map(str::trim).filter(|url| !url.is_empty())
        && !is_web_address(url)
    {
        let message = format!("The address of source {number} is no web address: “{}”.", shortened(url));
        query.say(Rule::NotAnAddress, "Sources", message);
    }
    let Some(published) = published(source) else { return };
    if published.first() > query.today {
        let message = format!("Source {number} is dated {published}, in the future.");
        query.say(Rule::SourceFromTheFuture, "Sources", message);
    } else if let Some(span) = query.incident.when.span()
        && span.first() > published.last()
    {
        let message = format!("Source {number} was published on {published}, before the incident.");
        query.say(Rule::DateAfterSource, "Date", message);
    }
}

/// When it was published, where that can be read.
fn published(source: &Source) -> Option<DaySpan> {
    let span = read_days(source.date.as_deref()?, None).ok()?;
    Some(span)
}

fn is_web_address(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    (scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"))
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !url.contains(char::is_whitespace)
}

/// The same address twice. Where the two entries are equal in all, one can go.
fn check_twice(query: &mut Query) {
    let sources = &query.incident.sources;
    let mut seen = BTreeSet::new();
    let mut repeated = BTreeSet::new();
    for source in sources {
        if let Some(url) = source.url.as_deref().map(str::trim).filter(|url| !url.is_empty())
            && !seen.insert(url)
        {
            repeated.insert(url);
        }
    }
    if repeated.is_empty() {
        return;
    }
    let mut kept: Vec<Source> = Vec::with_capacity(sources.len());
    for source in sources {
        if !kept.contains(source) {
            kept.push(source.clone());
        }
    }
    let addresses = kept.iter().filter_map(|source| source.url.as_deref()).map(str::trim);
    let still = addresses.filter(|url| repeated.contains(url)).count() > repeated.len();
    let message = format!("The same address stands twice: “{}”.", shortened(repeated.first().unwrap_or(&"")));
    if still {
        query.say(Rule::AddressTwice, "Sources", message);
    } else {
        query.fixable(
            Rule::AddressTwice,
            "Sources",
            message,
            "Keep one of the equal sources",
            Change::Sources(kept.into()),
        );
    }
}

fn shortened(url: &str) -> String {
    const LETTERS: usize = 60;
    if url.chars().count() <= LETTERS {
        return url.to_owned();
    }
    let cut: String = url.chars().take(LETTERS - 1).collect();
    format!("{cut}…")
}
