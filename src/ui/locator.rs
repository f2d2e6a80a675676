//! The small map in a corner under the hand: a click moves the large one there, its frame can be dragged.

use eframe::egui::{self, CursorIcon, Sense, pos2, vec2};

use crate::{
    carto::{Camera, Inset, Point, WorldPoint},
    session::{Command, within_limits},
};

use super::fields;

/// What is kept between frames.
#[derive(Default)]
pub struct Locator {
    grabbed: Option<Grabbed>,
}

/// The overview as it was when the hand came down on it.
struct Grabbed {
    inset: Inset,
    /// From the pointer to the middle of the frame, in the world.
    reach: (f64, f64),
}

impl Locator {
    /// Where the overview has to stay while its frame is being dragged.
    pub fn held(&self) -> Option<Camera> {
        self.grabbed.as_ref().map(|grabbed| grabbed.inset.viewport.camera)
    }

    /// Answers the pointer over an overview; with the corner of the sheet that it lies on.
    pub fn show(
        &mut self,
        ui: &egui::Ui,
        inset: Option<(Inset, egui::Pos2)>,
        camera: Camera,
        commands: &mut Vec<Command>,
    ) {
        let Some((inset, corner)) = inset else {
            self.grabbed = None;
            return;
        };
        let on_screen = |p: Point| pos2(p.x, p.y) + corner.to_vec2();
        let rect = egui::Rect::from_min_max(on_screen(inset.rect.min), on_screen(inset.rect.max));
        let frame = egui::Rect::from_min_max(on_screen(inset.window.min), on_screen(inset.window.max));
        let id = ui.scope_id().with("locator");
        let response = ui.interact(rect, id, Sense::click_and_drag());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, "Overview"));
        fields::name(&response, "Overview: where the map lies");
        let pointer = response.interact_pointer_pos().map(|at| at - corner.to_vec2());
        let over_frame = response.hover_pos().is_some_and(|at| frame.expand2(vec2(3.0, 3.0)).contains(at));
        if response.hovered() || self.grabbed.is_some() {
            ui.set_cursor_icon(match (&self.grabbed, over_frame) {
                (Some(_), _) => CursorIcon::Grabbing,
                (None, true) => CursorIcon::Grab,
                (None, false) => CursorIcon::PointingHand,
            });
        }
        let (true, Some(at)) = (response.is_pointer_button_down_on(), pointer) else {
            self.grabbed = None;
            return;
        };
        let world = |inset: &Inset| {
            let own = Point { x: at.x - inset.rect.min.x, y: at.y - inset.rect.min.y };
            inset.viewport.world_from_screen(own)
        };
        let grabbed = self.grabbed.get_or_insert_with(|| {
            let (middle, here) = (WorldPoint::from_lonlat(camera.centre), world(&inset));
            let on_frame = frame.expand2(vec2(3.0, 3.0)).contains(at + corner.to_vec2());
            let reach = if on_frame { (middle.x - here.x, middle.y - here.y) } else { (0.0, 0.0) };
            Grabbed { inset, reach }
        });
        let here = world(&grabbed.inset);
        let middle = WorldPoint { x: here.x + grabbed.reach.0, y: here.y + grabbed.reach.1 };
        if let Some(centre) = middle.lonlat()
            && centre != camera.centre
        {
            commands.push(Command::SetCamera(within_limits(Camera { centre, ..camera })));
        }
    }
}
