//! The work on the record, its ACLED labels, the project's own fields, and what Marz does not know.

use eframe::egui;

use crate::{
    edit::Change,
    model::{AcledLabels, FieldKind, Handling, Status, taxonomy},
    ui::fields::FieldLook,
};

use super::{
    form::{Form, Section, quiet, text},
    pick::{Choice, Words},
    typed::TextFieldOf,
};

impl Form<'_> {
    pub(super) fn work(&mut self, ui: &mut egui::Ui) {
        if !self.section(ui, Section::Work, "Work on the record", true) {
            return;
        }
        let statuses = || Status::ALL.iter().map(|status| Choice::of(status.label())).collect();
        let status = self.incident.status.map(Status::label).unwrap_or_default();
        let look = FieldLook::line("Status").hint("none");
        self.picked(ui, &look, TextFieldOf::Status, status, Words::OfTheList, statuses);
        let marks = || Handling::ALL.iter().map(|mark| Choice::of(mark.label())).collect();
        let mark = self.incident.handling.map(Handling::label).unwrap_or_default();
        let look = FieldLook::line("Handling").hint("none: who may see it");
        self.picked(ui, &look, TextFieldOf::Handling, mark, Words::OfTheList, marks);
        let look = FieldLook::line("Assigned to").hint("nobody");
        self.captioned(ui, &look, TextFieldOf::Assignee, &self.incident.assignee);
    }

    pub(super) fn labels(&mut self, ui: &mut egui::Ui) {
        if !self.section(ui, Section::Labels, "ACLED labels", true) {
            return;
        }
        let labels = &self.incident.acled;
        self.captioned(
            ui,
            &FieldLook::line("ACLED event type"),
            TextFieldOf::AcledType,
            &text(labels.event_type.as_ref()),
        );
        self.captioned(
            ui,
            &FieldLook::line("ACLED sub-event type"),
            TextFieldOf::AcledSubType,
            &text(labels.sub_event_type.as_ref()),
        );
        let Some(mapping) = taxonomy::event_type(&self.incident.event_type).map(|kind| &kind.acled) else {
            return;
        };
        let proposed = AcledLabels {
            event_type: mapping.event_type.clone(),
            sub_event_type: mapping.sub_event_type.clone(),
        };
        if let Some(note) = &mapping.note {
            quiet(ui, note.as_str());
        }
        if proposed != *labels && proposed != AcledLabels::default() {
            let words: Vec<&str> = [&proposed.event_type, &proposed.sub_event_type]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect();
            let button = egui::Button::new(format!("Take “{}”", words.join(" / "))).wrap();
            if ui.add(button).on_hover_text("What the type would be in ACLED's codebook").clicked() {
                self.perform(Change::Acled(proposed));
            }
        }
    }

    /// The fields that this project has beside the usual ones.
    pub(super) fn own_fields(&mut self, ui: &mut egui::Ui) {
        let fields = &self.session.document().facts().fields;
        if fields.is_empty() || !self.section(ui, Section::OwnFields, "Fields of this project", true) {
            return;
        }
        for definition in fields {
            let label = definition.display_label();
            let value =
                self.incident.rest.get(&definition.key).as_ref().map(FieldKind::typed).unwrap_or_default();
            let field = TextFieldOf::Property { key: definition.key.clone(), kind: definition.kind.clone() };
            match &definition.kind {
                FieldKind::Text => self.captioned(ui, &FieldLook::line(label).wrapped(), field, &value),
                FieldKind::Number | FieldKind::Date => {
                    self.captioned(ui, &FieldLook::line(label).hint(definition.kind.label()), field, &value);
                }
                FieldKind::YesNo => {
                    let choices = || ["yes", "no"].map(Choice::of).to_vec();
                    self.picked(ui, &FieldLook::line(label), field, &value, Words::OfTheList, choices);
                }
                FieldKind::Choice(words) => {
                    let choices = || words.iter().map(Choice::of).collect();
                    self.picked(ui, &FieldLook::line(label), field, &value, Words::OfTheList, choices);
                }
            }
        }
    }

    pub(super) fn rest(&mut self, ui: &mut egui::Ui) {
        let fields = &self.session.document().facts().fields;
        let known = |name: &str| fields.iter().any(|definition| definition.key == name);
        let rest: Vec<_> = self.incident.rest.iter().filter(|(name, _)| !known(name)).collect();
        if rest.is_empty() || !self.section(ui, Section::Rest, "Further properties, kept as they came", true)
        {
            return;
        }
        for (name, value) in rest {
            quiet(ui, format!("{name}: {value}"));
        }
    }
}
