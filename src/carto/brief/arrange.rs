//! Where everything stands on the first page: the map takes what all else leaves.

use std::sync::Arc;

use crate::{
    analysis::Index,
    model::{DaySpan, Document, Incident},
};

use super::{
    super::{
        Align, Block, Camera, Content, Face, Mark, Page, PageLink, Part, PicturePart, Point, Rect, Relief,
        Scene, Stroke, Style, SymbolSet, View, furniture::attribution_words,
    },
    About, Brief, Texts,
    bands::{banner, numbers, paragraphs, small, title},
    entries::{Entry, Missing},
    figures::{Figure, figures},
    histogram::histogram,
    layout::{Layout, Paper, Spot},
    legend::legend,
    list::{list, whole_height},
    map::{Map, SMALLEST_MAP, Subject, map},
    overleaf::{Rest, further_pages},
    parts::Set,
    setting::{Look, SMALLEST, rect_at, set_line},
};

/// What a brief is made from.
pub(super) struct Order<'a> {
    pub document: &'a Document,
    pub index: &'a Index,
    /// In time order.
    pub incidents: Vec<Arc<Incident>>,
    pub view: &'a View,
    pub layout: &'a Layout,
    pub about: &'a About,
    pub texts: Texts,
}

/// Sizes that depend on the paper.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measures {
    pub page: Point,
    pub margin: f32,
    pub title: f32,
    pub subtitle: f32,
    pub list: f32,
}

/// Between two parts.
pub(super) const GAP: f32 = 11.0;

/// The least height of a list beside the map: its heading and a row or two.
const SHORTEST_LIST: f32 = 64.0;

impl Measures {
    fn of(layout: &Layout) -> Self {
        let page = layout.size();
        match layout.paper {
            Paper::Slide => Self { page, margin: 30.0, title: 30.0, subtitle: 16.0, list: 13.5 },
            Paper::A4 | Paper::Letter => Self { page, margin: 40.0, title: 27.0, subtitle: 15.0, list: 12.5 },
        }
    }

    pub fn width(&self) -> f32 {
        self.page.x - 2.0 * self.margin
    }
}

/// A page that is not yet a Scene: its number may still be unknown.
#[derive(Default)]
pub(super) struct Draft {
    pub blocks: Vec<Block>,
    pub links: Vec<PageLink>,
    pub map: Option<Map>,
    /// Left end, middle and width of the line of version and page.
    pub version: Option<(Point, f32)>,
}

impl Draft {
    pub fn put(&mut self, set: Set, at: Point) {
        let (block, links) = set.at(at);
        self.blocks.push(block);
        self.links.extend(links);
    }
}

/// All pages.
pub(super) fn pages(order: &Order<'_>) -> Brief {
    let measures = Measures::of(order.layout);
    let (first, rest) = first_page(order, &measures);
    let labels = first.map.as_ref().map(|map| map.labels.clone()).unwrap_or_default();
    let mut drafts = vec![first];
    drafts.extend(further_pages(order, &measures, rest));
    let count = drafts.len();
    let pages = drafts
        .into_iter()
        .enumerate()
        .map(|(i, draft)| finished(order, &measures, draft, (i + 1, count)))
        .collect();
    let labels = if order.layout.has(Part::List) { labels } else { Vec::new() };
    Brief { pages, labels }
}

/// The bands that all pages have: what is left between them, from top to bottom.
pub(super) fn banners(order: &Order<'_>, measures: &Measures, draft: &mut Draft) -> (f32, f32) {
    let handling = &order.layout.banner;
    let (mut top, mut bottom) = (0.0, measures.page.y);
    if let Some(set) = banner(handling, Part::BannerTop, measures.page.x) {
        top += set.size.y;
        draft.put(set, Point::default());
    }
    if let Some(set) = banner(handling, Part::BannerBottom, measures.page.x) {
        bottom -= set.size.y;
        draft.put(set, Point { x: 0.0, y: bottom });
    }
    let margin = measures.margin * 0.62;
    (top + margin, bottom - margin)
}

