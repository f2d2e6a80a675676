//! The legend: what the signs in the frame mean, and the corner where it covers the least.

use std::{borrow::Cow, collections::BTreeSet, sync::Arc};

use crate::{
    analysis::frontier::BAND_KILOMETRES,
    edit::Sort,
    model::{shown_line, taxonomy},
};

use super::{
    super::{
        Align, Dash, Face, Layer, Mark, Point, Rect, Rgba, RingsAround, Stroke, Style, SymbolSet, View,
        cards::card_marks,
        compared::{compared_sample, compared_words},
        crowd::KeyRow,
        fonts::{shortened, text_width},
        grid::grid_words,
        ground::{Frame, frontier_runs},
        incidents, layer_sample,
        overlays::{sample, shown},
        signs::{Sign, arrow_head, badge_marks, end_sign, pin_foot, type_symbol},
        style::type_colour,
    },
    EDGE, Piece, plain,
};

/// What one row of the legend explains.
enum Row {
    Heading(Cow<'static, str>),
    Type(String),
    Sign(Sign),
    /// Incidents that are drawn together.
    Crowd(KeyRow),
    /// A layer of the map that does not speak for itself.
    Layer(Layer, String),
    /// A layer of a file of the user's own, by its place.
    Own(usize, String),
    /// What another state of the document has otherwise.
    Compared(Sort),
}

const ROW_HEIGHT: f32 = 17.5;
const HEADING_HEIGHT: f32 = 17.5;
const SIGN_WIDTH: f32 = 34.0;
/// From the beginning of a row to the middle of its sign.
const SIGN_MIDDLE: f32 = 13.0;
const LEGEND_SIZE: f32 = 10.5;

impl Row {
    fn height(&self) -> f32 {
        match self {
            Self::Heading(_) => HEADING_HEIGHT,
            Self::Sign(Sign::PinExact | Sign::PinNear) => ROW_HEIGHT + 10.0,
            Self::Sign(Sign::Badge) => ROW_HEIGHT + 8.0,
            Self::Crowd(row) => ROW_HEIGHT.max(row.reach * 2.0),
            Self::Type(_)
            | Self::Layer(..)
            | Self::Own(..)
            | Self::Compared(_)
            | Self::Sign(
                Sign::Ring
                | Sign::District
                | Sign::Province
                | Sign::DashedRing
                | Sign::Stretch
                | Sign::Hollow
                | Sign::Way,
            ) => ROW_HEIGHT,
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Heading(words) => words.clone().into_owned(),
            Self::Type(code) => taxonomy::label(code),
            Self::Sign(sign) => meaning(*sign).to_owned(),
            Self::Crowd(row) => row.words.clone(),
            Self::Layer(_, words) | Self::Own(_, words) => words.clone(),
            Self::Compared(sort) => compared_words(*sort).to_owned(),
        }
    }

    fn width(&self) -> f32 {
        let (indent, face) = match self {
            Self::Heading(_) => (0.0, Face::SemiBold),
            Self::Type(_)
            | Self::Sign(_)
            | Self::Crowd(_)
            | Self::Layer(..)
            | Self::Own(..)
            | Self::Compared(_) => (SIGN_WIDTH, Face::Regular),
        };
        indent + text_width(face, LEGEND_SIZE, &self.words(), 0.0)
    }
}

fn meaning(sign: Sign) -> &'static str {
    match sign {
        Sign::PinExact => "At this very place",
        Sign::PinNear => "At or near this named place",
        Sign::Ring => "Within the ring",
        Sign::District => "Somewhere in the hatched district",
        Sign::Province => "Somewhere in the hatched province",
        Sign::DashedRing => "About here: district or province",
        Sign::Stretch => "Somewhere along this line",
        Sign::Hollow => "Hollow: an area, not a point",
        Sign::Badge => "Several incidents: how many",
        Sign::Way => "Line of fire or way",
    }
}

/// What a layer on the map means, where its sign does not say it.
fn layer_words(view: &View, frame: &Frame, layer: Layer) -> Option<String> {
    let bands = view.guides.bands;
    match layer {
        Layer::Grid => Some(grid_words(view, frame)),
        Layer::Buffers => {
            let widths = BAND_KILOMETRES.iter().zip(bands.widths).filter(|(_, is_on)| *is_on);
            let widths: Vec<String> = widths.map(|(kilometres, _)| kilometres.to_string()).collect();
            let bank = match (bands.tajik, bands.afghan) {
                (true, true) => "of the border",
                (true, false) => "of the border, Tajik bank",
                (false, _) => "of the border, Afghan bank",
            };
            Some(format!("Within {} km {bank}", widths.join(", ")))
        }
        Layer::Rings => Some(match view.guides.rings.around {
            RingsAround::Selected => "Distance from the selected incident".to_owned(),
            RingsAround::Point(_) => "Distance from the cross".to_owned(),
        }),
        Layer::Roads => Some("Road: its course is schematic".to_owned()),
        Layer::Railways => Some("Railway: its course is schematic".to_owned()),
        Layer::Crossings => Some("Border crossing, bridge or gate".to_owned()),
        Layer::Relief
        | Layer::Water
        | Layer::Districts
        | Layer::Provinces
        | Layer::Airfields
        | Layer::Peaks
        | Layer::Places
        | Layer::Precision => None,
    }
}

