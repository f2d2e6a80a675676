//! What stands around and on the map: header, footer, legend, scale bar, north arrow, attribution, shelf.

use std::sync::Arc;

use crate::{
    analysis::{Facet, Window},
    model::{DaySpan, Incident, Metres, taxonomy},
};

use super::{
    Align, Dash, Face, Halo, Mark, PictureTexts, Point, Rgba, Stroke, Style, Target, Targeted, TextMark,
    View,
    fonts::{LINE_HEIGHT, text_width, wrapped},
    ground::Frame,
    incidents::{self, badge_marks, card_marks, pin_foot, type_symbol},
    labels::Rect,
    precision,
    style::type_colour,
};

/// Who made the basemap. It stands on every map and every picture and cannot be switched off.
///
/// # Source
/// The licences of the embedded data, as `assets/README.md` lists them.
pub const MAP_ATTRIBUTION: &str = "Borders © OpenStreetMap contributors (ODbL)\u{a0}· Places © GeoNames (CC BY 4.0)\u{a0}· \
     Districts: geoBoundaries (Runfola et al. 2020, CC BY 4.0)\u{a0}· Relief and rivers: NOAA GLOBE 1.0 (Hastings & \
     Dunbar 1999), WDBII/GSHHG (Wessel & Smith, LGPL)\u{a0}· Airfields: airportsdata (MIT)\u{a0}· World: Natural Earth";

const DEFAULT_TITLE: &str = "Incidents on the Tajik–Afghan frontier";

/// Distance of furniture from the frame, logical pixels.
const EDGE: f32 = 12.0;
/// Space at the sides of header and footer.
const SIDE: f32 = 22.0;

fn plain(at: Point, align: Align, text: impl Into<Arc<str>>, size: f32, face: Face, colour: Rgba) -> Mark {
    Mark::Text(TextMark {
        at,
        align,
        text: text.into(),
        size,
        face,
        colour,
        halo: None,
        angle: 0.0,
        spacing: 0.0,
    })
}

// ---- The counts and words of the header -------------------------------------------------------------

/// What a reader must know beside the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KeyNumbers {
    pub shown: usize,
    pub total: usize,
    pub without_place: usize,
    killed_best: u64,
    killed_low: u64,
    killed_high: u64,
    killed_not_stated: usize,
    years: Option<(i16, i16)>,
}

impl KeyNumbers {
    pub fn of(incidents: &[&Incident], total: usize) -> Self {
        let mut numbers = Self {
            shown: incidents.len(),
            total,
            without_place: 0,
            killed_best: 0,
            killed_low: 0,
            killed_high: 0,
            killed_not_stated: 0,
            years: None,
        };
        for incident in incidents {
            numbers.without_place += usize::from(incident.place.drawn_at().is_none());
            let killed = &incident.killed;
            if killed.is_stated() {
                let best = killed.best.or(killed.low).or(killed.high).unwrap_or(0);
                numbers.killed_best += u64::from(best);
                numbers.killed_low += u64::from(killed.low.unwrap_or(best).min(best));
                numbers.killed_high += u64::from(killed.high.unwrap_or(best).max(best));
            } else {
                numbers.killed_not_stated += 1;
            }
            if let Some(span) = incident.when.span {
                let (first, last) = (span.first().year(), span.last().year());
                numbers.years =
                    Some(numbers.years.map_or((first, last), |(a, b)| (a.min(first), b.max(last))));
            }
        }
        numbers
    }

    /// A number and the words below it.
    fn blocks(&self) -> Vec<(String, String)> {
        let mut killed_words = if self.killed_low == self.killed_high {
            "killed".to_owned()
        } else {
            format!("killed ({}–{})", self.killed_low, self.killed_high)
        };
        if self.killed_not_stated > 0 {
            killed_words = format!("{killed_words}, not stated in {}", self.killed_not_stated);
        }
        let mut blocks = vec![
            (self.shown.to_string(), format!("of {} incidents shown", self.total)),
            (self.killed_best.to_string(), killed_words),
        ];
        if self.without_place > 0 {
            blocks.push((self.without_place.to_string(), "without a place, not on the map".to_owned()));
        }
        blocks
    }
}