/// What stands where it was wished, or gives way to the map.
#[derive(Clone, Copy, Debug)]
struct Wishes {
    list: Option<Spot>,
    legend: Option<Spot>,
    histogram: Option<Spot>,
    numbers: Option<Spot>,
    sources: bool,
    /// How much of the height between head and foot a list under the map may take.
    list_share: f32,
    /// Legend and histogram under the map reach below the column beside it too.
    wide_band: bool,
}

impl Wishes {
    fn of(order: &Order<'_>) -> Self {
        let layout = order.layout;
        let spot = |part: Part| layout.spot(part).filter(|_| layout.has(part));
        Self {
            list: spot(Part::List).filter(|_| !order.incidents.is_empty()),
            legend: spot(Part::Legend),
            histogram: spot(Part::Histogram),
            numbers: spot(Part::Numbers),
            sources: layout.has(Part::Sources),
            list_share: 0.46,
            wide_band: false,
        }
    }

    /// The wishes one after the other that give way where the map would become too small.
    fn giving_way(self) -> [Self; 7] {
        let overleaf = |spot: Option<Spot>| spot.map(|_| Spot::Overleaf);
        let low = Self { list_share: 0.3, ..self };
        let wide = Self { wide_band: true, ..low };
        let histogram = Self { histogram: overleaf(wide.histogram), ..wide };
        let legend = Self { legend: overleaf(wide.legend), ..histogram };
        let list = Self { list: overleaf(legend.list), ..legend };
        [
            self,
            low,
            wide,
            histogram,
            legend,
            list,
            Self { sources: false, numbers: overleaf(self.numbers), ..list },
        ]
    }
}

/// Heights that only the finished map tells.
#[derive(Clone, Copy, Debug, Default)]
struct Reserve {
    notes: f32,
    legend: f32,
}

fn first_page(order: &Order<'_>, measures: &Measures) -> (Draft, Rest) {
    const ROUNDS: usize = 6;
    let attempts = Wishes::of(order).giving_way();
    let mut last = None;
    for wishes in attempts {
        let mut reserve = Reserve::default();
        for _ in 0..ROUNDS {
            let attempt = attempt(order, measures, wishes, reserve);
            let (need, room) = (attempt.need, attempt.map_size);
            last = Some((attempt.draft, attempt.rest));
            // Of the height of the page.
            let share = if measures.page.x > measures.page.y { 0.33 } else { 0.27 };
            let lowest = SMALLEST_MAP.y.max(measures.page.y * share);
            if room.x < SMALLEST_MAP.x || room.y < lowest || !attempt.column_has_room {
                break;
            }
            if need.notes <= reserve.notes + 0.5 && need.legend <= reserve.legend + 0.5 {
                return last.unwrap_or_default();
            }
            reserve =
                Reserve { notes: reserve.notes.max(need.notes), legend: reserve.legend.max(need.legend) };
        }
    }
    last.unwrap_or_default()
}

struct Attempt {
    draft: Draft,
    rest: Rest,
    need: Reserve,
    map_size: Point,
    column_has_room: bool,
}

/// The head of the first page; where it ends.
fn head(order: &Order<'_>, measures: &Measures, top: f32, wishes: Wishes, draft: &mut Draft) -> f32 {
    let style = Style::of(order.view.theme);
    let (x, width) = (measures.margin, measures.width());
    let mut y = top;
    if order.layout.has(Part::Title)
        && let Some(set) = title(style, &order.texts.title, width, measures.title)
    {
        let height = set.size.y;
        draft.put(set, Point { x, y });
        y += height;
    }
    let look = Look { size: measures.subtitle, face: Face::Regular, colour: style.quiet_ink };
    if order.layout.has(Part::Subtitle)
        && let Some(set) = paragraphs(Part::Subtitle, look, &order.texts.subtitle, width, Align::Left)
    {
        let height = set.size.y;
        draft.put(set, Point { x, y });
        y += height;
    }
    if y > top {
        y += GAP * 0.6;
    }
    if wishes.numbers == Some(Spot::Head) {
        let set = numbers(style, &key_figures(order), width);
        let height = set.size.y;
        draft.put(set, Point { x, y });
        y += height + GAP * 0.7;
    }
    y
}

