//! The list of a brief: the numbered incidents with date, place, one line and source grade.

use super::{
    super::{Align, Cell, Content, Face, Mark, PageLink, Part, Point, Rect, Stroke, Style, Table},
    entries::{Entry, Missing},
    numbers::pill,
    parts::Set,
    setting::{Look, SMALLEST, broken, rect_at, set_line, set_lines},
};

/// From this width on a row is set in columns.
const WIDE: f32 = 560.0;
const PADDING: f32 = 3.5;
const GAP: f32 = 10.0;
const GRADE_WIDTH: f32 = 44.0;
/// Lines of one incident at most; longer words are shortened, and a note says so.
const MOST_TITLE: usize = 3;
const MOST_OTHER: usize = 2;

/// A part of the list, set.
pub(super) struct ListPart {
    pub set: Set,
    /// The entries it holds.
    pub taken: usize,
    /// Some of its words end in an ellipsis.
    pub shortened: bool,
}

struct Row {
    height: f32,
    marks: Vec<Mark>,
    cells: Vec<Cell>,
    links: Vec<PageLink>,
    shortened: bool,
}

/// The looks of a list.
struct Looks<'a> {
    style: &'a Style,
    words: Look,
    quiet: Look,
    strong: Look,
    number: Look,
    /// Width of the widest number with its card.
    pill: f32,
}

impl<'a> Looks<'a> {
    fn of(style: &'a Style, last: usize, size: f32) -> Self {
        let words = Look { size, face: Face::Regular, colour: style.ink };
        let number = Look { size: SMALLEST, face: Face::SemiBold, colour: style.paper };
        Self {
            style,
            words,
            quiet: Look { colour: style.quiet_ink, ..words },
            strong: Look { face: Face::SemiBold, ..words },
            number,
            pill: number.width(&last.to_string().replace(|_: char| true, "8")) + 10.0,
        }
    }
}

/// Words of where an incident is to be found on the map.
fn place_words(entry: &Entry) -> String {
    match entry.missing {
        None => entry.place.clone(),
        Some(Missing::WithoutPlace) => format!("{} (not on the map)", entry.place),
        Some(Missing::Outside) => format!("{} (outside the map)", entry.place),
    }
}

