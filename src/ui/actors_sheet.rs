//! All actors of the document: how often they occur, what they are called, who is the same.

use std::collections::BTreeSet;

use eframe::egui::{self, Rect, RichText, pos2, vec2};

use crate::{
    analysis::{
        Facet,
        actors::{ActorEntry, kind_label, role_label},
        fold,
    },
    edit::Action,
    model::{KnownActor, taxonomy},
    session::{Check, Command, Session},
};

use super::{
    fields::{self, Draft, FieldLook},
    theme::{self, Palette},
    tool_window::{KeyedList, clipped, tool_window},
};

/// The state of the window while it is open.
#[derive(Default)]
pub struct ActorsSheet {
    list: KeyedList,
    search: String,
    by_name: bool,
    /// Names ticked to become one, and the name that stays.
    ticked: BTreeSet<String>,
    into: Option<String>,
    draft: Option<Draft<Key>>,
    /// The actor whose row is to be found again, after its name or the order changed.
    wanted: Option<String>,
    focus_name: bool,
}

/// A text field of an actor.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    actor: String,
    field: ActorField,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum ActorField {
    Name,
    Aliases,
}

impl ActorsSheet {
    pub fn take_keys(&mut self, ctx: &egui::Context) {
        self.list.take_keys(ctx);
    }

    pub fn show(&mut self, ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) -> bool {
        if session.should_check(&Check::Actors) {
            commands.push(Command::Ask(Check::Actors));
        }
        tool_window(ctx, "actors_sheet", "Actors", vec2(640.0, 460.0), |ui| {
            let Some(actors) = session.actors() else {
                ui.weak("Counting…");
                return;
            };
            self.content(ui, session, actors, commands);
        })
    }

    /// What is being typed, as commands.
    pub fn flush(&mut self, session: &Session) -> Vec<Command> {
        let mut commands = Vec::new();
        if let Some(draft) = self.draft.take().filter(|draft| draft.text != draft.original) {
            self.finish(session, &draft.key, &draft.text, &mut commands);
        }
        commands
    }

    fn content(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        actors: &[ActorEntry],
        commands: &mut Vec<Command>,
    ) {
        const BELOW: f32 = 168.0;
        self.ticked.retain(|name| actors.iter().any(|actor| actor.name == *name));
        let shown = self.shown(actors);
        // The row of a renamed actor is found again once the new list is there.
        if session.is_checked(&Check::Actors)
            && let Some(name) = self.wanted.take()
            && let Some(row) = shown.iter().position(|actor| actor.name == name)
        {
            self.list.go_to(row);
        }
        self.head(ui, actors.len(), shown.len());
        self.merge_bar(ui, &shown, commands);
        ui.separator();
        let room = ui.available_rect_before_wrap();
        let list =
            Rect::from_min_max(room.min, pos2(room.right(), (room.bottom() - BELOW).max(room.top() + 60.0)));
        ui.scope_builder(egui::UiBuilder::new().max_rect(list), |ui| self.rows(ui, &shown));
        let below = Rect::from_min_max(pos2(room.left(), list.bottom() + 6.0), room.max);
        ui.scope_builder(egui::UiBuilder::new().max_rect(below), |ui| {
            ui.separator();
            let here = shown.get(self.list.row()).map(|actor| actor.name.as_str());
            // Another row came while a field was open: it is finished for its own actor.
            if self.draft.as_ref().is_some_and(|draft| Some(draft.key.actor.as_str()) != here)
                && let Some(draft) = self.draft.take()
            {
                self.finish(session, &draft.key, &draft.text, commands);
                self.wanted = None;
            }
            match shown.get(self.list.row()) {
                Some(actor) => self.details(ui, session, actor, actors, commands),
                None => {
                    ui.weak(if actors.is_empty() {
                        "No incident names an actor yet."
                    } else {
                        "No actor has these words."
                    });
                }
            }
        });
    }