pub(super) fn key_figures(order: &Order<'_>) -> Vec<Figure> {
    let asked = (&order.view.filter, order.view.window);
    figures(order.document, order.index, &order.incidents, asked, order.about.today)
}

/// The foot of the first page from the bottom up; where it begins, and where the notes belong.
fn foot(order: &Order<'_>, measures: &Measures, bottom: f32, wishes: Wishes, draft: &mut Draft) -> f32 {
    let style = Style::of(order.view.theme);
    let (x, width) = (measures.margin, measures.width());
    let look = small(style);
    let mut y = bottom;
    y -= look.line_height() * foot_lines(order, measures) as f32;
    if order.layout.has(Part::Version) {
        draft.version = Some((Point { x, y: bottom - look.line_height() / 2.0 }, width));
    }
    let published = order.document.facts().published.as_ref().map(|told| format!("Published copy: {told}"));
    let credits: Vec<String> =
        published.into_iter().chain([format!("Map: {}", attribution_words(order.view))]).collect();
    if let Some(set) = paragraphs(Part::Attribution, look, &credits, width, Align::Left) {
        y -= set.size.y;
        draft.put(set, Point { x, y });
    }
    if wishes.sources
        && let Some(set) = paragraphs(Part::Sources, look, &order.texts.sources, width, Align::Left)
    {
        y -= set.size.y;
        draft.put(set, Point { x, y });
    }
    y
}

/// The areas between head and foot.
struct Areas {
    map: Rect,
    list: Option<Rect>,
    legend: (Point, f32),
    histogram: (Point, f32),
    numbers: Point,
    notes: Point,
    /// What stands in the column beside the map does not reach into the head.
    column_has_room: bool,
}

/// Heights of what is set before the map is.
#[derive(Clone, Copy, Debug)]
struct Heights {
    reserve: Reserve,
    histogram: f32,
    numbers: f32,
}

fn in_column(spot: Option<Spot>) -> bool {
    matches!(spot, Some(Spot::Left | Spot::Right))
}

/// The width of the column beside the map; 0 where there is none.
fn column_width(measures: &Measures, wishes: Wishes) -> f32 {
    let width = measures.width();
    if in_column(wishes.list) {
        (width * 0.37).clamp(230.0, 520.0).min(width * 0.5)
    } else if in_column(wishes.legend) || in_column(wishes.histogram) {
        (width * 0.27).clamp(210.0, 330.0).min(width * 0.45)
    } else {
        0.0
    }
}

fn histogram_width(measures: &Measures, wishes: Wishes) -> f32 {
    match wishes.histogram {
        Some(spot) if in_column(Some(spot)) => column_width(measures, wishes),
        Some(_) | None => ((measures.width() - column_width(measures, wishes)) * 0.28).clamp(200.0, 380.0),
    }
}

