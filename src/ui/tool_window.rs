//! A window that stays open beside the work, and the list in it, which arrow keys step through.

use eframe::egui::{self, Sense, Stroke, UiBuilder, Vec2, pos2, vec2};

use crate::model::shown_text;

use super::theme::Palette;

/// A window that leaves the others usable; tells whether it was closed.
pub(super) fn tool_window(
    ctx: &egui::Context,
    id: &str,
    title: &str,
    size: Vec2,
    content: impl FnOnce(&mut egui::Ui),
) -> bool {
    let (room, size) = room_for(ctx, size);
    // Over the map, above the timeline: list and editor stay in sight.
    let corner = pos2(room.center().x - size.x / 2.0 - 15.0, room.bottom() - size.y - 168.0);
    tool_window_at(ctx, id, title, (corner, size), vec2(360.0, 200.0), content)
}

/// The same over the editor, for what is looked at on the map while it is changed: in a small window it is no wider
/// than the editor, so that the map stays in sight. Its title folds it up.
pub(super) fn tool_window_aside(
    ctx: &egui::Context,
    id: &str,
    title: &str,
    size: Vec2,
    content: impl FnOnce(&mut egui::Ui),
) -> bool {
    const LEAST: Vec2 = vec2(272.0, 140.0);
    let (room, size) = room_for(ctx, size);
    let size = vec2(size.x.min(room.width() * 0.32 - EDGE).max(LEAST.x), size.y);
    let corner = pos2(room.right() - size.x - EDGE, room.top() + 44.0);
    tool_window_at(ctx, id, title, (corner, size), LEAST, content)
}

/// Between a window aside and the edge, logical pixels.
const EDGE: f32 = 4.0;

fn room_for(ctx: &egui::Context, size: Vec2) -> (egui::Rect, Vec2) {
    let room = ctx.content_rect();
    (room, vec2(size.x.min(room.width() - 40.0), size.y.min(room.height() - 240.0)))
}

fn tool_window_at(
    ctx: &egui::Context,
    id: &str,
    title: &str,
    (corner, size): (egui::Pos2, Vec2),
    least: Vec2,
    content: impl FnOnce(&mut egui::Ui),
) -> bool {
    let mut open = true;
    egui::Window::new(title)
        .id(egui::Id::unique(id))
        .open(&mut open)
        .default_pos(corner)
        .default_size(size)
        .min_size(least)
        .resizable(true)
        .collapsible(true)
        .show(ctx, content);
    !open
}

/// What became of a list in a frame.
#[derive(Default)]
pub(super) struct Chosen {
    /// The row that the keyboard or a click came to.
    pub row: Option<usize>,
    /// The row that was clicked.
    pub clicked: Option<usize>,
    /// The row that Enter or a double click asks to be opened.
    pub opened: Option<usize>,
}

/// A list of rows of one height, of which only those in sight are drawn.
#[derive(Default)]
pub(super) struct KeyedList {
    row: usize,
    id: Option<egui::Id>,
    had_focus: bool,
    pressed: Vec<egui::Key>,
    /// The current row may be out of sight.
    scrolls: bool,
    /// Where the list stood in the last frame, and how much of it was seen.
    offset: f32,
    seen: f32,
}

impl KeyedList {
    pub fn row(&self) -> usize {
        self.row
    }

    /// Whether the keyboard is in the list.
    pub fn has_focus(&self, ctx: &egui::Context) -> bool {
        self.id.is_some_and(|id| ctx.memory(|memory| memory.has_focus(id)))
    }

    /// Back to the first row, as after another filter.
    pub fn rewind(&mut self) {
        self.row = 0;
        self.offset = 0.0;
    }

    /// Makes this the current row and shows it.
    pub fn go_to(&mut self, row: usize) {
        self.row = row;
        self.scrolls = true;
    }

    /// Takes the keys that step through the list, before the rest of the window sees them.
    pub fn take_keys(&mut self, ctx: &egui::Context) {
        use egui::Key::{ArrowDown, ArrowUp, End, Enter, Home, PageDown, PageUp};
        let Some(id) = self.id.filter(|id| ctx.memory(|memory| memory.has_focus(*id))) else { return };
        ctx.input_mut(|input| {
            input.events.retain(|event| match event {
                egui::Event::Key { key, pressed: true, modifiers, .. }
                    if modifiers.is_none()
                        && [ArrowDown, ArrowUp, End, Enter, Home, PageDown, PageUp].contains(key) =>
                {
                    self.pressed.push(*key);
                    false
                }
                _ => true,
            });
        });
        let filter = egui::EventFilter { vertical_arrows: true, ..egui::EventFilter::default() };
        ctx.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    }

