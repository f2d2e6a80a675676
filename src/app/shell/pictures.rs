//! Pictures of what is shown: asked for in the window, painted by the worker.

use std::{path::PathBuf, sync::Arc};

use crate::{
    analysis::natural_axis,
    carto::{Half, Point, Scene, View, Viewport},
    export::{self, Leaving, PageFormat, Steps, file_name},
    model::{Extent, Profile, shown_line},
    session::{Progress, Side, Tone},
    ui::{FileQuestion, PictureChoice, PictureFrame, PictureGoal, PictureWindow},
};

use super::{
    super::picture_maker::{Order, PictureNews, Subject},
    Job, Shell,
};

impl Shell {
    /// The copy that the profile of publication lets leave; `None` where none is obeyed.
    ///
    /// # Errors
    /// Where the profile is not there, or cannot be obeyed: then nothing leaves.
    pub(in crate::app) fn leaving(&self) -> Result<Option<Leaving>, String> {
        let Some(profile) = self.profile_obeyed()? else { return Ok(None) };
        Leaving::of(self.session.document(), Some(profile)).map(Some).map_err(|error| error.to_string())
    }

    /// The profile of publication that exports obey.
    ///
    /// # Errors
    /// Where the document names one that it does not hold: then nothing leaves.
    pub(in crate::app) fn profile_obeyed(&self) -> Result<Option<&Profile>, String> {
        self.session.profile_obeyed().map_err(|name| {
            format!(
                "Nothing is exported: the document is to leave by the profile of publication “{}”, which it does not hold. Choose another by “Publication profiles…” in the menu File.",
                shown_line(name)
            )
        })
    }

    pub(super) fn paint_picture(&mut self, choice: PictureChoice) {
        match choice.goal {
            PictureGoal::File => {
                let folder = self.settings.export_folder.clone().unwrap_or_else(|| self.folder());
                match self.picture_name(&choice) {
                    Ok(name) => {
                        self.picture = Some(choice);
                        self.dialogs.ask(FileQuestion::Picture, folder.join(name));
                    }
                    Err(why) => self.session.say(Tone::Refused, why),
                }
            }
            PictureGoal::Preview => {
                let scene = match self.picture_scene(&choice) {
                    Ok(scene) => Box::new(scene),
                    Err(why) => {
                        self.panes.picture.show_why(why);
                        return;
                    }
                };
                self.ground.set_picture(Some(Viewport { camera: scene.camera, size: scene.map_size }));
                let pixels = PictureWindow::preview_pixels(&choice.request);
                let tiles = self.ground.for_picture().map(Box::new);
                self.worker.ask(Job::PaintPreview { scene, tiles, pixels, sight: choice.sight });
            }
            PictureGoal::Clipboard => {
                let Some(scene) = self.scene_or_why(&choice) else { return };
                self.session.say(Tone::Done, "Painting the picture…");
                let tiles = self.ground.for_picture().map(Box::new);
                self.worker.ask(Job::PaintClipboard { scene, tiles, pixels: choice.request.pixels });
            }
        }
    }

    /// The view as the picture shows it.
    fn on_paper(&self, choice: &PictureChoice, view: &View) -> View {
        let mut view = view.on_paper(self.session.document());
        view.theme = choice.style.theme(view.theme);
        view.layers.legend = choice.legend;
        view.layers.inset = choice.inset;
        view.signs = choice.signs;
        view
    }

    /// The picture; where nothing may leave, it is said why.
    fn scene_or_why(&mut self, choice: &PictureChoice) -> Option<Box<Scene>> {
        match self.picture_scene(choice) {
            Ok(scene) => Some(Box::new(scene)),
            Err(why) => {
                self.session.say(Tone::Refused, why);
                None
            }
        }
    }

