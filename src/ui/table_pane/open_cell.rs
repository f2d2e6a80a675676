//! The one cell that is being typed into, with the list of its words and what is wrong with it.

use eframe::egui::{self, RichText, TextEdit, vec2};

use crate::{
    analysis::{
        columns::{Choices, Column},
        fold,
    },
    edit::Action,
    model::IncidentId,
    session::{Command, Session},
};

use super::super::{
    fields,
    theme::{self, Palette},
};

/// How a cell is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leave {
    /// Taken, and on to the cell below.
    Down,
    Right,
    Left,
    /// Taken; the cursor stays.
    Stay,
    Cancel,
}

/// What is being typed into one cell.
pub(super) struct OpenCell {
    pub id: IncidentId,
    pub column: Column,
    text: String,
    original: String,
    complaint: Option<String>,
    choices: Option<Choices>,
    /// The word of the list that Enter takes.
    chosen: Option<String>,
    /// The text was changed: the list shows what fits it.
    typed: bool,
    /// Just opened: the field wants the keyboard.
    fresh: bool,
    /// Where the field and its list were painted last.
    rect: egui::Rect,
}

impl OpenCell {
    /// Opens the cell with its value, or with a first letter typed over it.
    pub fn new(session: &Session, id: IncidentId, column: Column, typed: Option<&str>) -> Option<Self> {
        let incident = session.document().get(&id)?;
        let original = column.typed_of(&incident);
        let choices = column.choices(&session.document().facts().fields);
        let mut cell = Self {
            id,
            column,
            text: typed.unwrap_or(&original).to_owned(),
            chosen: None,
            original,
            complaint: None,
            choices,
            typed: typed.is_some(),
            fresh: true,
            rect: egui::Rect::NOTHING,
        };
        match typed {
            Some(_) => cell.choose_first(),
            None => cell.chosen = cell.words().into_iter().map(|(_, word)| word).find(|w| *w == cell.text),
        }
        Some(cell)
    }

    pub fn has_choices(&self) -> bool {
        self.choices.is_some()
    }

    /// The words of the list that fit what is typed, with their headings.
    fn words(&self) -> Vec<(String, String)> {
        let Some(choices) = &self.choices else { return Vec::new() };
        let wanted = fold(self.text.trim());
        let fits = |word: &str| !self.typed || fold(word).contains(&wanted);
        choices.words.iter().filter(|(_, word)| fits(word)).cloned().collect()
    }

    fn choose_first(&mut self) {
        let wanted = fold(self.text.trim());
        let words = self.words();
        let begins = words.iter().find(|(_, word)| fold(word).starts_with(&wanted));
        let first = begins.or(words.first()).map(|(_, word)| word.clone());
        self.chosen = first.filter(|_| !wanted.is_empty());
    }

    pub fn step_choice(&mut self, by: isize) {
        let words = self.words();
        let Some(last) = words.len().checked_sub(1) else { return };
        let now = words.iter().position(|(_, word)| Some(word) == self.chosen.as_ref());
        let next = now.map_or(0, |now| now.saturating_add_signed(by).min(last));
        self.chosen = words.get(next).map(|(_, word)| word.clone());
    }

    /// The command that the typed text makes, `None` when it changes nothing.
    ///
    /// # Errors
    /// When it cannot be read: the cell says why, and stays.
    pub fn finish(&mut self, session: &Session) -> Result<Option<Command>, ()> {
        let text = self.chosen.as_ref().unwrap_or(&self.text);
        let Some(incident) = session.document().get(&self.id) else { return Ok(None) };
        if *text == self.original {
            return Ok(None);
        }
        match self.column.change(&incident, text, session.column_context()) {
            Ok(change) => {
                Ok(change.map(|change| Command::Perform(Action::Edit { id: self.id.clone(), change })))
            }
            Err(why) => {
                self.complaint = Some(why);
                Err(())
            }
        }
    }

    /// Brings the keyboard back to the field.
    pub fn refocus(&mut self) {
        self.fresh = true;
    }