/// As many entries as have room in a rectangle of this size, from the first one; `before` stand on earlier pages, of
/// `total`. The last line counts them where the list is not whole.
pub(super) fn list(
    style: &Style,
    entries: &[Entry],
    (before, total): (usize, usize),
    size: Point,
    letters: f32,
    order: &str,
) -> ListPart {
    let looks = Looks::of(style, total, letters);
    let wide = size.x >= WIDE;
    let line = looks.words.line_height();
    let widths = Widths::of(&looks, size.x);
    let mut marks = Vec::new();
    head(&looks, wide, &widths, order, &mut marks);
    let mut y = line + 5.0;
    let head_height = y;
    let (mut table_rows, mut links, mut shortened, mut taken) = (Vec::new(), Vec::new(), false, 0);
    let rows: Vec<Row> = {
        // No more rows are set than could ever have room.
        let most = (size.y / line).ceil() as usize + 1;
        let row = |entry: &Entry| {
            if wide { columns(&looks, entry, &widths) } else { stacked(&looks, entry, size.x) }
        };
        entries.iter().take(most).map(row).collect()
    };
    let foot = line + 4.0;
    let all: f32 = rows.iter().map(|row| row.height).sum();
    let whole = rows.len() == entries.len() && head_height + all <= size.y;
    // The count stands below every part of a list that is not whole, the last one too.
    let room = if whole && before == 0 { size.y } else { size.y - foot };
    for row in rows {
        if y + row.height > room {
            break;
        }
        if taken > 0 {
            let stroke = Stroke { width: 0.7, colour: style.rule, dash: None };
            marks.push(Mark::Line { points: [Point { x: 0.0, y }, Point { x: size.x, y }].into(), stroke });
        }
        let at = Point { x: 0.0, y };
        marks.extend(row.marks.iter().map(|mark| mark.moved(at)));
        links.extend(row.links.into_iter().map(|link| PageLink {
            rect: Rect {
                min: Point { x: link.rect.min.x, y: link.rect.min.y + y },
                max: Point { x: link.rect.max.x, y: link.rect.max.y + y },
            },
            ..link
        }));
        table_rows.push(row.cells);
        shortened |= row.shortened;
        y += row.height;
        taken += 1;
    }
    let shown = before + taken;
    if shown < total || before > 0 {
        let said = match (shown < total, taken) {
            (true, 0) => format!("The list of {total} begins overleaf"),
            (true, _) if before == 0 => format!("{taken} of {total}; goes on overleaf"),
            (true, _) => format!("{} to {shown} of {total}; goes on overleaf", before + 1),
            (false, _) => format!("{} to {shown} of {total}", before + 1),
        };
        if taken == 0 {
            // Where no row has room, headings need none: there may not be room for both.
            marks.clear();
            y = 0.0;
        }
        let at = Point { x: 0.0, y: (y + foot / 2.0).min(size.y - line / 2.0) };
        marks.push(set_line(looks.strong, &said, at, size.x, Align::Right));
        y += foot;
    }
    let alt = format!("List of incidents {} to {shown} of {total}", (before + 1).min(shown));
    let head = ["No.", "Date", "Place", "What happened", "Grade"];
    let table = Table {
        head: head.map(|words| looks.strong.words(words, Align::Left)).into(),
        widths: if wide { widths.shares(size.x) } else { vec![0.08, 0.2, 0.24, 0.38, 0.1] },
        rows: table_rows,
    };
    let set = Set {
        part: Part::List,
        size: Point { x: size.x, y: y.min(size.y) },
        marks,
        alt,
        content: Content::Table(table),
        links,
    };
    ListPart { set, taken, shortened }
}

/// How high a list of all entries is.
pub(super) fn whole_height(style: &Style, entries: &[Entry], width: f32, letters: f32, most: f32) -> f32 {
    let tall = Point { x: width, y: most };
    let part = list(style, entries, (0, entries.len()), tall, letters, "");
    if part.taken == entries.len() { part.set.size.y } else { most }
}

/// Left ends and widths of the columns of a wide list.
struct Widths {
    date: f32,
    place: f32,
    what: f32,
    date_x: f32,
    place_x: f32,
    what_x: f32,
    grade_x: f32,
}

impl Widths {
    fn of(looks: &Looks<'_>, width: f32) -> Self {
        let date_x = looks.pill + GAP;
        let rest = (width - date_x - GRADE_WIDTH - 3.0 * GAP).max(30.0);
        let date = (rest * 0.19).max(looks.words.width("30 Nov – 2 Dec 2025").min(rest * 0.26));
        let place = rest * 0.26;
        let what = rest - date - place;
        let place_x = date_x + date + GAP;
        let what_x = place_x + place + GAP;
        Self { date, place, what, date_x, place_x, what_x, grade_x: what_x + what + GAP }
    }

    fn shares(&self, width: f32) -> Vec<f32> {
        let ends = [0.0, self.date_x, self.place_x, self.what_x, self.grade_x, width];
        ends.windows(2).map(|pair| (pair[1] - pair[0]) / width).collect()
    }
}

fn head(looks: &Looks<'_>, wide: bool, widths: &Widths, order: &str, marks: &mut Vec<Mark>) {
    let y = looks.words.line_height() / 2.0;
    let mut put = |x: f32, words: &str| {
        marks.push(set_line(looks.strong, words, Point { x, y }, 0.0, Align::Left));
    };
    if wide {
        put(0.0, "No.");
        put(widths.date_x, "Date");
        put(widths.place_x, "Place");
        put(widths.what_x, "What happened");
        put(widths.grade_x, "Grade");
    } else {
        put(0.0, order);
        let end = widths.grade_x + GRADE_WIDTH;
        marks.push(set_line(looks.strong, "Grade", Point { x: 0.0, y }, end, Align::Right));
    }
}

