//! The editor: every field of the selected record, with checks as one types.

use eframe::egui::{self, RichText};

use crate::{
    edit::{Action, Change},
    model::{
        Actor, DatePrecision, GroupToll, Incident, IncidentId, LonLat, Metres, Place, Precision, Source,
        Toll, When, check, check_toll, read_date, taxonomy,
    },
    session::{Command, Mode, Session},
};

use super::{
    fields::{self, Draft, FieldLook, text_field},
    theme::{self, Palette},
};

/// One field of one record that is typed into.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    id: IncidentId,
    field: TextFieldOf,
}

/// All fields that hold text.
#[derive(Clone, Debug, PartialEq)]
enum TextFieldOf {
    Title,
    Date,
    Time,
    DateNote,
    PlaceName,
    District,
    Province,
    Country,
    Position,
    Radius,
    Method,
    Summary,
    Notes,
    Tags,
    AcledType,
    AcledSubType,
    Toll { wounded: bool, which: TollNumber },
    TollNote { wounded: bool },
    Group { wounded: bool, row: usize, which: GroupField },
    Actor { row: usize, which: ActorField },
    Source { row: usize, which: SourceField },
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum TollNumber {
    Low,
    Best,
    High,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum GroupField {
    Name,
    Low,
    Best,
    High,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum ActorField {
    Name,
    Role,
    Note,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum SourceField {
    Title,
    Publisher,
    Date,
    Url,
    Lang,
}

/// What the pane keeps between frames.
#[derive(Default)]
pub struct EditorPane {
    draft: Option<Draft<Key>>,
    focus_title: bool,
}

impl EditorPane {
    pub fn focus_title(&mut self) {
        self.focus_title = true;
    }

    /// What is being typed, as a command, so that nothing typed is lost when something else happens.
    pub fn flush(&mut self, session: &Session) -> Vec<Command> {
        let Some(draft) = self.draft.take() else { return Vec::new() };
        if draft.text == draft.original {
            return Vec::new();
        }
        let Some(incident) = session.document().get(&draft.key.id) else { return Vec::new() };
        if let Ok(change) = changed(incident, &draft.key.field, &draft.text) {
            vec![Command::Perform(Action::Edit { id: draft.key.id, change })]
        } else {
            // What cannot be read stays in the field until it is corrected.
            self.draft = Some(draft);
            Vec::new()
        }
    }

    pub fn show(&mut self, ui: &mut egui::Ui, session: &Session) -> Vec<Command> {
        let mut commands = Vec::new();
        // The selection went elsewhere while a field was open: finish it for its own record.
        let stray = self.draft.as_ref().is_some_and(|draft| session.selected() != Some(&draft.key.id));
        if stray {
            commands.extend(self.flush(session));
            // What could not be read is not thrown away in silence.
            if let Some(draft) = self.draft.take() {
                commands.push(Command::Say(crate::session::Message {
                    tone: crate::session::Tone::Trouble,
                    text: format!(
                        "“{}” could not be read and was not taken into {}.",
                        draft.text, draft.key.id
                    ),
                    age: 0,
                }));
            }
        }
        let Some(incident) = session.selected_incident().cloned() else {
            self.focus_title = false;
            nothing_selected(ui, &mut commands);
            return commands;
        };
        ui.add_space(theme::GAP);
        head(ui, session, &incident, &mut commands);
        ui.separator();
        egui::ScrollArea::vertical()
            .id_salt(("editor", incident.id.as_str()))
            .auto_shrink([false, false])
            .show(ui, |ui| {
                ui.set_width(ui.available_width() - 10.0);
                let mut form = Form { pane: self, incident: &incident, commands: &mut commands };
                form.what(ui);
                form.when(ui);
                form.place(ui, session);
                form.toll(ui, false);
                form.toll(ui, true);
                form.texts(ui);
                form.actors(ui);
                form.sources(ui);
                form.rest(ui);
                ui.add_space(theme::GROUP_GAP);
            });
        commands
    }
}

/// Buttons over the form, and what an editor would query.
fn head(ui: &mut egui::Ui, session: &Session, incident: &Incident, commands: &mut Vec<Command>) {
    let palette = Palette::of(ui);
    ui.horizontal(|ui| {
        for (symbol, command, words) in [
            (theme::icons::UP, Command::SelectPrevious, "Previous incident (K)"),
            (theme::icons::DOWN, Command::SelectNext, "Next incident (J)"),
            (theme::icons::TARGET, Command::ZoomToSelection, "Zoom to it (Z)"),
            (theme::icons::COPY, Command::Duplicate, "Duplicate (Ctrl+D)"),
            (theme::icons::TRASH, Command::Delete, "Delete (Del)"),
        ] {
            let refusal = command.refusal(session);
            let response = ui
                .add_enabled(refusal.is_none(), egui::Button::new(theme::icon(symbol, 15.0)))
                .on_hover_text(words);
            fields::name(&response, words);
            if response.clicked() {
                commands.push(command);
            }
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let findings = check(incident);
            if !findings.is_empty() {
                let words =
                    findings.iter().map(|f| format!("{}: {}", f.field, f.message)).collect::<Vec<_>>();
                let count = if findings.len() == 1 {
                    "1 query".to_owned()
                } else {
                    format!("{} queries", findings.len())
                };
                ui.label(RichText::new(count).small().color(palette.warn)).on_hover_text(words.join("\n"));
            }
        });
    });
    ui.label(RichText::new(incident.id.as_str()).small().color(palette.weak)).on_hover_text("Permanent id");
}

fn nothing_selected(ui: &mut egui::Ui, commands: &mut Vec<Command>) {
    ui.add_space(40.0);
    ui.vertical_centered(|ui| {
        ui.label(RichText::new("No incident selected").strong());
        ui.weak("Click a marker or a row of the list,\nor step through them with J and K.");
        ui.add_space(theme::GROUP_GAP);
        if ui.button("New incident (Ctrl+I)").clicked() {
            commands.push(Command::NewIncident);
        }
    });
}

/// One pass over the form of one record.
struct Form<'a> {
    pane: &'a mut EditorPane,
    incident: &'a Incident,
    commands: &'a mut Vec<Command>,
}

impl Form<'_> {
    fn perform(&mut self, change: Change) {
        self.commands.push(Command::Perform(Action::Edit { id: self.incident.id.clone(), change }));
    }

    /// A text field whose finished text becomes a change; what cannot be read is said under it.
    fn field(&mut self, ui: &mut egui::Ui, look: &FieldLook<'_>, field: TextFieldOf, value: &str) {
        let key = Key { id: self.incident.id.clone(), field };
        let (_, finished) = text_field(ui, look, &key, value, &mut self.pane.draft);
        let typed = self.pane.draft.as_ref().filter(|draft| draft.key == key).map(|draft| draft.text.clone());
        let problem = typed.and_then(|text| changed(self.incident, &key.field, &text).err());
        if let Some(problem) = problem {
            fields::complaint(ui, &problem);
        }
        let Some(text) = finished else { return };
        match changed(self.incident, &key.field, &text) {
            Ok(change) => self.perform(change),
            Err(problem) => {
                self.commands.push(Command::Say(crate::session::Message {
                    tone: crate::session::Tone::Trouble,
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
        let look = FieldLook::line("Title").hint("What happened, in a line").focused(focus);
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
        let look = FieldLook::line("Date").hint("2025-11-26, 2025-11, 26 Nov 2025, 2025-11-20..2025-11-21");
        self.captioned(ui, &look, TextFieldOf::Date, &when.typed());
        let key = Key { id: self.incident.id.clone(), field: TextFieldOf::Date };
        let typed = self.pane.draft.as_ref().filter(|draft| draft.key == key).map(|draft| draft.text.clone());
        // How the text is read, before it is taken.
        if let Some(Ok((span, precision))) = typed.map(|text| read_date(&text)) {
            let read = When::on(span, precision);
            ui.label(RichText::new(format!("read as {read}")).small().weak());
        }
        fields::caption(ui, "Kind of date");
        let mut precision = when.precision;
        let combo = egui::ComboBox::from_id_salt("date precision").selected_text(precision.label()).show_ui(
            ui,
            |ui| {
                for choice in DatePrecision::ALL {
                    ui.selectable_value(&mut precision, choice, choice.label());
                }
            },
        );
        fields::name(&combo.response, "Kind of date");
        if precision != when.precision {
            self.perform(Change::When(When { precision, ..when.clone() }));
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

/// The change that a finished text makes, or what is wrong with it.
fn changed(incident: &Incident, field: &TextFieldOf, text: &str) -> Result<Change, String> {
    let trimmed = text.trim();
    let optional = (!trimmed.is_empty()).then(|| trimmed.to_owned());
    let place = |edit: &dyn Fn(&mut Place)| {
        let mut place = incident.place.clone();
        edit(&mut place);
        Ok(Change::Place(Box::new(place)))
    };
    match field {
        TextFieldOf::Title => Ok(Change::Title(trimmed.to_owned())),
        TextFieldOf::Date => {
            let when = &incident.when;
            if trimmed.is_empty() {
                return Ok(Change::When(When { span: None, ..when.clone() }));
            }
            let (span, precision) = read_date(trimmed).map_err(|error| error.to_string())?;
            Ok(Change::When(When { span: Some(span), precision, ..when.clone() }))
        }
        TextFieldOf::Time => Ok(Change::When(When { time_text: optional, ..incident.when.clone() })),
        TextFieldOf::DateNote => Ok(Change::When(When { note: optional, ..incident.when.clone() })),
        TextFieldOf::PlaceName => place(&|place| place.name.clone_from(&optional)),
        TextFieldOf::District => place(&|place| place.district.clone_from(&optional)),
        TextFieldOf::Province => place(&|place| place.province.clone_from(&optional)),
        TextFieldOf::Country => place(&|place| place.country.clone_from(&optional)),
        TextFieldOf::Method => place(&|place| place.method.clone_from(&optional)),
        TextFieldOf::Position => {
            let position = if trimmed.is_empty() { None } else { Some(read_position(trimmed)?) };
            let mut next = incident.place.moved_to(position);
            match (position, next.precision) {
                (Some(_), Precision::None) => next.precision = Precision::Near,
                (None, _) => next.precision = Precision::None,
                (Some(_), _) => {}
            }
            Ok(Change::Place(Box::new(next)))
        }
        TextFieldOf::Radius => {
            let radius = match &optional {
                None => None,
                Some(text) => {
                    let km: f64 = text
                        .trim_end_matches("km")
                        .trim()
                        .replace(',', ".")
                        .parse()
                        .map_err(|_| format!("“{text}” is not a number of kilometres"))?;
                    if !(km > 0.0 && km <= 2000.0) {
                        return Err("the radius must lie between 0 and 2000 km".to_owned());
                    }
                    Some(Metres((km * 1000.0).round()))
                }
            };
            place(&|place| place.radius = radius)
        }
        TextFieldOf::Summary => Ok(Change::Summary(trimmed.to_owned())),
        TextFieldOf::Notes => Ok(Change::Notes(trimmed.to_owned())),
        TextFieldOf::Tags => {
            let tags = trimmed.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned);
            Ok(Change::Tags(tags.collect()))
        }
        TextFieldOf::AcledType => {
            Ok(Change::Acled(crate::model::AcledLabels { event_type: optional, ..incident.acled.clone() }))
        }
        TextFieldOf::AcledSubType => Ok(Change::Acled(crate::model::AcledLabels {
            sub_event_type: optional,
            ..incident.acled.clone()
        })),
        TextFieldOf::Toll { wounded, which } => {
            let mut toll = toll_of(incident, *wounded).clone();
            let number = read_count(trimmed)?;
            match which {
                TollNumber::Low => toll.low = number,
                TollNumber::Best => toll.best = number,
                TollNumber::High => toll.high = number,
            }
            Ok(toll_change(*wounded, toll))
        }
        TextFieldOf::TollNote { wounded } => {
            let toll = Toll { note: optional, ..toll_of(incident, *wounded).clone() };
            Ok(toll_change(*wounded, toll))
        }
        TextFieldOf::Group { wounded, row, which } => {
            let mut toll = toll_of(incident, *wounded).clone();
            let group = toll.by_group.get_mut(*row).ok_or("this group is gone")?;
            match which {
                GroupField::Name => trimmed.clone_into(&mut group.group),
                GroupField::Low => group.low = read_count(trimmed)?,
                GroupField::Best => group.best = read_count(trimmed)?,
                GroupField::High => group.high = read_count(trimmed)?,
            }
            Ok(toll_change(*wounded, toll))
        }
        TextFieldOf::Actor { row, which } => {
            let mut actors = incident.actors.clone();
            let actor = actors.get_mut(*row).ok_or("this actor is gone")?;
            match which {
                ActorField::Name => trimmed.clone_into(&mut actor.name),
                ActorField::Role => trimmed.clone_into(&mut actor.role),
                ActorField::Note => actor.note = optional,
            }
            Ok(Change::Actors(actors))
        }
        TextFieldOf::Source { row, which } => {
            let mut sources = incident.sources.clone();
            let source = sources.get_mut(*row).ok_or("this source is gone")?;
            let slot = match which {
                SourceField::Title => &mut source.title,
                SourceField::Publisher => &mut source.publisher,
                SourceField::Date => &mut source.date,
                SourceField::Url => &mut source.url,
                SourceField::Lang => &mut source.lang,
            };
            *slot = optional;
            Ok(Change::Sources(sources))
        }
    }
}

fn toll_of(incident: &Incident, wounded: bool) -> &Toll {
    if wounded { &incident.wounded } else { &incident.killed }
}

fn toll_change(wounded: bool, toll: Toll) -> Change {
    if wounded { Change::Wounded(toll) } else { Change::Killed(toll) }
}

fn read_count(text: &str) -> Result<Option<u32>, String> {
    if text.is_empty() || text == "–" {
        return Ok(None);
    }
    text.parse()
        .map(Some)
        .map_err(|_| format!("“{text}” is not a number of people; leave it empty for “not stated”"))
}

/// All digits of the record, so that leaving the field unchanged changes nothing.
fn exact_text(position: LonLat) -> String {
    format!("{}, {}", position.lat(), position.lon())
}

/// Latitude and longitude in decimal degrees, in that order, separated by a comma or space.
fn read_position(text: &str) -> Result<LonLat, String> {
    let numbers: Vec<f64> = text
        .split([',', ';', ' '])
        .map(|part| part.trim().trim_end_matches(['°', 'N', 'E', '\u{a0}']))
        .filter(|part| !part.is_empty())
        .map(str::parse)
        .collect::<Result<_, _>>()
        .map_err(|_| "write latitude and longitude in degrees: 37.7604, 70.1891".to_owned())?;
    match numbers.as_slice() {
        [lat, lon] => LonLat::new(*lon, *lat).map_err(|error| error.to_string()),
        _ => Err("write latitude and longitude in degrees: 37.7604, 70.1891".to_owned()),
    }
}

fn section(ui: &mut egui::Ui, title: &str) {
    ui.add_space(theme::GROUP_GAP);
    ui.label(RichText::new(title).family(theme::family(crate::carto::Face::SemiBold)).size(14.0));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_read_latitude_first_and_checked() {
        let read = read_position("37.7604, 70.1891").map(|p| (p.lat(), p.lon()));
        assert_eq!(read, Ok((37.7604, 70.1891)));
        assert_eq!(read_position("37.5 N 70.25 E").map(LonLat::lon), Ok(70.25));
        assert!(read_position("95, 70").is_err_and(|words| words.contains("latitude 95")));
        assert!(read_position("somewhere").is_err());
    }

    #[test]
    fn an_empty_count_is_not_stated_and_not_zero() {
        assert_eq!(read_count(""), Ok(None));
        assert_eq!(read_count("0"), Ok(Some(0)));
        assert!(read_count("-1").is_err());
        assert!(read_count("many").is_err());
    }
}
