//! The bands of a picture: the header above its map, the footer below it.

use crate::model::grouped;

use super::{
    super::{
        Align, Face, Mark, PictureTexts, Point, Stroke, Style, View,
        fonts::{LINE_HEIGHT, shortened, text_width, wrapped},
    },
    KeyNumbers,
    credits::credit_lines,
    numbers::{filter_words, window_words},
    plain,
};

pub(in crate::carto) const DEFAULT_TITLE: &str = "Incidents on the Tajik–Afghan frontier";

/// Space at the sides of header and footer.
const SIDE: f32 = 22.0;

/// Marks of a band from its own top left corner, and its height.
#[derive(Debug)]
pub(in crate::carto) struct Band {
    pub marks: Vec<Mark>,
    pub height: f32,
}

const TITLE_SIZE: f32 = 20.0;
const SUBTITLE_SIZE: f32 = 12.5;
const CAPTION_SIZE: f32 = 14.0;
const NUMBER_SIZE: f32 = 21.0;
const NUMBER_WORDS_SIZE: f32 = 10.5;
const BLOCK_GAP: f32 = 26.0;
const BLOCK_HEIGHT: f32 = 40.0;

fn block_width((number, words): &(String, String)) -> f32 {
    text_width(Face::SemiBold, NUMBER_SIZE, number, 0.0).max(text_width(
        Face::Regular,
        NUMBER_WORDS_SIZE,
        words,
        0.0,
    ))
}

/// How much the bands may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::carto) enum Fullness {
    Full,
    /// On a sheet so low that the map would drown: one line for each thing, no key numbers.
    Brief,
}

pub(in crate::carto) fn header(
    width: f32,
    view: &View,
    texts: &PictureTexts,
    numbers: &KeyNumbers,
    fullness: Fullness,
) -> Band {
    let style = Style::of(view.theme);
    let (blocks, most_lines) = match fullness {
        Fullness::Full => (numbers.blocks(), 2),
        Fullness::Brief => (Vec::new(), 1),
    };
    let widths: Vec<f32> = blocks.iter().map(block_width).collect();
    let blocks_width = widths.iter().sum::<f32>() + BLOCK_GAP * (blocks.len() as f32 - 1.0).max(0.0);
    let inner = width - 2.0 * SIDE;
    let beside = inner - blocks_width - 36.0 >= 380.0;
    let room = if beside { inner - blocks_width - 36.0 } else { inner };
    let mut marks = Vec::new();
    let mut y = 12.0 + TITLE_SIZE * 0.65;
    let title = if texts.title.trim().is_empty() { DEFAULT_TITLE } else { texts.title.trim() };
    for line in wrapped(Face::SemiBold, TITLE_SIZE, title, room, most_lines) {
        marks.push(plain(Point { x: SIDE, y }, Align::Left, line, TITLE_SIZE, Face::SemiBold, style.ink));
        y += TITLE_SIZE * 1.3;
    }
    y -= 1.0;
    let stated = window_words(view.window, numbers.years);
    let stated = {
        let mut letters = stated.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    let own = format!("{stated} · {} of {} incidents shown", grouped(numbers.shown), grouped(numbers.total));
    let subtitle = match texts.subtitle.as_deref().map(str::trim) {
        Some(text) if !text.is_empty() => text.to_owned(),
        Some(_) | None => own,
    };
    for line in wrapped(Face::Regular, SUBTITLE_SIZE, &subtitle, room, most_lines) {
        marks.push(plain(
            Point { x: SIDE, y },
            Align::Left,
            line,
            SUBTITLE_SIZE,
            Face::Regular,
            style.quiet_ink,
        ));
        y += SUBTITLE_SIZE * LINE_HEIGHT;
    }
    if let Some(words) = filter_words(&view.filter) {
        for line in wrapped(Face::Regular, 11.0, &words, room, most_lines) {
            marks.push(plain(Point { x: SIDE, y }, Align::Left, line, 11.0, Face::Regular, style.quiet_ink));
            y += 11.0 * LINE_HEIGHT;
        }
    }
    if let Some(caption) = texts.caption.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        y += 3.0;
        for line in wrapped(Face::Regular, CAPTION_SIZE, caption, room, most_lines * 3) {
            let at = Point { x: SIDE, y };
            marks.push(plain(at, Align::Left, line, CAPTION_SIZE, Face::Regular, style.ink));
            y += CAPTION_SIZE * LINE_HEIGHT;
        }
    }
    let mut bottom = y;
    if blocks.is_empty() {
        bottom += 2.0;
    } else if beside {
        let mut x = width - SIDE - blocks_width;
        for (block, block_width) in blocks.iter().zip(&widths) {
            number_block(style, Point { x, y: 12.0 }, block, &mut marks);
            x += block_width + BLOCK_GAP;
        }
        bottom = bottom.max(12.0 + BLOCK_HEIGHT);
    } else {
        let (mut x, mut top) = (SIDE, y);
        for (block, block_width) in blocks.iter().zip(&widths) {
            if x > SIDE && x + block_width > width - SIDE {
                x = SIDE;
                top += BLOCK_HEIGHT + 6.0;
            }
            number_block(style, Point { x, y: top }, block, &mut marks);
            x += block_width + BLOCK_GAP;
        }
        bottom = top + BLOCK_HEIGHT;
    }
    Band { marks, height: (bottom + 6.0).ceil() }
}

