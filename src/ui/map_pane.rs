//! The map under the hand: walkers carries the tiles of the ground and the feel of panning; the Scene lies over it.

use std::{collections::HashSet, sync::Arc};

use eframe::egui::{
    self, CursorIcon, PointerButton, Pos2, Rect, Sense, Stroke, accesskit::Action, pos2, vec2,
};
use walkers::{Map, MapMemory};

use crate::{
    analysis::Gathered,
    carto::{
        Camera, Caption, Ground as MapGround, Guides, Layers, Mark, Point, Scene, Sheet, Targeted, Theme,
        TileLayer, View, Viewport, compose_basemap, compose_with, pick, pick_overlay,
    },
    model::{Extent, IncidentId, LonLat, Precision, Revision, Zoom, grouped},
    session::{
        Command, CompareCommand, Field, LayerCommand, Mode, OneList, OverlayCommand, Session, incident_line,
        within_limits,
    },
};

use super::{
    compare_pane::{self, CompareBar, Ground, Place},
    crowd_words,
    locator::Locator,
    map_menu::MapMenu,
    map_words, measure,
    paint::PaintedMarks,
    theme::{self, Palette},
};

/// What the pane keeps between frames.
#[derive(Default)]
pub struct MapPane {
    memory: MapMemory,
    /// The camera that walkers and the session last agreed on.
    agreed: Option<Camera>,
    scene: Option<(SceneKey, Scene)>,
    /// The ground of the map, while the camera stands still.
    ground: KeptGround,
    painted: Vec<PaintedMarks>,
    box_zoom_from: Option<Pos2>,
    wants_focus: bool,
    id: Option<egui::Id>,
    /// Where the pointer stands on the ground, for the status bar.
    pub under_pointer: Option<LonLat>,
    /// What the context menu tells of the point it was opened at.
    menu: Option<MapMenu>,
    locator: Locator,
    /// The other side of a comparison.
    other: Option<(SceneKey, Scene)>,
    other_ground: KeptGround,
    other_painted: Vec<PaintedMarks>,
    compare_bar: CompareBar,
    /// The room of the active side.
    active: Option<Rect>,
}

/// What the Scene of the pane depends on.
#[derive(PartialEq)]
struct SceneKey {
    revision: Revision,
    shown: OneList,
    view: View,
    size: (f32, f32),
    caption: Option<Caption>,
}

/// The ground of a map as it was drawn last.
type KeptGround = Option<(GroundKey, MapGround)>;

/// What the ground of a map depends on.
#[derive(PartialEq)]
struct GroundKey {
    camera: Camera,
    size: (f32, f32),
    layers: Layers,
    guides: Guides,
    rings_at: Option<LonLat>,
    theme: Theme,
    tiles: Option<TileLayer>,
}

/// So many groups of incidents can be reached one by one with the keyboard.
const MOST_NAMED_CROWDS: usize = 200;

/// Turning of the wheel that makes a whole zoom level: two to three notches of a common mouse.
const WHEEL_POINTS_A_LEVEL: f32 = 180.0;

impl MapPane {
    pub fn focus(&mut self, field: Field) {
        self.wants_focus |= field == Field::Map;
    }

    /// The widget that the map is.
    pub fn id(&self) -> Option<egui::Id> {
        self.id
    }

    /// The Scene as it was painted last.
    pub fn scene(&self) -> Option<&Scene> {
        self.scene.as_ref().map(|(_, scene)| scene)
    }

    /// What rules the map from below it; before the map is shown.
    pub fn bars(&mut self, ui: &mut egui::Ui, session: &Session) -> Vec<Command> {
        let mut commands = Vec::new();
        self.compare_bar.show(ui, session, &mut commands);
        commands
    }

