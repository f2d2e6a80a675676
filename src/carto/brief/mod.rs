//! The brief: one sheet, or several, that a reader takes in at a glance. The map with numbered incidents, the list they
//! are keyed to, key numbers, histogram, legend, and all that must be said about where it comes from.
//!
//! Nothing on it overlaps and nothing is cut: what has no room on the first page stands on the next, and the page says
//! so.

mod layout;
mod setting;
mod parts;
mod entries;
mod figures;
mod numbers;
mod map;
mod legend;
mod histogram;
mod list;
mod bands;
mod arrange;
mod overleaf;

use jiff::civil::Date;

use std::sync::Arc;

use crate::{
    analysis::Index,
    model::{DaySpan, Document, Incident, shown_line},
};

use super::{
    Page, Part, Point, View, filter_words, furniture::DEFAULT_TITLE, stacks::time_key, window_words,
};

pub use layout::{Banner, BannerColour, Ground, Layout, Lettering, Order, Orientation, Paper, Spot};
pub use numbers::Label;
pub use setting::{contrast, text_rects};

/// What neither the document nor the view can tell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct About {
    /// The day the brief is made, told by whoever has a clock.
    pub today: Option<Date>,
    /// Names the state of the document: see [`crate::store::native::fingerprint`].
    pub version: Option<String>,
    /// The size of the map in the window, where there is one: a brief shows at least its ground.
    pub screen: Option<Point>,
}

/// A finished brief.
#[derive(Clone, Debug)]
pub struct Brief {
    pub pages: Vec<Page>,
    /// The numbers on the map of the first page.
    pub labels: Vec<Label>,
}

/// The brief of what a view shows of a document. `index` must be the document's.
pub fn brief(document: &Document, index: &Index, view: &View, layout: &Layout, about: &About) -> Brief {
    let shown = index.shown(&view.filter, view.window);
    let mut incidents: Vec<Arc<Incident>> = shown.ids.iter().filter_map(|id| document.get(id)).collect();
    incidents.sort_by(|a, b| time_key(a).cmp(&time_key(b)));
    let mut view = view.on_paper(document);
    view.theme = layout.style.theme(view.theme);
    view.signs = layout.signs;
    let texts = texts(document, &incidents, &view, layout);
    arrange::pages(&arrange::Order { document, index, incidents, view: &view, layout, about, texts })
}

/// The layouts that a document keeps, each with why this version cannot read it.
pub fn kept_layouts(document: &Document) -> Vec<(&str, Result<Layout, String>)> {
    let kept = document.facts().layouts.iter();
    kept.map(|kept| {
        let read = serde_json::from_value(kept.layout.clone()).map_err(|error| error.to_string());
        (kept.name.as_str(), read)
    })
    .collect()
}

/// The words of a brief that come from document, view and layout.
struct Texts {
    title: String,
    subtitle: Vec<String>,
    sources: Vec<String>,
}

fn texts(document: &Document, incidents: &[Arc<Incident>], view: &View, layout: &Layout) -> Texts {
    let own = |text: &Option<String>| {
        let text = text.as_deref().map(str::trim).filter(|text| !text.is_empty())?;
        Some(shown_line(text).into_owned())
    };
    let of_document = shown_line(document.facts().title.trim()).into_owned();
    let title = own(&layout.title).unwrap_or(of_document);
    let subtitle = own(&layout.subtitle).map_or_else(
        || {
            let years = incidents.iter().filter_map(|incident| incident.when.span()).reduce(DaySpan::union);
            let years = years.map(|span| (span.first().year(), span.last().year()));
            let mut lines = vec![capitalised(&window_words(view.window, years))];
            lines.extend(filter_words(&view.filter).map(|words| shown_line(&words).into_owned()));
            lines
        },
        |text| vec![text],
    );
    let credits = document.facts().attribution.iter().map(|credit| shown_line(credit.trim()).into_owned());
    let credits: Vec<String> = credits.filter(|credit| !credit.is_empty()).collect();
    let sources = own(&layout.sources).map_or_else(
        || if credits.is_empty() { Vec::new() } else { vec![format!("Incidents: {}", credits.join("; "))] },
        |text| vec![text],
    );
    Texts { title: if title.is_empty() { DEFAULT_TITLE.to_owned() } else { title }, subtitle, sources }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl Brief {
    /// The page's block under a point of it, the smallest first.
    pub fn part_at(&self, page: usize, at: Point) -> Option<Part> {
        let blocks = self.pages.get(page)?.blocks.iter();
        let holds = |block: &&super::Block| {
            let rect = &block.rect;
            (rect.min.x..=rect.max.x).contains(&at.x) && (rect.min.y..=rect.max.y).contains(&at.y)
        };
        let area = |block: &&super::Block| {
            (block.rect.max.x - block.rect.min.x) * (block.rect.max.y - block.rect.min.y)
        };
        blocks.filter(holds).min_by(|a, b| area(a).total_cmp(&area(b))).map(|block| block.part)
    }
}
