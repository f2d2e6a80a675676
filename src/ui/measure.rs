//! The measuring tool under the hand: what a click means, what the pointer would add, and the figures beside the map.

use eframe::egui::{self, CursorIcon, Pos2, Rect, RichText, Stroke, pos2, vec2};

use crate::{
    analysis::{
        geodesy::{azimuth, geodesic},
        measured::{area_words, bearing_words, length_words},
    },
    carto::{Point, Scene, Targeted, Viewport, pick},
    model::{LonLat, Metres},
    session::{Command, MeasureCommand, Mode, Session},
};

use super::{
    map_pane::as_sure_as_a_pixel,
    map_words,
    theme::{self, Palette},
};

/// So near to the first point a click closes the way, logical pixels.
const CLOSES_WITHIN: f32 = 9.0;

/// What a click at a place would do.
enum Aim {
    Add(LonLat),
    Close(LonLat),
}

impl Aim {
    /// An incident under the pointer is meant itself; the first point, when the way is long enough, its closing.
    fn at(session: &Session, scene: &Scene, viewport: Viewport, at: Point) -> Option<Self> {
        let points = &session.view().measured.points;
        if let Some(first) = points.first().filter(|_| points.len() > 2) {
            let on_screen = viewport.screen_from_lonlat(*first);
            if (on_screen.x - at.x).hypot(on_screen.y - at.y) <= CLOSES_WITHIN {
                return Some(Self::Close(*first));
            }
        }
        if let Some(Targeted::Incident(id)) = pick(scene, at)
            && let Some(place) = session.document().get(id).and_then(|incident| incident.place.drawn_at())
        {
            return Some(Self::Add(place));
        }
        viewport.lonlat_from_screen(at).map(|at| Self::Add(as_sure_as_a_pixel(viewport, at)))
    }

    fn place(&self) -> LonLat {
        match self {
            Self::Add(at) | Self::Close(at) => *at,
        }
    }
}

/// Takes the pointer while something is being measured.
pub(super) fn answer_pointer(
    ui: &egui::Ui,
    session: &Session,
    (response, room): (&egui::Response, Rect),
    (scene, viewport): (&Scene, Viewport),
    commands: &mut Vec<Command>,
) {
    ui.set_cursor_icon(CursorIcon::Crosshair);
    let local = |at: Pos2| Point { x: at.x - room.min.x, y: at.y - room.min.y };
    let aim_at = |at: Pos2| Aim::at(session, scene, viewport, local(at));
    let under = response.hover_pos().filter(|_| response.contains_pointer()).and_then(aim_at);
    commands.push(Command::PreviewPlace(under.map(|aim| aim.place())));
    show_preview(ui, session, viewport, room);
    if response.double_clicked() {
        commands.push(MeasureCommand::End.into());
    } else if response.clicked() {
        response.request_focus();
        match response.interact_pointer_pos().and_then(aim_at) {
            Some(Aim::Add(at)) => commands.push(MeasureCommand::Add(at).into()),
            Some(Aim::Close(_)) => commands.push(MeasureCommand::Close.into()),
            None => {}
        }
    }
}

/// The leg that a click would add.
fn show_preview(ui: &egui::Ui, session: &Session, viewport: Viewport, rect: Rect) {
    let Mode::Measure { preview: Some(to) } = session.mode() else { return };
    let measured = &session.view().measured;
    let palette = Palette::of(ui);
    let painter = ui.painter_at(rect);
    let on_screen = |at: LonLat| {
        let point = viewport.screen_from_lonlat(at);
        pos2(point.x, point.y) + rect.min.to_vec2()
    };
    let tip = on_screen(*to);
    painter.circle(tip, 4.0, palette.raised, Stroke::new(2.0, palette.accent));
    let Some(from) = measured.points.last().filter(|from| *from != to) else { return };
    painter.line_segment([on_screen(*from), tip], Stroke::new(3.5, palette.raised));
    painter.line_segment([on_screen(*from), tip], Stroke::new(1.5, palette.accent));
    let leg = geodesic(*from, *to);
    let mut words = length_words(leg);
    if let Some(bearing) = azimuth(*from, *to) {
        words = format!("{words} · {}", bearing_words(bearing));
    }
    if measured.points.len() > 1 {
        words = format!("{words} · in all {}", length_words(Metres(measured.length().0 + leg.0)));
    }
    map_words::beside(&map_words::over_panes(ui, rect), rect, (tip, 14.0), words, &palette);
}

/// The figures of what is measured, over the scale bar until they are dragged elsewhere.
pub(super) fn card(ui: &egui::Ui, session: &Session, map: Rect) -> Vec<Command> {
    let mut commands = Vec::new();
    let measured = &session.view().measured;
    if measured.points.is_empty() {
        return commands;
    }
    let palette = Palette::of(ui);
    let area = egui::Area::new(egui::Id::unique("measured"))
        .order(egui::Order::Middle)
        .pivot(egui::Align2::LEFT_BOTTOM)
        .default_pos(map.left_bottom() + vec2(12.0, -42.0))
        .movable(true)
        .constrain_to(map);
    area.show(ui.ctx(), |ui| {
        let frame = egui::Frame::new()
            .fill(palette.raised)
            .stroke(Stroke::new(1.0, palette.line))
            .corner_radius(6.0)
            .inner_margin(egui::Margin::symmetric(9, 6));
        frame.show(ui, |ui| {
            ui.set_width(206.0);
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.spacing_mut().interact_size.y = 17.0;
            let line = |ui: &mut egui::Ui, what: &str, figure: String| {
                ui.horizontal(|ui| {
                    ui.label(RichText::new(what).size(12.0).color(palette.weak));
                    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                        ui.label(theme::bold(figure).size(12.0));
                    });
                });
            };
            let legs = measured.legs();
            if legs.len() > 1 {
                // The map tells them too: here are the last ones, and those too short to be written there.
                let rows = egui::ScrollArea::vertical().max_height(54.0);
                rows.stick_to_bottom(true).show(ui, |ui| {
                    for (place, leg) in legs.iter().enumerate() {
                        line(ui, &format!("Leg {}", place + 1), length_words(*leg));
                    }
                });
                ui.separator();
            }
            let what = if measured.closed { "Way around" } else { "Length" };
            line(ui, what, length_words(measured.length()));
            if let Some(bearing) = measured.last_bearing() {
                line(ui, "Bearing of the last leg", bearing_words(bearing));
            }
            if let Some(area) = measured.area() {
                line(ui, "Area", area_words(area));
            }
            ui.horizontal_wrapped(|ui| {
                let mut button = |words: &str, command: MeasureCommand| {
                    let command = Command::from(command);
                    if command.refusal(session).is_none() && ui.small_button(words).clicked() {
                        commands.push(command);
                    }
                };
                button("End", MeasureCommand::End);
                button("Area", MeasureCommand::Close);
                button("Copy", MeasureCommand::Copy);
                button("Clear", MeasureCommand::Clear);
            });
        });
    });
    commands
}
