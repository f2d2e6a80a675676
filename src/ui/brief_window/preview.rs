//! The preview of the brief: the pages as they are saved. An element is clicked to be found in the list, and dragged to
//! stand elsewhere.

use eframe::egui::{self, Color32, Rect, RichText, Sense, Stroke, StrokeKind, pos2, vec2};

use crate::carto::{Page, Part, Point};

use super::{super::theme::Palette, BriefWindow};

/// The row above the page, logical pixels.
const HEAD: f32 = 34.0;

impl BriefWindow {
    pub(super) fn preview_ui(&mut self, ui: &mut egui::Ui, height: f32) {
        self.pages_ui(ui);
        let room = vec2(ui.available_width(), (height - HEAD - 12.0).max(60.0));
        let sheet = self.layout.size();
        let scale = (room.x / sheet.x).min(room.y / sheet.y);
        let size = vec2(sheet.x, sheet.y) * scale;
        let (whole, response) = ui.allocate_exact_size(room, Sense::click_and_drag());
        let rect = Rect::from_center_size(whole.center(), size);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, "Preview of the brief"));
        let Some(picture) = &self.picture else {
            let words = self.why.as_deref().unwrap_or("Composing the brief…");
            ui.put(whole, egui::Label::new(words));
            return;
        };
        // A picture of the layout before keeps its own form until the next one is there.
        let own = picture.size_vec2();
        let fit = (size.x / own.x).min(size.y / own.y);
        let shown = Rect::from_center_size(rect.center(), own * fit);
        let all = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        ui.painter().image(picture.id(), shown, all, Color32::WHITE);
        let edge = Stroke::new(1.0, Palette::of(ui).weak);
        ui.painter().rect_stroke(shown, 0.0, edge, StrokeKind::Outside);
        self.touch_ui(ui, shown, &response);
    }

    /// Which page is seen, and the others.
    fn pages_ui(&mut self, ui: &mut egui::Ui) {
        let count = self.page_count();
        ui.horizontal(|ui| {
            let back =
                ui.add_enabled(self.page > 0, egui::Button::new(super::super::theme::icons::STEP_BACK));
            super::super::fields::name(&back, "Page before");
            let words = format!("Page {} of {count}", self.page + 1);
            ui.label(words);
            let on = ui.add_enabled(
                self.page + 1 < count,
                egui::Button::new(super::super::theme::icons::STEP_FORWARD),
            );
            super::super::fields::name(&on, "Next page");
            if back.clicked() {
                self.leaf(false);
            }
            if on.clicked() {
                self.leaf(true);
            }
            if self.is_busy {
                ui.spinner();
            }
            let hint = match self.dragged {
                Some(part) => format!("Drop the {} where it is to stand.", part.label().to_lowercase()),
                None => "Page Up and Page Down leaf.".to_owned(),
            };
            ui.label(RichText::new(hint).small().color(Palette::of(ui).weak));
        });
    }

    /// Clicks and drags on the page.
    fn touch_ui(&mut self, ui: &egui::Ui, shown: Rect, response: &egui::Response) {
        let Some(made) = self.made.clone() else { return };
        let Some(page) = made.pages.get(self.page) else { return };
        let sheet = page.scene.size;
        let to_screen = |rect: &crate::carto::Rect| {
            let at =
                |p: Point| shown.min + vec2(p.x / sheet.x * shown.width(), p.y / sheet.y * shown.height());
            Rect::from_min_max(at(rect.min), at(rect.max))
        };
        let to_sheet = |at: egui::Pos2| Point {
            x: (at.x - shown.left()) / shown.width() * sheet.x,
            y: (at.y - shown.top()) / shown.height() * sheet.y,
        };
        let accent = Palette::of(ui).accent;
        let pointer = response.interact_pointer_pos().or(response.hover_pos());
        let under = pointer.and_then(|at| made.part_at(self.page, to_sheet(at)));
        if response.drag_started() {
            let from = ui.input(|input| input.pointer.press_origin());
            let part = from.and_then(|at| made.part_at(self.page, to_sheet(at)));
            self.dragged = part.filter(|part| !self.layout.choices(*part).is_empty());
        }
        if response.clicked() {
            self.selected = under;
        }
        let outline = |part: Part, width: f32| {
            for block in page.blocks.iter().filter(|block| block.part == part) {
                let rect = to_screen(&block.rect).expand(2.0);
                ui.painter().rect_stroke(rect, 2.0, Stroke::new(width, accent), StrokeKind::Outside);
            }
        };
        if let Some(part) = self.selected {
            outline(part, 2.0);
        }
        match (self.dragged, under) {
            (None, Some(part)) if !self.layout.choices(part).is_empty() => {
                outline(part, 1.0);
                ui.ctx().set_cursor_icon(egui::CursorIcon::Grab);
            }
            (Some(part), _) => self.drag_ui(ui, (page, part), pointer, &to_screen, &to_sheet),
            (None, Some(_) | None) => {}
        }
        if !response.dragged() {
            self.dragged = None;
        }
    }

    /// Shows where the dragged element would stand, and puts it there when it is let go.
    fn drag_ui(
        &mut self,
        ui: &egui::Ui,
        (page, part): (&Page, Part),
        pointer: Option<egui::Pos2>,
        to_screen: &impl Fn(&crate::carto::Rect) -> Rect,
        to_sheet: &impl Fn(egui::Pos2) -> Point,
    ) {
        ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
        let (Some(at), Some(map)) = (pointer, page.block(Part::Map)) else { return };
        let Some(spot) = self.layout.nearest_spot(part, map.rect, to_sheet(at)) else { return };
        let accent = Palette::of(ui).accent;
        let own = page
            .block(part)
            .map_or(Rect::from_center_size(at, vec2(60.0, 30.0)), |block| to_screen(&block.rect));
        let moved = Rect::from_center_size(at, own.size());
        ui.painter().rect_filled(moved, 3.0, accent.gamma_multiply(0.25));
        let text = format!("{}: {}", part.label(), self.layout.spot_label(part, spot).to_lowercase());
        let font = egui::FontId::proportional(13.0);
        let galley = ui.painter().layout_no_wrap(text, font, Palette::of(ui).on_accent);
        let label = Rect::from_min_size(at + vec2(12.0, 12.0), galley.size() + vec2(10.0, 6.0));
        ui.painter().rect_filled(label, 3.0, accent);
        ui.painter().galley(label.min + vec2(5.0, 3.0), galley, Color32::WHITE);
        if ui.input(|input| input.pointer.any_released()) {
            self.layout.put(part, spot);
            self.selected = Some(part);
            self.dragged = None;
        }
    }
}
