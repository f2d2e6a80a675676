//! Choosing what of the incidents goes out as which file, and seeing beforehand what that file cannot hold.

use std::collections::BTreeMap;

use eframe::egui::{self, RichText, vec2};

use crate::{
    analysis::{Filter, Window},
    model::{Revision, grouped},
    session::{Command, ProfileChoice, Session},
    store::{
        ExportSettings,
        formats::write::{FileFormat, Layout},
    },
};

use super::{
    fields,
    profiles_sheet::export_by_ui,
    theme::{self, Palette},
};

/// What is to go out.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportChoice {
    /// `None` is a file of Marz's own, which holds everything.
    pub format: Option<FileFormat>,
    /// Only the incidents that filter and window show.
    pub shown_only: bool,
    /// The mark by which spreadsheets know UTF-8, where the file is a CSV.
    pub marked: bool,
}

impl ExportChoice {
    /// How the file's name ends.
    pub fn ending(&self) -> &'static str {
        self.format.map_or("geojson", FileFormat::ending)
    }

    /// What the kind of file is called.
    pub fn label(&self) -> &'static str {
        label(self.format)
    }
}

/// What the window asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum ExportAsked {
    /// Finding out what the file would hold.
    Look(ExportChoice),
    /// Writing it, to a place that is asked for.
    Save(ExportChoice),
    /// The window is closed: nobody waits for what is being found out.
    Forget,
}

/// What a file holds, and what it does not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExportHolds {
    pub incidents: usize,
    /// What the file cannot hold, and of how many incidents.
    pub losses: BTreeMap<&'static str, usize>,
    /// What the profile of publication kept back or changed.
    pub gate: Vec<String>,
}

/// State of the window.
pub struct ExportWindow {
    choice: ExportChoice,
    asked: Option<LookKey>,
    holds: Option<Result<ExportHolds, String>>,
}

/// What is looked at; another key needs another look.
#[derive(Clone, PartialEq)]
struct LookKey {
    choice: ExportChoice,
    revision: Revision,
    asked_for: Option<(Filter, Window)>,
    export_by: ProfileChoice,
}

impl Default for ExportWindow {
    fn default() -> Self {
        Self {
            choice: ExportChoice { format: Some(FileFormat::Workbook), shown_only: false, marked: true },
            asked: None,
            holds: None,
        }
    }
}

/// Width of the list of kinds of file, logical pixels.
const KINDS: f32 = 250.0;

fn label(format: Option<FileFormat>) -> &'static str {
    format.map_or("Marz document (GeoJSON)", FileFormat::label)
}

fn hint(format: Option<FileFormat>) -> &'static str {
    format.map_or(
        "For a colleague who has Marz: everything. QGIS and GDAL open it as GeoJSON.",
        FileFormat::hint,
    )
}

impl ExportWindow {
    /// Takes up the choices of an earlier time.
    pub fn begin_with(&mut self, kept: &ExportSettings) {
        let of_code = FileFormat::ALL.into_iter().find(|format| format.code() == kept.format);
        self.choice = ExportChoice {
            format: if kept.format == OWN { None } else { of_code.or(self.choice.format) },
            shown_only: kept.shown_only,
            marked: kept.marked,
        };
    }

    /// The choices for another time.
    pub fn settings(&self) -> ExportSettings {
        ExportSettings {
            format: self.choice.format.map_or(OWN, FileFormat::code).to_owned(),
            shown_only: self.choice.shown_only,
            marked: self.choice.marked,
        }
    }

    /// The window is opened anew.
    pub fn opened(&mut self) {
        self.asked = None;
        self.holds = None;
    }

    /// What was found out.
    pub fn show_holds(&mut self, holds: Result<ExportHolds, String>) {
        self.holds = Some(holds);
    }

