//! Where one looks: the selection as it steps through the list, and the camera.

use crate::{
    carto::{Camera, MAX_ZOOM, MIN_ZOOM, Point, Viewport},
    model::{IncidentId, Zoom},
};

use super::{Direction, Session, state::Mode};

impl Session {
    pub(super) fn select(&mut self, id: Option<IncidentId>) {
        if self.view.selected != id && !self.is_measuring() {
            self.mode = Mode::Browse;
        }
        self.view.selected = id;
    }

    pub(super) fn neighbour(&self, id: &IncidentId, step: isize) -> Option<IncidentId> {
        let listed = self.listed();
        let here = listed.iter().position(|other| other == id)?;
        listed.get(here.checked_add_signed(step)?).cloned()
    }

    /// Steps along the list; without a selection in the list it begins at the near end.
    pub(super) fn step_selection(&mut self, step: isize) {
        let listed = self.listed();
        let here = self.view.selected.as_ref().and_then(|id| listed.iter().position(|other| other == id));
        let next = match here {
            Some(here) => here.checked_add_signed(step).and_then(|place| listed.get(place)).cloned(),
            None if step > 0 => listed.first().cloned(),
            None => listed.last().cloned(),
        };
        if next.is_some() {
            self.select_and_follow(next);
        }
    }

    /// Selects, and moves the map when the incident would not be seen.
    pub(super) fn select_and_follow(&mut self, id: Option<IncidentId>) {
        self.select(id);
        let Some(position) = self.selected_incident().and_then(|incident| incident.place.drawn_at()) else {
            return;
        };
        let at = self.viewport().screen_from_lonlat(position);
        let margin = (self.map_size.x.min(self.map_size.y) * 0.1).min(60.0);
        let inside = (margin..=self.map_size.x - margin).contains(&at.x)
            && (margin..=self.map_size.y - margin).contains(&at.y);
        if !inside {
            self.go_to(Camera { centre: position, zoom: self.view.camera.zoom });
        }
    }

    pub(super) fn keep_camera(&mut self) {
        const KEPT: usize = 100;
        if self.kept_camera != self.view.camera {
            self.previous_views.push(self.kept_camera);
            if self.previous_views.len() > KEPT {
                self.previous_views.remove(0);
            }
            self.next_views.clear();
            self.kept_camera = self.view.camera;
        }
    }

    pub(super) fn go_to(&mut self, camera: Camera) {
        self.view.camera = within_limits(camera);
        self.keep_camera();
    }

    pub(super) fn pan(&mut self, direction: Direction) {
        const STEP: f32 = 100.0;
        let (dx, dy) = match direction {
            Direction::Left => (-STEP, 0.0),
            Direction::Right => (STEP, 0.0),
            Direction::Up => (0.0, -STEP),
            Direction::Down => (0.0, STEP),
        };
        let centre = Point { x: self.map_size.x / 2.0 + dx, y: self.map_size.y / 2.0 + dy };
        if let Some(centre) = self.viewport().lonlat_from_screen(centre) {
            self.go_to(Camera { centre, zoom: self.view.camera.zoom });
        }
    }

    pub(super) fn zoom_by(&mut self, levels: f64) {
        let Camera { centre, zoom } = self.view.camera;
        self.go_to(Camera { centre, zoom: Zoom((zoom.0 + levels).round()) });
    }

    pub(super) fn zoom_to(&mut self, ids: &[IncidentId]) {
        if let Some(camera) = self.camera_around(ids, self.map_size) {
            self.go_to(camera);
        }
    }

    /// The camera that shows these incidents on a map of this size; `None` when none of them has a place.
    pub fn camera_around(&self, ids: &[IncidentId], size: Point) -> Option<Camera> {
        const MARGIN: f32 = 60.0;
        /// One point has no extent: near enough to see its district.
        const NEAREST: f64 = 10.0;
        let positions = ids.iter().filter_map(|id| self.document().get(id)?.place.drawn_at());
        let extent = crate::model::Extent::around(positions)?;
        let camera = Viewport::fit(extent, size, MARGIN);
        Some(Camera { zoom: Zoom(camera.zoom.0.min(NEAREST)), ..camera })
    }

    pub fn viewport(&self) -> Viewport {
        Viewport { camera: self.view.camera, size: self.map_size }
    }
}

/// The camera with its zoom between the limits of the map.
pub fn within_limits(camera: Camera) -> Camera {
    Camera { zoom: Zoom(camera.zoom.0.clamp(MIN_ZOOM.0, MAX_ZOOM.0)), ..camera }
}
