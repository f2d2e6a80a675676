//! One row of the list of layers: a handle, a switch, a sample, a name, and how strong it is.

use eframe::egui::{self, Button, DragValue, Key, Modifiers, Rect, RichText, Sense, Slider, pos2, vec2};

use super::super::{fields, theme::Palette};

/// What a row shows.
pub struct Row<'a> {
    pub name: &'a str,
    pub is_on: bool,
    /// Per cent.
    pub opacity: u8,
    /// Why nothing of it is seen: in short, and in a sentence.
    pub note: Option<(String, String)>,
    /// Its place among the others can be changed.
    pub is_ordered: bool,
}

/// What was asked of a row.
#[derive(Default)]
pub struct Answer {
    pub switched: bool,
    pub opacity: Option<u8>,
    /// One place down, or up, by the keyboard.
    pub stepped: Option<bool>,
}

/// Rows that can be dragged past each other, each known by a key.
pub struct Rows<K> {
    dragged: Option<K>,
    /// Where the rows of this frame lie.
    places: Vec<(K, Rect)>,
}

impl<K> Default for Rows<K> {
    fn default() -> Self {
        Self { dragged: None, places: Vec::new() }
    }
}

const HEIGHT: f32 = 28.0;

/// From this width on a row has room for a slider, logical pixels.
const WIDE: f32 = 340.0;

impl<K: Copy + PartialEq> Rows<K> {
    /// Before the first row that can be dragged.
    pub fn begin(&mut self) {
        self.places.clear();
    }

    /// The row that is being dragged and the one that it stands on now, after the last row.
    pub fn moved(&mut self, ui: &egui::Ui) -> Option<(K, K)> {
        let dragged = self.dragged?;
        if ui.input(|input| !input.pointer.any_down()) {
            self.dragged = None;
            return None;
        }
        let y = ui.input(|input| input.pointer.interact_pos())?.y;
        let (past, _) = self.places.iter().find(|(_, rect)| rect.y_range().contains(y))?;
        (*past != dragged).then_some((dragged, *past))
    }

    /// Shows a row; `sample` draws how the layer looks.
    pub fn show(
        &mut self,
        ui: &mut egui::Ui,
        key: K,
        look: &Row<'_>,
        sample: impl FnOnce(&mut egui::Ui),
    ) -> Answer {
        let mut answer = Answer::default();
        let palette = Palette::of(ui);
        // A narrow window keeps the number, which can be typed and dragged.
        let is_wide = ui.available_width() >= WIDE;
        let shown = ui.horizontal(|ui| {
            ui.set_height(HEIGHT);
            let handle = self.handle(ui, key, look);
            let mut is_on = look.is_on;
            let switch = ui.checkbox(&mut is_on, "");
            fields::name(&switch, look.name);
            answer.switched = switch.changed();
            for part in [Some(&switch), handle.as_ref()].into_iter().flatten().filter(|_| look.is_ordered) {
                answer.stepped = answer.stepped.or_else(|| step_by_keys(ui, part));
            }
            sample(ui);
            let is_seen = look.is_on && (is_wide || look.note.is_none());
            let words = RichText::new(look.name);
            let words = if is_seen { words } else { words.color(palette.weak) };
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                answer.opacity = strength(ui, look, is_wide);
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    let name = egui::Label::new(words).selectable(false).sense(Sense::click()).truncate();
                    let name = ui.add(name);
                    answer.switched |= name.clicked();
                    let Some((short, sentence)) = &look.note else { return };
                    if is_wide {
                        let note = egui::Label::new(RichText::new(short).size(11.5).color(palette.weak));
                        ui.add(note.truncate()).on_hover_text(sentence);
                    } else {
                        name.on_hover_text(sentence);
                    }
                });
            });
        });
        if look.is_ordered {
            self.places.push((key, shown.response.rect));
        }
        answer
    }

    /// What a row is dragged by; an empty place where its row cannot be.
    fn handle(&mut self, ui: &mut egui::Ui, key: K, look: &Row<'_>) -> Option<egui::Response> {
        let palette = Palette::of(ui);
        let size = vec2(16.0, HEIGHT - 4.0);
        if !look.is_ordered {
            ui.allocate_exact_size(size, Sense::hover());
            return None;
        }
        let handle = ui.add_sized(size, Button::new("").frame(false).sense(Sense::click_and_drag()));
        fields::name(&handle, &format!("Move {}", look.name));
        let dragged = self.dragged == Some(key);
        let colour =
            if dragged || handle.hovered() || handle.has_focus() { palette.accent } else { palette.weak };
        for (dx, dy) in [(-3.0, -5.0), (3.0, -5.0), (-3.0, 0.0), (3.0, 0.0), (-3.0, 5.0), (3.0, 5.0)] {
            let at = handle.rect.center();
            ui.painter().circle_filled(pos2(at.x + dx, at.y + dy), 1.4, colour);
        }
        if handle.drag_started() {
            self.dragged = Some(key);
        }
        let cursor = if dragged { egui::CursorIcon::Grabbing } else { egui::CursorIcon::Grab };
        Some(handle.on_hover_cursor(cursor).on_hover_text("Drag to another place, or press Alt with ↑ or ↓"))
    }
}

/// How strong the layer is, by a number and where there is room by a slider; what it was changed to.
fn strength(ui: &mut egui::Ui, look: &Row<'_>, is_wide: bool) -> Option<u8> {
    ui.spacing_mut().slider_width = 70.0;
    // A rail that is seen on a white window.
    ui.visuals_mut().widgets.inactive.bg_fill = Palette::of(ui).line;
    let mut opacity = look.opacity;
    let name = format!("Opacity of {}", look.name);
    let typed = DragValue::new(&mut opacity).range(0..=100).suffix(" %");
    let typed = ui.add_enabled(look.is_on, typed);
    fields::name(&typed, &format!("{name} in per cent"));
    let mut changed = typed.changed();
    if is_wide {
        let slider = Slider::new(&mut opacity, 0..=100).show_value(false).trailing_fill(true);
        let slider = ui.add_enabled(look.is_on, slider);
        fields::name(&slider, &name);
        changed |= slider.changed();
    }
    changed.then_some(opacity)
}

/// Alt with an arrow on a part of the row that has the focus: whether the row goes down.
fn step_by_keys(ui: &egui::Ui, part: &egui::Response) -> Option<bool> {
    if !part.has_focus() {
        return None;
    }
    // The arrows do not carry the focus away.
    let arrows = egui::EventFilter { vertical_arrows: true, ..egui::EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(part.id, arrows));
    ui.input_mut(|input| {
        if input.consume_key(Modifiers::ALT, Key::ArrowDown) {
            Some(true)
        } else if input.consume_key(Modifiers::ALT, Key::ArrowUp) {
            Some(false)
        } else {
            None
        }
    })
}
