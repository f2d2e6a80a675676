//! The words over a map: the days of one side of a comparison and how many incidents it shows, or what is presented.

use super::{
    super::{
        Align, Caption, Face, Mark, Point, Rect, Rgba, Style, View,
        cards::card_marks,
        fonts::{LINE_HEIGHT, text_width, wrapped},
        ground::Frame,
    },
    EDGE, Piece, plain,
};

const TITLE: f32 = 14.0;
const DETAIL: f32 = 10.5;

/// A card in an upper corner of the side; left of the north arrow where it stands at the right.
pub(in crate::carto) fn caption(view: &View, frame: &Frame, caption: &Caption) -> Piece {
    const ARROW: f32 = 52.0;
    let style = Style::of(view.theme);
    // Across a room letters are read from about a fortieth of the picture's width on.
    let times = if caption.is_presented { (frame.viewport.size.x / 700.0).clamp(1.3, 3.6) } else { 1.0 };
    let (title_size, detail_size) = (TITLE * times, DETAIL * times);
    let share = if caption.is_presented {
        0.62
    } else if caption.alone {
        1.0
    } else {
        0.5
    };
    let room = frame.viewport.size.x * share - 2.0 * EDGE - 24.0;
    // Beside the north arrow where there is room, else under it.
    let beside = caption.at_right && room - ARROW >= 150.0;
    let under = caption.at_right && !beside;
    let room = (if beside || caption.alone { room - ARROW } else { room }).max(80.0);
    let fits = text_width(Face::SemiBold, title_size, &caption.title, 0.0) <= room;
    let large = if fits || caption.is_presented { title_size } else { DETAIL };
    // A narrow side breaks its words: a title cut off would lose the year.
    let title =
        wrapped(Face::SemiBold, large, &caption.title, room, if caption.is_presented { 8 } else { 3 });
    let detail = wrapped(Face::Regular, detail_size, &caption.detail, room, if fits { 1 } else { 3 });
    let lines =
        [(title, large, Face::SemiBold, style.ink), (detail, detail_size, Face::Regular, style.quiet_ink)];
    let width = |(lines, size, face, _): &(Vec<String>, f32, Face, Rgba)| {
        lines.iter().map(|line| text_width(*face, *size, line, 0.0)).fold(0.0, f32::max)
    };
    let wide = lines.iter().map(width).fold(0.0, f32::max);
    let high: f32 = lines.iter().map(|(lines, size, ..)| lines.len() as f32 * size * LINE_HEIGHT).sum();
    let size = Point { x: wide + 24.0, y: high + 12.0 };
    let aside = if beside { ARROW } else { 0.0 };
    let x = if caption.at_right { frame.max().x - EDGE - aside - size.x } else { frame.min.x + EDGE };
    let min = Point { x, y: frame.min.y + EDGE + if under { ARROW } else { 0.0 } };
    let mut marks: Vec<Mark> = card_marks(style, min, size);
    if caption.is_active {
        let bar = Point { x: 4.0, y: size.y };
        marks.push(Mark::Card { min, size: bar, radius: 2.0, fill: style.accent, stroke: None });
    }
    let mut y = min.y + 6.0;
    for (lines, size, face, colour) in lines {
        for line in lines {
            let at = Point { x: min.x + 13.0, y: y + size * LINE_HEIGHT / 2.0 };
            marks.push(plain(at, Align::Left, line, size, face, colour));
            y += size * LINE_HEIGHT;
        }
    }
    let rect = Rect { min, max: Point { x: min.x + size.x, y: min.y + size.y } };
    Piece { marks, rects: vec![rect.grown(3.0)], targets: Vec::new() }
}