fn number_block(style: &Style, at: Point, (number, words): &(String, String), marks: &mut Vec<Mark>) {
    marks.push(plain(
        Point { x: at.x, y: at.y + 12.0 },
        Align::Left,
        number.as_str(),
        NUMBER_SIZE,
        Face::SemiBold,
        style.accent,
    ));
    marks.push(plain(
        Point { x: at.x, y: at.y + 32.0 },
        Align::Left,
        words.as_str(),
        NUMBER_WORDS_SIZE,
        Face::Regular,
        style.quiet_ink,
    ));
}

pub(in crate::carto) fn footer(
    width: f32,
    view: &View,
    texts: &PictureTexts,
    sources: &[String],
    fullness: Fullness,
) -> Band {
    let style = Style::of(view.theme);
    let size = 9.0;
    let mut made = "Made with Marz".to_owned();
    if let Some(day) = texts.made_on.as_deref().map(str::trim).filter(|day| !day.is_empty()) {
        made.push_str(", ");
        made.push_str(day);
    }
    let made_width = text_width(Face::SemiBold, size, &made, 0.0);
    let inner = width - 2.0 * SIDE;
    let beside = made_width < inner * 0.4;
    let room = if beside { inner - made_width - 24.0 } else { inner };
    let mut lines = Vec::new();
    if let Some(published) = &texts.published {
        lines.extend(wrapped(Face::Regular, size, &format!("Published copy: {published}"), room, 2));
    }
    let sources: Vec<&str> = sources.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    if !sources.is_empty() {
        let most = match fullness {
            Fullness::Full => 4,
            Fullness::Brief => 1,
        };
        let words = format!("Incidents: {}", sources.join("; "));
        lines.extend(wrapped(Face::Regular, size, &words, room, most));
    }
    let most = match fullness {
        Fullness::Full => 3,
        Fullness::Brief => 2,
    };
    lines.extend(credit_lines(view, "Map: ", size, room, most));
    let mut marks = Vec::new();
    let mut y = 14.0;
    for line in lines {
        marks.push(plain(Point { x: SIDE, y }, Align::Left, line, size, Face::Regular, style.quiet_ink));
        y += size * LINE_HEIGHT;
    }
    if beside {
        let at = Point { x: width - SIDE, y: 14.0 };
        marks.push(plain(at, Align::Right, made, size, Face::SemiBold, style.quiet_ink));
    } else {
        let line = shortened(Face::SemiBold, size, &made, room);
        marks.push(plain(Point { x: SIDE, y }, Align::Left, line, size, Face::SemiBold, style.quiet_ink));
        y += size * LINE_HEIGHT;
    }
    Band { marks, height: (y + 2.0).ceil() }
}

/// The paper of header and footer with a rule towards the map.
pub(in crate::carto) fn band_ground(style: &Style, min: Point, size: Point, rule_y: f32) -> [Mark; 2] {
    [
        Mark::Card { min, size, radius: 0.0, fill: style.paper, stroke: None },
        Mark::Line {
            points: [Point { x: min.x, y: rule_y }, Point { x: min.x + size.x, y: rule_y }].into(),
            stroke: Stroke { width: 1.0, colour: style.rule, dash: None },
        },
    ]
}
