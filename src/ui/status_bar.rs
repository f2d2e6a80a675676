//! The line at the bottom: where the pointer is, how much is shown, whether all is saved.

use eframe::egui::{self, RichText};

use crate::{
    analysis::{
        Sum,
        frontier::{Fix, Frontier},
    },
    model::{LonLat, Metres},
    session::{Command, Session},
};

use super::{
    fields,
    frontier_words::{area_words, fix_ui},
    map_pane::MapPane,
    theme::Palette,
};

/// What was told of the point under the pointer last.
#[derive(Default)]
pub struct StatusBar {
    ground: Option<Ground>,
}

struct Ground {
    at: LonLat,
    area: String,
    fix: Fix<'static>,
    /// The same in a few words.
    short: String,
}

/// Narrower, the bar leaves out what is told elsewhere too.
const WIDE: f32 = 1150.0;

impl StatusBar {
    pub fn show(&mut self, ui: &mut egui::Ui, session: &Session, map: &MapPane) -> Vec<Command> {
        let mut commands = Vec::new();
        let palette = Palette::of(ui);
        let wide = ui.available_width() > WIDE;
        self.look_at(map.under_pointer);
        ui.horizontal(|ui| {
            let shown = session.shown().len();
            let total = session.document().len();
            ui.label(super::theme::bold(format!("{shown} of {total} shown")).small());
            if shown < total && ui.small_button("Clear filters").clicked() {
                commands.push(Command::ClearFilters);
            }
            if let Some(progress) = session.picture_progress() {
                ui.separator();
                ui.label(RichText::new(format!("Picture: {}", progress.words)).small());
                if ui.small_button("Stop").on_hover_text("Nothing of it is kept").clicked() {
                    commands.push(Command::StopPicture);
                }
            }
            let summary = session.summary();
            for (label, sum) in [("Killed", &summary.killed), ("Wounded", &summary.wounded)] {
                ui.separator();
                let full = in_words(sum);
                let words = if wide { full.clone() } else { sum.to_string() };
                ui.label(RichText::new(format!("{label} {words}")).small())
                    .on_hover_text(format!("{label} {full}"));
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let zoom = session.view().camera.zoom.0;
                ui.label(RichText::new(format!("zoom {zoom:.1}")).small().color(palette.weak));
                ui.separator();
                standing_ui(ui, session, &mut commands);
                ui.separator();
                let notation = session.notation();
                let text = match &self.ground {
                    Some(ground) => {
                        RichText::new(notation.write(ground.at).unwrap_or_else(|| ground.at.to_string()))
                            .monospace()
                    }
                    None => RichText::new("Coordinates under the pointer").color(palette.weak),
                };
                let written = ui.add(egui::Button::new(text.small()).small().frame(false));
                fields::name(&written, &format!("Coordinates as {}", notation.label()));
                let next = Command::SetNotation(notation.next());
                if written.on_hover_text(format!("Click: {}", next.label().to_lowercase())).clicked() {
                    commands.push(next);
                }
                let Some(ground) = &self.ground else { return };
                if !ground.short.is_empty() {
                    ui.separator();
                    let words = egui::Label::new(RichText::new(&ground.short).small()).truncate();
                    ui.add(words).on_hover_ui(|ui| {
                        ui.set_width(320.0);
                        fix_ui(ui, &ground.fix);
                    });
                }
                // Less room shows dots and no name.
                const ROOM: f32 = 70.0;
                if !ground.area.is_empty() && ui.available_width() > ROOM {
                    ui.separator();
                    let words = RichText::new(&ground.area).small().color(palette.weak);
                    ui.add(egui::Label::new(words).truncate());
                }
            });
        });
        commands
    }

    /// Asks about the ground only when the pointer has moved.
    fn look_at(&mut self, under_pointer: Option<LonLat>) {
        if under_pointer != self.ground.as_ref().map(|ground| ground.at) {
            self.ground = under_pointer.map(|at| {
                let fix = Frontier::embedded().fix(at, Metres(0.0));
                Ground { at, area: area_words(at), short: fix.measure.short(), fix }
            });
        }
    }
}

/// Whether requests leave: a click switches.
fn standing_ui(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    const LONGEST: usize = 28;
    let palette = Palette::of(ui);
    let sources = session.map_sources();
    let whole = sources.standing();
    let mut words: String = whole.chars().take(LONGEST).collect();
    if words.len() < whole.len() {
        words.push('…');
    }
    let colour = match (sources.is_online(), sources.trouble()) {
        (_, Some(_)) => palette.warn,
        (true, None) => palette.accent,
        (false, None) => palette.weak,
    };
    let button = ui.add(egui::Button::new(RichText::new(words).small().color(colour)).small().frame(false));
    fields::name(&button, &whole);
    let hint = match (sources.shown(), sources.trouble()) {
        (Some(_), Some(why)) => format!("{why}\nClick: go offline"),
        (Some(_), None) => "Click: back to the embedded map".to_owned(),
        (None, _) => "No request leaves this program. Click: show a map from elsewhere (Shift+O)".to_owned(),
    };
    if button.on_hover_text(hint).clicked() {
        commands.push(Command::ToggleOnline);
    }
}

/// `120 (110–140), not stated in 7`.
fn in_words(sum: &Sum) -> String {
    match sum.not_stated {
        0 => sum.to_string(),
        unknown => format!("{sum}, not stated in {unknown}"),
    }
}