fn layer_rows(view: &View, frame: &Frame, layers: &[Layer]) -> Vec<Row> {
    let rows = layers.iter().filter_map(|layer| Some(Row::Layer(*layer, layer_words(view, frame, *layer)?)));
    let rows: Vec<Row> = rows.collect();
    let heading = (!rows.is_empty()).then_some(Row::Heading("On the map".into()));
    heading.into_iter().chain(rows).collect()
}

/// The layers of the user's own files, by the names of those files.
fn own_rows(view: &View) -> Vec<Row> {
    const WIDEST: f32 = 190.0;
    let name = |words: &str| shortened(Face::Regular, LEGEND_SIZE, &shown_line(words), WIDEST);
    let rows: Vec<Row> =
        shown(&view.overlays).rev().map(|(place, entry, _)| Row::Own(place, name(&entry.name()))).collect();
    let heading = (!rows.is_empty()).then_some(Row::Heading("From own files".into()));
    heading.into_iter().chain(rows).collect()
}

/// The signs of a comparison, under the name of what the document is compared with.
fn compared_rows(view: &View, sorts: &BTreeSet<Sort>) -> Vec<Row> {
    const WIDEST: f32 = 210.0;
    let words = format!("Compared with {}", shown_line(&view.compared.name));
    let heading = shortened(Face::SemiBold, LEGEND_SIZE, &words, WIDEST);
    let heading = (!sorts.is_empty()).then(|| Row::Heading(heading.into()));
    heading.into_iter().chain(sorts.iter().copied().map(Row::Compared)).collect()
}

/// The heading of the kinds of incidents, with what their signs say besides. A brief says it among its notes.
fn what_happened(view: &View) -> Cow<'static, str> {
    match (view.signs.set, view.signs.by_toll) {
        (SymbolSet::Plain, false) => "What happened",
        (SymbolSet::Plain, true) => "What happened (larger: more killed)",
        (SymbolSet::Framed, false) => "What happened (frames: no side known)",
        (SymbolSet::Framed, true) => "What happened (larger: more killed; frames: no side known)",
    }
    .into()
}

fn type_rows(shown: &incidents::Drawn) -> Vec<Row> {
    let mut rows = Vec::new();
    if shown.types.is_empty() {
        return rows;
    }
    rows.push(Row::Heading("What happened".into()));
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
    rows
}

/// What stands for many incidents at once.
fn crowd_rows(shown: &incidents::Drawn) -> Vec<Row> {
    let rows: Vec<Row> =
        shown.crowd.iter().flat_map(|key| &key.rows).map(|row| Row::Crowd(row.clone())).collect();
    let heading = (!rows.is_empty()).then_some(Row::Heading("Many incidents".into()));
    heading.into_iter().chain(rows).collect()
}

fn sign_rows(shown: &incidents::Drawn, areas: &BTreeSet<Sign>) -> Vec<Row> {
    let any = !shown.types.is_empty();
    let signs: Vec<Row> = shown.signs.union(areas).copied().map(Row::Sign).filter(|_| any).collect();
    let heading = (!signs.is_empty()).then_some(Row::Heading("How well the place is known".into()));
    heading.into_iter().chain(signs).collect()
}

/// A row of the legend for a sheet that sets it in its own way.
pub(in crate::carto) struct LegendRow {
    pub words: String,
    pub is_heading: bool,
    /// Around the origin, as large as on a map's own legend.
    pub sign: Vec<Mark>,
    pub height: f32,
}

/// What the legend of a frame explains, row by row.
pub(in crate::carto) fn legend_rows(
    view: &View,
    frame: &Frame,
    (shown, areas, layers): (&incidents::Drawn, &BTreeSet<Sign>, &[Layer]),
) -> Vec<LegendRow> {
    let mut all = type_rows(shown);
    all.extend(crowd_rows(shown));
    all.extend(sign_rows(shown, areas));
    all.extend(layer_rows(view, frame, layers));
    all.extend(own_rows(view));
    let style = Style::of(view.theme);
    all.iter()
        .map(|row| {
            let mut marks = Vec::new();
            row_marks(view, style, row, Point { x: -SIGN_MIDDLE, y: 0.0 }, shown, &mut marks);
            let is_heading = matches!(row, Row::Heading(_));
            // The words come last; whoever asked sets them anew.
            marks.pop();
            LegendRow { words: row.words(), is_heading, sign: marks, height: row.height() }
        })
        .collect()
}

