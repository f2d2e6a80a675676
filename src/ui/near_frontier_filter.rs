//! The filter by where at the frontier: how near, on which bank, along which stretch of the river.

use eframe::egui::{self, RichText, TextEdit};

use crate::{
    analysis::{BankChoice, FromWhat, NearFrontier, frontier::RIVER_KM_WORDS},
    session::{Command, FrontierCommand, Session},
};

use super::{fields, theme};

/// Texts that are being typed, each with the value that it was last read as.
#[derive(Default)]
pub struct NearFrontierFilter {
    within: Typed,
    from: Typed,
    to: Typed,
}

#[derive(Default)]
struct Typed {
    text: String,
    /// What the filter said when the text was written.
    of: Option<f64>,
}

impl Typed {
    /// A field for a number; returns the value, or the one that was typed instead.
    fn show(&mut self, ui: &mut egui::Ui, value: Option<f64>, name: &str, hint: &str) -> Option<f64> {
        if self.of != value {
            self.of = value;
            self.text = value.map_or_else(String::new, |value| value.to_string());
        }
        let field = TextEdit::singleline(&mut self.text).hint_text(hint).desired_width(54.0);
        let response = ui.add(field);
        fields::name(&response, name);
        if !response.changed() {
            return value;
        }
        let text = self.text.trim().replace(['−', '–'], "-").replace(',', ".");
        let new = match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Some(number),
            Err(_) if text.is_empty() => None,
            // A sign or a word on its way to a number.
            Ok(_) | Err(_) => return value,
        };
        self.of = new;
        new
    }
}

impl NearFrontierFilter {
    pub fn show(&mut self, ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
        let asked = session.frontier_asked();
        let title =
            if asked.is_empty() { "Frontier".to_owned() } else { format!("Frontier · {}", asked.words()) };
        let header = egui::CollapsingHeader::new(theme::bold(title)).id_salt("Frontier");
        header.show(ui, |ui| {
            let mut next = asked.clone();
            self.near(ui, &mut next);
            ui.horizontal_wrapped(|ui| {
                for bank in BankChoice::ALL {
                    let mut on = next.banks.contains(&bank);
                    if ui.checkbox(&mut on, bank.label()).changed() && !next.banks.remove(&bank) {
                        next.banks.insert(bank);
                    }
                }
            });
            self.along(ui, &mut next);
            if !next.is_empty() {
                ui.checkbox(&mut next.certain_only, "Only what is certain").on_hover_text(
                    "A place that is known only roughly may lie inside or outside: without this it is shown.",
                );
                if let Some((measured, all)) = session.frontier_progress() {
                    let part = measured as f32 / all.max(1) as f32;
                    let words = format!("Measuring where {all} places lie; until then none is left out.");
                    ui.label(RichText::new(words).small());
                    ui.add(egui::ProgressBar::new(part).show_percentage().desired_width(180.0));
                }
                let perhaps = session.shown_perhaps();
                if perhaps > 0 {
                    ui.label(
                        RichText::new(format!(
                            "{perhaps} of those shown only perhaps: their places are known too roughly."
                        ))
                        .small()
                        .weak(),
                    );
                }
                if ui.small_button("Anywhere").on_hover_text("Ask nothing of the place").clicked() {
                    next = NearFrontier::default();
                }
            }
            if next != *asked {
                commands.push(FrontierCommand::Filter(next).into());
            }
        });
    }

    fn near(&mut self, ui: &mut egui::Ui, next: &mut NearFrontier) {
        ui.horizontal(|ui| {
            ui.label("Within");
            let km = next.within.map(|metres| f64::from(metres) / 1_000.0);
            let km = self.within.show(ui, km, "Kilometres from the border or the river", "any");
            next.within = km.map(|km| (km.clamp(0.0, 1_000.0) * 1_000.0).round() as u32);
            ui.label("km of");
            let combo = egui::ComboBox::from_id_salt("from what").selected_text(next.from_what.label());
            let combo = combo.width(86.0).show_ui(ui, |ui| {
                for choice in FromWhat::ALL {
                    ui.selectable_value(&mut next.from_what, choice, choice.label());
                }
            });
            fields::name(&combo.response, "Distance from");
        });
    }

    fn along(&mut self, ui: &mut egui::Ui, next: &mut NearFrontier) {
        ui.horizontal(|ui| {
            ui.label("River-km").on_hover_text(RIVER_KM_WORDS);
            let whole = |km: Option<f64>| km.map(|km| km.clamp(-2_000.0, 2_000.0).round() as i32);
            next.from_km = whole(self.from.show(ui, next.from_km.map(f64::from), "River-km from", "from"));
            ui.label("to");
            next.to_km = whole(self.to.show(ui, next.to_km.map(f64::from), "River-km to", "to"));
        });
    }
}
