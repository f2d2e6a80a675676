//! The small pieces in the corners of the map: scale bar, north arrow, attribution, badge of the shelf.

use crate::model::Metres;

use super::{
    super::{
        Align, Dash, Face, Halo, Mark, Point, Rect, Rgba, Stroke, Style, Target, Targeted, TextMark,
        TileLayer, View, cards::card_marks, fonts::text_width, ground::Frame, style::faded, text_rect,
    },
    EDGE, Piece,
    credits::credit_lines,
    plain,
};

/// The largest round length that fits: 1, 2 or 5 times a power of ten.
fn round_length(most: Metres) -> Metres {
    let power = 10_f64.powf(most.0.max(1.0).log10().floor());
    let step = [5.0, 2.0, 1.0].into_iter().find(|step| step * power <= most.0).unwrap_or(1.0);
    Metres(step * power)
}

/// The scale bar, true for the middle of the map, in the lower left corner.
pub(in crate::carto) fn scale_bar(view: &View, frame: &Frame) -> Piece {
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
        let at = Point { x: at.x + x, y: at.y - 11.0 };
        Mark::Text(TextMark {
            halo: Some(Halo { colour: style.place_halo, width: 1.8 }),
            ..TextMark::plain(at, align, words, 10.5, Face::SemiBold, style.ink)
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

/// Beyond this zoom the layers have nothing left to show: lines are enlarged as they are.
const DETAIL_ENDS: f64 = 12.0;

/// A quiet line over the scale bar where the map is enlarged beyond what its data know.
pub(in crate::carto) fn detail_ends(view: &View, frame: &Frame) -> Piece {
    let ends = view.tiles.as_ref().filter(|tiles| tiles.covers).map_or(DETAIL_ENDS, TileLayer::detail_ends);
    if frame.zoom().0 <= ends + 0.05 {
        return Piece::default();
    }
    let style = Style::of(view.theme);
    let at = Point { x: frame.min.x + EDGE + 3.0, y: frame.max().y - EDGE - 33.0 };
    let text = TextMark {
        halo: Some(Halo { colour: style.place_halo, width: 1.6 }),
        ..TextMark::plain(
            at,
            Align::Left,
            "The map’s detail ends before this zoom",
            9.5,
            Face::Italic,
            style.quiet_ink,
        )
    };
    let rect = text_rect(&text).grown(2.0);
    Piece { marks: vec![Mark::Text(text)], rects: vec![rect], targets: Vec::new() }
}

/// The arrow to the north, in the upper right corner.
pub(in crate::carto) fn north_arrow(view: &View, frame: &Frame) -> Piece {
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
            fill: Some(faded(style.card, 175)),
            stroke: Some(Stroke { width: 0.8, colour: style.card_edge, dash: None }),
        },
        half(-1.0, style.ink),
        half(1.0, style.paper),
        plain(Point { x: at.x, y: at.y + 15.5 }, Align::Centre, "N", 9.5, Face::SemiBold, style.ink),
    ];
    let rect = Rect::around(Point { x: at.x, y: at.y + 2.0 }, Point { x: 23.0, y: 23.0 });
    Piece { marks, rects: vec![rect], targets: Vec::new() }
}

/// Longer credits are told in short.
const MOST_CREDIT_LINES: usize = 2;

/// The attribution on a window's map, in the lower right corner, `beside` what stands in the left one.
pub(in crate::carto) fn attribution(view: &View, frame: &Frame, beside: &Piece) -> Piece {
    let style = Style::of(view.theme);
    let size = 8.5;
    let from = beside.rects.iter().map(|rect| rect.max.x).fold(frame.min.x, f32::max);
    let room = (frame.max().x - from - 2.0 * EDGE).clamp(140.0, 900.0);
    let lines = credit_lines(view, "", size, room, MOST_CREDIT_LINES);
    let width = lines.iter().map(|line| text_width(Face::Regular, size, line, 0.0)).fold(0.0, f32::max);
    let step = size * 1.3;
    let height = step * lines.len() as f32 + 5.0;
    let min = Point { x: frame.max().x - width - 10.0, y: frame.max().y - height };
    let mut marks = vec![Mark::Card {
        min,
        size: Point { x: width + 10.0, y: height },
        radius: 0.0,
        fill: faded(style.card, 190),
        stroke: None,
    }];
    for (i, line) in lines.iter().enumerate() {
        let at = Point { x: frame.max().x - 5.0, y: min.y + 2.5 + step * (i as f32 + 0.5) };
        marks.push(plain(at, Align::Right, line.as_str(), size, Face::Regular, style.quiet_ink));
    }
    Piece { marks, rects: vec![Rect { min, max: frame.max() }], targets: Vec::new() }
}

/// How many shown incidents have no place on the map; a target that opens the shelf.
pub(in crate::carto) fn shelf_badge(view: &View, frame: &Frame, count: usize) -> Piece {
    badge(view, frame, count, "without a place", true)
}

/// A note in the upper left corner of a picture that counts shown incidents whose place lies beyond its frame.
pub(in crate::carto) fn outside_badge(view: &View, frame: &Frame, count: usize) -> Piece {
    badge(view, frame, count, "outside this map", false)
}

fn badge(view: &View, frame: &Frame, count: usize, what: &str, answers: bool) -> Piece {
    if count == 0 {
        return Piece::default();
    }
    let style = Style::of(view.theme);
    let size = 11.0;
    let words = format!("{count} {what}");
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
    Piece { marks, rects: vec![rect.grown(3.0)], targets: if answers { targets } else { Vec::new() } }
}