/// A window's legend takes no more of the map than this: before, it tells less.
const MOST_OF_MAP: f32 = 0.42;

/// The legend of what is in the frame. On a small map in a window it leaves out first how well places are known, then
/// the layers, which the window of layers tells too.
pub(in crate::carto) fn legend(
    view: &View,
    frame: &Frame,
    (shown, areas, layers, sorts): (&incidents::Drawn, &BTreeSet<Sign>, &[Layer], &BTreeSet<Sort>),
    others: &[Rect],
    on_paper: bool,
) -> Piece {
    let size = frame.viewport.size;
    if size.x < 260.0 || size.y < 160.0 {
        return Piece::default();
    }
    let tellings: &[(bool, bool)] =
        if on_paper { &[(true, true)] } else { &[(true, true), (false, true), (false, false)] };
    for (signs, map) in tellings {
        let mut rows = type_rows(shown);
        if let Some(Row::Heading(words)) = rows.first_mut() {
            *words = what_happened(view);
        }
        rows.extend(crowd_rows(shown));
        if *signs {
            rows.extend(sign_rows(shown, areas));
        }
        if *map {
            rows.extend(layer_rows(view, frame, layers));
        }
        rows.extend(own_rows(view));
        rows.extend(compared_rows(view, sorts));
        let Some((form, at)) = best_form(&rows, frame, shown, others, on_paper) else { continue };
        let share = form.size.x * form.size.y / (size.x * size.y);
        if on_paper || share <= MOST_OF_MAP {
            return set(view, &form, at, shown);
        }
    }
    Piece::default()
}

/// The columns that cover the least, and where they stand.
fn best_form<'a>(
    rows: &'a [Row],
    frame: &Frame,
    shown: &incidents::Drawn,
    others: &[Rect],
    on_paper: bool,
) -> Option<(Form<'a>, Point)> {
    if rows.is_empty() {
        return None;
    }
    let size = frame.viewport.size;
    // On paper a legend may also lie flat where it then covers less; a window's keeps its form.
    let most_columns = if on_paper { 5_u8 } else { 1 };
    let total: f32 = rows.iter().map(Row::height).sum();
    // A window's legend does not leap to another corner while the map below is panned.
    let frontier = if on_paper { frontier_runs(frame) } else { Vec::new() };
    let best = (1..=most_columns)
        .filter_map(|columns| {
            let tallest = (size.y - 92.0).min(total / f32::from(columns) + ROW_HEIGHT);
            let form = Form::of(balanced(rows, tallest));
            let fits = form.size.x <= size.x - 2.0 * EDGE && form.size.y <= size.y - 2.0 * EDGE;
            fits.then(|| {
                let (at, covered) = legend_corner(frame, form.size, shown, &frontier, others);
                (covered, form, at)
            })
        })
        .min_by_key(|(covered, ..)| *covered);
    best.map(|(_, form, at)| (form, at))
}

fn set(view: &View, form: &Form<'_>, at: Point, shown: &incidents::Drawn) -> Piece {
    let style = Style::of(view.theme);
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
        let column_widths: Vec<f32> =
            columns.iter().map(|column| column.iter().map(Row::width).fold(0.0, f32::max)).collect();
        let height =
            columns.iter().map(|column| column.iter().map(Row::height).sum::<f32>()).fold(0.0, f32::max);
        let gaps = COLUMN_GAP * (columns.len() as f32 - 1.0);
        let size = Point { x: column_widths.iter().sum::<f32>() + gaps + 22.0, y: height + 14.0 };
        Self { columns, column_widths, size }
    }
}

/// The first corner where a card covers nothing, or the one where it covers the fewest incidents and then the least of
/// the frontier: lower left, lower right, upper left, upper right. It evades the other furniture up or down. With it,
/// how bad it is.
fn legend_corner(
    frame: &Frame,
    size: Point,
    shown: &incidents::Drawn,
    frontier: &[Arc<[Point]>],
    others: &[Rect],
) -> (Point, (bool, usize, usize)) {
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
        let incidents = hits(&shown.taken) + hits(&shown.crowded) + 100 * hits(&shown.taken_above);
        (outside, incidents, length_within(frontier, &rect).round() as usize)
    };
    let mut best = placed[0];
    for corner in placed {
        if covered(corner) < covered(best) {
            best = corner;
        }
    }
    (best, covered(best))
}

