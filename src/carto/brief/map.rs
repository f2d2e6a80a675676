//! The map of a brief: the same marks as in the window, larger, with the numbers of the list, and the small pieces in
//! its corners.

use std::{collections::BTreeSet, sync::Arc};

use crate::model::{Document, Extent, Incident, IncidentId, Zoom};

use super::{
    super::{
        Camera, Face, Layer, Mark, PicturePart, Point, Rect, Relief, Style, Theme, View, Viewport,
        furniture::{self, LegendRow, Piece, legend_rows},
        ground::{Frame, ground_colour, ground_marks},
        incidents::incident_marks,
        labels::{Room, name_marks},
        layers::draw_layer,
        measuring::measured_marks,
        overlays::overlay_marks,
        precision::precision_marks,
        relief::relief_strength,
        signs::sign_radius,
        stacks::Placed,
        style::PIN_HEIGHT,
    },
    Label, Part,
    entries::Missing,
    layout::{Ground, Layout, Spot},
    numbers::{Numbering, label_marks, leader_marks, numbered},
    setting::{Look, SMALLEST},
};

/// A map is not worth drawing below this side, logical pixels of the sheet.
pub(super) const SMALLEST_MAP: Point = Point { x: 240.0, y: 170.0 };

/// The finished map in the coordinates of the sheet.
pub(super) struct Map {
    pub rect: Rect,
    pub camera: Camera,
    pub relief: Relief,
    pub relief_opacity: f32,
    pub ground: super::super::Rgba,
    pub parts: Vec<(PicturePart, Arc<[Mark]>)>,
    /// Locator, scale bar and north arrow, each with the rectangle it takes.
    pub pieces: Vec<(Part, Rect, Vec<Mark>)>,
    pub legend: Vec<LegendRow>,
    pub labels: Vec<Label>,
    /// All incidents in the order of their numbers, with why one is not on the map.
    pub order: Vec<(IncidentId, Option<Missing>)>,
    pub by_place_instead: bool,
}

/// What a map is drawn from.
pub(super) struct Subject<'a> {
    pub document: &'a Document,
    /// In time order.
    pub incidents: &'a [Arc<Incident>],
    pub view: &'a View,
    pub layout: &'a Layout,
    /// The size of the map in the window, where there is one.
    pub screen: Option<Point>,
}

impl Subject<'_> {
    /// From where a map of this size looks at the ground that is wanted.
    fn camera(&self, size: Point) -> Camera {
        const MARGIN: f32 = 34.0;
        /// One point has no extent: near enough to see its district.
        const NEAREST: f64 = 9.5;
        match self.layout.ground {
            Ground::Frontier => Viewport::fit(Extent::FRONTIER, size, 8.0),
            Ground::Screen => {
                let screen = self.screen.unwrap_or(size);
                let share = (size.x / screen.x.max(1.0)).min(size.y / screen.y.max(1.0));
                let zoom = self.view.camera.zoom.0 + f64::from(share).log2();
                Camera { zoom: Zoom(zoom.max(3.0)), ..self.view.camera }
            }
            Ground::Incidents => {
                let positions = self.incidents.iter().filter_map(|incident| incident.place.drawn_at());
                match Extent::around(positions) {
                    Some(extent) => {
                        let camera = Viewport::fit(extent, size, MARGIN);
                        Camera { zoom: Zoom(camera.zoom.0.min(NEAREST)), ..camera }
                    }
                    None => Viewport::fit(Extent::FRONTIER, size, 8.0),
                }
            }
        }
    }
}

