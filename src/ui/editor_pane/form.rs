//! The form: what, when, where, toll, texts, actors, sources.

use eframe::egui::{self, RichText};
use jiff::civil::Date;

use crate::{
    edit::{Action, Change},
    model::{
        Actor, DatePrecision, GroupToll, Incident, Place, Precision, Source, Toll, check_toll, read_when,
        taxonomy,
    },
    session::{Command, Mode, Session},
    ui::{
        fields::{self, Draft, FieldLook, text_field},
        theme::{self, Palette},
    },
};

use super::{
    EditorPane,
    typed::{ActorField, GroupField, Key, SourceField, TextFieldOf, TollNumber, changed, exact_text},
};

/// One pass over the form of one record.
pub(super) struct Form<'a> {
    pub pane: &'a mut EditorPane,
    pub incident: &'a Incident,
    /// The day that dates without a year are counted back from.
    pub today: Date,
    pub commands: &'a mut Vec<Command>,
}

impl Form<'_> {
    /// The whole form from top to bottom.
    pub(super) fn show(&mut self, ui: &mut egui::Ui, session: &Session) {
        self.what(ui);
        self.when(ui);
        self.place(ui, session);
        self.toll(ui, false);
        self.toll(ui, true);
        self.texts(ui);
        self.actors(ui);
        self.sources(ui);
        self.rest(ui);
    }

    fn perform(&mut self, change: Change) {
        self.commands.push(Command::Perform(Action::Edit { id: self.incident.id.clone(), change }));
    }

    /// A text field whose finished text becomes a change; what cannot be read is said under it.
    fn field(&mut self, ui: &mut egui::Ui, look: &FieldLook<'_>, field: TextFieldOf, value: &str) {
        let key = Key { id: self.incident.id.clone(), field };
        let (_, finished) = text_field(ui, look, &key, value, &mut self.pane.draft);
        let typed = self.pane.draft.as_ref().filter(|draft| draft.key == key).map(|draft| draft.text.clone());
        let problem = typed.and_then(|text| changed(self.incident, &key.field, &text, self.today).err());
        if let Some(problem) = problem {
            fields::complaint(ui, &problem);
        }
        let Some(text) = finished else { return };
        match changed(self.incident, &key.field, &text, self.today) {
            Ok(change) => self.perform(change),
            // What is wrong stands under the field, with the text, until it is corrected.
            Err(problem) => {
                self.commands.push(Command::Say(crate::session::Message {
                    tone: crate::session::Tone::Refused,
                    text: format!("{} was not changed: {problem}", look.label),
                    age: 0,
                }));
                self.pane.draft = Some(Draft { key, text, original: value.to_owned() });
            }
        }
    }

    fn captioned(&mut self, ui: &mut egui::Ui, look: &FieldLook<'_>, field: TextFieldOf, value: &str) {
        fields::caption(ui, look.label);
        self.field(ui, look, field, value);
    }

    fn what(&mut self, ui: &mut egui::Ui) {
        let focus = std::mem::take(&mut self.pane.focus_title);
        let look = FieldLook::line("Title").hint("What happened, in a line").wrapped().focused(focus);
        self.captioned(ui, &look, TextFieldOf::Title, &self.incident.title);
        fields::caption(ui, "Type");
        let mut chosen = self.incident.event_type.clone();
        let combo = egui::ComboBox::from_id_salt("type")
            .width(ui.available_width())
            .selected_text(taxonomy::label(&chosen))
            .show_ui(ui, |ui| {
                for kind in taxonomy::event_types() {
                    ui.selectable_value(&mut chosen, kind.code.clone(), &kind.label);
                }
            });
        fields::name(&combo.response, "Type");
        if chosen != self.incident.event_type {
            self.perform(Change::EventType(chosen));
        }
    }

    fn when(&mut self, ui: &mut egui::Ui) {
        section(ui, "When");
        let when = &self.incident.when;
        let look = FieldLook::line("Date")
            .hint("2025-11-26, 2025-11, 26 Nov 2025, night of 26 Nov, since 2025-11-20");
        self.captioned(ui, &look, TextFieldOf::Date, &when.typed());
        let key = Key { id: self.incident.id.clone(), field: TextFieldOf::Date };
        let typed = self.pane.draft.as_ref().filter(|draft| draft.key == key).map(|draft| draft.text.clone());
        // How the text is read, before it is taken.
        if let Some(Ok(read)) = typed.map(|text| read_when(&text, Some(self.today))) {
            ui.label(RichText::new(format!("read as {}", read.words)).small().weak());
        }
        fields::caption(ui, "Kind of date");
        let mut precision = when.precision();
        let combo = egui::ComboBox::from_id_salt("date precision").selected_text(precision.label()).show_ui(
            ui,
            |ui| {
                for choice in DatePrecision::ALL {
                    ui.selectable_value(&mut precision, choice, choice.label());
                }
            },
        );
        fields::name(&combo.response, "Kind of date");
        if precision != when.precision() {
            self.perform(Change::When(when.with_precision(precision)));
        }
        self.captioned(
            ui,
            &FieldLook::line("Time of day").hint("as the sources say it: about 01:00"),
            TextFieldOf::Time,
            when.time_text.as_deref().unwrap_or_default(),
        );
        self.captioned(
            ui,
            &FieldLook::line("Note on the date").rows(2),
            TextFieldOf::DateNote,
            when.note.as_deref().unwrap_or_default(),
        );
    }

    fn place(&mut self, ui: &mut egui::Ui, session: &Session) {
        section(ui, "Where");
        let place = &self.incident.place;
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        self.captioned(ui, &FieldLook::line("Place").rows(2), TextFieldOf::PlaceName, &text(&place.name));
        let position = place.position.map(exact_text).unwrap_or_default();
        self.captioned(
            ui,
            &FieldLook::line("Position").hint("latitude, longitude: 37.7604, 70.1891"),
            TextFieldOf::Position,
            &position,
        );
        ui.horizontal_wrapped(|ui| {
            let placing = *session.mode() != Mode::Browse;
            if placing {
                if ui.button("Cancel (Esc)").clicked() {
                    self.commands.push(Command::Escape);
                }
            } else {
                if ui.button("Place by a click (P)").clicked() {
                    self.commands.push(Command::PlaceByClick);
                }
                if ui.add_enabled(place.position.is_some(), egui::Button::new("Move (M)")).clicked() {
                    self.commands.push(Command::MoveIncident);
                }
                if place.position.is_some()
                    && ui.button("Clear").on_hover_text("Take the point away").clicked()
                {
                    let mut next = place.moved_to(None);
                    next.precision = Precision::None;
                    self.perform(Change::Place(Box::new(next)));
                }
            }
        });
        fields::caption(ui, "Precision");
        let mut precision = place.precision;
        let combo = egui::ComboBox::from_id_salt("precision")
            .width(ui.available_width())
            .selected_text(precision.label())
            .show_ui(ui, |ui| {
                for choice in Precision::ALL {
                    ui.selectable_value(&mut precision, choice, choice.label());
                }
            });
        fields::name(&combo.response, "Precision");
        if precision != place.precision {
            self.perform(Change::Place(Box::new(Place { precision, ..place.clone() })));
        }
        let radius = place.radius.map(|radius| format!("{}", radius.0 / 1000.0)).unwrap_or_default();
        self.captioned(
            ui,
            &FieldLook::line("Radius, km").hint("only where it is stated"),
            TextFieldOf::Radius,
            &radius,
        );
        self.captioned(ui, &FieldLook::line("District"), TextFieldOf::District, &text(&place.district));
        self.captioned(ui, &FieldLook::line("Province"), TextFieldOf::Province, &text(&place.province));
        self.captioned(ui, &FieldLook::line("Country"), TextFieldOf::Country, &text(&place.country));
        self.captioned(
            ui,
            &FieldLook::line("How the point was found").rows(2),
            TextFieldOf::Method,
            &text(&place.method),
        );
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
            ui.label(RichText::new(facts.join(" · ")).small().weak());
        }
    }

    fn toll(&mut self, ui: &mut egui::Ui, wounded: bool) {
        let (title, toll) =
            if wounded { ("Wounded", &self.incident.wounded) } else { ("Killed", &self.incident.killed) };
        section(ui, title);
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
                self.field(column, &look, TextFieldOf::Toll { wounded, which }, &number(value));
            }
        });
        if let Some(problem) = check_toll(toll) {
            fields::complaint(ui, problem);
        }
        let mut groups = toll.by_group.clone();
        let mut removed = None;
        for (row, group) in toll.by_group.iter().enumerate() {
            card(ui, |ui| {
                let label = format!("{title}, group {}", row + 1);
                let field = TextFieldOf::Group { wounded, row, which: GroupField::Name };
                self.field(ui, &FieldLook::line(&label).hint("group"), field, &group.group);
                ui.columns(3, |columns| {
                    for (column, (which, word, value)) in columns.iter_mut().zip([
                        (GroupField::Low, "low", group.low),
                        (GroupField::Best, "best", group.best),
                        (GroupField::High, "high", group.high),
                    ]) {
                        let label = format!("{title}, group {} {word}", row + 1);
                        let field = TextFieldOf::Group { wounded, row, which };
                        self.field(column, &FieldLook::line(&label).hint(word), field, &number(value));
                    }
                });
                if remove_button(ui, "Remove this group") {
                    removed = Some(row);
                }
            });
        }
        let mut grown = false;
        if ui.small_button(format!("Add a group to {}", title.to_lowercase())).clicked() {
            groups.push(GroupToll::default());
            grown = true;
        }
        if let Some(row) = removed {
            groups.remove(row);
        }
        if grown || removed.is_some() {
            self.change_toll(wounded, Toll { by_group: groups, ..toll.clone() });
        }
        let look_label = format!("Note on {}", title.to_lowercase());
        let note = toll.note.clone().unwrap_or_default();
        self.captioned(ui, &FieldLook::line(&look_label).rows(2), TextFieldOf::TollNote { wounded }, &note);
    }

    fn change_toll(&mut self, wounded: bool, toll: Toll) {
        self.perform(if wounded { Change::Wounded(toll) } else { Change::Killed(toll) });
    }

    fn texts(&mut self, ui: &mut egui::Ui) {
        section(ui, "What happened");
        self.captioned(ui, &FieldLook::line("Summary").rows(5), TextFieldOf::Summary, &self.incident.summary);
        self.captioned(ui, &FieldLook::line("Notes").rows(3), TextFieldOf::Notes, &self.incident.notes);
        let tags = self.incident.tags.join(", ");
        self.captioned(ui, &FieldLook::line("Tags").hint("drone, gold-mining"), TextFieldOf::Tags, &tags);
    }

    fn actors(&mut self, ui: &mut egui::Ui) {
        section(ui, &format!("Actors ({})", self.incident.actors.len()));
        let mut next = None;
        for (row, actor) in self.incident.actors.iter().enumerate() {
            card(ui, |ui| {
                for (which, label, hint, value) in [
                    (ActorField::Name, "name", "name", actor.name.clone()),
                    (
                        ActorField::Role,
                        "role",
                        "role: perpetrator, victim, state force …",
                        actor.role.clone(),
                    ),
                    (ActorField::Note, "note", "note", actor.note.clone().unwrap_or_default()),
                ] {
                    let label = format!("Actor {} {label}", row + 1);
                    let field = TextFieldOf::Actor { row, which };
                    self.field(ui, &FieldLook::line(&label).hint(hint), field, &value);
                }
                if remove_button(ui, "Remove this actor") {
                    let mut actors = self.incident.actors.clone();
                    actors.remove(row);
                    next = Some(actors);
                }
            });
        }
        if ui.button("Add an actor").clicked() {
            let mut actors = self.incident.actors.clone();
            actors.push(Actor::default());
            next = Some(actors);
        }
        if let Some(actors) = next {
            self.perform(Change::Actors(actors));
        }
    }

    fn sources(&mut self, ui: &mut egui::Ui) {
        section(ui, &format!("Sources ({})", self.incident.sources.len()));
        let mut next = None;
        for (row, source) in self.incident.sources.iter().enumerate() {
            card(ui, |ui| {
                for (which, label, value) in [
                    (SourceField::Title, "title", &source.title),
                    (SourceField::Publisher, "publisher", &source.publisher),
                    (SourceField::Date, "date", &source.date),
                    (SourceField::Url, "address", &source.url),
                    (SourceField::Lang, "language", &source.lang),
                ] {
                    let name = format!("Source {} {label}", row + 1);
                    let field = TextFieldOf::Source { row, which };
                    let value = value.clone().unwrap_or_default();
                    self.field(ui, &FieldLook::line(&name).hint(label), field, &value);
                }
                ui.horizontal(|ui| {
                    if let Some(url) = source.url.as_deref().filter(|url| url.starts_with("http")) {
                        // Only a click on it asks the system's browser; Marz itself requests nothing.
                        ui.hyperlink_to("Open in the browser", url).on_hover_text(url);
                    }
                    if remove_button(ui, "Remove this source") {
                        let mut sources = self.incident.sources.clone();
                        sources.remove(row);
                        next = Some(sources);
                    }
                });
            });
        }
        if ui.button("Add a source").clicked() {
            let mut sources = self.incident.sources.clone();
            sources.push(Source::default());
            next = Some(sources);
        }
        if let Some(sources) = next {
            self.perform(Change::Sources(sources));
        }
    }

    fn rest(&mut self, ui: &mut egui::Ui) {
        section(ui, "ACLED labels");
        let labels = &self.incident.acled;
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        self.captioned(
            ui,
            &FieldLook::line("ACLED event type"),
            TextFieldOf::AcledType,
            &text(&labels.event_type),
        );
        self.captioned(
            ui,
            &FieldLook::line("ACLED sub-event type"),
            TextFieldOf::AcledSubType,
            &text(&labels.sub_event_type),
        );
        if !self.incident.rest.is_empty() {
            section(ui, "Further properties, kept as they came");
            for (name, value) in &self.incident.rest {
                ui.label(RichText::new(format!("{name}: {value}")).small().weak());
            }
        }
    }
}

fn section(ui: &mut egui::Ui, title: &str) {
    ui.add_space(theme::GROUP_GAP);
    ui.label(theme::bold(title).size(14.0));
}

fn card(ui: &mut egui::Ui, content: impl FnOnce(&mut egui::Ui)) {
    let palette = Palette::of(ui);
    egui::Frame::new()
        .fill(palette.raised)
        .stroke(egui::Stroke::new(1.0, palette.line))
        .corner_radius(5.0)
        .inner_margin(6.0)
        .show(ui, content);
}

fn remove_button(ui: &mut egui::Ui, words: &str) -> bool {
    let response =
        ui.add(egui::Button::new(theme::icon(theme::icons::CLOSE, 12.0)).small()).on_hover_text(words);
    fields::name(&response, words);
    response.clicked()
}