    /// # Errors
    /// Where the profile is not there or cannot be obeyed: then nothing leaves.
    pub fn picture_scene(&self, choice: &PictureChoice) -> Result<Scene, String> {
        let session = &self.session;
        let on_paper = |view: View| self.on_paper(choice, &view);
        let mut view = on_paper(session.active_view());
        let leaving = self.leaving()?;
        let size = self.frame_picture(choice, leaving.as_ref(), &mut view);
        let document = leaving.as_ref().map_or(session.document(), Leaving::document);
        let shown_of = |leaving: &Leaving, view: View| {
            let view = leaving.view(&view);
            (leaving.shown(&view), view)
        };
        let (shown, view) = match &leaving {
            Some(leaving) => shown_of(leaving, view),
            None => (Arc::clone(session.shown()), view),
        };
        if let (true, Some(comparison), Some(other)) =
            (choice.both, session.comparison(), session.other_view())
        {
            let other = View { camera: view.camera, ..on_paper(other) };
            let (other_shown, other) = match &leaving {
                Some(leaving) => shown_of(leaving, other),
                None => (Arc::clone(comparison.other_shown()), other),
            };
            let half = |side: Side| {
                let (shown, view) =
                    if comparison.active == side { (&shown, &view) } else { (&other_shown, &other) };
                let caption = session.caption_of(side, shown.len(), document.len()).unwrap_or_default();
                Half { shown, view, caption }
            };
            let halves = [half(Side::Left), half(Side::Right)];
            return Ok(export::pair_picture(document, halves, document.len(), size, &choice.request));
        }
        Ok(export::picture(document, &shown, document.len(), &view, size, &choice.request))
    }

    /// Points the view at the chosen part of the map; returns the size of the map that the picture is made from.
    fn frame_picture(&self, choice: &PictureChoice, leaving: Option<&Leaving>, view: &mut View) -> Point {
        let halves = if choice.both && self.session.comparison().is_some() { 2 } else { 1 };
        let size = export::usual_map(choice.request.pixels, halves);
        let camera = match choice.frame {
            PictureFrame::Screen => None,
            PictureFrame::Frontier => Some(Viewport::fit(Extent::FRONTIER, size, 8.0)),
            PictureFrame::Incidents => match leaving {
                Some(leaving) => leaving.camera_around(&leaving.shown(view), size),
                None => self.session.camera_around(self.session.shown(), size),
            },
        };
        match camera {
            Some(camera) => {
                view.camera = camera;
                size
            }
            None => self.session.map_size(),
        }
    }

    /// Gives the picture to the thread that makes it, and remembers how it was chosen.
    pub(super) fn make_picture(&mut self, choice: &PictureChoice, path: PathBuf) {
        self.settings.export_preset = Some(self.panes.picture.preset_name());
        self.settings.picture = self.panes.picture.settings();
        let what = if choice.format.is_moving() {
            match self.film_of(choice) {
                Ok(film) => film,
                Err(why) => {
                    self.session.say(Tone::Refused, why);
                    return;
                }
            }
        } else {
            let Some(scene) = self.scene_or_why(choice) else { return };
            let document = match self.leaving() {
                Ok(Some(leaving)) => leaving.document().clone(),
                Ok(None) => self.session.document().clone(),
                Err(why) => {
                    self.session.say(Tone::Refused, why);
                    return;
                }
            };
            Subject::Still { document, scene }
        };
        let tiles = self.ground.for_picture().map(Box::new);
        let request = choice.request.clone();
        self.pictures.ask(Order { what, format: choice.format, request, tiles, path });
        let words = format!("Picture: {}", choice.format.label().to_lowercase());
        self.session.picture_under_way(Progress { words, done: 0, total: 1 });
    }

