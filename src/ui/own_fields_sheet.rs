//! The project's own fields: their names and what values they take.

use eframe::egui::{self, RichText, TextEdit};

use crate::{
    edit::Action,
    model::{Facts, FieldDefinition, FieldKind},
    session::{Command, Session, own_field_key},
};

use super::{
    fields::{self, Draft, FieldLook},
    sheets::sheet,
    theme::{self, Palette},
};

/// What is typed into for a field that exists.
#[derive(Clone, Debug, PartialEq)]
enum Part {
    Label(String),
    Words(String),
}

/// The state of the window while it is open.
#[derive(Default)]
pub struct OwnFieldsSheet {
    label: String,
    kind: FieldKind,
    /// The words of a list, with commas between.
    words: String,
    draft: Option<Draft<Part>>,
}

impl OwnFieldsSheet {
    /// What is being typed of a field that exists, as a command.
    pub fn flush(&mut self, session: &Session) -> Option<Command> {
        let draft = self.draft.take().filter(|draft| draft.text != draft.original)?;
        let facts = session.document().facts();
        let (Part::Label(key) | Part::Words(key)) = &draft.key;
        let place = facts.fields.iter().position(|field| field.key == *key)?;
        let facts = match draft.key {
            Part::Label(_) => with_label(facts, place, &draft.text),
            Part::Words(_) => with_words(facts, place, &draft.text),
        };
        facts.map(|facts| Command::Perform(Action::SetFacts(facts)))
    }