/// Shares the room out: from below notes, list, numbers, legend and histogram, then the column, and the map has the
/// rest.
fn divide(
    order: &Order<'_>,
    measures: &Measures,
    (top, bottom): (f32, f32),
    wishes: Wishes,
    heights: Heights,
) -> Areas {
    let Heights { reserve, histogram, numbers } = heights;
    let (left, width) = (measures.margin, measures.width());
    let spaced = |height: f32| if height > 0.0 { height + GAP } else { 0.0 };
    let mut y = bottom - GAP * 0.7 - spaced(reserve.notes);
    let notes = Point { x: left, y: y + GAP * 0.7 };
    let list_below = (wishes.list == Some(Spot::Below)).then(|| {
        let most = (y - top) * wishes.list_share;
        let entries: Vec<Entry> = order
            .incidents
            .iter()
            .take(200)
            .zip(1..)
            .map(|(incident, number)| Entry::of(incident, number, Some(Missing::Outside)))
            .collect();
        let style = Style::of(order.view.theme);
        let height = whole_height(style, &entries, width, measures.list, most);
        y -= height + GAP;
        rect_at(Point { x: left, y: y + GAP }, width, height)
    });
    y -= spaced(if wishes.numbers == Some(Spot::Below) { numbers } else { 0.0 });
    let numbers = Point { x: left, y: y + GAP };
    let below = |spot: Option<Spot>| spot == Some(Spot::Below);
    let bars_width = histogram_width(measures, wishes);
    let legend_below = if below(wishes.legend) { reserve.legend } else { 0.0 };
    let bars_below = if below(wishes.histogram) { histogram } else { 0.0 };
    let mut column_bottom = y;
    y -= spaced(legend_below.max(bars_below));
    let band = y + GAP;
    if wishes.wide_band {
        column_bottom = y;
    }

    let column_width = column_width(measures, wishes);
    let at_left = wishes.list == Some(Spot::Left);
    let column_x = if at_left { left } else { left + width - column_width };
    if in_column(wishes.histogram) && histogram > 0.0 {
        column_bottom -= histogram + GAP;
    }
    let bars_at = Point { x: column_x, y: column_bottom + GAP };
    if in_column(wishes.legend) && reserve.legend > 0.0 {
        column_bottom -= reserve.legend + GAP;
    }
    let legend_at = Point { x: column_x, y: column_bottom + GAP };
    let least = if in_column(wishes.list) { SHORTEST_LIST } else { 0.0 };
    let column_has_room = column_bottom >= top + least;
    let column = Rect {
        min: Point { x: column_x, y: top },
        max: Point { x: column_x + column_width, y: column_bottom.max(top + 1.0) },
    };
    let beside = if column_width > 0.0 { column_width + GAP * 1.4 } else { 0.0 };
    let map_x = if at_left { left + beside } else { left };
    // Whole pixels: the map's edge is as sharp as that of the paper around it.
    let map = Rect {
        min: Point { x: map_x.round(), y: top.round() },
        max: Point { x: (map_x + width - beside).round(), y: y.round().max(top.round() + 8.0) },
    };
    // What stands under the map is as wide as the map: the column beside it goes all the way down.
    let bars_room = if below(wishes.histogram) && histogram > 0.0 { bars_width + GAP * 2.0 } else { 0.0 };
    let (band_x, band_width) = if wishes.wide_band { (left, width) } else { (map_x, width - beside) };
    let legend_room = band_width - bars_room;
    Areas {
        map,
        list: if in_column(wishes.list) { Some(column) } else { list_below },
        legend: match wishes.legend {
            Some(spot) if in_column(Some(spot)) => (legend_at, column_width),
            Some(_) | None => (Point { x: band_x, y: band }, legend_room),
        },
        histogram: match wishes.histogram {
            Some(spot) if in_column(Some(spot)) => (bars_at, column_width),
            Some(_) | None => (Point { x: band_x + band_width - bars_width, y: band }, bars_width),
        },
        numbers,
        notes,
        column_has_room,
    }
}

