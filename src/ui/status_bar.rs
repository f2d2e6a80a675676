//! The line at the bottom: where the pointer is, how much is shown, whether all is saved.

use eframe::egui::{self, Color32, RichText};

use crate::{
    analysis::{
        Sum,
        frontier::{Fix, Frontier},
    },
    model::{LonLat, Metres, grouped},
    session::{Command, Session},
};

use super::{
    fields,
    frontier_words::{area_words, fix_ui},
    map_pane::MapPane,
    status_room::{Claim, Given, Part, share},
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

/// Between two parts, with the line in it, logical pixels.
const GAP: f32 = 18.0;

/// What the parts say in this frame.
struct Words {
    count: String,
    picture: Option<String>,
    /// In full and in short.
    killed: [String; 2],
    wounded: [String; 2],
    coordinates: RichText,
    standing: String,
    zoom: String,
}

const CLEAR: &str = "Clear filters";
const STOP: &str = "Stop";

impl StatusBar {
    pub fn show(&mut self, ui: &mut egui::Ui, session: &Session, map: &MapPane) -> Vec<Command> {
        let mut commands = Vec::new();
        self.look_at(map.under_pointer);
        let words = self.words(ui, session);
        let given = self.share(ui, session, &words);
        ui.horizontal(|ui| {
            left_ui(ui, &words, &given, &mut commands);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                self.right_ui(ui, session, &words, &given, &mut commands);
            });
        });
        commands
    }

    fn words(&self, ui: &egui::Ui, session: &Session) -> Words {
        let summary = session.summary();
        let toll = |label: &str, sum: &Sum| [format!("{label} {}", in_words(sum)), format!("{label} {sum}")];
        let notation = session.notation();
        let coordinates = match &self.ground {
            Some(ground) => {
                RichText::new(notation.write(ground.at).unwrap_or_else(|| ground.at.to_string())).monospace()
            }
            None => RichText::new("Coordinates under the pointer").color(Palette::of(ui).weak),
        };
        Words {
            count: format!(
                "{} of {} shown",
                grouped(session.shown().len()),
                grouped(session.document().len())
            ),
            picture: session.picture_progress().map(|progress| progress.words.clone()),
            killed: toll("Killed", &summary.killed),
            wounded: toll("Wounded", &summary.wounded),
            coordinates: coordinates.small(),
            standing: session.map_sources().standing(),
            zoom: format!("zoom {:.1}", session.view().camera.zoom.0),
        }
    }

    fn share(&self, ui: &egui::Ui, session: &Session, words: &Words) -> Given {
        let width = |text: RichText| {
            let text = egui::WidgetText::from(text.small());
            let galley =
                text.into_galley(ui, Some(egui::TextWrapMode::Extend), f32::INFINITY, egui::TextStyle::Small);
            galley.size().x.ceil() + 1.0
        };
        let plain = |text: &str| if text.is_empty() { 0.0 } else { width(RichText::new(text)) };
        let padding = 2.0 * ui.spacing().button_padding.x;
        let filtered = session.shown().len() < session.document().len();
        let toll = |words: &[String; 2]| Claim { full: plain(&words[0]), short: plain(&words[1]) };
        let claims = |part| match part {
            Part::Count => width(super::theme::bold(&words.count)).into(),
            Part::Clear if filtered => (plain(CLEAR) + padding).into(),
            Part::Clear => Claim::default(),
            Part::Picture => match &words.picture {
                Some(words) => (plain(words) + ui.spacing().item_spacing.x + plain(STOP) + padding).into(),
                None => Claim::default(),
            },
            Part::Killed => toll(&words.killed),
            Part::Wounded => toll(&words.wounded),
            Part::Area => self.ground.as_ref().map_or(0.0, |ground| plain(&ground.area)).into(),
            Part::Ground => self.ground.as_ref().map_or(0.0, |ground| plain(&ground.short)).into(),
            Part::Coordinates => (width(words.coordinates.clone()) + padding).into(),
            Part::Standing => (plain(&words.standing) + padding).min(LONGEST_STANDING).into(),
            Part::Zoom => plain(&words.zoom).into(),
        };
        share(claims, ui.available_width(), GAP)
    }

    /// From the right end to the left.
    fn right_ui(
        &self,
        ui: &mut egui::Ui,
        session: &Session,
        words: &Words,
        given: &Given,
        commands: &mut Vec<Command>,
    ) {
        let palette = Palette::of(ui);
        let mut is_first = true;
        let mut part = |ui: &mut egui::Ui, part: Part, content: &mut dyn FnMut(&mut egui::Ui)| {
            if given.shows(part) {
                if !std::mem::take(&mut is_first) {
                    ui.separator();
                }
                cell(ui, given.to(part), content);
            }
        };
        part(ui, Part::Zoom, &mut |ui| {
            ui.add(label(&words.zoom, Some(palette.weak)));
        });
        part(ui, Part::Standing, &mut |ui| standing_ui(ui, session, commands));
        let notation = session.notation();
        part(ui, Part::Coordinates, &mut |ui| {
            let button = egui::Button::new(words.coordinates.clone()).small().frame(false).truncate();
            let written = ui.add(button);
            fields::name(&written, &format!("Coordinates as {}", notation.label()));
            let next = Command::SetNotation(notation.next());
            if written.on_hover_text(format!("Click: {}", next.label().to_lowercase())).clicked() {
                commands.push(next);
            }
        });
        let Some(ground) = &self.ground else { return };
        part(ui, Part::Ground, &mut |ui| {
            ui.add(label(&ground.short, None)).on_hover_ui(|ui| {
                ui.set_width(320.0);
                fix_ui(ui, &ground.fix);
            });
        });
        part(ui, Part::Area, &mut |ui| {
            ui.add(label(&ground.area, Some(palette.weak)));
        });
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

fn left_ui(ui: &mut egui::Ui, words: &Words, given: &Given, commands: &mut Vec<Command>) {
    if given.shows(Part::Count) {
        let count = super::theme::bold(&words.count).small();
        cell(ui, given.to(Part::Count), |ui| ui.add(egui::Label::new(count).truncate()));
    }
    if given.shows(Part::Clear) && ui.small_button(CLEAR).clicked() {
        commands.push(Command::ClearFilters);
    }
    if let Some(picture) = words.picture.as_ref().filter(|_| given.shows(Part::Picture)) {
        ui.separator();
        cell(ui, given.to(Part::Picture), |ui| {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if ui.small_button(STOP).on_hover_text("Nothing of it is kept").clicked() {
                    commands.push(Command::StopPicture);
                }
                ui.add(label(picture, None));
            });
        });
    }
    for (part, [full, short]) in [(Part::Killed, &words.killed), (Part::Wounded, &words.wounded)] {
        let width = given.to(part);
        if width > 0.0 {
            ui.separator();
            let fits = ui.painter().layout_no_wrap(full.clone(), small(ui), Color32::PLACEHOLDER);
            let words = if fits.size().x <= width { full } else { short };
            cell(ui, width, |ui| ui.add(label(words, None)).on_hover_text(full));
        }
    }
}