    pub fn show(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        mut ground: Option<&mut dyn Ground>,
    ) -> Vec<Command> {
        let mut commands = Vec::new();
        let rect = ui.available_rect_before_wrap();
        let places = session.comparison().map(|comparison| {
            [comparison.active, comparison.active.across()]
                .map(|side| compare_pane::place(comparison, side, rect))
        });
        let (own, other) = match places {
            Some([own, other]) => (own, Some(other)),
            None => (Place { whole: rect, seen: rect }, None),
        };
        self.active = Some(own.whole);
        let camera = session.view().camera;
        if self.agreed != Some(camera) {
            self.memory.center_at(walkers::lon_lat(camera.centre.lon(), camera.centre.lat()));
            // The limits of the session lie inside walkers' own.
            let _within = self.memory.set_zoom(camera.zoom.0);
        }
        let shift = ui.input(|input| input.modifiers.shift);
        let drag = if shift {
            egui::DragPanButtons::empty()
        } else {
            egui::DragPanButtons::PRIMARY | egui::DragPanButtons::MIDDLE
        };
        let land = super::paint::colour(crate::carto::flat_land(session.view().theme));
        ui.painter().rect_filled(rect, 0.0, land);
        // Each side lies on a ground of its own; the map of the gestures then has none.
        if let (Some(other), Some(ground)) = (other, ground.as_deref_mut()) {
            let views = [(own, Some(session.active_view())), (other, session.other_view())];
            for (place, view) in views.into_iter().filter_map(|(place, view)| Some((place, view?))) {
                compare_pane::ground(ui, place, &view, ground);
            }
        }
        let tiles = ground.filter(|_| other.is_none()).map(Ground::as_tiles);
        // A weak relief lets the flat land through; a map from elsewhere is shown as it is.
        let strength = match session.map_sources().shown() {
            Some(_) => 1.0,
            None => crate::carto::relief_strength(session.view()),
        };
        let (whole, weak) = if strength < 1.0 { (None, tiles) } else { (tiles, None) };
        let mut map =
            Map::new(whole, &mut self.memory, walkers::lon_lat(camera.centre.lon(), camera.centre.lat()))
                .zoom_gesture(false)
                .double_click_to_zoom(false)
                .drag_pan_buttons(drag)
                .panning(false);
        if let Some(tiles) = weak {
            map = map.with_layer(tiles, strength);
        }
        let response = map.show(ui, |_, _, _, _| ()).response;
        self.id = Some(response.id);
        if response.has_focus() {
            // Arrows step through the incidents: they must not carry the focus away.
            let arrows =
                egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
        }
        for (button, command) in
            [(PointerButton::Extra1, Command::PreviousView), (PointerButton::Extra2, Command::NextView)]
        {
            if response.contains_pointer() && ui.input(|input| input.pointer.button_pressed(button)) {
                commands.push(command);
            }
        }
        let mut now = self.camera_of_walkers(camera);
        // What lies under the pointer; the gestures of the map belong to either side.
        let pointer = ui.input(|input| input.pointer.interact_pos());
        let on_other = other.filter(|other| pointer.is_some_and(|at| other.seen.contains(at)));
        let under = on_other.unwrap_or(own);
        now = self.zoomed_by_wheel(ui, &response, now, under.whole);
        if now != camera {
            commands.push(Command::SetCamera(now));
        }
        self.agreed = Some(now);
        let viewport = compare_pane::viewport(now, under);
        let moving = response.dragged() || self.memory.animating();
        if !moving && response.ctx.input(|input| input.smooth_scroll_delta.y == 0.0) {
            commands.push(Command::KeepCamera);
        }
        if self.wants_focus {
            response.request_focus();
            self.wants_focus = false;
        }

        self.compose(session, now, (own, other));
        paint(ui, own, self.scene.as_ref(), &mut self.painted);
        if let Some(other) = other {
            paint(ui, other, self.other.as_ref(), &mut self.other_painted);
        }
        // The overview of whichever side shows it whole; both have the same map in it.
        let sides = [(Some(own), &self.scene), (other, &self.other)];
        let inset = sides.into_iter().find_map(|(place, kept)| {
            let (place, inset) = (place?, kept.as_ref()?.1.inset?);
            let at = |p: Point| pos2(p.x, p.y) + place.whole.min.to_vec2();
            let seen = [inset.rect.min, inset.rect.max].into_iter().all(|p| place.seen.contains(at(p)));
            seen.then_some((inset, place.whole.min))
        });
        self.locator.show(ui, inset, now, &mut commands);
        show_pointed(ui, session, viewport, under.whole);
        // Whoever presses on a side means that side.
        let pressed = response.contains_pointer() && ui.input(|input| input.pointer.any_pressed());
        if pressed && on_other.is_some() {
            commands.push(CompareCommand::ActivateOther.into());
        }
        let seen = if on_other.is_some() { self.other.take() } else { self.scene.take() };
        if let Some((_, scene)) = &seen {
            self.answer_pointer(ui, session, (&response, under.whole), (scene, viewport), &mut commands);
        }
        *(if on_other.is_some() { &mut self.other } else { &mut self.scene }) = seen;
        self.box_zoom(ui, (&response, under.whole), viewport, &mut commands);
        self.context_menu(session, (&response, under.whole), viewport, &mut commands);
        if let Some(comparison) = session.comparison() {
            compare_pane::handle(ui, comparison, rect, &mut commands);
        }
        Self::describe(session, &response);
        commands
    }