    /// Shows the rows; `label` says what a row is called, `content` draws it.
    pub fn show(
        &mut self,
        ui: &mut egui::Ui,
        name: &str,
        (rows, height): (usize, f32),
        label: impl Fn(usize) -> String,
        mut content: impl FnMut(&mut egui::Ui, usize),
    ) -> Chosen {
        let mut chosen = Chosen::default();
        let palette = Palette::of(ui);
        let id = ui.make_persistent_id(name);
        self.id = Some(id);
        let whole = ui.available_rect_before_wrap();
        let list = ui.interact(whole, id, Sense::click());
        list.widget_info(|| egui::WidgetInfo::labeled(egui::Role::List, true, name));
        // Opened, it has the keys, unless somebody is writing.
        let is_new = !std::mem::replace(&mut self.had_focus, true);
        if list.clicked() || (is_new && !ui.ctx().text_edit_focused()) {
            list.request_focus();
        }
        let before = self.row;
        let pressed = std::mem::take(&mut self.pressed);
        for key in &pressed {
            self.press(*key, height, &mut chosen);
        }
        self.row = self.row.min(rows.saturating_sub(1));
        if rows == 0 {
            chosen = Chosen::default();
        } else if self.row != before && !pressed.is_empty() {
            chosen.row = Some(self.row);
        }
        let step = height + ui.spacing().item_spacing.y;
        let mut area = egui::ScrollArea::vertical().id_salt(name).auto_shrink([false, false]);
        if std::mem::take(&mut self.scrolls) || chosen.row.is_some() {
            let top = self.row as f32 * step;
            if top < self.offset {
                area = area.vertical_scroll_offset(top);
            } else if top + step > self.offset + self.seen {
                area = area.vertical_scroll_offset(top + step - self.seen);
            }
        }
        let shown = area.show_rows(ui, height, rows, |ui, visible| {
            for row in visible {
                let (rect, _) =
                    ui.allocate_exact_size(vec2(ui.available_width() - 4.0, height), Sense::hover());
                let words = label(row);
                let response = ui.interact(rect, id.with((row, &words)), Sense::click());
                let current = row == self.row;
                response
                    .widget_info(|| egui::WidgetInfo::selected(egui::Role::ListItem, true, current, &words));
                if response.clicked() {
                    self.row = row;
                    chosen.row = Some(row);
                    chosen.clicked = Some(row);
                    list.request_focus();
                }
                if response.double_clicked() {
                    chosen.opened = Some(row);
                }
                let fill = if current {
                    palette.accent_quiet
                } else if response.hovered() {
                    palette.accent_quiet.gamma_multiply(0.5)
                } else {
                    egui::Color32::TRANSPARENT
                };
                ui.painter().rect_filled(rect, 5.0, fill);
                if current && list.has_focus() {
                    let edge = Stroke::new(1.5, palette.accent);
                    ui.painter().rect_stroke(rect.shrink(1.0), 5.0, edge, egui::StrokeKind::Inside);
                }
                let mut inside = ui.new_child(
                    UiBuilder::new().id_salt((row, &words)).max_rect(rect.shrink2(vec2(8.0, 5.0))),
                );
                content(&mut inside, row);
            }
        });
        self.offset = shown.state.clamped_offset().y;
        self.seen = shown.inner_rect.height();
        chosen
    }

    fn press(&mut self, key: egui::Key, height: f32, chosen: &mut Chosen) {
        let page = ((self.seen / height.max(1.0)) as usize).max(1);
        match key {
            egui::Key::ArrowDown => self.row += 1,
            egui::Key::ArrowUp => self.row = self.row.saturating_sub(1),
            egui::Key::PageDown => self.row += page,
            egui::Key::PageUp => self.row = self.row.saturating_sub(page),
            egui::Key::Home => self.row = 0,
            egui::Key::End => self.row = usize::MAX / 2,
            egui::Key::Enter => chosen.opened = Some(self.row),
            _ => {}
        }
    }
}

/// A text in a width, on at most so many lines; all of it when pointed at.
pub(super) fn clipped(
    ui: &mut egui::Ui,
    text: impl Into<String>,
    lines: usize,
    look: impl Fn(egui::RichText) -> egui::RichText,
) {
    let text = shown_text(&text.into()).into_owned();
    let rich = look(egui::RichText::new(&text));
    let mut job = egui::text::LayoutJob::default();
    rich.append_to(&mut job, ui.style(), egui::FontSelection::Default, egui::Align::Min);
    job.wrap = egui::text::TextWrapping {
        max_width: ui.available_width(),
        max_rows: lines,
        ..egui::text::TextWrapping::default()
    };
    let galley = ui.painter().layout_job(job);
    let cut = galley.elided;
    let response = ui.add(egui::Label::new(galley).selectable(false));
    if cut {
        response.on_hover_text(text);
    }
}