    /// Shows the field over its cell, inside `body`; says when it is left by the pointer.
    pub fn show(
        &mut self,
        ui: &mut egui::Ui,
        cell: egui::Rect,
        body: egui::Rect,
        label: &str,
    ) -> Option<Leave> {
        let palette = Palette::of(ui);
        let least = match (self.column.is_long(), self.has_choices()) {
            (true, _) => 420.0,
            (false, true) => 270.0,
            (false, false) => 190.0,
        };
        let width = cell.width().max(least).min(body.width() - 4.0);
        let left = cell.left().clamp(body.left(), (body.right() - width).max(body.left()));
        let top = cell.top().clamp(body.top(), (body.bottom() - cell.height()).max(body.top()));
        let mut leave = None;
        let area = egui::Area::new(egui::Id::unique("table cell being edited"))
            .order(egui::Order::Middle)
            .fixed_pos(egui::pos2(left, top - 2.0))
            .constrain_to(ui.ctx().content_rect());
        let shown = area.show(ui.ctx(), |ui| {
            let frame = egui::Frame::new()
                .fill(palette.raised)
                .stroke(egui::Stroke::new(1.5, palette.accent))
                .corner_radius(4.0)
                .shadow(ui.visuals().popup_shadow)
                .inner_margin(2.0);
            frame.show(ui, |ui| {
                ui.set_width(width - 4.0);
                ui.spacing_mut().item_spacing.y = 2.0;
                self.field_ui(ui, label, &mut leave);
                if let Some(complaint) = &self.complaint {
                    ui.add(
                        egui::Label::new(RichText::new(complaint).size(12.0).color(palette.trouble)).wrap(),
                    );
                }
                if self.has_choices() {
                    self.list_ui(ui, &mut leave);
                }
            });
        });
        self.rect = shown.response.rect;
        leave
    }

    fn field_ui(&mut self, ui: &mut egui::Ui, label: &str, leave: &mut Option<Leave>) {
        let mut edit = if self.column.is_long() {
            let lines = egui::KeyboardShortcut::new(egui::Modifiers::SHIFT, egui::Key::Enter);
            TextEdit::multiline(&mut self.text).desired_rows(5).return_key(lines)
        } else {
            TextEdit::singleline(&mut self.text).return_key(None)
        };
        edit = edit.id(super::field_id()).lock_focus(true).desired_width(f32::INFINITY);
        let response = ui.add(edit);
        fields::name(&response, label);
        if std::mem::take(&mut self.fresh) {
            response.request_focus();
            let letters = self.text.chars().count();
            if self.typed {
                caret_at_end(ui, response.id, letters);
            } else {
                fields::select_all(ui, response.id, letters);
            }
        }
        if response.changed() {
            self.typed = true;
            self.complaint = None;
            self.choose_first();
        }
        // A press on its own list is no leaving.
        let pointer = ui.input(|input| input.pointer.interact_pos());
        if response.lost_focus() {
            if pointer.is_some_and(|at| self.rect.contains(at)) {
                response.request_focus();
            } else {
                *leave = Some(Leave::Stay);
            }
        }
    }

    fn list_ui(&mut self, ui: &mut egui::Ui, leave: &mut Option<Leave>) {
        let palette = Palette::of(ui);
        let words = self.words();
        if words.is_empty() {
            ui.weak("No word of the list fits.");
            return;
        }
        let mut picked = None;
        egui::ScrollArea::vertical().id_salt("words").max_height(260.0).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let mut heading = String::new();
            for (group, word) in &words {
                if *group != heading {
                    heading.clone_from(group);
                    ui.label(RichText::new(group).size(11.5).color(palette.weak));
                }
                let current = self.chosen.as_ref() == Some(word);
                let (rect, response) =
                    ui.allocate_exact_size(vec2(ui.available_width(), 22.0), egui::Sense::CLICK);
                response.widget_info(|| {
                    egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, current, word)
                });
                if current || response.hovered() {
                    let fill = if current { palette.accent_quiet } else { ui.visuals().faint_bg_color };
                    ui.painter().rect_filled(rect, 3.0, fill);
                }
                let font = egui::FontId::new(13.5, theme::family(crate::carto::Face::Regular));
                ui.painter().text(
                    rect.left_center() + vec2(8.0, 0.0),
                    egui::Align2::LEFT_CENTER,
                    word,
                    font,
                    palette.text,
                );
                if current {
                    ui.scroll_to_rect(rect, None);
                }
                if response.clicked() {
                    picked = Some(word.clone());
                }
            }
        });
        if let Some(word) = picked {
            self.chosen = Some(word);
            *leave = Some(Leave::Stay);
        }
    }
}

fn caret_at_end(ui: &egui::Ui, id: egui::Id, letters: usize) {
    let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let end = egui::text::CCursorRange::one(egui::text::CCursor::new(letters));
    state.cursor.set_char_range(Some(end));
    TextEdit::store_state(ui.ctx(), id, state);
}