/// The map in a rectangle of the sheet. It is drawn on a smaller sheet of its own and enlarged, so that its smallest
/// words are as large as those around it.
pub(super) fn map(subject: &Subject<'_>, rect: Rect) -> Map {
    let Subject { document, incidents, view, layout, .. } = *subject;
    let times = layout.lettering.times();
    let size = Point { x: (rect.max.x - rect.min.x) / times, y: (rect.max.y - rect.min.y) / times };
    let mut view = view.clone();
    view.opened = None;
    view.camera = subject.camera(size);
    let view = &view;
    let style = Style::of(view.theme);
    let frame = Frame::new(Viewport { camera: view.camera, size }, Point::default());

    let placed: Vec<Placed> =
        incidents.iter().filter_map(|one| Placed::new(Arc::clone(one), &frame)).collect();
    let (placed, outside): (Vec<Placed>, Vec<Placed>) = placed.into_iter().partition(|p| {
        frame.holds(p.symbol, sign_radius(view, &p.incident) + 3.0) && frame.holds(p.foot, 3.0)
    });
    let around = view.rings_at(document);
    let ground = ground_marks(view, &frame, around);
    let (mut areas, mut area_signs) = (Vec::new(), BTreeSet::new());
    draw_layer(view, Layer::Precision, &mut areas, |areas| {
        (*areas, area_signs) = precision_marks(view, &frame, &placed);
    });

    let pieces = corner_pieces(subject, view, &frame, &placed);
    let reserved: Vec<Rect> = pieces.iter().map(|(_, rect, _)| *rect).collect();
    let look = Look { size: (SMALLEST + 1.0) / times, face: Face::SemiBold, colour: style.paper };
    let missing = missing(incidents, &outside);
    let missing_ids: Vec<IncidentId> = missing.iter().map(|(id, _)| id.clone()).collect();
    let Numbering { numbers, stacks, labels, by_place_instead } =
        numbered(view, (&frame, look), (&placed, &missing_ids), layout.order, &reserved);
    let on_map: Vec<Arc<Incident>> = placed.iter().map(|p| Arc::clone(&p.incident)).collect();
    let drawn = incident_marks(view, &frame, &on_map, &stacks);

    let mut room = Room::new(&frame);
    for rect in reserved.iter().chain(labels.iter().map(|label| &label.rect)) {
        room.reserve(rect.grown(2.0));
    }
    for rect in &drawn.taken {
        room.cover(*rect);
    }
    let measured = measured_marks(view, &frame, &mut room);
    let names = name_marks(view, &frame, around, &mut room);
    let mut incident_parts = leader_marks(style, &labels);
    incident_parts.extend(drawn.marks.iter().cloned());
    if layout.has(Part::List) {
        incident_parts.extend(label_marks(style, look, &labels));
    }

    let to_sheet = |marks: &[Mark]| -> Vec<Mark> {
        marks.iter().map(|mark| mark.scaled(times).moved(rect.min)).collect()
    };
    let on_sheet = |small: &Rect| {
        let at = |p: Point| Point { x: rect.min.x + p.x * times, y: rect.min.y + p.y * times };
        Rect { min: at(small.min), max: at(small.max) }
    };
    let parts = vec![
        (PicturePart::Basemap, to_sheet(&ground.below).into()),
        (PicturePart::PrecisionAreas, to_sheet(&areas).into()),
        (PicturePart::BasemapAbove, to_sheet(&ground.above).into()),
        (PicturePart::Overlays, to_sheet(&overlay_marks(view, &frame, false)).into()),
        (PicturePart::PlaceNames, to_sheet(&names).into()),
        (PicturePart::Measured, to_sheet(&measured).into()),
        (PicturePart::Incidents, to_sheet(&incident_parts).into()),
        (PicturePart::OverlaysAbove, to_sheet(&overlay_marks(view, &frame, true)).into()),
    ];
    let mut reasons = missing.into_iter().collect::<std::collections::BTreeMap<_, _>>();
    let mut order: Vec<(usize, IncidentId)> = numbers.into_iter().map(|(id, number)| (number, id)).collect();
    order.sort_unstable();
    Map {
        rect,
        camera: Camera { zoom: Zoom(view.camera.zoom.0 + f64::from(times).log2()), ..view.camera },
        relief: relief_of(view),
        relief_opacity: relief_strength(view),
        ground: ground_colour(view, frame.viewport),
        parts,
        pieces: pieces.iter().map(|(part, rect, marks)| (*part, on_sheet(rect), to_sheet(marks))).collect(),
        legend: legend_rows(view, &frame, (&drawn, &area_signs, &ground.layers)),
        labels: labels.into_iter().map(|label| Label { rect: on_sheet(&label.rect), ..label }).collect(),
        order: order.into_iter().map(|(_, id)| (id.clone(), reasons.remove(&id))).collect(),
        by_place_instead,
    }
}

fn relief_of(view: &View) -> Relief {
    match (view.layers.is_on(Layer::Relief), view.theme) {
        (false, Theme::Light | Theme::Dark | Theme::Print) => Relief::Hidden,
        (true, Theme::Light) => Relief::Light,
        (true, Theme::Dark) => Relief::Dark,
        (true, Theme::Print) => Relief::Print,
    }
}