    fn shown<'a>(&self, actors: &'a [ActorEntry]) -> Vec<&'a ActorEntry> {
        let wanted = fold(self.search.trim());
        let fits = |actor: &&ActorEntry| {
            wanted.is_empty()
                || std::iter::once(&actor.name).chain(&actor.aliases).any(|name| fold(name).contains(&wanted))
        };
        let mut shown: Vec<&ActorEntry> = actors.iter().filter(fits).collect();
        if self.by_name {
            shown.sort_by_cached_key(|actor| fold(&actor.name));
        } else {
            shown.sort_by_key(|actor| std::cmp::Reverse(actor.incidents));
        }
        shown
    }

    fn head(&mut self, ui: &mut egui::Ui, all: usize, shown: usize) {
        ui.horizontal(|ui| {
            let width = (ui.available_width() - 330.0).max(120.0);
            let edit =
                egui::TextEdit::singleline(&mut self.search).hint_text("Find an actor, also by another name");
            let field = ui.add(edit.desired_width(width));
            fields::name(&field, "Find an actor");
            if field.changed() {
                self.list.rewind();
            }
            ui.weak(if all == shown { format!("{all} actors") } else { format!("{shown} of {all}") });
            ui.weak("Sort by");
            for (by_name, words, name) in
                [(false, "number", "Sort actors by number"), (true, "name", "Sort actors by name")]
            {
                let button = ui.add(egui::Button::selectable(self.by_name == by_name, words));
                fields::name(&button, name);
                if button.clicked() {
                    self.by_name = by_name;
                    self.list.rewind();
                }
            }
        });
    }

    /// What can be done with the ticked actors.
    fn merge_bar(&mut self, ui: &mut egui::Ui, shown: &[&ActorEntry], commands: &mut Vec<Command>) {
        if self.ticked.len() < 2 {
            ui.weak("Tick two or more to merge them.");
            return;
        }
        let commonest = shown.iter().filter(|actor| self.ticked.contains(&actor.name));
        let commonest = commonest.max_by_key(|actor| actor.incidents).map(|actor| actor.name.clone());
        let mut into = self
            .into
            .clone()
            .filter(|name| self.ticked.contains(name))
            .or(commonest)
            .or_else(|| self.ticked.first().cloned())
            .unwrap_or_default();
        ui.horizontal_wrapped(|ui| {
            if ui.button(format!("Merge the {} ticked into", self.ticked.len())).clicked() {
                let names = std::mem::take(&mut self.ticked);
                commands.push(Command::MergeActors { names, into: into.clone() });
                self.wanted = Some(into.clone());
            }
            let combo = egui::ComboBox::from_id_salt("into").selected_text(&into).width(260.0).truncate();
            let shown = combo.show_ui(ui, |ui| {
                for name in &self.ticked {
                    ui.selectable_value(&mut into, name.clone(), name);
                }
            });
            fields::name(&shown.response, "The name that stays");
            if ui.button("Untick all").clicked() {
                self.ticked.clear();
            }
        });
        self.into = Some(into);
    }

    fn rows(&mut self, ui: &mut egui::Ui, shown: &[&ActorEntry]) {
        const HEIGHT: f32 = 32.0;
        let ticked = &mut self.ticked;
        let label = |row: usize| format!("{} · {}", shown[row].name, incidents(shown[row].incidents));
        let chosen = self.list.show(ui, "Actors", (shown.len(), HEIGHT), label, |ui, row| {
            actor_row(ui, shown[row], ticked);
        });
        if chosen.row.is_some() {
            // What was being typed belongs to the actor before; leaving the field has finished it.
            self.wanted = None;
        }
        if chosen.opened.is_some() {
            self.focus_name = true;
        }
    }

    fn details(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        actor: &ActorEntry,
        actors: &[ActorEntry],
        commands: &mut Vec<Command>,
    ) {
        ui.columns(2, |columns| {
            let ui = &mut columns[0];
            self.name_field(ui, session, actor, actors, commands);
            kind_choice(ui, session, actor, commands);
            let ui = &mut columns[1];
            self.alias_field(ui, session, actor, commands);
            let roles: Vec<String> = actor.roles.iter().map(|role| role_label(role)).collect();
            let roles = if roles.is_empty() { "not stated".to_owned() } else { roles.join(", ") };
            fields::caption(ui, "Parts it had");
            clipped(ui, roles, 1, |text| text);
        });
        ui.horizontal_wrapped(|ui| {
            let only = BTreeSet::from([actor.name.clone()]);
            let is_only = session.view().filter.chosen.get(&Facet::Actor) == Some(&only);
            let show = ui.add_enabled(
                actor.incidents > 0,
                egui::Button::new("Show only these incidents").selected(is_only),
            );
            if show.clicked() {
                commands.push(Command::ClearFacet(Facet::Actor));
                if !is_only {
                    commands.push(Command::ToggleFacet(Facet::Actor, actor.name.clone()));
                }
            }
            for other in &actor.perhaps {
                let merge = ui
                    .button(format!("Perhaps the same: {other}"))
                    .on_hover_text(format!("Merges “{other}” into “{}”, in all incidents", actor.name));
                if merge.clicked() {
                    let names = BTreeSet::from([other.clone(), actor.name.clone()]);
                    commands.push(Command::MergeActors { names, into: actor.name.clone() });
                    self.wanted = Some(actor.name.clone());
                }
            }
        });
    }

    fn name_field(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        actor: &ActorEntry,
        actors: &[ActorEntry],
        commands: &mut Vec<Command>,
    ) {
        let key = Key { actor: actor.name.clone(), field: ActorField::Name };
        let typed = self.draft.as_ref().filter(|draft| draft.key == key).map(|draft| draft.text.trim());
        let taken =
            typed.filter(|typed| *typed != actor.name && actors.iter().any(|other| other.name == **typed));
        match taken {
            Some(other) => {
                let palette = Palette::of(ui);
                let words = format!("Name: will be merged with “{other}”");
                ui.label(RichText::new(words).size(11.5).color(palette.warn));
            }
            None => fields::caption(ui, "Name, changed in all incidents"),
        }
        let look =
            FieldLook { focus: std::mem::take(&mut self.focus_name), ..FieldLook::line("Name of the actor") };
        let (_, finished) = fields::text_field(ui, &look, &key, &actor.name, &mut self.draft);
        if let Some(text) = finished {
            self.finish(session, &key, &text, commands);
        }
    }

    fn alias_field(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        actor: &ActorEntry,
        commands: &mut Vec<Command>,
    ) {
        fields::caption(ui, "Other names, with semicolons between");
        let key = Key { actor: actor.name.clone(), field: ActorField::Aliases };
        let look = FieldLook::line("Other names of the actor").hint("Taleban; Талибан");
        let (_, finished) = fields::text_field(ui, &look, &key, &actor.aliases.join("; "), &mut self.draft);
        if let Some(text) = finished {
            self.finish(session, &key, &text, commands);
        }
    }

    fn finish(&mut self, session: &Session, key: &Key, text: &str, commands: &mut Vec<Command>) {
        match key.field {
            ActorField::Name => {
                let new = text.trim().to_owned();
                self.wanted = Some(new.clone());
                commands.push(Command::RenameActor { old: key.actor.clone(), new });
            }
            ActorField::Aliases => {
                let mut aliases: Vec<String> = Vec::new();
                for alias in text.split(';').map(str::trim).filter(|alias| !alias.is_empty()) {
                    if alias != key.actor && !aliases.iter().any(|there| there == alias) {
                        aliases.push(alias.to_owned());
                    }
                }
                let label = format!("change the other names of “{}”", key.actor);
                commands.push(known(session, &key.actor, label, |known| known.aliases = aliases));
            }
        }
    }
}