/// How much of these lines lies in a rectangle, in its own measure.
fn length_within(lines: &[Arc<[Point]>], rect: &Rect) -> f32 {
    let piece = |ends: &[Point]| {
        let [from, to] = ends else { return 0.0 };
        let middle = Point { x: f32::midpoint(from.x, to.x), y: f32::midpoint(from.y, to.y) };
        if rect.overlaps(&Rect::around(middle, Point::default())) {
            (to.x - from.x).hypot(to.y - from.y)
        } else {
            0.0
        }
    };
    lines.iter().flat_map(|line| line.windows(2)).map(piece).sum()
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

/// As many columns as their height asks for, of nearly one height.
fn balanced(rows: &[Row], tallest: f32) -> Vec<&[Row]> {
    let needed = flowed(rows, tallest);
    let total: f32 = rows.iter().map(Row::height).sum();
    let even = flowed(rows, total / needed.len() as f32 + ROW_HEIGHT);
    if even.len() == needed.len() { even } else { needed }
}

fn row_marks(
    view: &View,
    style: &Style,
    row: &Row,
    at: Point,
    shown: &incidents::Drawn,
    marks: &mut Vec<Mark>,
) {
    let sign_at = Point { x: at.x + SIGN_MIDDLE, y: at.y };
    match row {
        Row::Heading(words) => {
            let at = Point { x: at.x, y: at.y + 1.0 };
            marks.push(plain(at, Align::Left, words.as_ref(), LEGEND_SIZE, Face::SemiBold, style.ink));
            return;
        }
        Row::Type(code) => marks.extend(type_symbol(view, code, true, sign_at, 6.4)),
        Row::Layer(layer, _) => marks.extend(layer_sample(view.theme, *layer, sign_at)),
        Row::Own(place, _) => marks.extend(sample(view, *place, sign_at)),
        Row::Compared(sort) => marks.extend(compared_sample(view.theme, *sort, sign_at)),
        Row::Sign(sign) => marks.extend(sign_marks(view, style, *sign, sign_at, shown)),
        Row::Crowd(row) => marks.extend(row.sign.iter().map(|mark| mark.moved(sign_at))),
    }
    let words_at = Point { x: at.x + SIGN_WIDTH, y: at.y };
    marks.push(plain(words_at, Align::Left, row.words(), LEGEND_SIZE, Face::Regular, style.ink));
}

fn sign_marks(view: &View, style: &Style, sign: Sign, at: Point, shown: &incidents::Drawn) -> Vec<Mark> {
    let circle = |centre: Point, radius: f32, fill: Rgba, stroke: Option<Stroke>| Mark::Circle {
        centre,
        radius,
        fill: Some(fill),
        stroke,
    };
    let ring = |dash: Option<Dash>| {
        let edge = Stroke { width: 1.3, colour: style.precision_line, dash };
        vec![circle(at, 7.5, style.precision_fill, Some(edge))]
    };
    match sign {
        Sign::PinExact | Sign::PinNear => {
            let foot = Point { x: at.x, y: at.y + 9.5 };
            let mut marks = pin_foot(style, foot, style.quiet_ink, sign == Sign::PinExact);
            marks.push(circle(Point { x: foot.x, y: foot.y - 14.0 }, 5.4, style.quiet_ink, None));
            marks
        }
        Sign::Ring => ring(None),
        Sign::DashedRing => ring(Some(Dash { on: 3.0, off: 2.2 })),
        Sign::Stretch => {
            let points: Arc<[Point]> = [Point { x: at.x - 9.0, ..at }, Point { x: at.x + 9.0, ..at }].into();
            let dash = Some(Dash { on: 3.0, off: 2.2 });
            vec![
                Mark::Line {
                    points: Arc::clone(&points),
                    stroke: Stroke { width: 7.0, colour: style.precision_fill, dash: None },
                },
                Mark::Line { points, stroke: Stroke { width: 1.3, colour: style.precision_line, dash } },
            ]
        }
        Sign::Hollow => {
            let edge = Stroke { width: 2.0, colour: style.quiet_ink, dash: None };
            vec![circle(at, 6.0, style.hollow_fill, Some(edge))]
        }
        Sign::Way => {
            let (from, tip) = (Point { x: at.x - 10.0, y: at.y }, Point { x: at.x + 13.0, y: at.y });
            let dash = Some(Dash { on: 4.0, off: 2.5 });
            let stroke = Stroke { width: 1.3, colour: style.quiet_ink, dash };
            let line = Mark::Line { points: [from, Point { x: tip.x - 5.0, y: tip.y }].into(), stroke };
            let mut marks = vec![line, arrow_head(tip, Point { x: 1.0, y: 0.0 }, style.quiet_ink)];
            marks.extend(end_sign(style, from, style.quiet_ink));
            marks
        }
        Sign::District => swatch(style, at, 4.6),
        Sign::Province => swatch(style, at, 9.2),
        Sign::Badge => {
            let colours = shown.types.keys().take(3).map(|code| (type_colour(code, view.theme), 1));
            badge_marks(style, at, &colours.collect::<Vec<_>>(), 3)
        }
    }
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