/// The window in words: `26 Nov 2024 – 26 Nov 2025`, `all dates, 1993–2026`.
fn window_words(window: Window, years: Option<(i16, i16)>) -> String {
    match (window.first, window.last) {
        (Some(first), Some(last)) => match DaySpan::new(first, last) {
            Ok(span) => span.to_string(),
            Err(_) => format!("{} – {}", DaySpan::day(first), DaySpan::day(last)),
        },
        (Some(first), None) => format!("from {}", DaySpan::day(first)),
        (None, Some(last)) => format!("until {}", DaySpan::day(last)),
        (None, None) => match years {
            Some((a, b)) if a == b => format!("all dates, {a}"),
            Some((a, b)) => format!("all dates, {a}–{b}"),
            None => "all dates".to_owned(),
        },
    }
}

/// The filter in words; `None` when nothing is filtered.
fn filter_words(view: &View) -> Option<String> {
    let mut parts: Vec<String> = view
        .filter
        .chosen
        .iter()
        .filter(|(_, values)| !values.is_empty())
        .map(|(facet, values): (&Facet, _)| {
            let values: Vec<String> = values.iter().map(|value| facet.value_label(value)).collect();
            format!("{}: {}", facet.label().to_lowercase(), values.join(", "))
        })
        .collect();
    let words = view.filter.text.trim();
    if !words.is_empty() {
        parts.push(format!("words “{words}”"));
    }
    (!parts.is_empty()).then(|| format!("Only {}", parts.join(" · ")))
}

// ---- Header and footer ------------------------------------------------------------------------------

/// Marks of a band from its own top left corner, and its height.
#[derive(Debug)]
pub(super) struct Band {
    pub marks: Vec<Mark>,
    pub height: f32,
}

const TITLE_SIZE: f32 = 20.0;
const SUBTITLE_SIZE: f32 = 12.5;
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
pub(super) enum Fullness {
    Full,
    /// On a sheet so low that the map would drown: one line for each thing, no key numbers.
    Brief,
}