    /// The camera as walkers has it after its gestures, within our limits.
    fn camera_of_walkers(&self, before: Camera) -> Camera {
        let Some(at) = self.memory.detached() else { return before };
        let old = before.centre;
        // Coordinates are kept to a centimetre: smaller differences are rounding, not movement.
        if (at.x() - old.lon()).abs() < 1e-7 && (at.y() - old.lat()).abs() < 1e-7 {
            return before;
        }
        match LonLat::new(at.x(), at.y()) {
            Ok(centre) => within_limits(Camera { centre, zoom: before.zoom }),
            Err(_) => before,
        }
    }

    fn zoomed_by_wheel(
        &mut self,
        ui: &egui::Ui,
        response: &egui::Response,
        camera: Camera,
        room: Rect,
    ) -> Camera {
        let Some(pointer) = response.hover_pos().filter(|_| response.contains_pointer()) else {
            return camera;
        };
        let (wheel, pinch) = ui.input(|input| (input.smooth_scroll_delta.y, input.zoom_delta()));
        let levels = f64::from(wheel / WHEEL_POINTS_A_LEVEL) + f64::from(pinch).log2() * 0.5;
        if levels.abs() < 1e-4 {
            return camera;
        }
        let at = pointer - room.min;
        let size = Point { x: room.width(), y: room.height() };
        let zoom = Zoom(camera.zoom.0 + levels);
        let next = Viewport { camera, size }.zoomed_about(Point { x: at.x, y: at.y }, zoom);
        self.memory.center_at(walkers::lon_lat(next.centre.lon(), next.centre.lat()));
        let _within = self.memory.set_zoom(next.zoom.0);
        ui.ctx().request_repaint();
        next
    }

    /// Brings the Scenes of both sides up to what is asked for.
    fn compose(&mut self, session: &Session, camera: Camera, (own, other): (Place, Option<Place>)) {
        let held_inset = self.locator.held();
        let view = View { camera, held_inset, ..session.active_view() };
        let own_caption = || session.comparison().and_then(|comparison| session.caption(comparison.active));
        let caption = session.presented_caption().or_else(own_caption);
        let kept = (&mut self.scene, &mut self.ground);
        compose_side(kept, session, (session.shown(), view), own.whole, caption);
        self.other = match (self.other.take(), other, session.other_view(), session.comparison()) {
            (kept, Some(place), Some(view), Some(comparison)) => {
                let mut scene = kept;
                let view = View { camera, held_inset, ..view };
                let caption = session.caption(comparison.active.across());
                let both = (&mut scene, &mut self.other_ground);
                compose_side(both, session, (comparison.other_shown(), view), place.whole, caption);
                scene
            }
            _ => None,
        };
    }