fn incidents(count: usize) -> String {
    if count == 1 { "1 incident".to_owned() } else { format!("{count} incidents") }
}

fn actor_row(ui: &mut egui::Ui, actor: &ActorEntry, ticked: &mut BTreeSet<String>) {
    const TICK: f32 = 26.0;
    const COUNT: f32 = 84.0;
    const YEARS: f32 = 88.0;
    let palette = Palette::of(ui);
    let rect = ui.max_rect();
    let kind_width = (rect.width() * 0.24).min(180.0);
    let name_width = (rect.width() - TICK - COUNT - YEARS - kind_width - 18.0).max(60.0);
    let mut left = rect.left();
    let mut column = |ui: &mut egui::Ui, width: f32, content: &mut dyn FnMut(&mut egui::Ui)| {
        let cell = Rect::from_min_max(pos2(left, rect.top()), pos2(left + width, rect.bottom()));
        left += width + 6.0;
        let layout = egui::Layout::left_to_right(egui::Align::Center);
        let mut inside =
            ui.new_child(egui::UiBuilder::new().id_salt(left as i32).max_rect(cell).layout(layout));
        content(&mut inside);
    };
    column(ui, TICK, &mut |ui| {
        let mut on = ticked.contains(&actor.name);
        let tick = ui.checkbox(&mut on, "");
        fields::name(&tick, &format!("Tick {}", actor.name));
        if tick.changed() {
            if on {
                ticked.insert(actor.name.clone());
            } else {
                ticked.remove(&actor.name);
            }
        }
    });
    column(ui, name_width, &mut |ui| clipped(ui, &actor.name, 1, |text| text));
    let weak = |text: RichText| text.size(12.0).color(palette.weak);
    column(ui, COUNT, &mut |ui| clipped(ui, incidents(actor.incidents), 1, |text| text.size(12.0)));
    column(ui, kind_width, &mut |ui| clipped(ui, kind_label(&actor.kind), 1, weak));
    let years = match (actor.first, actor.last) {
        (Some(first), Some(last)) if first.year() == last.year() => first.year().to_string(),
        (Some(first), Some(last)) => format!("{}–{}", first.year(), last.year()),
        (_, None) | (None, _) => String::new(),
    };
    column(ui, YEARS, &mut |ui| {
        clipped(ui, &years, 1, weak);
        if !actor.perhaps.is_empty() {
            let words = format!("Perhaps the same: {}", actor.perhaps.join(", "));
            ui.label(theme::icon(theme::icons::INFO, 14.0).color(palette.warn)).on_hover_text(words);
        }
    });
}

