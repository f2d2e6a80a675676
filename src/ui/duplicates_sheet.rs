//! Pairs of records that may be one incident. The window beside it stays usable, so that both can be looked at.

use eframe::egui::{self, pos2, vec2};

use crate::{
    analysis::duplicates::Pair,
    model::{Incident, IncidentId},
    session::{Check, Command, MOST_PAIRS, Session},
};

use super::{
    fields,
    theme::{self, Palette},
    tool_window::{KeyedList, clipped, tool_window},
};

/// The state of the window while it is open.
#[derive(Default)]
pub struct DuplicatesSheet {
    list: KeyedList,
}

/// A score in words.
pub(super) fn likelihood(score: f64) -> &'static str {
    const VERY_LIKELY: f64 = 0.8;
    const LIKELY: f64 = 0.65;
    if score >= VERY_LIKELY {
        "Very likely"
    } else if score >= LIKELY {
        "Likely"
    } else {
        "Possible"
    }
}

impl DuplicatesSheet {
    pub fn take_keys(&mut self, ctx: &egui::Context) {
        self.list.take_keys(ctx);
    }

    pub fn show(&mut self, ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) -> bool {
        if session.should_check(&Check::Duplicates) {
            commands.push(Command::Ask(Check::Duplicates));
        }
        tool_window(ctx, "duplicates_sheet", "Possible duplicates", vec2(640.0, 430.0), |ui| {
            let Some(pairs) = session.pairs() else {
                ui.weak("Looking for them…");
                return;
            };
            let pairs: Vec<&Pair> = pairs.collect();
            ui.horizontal_wrapped(|ui| {
                ui.label(theme::bold(match pairs.len() {
                    0 => "No two records look like one incident.".to_owned(),
                    1 => "1 pair".to_owned(),
                    MOST_PAIRS => format!("The {MOST_PAIRS} likeliest pairs"),
                    count => format!("{count} pairs"),
                }));
                if !session.is_checked(&Check::Duplicates) {
                    ui.weak("looking…");
                } else if !pairs.is_empty() {
                    ui.weak("Enter compares the two; nothing is merged before you say so.");
                }
            });
            ui.separator();
            self.rows(ui, session, &pairs, commands);
        })
    }

    fn rows(&mut self, ui: &mut egui::Ui, session: &Session, pairs: &[&Pair], commands: &mut Vec<Command>) {
        const HEIGHT: f32 = 106.0;
        let record = |id: &IncidentId| session.document().get(id);
        let label = |row: usize| {
            let Pair { a, b, score, .. } = pairs[row];
            let title =
                |id| record(id).map(|incident| incident.display_title().into_owned()).unwrap_or_default();
            format!("{}: {} / {}", likelihood(*score), title(a), title(b))
        };
        let chosen = self.list.show(ui, "Possible duplicates", (pairs.len(), HEIGHT), label, |ui, row| {
            if let (Some(a), Some(b)) = (record(&pairs[row].a), record(&pairs[row].b)) {
                pair_row(ui, pairs[row], &a, &b, commands);
            }
        });
        if let Some(pair) = chosen.row.and_then(|row| pairs.get(row)) {
            commands.push(Command::Visit(pair.a.clone()));
        }
        if let Some(pair) = chosen.opened.and_then(|row| pairs.get(row)) {
            commands.push(Command::CompareForMerge(pair.a.clone(), pair.b.clone()));
        }
    }
}

fn pair_row(ui: &mut egui::Ui, pair: &Pair, a: &Incident, b: &Incident, commands: &mut Vec<Command>) {
    const BUTTONS: f32 = 112.0;
    let palette = Palette::of(ui);
    let rect = ui.max_rect();
    let buttons = egui::Rect::from_min_max(pos2(rect.right() - BUTTONS, rect.top()), rect.max);
    let mut column = ui.new_child(egui::UiBuilder::new().max_rect(buttons));
    column.vertical(|ui| {
        let size = vec2(BUTTONS, 26.0);
        let pair_name = format!("{} / {}", a.display_title(), b.display_title());
        let compare = ui.add(egui::Button::new("Compare…").min_size(size));
        fields::name(&compare, &format!("Compare: {pair_name}"));
        if compare.clicked() {
            commands.push(Command::CompareForMerge(a.id.clone(), b.id.clone()));
        }
        let not = ui.add(egui::Button::new("Not the same").min_size(size));
        fields::name(&not, &format!("Not the same: {pair_name}"));
        if not.clicked() {
            commands.push(Command::NotTheSame(a.id.clone(), b.id.clone()));
        }
    });
    let text = egui::Rect::from_min_max(rect.min, pos2(buttons.left() - 10.0, rect.bottom()));
    let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(text));
    ui.spacing_mut().item_spacing.y = 2.0;
    let reasons = format!("{}: {}", likelihood(pair.score), pair.reasons.join(", "));
    clipped(&mut ui, reasons, 1, |text| text.size(12.0).color(palette.accent));
    let below = ui.available_rect_before_wrap();
    let half = (below.width() - 10.0) / 2.0;
    for (incident, left) in [(a, below.left()), (b, below.left() + half + 10.0)] {
        let column = egui::Rect::from_min_size(pos2(left, below.top()), vec2(half, below.height()));
        let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(column));
        clipped(&mut ui, incident.display_title(), 2, |text| text);
        clipped(&mut ui, when_and_where(incident), 2, |text| text.size(11.5).color(palette.weak));
    }
}

/// `26 Nov 2025 · Shodak, Darqad`
pub(super) fn when_and_where(incident: &Incident) -> String {
    let place = &incident.place;
    let names: Vec<&str> = [&place.name, &place.district].into_iter().flatten().map(String::as_str).collect();
    if names.is_empty() {
        incident.when.to_string()
    } else {
        format!("{} · {}", incident.when, names.join(", "))
    }
}
