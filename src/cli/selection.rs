//! Which incidents go out: by days, words and properties, and by a profile of publication.

use std::collections::BTreeSet;

use crate::{
    analysis::{Facet, Filter, Index, Window, publication::Gated},
    export::Leaving,
    model::{Document, Profile, shown_line},
};

use super::{CliError, read_window};

/// What is told of it.
#[derive(Debug, Default, clap::Args)]
pub struct Selection {
    /// Only incidents of these days, both included: 2025-01-01..2025-12-31, 2025-11, 2025, 2024-01-01.. (open).
    #[arg(long, value_name = "FIRST..LAST", value_parser = read_window)]
    pub window: Option<Window>,
    /// Only incidents with this property, or with these words in them: type=bombing, actor=Taliban, "province=Gorno-Badakhshan",
    /// precision=, year=, status=, handling=, tag= or text=. Several of one property: any of them; of different ones: all.
    #[arg(long = "filter", value_name = "PROPERTY=VALUE", value_parser = read_choice)]
    pub filters: Vec<Choice>,
    /// The profile of publication, by its name in the document: what it withholds is in no byte of the file.
    /// Without it, the document's default one is obeyed; `none` lets all leave.
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
}

/// One `--filter`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// `None` is a word in the text.
    facet: Option<Facet>,
    value: String,
}

impl Selection {
    pub fn window(&self) -> Window {
        self.window.unwrap_or(Window::ALL)
    }

    /// The filter, in the words of the document.
    ///
    /// # Errors
    /// When no incident has a value; those that there are are named.
    pub fn filter(&self, document: &Document) -> Result<Filter, CliError> {
        let mut filter = Filter::default();
        for Choice { facet, value } in &self.filters {
            match facet {
                None => {
                    filter.text.push(' ');
                    filter.text.push_str(value);
                }
                Some(facet) => {
                    let value = known_value(document, *facet, value)?;
                    filter.chosen.entry(*facet).or_default().insert(value);
                }
            }
        }
        Ok(filter)
    }

    /// The part of a document that goes out, and what the profile made of the rest; a profile counts only where
    /// `obeys` says so.
    ///
    /// # Errors
    /// Those of [`Self::filter`] and [`Self::profile_of`], and when the profile cannot be obeyed.
    pub fn part_of(&self, document: Document, obeys: bool) -> Result<(Document, Vec<String>), CliError> {
        let profile = if obeys { self.profile_of(&document)? } else { None };
        let (copy, gate) = match profile {
            None => (document, Vec::new()),
            Some(profile) => {
                let leaving = Leaving::of(&document, Some(profile))?;
                let lines = leaving.gated().map(Gated::lines).unwrap_or_default();
                (leaving.document().clone(), lines)
            }
        };
        if self.window.is_none() && self.filters.is_empty() {
            return Ok((copy, gate));
        }
        // Days and words are asked of the copy: asked of the records they would tell what it withholds.
        let shown = Index::new(&copy).shown(&self.filter(&copy)?, self.window()).ids;
        Ok((copy.only(&shown), gate))
    }

    /// The profile to be obeyed.
    ///
    /// # Errors
    /// When the document has no profile of that name, or not the one that it names as its own: that must not let all
    /// leave.
    pub fn profile_of<'a>(&self, document: &'a Document) -> Result<Option<&'a Profile>, CliError> {
        let publication = &document.facts().publication;
        match (self.profile.as_deref(), publication.default.as_deref()) {
            (Some("none"), _) | (None, None) => Ok(None),
            (Some(name), _) | (None, Some(name)) => {
                publication.profile(name).map(Some).ok_or_else(|| CliError::Profile(name.to_owned()))
            }
        }
    }
}

/// The value as the records have it: by itself or by its words, in any case of letters.
fn known_value(document: &Document, facet: Facet, asked: &str) -> Result<String, CliError> {
    let mut known = BTreeSet::new();
    for incident in document.outlines() {
        known.extend(facet.values(&incident));
    }
    let is_meant = |text: &str| text.to_lowercase() == asked.to_lowercase();
    let found = known.iter().find(|value| is_meant(value) || is_meant(&facet.value_label(value)));
    found.cloned().ok_or_else(|| {
        const NAMED: usize = 20;
        let named: Vec<String> = known.iter().take(NAMED).map(|value| facet.value_label(value)).collect();
        let more = if known.len() > NAMED { " …" } else { "" };
        CliError::Filter(format!(
            "No incident has the {} “{}”: nothing was written. There are: {}{more}.",
            facet.label().to_lowercase(),
            shown_line(asked),
            shown_line(&named.join(", "))
        ))
    })
}

fn read_choice(text: &str) -> Result<Choice, String> {
    let properties = || {
        let names: Vec<String> = Facet::ALL.iter().map(|facet| facet.label().to_lowercase()).collect();
        format!("a filter is PROPERTY=VALUE with one of {} or text", names.join(", "))
    };
    let (property, value) = text.split_once('=').ok_or_else(properties)?;
    let property = property.trim().to_lowercase();
    let facet = Facet::ALL.into_iter().find(|facet| facet.label().to_lowercase() == property);
    if facet.is_none() && property != "text" {
        return Err(properties());
    }
    Ok(Choice { facet, value: value.trim().to_owned() })
}
