//! What happened: title, type, weapons; summary, notes and tags.

use eframe::egui;

use crate::{
    analysis::offers::OfferField,
    edit::Change,
    model::taxonomy,
    ui::{
        fields::{self, FieldLook},
        theme,
    },
};

use super::{
    form::{Form, Section},
    pick::{Choice, Words},
    typed::TextFieldOf,
};

impl Form<'_> {
    pub(super) fn what(&mut self, ui: &mut egui::Ui) {
        let look = FieldLook::line("Title").hint("What happened, in a line").wrapped();
        self.captioned(ui, &look, TextFieldOf::Title, &self.incident.title);
        let label = match self.incident.event_type.as_str() {
            "" => String::new(),
            code => taxonomy::label(code),
        };
        let look = FieldLook::line("Type").hint("not coded: type a few letters");
        self.picked(ui, &look, TextFieldOf::EventType, &label, Words::OfTheList, types);
        self.chips(ui, &[OfferField::EventType]);
        self.weapons(ui);
    }

    fn weapons(&mut self, ui: &mut egui::Ui) {
        fields::caption(ui, "Weapons");
        let mut removed = None;
        ui.horizontal_wrapped(|ui| {
            for (place, code) in self.incident.weapons.iter().enumerate() {
                let known = taxonomy::weapons().iter().find(|term| term.code == *code);
                let label = known.map_or_else(|| code.replace('_', " "), |term| term.label.clone());
                let chip =
                    egui::Button::new((label.as_str(), theme::icon(theme::icons::CLOSE, 10.0))).small();
                let response = ui.add(chip).on_hover_text("Take this weapon away");
                fields::name(&response, &format!("Remove the weapon {label}"));
                if response.clicked() {
                    removed = Some(place);
                }
            }
        });
        if let Some(place) = removed {
            let mut weapons = self.incident.weapons.clone();
            weapons.remove(place);
            self.perform(Change::Weapons(weapons));
        }
        let look = FieldLook::line("Add a weapon").hint("add: a word of the list or your own");
        let stated = &self.incident.weapons;
        let missing = || {
            let missing = taxonomy::weapons().iter().filter(|term| !stated.contains(&term.code));
            missing.map(|term| Choice::of(term.label.as_str())).collect()
        };
        self.pick(ui, &look, TextFieldOf::NewWeapon, "", Words::Own, missing);
    }

    pub(super) fn texts(&mut self, ui: &mut egui::Ui) {
        if !self.section(ui, Section::Texts, "What happened", true) {
            return;
        }
        let incident = self.incident;
        self.captioned(ui, &FieldLook::line("Summary").rows(5), TextFieldOf::Summary, &incident.summary);
        self.captioned(ui, &FieldLook::line("Notes").rows(3), TextFieldOf::Notes, &incident.notes);
        let tags = incident.tags.join(", ");
        self.captioned(ui, &FieldLook::line("Tags").hint("drone, gold-mining"), TextFieldOf::Tags, &tags);
    }
}

fn types() -> Vec<Choice> {
    let of_group = |group: &'static taxonomy::EventGroup| {
        group.types().iter().map(|kind| Choice {
            label: kind.label.clone(),
            value: None,
            hint: kind.definition.clone(),
            group: group.label.clone(),
        })
    };
    taxonomy::groups().iter().flat_map(of_group).collect()
}
