//! Views worth coming back to: keep the present one, go to one, name, order and renew them. The window stays open
//! beside the map.

use eframe::egui::{self, RichText, Sense, Stroke, TextEdit, pos2, vec2};

use crate::session::{Command, SHOTS_WITH_KEYS, Session, Start};

use super::{
    fields,
    theme::{self, Palette},
    tool_window::{KeyedList, clipped, tool_window},
};

const ROW: f32 = 48.0;

/// The state of the window while it is open.
#[derive(Default)]
pub struct ShotsSheet {
    list: KeyedList,
    /// The name of a view that is to be kept.
    name: String,
    /// The row whose name is being typed, and whether it has had the keyboard yet.
    renamed: Option<(usize, String, bool)>,
    /// The row that is being dragged.
    dragged: Option<usize>,
    asked: Vec<Asked>,
    /// The keyboard went to where it is wanted first.
    begun: bool,
}

/// What the keys of the list ask for.
#[derive(Clone, Copy)]
enum Asked {
    Rename,
    Remove,
    MoveUp,
    MoveDown,
}

impl ShotsSheet {
    /// Takes the keys of the list before the rest of the window sees them: Delete would take the incident.
    pub fn take_keys(&mut self, ctx: &egui::Context) {
        if self.list.has_focus(ctx) {
            ctx.input_mut(|input| {
                for (modifiers, key, asked) in [
                    (egui::Modifiers::NONE, egui::Key::F2, Asked::Rename),
                    (egui::Modifiers::NONE, egui::Key::Delete, Asked::Remove),
                    (egui::Modifiers::ALT, egui::Key::ArrowUp, Asked::MoveUp),
                    (egui::Modifiers::ALT, egui::Key::ArrowDown, Asked::MoveDown),
                ] {
                    if input.consume_key(modifiers, key) {
                        self.asked.push(asked);
                    }
                }
            });
        }
        self.list.take_keys(ctx);
    }

    pub fn show(&mut self, ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) -> bool {
        self.do_asked(session, commands);
        tool_window(ctx, "shots", "Views", vec2(520.0, 400.0), |ui| {
            self.keep_ui(ui, session, commands);
            starts_ui(ui, commands);
            ui.separator();
            if session.document().facts().shots.is_empty() {
                ui.weak("No view is kept yet. A view holds the place on the map, the time window, the filter, the layers and the language of the names. It is saved with the document.");
                return;
            }
            let keys = "Enter goes there · F2 renames · Alt+↑ and Alt+↓ move · Del removes";
            ui.label(RichText::new(keys).small().color(Palette::of(ui).weak));
            self.list_ui(ui, session, commands);
        })
    }

    fn do_asked(&mut self, session: &Session, commands: &mut Vec<Command>) {
        let shots = &session.document().facts().shots;
        for asked in std::mem::take(&mut self.asked) {
            let row = self.list.row();
            match asked {
                Asked::Rename => {
                    self.renamed = shots.get(row).map(|shot| (row, shot.name.clone(), false));
                }
                Asked::Remove => commands.push(Command::RemoveShot(row)),
                Asked::MoveUp if row > 0 => self.move_row(row, row - 1, commands),
                Asked::MoveDown if row + 1 < shots.len() => self.move_row(row, row + 1, commands),
                Asked::MoveUp | Asked::MoveDown => {}
            }
        }
    }

    fn move_row(&mut self, from: usize, to: usize, commands: &mut Vec<Command>) {
        commands.push(Command::MoveShot { from, to });
        self.list.go_to(to);
    }

    fn keep_ui(&mut self, ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
        let count = session.document().facts().shots.len();
        ui.horizontal(|ui| {
            let width = ui.available_width() - 130.0;
            let field = ui.add(
                TextEdit::singleline(&mut self.name)
                    .hint_text(format!("View {}", count + 1))
                    .desired_width(width),
            );
            fields::name(&field, "Name of the view");
            // Where views are, the list has the keyboard.
            if !std::mem::replace(&mut self.begun, true) && count == 0 {
                field.request_focus();
            }
            let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            if ui.button("Keep this view").clicked() || entered {
                commands.push(Command::AddShot(std::mem::take(&mut self.name)));
                self.list.go_to(count);
            }
        });
    }