    pub fn show(
        &mut self,
        ctx: &egui::Context,
        session: &Session,
        commands: &mut Vec<Command>,
        asked: &mut Vec<ExportAsked>,
    ) -> bool {
        let mut closed = false;
        let room = ctx.content_rect().size();
        let response = egui::Modal::new(egui::Id::unique("export incidents")).show(ctx, |ui| {
            let width = (room.x - 60.0).min(760.0);
            ui.set_width(width);
            ui.heading("Export incidents");
            ui.separator();
            let height = (room.y - 190.0).clamp(160.0, 400.0);
            ui.horizontal_top(|ui| {
                self.kinds(ui, height);
                ui.add_space(theme::GROUP_GAP);
                ui.vertical(|ui| {
                    ui.set_width(width - KINDS - theme::GROUP_GAP - 2.0 * ui.spacing().item_spacing.x);
                    ui.set_height(height);
                    self.choices(ui, session);
                    export_by_ui(ui, session, commands);
                    self.look(session, asked);
                    self.report(ui, height - 150.0);
                });
            });
            ui.add_space(theme::GAP);
            ui.horizontal(|ui| {
                let ready = !matches!(self.holds, Some(Err(_)));
                if ui.add_enabled(ready, egui::Button::new("Save…")).clicked() {
                    asked.push(ExportAsked::Save(self.choice.clone()));
                    closed = true;
                }
                if ui.button("Cancel").clicked() {
                    closed = true;
                }
                let words = "The document itself stays as it is.";
                ui.label(RichText::new(words).small().color(Palette::of(ui).weak));
            });
        });
        let closed = closed || response.should_close();
        if closed {
            asked.push(ExportAsked::Forget);
        }
        closed
    }

    fn kinds(&mut self, ui: &mut egui::Ui, height: f32) {
        ui.vertical(|ui| {
            ui.set_width(KINDS);
            ui.set_height(height);
            egui::ScrollArea::vertical().id_salt("kinds").auto_shrink([false, false]).show(ui, |ui| {
                let all = std::iter::once(None).chain(FileFormat::ALL.map(Some));
                for format in all {
                    let chosen = self.choice.format == format;
                    let row = egui::Button::selectable(chosen, label(format))
                        .min_size(vec2(ui.available_width(), 24.0));
                    if ui.add(row).on_hover_text(hint(format)).clicked() {
                        self.choice.format = format;
                    }
                }
            });
        });
    }

    fn choices(&mut self, ui: &mut egui::Ui, session: &Session) {
        ui.label(hint(self.choice.format));
        ui.add_space(theme::GAP);
        let (all, shown) = (session.document().len(), session.shown().len());
        ui.radio_value(&mut self.choice.shown_only, false, format!("All incidents ({})", grouped(all)));
        let words = format!("Only those that filter and dates show ({})", grouped(shown));
        ui.radio_value(&mut self.choice.shown_only, true, words);
        if matches!(self.choice.format, Some(FileFormat::Table(_))) {
            ui.checkbox(&mut self.choice.marked, "Excel reads it as it is").on_hover_text(
                "Begins with the mark by which spreadsheets know UTF-8; some older programs stumble over it",
            );
        }
        if matches!(self.choice.format, Some(FileFormat::Table(Layout::Acled | Layout::Ucdp))) {
            let words =
                "Rows that came from such a file go out cell by cell as they came in, unless changed.";
            ui.label(RichText::new(words).small().color(Palette::of(ui).weak));
        }
        ui.add_space(theme::GAP);
    }

    fn report(&self, ui: &mut egui::Ui, height: f32) {
        let palette = Palette::of(ui);
        ui.separator();
        let holds = match &self.holds {
            None => {
                ui.horizontal(|ui| {
                    ui.spinner();
                    ui.label("Finding out what this file can hold…");
                });
                return;
            }
            Some(Err(why)) => {
                fields::complaint(ui, why);
                return;
            }
            Some(Ok(holds)) => holds,
        };
        egui::ScrollArea::vertical()
            .id_salt("losses")
            .max_height(height.max(60.0))
            .min_scrolled_height(height.max(60.0))
            .auto_shrink([false, true])
            .show(ui, |ui| {
                for line in &holds.gate {
                    ui.label(RichText::new(line).color(palette.warn));
                }
                if holds.losses.is_empty() {
                    ui.label(format!("The file holds everything of {} incidents.", grouped(holds.incidents)));
                    return;
                }
                ui.label(format!("The file holds {} incidents. It cannot hold:", grouped(holds.incidents)));
                for (what, count) in &holds.losses {
                    ui.horizontal_wrapped(|ui| {
                        ui.label(RichText::new(format!("{}×", grouped(count))).color(palette.weak));
                        ui.label(*what);
                    });
                }
            });
    }

    fn look(&mut self, session: &Session, asked: &mut Vec<ExportAsked>) {
        let view = session.view();
        let key = LookKey {
            choice: self.choice.clone(),
            revision: session.document().revision(),
            export_by: session.export_by().clone(),
            asked_for: self.choice.shown_only.then(|| (view.filter.clone(), view.window)),
        };
        if self.asked.as_ref() != Some(&key) {
            self.asked = Some(key);
            self.holds = None;
            asked.push(ExportAsked::Look(self.choice.clone()));
        }
    }
}

/// How settings call a file of Marz's own.
const OWN: &str = "marz";