fn attempt(order: &Order<'_>, measures: &Measures, wishes: Wishes, reserve: Reserve) -> Attempt {
    let style = Style::of(order.view.theme);
    let mut draft = Draft::default();
    let mut rest = Rest::default();
    let (top, bottom) = banners(order, measures, &mut draft);
    let top = head(order, measures, top, wishes, &mut draft);
    let foot_top = foot(order, measures, bottom, wishes, &mut draft);

    let bars = wishes
        .histogram
        .and_then(|_| histogram(style, order.index, order.view, histogram_width(measures, wishes)));
    let figures = wishes
        .numbers
        .filter(|spot| *spot != Spot::Head)
        .map(|_| numbers(style, &key_figures(order), measures.width()));
    let height = |set: &Option<Set>| set.as_ref().map_or(0.0, |set| set.size.y);
    let heights = Heights { reserve, histogram: height(&bars), numbers: height(&figures) };
    let areas = divide(order, measures, (top, foot_top), wishes, heights);

    let map = map(&subject(order), areas.map);
    let entries = entries(order, &map);
    let mut shortened = false;
    if let Some(rect) = areas.list {
        let size = Point { x: rect.max.x - rect.min.x, y: rect.max.y - rect.min.y };
        let heading = list_heading(order, &map);
        let set = |letters: f32| list(style, &entries, (0, entries.len()), size, letters, heading);
        let usual = set(measures.list);
        // The smallest letters, where they save a second page.
        let small = (usual.taken < entries.len()).then(|| set(SMALLEST));
        let part = small.filter(|part| part.taken == entries.len()).unwrap_or(usual);
        shortened = part.shortened;
        rest.from = part.taken;
        draft.put(part.set, rect.min);
    }
    if wishes.list.is_some() {
        rest.entries = entries;
    }
    let mut need = Reserve::default();
    match wishes.legend {
        Some(Spot::Overleaf) => rest.sets.extend(legend(style, &map.legend, measures.width())),
        Some(_) => {
            if let Some(set) = legend(style, &map.legend, areas.legend.1) {
                need.legend = set.size.y;
                draft.put(set, areas.legend.0);
            }
        }
        None => {}
    }
    for (set, spot, at) in
        [(bars, wishes.histogram, areas.histogram.0), (figures, wishes.numbers, areas.numbers)]
    {
        match (set, spot) {
            (Some(set), Some(Spot::Overleaf)) => rest.sets.push(set),
            (Some(set), Some(_)) => draft.put(set, at),
            (_, None) | (None, _) => {}
        }
    }
    if !wishes.sources && order.layout.has(Part::Sources) {
        let texts = &order.texts.sources;
        rest.sets.extend(paragraphs(Part::Sources, small(style), texts, measures.width(), Align::Left));
    }
    if order.layout.has(Part::Notes) {
        let look = Look { colour: style.ink, ..small(style) };
        let notes = [notes(order, &map, shortened)];
        if let Some(set) = paragraphs(Part::Notes, look, &notes, measures.width(), Align::Left) {
            need.notes = set.size.y;
            draft.put(set, areas.notes);
        }
    }
    if order.layout.has(Part::Projection) {
        let look = small(style);
        let words = projection_words(map.camera.centre.lat());
        let lines = foot_lines(order, measures) as f32;
        let width = look.width(&words) + 1.0;
        if let Some(set) = paragraphs(Part::Projection, look, &[words], width, Align::Left) {
            draft.put(set, Point { x: measures.margin, y: bottom - look.line_height() * lines });
        }
    }
    let map_size = Point { x: areas.map.max.x - areas.map.min.x, y: areas.map.max.y - areas.map.min.y };
    draft.map = Some(map);
    Attempt { draft, rest, need, map_size, column_has_room: areas.column_has_room }
}

fn subject<'a>(order: &'a Order<'_>) -> Subject<'a> {
    Subject {
        document: order.document,
        incidents: &order.incidents,
        view: order.view,
        layout: order.layout,
        screen: order.about.screen,
    }
}

/// The entries of the list, in the order of the numbers on the map.
fn entries(order: &Order<'_>, map: &Map) -> Vec<Entry> {
    let numbered = map.order.iter().zip(1..);
    numbered
        .filter_map(|((id, missing), number)| Some(Entry::of(&*order.document.get(id)?, number, *missing)))
        .collect()
}