    pub fn show(&mut self, ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) -> bool {
        let facts = session.document().facts();
        let mut changed = None;
        let closed = sheet(ctx, "own_fields_sheet", "Fields of your own", 760.0, |ui| {
            ui.label("Each record gets these fields beside those of Marz: columns of the table, and attributes in the file that other programs see.");
            ui.add_space(theme::GAP);
            if facts.fields.is_empty() {
                ui.weak("No field is defined yet.");
            }
            let height = (ctx.content_rect().height() - 420.0).clamp(100.0, 420.0);
            egui::ScrollArea::vertical()
                .max_height(height)
                .min_scrolled_height(height)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    for place in 0..facts.fields.len() {
                        changed = changed.take().or(self.field_ui(ui, facts, place));
                    }
                });
            ui.separator();
            changed = changed.take().or(self.new_ui(ui, facts));
        });
        commands.extend(changed.map(|facts| Command::Perform(Action::SetFacts(facts))));
        closed
    }

    /// One defined field; returns the facts with what was changed.
    fn field_ui(&mut self, ui: &mut egui::Ui, facts: &Facts, place: usize) -> Option<Facts> {
        let palette = Palette::of(ui);
        let field = facts.fields.get(place)?;
        let name = field.display_label().to_owned();
        let mut next = None;
        ui.horizontal(|ui| {
            let width = (ui.available_width() * 0.3).max(120.0);
            ui.allocate_ui(egui::vec2(width, 26.0), |ui| {
                let look_name = format!("Name of {name}");
                let look = FieldLook::line(&look_name);
                let key = Part::Label(field.key.clone());
                let (_, finished) = fields::text_field(ui, &look, &key, &name, &mut self.draft);
                next = finished.and_then(|label| with_label(facts, place, &label));
            });
            let about = RichText::new(format!("{} · key {}", field.kind.label(), field.key));
            ui.add_sized(
                [190.0, 20.0],
                egui::Label::new(about.size(12.0).color(palette.weak)).truncate().halign(egui::Align::Min),
            );
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let remove = button(ui, theme::icons::TRASH, &format!("Remove {name}"), true);
                let remove = remove.on_hover_text("The values stay in the records.");
                let down = button(
                    ui,
                    theme::icons::DOWN,
                    &format!("Move {name} down"),
                    place + 1 < facts.fields.len(),
                );
                let up = button(ui, theme::icons::UP, &format!("Move {name} up"), place > 0);
                let mut fields = facts.fields.clone();
                if remove.clicked() {
                    fields.remove(place);
                } else if down.clicked() {
                    fields.swap(place, place + 1);
                } else if up.clicked() {
                    fields.swap(place, place - 1);
                } else if let FieldKind::Choice(words) = &field.kind {
                    let key = Part::Words(field.key.clone());
                    let label = format!("Words of {name}");
                    let look = FieldLook::line(&label);
                    let (_, finished) =
                        fields::text_field(ui, &look, &key, &words.join(", "), &mut self.draft);
                    if let Some(text) = finished {
                        next = with_words(facts, place, &text);
                    }
                }
                if fields != facts.fields {
                    next = Some(Facts { fields, ..facts.clone() });
                }
            });
        });
        next
    }

    /// The form of a new field.
    fn new_ui(&mut self, ui: &mut egui::Ui, facts: &Facts) -> Option<Facts> {
        ui.label(theme::bold("A new field"));
        fields::caption(ui, "Name");
        let label = ui.add(TextEdit::singleline(&mut self.label).desired_width(f32::INFINITY));
        fields::name(&label, "Name of the new field");
        let entered = label.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        fields::caption(ui, "Its values");
        ui.horizontal_wrapped(|ui| {
            let choice = FieldKind::Choice(Vec::new());
            for kind in [FieldKind::Text, FieldKind::Number, FieldKind::Date, FieldKind::YesNo, choice] {
                let on = self.kind == kind;
                if ui.radio(on, kind.label()).clicked() {
                    self.kind = kind;
                }
            }
        });
        let is_choice = matches!(self.kind, FieldKind::Choice(_));
        if is_choice {
            fields::caption(ui, "Words of the list, with commas between");
            let words = TextEdit::singleline(&mut self.words).hint_text("intact, damaged, closed");
            fields::name(&ui.add(words.desired_width(f32::INFINITY)), "Words of the new list");
        }
        let name = self.label.trim();
        let words = words_of(&self.words);
        let missing = if name.is_empty() {
            Some("Give it a name.")
        } else if facts.fields.iter().any(|field| field.display_label().to_lowercase() == name.to_lowercase())
        {
            Some("There is a field with this name already.")
        } else if is_choice && words.is_empty() {
            Some("Write the words of the list.")
        } else {
            None
        };
        let key = own_field_key(name, facts);
        let mut next = None;
        ui.add_space(theme::GAP);
        ui.horizontal(|ui| {
            let add = ui.add_enabled(missing.is_none(), egui::Button::new("Add the field"));
            if (add.clicked() || entered) && missing.is_none() {
                let kind = if is_choice { FieldKind::Choice(words) } else { self.kind.clone() };
                let field = FieldDefinition {
                    key: key.clone(),
                    label: name.to_owned(),
                    kind,
                    ..FieldDefinition::default()
                };
                let mut facts = facts.clone();
                facts.fields.push(field);
                next = Some(facts);
            }
            match missing {
                Some(why) => ui.weak(why),
                None => ui.weak(format!("Other programs will see it as “{key}”.")),
            };
        });
        if next.is_some() {
            *self = Self::default();
        }
        next
    }
}

/// The facts with another name of the field; `None` where there is no name.
fn with_label(facts: &Facts, place: usize, label: &str) -> Option<Facts> {
    let label = label.trim();
    (!label.is_empty()).then(|| with_field(facts, place, |field| label.clone_into(&mut field.label)))
}

/// The facts with other words to choose from; `None` where there is none.
fn with_words(facts: &Facts, place: usize, text: &str) -> Option<Facts> {
    let words = words_of(text);
    (!words.is_empty()).then(|| with_field(facts, place, |field| field.kind = FieldKind::Choice(words)))
}

fn with_field(facts: &Facts, place: usize, change: impl FnOnce(&mut FieldDefinition)) -> Facts {
    let mut facts = facts.clone();
    if let Some(field) = facts.fields.get_mut(place) {
        change(field);
    }
    facts
}

fn words_of(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        if !words.iter().any(|there| there == word) {
            words.push(word.to_owned());
        }
    }
    words
}

fn button(ui: &mut egui::Ui, icon: &str, words: &str, on: bool) -> egui::Response {
    let response = ui.add_enabled(on, egui::Button::new(theme::icon(icon, 14.0)));
    fields::name(&response, words);
    response.on_hover_text(words)
}