    /// The steps of the timeline, from its start to its end, as playing shows them.
    fn film_of(&self, choice: &PictureChoice) -> Result<Subject, String> {
        let session = &self.session;
        let timeline = session.timeline();
        if timeline.data_span().is_none() {
            return Err("No incident has a date: there are no steps of time to be shown.".to_owned());
        }
        let steps = Steps {
            unit: timeline.unit,
            playback: timeline.playback.style(),
            hundredths: (100.0 / choice.speed).round() as u16,
        };
        let leaving = self.leaving()?;
        // The days of what is withheld would be told by empty frames.
        let copied = leaving.as_ref().filter(|_| !timeline.is_zoomed()).map(Leaving::index);
        let axis = match copied.map(|index| natural_axis(&index)) {
            Some(days) => days.ok_or("No incident that leaves has a date: there are no steps of time.")?,
            None => timeline.axis(session.today()),
        };
        let spans = steps.spans(session.view().window, axis).map_err(|error| error.to_string())?;
        let mut view = self.on_paper(choice, &session.active_view());
        let map_size = self.frame_picture(choice, leaving.as_ref(), &mut view);
        let document = leaving.as_ref().map_or(session.document(), Leaving::document).clone();
        if let Some(leaving) = &leaving {
            view = leaving.view(&view);
        }
        Ok(Subject::Moving { document, view: Box::new(view), map_size, spans, hundredths: steps.hundredths })
    }

    /// The last choices once more: into the same folder, beside what is there.
    pub(super) fn export_again(&mut self) {
        let request = self.panes.picture.request(&self.session);
        let choice = self.panes.picture.choice(&request, PictureGoal::File);
        let Some(folder) = self.settings.export_folder.clone().filter(|folder| folder.is_dir()) else {
            self.paint_picture(choice);
            return;
        };
        let name = match self.picture_name(&choice) {
            Ok(name) => PathBuf::from(name),
            Err(why) => {
                self.session.say(Tone::Refused, why);
                return;
            }
        };
        let (stem, ending) = (name.file_stem().unwrap_or_default(), choice.format.extension());
        let free = (1..10_000)
            .map(|number| match number {
                1 => folder.join(&name),
                number => folder.join(format!("{}_{number}.{ending}", stem.to_string_lossy())),
            })
            .find(|path| !path.exists());
        match free {
            Some(path) => self.make_picture(&choice, path),
            None => self.paint_picture(choice),
        }
    }

    /// What a picture of these choices is called: by the days of what leaves.
    ///
    /// # Errors
    /// Where nothing may leave.
    fn picture_name(&self, choice: &PictureChoice) -> Result<String, String> {
        let request = &choice.request;
        self.name_of_picture(request.title.as_deref(), request.pixels, choice.format)
    }

    /// The same of a title, which is the document's where there is none, a size and a kind of file.
    ///
    /// # Errors
    /// Where nothing may leave.
    pub(in crate::app) fn name_of_picture(
        &self,
        title: Option<&str>,
        pixels: (u32, u32),
        format: PageFormat,
    ) -> Result<String, String> {
        let session = &self.session;
        let leaving = self.leaving()?;
        let title = title.filter(|title| !title.trim().is_empty());
        let title = title.unwrap_or(&session.document().facts().title);
        let index = leaving.map_or_else(|| session.index(), |leaving| leaving.index());
        Ok(file_name(title, session.view().window, natural_axis(&index), pixels, format))
    }

    /// Tells what became of pictures.
    pub(super) fn take_picture_news(&mut self) {
        for news in self.pictures.news() {
            match news {
                PictureNews::Progress(progress) => self.session.picture_under_way(progress),
                PictureNews::Saved(path, missing) => {
                    let (tone, missing) = match missing {
                        Some(words) => (Tone::Note, format!(" {words}")),
                        None => (Tone::Done, String::new()),
                    };
                    self.session.picture_done(tone, format!("Picture saved.{missing} {}", path.display()));
                }
                PictureNews::Stopped => {
                    self.session.picture_done(Tone::Note, "Stopped: no picture was made.".to_owned());
                }
                PictureNews::Failed(why) => self.session.picture_done(Tone::Trouble, why),
            }
        }
    }
}