    fn answer_pointer(
        &mut self,
        ui: &egui::Ui,
        session: &Session,
        (response, room): (&egui::Response, Rect),
        (scene, viewport): (&Scene, Viewport),
        commands: &mut Vec<Command>,
    ) {
        let hover = response.hover_pos().filter(|_| response.contains_pointer());
        let local = |at: Pos2| Point { x: at.x - room.min.x, y: at.y - room.min.y };
        self.under_pointer = hover.and_then(|at| viewport.lonlat_from_screen(local(at)));
        if session.is_measuring() {
            measure::answer_pointer(ui, session, (response, room), (scene, viewport), commands);
            return;
        }
        if *session.mode() == Mode::CentreRings {
            ui.set_cursor_icon(CursorIcon::Crosshair);
            let clicked = response.interact_pointer_pos().filter(|_| response.clicked());
            let middle = clicked.and_then(|at| viewport.lonlat_from_screen(local(at)));
            commands
                .extend(middle.map(|at| LayerCommand::RingsHere(as_sure_as_a_pixel(viewport, at)).into()));
            return;
        }
        if *session.mode() != Mode::Browse {
            ui.set_cursor_icon(CursorIcon::Crosshair);
            commands
                .push(Command::PreviewPlace(self.under_pointer.map(|at| as_sure_as_a_pixel(viewport, at))));
            show_preview(ui, session, viewport, room);
            if response.clicked()
                && let Some(at) =
                    response.interact_pointer_pos().and_then(|at| viewport.lonlat_from_screen(local(at)))
            {
                commands.push(Command::CommitPlace(as_sure_as_a_pixel(viewport, at)));
            }
            return;
        }
        let under = hover.and_then(|at| pick(scene, local(at))).cloned();
        let hovered = match &under {
            Some(Targeted::Incident(id)) => Some(id.clone()),
            Some(Targeted::Stack(_) | Targeted::Crowd(_) | Targeted::Shelf) | None => None,
        };
        if hovered.is_some() {
            commands.push(Command::Hover(hovered));
        }
        let spot = match (&under, hover) {
            (None, Some(at)) => {
                pick_overlay(&session.view().overlays, viewport.camera, viewport.size, local(at))
            }
            (_, _) => None,
        };
        if spot != session.view().overlay_hovered {
            commands.push(OverlayCommand::Point(spot).into());
        }
        if under.is_some() || spot.is_some() {
            ui.set_cursor_icon(CursorIcon::PointingHand);
        }
        if let Some(Targeted::Stack(ids)) = &under {
            response.clone().on_hover_ui_at_pointer(|ui| stack_tooltip(ui, session, ids));
        }
        if let Some(Targeted::Crowd(spot)) = &under {
            response.clone().on_hover_ui_at_pointer(|ui| crowd_words::tooltip(ui, session, spot));
        }
        if response.double_clicked() {
            match under {
                Some(Targeted::Incident(id)) => commands.push(Command::Edit(id)),
                Some(Targeted::Stack(_) | Targeted::Crowd(_) | Targeted::Shelf) => {}
                None => {
                    if let Some(at) = response.interact_pointer_pos() {
                        let zoom = Zoom(viewport.camera.zoom.0 + 1.0);
                        commands.push(Command::SetCamera(viewport.zoomed_about(local(at), zoom)));
                    }
                }
            }
        } else if response.clicked() {
            response.request_focus();
            if spot != session.view().overlay_picked {
                commands.push(OverlayCommand::Pick(spot).into());
            }
            match under {
                Some(what) => commands.push(command_of(&what)),
                None if session.view().opened.is_some() => commands.push(Command::OpenStack(None)),
                None => commands.push(Command::Select(None)),
            }
        }
    }

    fn box_zoom(
        &mut self,
        ui: &egui::Ui,
        (response, room): (&egui::Response, Rect),
        viewport: Viewport,
        commands: &mut Vec<Command>,
    ) {
        let shift = ui.input(|input| input.modifiers.shift);
        if response.drag_started_by(PointerButton::Primary) && shift {
            self.box_zoom_from = response.interact_pointer_pos();
        }
        let Some(from) = self.box_zoom_from else { return };
        let Some(to) = response.interact_pointer_pos() else {
            self.box_zoom_from = None;
            return;
        };
        let palette = Palette::of(ui);
        let shown = Rect::from_two_pos(from, to);
        ui.painter().rect(
            shown,
            2.0,
            palette.accent.gamma_multiply(0.15),
            Stroke::new(1.5, palette.accent),
            egui::StrokeKind::Middle,
        );
        if response.drag_stopped() {
            self.box_zoom_from = None;
            let local = |at: Pos2| Point { x: at.x - room.min.x, y: at.y - room.min.y };
            let corners = [shown.min, shown.max].map(|at| viewport.lonlat_from_screen(local(at)));
            if let [Some(a), Some(b)] = corners
                && shown.width() > 8.0
                && shown.height() > 8.0
                && let Some(extent) = Extent::around([a, b])
            {
                commands.push(Command::ZoomTo(extent));
            }
        }
    }

    fn context_menu(
        &mut self,
        session: &Session,
        (response, room): (&egui::Response, Rect),
        viewport: Viewport,
        commands: &mut Vec<Command>,
    ) {
        if response.secondary_clicked() {
            let at = response.interact_pointer_pos().and_then(|at| {
                viewport.lonlat_from_screen(Point { x: at.x - room.min.x, y: at.y - room.min.y })
            });
            self.menu = at.map(|at| MapMenu::of(session, as_sure_as_a_pixel(viewport, at)));
        }
        if let Some(menu) = &self.menu {
            response.context_menu(|ui| menu.show(ui, session, commands));
        }
    }

