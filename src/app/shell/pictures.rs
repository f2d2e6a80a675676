//! Pictures of what is shown: asked for in the window, painted by the worker.

use crate::{
    carto::{Half, Point, View, Viewport},
    export,
    model::Extent,
    session::{File, Session, Side, Tone},
    ui::{FileQuestion, PictureChoice, PictureFrame, PictureGoal, PictureWindow},
};

use super::{Job, Shell};

impl Shell {
    pub(super) fn paint_picture(&mut self, choice: PictureChoice) {
        match choice.goal {
            PictureGoal::File => {
                let folder = self.settings.export_folder.clone().unwrap_or_else(|| self.folder());
                let name = picture_name(&self.session);
                self.picture = Some(choice);
                self.dialogs.ask(FileQuestion::Picture, folder.join(name));
            }
            PictureGoal::Preview => {
                let scene = Box::new(self.picture_scene(&choice));
                self.ground.set_picture(Some(Viewport { camera: scene.camera, size: scene.map_size }));
                let pixels = PictureWindow::preview_pixels(&choice.request);
                let tiles = self.ground.for_picture().map(Box::new);
                self.worker.ask(Job::PaintPreview { scene, tiles, pixels });
            }
            PictureGoal::Clipboard => {
                let scene = Box::new(self.picture_scene(&choice));
                self.session.say(Tone::Done, "Painting the picture…");
                let tiles = self.ground.for_picture().map(Box::new);
                self.worker.ask(Job::PaintClipboard { scene, tiles, pixels: choice.request.pixels });
            }
        }
    }

    pub(super) fn picture_scene(&self, choice: &PictureChoice) -> crate::carto::Scene {
        let session = &self.session;
        let on_paper = |view: View| {
            let mut view = view.on_paper(session.document());
            view.theme = choice.style.theme(view.theme);
            view.layers.legend = choice.legend;
            view.layers.inset = choice.inset;
            view
        };
        let mut view = on_paper(session.active_view());
        let size = self.frame_picture(choice, &mut view);
        if let (true, Some(comparison), Some(other)) =
            (choice.both, session.comparison(), session.other_view())
        {
            let other = View { camera: view.camera, ..on_paper(other) };
            let half = |side: Side| {
                let is_active = comparison.active == side;
                let shown = if is_active { session.shown() } else { comparison.other_shown() };
                let caption = session.caption(side).unwrap_or_default();
                Half { shown, view: if is_active { &view } else { &other }, caption }
            };
            let halves = [half(Side::Left), half(Side::Right)];
            let total = session.document().len();
            return export::pair_picture(session.document(), halves, total, size, &choice.request);
        }
        export::picture(
            session.document(),
            session.shown(),
            session.document().len(),
            &view,
            size,
            &choice.request,
        )
    }

    /// Points the view at the chosen part of the map; returns the size of the map that the picture is made from.
    pub(super) fn frame_picture(&self, choice: &PictureChoice, view: &mut crate::carto::View) -> Point {
        /// The width of a common map pane, so that symbols and words come out in their common size.
        const WIDTH: f32 = 1180.0;
        let tall = choice.request.pixels.1 as f32 / choice.request.pixels.0.max(1) as f32;
        let halves = if choice.both && self.session.comparison().is_some() { 2.0 } else { 1.0 };
        let size = Point { x: WIDTH / halves, y: WIDTH * tall * 0.85 };
        let camera = match choice.frame {
            PictureFrame::Screen => None,
            PictureFrame::Frontier => Some(Viewport::fit(Extent::FRONTIER, size, 8.0)),
            PictureFrame::Incidents => self.session.camera_around(self.session.shown(), size),
        };
        match camera {
            Some(camera) => {
                view.camera = camera;
                size
            }
            None => self.session.map_size(),
        }
    }
}

/// `20261122_frontier.png`: the day first, so that a folder of pictures sorts by it.
fn picture_name(session: &Session) -> String {
    let stem = match session.file() {
        File::Example | File::Untitled => "frontier".to_owned(),
        File::Path { path, .. } => {
            path.file_stem().map_or_else(|| "frontier".to_owned(), |stem| stem.to_string_lossy().into_owned())
        }
    };
    format!("{}_{stem}.png", session.today().strftime("%Y%m%d"))
}
