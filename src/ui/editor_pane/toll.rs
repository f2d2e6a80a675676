//! How many were hit: killed, wounded, abducted, arrested, in all and by group.

use eframe::egui;

use crate::{
    analysis::offers::OfferField,
    edit::Change,
    model::{GroupToll, Toll, TollKind, check_toll},
    ui::fields::{self, FieldLook},
};

use super::{
    form::{Form, Section, card, remove_button, text},
    typed::{GroupField, TextFieldOf, TollNumber},
};

impl Form<'_> {
    pub(super) fn toll(&mut self, ui: &mut egui::Ui, kind: TollKind) {
        let title = kind.label();
        let toll = self.incident.toll(kind);
        let (field, is_rare) = match kind {
            TollKind::Killed => (OfferField::Killed, false),
            TollKind::Wounded => (OfferField::Wounded, false),
            TollKind::Abducted => (OfferField::Abducted, true),
            TollKind::Arrested => (OfferField::Arrested, true),
        };
        let offered = || self.session.offers().iter().any(|offered| offered.offer.field == field);
        let open_at_first = !is_rare || *toll != Toll::default() || offered();
        if !self.section(ui, Section::Toll(kind), title, open_at_first) {
            return;
        }
        let number = |value: Option<u32>| value.map(|n| n.to_string()).unwrap_or_default();
        ui.columns(3, |columns| {
            for (column, (which, word, value)) in columns.iter_mut().zip([
                (TollNumber::Low, "low", toll.low),
                (TollNumber::Best, "best", toll.best),
                (TollNumber::High, "high", toll.high),
            ]) {
                let label = format!("{title} {word}");
                fields::caption(column, word);
                let look = FieldLook::line(&label).hint("not stated");
                self.field(column, &look, TextFieldOf::Toll { kind, which }, &number(value));
            }
        });
        if let Some(problem) = check_toll(toll) {
            fields::complaint(ui, problem);
        } else {
            self.findings(ui, title);
        }
        self.chips(ui, &[field]);
        let mut groups = toll.by_group.clone();
        let mut removed = None;
        for (row, group) in toll.by_group.iter().enumerate() {
            card(ui, |ui| {
                let label = format!("{title}, group {}", row + 1);
                let field = TextFieldOf::Group { kind, row, which: GroupField::Name };
                self.field(ui, &FieldLook::line(&label).hint("group"), field, &group.group);
                ui.columns(3, |columns| {
                    for (column, (which, word, value)) in columns.iter_mut().zip([
                        (GroupField::Low, "low", group.low),
                        (GroupField::Best, "best", group.best),
                        (GroupField::High, "high", group.high),
                    ]) {
                        let label = format!("{title}, group {} {word}", row + 1);
                        let field = TextFieldOf::Group { kind, row, which };
                        self.field(column, &FieldLook::line(&label).hint(word), field, &number(value));
                    }
                });
                if remove_button(ui, &format!("Remove group {} of {}", row + 1, title.to_lowercase())) {
                    removed = Some(row);
                }
            });
        }
        let mut grown = false;
        if ui.small_button(format!("Add a group to {}", title.to_lowercase())).clicked() {
            self.pane.wanted = Some(TextFieldOf::Group { kind, row: groups.len(), which: GroupField::Name });
            groups.push(GroupToll::default());
            grown = true;
        }
        if let Some(row) = removed {
            groups.remove(row);
        }
        if grown || removed.is_some() {
            self.perform(Change::toll(kind, Toll { by_group: groups, ..toll.clone() }));
        }
        let label = format!("Note on {}", title.to_lowercase());
        let note = text(toll.note.as_ref());
        self.captioned(ui, &FieldLook::line(&label).wrapped(), TextFieldOf::TollNote { kind }, &note);
    }
}