fn kind_choice(ui: &mut egui::Ui, session: &Session, actor: &ActorEntry, commands: &mut Vec<Command>) {
    fields::caption(ui, "Who it is");
    let words = if actor.kind.is_empty() { "Not stated".to_owned() } else { kind_label(&actor.kind) };
    let combo = egui::ComboBox::from_id_salt("actor kind").selected_text(words);
    let shown = combo.width(ui.available_width()).truncate().height(420.0).show_ui(ui, |ui| {
        let kinds = taxonomy::actor_kinds().iter().map(|kind| (kind.code.as_str(), kind.label.as_str()));
        for (code, label) in std::iter::once(("", "Not stated")).chain(kinds) {
            if ui.selectable_label(actor.kind == code, label).clicked() && actor.kind != code {
                let label = format!("change who “{}” is", actor.name);
                commands.push(known(session, &actor.name, label, |known| code.clone_into(&mut known.kind)));
            }
        }
    });
    fields::name(&shown.response, "Kind of the actor");
}

/// A change of what the list of actors knows of this one.
fn known(session: &Session, name: &str, label: String, change: impl FnOnce(&mut KnownActor)) -> Command {
    let mut facts = session.document().facts().clone();
    if !facts.actors.iter().any(|known| known.name == name) {
        facts.actors.push(KnownActor { name: name.to_owned(), ..KnownActor::default() });
        facts.actors.sort_by(|a, b| a.name.cmp(&b.name));
    }
    if let Some(known) = facts.actors.iter_mut().find(|known| known.name == name) {
        change(known);
    }
    Command::Perform(Action::Together { label, actions: vec![Action::SetFacts(facts)] })
}
