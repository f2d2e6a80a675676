//! The entries of a menu: what the window has no room for is reached by the wheel and by the arrow keys.

use eframe::egui::{self, ScrollArea, style::ScrollStyle};

/// Between a menu and the edge of the window, with the margins of the menu, logical pixels.
const EDGE: f32 = 16.0;

/// A menu that hangs from its bar.
pub(super) fn hanging(ui: &mut egui::Ui, content: impl FnOnce(&mut egui::Ui)) {
    let room = ui.ctx().content_rect().bottom() - ui.cursor().top() - EDGE;
    entries(ui, room, content);
}

/// A menu that stands where it finds room: beside another one or under the pointer.
pub(super) fn standing(ui: &mut egui::Ui, content: impl FnOnce(&mut egui::Ui)) {
    let room = ui.ctx().content_rect().height() - 2.0 * EDGE;
    entries(ui, room, content);
}

fn entries(ui: &mut egui::Ui, room: f32, content: impl FnOnce(&mut egui::Ui)) {
    let spacing = ui.spacing_mut();
    spacing.interact_size.y = 23.0;
    spacing.item_spacing.y = 2.0;
    // A bar that is seen: else nobody knows that there is more.
    spacing.scroll = ScrollStyle { bar_width: 6.0, foreground_color: true, ..ScrollStyle::solid() };
    let room = room.max(60.0);
    ScrollArea::vertical().max_height(room).min_scrolled_height(room).show(ui, content);
}

/// A menu in a menu.
pub(super) fn sub(ui: &mut egui::Ui, label: &str, content: impl FnOnce(&mut egui::Ui)) {
    let shown = ui.menu_button(label, |ui| standing(ui, content));
    follow(&shown.response);
}

/// Brings an entry into sight when the keyboard comes to it.
pub(super) fn follow(response: &egui::Response) {
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
}
