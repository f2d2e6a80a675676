//! A comparison in the map pane: where the two sides lie, the handle between them, and the bar that rules them.

use eframe::egui::{self, CursorIcon, Rect, RichText, Sense, Stroke, pos2, vec2};
use walkers::{Map, MapMemory, Tiles};

use crate::{
    analysis::Window,
    carto::{Camera, Layer, Point, View, Viewport},
    model::{DaySpan, read_days},
    session::{Command, CompareCommand, Comparison, Message, Session, Side, Split, Tone},
};

use super::{
    fields,
    menu_entries::standing,
    theme::{self, Palette},
};

/// The ground under a map, with switches for what a side of a comparison shows of it.
pub trait Ground: Tiles {
    /// Whether the relief, and whether the map from elsewhere, is laid by what is asked from now on.
    fn lay(&mut self, relief: bool, online: bool);
    fn as_tiles(&mut self) -> &mut dyn Tiles;
}

/// The room of one side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    /// What its Scene is laid out for.
    pub whole: Rect,
    /// What of it is seen.
    pub seen: Rect,
}

/// Between two halves.
const GAP: f32 = 2.0;

/// The room of a side in the map pane.
pub(super) fn place(comparison: &Comparison, side: Side, pane: Rect) -> Place {
    match comparison.split {
        Split::Swipe => {
            let x = (pane.left() + pane.width() * comparison.handle).round();
            let seen = match side {
                Side::Left => pane.with_max_x(x),
                Side::Right => pane.with_min_x(x),
            };
            Place { whole: pane, seen }
        }
        Split::Beside => {
            let half = ((pane.width() - GAP) / 2.0).floor();
            let min = match side {
                Side::Left => pane.min,
                Side::Right => pos2(pane.left() + half + GAP, pane.top()),
            };
            let whole = Rect::from_min_size(min, vec2(half, pane.height()));
            Place { whole, seen: whole }
        }
    }
}

/// Lays the ground of one side; walkers clips to its own widget, so each side is one of its own.
pub(super) fn ground(ui: &mut egui::Ui, place: Place, view: &View, ground: &mut dyn Ground) {
    let size = Point { x: place.whole.width(), y: place.whole.height() };
    let middle = place.seen.center() - place.whole.min;
    let viewport = Viewport { camera: view.camera, size };
    let Some(centre) = viewport.lonlat_from_screen(Point { x: middle.x, y: middle.y }) else { return };
    let (relief, online) = (view.layers.is_on(Layer::Relief), view.tiles.is_some());
    if place.seen.width() < 2.0 || !(relief || online) {
        return;
    }
    ground.lay(relief, online);
    let strength = if online { 1.0 } else { view.layers.opacity(Layer::Relief) };
    let at = walkers::lon_lat(centre.lon(), centre.lat());
    let mut memory = MapMemory::default();
    memory.center_at(at);
    let _within = memory.set_zoom(view.camera.zoom.0);
    let salt = ("compared", place.seen.left() > place.whole.left());
    let mut child = ui.new_child(egui::UiBuilder::new().id_salt(salt).max_rect(place.seen));
    let map = Map::new(None, &mut memory, at)
        .zoom_gesture(false)
        .double_click_to_zoom(false)
        .drag_pan_buttons(egui::DragPanButtons::empty())
        .panning(false)
        .with_layer(ground.as_tiles(), strength);
    map.show(&mut child, |_, _, _, _| ());
}

/// The line between the sides, and in a swipe the handle on it.
pub(super) fn handle(ui: &egui::Ui, comparison: &Comparison, pane: Rect, commands: &mut Vec<Command>) {
    let palette = Palette::of(ui);
    let x = place(comparison, Side::Left, pane).seen.right();
    let painter = ui.painter_at(pane);
    painter.vline(x, pane.y_range(), Stroke::new(3.0, palette.raised));
    painter.vline(x, pane.y_range(), Stroke::new(1.5, palette.accent));
    if comparison.split == Split::Beside {
        return;
    }
    let grip = Rect::from_center_size(pos2(x, pane.center().y), vec2(18.0, 44.0));
    let id = ui.scope_id().with("comparison handle");
    let line = Rect::from_center_size(pos2(x, pane.center().y), vec2(10.0, pane.height()));
    let response = ui.interact(line.union(grip), id, Sense::drag());
    let share = comparison.handle * 100.0;
    response.widget_info(|| egui::WidgetInfo::slider(true, f64::from(share), "Handle between the two sides"));
    painter.rect(grip, 6.0, palette.raised, Stroke::new(1.5, palette.accent), egui::StrokeKind::Middle);
    for side in [-2.5, 2.5] {
        painter.vline(x + side, grip.shrink(12.0).y_range(), Stroke::new(1.5, palette.accent));
    }
    if response.hovered() || response.dragged() {
        ui.set_cursor_icon(CursorIcon::ResizeHorizontal);
    }
    if let Some(at) = response.interact_pointer_pos().filter(|_| response.dragged()) {
        let share = (at.x - pane.left()) / pane.width().max(1.0);
        commands.push(CompareCommand::Handle(share).into());
    }
}