    /// What a screen reader and the tests are told about the map.
    fn describe(session: &Session, response: &egui::Response) {
        let label = format!(
            "Map of the frontier, {} of {} incidents shown",
            grouped(session.shown().len()),
            grouped(session.document().len())
        );
        let own =
            session.view().overlays.iter().filter(|overlay| overlay.entry.is_on && overlay.shapes.is_some());
        let label = match own.count() {
            0 => label,
            1 => format!("{label}, 1 layer from an own file"),
            count => format!("{label}, {count} layers from own files"),
        };
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, label.clone()));
    }

    /// One widget a marker, under the pointer's own handling, so that a screen reader, the Tab key and a test find
    /// each incident by its name and press it.
    pub fn accessible_targets(&self, ui: &mut egui::Ui, session: &Session, rect: Rect) -> Vec<Command> {
        let mut commands = Vec::new();
        let rect = self.active.unwrap_or(rect);
        let Some((_, scene)) = &self.scene else { return commands };
        // A marker with a label, or the shelf, answers in several places: it is named once.
        let mut named = HashSet::new();
        let mut crowds = 0;
        for target in &scene.targets {
            let at = pos2(target.centre.x, target.centre.y) + rect.min.to_vec2();
            let area = Rect::from_center_size(at, vec2(1.0, 1.0));
            let (key, label) = match &target.what {
                Targeted::Incident(id) => {
                    let Some(incident) = session.document().get(id) else { continue };
                    (("marker", Some(id)), format!("Marker: {}", incident_line(&incident)))
                }
                Targeted::Stack(ids) => {
                    (("stack", ids.first()), format!("Stack of {} incidents", grouped(ids.len())))
                }
                Targeted::Crowd(spot) => {
                    // A surface has thousands of them: the screen reader is told the first.
                    crowds += 1;
                    if crowds > MOST_NAMED_CROWDS {
                        continue;
                    }
                    (("crowd", Some(&spot.first)), format!("{} incidents together", grouped(spot.count)))
                }
                Targeted::Shelf => (("shelf", None), "Incidents without a place".to_owned()),
            };
            if !named.insert(key) {
                continue;
            }
            let id = ui.scope_id().with(key);
            let response = ui.interact(area, id, Sense::focusable_noninteractive());
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, label.clone()));
            ui.ctx().accesskit_node_builder(id, |node| node.add_action(Action::Click));
            let focused = response.has_focus();
            let pressed = ui.input(|input| {
                input.has_accesskit_action_request(id, Action::Click)
                    || (focused
                        && (input.key_pressed(egui::Key::Enter) || input.key_pressed(egui::Key::Space)))
            });
            if pressed {
                commands.push(command_of(&target.what));
            }
        }
        commands
    }
}

/// Brings the Scene of a side up to what is asked for.
fn compose_side(
    (kept, kept_ground): (&mut Option<(SceneKey, Scene)>, &mut KeptGround),
    session: &Session,
    (shown, view): (&Arc<[IncidentId]>, View),
    room: Rect,
    caption: Option<Caption>,
) {
    let size = Point { x: room.width(), y: room.height() };
    let document = session.document();
    let (revision, shown) = (document.revision(), OneList::new(shown));
    let key = SceneKey { revision, shown, view, size: (size.x, size.y), caption };
    if kept.as_ref().is_some_and(|(old, _)| *old == key) {
        return;
    }
    let sheet = match &key.caption {
        Some(caption) => Sheet::side(size, caption.clone()),
        None => Sheet::window(size),
    };
    let ground_key = GroundKey {
        camera: key.view.camera,
        size: key.size,
        layers: key.view.layers,
        guides: key.view.guides.clone(),
        rings_at: key.view.rings_at(document),
        theme: key.view.theme,
        tiles: key.view.tiles.clone(),
    };
    let ground = match kept_ground.take() {
        Some((same, ground)) if same == ground_key => ground,
        Some(_) | None => compose_basemap(document, &key.view, Viewport { camera: key.view.camera, size }),
    };
    *kept_ground = Some((ground_key, ground.clone()));
    let total = document.len();
    let own_rows = session.shown_rows().filter(|_| Arc::ptr_eq(&key.shown, session.shown()));
    let scene = if let Some(rows) = own_rows {
        compose_with(Some(ground), &rows, total, &key.view, &sheet)
    } else {
        // The other side of a comparison, and answers that wait.
        let gathered = Gathered::new(document, &key.shown);
        compose_with(Some(ground), &gathered.rows(), total, &key.view, &sheet)
    };
    *kept = Some((key, scene));
}

