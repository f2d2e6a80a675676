//! Where it happened: the place, its point in any notation, how well it is known, further positions.

use eframe::egui;

use crate::{
    analysis::{
        notations::{self, Readings},
        offers::OfferField,
    },
    edit::Change,
    model::{EndRole, Precision},
    session::{Command, Mode},
    ui::fields::{self, FieldLook},
};

use super::{
    form::{Form, Section, card, quiet, remove_button, text},
    pick::{Choice, Words},
    typed::{EndField, TextFieldOf, exact_text},
};

fn precisions() -> Vec<Choice> {
    Precision::ALL.iter().map(|precision| Choice::of(precision.label())).collect()
}

impl Form<'_> {
    pub(super) fn place(&mut self, ui: &mut egui::Ui) {
        if !self.section(ui, Section::Where, "Where", true) {
            return;
        }
        let place = &self.incident.place;
        let look = FieldLook::line("Place").wrapped();
        self.captioned(ui, &look, TextFieldOf::PlaceName, &text(place.name.as_ref()));
        self.chips(ui, &[OfferField::Place]);
        let position = place.position.map(exact_text).unwrap_or_default();
        let look = FieldLook::line("Position").hint("37.7604, 70.1891 · UTM · MGRS · plus code · map link");
        self.captioned(ui, &look, TextFieldOf::Position, &position);
        self.how_the_position_is_read(ui);
        self.chips(ui, &[OfferField::Position]);
        self.placing(ui);
        let look = FieldLook::line("Precision");
        let precision = place.precision.label();
        self.picked(ui, &look, TextFieldOf::Precision, precision, Words::OfTheList, precisions);
        let radius = place.radius.map(|radius| format!("{}", radius.0 / 1000.0)).unwrap_or_default();
        let look = FieldLook::line("Radius, km").hint("only where it is stated");
        self.captioned(ui, &look, TextFieldOf::Radius, &radius);
        self.findings(ui, "Radius");
        for (label, field, value) in [
            ("District", TextFieldOf::District, &place.district),
            ("Province", TextFieldOf::Province, &place.province),
            ("Country", TextFieldOf::Country, &place.country),
        ] {
            self.captioned(ui, &FieldLook::line(label), field, &text(value.as_ref()));
        }
        let look = FieldLook::line("How the point was found").wrapped();
        self.captioned(ui, &look, TextFieldOf::Method, &text(place.method.as_ref()));
        let mut facts = Vec::new();
        match (&place.gazetteer.name, place.gazetteer.id) {
            (Some(name), Some(id)) => facts.push(format!("{name} no. {id}")),
            (Some(name), None) => facts.push(name.clone()),
            (None, _) => {}
        }
        if let Some(km) = place.border_distance_km {
            facts.push(format!("{km} km from the border (computed when coded)"));
        }
        if let Some(side) = &place.side {
            facts.push(format!("side: {side}"));
        }
        if !facts.is_empty() {
            quiet(ui, facts.join(" · "));
        }
        self.ends(ui);
    }

    /// How the typed position is read; where it may mean several, all to choose from.
    fn how_the_position_is_read(&mut self, ui: &mut egui::Ui) {
        let Some(typed) = self.typed_text(&TextFieldOf::Position) else { return };
        match notations::read(&typed, Some(self.session.view().camera.centre)) {
            Readings::Certain(reading) => quiet(ui, reading.words),
            Readings::Ask { readings, .. } => {
                let mut chosen = None;
                for reading in &readings {
                    let button =
                        egui::Button::new(format!("{} · {}", reading.position, reading.words)).wrap();
                    if ui.add(button).clicked() {
                        chosen = Some(exact_text(reading.position));
                    }
                }
                if let Some(text) = chosen {
                    self.type_into(TextFieldOf::Position, "Position", text);
                }
            }
            // What is wrong with it stands under the field already.
            Readings::Refused(_) => {}
        }
    }

    fn placing(&mut self, ui: &mut egui::Ui) {
        let place = &self.incident.place;
        ui.horizontal_wrapped(|ui| {
            if *self.session.mode() != Mode::Browse {
                if ui.button("Cancel (Esc)").clicked() {
                    self.commands.push(Command::Escape);
                }
                return;
            }
            if ui.button("Place by a click (P)").clicked() {
                self.commands.push(Command::PlaceByClick);
            }
            if ui.add_enabled(place.position.is_some(), egui::Button::new("Move (M)")).clicked() {
                self.commands.push(Command::MoveIncident);
            }
            if place.position.is_some() && ui.button("Clear").on_hover_text("Take the point away").clicked() {
                let mut next = place.moved_to(None);
                next.precision = Precision::None;
                self.perform(Change::Place(Box::new(next)));
            }
        });
    }

    fn ends(&mut self, ui: &mut egui::Ui) {
        let mut removed = None;
        for (row, end) in self.incident.ends.iter().enumerate() {
            card(ui, |ui| {
                let number = row + 1;
                let of = |which| TextFieldOf::End { row, which };
                let roles = || EndRole::CHOICES.iter().map(|role| Choice::of(role.label())).collect();
                let label = format!("Further position {number} role");
                self.pick(
                    ui,
                    &FieldLook::line(&label),
                    of(EndField::Role),
                    end.role.label(),
                    Words::Own,
                    roles,
                );
                let label = format!("Further position {number} place");
                let look = FieldLook::line(&label).hint("place");
                self.field(ui, &look, of(EndField::Name), &text(end.name.as_ref()));
                let label = format!("Further position {number} position");
                self.field(ui, &FieldLook::line(&label), of(EndField::Position), &exact_text(end.position));
                let label = format!("Further position {number} precision");
                let (look, value) = (FieldLook::line(&label), end.precision.label());
                self.pick(ui, &look, of(EndField::Precision), value, Words::OfTheList, precisions);
                if remove_button(ui, &format!("Remove further position {number}")) {
                    removed = Some(row);
                }
            });
        }
        fields::caption(ui, "Further positions");
        let look = FieldLook::line("Add a further position").hint("fired from, landed at: its coordinates");
        self.field(ui, &look, TextFieldOf::NewEnd, "");
        if let Some(row) = removed {
            let mut ends = self.incident.ends.clone();
            ends.remove(row);
            self.perform(Change::Ends(ends));
        }
    }
}