pub(super) fn header(
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
    let own = format!("{stated} · {} of {} incidents shown", numbers.shown, numbers.total);
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
    if let Some(words) = filter_words(view) {
        for line in wrapped(Face::Regular, 11.0, &words, room, most_lines) {
            marks.push(plain(Point { x: SIDE, y }, Align::Left, line, 11.0, Face::Regular, style.quiet_ink));
            y += 11.0 * LINE_HEIGHT;
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

pub(super) fn footer(
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
        made = format!("{made}, {day}");
    }
    let made_width = text_width(Face::SemiBold, size, &made, 0.0);
    let inner = width - 2.0 * SIDE;
    let beside = made_width < inner * 0.4;
    let room = if beside { inner - made_width - 24.0 } else { inner };
    let mut lines = Vec::new();
    let sources: Vec<&str> = sources.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    if !sources.is_empty() {
        let most = match fullness {
            Fullness::Full => 4,
            Fullness::Brief => 1,
        };
        let words = format!("Incidents: {}", sources.join("; "));
        lines.extend(wrapped(Face::Regular, size, &words, room, most));
    }
    lines.extend(wrapped(Face::Regular, size, &format!("Map: {MAP_ATTRIBUTION}"), room, 8));
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
        let line = super::fonts::shortened(Face::SemiBold, size, &made, room);
        marks.push(plain(Point { x: SIDE, y }, Align::Left, line, size, Face::SemiBold, style.quiet_ink));
        y += size * LINE_HEIGHT;
    }
    Band { marks, height: (y + 2.0).ceil() }
}

/// The paper of header and footer with a rule towards the map.
pub(super) fn band_ground(style: &Style, min: Point, size: Point, rule_y: f32) -> [Mark; 2] {
    [
        Mark::Card { min, size, radius: 0.0, fill: style.paper, stroke: None },
        Mark::Line {
            points: [Point { x: min.x, y: rule_y }, Point { x: min.x + size.x, y: rule_y }].into(),
            stroke: Stroke { width: 1.0, colour: style.rule, dash: None },
        },
    ]
}

// ---- On the map -------------------------------------------------------------------------------------

/// Marks on the map, the rectangle they take, and what answers to the pointer.
#[derive(Debug, Default)]
pub(super) struct Piece {
    pub marks: Vec<Mark>,
    pub rects: Vec<Rect>,
    pub targets: Vec<Target>,
}

/// The largest round length that fits: 1, 2 or 5 times a power of ten.
pub(super) fn round_length(most: Metres) -> Metres {
    let power = 10_f64.powf(most.0.max(1.0).log10().floor());
    let step = [5.0, 2.0, 1.0].into_iter().find(|step| step * power <= most.0).unwrap_or(1.0);
    Metres(step * power)
}

/// The scale bar, true for the middle of the map, in the lower left corner.
pub(super) fn scale_bar(view: &View, frame: &Frame) -> Piece {
    let style = Style::of(view.theme);
    let per_pixel = frame.viewport.metres_per_pixel(view.camera.centre);
    let room = (frame.viewport.size.x * 0.3).min(130.0);
    let length = round_length(Metres(per_pixel.0 * f64::from(room)));
    let width = (length.0 / per_pixel.0) as f32;
    let words =
        if length.0 < 1000.0 { format!("{:.0} m", length.0) } else { format!("{:.0} km", length.0 / 1000.0) };
    let at = Point { x: frame.min.x + EDGE + 4.0, y: frame.max().y - EDGE - 4.0 };
    let line = |from: f32, to: f32, width: f32, colour: Rgba| Mark::Line {
        points: [Point { x: at.x + from, y: at.y }, Point { x: at.x + to, y: at.y }].into(),
        stroke: Stroke { width, colour, dash: None },
    };
    let label = |x: f32, align: Align, words: &str| {
        Mark::Text(TextMark {
            at: Point { x: at.x + x, y: at.y - 11.0 },
            align,
            text: words.into(),
            size: 10.5,
            face: Face::SemiBold,
            colour: style.ink,
            halo: Some(Halo { colour: style.place_halo, width: 1.8 }),
            angle: 0.0,
            spacing: 0.0,
        })
    };
    let marks = vec![
        line(-2.2, width + 2.2, 8.4, style.place_halo),
        line(-1.0, width + 1.0, 5.6, style.ink),
        line(0.0, width, 3.6, style.paper),
        line(0.0, width / 4.0, 3.6, style.ink),
        line(width / 2.0, width * 0.75, 3.6, style.ink),
        label(-1.0, Align::Left, "0"),
        label(width + 1.0, Align::Right, &words),
    ];
    let rect = Rect {
        min: Point { x: at.x - 4.0, y: at.y - 20.0 },
        max: Point { x: at.x + width.max(50.0) + 6.0, y: at.y + 7.0 },
    };
    Piece { marks, rects: vec![rect], targets: Vec::new() }
}

/// The arrow to the north, in the upper right corner.
pub(super) fn north_arrow(view: &View, frame: &Frame) -> Piece {
    let style = Style::of(view.theme);
    let at = Point { x: frame.max().x - EDGE - 14.0, y: frame.min.y + EDGE + 22.0 };
    let half = |side: f32, fill: Rgba| Mark::Symbol {
        centre: Point { x: at.x + side * 2.0, y: at.y },
        outline: [
            Point { x: at.x, y: at.y - 14.0 },
            Point { x: at.x + side * 7.5, y: at.y + 10.0 },
            Point { x: at.x, y: at.y + 5.0 },
        ]
        .into(),
        fill,
        stroke: Some(Stroke { width: 1.0, colour: style.ink, dash: None }),
    };
    let marks = vec![
        Mark::Circle {
            centre: Point { x: at.x, y: at.y + 2.0 },
            radius: 21.0,
            fill: Some(super::faded(style.card, 175)),
            stroke: Some(Stroke { width: 0.8, colour: style.card_edge, dash: None }),
        },
        half(-1.0, style.ink),
        half(1.0, style.paper),
        plain(Point { x: at.x, y: at.y + 15.5 }, Align::Centre, "N", 9.5, Face::SemiBold, style.ink),
    ];
    let rect = Rect::around(Point { x: at.x, y: at.y + 2.0 }, Point { x: 23.0, y: 23.0 });
    Piece { marks, rects: vec![rect], targets: Vec::new() }
}

/// The attribution on a window's map, in the lower right corner.
pub(super) fn attribution(view: &View, frame: &Frame) -> Piece {
    let style = Style::of(view.theme);
    let size = 8.5;
    let room = (frame.viewport.size.x - 190.0).clamp(140.0, 900.0);
    let lines = wrapped(Face::Regular, size, MAP_ATTRIBUTION, room, 6);
    let width = lines.iter().map(|line| text_width(Face::Regular, size, line, 0.0)).fold(0.0, f32::max);
    let step = size * 1.3;
    let height = step * lines.len() as f32 + 5.0;
    let min = Point { x: frame.max().x - width - 10.0, y: frame.max().y - height };
    let mut marks = vec![Mark::Card {
        min,
        size: Point { x: width + 10.0, y: height },
        radius: 0.0,
        fill: super::faded(style.card, 190),
        stroke: None,
    }];
    for (i, line) in lines.iter().enumerate() {
        let at = Point { x: frame.max().x - 5.0, y: min.y + 2.5 + step * (i as f32 + 0.5) };
        marks.push(plain(at, Align::Right, line.as_str(), size, Face::Regular, style.quiet_ink));
    }
    Piece { marks, rects: vec![Rect { min, max: frame.max() }], targets: Vec::new() }
}

/// How many shown incidents have no place on the map; a target that opens the shelf.
pub(super) fn shelf_badge(view: &View, frame: &Frame, count: usize) -> Piece {
    if count == 0 {
        return Piece::default();
    }
    let style = Style::of(view.theme);
    let size = 11.0;
    let words = format!("{count} without a place");
    let text = text_width(Face::SemiBold, size, &words, 0.0);
    let height = 24.0;
    let min = Point { x: frame.min.x + EDGE, y: frame.min.y + EDGE };
    let box_size = Point { x: text + 38.0, y: height };
    let middle = min.y + height / 2.0;
    let mut marks = card_marks(style, min, box_size);
    // A pin struck out.
    let sign = Point { x: min.x + 15.0, y: middle };
    marks.push(Mark::Circle {
        centre: sign,
        radius: 5.5,
        fill: None,
        stroke: Some(Stroke { width: 1.5, colour: style.quiet_ink, dash: Some(Dash { on: 2.6, off: 1.8 }) }),
    });
    marks.push(Mark::Line {
        points: [Point { x: sign.x - 5.5, y: sign.y + 5.5 }, Point { x: sign.x + 5.5, y: sign.y - 5.5 }]
            .into(),
        stroke: Stroke { width: 1.5, colour: style.quiet_ink, dash: None },
    });
    marks.push(plain(
        Point { x: min.x + 27.0, y: middle },
        Align::Left,
        words,
        size,
        Face::SemiBold,
        style.ink,
    ));
    let rect = Rect { min, max: Point { x: min.x + box_size.x, y: min.y + height } };
    // A row of circles covers the badge.
    let count = (box_size.x / height).ceil().max(1.0);
    let targets = (0..count as usize)
        .map(|i| Target {
            centre: Point {
                x: min.x + height / 2.0 + (box_size.x - height) * i as f32 / (count - 1.0).max(1.0),
                y: middle,
            },
            radius: height / 2.0 + 1.0,
            what: Targeted::Shelf,
        })
        .collect();
    Piece { marks, rects: vec![rect.grown(3.0)], targets }
}

// ---- The legend -------------------------------------------------------------------------------------

/// What one row of the legend explains.
enum Row {
    Heading(&'static str),
    Type(String),
    PinExact,
    PinNear,
    Ring,
    Hollow(&'static str),
    District,
    Province,
    DashedRing,
    Badge,
}

const ROW_HEIGHT: f32 = 17.5;
const HEADING_HEIGHT: f32 = 17.5;
const SIGN_WIDTH: f32 = 34.0;
const LEGEND_SIZE: f32 = 10.5;

impl Row {
    fn height(&self) -> f32 {
        match self {
            Self::Heading(_) => HEADING_HEIGHT,
            Self::PinExact | Self::PinNear => ROW_HEIGHT + 10.0,
            Self::Badge => ROW_HEIGHT + 8.0,
            Self::Type(_)
            | Self::Ring
            | Self::Hollow(_)
            | Self::District
            | Self::Province
            | Self::DashedRing => ROW_HEIGHT,
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Heading(words) | Self::Hollow(words) => (*words).to_owned(),
            Self::Type(code) => taxonomy::label(code),
            Self::PinExact => "At this very place".to_owned(),
            Self::PinNear => "At or near this named place".to_owned(),
            Self::Ring => "Within the ring".to_owned(),
            Self::District => "Somewhere in the hatched district".to_owned(),
            Self::Province => "Somewhere in the hatched province".to_owned(),
            Self::DashedRing => "About here: district or province".to_owned(),
            Self::Badge => "Several incidents: how many".to_owned(),
        }
    }
}

fn rows(shown: &incidents::Drawn, areas: precision::Drawn) -> Vec<Row> {
    let mut rows = Vec::new();
    if shown.types.is_empty() {
        return rows;
    }
    rows.push(Row::Heading("What happened"));
    rows.extend(
        taxonomy::event_types()
            .iter()
            .filter(|kind| shown.types.contains_key(&kind.code))
            .map(|kind| Row::Type(kind.code.clone())),
    );
    rows.extend(
        shown
            .types
            .keys()
            .filter(|code| taxonomy::event_type(code).is_none())
            .map(|code| Row::Type(code.clone())),
    );
    rows.push(Row::Heading("How well the place is known"));
    let offered = [
        (shown.pins_exact, Row::PinExact),
        (shown.pins_near, Row::PinNear),
        (areas.ring, Row::Ring),
        (areas.district, Row::District),
        (areas.province, Row::Province),
        (areas.dashed_ring, Row::DashedRing),
        (
            shown.hollow_district || shown.hollow_province || shown.hollow_area,
            Row::Hollow("Hollow: an area, not a point"),
        ),
        (shown.closed_stack, Row::Badge),
    ];
    rows.extend(offered.into_iter().filter(|(wanted, _)| *wanted).map(|(_, row)| row));
    rows
}

/// The legend of what is in the frame.
pub(super) fn legend(
    view: &View,
    frame: &Frame,
    shown: &incidents::Drawn,
    areas: precision::Drawn,
    others: &[Rect],
    on_paper: bool,
) -> Piece {
    let rows = rows(shown, areas);
    let size = frame.viewport.size;
    if rows.is_empty() || size.x < 260.0 || size.y < 160.0 {
        return Piece::default();
    }
    let style = Style::of(view.theme);
    // On paper a legend may also lie flat where it then covers less; a window's keeps its form.
    let most_columns = if on_paper { 5_u8 } else { 1 };
    let total: f32 = rows.iter().map(Row::height).sum();
    let best = (1..=most_columns)
        .filter_map(|columns| {
            let tallest = (size.y - 92.0).min(total / f32::from(columns) + ROW_HEIGHT);
            let form = Form::of(flowed(&rows, tallest));
            let fits = form.size.x <= size.x - 2.0 * EDGE && form.size.y <= size.y - 2.0 * EDGE;
            fits.then(|| {
                let (at, covered) = legend_corner(frame, form.size, shown, others);
                (covered, form, at)
            })
        })
        .min_by_key(|(covered, ..)| *covered);
    let Some((_, form, at)) = best else { return Piece::default() };
    let mut marks = card_marks(style, at, form.size);
    let mut x = at.x + 11.0;
    for (column, column_width) in form.columns.iter().zip(&form.column_widths) {
        let mut y = at.y + 7.0;
        for row in *column {
            row_marks(view, style, row, Point { x, y: y + row.height() / 2.0 }, shown, &mut marks);
            y += row.height();
        }
        x += column_width + COLUMN_GAP;
    }
    let rect = Rect { min: at, max: Point { x: at.x + form.size.x, y: at.y + form.size.y } };
    Piece { marks, rects: vec![rect.grown(3.0)], targets: Vec::new() }
}

const COLUMN_GAP: f32 = 16.0;

/// The rows of a legend in columns.
struct Form<'a> {
    columns: Vec<&'a [Row]>,
    column_widths: Vec<f32>,
    size: Point,
}

impl<'a> Form<'a> {
    fn of(columns: Vec<&'a [Row]>) -> Self {
        let width_of = |row: &Row| {
            let (indent, face) = match row {
                Row::Heading(_) => (0.0, Face::SemiBold),
                Row::Type(_)
                | Row::PinExact
                | Row::PinNear
                | Row::Ring
                | Row::Hollow(_)
                | Row::District
                | Row::Province
                | Row::DashedRing
                | Row::Badge => (SIGN_WIDTH, Face::Regular),
            };
            indent + text_width(face, LEGEND_SIZE, &row.words(), 0.0)
        };
        let column_widths: Vec<f32> =
            columns.iter().map(|column| column.iter().map(width_of).fold(0.0, f32::max)).collect();
        let height =
            columns.iter().map(|column| column.iter().map(Row::height).sum::<f32>()).fold(0.0, f32::max);
        let gaps = COLUMN_GAP * (columns.len() as f32 - 1.0);
        let size = Point { x: column_widths.iter().sum::<f32>() + gaps + 22.0, y: height + 14.0 };
        Self { columns, column_widths, size }
    }
}

/// The first corner where a card covers nothing, or the one where it covers the fewest incidents: lower left,
/// lower right, upper left, upper right. It evades the other furniture up or down. With it, how bad it is.
fn legend_corner(
    frame: &Frame,
    size: Point,
    shown: &incidents::Drawn,
    others: &[Rect],
) -> (Point, (bool, usize)) {
    let (min, max) = (frame.min, frame.max());
    let (left, right) = (min.x + EDGE, max.x - EDGE - size.x);
    let (top, bottom) = (min.y + EDGE, max.y - EDGE - size.y);
    let rect_at = |at: Point| Rect { min: at, max: Point { x: at.x + size.x, y: at.y + size.y } };
    let placed = [(left, bottom, true), (right, bottom, true), (left, top, false), (right, top, false)].map(
        |(x, y, upwards)| {
            let at = rect_at(Point { x, y });
            let in_the_way = others.iter().filter(|other| other.overlaps(&at.grown(4.0)));
            let y = if upwards {
                in_the_way.map(|other| other.min.y - 5.0 - size.y).fold(y, f32::min)
            } else {
                in_the_way.map(|other| other.max.y + 5.0).fold(y, f32::max)
            };
            Point { x, y }
        },
    );
    let covered = |at: Point| {
        let rect = rect_at(at).grown(3.0);
        let hits = |list: &[Rect]| list.iter().filter(|other| other.overlaps(&rect)).count();
        let outside = at.y < min.y || at.y + size.y > max.y;
        (outside, hits(&shown.taken) + 100 * hits(&shown.taken_above))
    };
    let mut best = placed[0];
    for corner in placed {
        if covered(corner) < covered(best) {
            best = corner;
        }
    }
    (best, covered(best))
}

/// The rows in as few columns as their height asks; no heading stands last in a column.
fn flowed(rows: &[Row], tallest: f32) -> Vec<&[Row]> {
    let mut columns = Vec::new();
    let mut first = 0;
    let mut height = 0.0;
    for (i, row) in rows.iter().enumerate() {
        let needed = match (row, rows.get(i + 1)) {
            (Row::Heading(_), Some(next)) => row.height() + next.height(),
            _ => row.height(),
        };
        if i > first && height + needed > tallest {
            columns.push(&rows[first..i]);
            first = i;
            height = 0.0;
        }
        height += row.height();
    }
    columns.push(&rows[first..]);
    columns
}

fn row_marks(
    view: &View,
    style: &Style,
    row: &Row,
    at: Point,
    shown: &incidents::Drawn,
    marks: &mut Vec<Mark>,
) {
    let sign = Point { x: at.x + 13.0, y: at.y };
    let indent = match row {
        Row::Heading(words) => {
            marks.push(plain(
                Point { x: at.x, y: at.y + 1.0 },
                Align::Left,
                *words,
                LEGEND_SIZE,
                Face::SemiBold,
                style.ink,
            ));
            return;
        }
        Row::Type(code) => {
            marks.extend(type_symbol(view.theme, code, true, sign, 6.4));
            SIGN_WIDTH
        }
        Row::PinExact | Row::PinNear => {
            let exact = matches!(row, Row::PinExact);
            let foot = Point { x: sign.x, y: sign.y + 9.5 };
            marks.extend(pin_foot(style, foot, style.quiet_ink, exact));
            marks.push(Mark::Circle {
                centre: Point { x: foot.x, y: foot.y - 14.0 },
                radius: 5.4,
                fill: Some(style.quiet_ink),
                stroke: None,
            });
            SIGN_WIDTH
        }
        Row::Ring => {
            marks.push(Mark::Circle {
                centre: sign,
                radius: 7.5,
                fill: Some(style.precision_fill),
                stroke: Some(Stroke { width: 1.3, colour: style.precision_line, dash: None }),
            });
            SIGN_WIDTH
        }
        Row::DashedRing => {
            marks.push(Mark::Circle {
                centre: sign,
                radius: 7.5,
                fill: Some(style.precision_fill),
                stroke: Some(Stroke {
                    width: 1.3,
                    colour: style.precision_line,
                    dash: Some(Dash { on: 3.0, off: 2.2 }),
                }),
            });
            SIGN_WIDTH
        }
        Row::Hollow(_) => {
            let edge = Stroke { width: 2.0, colour: style.quiet_ink, dash: None };
            marks.push(Mark::Circle {
                centre: sign,
                radius: 6.0,
                fill: Some(style.hollow_fill),
                stroke: Some(edge),
            });
            SIGN_WIDTH
        }
        Row::District => {
            marks.extend(swatch(style, sign, 4.6));
            SIGN_WIDTH
        }
        Row::Province => {
            marks.extend(swatch(style, sign, 9.2));
            SIGN_WIDTH
        }
        Row::Badge => {
            let shares: Vec<(Rgba, usize)> =
                shown.types.iter().take(3).map(|(code, _)| (type_colour(code, view.theme), 1)).collect();
            let mark = badge_marks(style, sign, &shares, 3);
            marks.extend(mark);
            SIGN_WIDTH
        }
    };
    let words_at = Point { x: at.x + indent, y: at.y };
    marks.push(plain(words_at, Align::Left, row.words(), LEGEND_SIZE, Face::Regular, style.ink));
}

/// A hatched rectangle: diagonals that far apart along the edge.
fn swatch(style: &Style, centre: Point, step: f32) -> Vec<Mark> {
    let (w, h) = (11.0, 6.5);
    let mut points = Vec::new();
    // Diagonals x + y = u, inside the rectangle.
    let mut u = -(w + h) + step / 2.0;
    while u < w + h {
        let x0 = (u - h).max(-w);
        let x1 = (u + h).min(w);
        if x0 < x1 {
            points.push(Point { x: centre.x + x0, y: centre.y + u - x0 });
            points.push(Point { x: centre.x + x1, y: centre.y + u - x1 });
        }
        u += step * 1.41;
    }
    vec![
        Mark::Card {
            min: Point { x: centre.x - w, y: centre.y - h },
            size: Point { x: 2.0 * w, y: 2.0 * h },
            radius: 0.0,
            fill: style.precision_fill,
            stroke: Some(Stroke { width: 1.0, colour: style.precision_line, dash: None }),
        },
        Mark::Segments {
            points: points.into(),
            stroke: Stroke { width: 0.8, colour: style.precision_line, dash: None },
        },
    ]
}
