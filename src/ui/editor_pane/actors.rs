//! Who took part, with the names that the document knows.

use eframe::egui;

use crate::{
    analysis::offers::OfferField,
    edit::Change,
    model::{Actor, taxonomy},
    ui::fields::FieldLook,
};

use super::{
    form::{Form, Section, card, quiet, remove_button, text},
    pick::{Choice, Words},
    typed::{ActorField, TextFieldOf},
};

fn roles() -> Vec<Choice> {
    // Words that say who someone is, and not what part they had, belong to the kind.
    let roles = taxonomy::actor_roles().iter().filter(|role| role.kind.is_none());
    roles.map(|role| Choice::of(role.label.as_str())).collect()
}

fn kinds() -> Vec<Choice> {
    taxonomy::actor_kinds().iter().map(|kind| Choice::of(kind.label.as_str())).collect()
}

fn role_label(code: &str) -> &str {
    let known = taxonomy::actor_roles().iter().find(|role| role.code == code);
    known.map_or(code, |role| role.label.as_str())
}

fn kind_label(code: &str) -> &str {
    let known = taxonomy::actor_kinds().iter().find(|kind| kind.code == code);
    known.map_or(code, |kind| kind.label.as_str())
}

impl Form<'_> {
    pub(super) fn actors(&mut self, ui: &mut egui::Ui) {
        if !self.section(ui, Section::Actors, &format!("Actors ({})", self.incident.actors.len()), true) {
            return;
        }
        let mut next = None;
        for (row, actor) in self.incident.actors.iter().enumerate() {
            card(ui, |ui| {
                self.actor(ui, row, actor);
                if remove_button(ui, &format!("Remove actor {}", row + 1)) {
                    let mut actors = self.incident.actors.clone();
                    actors.remove(row);
                    next = Some(actors);
                }
            });
        }
        self.chips(ui, &[OfferField::Actor]);
        if ui.button("Add an actor").clicked() {
            let mut actors = self.incident.actors.clone();
            self.pane.wanted = Some(TextFieldOf::Actor { row: actors.len(), which: ActorField::Name });
            actors.push(Actor::default());
            next = Some(actors);
        }
        if let Some(actors) = next {
            self.perform(Change::Actors(actors));
        }
    }

    fn actor(&mut self, ui: &mut egui::Ui, row: usize, actor: &Actor) {
        let of = |which| TextFieldOf::Actor { row, which };
        let number = row + 1;
        let known = self.session.document().facts().known_actor(&actor.name);
        let label = format!("Actor {number} name");
        let look = FieldLook::line(&label).hint("name");
        let listed = self.known;
        let names = || listed.actors.iter().map(Choice::of).collect();
        self.pick(ui, &look, of(ActorField::Name), &actor.name, Words::Own, names);
        if let Some(known) = known {
            let mut words = Vec::new();
            if known.name != actor.name {
                words.push(format!("another name of {}", known.name));
            }
            if !known.kind.is_empty() {
                words.push(kind_label(&known.kind).to_owned());
            }
            if !known.aliases.is_empty() {
                words.push(format!("also {}", known.aliases.join(", ")));
            }
            if !words.is_empty() {
                quiet(ui, words.join(" · "));
            }
        }
        ui.columns(2, |columns| {
            let label = format!("Actor {number} role");
            let look = FieldLook::line(&label).hint("role");
            let role = role_label(&actor.role);
            self.pick(&mut columns[0], &look, of(ActorField::Role), role, Words::Own, roles);
            let label = format!("Actor {number} kind");
            let inherited = known.map_or("", |known| kind_label(&known.kind));
            let look = FieldLook::line(&label).hint(if inherited.is_empty() { "kind" } else { inherited });
            let kind = kind_label(&actor.kind);
            self.pick(&mut columns[1], &look, of(ActorField::Kind), kind, Words::Own, kinds);
        });
        let label = format!("Actor {number} note");
        let look = FieldLook::line(&label).hint("note");
        self.field(ui, &look, of(ActorField::Note), &text(actor.note.as_ref()));
    }
}