fn list_heading(order: &Order<'_>, map: &Map) -> &'static str {
    if map.by_place_instead || order.layout.order == super::layout::Order::Place {
        "Incidents, from west to east"
    } else {
        "Incidents by date"
    }
}

/// What the numbers do not say.
fn notes(order: &Order<'_>, map: &Map, shortened: bool) -> String {
    let count = |why: Missing| map.order.iter().filter(|(_, missing)| *missing == Some(why)).count();
    let (without, outside) = (count(Missing::WithoutPlace), count(Missing::Outside));
    let mut notes = Vec::new();
    let missing = without + outside;
    if missing > 0 {
        let verb = if missing == 1 { "is" } else { "are" };
        let why = match (without, outside) {
            (_, 0) => "without a place".to_owned(),
            (0, _) => "outside it".to_owned(),
            (without, outside) => format!("{without} without a place, {outside} outside it"),
        };
        notes.push(format!("{missing} of {} {verb} not on the map: {why}.", map.order.len()));
    }
    if order.layout.signs.by_toll {
        notes.push("Larger signs: more killed.".to_owned());
    }
    if order.layout.signs.set == SymbolSet::Framed {
        notes.push("Frames as in APP-6, all of unknown affiliation: the records name no side.".to_owned());
    }
    if order.layout.has(Part::List) {
        if map.by_place_instead {
            notes.push("Numbered by place: by date, the numbers of one place would be too many.".to_owned());
        }
        if shortened {
            notes.push(SHORTENED.to_owned());
        }
    }
    notes.join(" ")
}

/// Said wherever words of the list were shortened.
pub(super) const SHORTENED: &str = "Words that end in … are shortened; the document has them whole.";

fn projection_words(latitude: f64) -> String {
    let side = if latitude < 0.0 { 'S' } else { 'N' };
    format!("Web Mercator (EPSG:3857), WGS 84; scale true at {:.1}° {side}", latitude.abs())
}

/// What names the state of the document, the day and the page.
fn version_words(order: &Order<'_>, (page, pages): (usize, usize)) -> String {
    let mut parts = Vec::new();
    parts.extend(order.about.version.as_ref().map(|version| format!("Version {version}")));
    parts.extend(order.about.today.map(|today| DaySpan::day(today).to_string()));
    if pages > 1 {
        parts.push(format!("Page {page} of {pages}"));
    }
    parts.join(" · ")
}

/// Projection and version share a line where they have room.
fn foot_lines(order: &Order<'_>, measures: &Measures) -> usize {
    let look = small(Style::of(order.view.theme));
    let both = look.width(&projection_words(-88.8)) + 24.0 + look.width(&version_words(order, (888, 888)));
    match (order.layout.has(Part::Version), order.layout.has(Part::Projection)) {
        (true, true) if both > measures.width() => 2,
        (false, false) => 0,
        (true | false, true) | (true, false) => 1,
    }
}

/// The page as a Scene: the map below, paper around it, and all blocks upon that.
fn finished(order: &Order<'_>, measures: &Measures, draft: Draft, number: (usize, usize)) -> Page {
    let style = Style::of(order.view.theme);
    let Draft { mut blocks, links, map, version } = draft;
    if let Some((at, width)) = version {
        let look = small(style);
        let words = version_words(order, number);
        if !words.is_empty() {
            let own = look.width(&words) + 1.0;
            let corner = Point { x: at.x + width - own, y: at.y - look.line_height() / 2.0 };
            let set = Set {
                part: Part::Version,
                size: Point { x: own, y: look.line_height() },
                marks: vec![set_line(
                    look,
                    &words,
                    Point { x: 0.0, y: look.line_height() / 2.0 },
                    own,
                    Align::Right,
                )],
                alt: words.clone(),
                content: Content::Text(vec![look.words(words, Align::Right)]),
                links: Vec::new(),
            };
            blocks.push(set.at(corner).0);
        }
    }
    let size = measures.page;
    let mut furniture = Vec::new();
    let mut parts = Vec::new();
    let frame = map.as_ref().map(|map| map.rect);
    furniture.extend(paper(style, size, frame));
    let mut scene = Scene {
        size,
        map_min: Point::default(),
        map_size: Point::default(),
        camera: order.view.camera,
        relief: Relief::Hidden,
        relief_opacity: 0.0,
        tiles: None,
        ground: style.paper,
        parts: Vec::new(),
        targets: Vec::new(),
        inset: None,
        panels: Vec::new(),
        shown: order.incidents.len(),
        total: order.document.len(),
        shelf: Vec::new(),
    };
    if let Some(map) = map {
        blocks.push(map_block(order, &map));
        for (part, rect, marks) in map.pieces {
            let (alt, content) = (part.label().to_owned(), Content::Picture);
            blocks.push(Block { part, rect, alt, content, marks: marks.into() });
        }
        let map_size = Point { x: map.rect.max.x - map.rect.min.x, y: map.rect.max.y - map.rect.min.y };
        let camera: Camera = map.camera;
        scene = Scene {
            map_min: map.rect.min,
            map_size,
            camera,
            relief: map.relief,
            relief_opacity: map.relief_opacity,
            ground: map.ground,
            ..scene
        };
        parts.extend(map.parts);
    }
    blocks.sort_by_key(|block| reading_place(block.part));
    furniture.extend(blocks.iter().flat_map(|block| block.marks.iter().cloned()));
    let furniture: Arc<[Mark]> = furniture.into();
    parts.push((PicturePart::Furniture, furniture));
    scene.parts = parts;
    Page { scene, paper: order.layout.paper_size(), blocks, links, title: order.texts.title.clone() }
}

fn map_block(order: &Order<'_>, map: &Map) -> Block {
    let on_map = map.order.iter().filter(|(_, missing)| missing.is_none()).count();
    let window = order.texts.subtitle.first().map(String::as_str).unwrap_or_default();
    Block {
        part: Part::Map,
        rect: map.rect,
        alt: format!(
            "Map: {}. {on_map} of {} incidents stand on it. {window}",
            order.texts.title,
            map.order.len()
        ),
        content: Content::Picture,
        marks: Arc::from([]),
    }
}

/// Paper everywhere but on the map, and the edge of the map.
fn paper(style: &Style, size: Point, map: Option<Rect>) -> Vec<Mark> {
    let card = |min: Point, max: Point| Mark::Card {
        min,
        size: Point { x: max.x - min.x, y: max.y - min.y },
        radius: 0.0,
        fill: style.paper,
        stroke: None,
    };
    let corner = Point::default();
    let Some(map) = map else { return vec![card(corner, size)] };
    let at = |x: f32, y: f32| Point { x, y };
    let edge = [map.min, at(map.max.x, map.min.y), map.max, at(map.min.x, map.max.y), map.min];
    vec![
        card(corner, at(size.x, map.min.y)),
        card(at(0.0, map.max.y), size),
        card(at(0.0, map.min.y), at(map.min.x, map.max.y)),
        card(at(map.max.x, map.min.y), at(size.x, map.max.y)),
        Mark::Line {
            points: edge.into(),
            stroke: Stroke { width: 1.2, colour: style.quiet_ink, dash: None },
        },
    ]
}

/// The order in which a page is read.
fn reading_place(part: Part) -> u8 {
    match part {
        Part::BannerTop => 0,
        Part::Title => 1,
        Part::Subtitle => 2,
        Part::Numbers => 3,
        Part::Map => 4,
        Part::Inset => 5,
        Part::Scale => 6,
        Part::North => 7,
        Part::List => 8,
        Part::Legend => 9,
        Part::Histogram => 10,
        Part::Notes => 11,
        Part::Sources => 12,
        Part::Attribution => 13,
        Part::Projection => 14,
        Part::Version => 15,
        Part::BannerBottom => 16,
    }
}
