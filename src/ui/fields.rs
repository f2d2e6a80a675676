//! Form controls that keep typed text apart from the record until it is finished.

use eframe::egui::{self, TextEdit};

use crate::model::{hidden_part, shown_line};

use super::theme::Palette;

/// Text being typed into one field; the record changes when Enter is pressed or the field is left.
#[derive(Clone, Debug)]
pub struct Draft<K> {
    pub key: K,
    pub text: String,
    /// The text when typing began: leaving the field unchanged changes nothing.
    pub original: String,
}

/// How a field looks and is called.
pub struct FieldLook<'a> {
    /// The name for screen readers and tests; also shown above the field.
    pub label: &'a str,
    pub hint: &'a str,
    pub rows: usize,
    pub focus: bool,
    /// The text wraps but holds no line breaks: Enter finishes it.
    pub one_line: bool,
}

impl<'a> FieldLook<'a> {
    pub fn line(label: &'a str) -> Self {
        Self { label, hint: "", rows: 1, focus: false, one_line: true }
    }

    pub fn hint(self, hint: &'a str) -> Self {
        Self { hint, ..self }
    }

    pub fn rows(self, rows: usize) -> Self {
        Self { rows, one_line: false, ..self }
    }

    /// A line that may be long: it wraps instead of being cut.
    pub fn wrapped(self) -> Self {
        Self { rows: 2, one_line: true, ..self }
    }
}

/// Bytes of a text that a field can take; a long report has some ten thousand.
const LONGEST: usize = 200_000;

/// A text field. Returns the finished text when it was changed and left.
pub fn text_field<K: Clone + PartialEq>(
    ui: &mut egui::Ui,
    look: &FieldLook<'_>,
    key: &K,
    value: &str,
    draft: &mut Option<Draft<K>>,
) -> (egui::Response, Option<String>) {
    let mine = draft.as_ref().is_some_and(|draft| draft.key == *key);
    let mut text = match draft {
        Some(draft) if mine => draft.text.clone(),
        Some(_) | None => value.to_owned(),
    };
    if text.len() > LONGEST {
        // Laid out in a narrow field it would be thousands of rows high.
        let response = ui.add(
            egui::Label::new(shown_line(&text)).truncate().sense(egui::Sense::focusable_noninteractive()),
        );
        name(&response, look.label);
        complaint(ui, &format!("{} letters: too long to be edited here", text.chars().count()));
        return (response, None);
    }
    let edit = match (look.rows > 1, look.one_line) {
        (true, true) => TextEdit::multiline(&mut text).desired_rows(1).return_key(None),
        (true, false) => TextEdit::multiline(&mut text).desired_rows(look.rows),
        (false, _) => TextEdit::singleline(&mut text),
    };
    let response = ui.add(edit.hint_text(look.hint.to_owned()).desired_width(f32::INFINITY));
    name(&response, look.label);
    if let Some(part) = hidden_part(&text) {
        complaint(ui, &format!("Hidden letters: {part}"));
    }
    if look.focus {
        response.request_focus();
        response.scroll_to_me(None);
        // The caret of the record before means nothing here.
        select_all(ui, response.id, text.chars().count());
    }
    if look.rows > 1
        && look.one_line
        && response.has_focus()
        && ui.input(|input| input.key_pressed(egui::Key::Enter))
    {
        response.surrender_focus();
    }
    if response.changed() {
        match draft {
            Some(draft) if mine => draft.text.clone_from(&text),
            Some(_) | None => {
                *draft = Some(Draft { key: key.clone(), text: text.clone(), original: value.to_owned() });
            }
        }
    }
    let finished = response.lost_focus() && draft.as_ref().is_some_and(|draft| draft.key == *key);
    if finished {
        let cancelled = ui.input(|input| input.key_pressed(egui::Key::Escape));
        let draft = draft.take();
        if cancelled {
            return (response, None);
        }
        return (response, draft.filter(|draft| draft.text != draft.original).map(|draft| draft.text));
    }
    (response, None)
}

/// Gives a control its accessible name without showing it twice.
pub fn name(response: &egui::Response, label: &str) {
    response.ctx.accesskit_node_builder(response.id, |node| node.set_label(label.to_owned()));
}

/// A list of choices with a name for who cannot see it.
pub fn choice<T: Clone + PartialEq>(
    ui: &mut egui::Ui,
    label: &str,
    width: f32,
    value: &mut T,
    all: &[T],
    words: impl Fn(&T) -> String,
) {
    let combo =
        egui::ComboBox::from_id_salt(label).width(width).selected_text(words(value)).show_ui(ui, |ui| {
            for one in all {
                if ui.selectable_label(value == one, words(one)).clicked() {
                    *value = one.clone();
                }
            }
        });
    name(&combo.response, label);
}

/// The caption over a field.
pub fn caption(ui: &mut egui::Ui, text: &str) {
    let palette = Palette::of(ui);
    ui.label(egui::RichText::new(shown_line(text)).size(11.5).color(palette.weak));
}

/// What is wrong with a field, under it.
pub fn complaint(ui: &mut egui::Ui, text: &str) {
    let palette = Palette::of(ui);
    ui.label(egui::RichText::new(text).size(11.5).color(palette.trouble));
}

/// Selects all text of a field, so that typing replaces it.
pub fn select_all(ui: &egui::Ui, id: egui::Id, letters: usize) {
    let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let range = egui::text::CCursorRange::two(egui::text::CCursor::new(0), egui::text::CCursor::new(letters));
    state.cursor.set_char_range(Some(range));
    TextEdit::store_state(ui.ctx(), id, state);
}
