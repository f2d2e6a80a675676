//! Which columns the table shows, in which order and how wide; and the menu to choose them.

use eframe::egui::{self, containers::menu};

use crate::{
    analysis::columns::Column,
    model::{FieldDefinition, TollKind},
    store::{TableColumn, TableSettings},
};

use super::super::{fields, theme};

/// The narrowest and widest column, logical pixels.
pub(super) const WIDTHS: std::ops::RangeInclusive<f32> = 40.0..=900.0;

/// The columns from left to right with their widths. One of another project's own fields keeps its place unseen.
#[derive(Clone, Debug, PartialEq)]
pub struct TableLayout {
    columns: Vec<(Column, f32)>,
}

impl Default for TableLayout {
    fn default() -> Self {
        let usual = [
            Column::Title,
            Column::Date,
            Column::Type,
            Column::Place,
            Column::District,
            Column::Precision,
            Column::Toll(TollKind::Killed),
            Column::Toll(TollKind::Wounded),
            Column::Actors,
            Column::Status,
            Column::Assignee,
            Column::Tags,
            Column::Sources,
        ];
        let columns = usual.into_iter().map(|column| (column.usual_width(), column));
        Self { columns: columns.map(|(width, column)| (column, width)).collect() }
    }
}

impl TableLayout {
    /// What was remembered; the usual columns where nothing was.
    pub fn from_settings(settings: &TableSettings) -> Self {
        let mut columns: Vec<(Column, f32)> = Vec::new();
        for entry in &settings.columns {
            if let Some(column) = Column::from_code(&entry.column)
                && !columns.iter().any(|(there, _)| *there == column)
            {
                columns.push((column, entry.width.clamp(*WIDTHS.start(), *WIDTHS.end())));
            }
        }
        if columns.is_empty() { Self::default() } else { Self { columns } }
    }

    pub fn to_settings(&self) -> TableSettings {
        if *self == Self::default() {
            return TableSettings::default();
        }
        let columns = self.columns.iter();
        TableSettings {
            columns: columns
                .map(|(column, width)| TableColumn { column: column.code(), width: *width })
                .collect(),
        }
    }

    /// The columns that this document has.
    pub(super) fn visible(&self, fields: &[FieldDefinition]) -> Vec<(Column, f32)> {
        let there = |column: &Column| {
            let Column::Own(key) = column else { return true };
            fields.iter().any(|field| *field.key == **key)
        };
        self.columns.iter().filter(|(column, _)| there(column)).cloned().collect()
    }

    pub(super) fn set_width(&mut self, column: &Column, width: f32) {
        if let Some((_, there)) = self.columns.iter_mut().find(|(there, _)| there == column) {
            *there = width.clamp(*WIDTHS.start(), *WIDTHS.end());
        }
    }

    /// Puts a column in front of another, or behind all.
    pub(super) fn put_before(&mut self, column: &Column, before: Option<&Column>) {
        if before == Some(column) {
            return;
        }
        let Some(from) = self.columns.iter().position(|(there, _)| there == column) else { return };
        let moved = self.columns.remove(from);
        let to = before.and_then(|before| self.columns.iter().position(|(there, _)| there == before));
        self.columns.insert(to.unwrap_or(self.columns.len()), moved);
    }

    fn toggle(&mut self, column: &Column) {
        if let Some(place) = self.columns.iter().position(|(there, _)| there == column) {
            // A table without columns shows nothing to bring them back by.
            if self.columns.len() > 1 {
                self.columns.remove(place);
            }
        } else {
            self.columns.push((column.clone(), column.usual_width()));
        }
    }

    /// The menu: shown columns in their order, then the others.
    pub(super) fn menu_ui(&mut self, ui: &mut egui::Ui, own: &[FieldDefinition]) {
        let config = menu::MenuConfig::new().close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
        menu::MenuButton::new("Columns").config(config).ui(ui, |ui| {
            ui.set_width(260.0);
            let height = (ui.ctx().content_rect().height() - 180.0).max(120.0);
            egui::ScrollArea::vertical().max_height(height).show(ui, |ui| {
                let shown: Vec<Column> = self.visible(own).into_iter().map(|(column, _)| column).collect();
                for (place, column) in shown.iter().enumerate() {
                    let label = column.label(own);
                    ui.horizontal(|ui| {
                        if ui.checkbox(&mut true, &label).changed() {
                            self.toggle(column);
                        }
                        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                            let down = step_button(ui, theme::icons::DOWN, &format!("Move {label} right"));
                            let up = step_button(ui, theme::icons::UP, &format!("Move {label} left"));
                            if up && place > 0 {
                                self.put_before(column, shown.get(place - 1));
                            }
                            if down && place + 1 < shown.len() {
                                self.put_before(column, shown.get(place + 2));
                            }
                        });
                    });
                }
                ui.separator();
                for column in Column::all(own).iter().filter(|column| !shown.contains(column)) {
                    if ui.checkbox(&mut false, column.label(own)).changed() {
                        self.toggle(column);
                    }
                }
                ui.separator();
                if ui.button("The usual columns").clicked() {
                    *self = Self::default();
                }
            });
        });
    }
}

fn step_button(ui: &mut egui::Ui, icon: &str, words: &str) -> bool {
    let button = ui.add(egui::Button::new(theme::icon(icon, 12.0)).small()).on_hover_text(words);
    fields::name(&button, words);
    button.clicked()
}
