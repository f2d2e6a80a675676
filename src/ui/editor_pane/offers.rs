//! The text of a report, what it offers for the record, and the same offers beside the fields they fit.

use eframe::egui::{self, RichText, TextEdit};

use crate::{
    analysis::offers::{Offer, OfferField, cut_notice},
    model::shown_line,
    session::{Command, Offered, Session},
    ui::{
        fields,
        theme::{self, Palette},
    },
};

use super::{EditorPane, form::Form};

/// The text while it is being typed.
pub(super) struct ReportDraft {
    text: String,
    original: String,
}

impl ReportDraft {
    pub(super) fn finished(self) -> Option<Command> {
        (self.text != self.original).then_some(Command::SetReportText(self.text))
    }
}

impl EditorPane {
    /// The box for the text, folded to a button while there is none.
    pub(super) fn report_box(&mut self, ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
        let wanted = std::mem::take(&mut self.focus_report);
        let kept = session.report_text();
        if kept.is_empty() && !self.report_open {
            let button = egui::Button::new("Code from a pasted text (Ctrl+V)");
            let response = if session.selected().is_some() {
                ui.add(button.small())
            } else {
                ui.vertical_centered(|ui| ui.add(button)).inner
            };
            if response.clicked() {
                commands.push(Command::PasteReport);
            }
            return;
        }
        // The session has another text now: what was typed belongs to the one before.
        self.report_draft.take_if(|draft| draft.original != kept);
        ui.horizontal(|ui| {
            ui.label(theme::bold("Text of a report").size(14.0));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let clear = ui.small_button("Clear").on_hover_text("Take the text and its offers away");
                fields::name(&clear, "Clear the text of the report");
                if clear.clicked() {
                    self.report_open = false;
                    self.report_draft = None;
                    commands.push(Command::SetReportText(String::new()));
                }
            });
        });
        let mut text = self.report_draft.as_ref().map_or_else(|| kept.to_owned(), |draft| draft.text.clone());
        let before = text.len();
        let edit = TextEdit::multiline(&mut text)
            .id_salt("report text")
            .desired_rows(3)
            .desired_width(f32::INFINITY)
            .hint_text("Paste the text of a report here: what it says is offered beside the fields.");
        let response = egui::ScrollArea::vertical()
            .id_salt("report scroll")
            .max_height(104.0)
            .show(ui, |ui| ui.add(edit))
            .inner;
        fields::name(&response, "Text of a report");
        if wanted {
            response.request_focus();
        }
        if response.lost_focus() {
            self.left = Some(response.id);
        }
        if response.changed() {
            /// More at once than a hand types: a paste or a cut, of which the offers are wanted now.
            const AT_ONCE: usize = 8;
            let draft = ReportDraft { text, original: kept.to_owned() };
            if draft.text.len().abs_diff(before) > AT_ONCE {
                self.report_draft = None;
                commands.extend(draft.finished());
            } else {
                self.report_draft = Some(draft);
            }
        }
        if response.lost_focus()
            && let Some(draft) = self.report_draft.take()
        {
            commands.extend(draft.finished());
        }
        if let Some(notice) = cut_notice(kept) {
            ui.label(RichText::new(notice).small().weak());
        }
        offer_list(ui, session, commands);
        ui.separator();
    }
}

/// All offers under the names of their fields, the first nine with their keys.
fn offer_list(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    let palette = Palette::of(ui);
    let offers = session.offers();
    if offers.is_empty() {
        if !session.report_text().trim().is_empty() {
            ui.label(RichText::new("Nothing more is found in it to offer.").small().weak());
        }
        return;
    }
    egui::ScrollArea::vertical().id_salt("offers").max_height(190.0).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let mut heading = None;
        for Offered { number, offer } in offers {
            let number = *number;
            if heading != Some(offer.field) {
                heading = Some(offer.field);
                fields::caption(ui, offer.field.label());
            }
            ui.horizontal(|ui| {
                let room = (ui.available_width() - 26.0).max(60.0);
                let response = ui
                    .scope(|ui| {
                        ui.set_max_width(room);
                        chip(ui, number, offer, room)
                    })
                    .inner
                    .on_hover_text(format!("“{}”", shortened(session.quote_of(offer), 300)));
                fields::name(&response, &format!("Take {}: {}", offer.field.label(), offer.words));
                if response.clicked() {
                    commands.push(Command::TakeOffer(number));
                }
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let close = egui::Button::new(theme::icon(theme::icons::CLOSE, 11.0))
                        .small()
                        .frame(false)
                        .sense(egui::Sense::CLICK);
                    let drop = ui.add(close).on_hover_text("Drop this offer");
                    fields::name(&drop, &format!("Drop {}: {}", offer.field.label(), offer.words));
                    if drop.clicked() {
                        commands.push(Command::DropOffer(number));
                    }
                });
            });
            let quote = format!("“{}”", shortened(session.quote_of(offer), 70));
            ui.label(RichText::new(quote).size(11.5).color(palette.weak));
        }
    });
}

/// A button that takes an offer. Tab passes it by: its key is Alt and its number.
fn chip(ui: &mut egui::Ui, number: usize, offer: &Offer, room: f32) -> egui::Response {
    let palette = Palette::of(ui);
    let words = if number < 9 { format!("Alt+{}  {}", number + 1, offer.words) } else { offer.words.clone() };
    let button = egui::Button::new(RichText::new(words).size(12.0).color(palette.accent))
        .truncate()
        .small()
        .fill(palette.accent_quiet)
        .sense(egui::Sense::CLICK);
    ui.scope(|ui| {
        ui.set_max_width(room);
        ui.add(button)
    })
    .inner
}

impl Form<'_> {
    /// Up to three offers for the field above.
    pub(super) fn chips(&mut self, ui: &mut egui::Ui, wanted: &[OfferField]) {
        const SHOWN: usize = 3;
        let offers = self.session.offers().iter();
        let fitting = offers.filter(|offered| wanted.contains(&offered.offer.field)).take(SHOWN);
        for Offered { number, offer } in fitting {
            let number = *number;
            let room = ui.available_width();
            let quote = shortened(self.session.quote_of(offer), 300);
            let response = chip(ui, number, offer, room).on_hover_text(format!("“{quote}”"));
            fields::name(&response, &format!("Offer for {}: {}", offer.field.label(), offer.words));
            if response.clicked() {
                self.commands.push(Command::TakeOffer(number));
            }
        }
    }
}

/// At most so many letters, on one line.
pub(super) fn shortened(text: &str, letters: usize) -> String {
    let line = shown_line(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned();
    if line.chars().count() <= letters {
        return line;
    }
    let cut: String = line.chars().take(letters.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}