/// The bar below the map that rules the comparison.
#[derive(Default)]
pub(super) struct CompareBar {
    typed: String,
}

impl CompareBar {
    /// Takes its room from the map, so that it hides nothing of either side.
    pub fn show(&mut self, ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
        let Some(comparison) = session.comparison() else { return };
        egui::Panel::bottom("comparison").resizable(false).show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                for (split, words) in [(Split::Swipe, "Handle"), (Split::Beside, "Side by side")] {
                    if ui.add(egui::Button::selectable(comparison.split == split, words)).clicked() {
                        commands.push(CompareCommand::Split(split).into());
                    }
                }
                ui.separator();
                ui.menu_button("Other side", |ui| {
                    standing(ui, |ui| self.other_menu(ui, session, comparison, commands));
                });
                let close = ui.add(egui::Button::new(theme::icon(theme::icons::CLOSE, 13.0)));
                fields::name(&close, "End the comparison");
                if close.on_hover_text("End the comparison (Esc)").clicked() {
                    commands.push(CompareCommand::Toggle.into());
                }
            });
        });
    }

    fn other_menu(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        comparison: &Comparison,
        commands: &mut Vec<Command>,
    ) {
        let mut item = |ui: &mut egui::Ui, command: CompareCommand, words: &str, ticked: bool| {
            let command = Command::from(command);
            let refusal = command.refusal(session);
            let button = egui::Button::selectable(ticked, words).wrap_mode(egui::TextWrapMode::Extend);
            let mut response = ui.add_enabled(refusal.is_none(), button);
            if let Some(why) = refusal {
                response = response.on_disabled_hover_text(why);
            }
            if response.clicked() {
                commands.push(command);
                ui.close();
            }
        };
        item(ui, CompareCommand::ActivateOther, "Work on this side", false);
        ui.separator();
        item(ui, CompareCommand::PeriodBefore, "The period before", false);
        item(ui, CompareCommand::YearBefore, "A year earlier", false);
        item(ui, CompareCommand::SetOther(Window::ALL), "All dates", comparison.other_window().is_all());
        for (place, shot) in session.document().facts().shots.iter().enumerate() {
            item(ui, CompareCommand::AsView(place), &format!("As view: {}", shot.name), false);
        }
        ui.separator();
        let other = session.other_view();
        let relief = other.as_ref().is_some_and(|view| view.layers.is_on(Layer::Relief));
        item(ui, CompareCommand::OtherRelief, "Relief", relief);
        let online = other.as_ref().is_some_and(|view| view.tiles.is_some());
        item(ui, CompareCommand::OtherOnline, "Online map", online);
        ui.separator();
        ui.label(RichText::new("Days of the other side").small().color(Palette::of(ui).weak));
        let field = ui.add(
            egui::TextEdit::singleline(&mut self.typed)
                .hint_text("2024, 2024-03 or 2024..2025")
                .desired_width(200.0),
        );
        fields::name(&field, "Days of the other side");
        if field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
            match read_window(&self.typed) {
                Ok(window) => {
                    commands.push(CompareCommand::SetOther(window).into());
                    ui.close();
                }
                Err(why) => commands.push(Command::Say(Message::new(Tone::Refused, why))),
            }
        }
    }
}

/// A day, month or year, or two of them with dots between.
fn read_window(text: &str) -> Result<Window, String> {
    let read = |part: &str| read_days(part.trim(), None).map_err(|error| error.to_string());
    let Some((first, last)) = text.split_once("..") else { return read(text).map(Window::of) };
    let (first, last) = (read(first)?, read(last)?);
    DaySpan::new(first.first(), last.last())
        .map(Window::of)
        .map_err(|_| "The days end before they begin: write the earlier ones first.".to_owned())
}

/// The camera of a side is that of the whole map: only its room differs.
pub(super) fn viewport(camera: Camera, place: Place) -> Viewport {
    Viewport { camera, size: Point { x: place.whole.width(), y: place.whole.height() } }
}
