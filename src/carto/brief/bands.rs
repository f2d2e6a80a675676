//! What stands above and below the map: handling banners, title, window, key numbers, notes and credits.

use super::{
    super::{Align, Content, Face, Mark, Part, Point, Stroke, Style, Words},
    figures::Figure,
    layout::Banner,
    parts::Set,
    setting::{Look, SMALLEST, broken, ink_on, set_line, set_lines},
};

/// The handling words over the whole width of the page.
pub(super) fn banner(banner: &Banner, part: Part, width: f32) -> Option<Set> {
    let text = crate::model::shown_line(banner.text.trim()).into_owned();
    if text.is_empty() {
        return None;
    }
    let ground = banner.colour.rgba();
    let look = Look { size: SMALLEST + 2.0, face: Face::SemiBold, colour: ink_on(ground) };
    let lines = broken(look, &text, width - 24.0, usize::MAX).lines;
    let height = look.line_height() * lines.len() as f32 + 6.0;
    let size = Point { x: width, y: height };
    let mut marks = vec![Mark::Card { min: Point::default(), size, radius: 0.0, fill: ground, stroke: None }];
    set_lines(look, &lines, Point { x: 12.0, y: 3.0 }, width - 24.0, Align::Centre, &mut marks);
    let words = Words { ground: Some(ground), ..look.words(text.clone(), Align::Centre) };
    let alt = format!("Handling: {text}");
    Some(Set { part, size, marks, alt, content: Content::Text(vec![words]), links: Vec::new() })
}

/// Paragraphs of one look, one under the other.
pub(super) fn paragraphs(part: Part, look: Look, texts: &[String], width: f32, align: Align) -> Option<Set> {
    let texts: Vec<&String> = texts.iter().filter(|text| !text.trim().is_empty()).collect();
    if texts.is_empty() {
        return None;
    }
    let mut marks = Vec::new();
    let mut y = 0.0;
    for text in &texts {
        let lines = broken(look, text, width, usize::MAX).lines;
        // A paragraph that is read from the right stands there with all its lines.
        let align = look.words(text.as_str(), align).align;
        set_lines(look, &lines, Point { x: 0.0, y }, width, align, &mut marks);
        y += look.line_height() * lines.len() as f32;
    }
    let words: Vec<Words> = texts.iter().map(|text| look.words(text.as_str(), align)).collect();
    let alt = texts.iter().map(|text| text.as_str()).collect::<Vec<_>>().join(" ");
    Some(Set {
        part,
        size: Point { x: width, y },
        marks,
        alt,
        content: Content::Text(words),
        links: Vec::new(),
    })
}

/// The title: as large as leaves it in few lines.
pub(super) fn title(style: &Style, text: &str, width: f32, largest: f32) -> Option<Set> {
    let look = |size: f32| Look { size, face: Face::SemiBold, colour: style.ink };
    let sizes = [largest, largest * 0.85, largest * 0.72, largest * 0.62];
    let fits = |size: &f32| broken(look(*size), text, width, usize::MAX).lines.len() <= 2;
    let size = sizes.into_iter().find(fits).unwrap_or(largest * 0.62);
    paragraphs(Part::Title, look(size), &[text.to_owned()], width, Align::Left)
}

const NUMBER_SIZE: f32 = 27.0;
const FIGURE_GAP: f32 = 18.0;

/// The key numbers side by side, in as few rows as have room.
pub(super) fn numbers(style: &Style, figures: &[Figure], width: f32) -> Set {
    const NARROWEST: f32 = 150.0;
    let number = Look { size: NUMBER_SIZE, face: Face::SemiBold, colour: style.accent };
    let words = Look { size: SMALLEST, face: Face::Regular, colour: style.quiet_ink };
    let most = (((width + FIGURE_GAP) / (NARROWEST + FIGURE_GAP)) as usize).clamp(1, figures.len().max(1));
    // As even as can be: four in two rows are two and two.
    let rows = figures.len().div_ceil(most);
    let columns = figures.len().div_ceil(rows.max(1)).max(1);
    let each = (width - FIGURE_GAP * (columns as f32 - 1.0)) / columns as f32;
    let mut marks = Vec::new();
    let mut y = 0.0;
    for row in figures.chunks(columns) {
        let mut height = number.size * 1.25;
        for (i, figure) in row.iter().enumerate() {
            let x = (each + FIGURE_GAP) * i as f32;
            let middle = Point { x, y: y + number.size * 0.6 };
            marks.push(set_line(number, &figure.number, middle, each, Align::Left));
            let beside = number.width(&figure.number) + 8.0;
            // The words stand beside a short number, below a long one.
            let (left, top, room) = if each - beside >= 92.0 {
                (x + beside, y + 3.0, each - beside)
            } else {
                (x, y + number.size * 1.2, each)
            };
            let lines = broken(words, &figure.words, room, usize::MAX).lines;
            // One line stands on the foot of the number.
            let top = if lines.len() == 1 && left > x { top + words.line_height() * 0.5 } else { top };
            set_lines(words, &lines, Point { x: left, y: top }, room, Align::Left, &mut marks);
            height = height.max(top - y + words.line_height() * lines.len() as f32);
        }
        for i in 1..row.len() {
            let x = (each + FIGURE_GAP) * i as f32 - FIGURE_GAP / 2.0;
            let points = [Point { x, y: y + 3.0 }, Point { x, y: y + height - 1.0 }];
            let stroke = Stroke { width: 1.0, colour: style.rule, dash: None };
            marks.push(Mark::Line { points: points.into(), stroke });
        }
        y += height + 4.0;
    }
    let said: Vec<Words> = figures
        .iter()
        .flat_map(|figure| {
            [
                number.words(figure.number.as_str(), Align::Left),
                words.words(figure.words.as_str(), Align::Left),
            ]
        })
        .collect();
    let alt: Vec<String> =
        figures.iter().map(|figure| format!("{} {}", figure.number, figure.words)).collect();
    Set {
        part: Part::Numbers,
        size: Point { x: width, y },
        marks,
        alt: format!("Key numbers: {}", alt.join("; ")),
        content: Content::Text(said),
        links: Vec::new(),
    }
}

/// The look of what stands in the footer.
pub(super) fn small(style: &Style) -> Look {
    Look { size: SMALLEST, face: Face::Regular, colour: style.quiet_ink }
}
