//! All records as a table, in the place of the map: only the rows in view are laid out.

mod cells;
mod keyboard;
mod layout;
mod marks_bar;
mod open_cell;
mod scroll;

use std::sync::Arc;

use eframe::egui::{self, Event};

use crate::{
    analysis::columns::Column,
    model::{IncidentId, grouped},
    session::{Command, Session, Sheetlet},
};

use super::theme::{self, Palette};

pub use layout::TableLayout;
use marks_bar::MarksBar;
use open_cell::{Leave, OpenCell};
use scroll::Scroll;

/// What has the keyboard while no cell is open.
fn table_id() -> egui::Id {
    egui::Id::unique("table of records")
}

/// The field of the open cell.
fn field_id() -> egui::Id {
    egui::Id::unique("field of the open cell")
}

/// What the table remembers between frames.
pub struct TablePane {
    pub layout: TableLayout,
    /// The column of the cursor; its row is the selected record.
    cursor: Column,
    open: Option<OpenCell>,
    /// A record whose cell under the cursor was double-clicked.
    opening: Option<IncidentId>,
    /// How the open cell is left at the end of this frame.
    leave: Option<Leave>,
    /// Keys that came after a cell was opened or closed.
    later: Vec<Event>,
    scroll: Scroll,
    /// The cursor moved: it is brought into view.
    follow: bool,
    scrolled_to: Option<IncidentId>,
    /// The row of the selected record, and what it was looked up in.
    row: Option<(Arc<[IncidentId]>, IncidentId, Option<usize>)>,
    /// Rows in view.
    page: usize,
    marks: MarksBar,
}

impl Default for TablePane {
    fn default() -> Self {
        Self {
            layout: TableLayout::default(),
            cursor: Column::Title,
            open: None,
            opening: None,
            leave: None,
            later: Vec::new(),
            scroll: Scroll::default(),
            follow: false,
            scrolled_to: None,
            row: None,
            page: 1,
            marks: MarksBar::default(),
        }
    }
}

impl TablePane {
    /// What is being typed, as a command, so that nothing typed is lost when something else happens.
    pub fn flush(&mut self, session: &Session) -> Vec<Command> {
        let Some(open) = &mut self.open else { return Vec::new() };
        match open.finish(session) {
            Ok(command) => {
                self.open = None;
                command.into_iter().collect()
            }
            // It stays open with its complaint.
            Err(()) => Vec::new(),
        }
    }

    pub fn show(&mut self, ui: &mut egui::Ui, session: &Session) -> Vec<Command> {
        let mut commands = Vec::new();
        let palette = Palette::of(ui);
        let frame = egui::Frame::new().fill(palette.panel).inner_margin(egui::Margin::symmetric(8, 6));
        frame.show(ui, |ui| {
            self.head(ui, session, &mut commands);
            ui.add_space(theme::GAP);
            if !session.marked().is_empty() {
                let bar = egui::Panel::bottom("marked records").resizable(false).show_separator_line(false);
                bar.frame(egui::Frame::new().inner_margin(egui::Margin { top: 6, ..Default::default() }))
                    .show(ui, |ui| self.marks.show(ui, session, &mut commands));
            }
            let rect = ui.available_rect_before_wrap();
            if session.listed().is_empty() {
                empty(ui, session, &mut commands);
            } else {
                self.table_ui(ui, rect, session, &mut commands);
            }
            ui.allocate_rect(rect, egui::Sense::HOVER);
        });
        self.settle(ui, session, &mut commands);
        commands
    }

    /// Counts, columns, and what changes many records.
    fn head(&mut self, ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
        ui.horizontal(|ui| {
            let (shown, total) = (session.shown().len(), session.document().len());
            ui.label(theme::bold(format!("{} of {} shown", grouped(shown), grouped(total))));
            let refusal = Command::ClearFilters.refusal(session);
            if refusal.is_none()
                && ui.small_button("Clear").on_hover_text("Clear filters and window").clicked()
            {
                commands.push(Command::ClearFilters);
            }
            ui.separator();
            self.layout.menu_ui(ui, &session.document().facts().fields);
            for sheetlet in [Sheetlet::Replace, Sheetlet::OwnFields] {
                let command = Command::ToggleSheetlet(sheetlet);
                if ui.button(command.label()).clicked() {
                    commands.push(command);
                }
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let hint = "Enter edits · Space marks · Ctrl+A marks all · Ctrl+C copies";
                ui.add(egui::Label::new(egui::RichText::new(hint).small().weak()).truncate());
            });
        });
    }

    /// Opens the cell of the cursor in this row; tells whether it did.
    fn open_at(&mut self, session: &Session, row: Option<usize>, typed: Option<&str>) -> bool {
        if !self.cursor.is_editable() {
            return false;
        }
        let id = row.and_then(|row| session.listed().get(row)).cloned();
        self.open = id.and_then(|id| OpenCell::new(session, id, self.cursor.clone(), typed));
        self.follow = true;
        self.open.is_some()
    }

    /// Takes or drops what stands in the open cell, as it was left, and goes on.
    fn settle(&mut self, ui: &egui::Ui, session: &Session, commands: &mut Vec<Command>) {
        let Some(leave) = self.leave.take() else { return };
        let Some(open) = &mut self.open else { return };
        if leave != Leave::Cancel {
            let Ok(command) = open.finish(session) else {
                if leave != Leave::Stay {
                    open.refocus();
                }
                return;
            };
            commands.extend(command);
        }
        let left = self.open.take();
        if leave != Leave::Stay || ui.ctx().memory(|memory| memory.focused().is_none()) {
            ui.memory_mut(|memory| memory.request_focus(table_id()));
        }
        match leave {
            Leave::Down => {
                // The row below as it was, also when the change puts this one elsewhere.
                let here =
                    left.and_then(|open| session.listed().iter().position(|listed| *listed == open.id));
                let below = here.and_then(|here| session.listed().get(here + 1));
                commands.extend(below.cloned().map(|id| Command::Select(Some(id))));
            }
            Leave::Right => self.step_column(session, 1),
            Leave::Left => self.step_column(session, -1),
            Leave::Stay | Leave::Cancel => {}
        }
        ui.ctx().request_repaint();
    }

    fn step_column(&mut self, session: &Session, by: isize) {
        let columns = self.layout.visible(&session.document().facts().fields);
        let Some(last) = columns.len().checked_sub(1) else { return };
        let now = columns.iter().position(|(column, _)| *column == self.cursor);
        let next = now.map_or(0, |now| now.saturating_add_signed(by).min(last));
        self.cursor = columns[next].0.clone();
        self.follow = true;
    }

    /// Where the selected record stands, looked up once for each selection and order.
    fn row_of_selected(&mut self, session: &Session) -> Option<usize> {
        let id = session.selected()?;
        let listed = session.listed();
        if let Some((known, of, row)) = &self.row
            && Arc::ptr_eq(known, listed)
            && of == id
        {
            return *row;
        }
        let row = listed.iter().position(|listed| listed == id);
        self.row = Some((Arc::clone(listed), id.clone(), row));
        row
    }
}

fn empty(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    ui.add_space(40.0);
    ui.vertical_centered(|ui| {
        if session.document().is_empty() {
            ui.label("No incidents yet. Ctrl+I makes the first.");
        } else {
            ui.label("No incident fits the filters and the window.");
            if ui.button("Clear filters and window").clicked() {
                commands.push(Command::ClearFilters);
            }
        }
    });
}