fn small(ui: &egui::Ui) -> egui::FontId {
    egui::TextStyle::Small.resolve(ui.style())
}

fn label(words: &str, colour: Option<Color32>) -> egui::Label {
    let words = RichText::new(words).small();
    egui::Label::new(colour.map_or_else(|| words.clone(), |colour| words.clone().color(colour))).truncate()
}

/// The room of a part: no more, however long its words are.
fn cell<R>(ui: &mut egui::Ui, width: f32, content: impl FnOnce(&mut egui::Ui) -> R) -> R {
    let size = egui::vec2(width, ui.available_height());
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    ui.allocate_ui_with_layout(size, layout, |ui| {
        ui.set_min_width(width);
        content(ui)
    })
    .inner
}

/// Longer, the name of a map from elsewhere is cut off, logical pixels.
const LONGEST_STANDING: f32 = 180.0;

/// Whether requests leave: a click switches.
fn standing_ui(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    let palette = Palette::of(ui);
    let sources = session.map_sources();
    let whole = sources.standing();
    let colour = match (sources.is_online(), sources.trouble()) {
        (_, Some(_)) => palette.warn,
        (true, None) => palette.accent,
        (false, None) => palette.weak,
    };
    let words = RichText::new(&whole).small().color(colour);
    let button = ui.add(egui::Button::new(words).small().frame(false).truncate());
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
        unknown => format!("{sum}, not stated in {}", grouped(unknown)),
    }
}