fn cells(looks: &Looks<'_>, entry: &Entry) -> Vec<Cell> {
    let cell = |look: Look, words: &str, link: Option<String>| Cell {
        sign: None,
        words: look.words(words, Align::Left),
        link,
    };
    vec![
        cell(looks.strong, &entry.number.to_string(), None),
        cell(looks.words, &entry.date, None),
        cell(looks.words, &place_words(entry), None),
        cell(looks.words, &entry.line, entry.url.clone()),
        cell(looks.words, &entry.grade, None),
    ]
}

fn number_marks(looks: &Looks<'_>, entry: &Entry, y: f32, marks: &mut Vec<Mark>) {
    let words = entry.number.to_string();
    let height = looks.number.size * 1.34;
    let at = Point { x: 0.0, y: y - height / 2.0 };
    marks.extend(pill(looks.style, looks.number, &rect_at(at, looks.pill, height), &words));
}

fn link_of(entry: &Entry, rect: Rect) -> Vec<PageLink> {
    entry.url.iter().map(|url| PageLink { rect, url: url.clone() }).collect()
}

/// A row in columns.
fn columns(looks: &Looks<'_>, entry: &Entry, widths: &Widths) -> Row {
    let date = broken(looks.quiet, &entry.date, widths.date, MOST_OTHER);
    let place = broken(looks.words, &place_words(entry), widths.place, MOST_OTHER);
    let what = broken(looks.words, &entry.line, widths.what, MOST_TITLE);
    let line = looks.words.line_height();
    let lines = date.lines.len().max(place.lines.len()).max(what.lines.len()).max(1);
    let height = line * lines as f32 + 2.0 * PADDING;
    let mut marks = Vec::new();
    number_marks(looks, entry, PADDING + line / 2.0, &mut marks);
    let at = |x: f32| Point { x, y: PADDING };
    set_lines(looks.quiet, &date.lines, at(widths.date_x), widths.date, Align::Left, &mut marks);
    set_lines(looks.words, &place.lines, at(widths.place_x), widths.place, Align::Left, &mut marks);
    set_lines(looks.words, &what.lines, at(widths.what_x), widths.what, Align::Left, &mut marks);
    let grade_at = Point { x: widths.grade_x, y: PADDING + line / 2.0 };
    marks.push(set_line(looks.strong, &entry.grade, grade_at, GRADE_WIDTH, Align::Left));
    let target = rect_at(at(widths.what_x), widths.what, line * what.lines.len() as f32);
    Row {
        height,
        marks,
        cells: cells(looks, entry),
        links: link_of(entry, target),
        shortened: date.shortened || place.shortened || what.shortened,
    }
}

/// A row beside the map: date and place above the line itself.
fn stacked(looks: &Looks<'_>, entry: &Entry, width: f32) -> Row {
    let x = looks.pill + 8.0;
    let room = width - x;
    let above = format!("{} · {}", entry.date, place_words(entry));
    let above = broken(looks.quiet, &above, room - GRADE_WIDTH, MOST_OTHER);
    let what = broken(looks.words, &entry.line, room, MOST_TITLE);
    let line = looks.words.line_height();
    let mut marks = Vec::new();
    number_marks(looks, entry, PADDING + line / 2.0, &mut marks);
    set_lines(
        looks.quiet,
        &above.lines,
        Point { x, y: PADDING },
        room - GRADE_WIDTH,
        Align::Left,
        &mut marks,
    );
    let grade_at = Point { x, y: PADDING + line / 2.0 };
    marks.push(set_line(looks.strong, &entry.grade, grade_at, room, Align::Right));
    let top = PADDING + line * above.lines.len() as f32;
    set_lines(looks.words, &what.lines, Point { x, y: top }, room, Align::Left, &mut marks);
    let target = rect_at(Point { x, y: top }, room, line * what.lines.len() as f32);
    Row {
        height: top + line * what.lines.len() as f32 + PADDING,
        marks,
        cells: cells(looks, entry),
        links: link_of(entry, target),
        shortened: above.shortened || what.shortened,
    }
}