/// Paints the Scene of a side where it is seen.
fn paint(ui: &egui::Ui, place: Place, kept: Option<&(SceneKey, Scene)>, painted: &mut Vec<PaintedMarks>) {
    let Some((_, scene)) = kept else { return };
    let canvas = ui.painter_at(place.seen);
    painted.resize_with(scene.parts.len(), PaintedMarks::default);
    for ((_, marks), painted) in scene.parts.iter().zip(painted) {
        let marks: &Arc<[Mark]> = marks;
        painted.paint(&canvas, marks, place.whole.min.to_vec2());
    }
}

/// What a press on it asks.
fn command_of(what: &Targeted) -> Command {
    match what {
        Targeted::Incident(id) => Command::Select(Some(id.clone())),
        Targeted::Stack(ids) => Command::OpenStack(ids.first().cloned()),
        Targeted::Crowd(spot) if spot.is_one_place => Command::OpenStack(Some(spot.first.clone())),
        Targeted::Crowd(spot) => Command::ZoomTo(spot.extent),
        Targeted::Shelf => {
            Command::ToggleFacet(crate::analysis::Facet::Precision, Precision::None.code().to_owned())
        }
    }
}

/// The position without the digits that a hand on this zoom cannot mean: half a pixel is the last that counts.
pub(super) fn as_sure_as_a_pixel(viewport: Viewport, at: LonLat) -> LonLat {
    const METRES_A_DEGREE: f64 = 111_195.0;
    let degrees = viewport.metres_per_pixel(at).0 / METRES_A_DEGREE;
    let decimals = (-degrees.log10()).ceil().clamp(0.0, 7.0);
    let steps = 10_f64.powf(decimals);
    let sure = |degrees: f64| (degrees * steps).round() / steps;
    LonLat::new(sure(at.lon()), sure(at.lat())).unwrap_or(at)
}

/// The point where the incident would go, and how far that is.
fn show_preview(ui: &egui::Ui, session: &Session, viewport: Viewport, rect: Rect) {
    let (id, preview) = match session.mode() {
        Mode::Place { id, preview } | Mode::Move { id, preview } => (id, preview),
        Mode::Browse | Mode::Measure { .. } | Mode::CentreRings => return,
    };
    let palette = Palette::of(ui);
    let painter = ui.painter_at(rect);
    let on_screen = |at: LonLat| {
        let point = viewport.screen_from_lonlat(at);
        pos2(point.x, point.y) + rect.min.to_vec2()
    };
    let from = session.document().get(id).and_then(|incident| incident.place.position).map(on_screen);
    let to = preview.map(on_screen);
    if let (Some(from), Some(to)) = (from, to) {
        painter.line_segment([from, to], Stroke::new(3.5, palette.raised));
        painter.line_segment([from, to], Stroke::new(1.5, palette.accent));
    }
    let Some(to) = to else { return };
    painter.circle(to, 6.0, palette.raised, Stroke::new(2.0, palette.accent));
    let words = match session.moved_distance() {
        Some(distance) => format!("{distance} from the old place"),
        None => "Click to place".to_owned(),
    };
    map_words::beside(&map_words::over_panes(ui, rect), rect, (to, 14.0), words, &palette);
}

/// The place that was asked for: a cross-hair on it and its name beside it, until the next click.
fn show_pointed(ui: &egui::Ui, session: &Session, viewport: Viewport, rect: Rect) {
    let Some(pointed) = session.pointed() else { return };
    let palette = Palette::of(ui);
    let painter = ui.painter_at(rect);
    let point = viewport.screen_from_lonlat(pointed.position);
    let at = pos2(point.x, point.y) + rect.min.to_vec2();
    for (width, colour) in [(5.0, palette.raised), (2.0, palette.accent)] {
        let stroke = Stroke::new(width, colour);
        painter.circle_stroke(at, 9.0, stroke);
        for (dx, dy) in [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)] {
            painter.line_segment([at + vec2(dx, dy) * 5.0, at + vec2(dx, dy) * 15.0], stroke);
        }
    }
    map_words::beside(&painter, rect, (at, 20.0), pointed.name.clone(), &palette);
}

fn stack_tooltip(ui: &mut egui::Ui, session: &Session, ids: &[IncidentId]) {
    const LINES: usize = 8;
    ui.set_max_width(380.0);
    ui.label(theme::bold(format!("{} incidents here: click to open", grouped(ids.len()))));
    for id in ids.iter().take(LINES) {
        if let Some(incident) = session.document().get(id) {
            ui.label(format!("{}  {}", incident.when, incident.display_title()));
        }
    }
    if ids.len() > LINES {
        ui.weak(format!("and {} more", ids.len() - LINES));
    }
}
