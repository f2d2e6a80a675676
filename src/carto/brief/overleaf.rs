//! The pages after the first: what had no room there, and the rest of the list.

use super::{
    super::{Align, Face, Part, Point, Style},
    arrange::{Draft, GAP, Measures, Order, SHORTENED, banners},
    bands::{paragraphs, small},
    entries::Entry,
    list::list,
    parts::Set,
    setting::Look,
};

/// What the first page leaves to the others.
#[derive(Default)]
pub(super) struct Rest {
    /// All entries of the list, and the first one that the first page does not hold.
    pub entries: Vec<Entry>,
    pub from: usize,
    /// Parts that stand before the list.
    pub sets: Vec<Set>,
}

/// All further pages.
pub(super) fn further_pages(order: &Order<'_>, measures: &Measures, rest: Rest) -> Vec<Draft> {
    let Rest { entries, mut from, mut sets } = rest;
    let style = Style::of(order.view.theme);
    let mut pages = Vec::new();
    sets.reverse();
    while from < entries.len() || !sets.is_empty() {
        let mut draft = Draft::default();
        let (top, bottom) = banners(order, measures, &mut draft);
        let (x, width) = (measures.margin, measures.width());
        let mut y = top + head(order, measures, top, &mut draft);
        let line = small(style).line_height();
        if order.layout.has(Part::Version) {
            draft.version = Some((Point { x, y: bottom - line / 2.0 }, width));
        }
        let room_end = bottom - line - GAP;
        let begin = y;
        while let Some(set) = sets.pop() {
            if y + set.size.y > room_end && y > begin {
                sets.push(set);
                break;
            }
            let height = set.size.y;
            draft.put(set, Point { x, y });
            y += height + GAP;
        }
        if sets.is_empty() && from < entries.len() {
            // A line is kept for the note that words are shortened.
            let size = Point { x: width, y: room_end - line - y };
            let part = list(style, &entries[from..], (from, entries.len()), size, measures.list, "Incidents");
            if part.taken > 0 {
                from += part.taken;
                draft.put(part.set, Point { x, y });
                if part.shortened && order.layout.has(Part::Notes) {
                    let look = Look { colour: style.ink, ..small(style) };
                    let note = paragraphs(Part::Notes, look, &[SHORTENED.to_owned()], width, Align::Left);
                    if let Some(set) = note {
                        draft.put(set, Point { x, y: room_end - line + GAP * 0.5 });
                    }
                }
            } else if y <= begin {
                // Not even one row has room on an empty page: the sheet is no sheet.
                break;
            }
        }
        pages.push(draft);
    }
    pages
}

/// Title and window once more, small; how high they are.
fn head(order: &Order<'_>, measures: &Measures, top: f32, draft: &mut Draft) -> f32 {
    let style = Style::of(order.view.theme);
    let strong = Look { size: measures.subtitle, face: Face::SemiBold, colour: style.ink };
    let mut y = 0.0;
    let texts = [
        (Part::Title, strong, std::slice::from_ref(&order.texts.title)),
        (Part::Subtitle, small(style), order.texts.subtitle.get(..1).unwrap_or_default()),
    ];
    for (part, look, words) in texts {
        if order.layout.has(part)
            && let Some(set) = paragraphs(part, look, words, measures.width(), Align::Left)
        {
            let height = set.size.y;
            draft.put(set, Point { x: measures.margin, y: top + y });
            y += height;
        }
    }
    if y > 0.0 { y + GAP } else { 0.0 }
}