    fn list_ui(&mut self, ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
        let shots = &session.document().facts().shots;
        let label =
            |row: usize| shots.get(row).map_or_else(String::new, |shot| format!("Go to {}", shot.name));
        let (mut renamed, mut dragged) = (self.renamed.take(), self.dragged.take());
        let mut dropped_at = None;
        let chosen = self.list.show(ui, "Kept views", (shots.len(), ROW), label, |ui, row| {
            let Some(shot) = shots.get(row) else { return };
            let whole = ui.max_rect().expand2(vec2(8.0, 5.0));
            let handle = handle_ui(ui, row);
            if handle.dragged() {
                dragged = Some(row);
            }
            if let (Some(from), Some(at)) = (dragged, ui.input(|input| input.pointer.interact_pos()))
                && whole.y_range().contains(at.y)
            {
                let before = at.y < whole.center().y;
                let y = if before { whole.top() - 2.0 } else { whole.bottom() + 2.0 };
                ui.painter().hline(whole.x_range(), y, Stroke::new(2.0, Palette::of(ui).accent));
                // Behind the gap that the dragged row leaves.
                let gap = row + usize::from(!before);
                dropped_at = Some(if from < gap { gap - 1 } else { gap });
            }
            let summary = session.shot_summary(row);
            let inside = egui::Rect::from_min_max(pos2(whole.left() + 54.0, whole.top() + 4.0), whole.max);
            let inside = inside.with_max_x(whole.right() - 100.0);
            ui.scope_builder(egui::UiBuilder::new().max_rect(inside), |ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                match &mut renamed {
                    Some((renaming, name, had_focus)) if *renaming == row => {
                        if let Some(command) = rename_ui(ui, row, name, had_focus) {
                            commands.extend(command);
                            renamed = None;
                        }
                    }
                    Some(_) | None => {
                        clipped(ui, shot.name.as_str(), 1, |text| {
                            text.family(theme::family(crate::carto::Face::SemiBold))
                        });
                        let weak = Palette::of(ui).weak;
                        clipped(ui, summary.join(" · "), 1, |text| text.size(11.5).color(weak));
                    }
                }
            });
            buttons_ui(ui, (row, &shot.name), whole, |asked| match asked {
                Row::Renew => commands.push(Command::OverwriteShot(row)),
                Row::Rename => renamed = Some((row, shot.name.clone(), false)),
                Row::Remove => commands.push(Command::RemoveShot(row)),
            });
        });
        if let Some(row) = chosen.clicked.or(chosen.opened) {
            commands.push(Command::GoToShot(row));
        }
        let released = ui.input(|input| input.pointer.any_released() || !input.pointer.any_down());
        if released && let (Some(from), Some(to)) = (dragged.take(), dropped_at) {
            self.move_row(from, to, commands);
        }
        (self.renamed, self.dragged) = (renamed, dragged);
    }
}

/// What the buttons of a row ask for.
#[derive(Clone, Copy)]
enum Row {
    Renew,
    Rename,
    Remove,
}

/// The number of the view, and the place to take it by.
fn handle_ui(ui: &mut egui::Ui, row: usize) -> egui::Response {
    let palette = Palette::of(ui);
    let rect = egui::Rect::from_min_size(ui.max_rect().min, vec2(42.0, ui.max_rect().height()));
    let handle = ui.interact(rect, ui.scope_id().with(("handle", row)), Sense::drag());
    let colour = if handle.hovered() || handle.dragged() { palette.accent } else { palette.weak };
    for line in [-4.0, 0.0, 4.0] {
        let y = rect.center().y + line;
        ui.painter().hline(rect.left() + 2.0..=rect.left() + 12.0, y, Stroke::new(1.5, colour));
    }
    if row < SHOTS_WITH_KEYS {
        let font = egui::FontId::new(15.0, theme::family(crate::carto::Face::SemiBold));
        let at = pos2(rect.left() + 27.0, rect.center().y);
        ui.painter().text(at, egui::Align2::CENTER_CENTER, row + 1, font, palette.accent);
    }
    let words = if row < SHOTS_WITH_KEYS {
        format!("Drag to another place in the list. Shift+{} goes to this view.", row + 1)
    } else {
        "Drag to another place in the list.".to_owned()
    };
    handle.on_hover_cursor(egui::CursorIcon::Grab).on_hover_text(words)
}

/// The field for another name. Answers when it was left: with a command, unless Escape left it.
#[expect(clippy::option_option, reason = "still typing, or finished with or without a new name")]
fn rename_ui(
    ui: &mut egui::Ui,
    row: usize,
    name: &mut String,
    had_focus: &mut bool,
) -> Option<Option<Command>> {
    let field = ui.add(TextEdit::singleline(name).desired_width(f32::INFINITY));
    fields::name(&field, "New name of the view");
    if !std::mem::replace(had_focus, true) {
        field.request_focus();
        fields::select_all(ui, field.id, name.chars().count());
    }
    if !field.lost_focus() {
        return None;
    }
    let cancelled = ui.input(|input| input.key_pressed(egui::Key::Escape));
    Some((!cancelled).then(|| Command::RenameShot { place: row, name: name.clone() }))
}

fn buttons_ui(ui: &mut egui::Ui, (row, name): (usize, &str), whole: egui::Rect, mut on: impl FnMut(Row)) {
    let side = egui::Rect::from_min_max(pos2(whole.right() - 98.0, whole.top()), whole.max);
    let builder = egui::UiBuilder::new().id_salt(("buttons", row)).max_rect(side.shrink2(vec2(2.0, 0.0)));
    ui.scope_builder(builder.layout(egui::Layout::right_to_left(egui::Align::Center)), |ui| {
        ui.spacing_mut().item_spacing.x = 3.0;
        for (symbol, words, asked) in [
            (theme::icons::TRASH, format!("Remove {name}"), Row::Remove),
            (theme::icons::PENCIL, format!("Rename {name}"), Row::Rename),
            (theme::icons::CAMERA, format!("Put the present view in the place of {name}"), Row::Renew),
        ] {
            let button = ui.add(egui::Button::new(theme::icon(symbol, 14.0)).min_size(vec2(28.0, 26.0)));
            fields::name(&button, &words);
            if button.on_hover_text(words).clicked() {
                on(asked);
            }
        }
    });
}

/// Parts of the frontier to begin at.
fn starts_ui(ui: &mut egui::Ui, commands: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new("Begin at").small().color(Palette::of(ui).weak));
        for start in Start::ALL {
            let button = ui.small_button(start.label());
            let command = Command::GoToStart(start);
            fields::name(&button, &command.label());
            if button.clicked() {
                commands.push(command);
            }
        }
    });
}