/// Incidents that are not on the map, in time order, with the reason.
fn missing(incidents: &[Arc<Incident>], outside: &[Placed]) -> Vec<(IncidentId, Missing)> {
    let outside: BTreeSet<&IncidentId> = outside.iter().map(|p| &p.incident.id).collect();
    incidents
        .iter()
        .filter_map(|incident| {
            let why = match incident.place.drawn_at() {
                None => Missing::WithoutPlace,
                Some(_) if outside.contains(&incident.id) => Missing::Outside,
                Some(_) => return None,
            };
            Some((incident.id.clone(), why))
        })
        .collect()
}

/// Scale bar, north arrow and locator, each in the corner that was chosen or, where it would hide an incident there,
/// in another one. A locator that finds no corner is left out.
fn corner_pieces(
    subject: &Subject<'_>,
    view: &View,
    frame: &Frame,
    placed: &[Placed],
) -> Vec<(Part, Rect, Vec<Mark>)> {
    let layout = subject.layout;
    let signs: Vec<Rect> = placed
        .iter()
        .map(|p| {
            let half = sign_radius(view, &p.incident) + 2.0;
            let mut rect = Rect::around(p.symbol, Point { x: half, y: half });
            rect.max.y = rect.max.y.max(p.foot.y + 2.0).min(p.symbol.y + PIN_HEIGHT + 4.0);
            rect
        })
        .collect();
    let mut pieces: Vec<(Part, Rect, Vec<Mark>)> = Vec::new();
    let mut put = |part: Part, piece: Piece, may_hide: bool| {
        let Some(own) = piece.rects.first().copied() else { return };
        let size = Point { x: own.max.x - own.min.x, y: own.max.y - own.min.y };
        let wanted = layout.spot(part).unwrap_or(Spot::TopRight);
        let corners = std::iter::once(wanted).chain(Spot::CORNERS.into_iter().filter(|spot| *spot != wanted));
        let taken: Vec<Rect> = pieces.iter().map(|(_, rect, _)| *rect).collect();
        let free = corners.filter_map(|corner| {
            let rect = in_corner(frame, size, corner, &taken)?;
            let hidden = signs.iter().filter(|sign| sign.overlaps(&rect)).count();
            Some((hidden, rect))
        });
        // Of equals the first: the wanted corner.
        let Some((hidden, rect)) = free.min_by_key(|(hidden, _)| *hidden) else { return };
        if hidden > 0 && !may_hide {
            return;
        }
        let by = Point { x: rect.min.x - own.min.x, y: rect.min.y - own.min.y };
        pieces.push((part, rect, piece.marks.iter().map(|mark| mark.moved(by)).collect()));
    };
    if layout.has(Part::Scale) {
        put(Part::Scale, furniture::scale_bar(view, frame), true);
    }
    if layout.has(Part::North) {
        put(Part::North, furniture::north_arrow(view, frame), true);
    }
    if layout.has(Part::Inset)
        && let Some(piece) = furniture::small_inset(view, frame)
    {
        put(Part::Inset, piece, false);
    }
    pieces
}

/// A rectangle in a corner of the map, past what stands there already.
fn in_corner(frame: &Frame, size: Point, corner: Spot, others: &[Rect]) -> Option<Rect> {
    const EDGE: f32 = 7.0;
    let (min, max) = (frame.min, frame.max());
    let (left, upper) = match corner {
        Spot::TopLeft => (true, true),
        Spot::BottomLeft => (true, false),
        Spot::BottomRight => (false, false),
        Spot::TopRight | Spot::Head | Spot::Left | Spot::Right | Spot::Below | Spot::Overleaf => {
            (false, true)
        }
    };
    let x = if left { min.x + EDGE } else { max.x - EDGE - size.x };
    let mut y = if upper { min.y + EDGE } else { max.y - EDGE - size.y };
    let rect_at = |y: f32| Rect { min: Point { x, y }, max: Point { x: x + size.x, y: y + size.y } };
    while let Some(other) = others.iter().find(|other| other.overlaps(&rect_at(y))) {
        y = if upper { other.max.y + EDGE } else { other.min.y - EDGE - size.y };
    }
    let rect = rect_at(y);
    let inside = Rect { min, max }.grown(-EDGE + 0.5);
    inside.contains(&rect).then_some(rect)
}
