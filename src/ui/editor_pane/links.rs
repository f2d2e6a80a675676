//! How the incident hangs together with others.

use std::sync::Arc;

use eframe::egui;

use crate::{
    edit::Change,
    model::{Incident, IncidentId, LinkKind},
    session::{Command, Session},
    ui::fields::{self, FieldLook},
};

use super::{
    form::{Form, Section, card, remove_button, text},
    offers::shortened,
    pick::{Choice, Words},
    typed::{LinkField, TextFieldOf},
};

impl Form<'_> {
    pub(super) fn links(&mut self, ui: &mut egui::Ui) {
        let count = self.incident.links.len();
        if !self.section(ui, Section::Links, &format!("Links ({count})"), true) {
            return;
        }
        let mut removed = None;
        for (row, link) in self.incident.links.iter().enumerate() {
            card(ui, |ui| {
                let of = |which| TextFieldOf::Link { row, which };
                let kinds = || LinkKind::CHOICES.iter().map(|kind| Choice::of(kind.label())).collect();
                let label = format!("Link {} kind", row + 1);
                self.pick(
                    ui,
                    &FieldLook::line(&label),
                    of(LinkField::Kind),
                    link.kind.label(),
                    Words::Own,
                    kinds,
                );
                match self.session.document().get(&link.to) {
                    Some(target) => {
                        let title = target.display_title();
                        let button = egui::Button::new(title.as_ref()).truncate();
                        let response =
                            ui.add(button).on_hover_text(format!("Go to {} · {}", link.to, target.when));
                        fields::name(&response, &format!("Go to link {}: {title}", row + 1));
                        if response.clicked() {
                            self.commands.push(Command::Select(Some(link.to.clone())));
                        }
                    }
                    None => {
                        ui.weak(format!("{} is not in this document", link.to));
                    }
                }
                let label = format!("Link {} note", row + 1);
                let look = FieldLook::line(&label).hint("note");
                self.field(ui, &look, of(LinkField::Note), &text(link.note.as_ref()));
                if remove_button(ui, &format!("Remove link {}", row + 1)) {
                    removed = Some(row);
                }
            });
        }
        if let Some(row) = removed {
            let mut links = self.incident.links.clone();
            links.remove(row);
            self.perform(Change::Links(links));
        }
        let look = FieldLook::line("Add a link").hint("to: words of its title, or its id");
        let (session, incident) = (self.session, self.incident);
        let targets = || targets(session, incident);
        self.pick(ui, &look, TextFieldOf::NewLink, "", Words::OfTheList, targets);
    }
}

/// All incidents that are not linked yet, with titles and ids to be found by.
fn targets(session: &Session, from: &Incident) -> Vec<Choice> {
    let linked = |id: &IncidentId| from.id == *id || from.links.iter().any(|link| link.to == *id);
    let others = session.document().incidents().filter(|incident| !linked(&incident.id));
    let choice = |incident: &Arc<Incident>| Choice {
        label: format!("{} · {}", shortened(&incident.display_title(), 60), incident.id),
        value: Some(incident.id.to_string()),
        hint: incident.when.to_string(),
        group: String::new(),
    };
    others.map(|incident| choice(&incident)).collect()
}
