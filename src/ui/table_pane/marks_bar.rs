//! The bar of the marked records: one field of all of them, set in one step.

use eframe::egui::{self, TextEdit};

use crate::{
    analysis::columns::Column,
    model::{Handling, Status},
    session::{Command, Session, TagChange},
};

use super::super::{fields, theme};

/// What is being set.
pub(super) struct MarksBar {
    column: Column,
    value: String,
    tag: String,
}

impl Default for MarksBar {
    fn default() -> Self {
        Self { column: Column::Status, value: String::new(), tag: String::new() }
    }
}

impl MarksBar {
    pub fn show(&mut self, ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
        ui.horizontal_wrapped(|ui| {
            ui.label(theme::bold(format!("{} marked", session.marked().len())));
            ui.separator();
            self.set_ui(ui, session, commands);
            ui.separator();
            self.tag_ui(ui, commands);
            ui.separator();
            let words = Status::ALL.map(Status::label);
            quick(ui, "Set status", &Column::Status, &words, commands);
            let words = Handling::ALL.map(Handling::label);
            quick(ui, "Set handling", &Column::Handling, &words, commands);
            if ui.button("Clear the marks").clicked() {
                commands.push(Command::ClearMarks);
            }
        });
    }

    fn set_ui(&mut self, ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
        let own = &session.document().facts().fields;
        ui.label("Set");
        let combo = egui::ComboBox::from_id_salt("column to set").selected_text(self.column.label(own));
        let combo = combo.width(110.0).height(420.0).show_ui(ui, |ui| {
            for column in Column::all(own).into_iter().filter(Column::is_editable) {
                let label = column.label(own);
                if ui.selectable_label(self.column == column, label).clicked() && self.column != column {
                    self.column = column;
                    self.value.clear();
                }
            }
        });
        fields::name(&combo.response, "Column to set");
        ui.label("to");
        let mut entered = false;
        if let Some(choices) = self.column.choices(own) {
            let shown = if self.value.is_empty() { "nothing" } else { &self.value };
            let combo = egui::ComboBox::from_id_salt("value to set").selected_text(shown).width(150.0);
            let combo = combo.height(420.0).show_ui(ui, |ui| {
                ui.selectable_value(&mut self.value, String::new(), "nothing");
                let mut heading = String::new();
                for (group, word) in choices.words {
                    if group != heading {
                        ui.weak(&group);
                        heading = group;
                    }
                    ui.selectable_value(&mut self.value, word.clone(), word);
                }
            });
            fields::name(&combo.response, "Value to set");
        } else {
            let field = TextEdit::singleline(&mut self.value).hint_text("nothing: clears it");
            let field = ui.add(field.desired_width(150.0));
            fields::name(&field, "Value to set");
            entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        }
        let apply = ui.button("Apply");
        fields::name(&apply, "Apply to the marked");
        if apply.clicked() || entered {
            commands.push(Command::SetForMarked { column: self.column.clone(), text: self.value.clone() });
        }
    }

    fn tag_ui(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        let field = TextEdit::singleline(&mut self.tag).hint_text("tag").desired_width(90.0);
        let field = ui.add(field);
        fields::name(&field, "Tag for the marked");
        for (label, change) in [("Add tag", TagChange::Add), ("Remove tag", TagChange::Remove)] {
            if ui.add_enabled(!self.tag.trim().is_empty(), egui::Button::new(label)).clicked() {
                commands.push(Command::TagMarked { tag: self.tag.clone(), change });
            }
        }
    }
}

fn quick(ui: &mut egui::Ui, label: &str, column: &Column, words: &[&str], commands: &mut Vec<Command>) {
    ui.menu_button(label, |ui| {
        for word in words {
            if ui.button(*word).clicked() {
                commands.push(Command::SetForMarked { column: column.clone(), text: (*word).to_owned() });
                ui.close();
            }
        }
    });
}
