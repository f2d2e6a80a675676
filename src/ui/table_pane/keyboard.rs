//! The keys of the table: a cursor that steps from cell to cell, and what it does there.

use eframe::egui::{self, Event, Key, Modifiers};

use crate::{
    model::IncidentId,
    session::{Command, Session, formula_safe},
};

use super::{TablePane, open_cell::Leave};

/// What is left of the events of a frame after the table has taken its own.
struct Taking {
    kept: Vec<Event>,
    /// What came after a cell was opened or closed: it belongs to the next frame, where that is done.
    later: Vec<Event>,
    stopped: bool,
    /// Where the cursor is after the keys so far.
    row: Option<usize>,
    commands: Vec<Command>,
}

impl TablePane {
    /// Takes the keys that are the table's own while it has the keyboard, before they are anybody else's.
    pub fn take_keys(&mut self, ctx: &egui::Context, session: &Session) -> Vec<Command> {
        if !self.has_keyboard(ctx) {
            self.later.clear();
            return Vec::new();
        }
        let mut events = std::mem::take(&mut self.later);
        events.extend(ctx.input_mut(|input| std::mem::take(&mut input.events)));
        let row = self.row_of_selected(session);
        let mut taking =
            Taking { kept: Vec::new(), later: Vec::new(), stopped: false, row, commands: Vec::new() };
        for event in events {
            let typed = matches!(event, Event::Key { .. } | Event::Text(_) | Event::Copy | Event::Paste(_));
            if taking.stopped && typed {
                taking.later.push(event);
            } else if !typed || !self.take(&event, session, &mut taking) {
                taking.kept.push(event);
            }
        }
        if !taking.later.is_empty() {
            ctx.request_repaint();
        }
        self.later = taking.later;
        ctx.input_mut(|input| input.events = taking.kept);
        taking.commands
    }

    /// Nothing else has it: no field of the editor, no button that was stepped to, no open menu.
    fn has_keyboard(&self, ctx: &egui::Context) -> bool {
        let focused = ctx.memory(egui::Memory::focused);
        let own = match focused {
            None => true,
            Some(id) => id == super::table_id() || (self.open.is_some() && id == super::field_id()),
        };
        own && !egui::Popup::is_any_open(ctx)
    }

    /// Whether the table took this event.
    fn take(&mut self, event: &Event, session: &Session, taking: &mut Taking) -> bool {
        if self.open.is_some() {
            return self.take_in_cell(event, taking);
        }
        match event {
            Event::Key { key, pressed: true, modifiers, .. } => {
                self.take_key(*key, *modifiers, session, taking)
            }
            Event::Text(text) => {
                if text.trim().is_empty() {
                    return true;
                }
                taking.stopped = self.open_at(session, taking.row, Some(text));
                true
            }
            Event::Copy => {
                let text = self.copied(session, taking.row);
                taking.commands.extend(text.map(Command::CopyText));
                true
            }
            _ => false,
        }
    }

    fn take_in_cell(&mut self, event: &Event, taking: &mut Taking) -> bool {
        let Some(open) = &mut self.open else { return false };
        let Event::Key { key, pressed: true, modifiers, .. } = event else { return false };
        if modifiers.alt || modifiers.ctrl || modifiers.command {
            return false;
        }
        let leave = match (key, modifiers.shift) {
            // A long text has lines of its own.
            (Key::Enter, true) if open.column.is_long() => return false,
            (Key::Enter, _) => Leave::Down,
            (Key::Tab, false) => Leave::Right,
            (Key::Tab, true) => Leave::Left,
            (Key::Escape, _) => Leave::Cancel,
            (Key::ArrowDown, false) if open.has_choices() => {
                open.step_choice(1);
                return true;
            }
            (Key::ArrowUp, false) if open.has_choices() => {
                open.step_choice(-1);
                return true;
            }
            _ => return false,
        };
        // What was typed before it in this frame is still on its way into the field.
        self.leave = Some(leave);
        taking.stopped = true;
        true
    }

    fn take_key(&mut self, key: Key, held: Modifiers, session: &Session, taking: &mut Taking) -> bool {
        if held.alt || held.ctrl || held.command {
            return false;
        }
        let page = self.page.max(1).cast_signed();
        let all = session.listed().len().cast_signed();
        match (key, held.shift) {
            (Key::ArrowDown, shift) => step(session, taking, 1, shift),
            (Key::ArrowUp, shift) => step(session, taking, -1, shift),
            (Key::PageDown, shift) => step(session, taking, page, shift),
            (Key::PageUp, shift) => step(session, taking, -page, shift),
            (Key::Home, shift) => step(session, taking, -all, shift),
            (Key::End, shift) => step(session, taking, all, shift),
            (Key::ArrowLeft, false) => self.step_column(session, -1),
            (Key::ArrowRight, false) => self.step_column(session, 1),
            (Key::Enter | Key::F2, false) => {
                taking.stopped = self.open_at(session, taking.row, None);
            }
            (Key::Backspace | Key::Delete, false) => {
                taking.stopped = self.open_at(session, taking.row, Some(""));
            }
            (Key::Space, _) => {
                let row = taking.row.and_then(|row| session.listed().get(row));
                taking.commands.extend(row.cloned().map(Command::Mark));
            }
            // These stay the window's.
            (Key::Escape | Key::Tab | Key::F1 | Key::F8 | Key::F11, _) => return false,
            // All others are letters: the text they type comes as an event of its own.
            _ => {}
        }
        true
    }

    /// The marked rows as tab-separated text with the headings, or the cell of the cursor.
    fn copied(&self, session: &Session, row: Option<usize>) -> Option<String> {
        let fields = &session.document().facts().fields;
        let plain =
            |text: String| formula_safe(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned();
        if session.marked().is_empty() {
            let incident = session.document().get(session.listed().get(row?)?)?;
            return Some(self.cursor.typed_of(&incident)).filter(|text| !text.is_empty());
        }
        let columns: Vec<_> = self.layout.visible(fields).into_iter().map(|(column, _)| column).collect();
        let mut lines = vec![columns.iter().map(|c| plain(c.label(fields))).collect::<Vec<_>>().join("\t")];
        let listed: Vec<&IncidentId> =
            session.listed().iter().filter(|id| session.marked().contains(*id)).collect();
        // Marked ones that the filter hides come after those in view.
        let there: std::collections::BTreeSet<&IncidentId> = listed.iter().copied().collect();
        let hidden = session.marked().iter().filter(|id| !there.contains(id));
        for id in listed.iter().copied().chain(hidden) {
            if let Some(incident) = session.document().get(id) {
                let cells = columns.iter().map(|column| plain(column.typed_of(&incident)));
                lines.push(cells.collect::<Vec<_>>().join("\t"));
            }
        }
        Some(lines.join("\n"))
    }
}

/// Steps the cursor by rows; with Shift, marks all it passes.
fn step(session: &Session, taking: &mut Taking, by: isize, marking: bool) {
    let listed = session.listed();
    let Some(last) = listed.len().checked_sub(1) else { return };
    let row = match taking.row {
        Some(row) => row.saturating_add_signed(by).min(last),
        None => 0,
    };
    taking.row = Some(row);
    if let Some(id) = listed.get(row) {
        if marking {
            taking.commands.push(Command::MarkTo(id.clone()));
        }
        taking.commands.push(Command::Select(Some(id.clone())));
    }
}
