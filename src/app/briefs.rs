//! The brief: composed and painted on a thread of its own, so that typing, saving and panning never wait for it.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
};

use eframe::egui;

use crate::{
    analysis::Index,
    carto::{
        Page, Scene, View, Viewport,
        brief::{About, Brief, Layout, brief},
    },
    export::{self, PageFormat, Sight, page_files, page_paths},
    model::{Document, Revision},
    session::Tone,
    store::{self, native::fingerprint},
    ui::{BriefAsked, FileQuestion},
};

use super::{Shell, shell::with_extension, tiles::PictureTiles, worker::Job};

/// What a brief is made from.
struct Order {
    document: Document,
    index: Arc<Index>,
    view: View,
    layout: Layout,
    about: About,
    tiles: Option<PictureTiles>,
}

enum Goal {
    /// One page in so many pixels, as somebody sees it.
    Preview {
        page: usize,
        width: u32,
        sight: Sight,
    },
    Files {
        path: PathBuf,
        format: PageFormat,
    },
    /// One page for the clipboard.
    Copy {
        page: usize,
    },
}

enum BriefNews {
    Preview(Arc<Brief>, Result<egui::ColorImage, String>),
    /// What was written, and what is to be said of missing tiles.
    Saved(Result<(Vec<PathBuf>, Option<String>), String>),
    /// A page that is to be painted into the clipboard, and its pixels.
    Copy(Box<Scene>, (u32, u32)),
}

/// The thread and its post boxes.
pub struct BriefDesk {
    jobs: Sender<(Box<Order>, Goal)>,
    news: Receiver<BriefNews>,
    /// The layout whose file name is being asked for.
    saving: Option<(Layout, PageFormat)>,
    keeping: Option<Layout>,
}

impl BriefDesk {
    pub fn new(ctx: &egui::Context) -> Self {
        let (jobs, inbox) = channel::<(Box<Order>, Goal)>();
        let (post, news) = channel();
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            let mut named = None;
            while let Ok((order, goal)) = inbox.recv() {
                if post.send(work(*order, goal, &mut named)).is_err() {
                    return;
                }
                ctx.request_repaint();
            }
        });
        Self { jobs, news, saving: None, keeping: None }
    }
}

/// The name of a state of the document, worked out once.
type Named = Option<(Revision, String)>;

fn work(mut order: Order, goal: Goal, named: &mut Named) -> BriefNews {
    let revision = order.document.revision();
    let version = match named {
        Some((known, version)) if *known == revision => version.clone(),
        Some(_) | None => fingerprint(&order.document),
    };
    *named = Some((revision, version.clone()));
    order.about.version = Some(version);
    let mut made = brief(&order.document, &order.index, &order.view, &order.layout, &order.about);
    let last = made.pages.len().saturating_sub(1);
    match goal {
        Goal::Copy { page } => {
            let Some(mut page) = made.pages.into_iter().nth(page.min(last)) else {
                return BriefNews::Saved(Err("There is no page.".to_owned()));
            };
            lay(order.tiles.as_ref(), &mut page);
            BriefNews::Copy(Box::new(page.scene), order.layout.pixels().0)
        }
        Goal::Preview { page, width, sight } => {
            let shown = page.min(last);
            let image = made.pages.get_mut(shown).map_or_else(
                || Err("There is no page.".to_owned()),
                |page| {
                    lay(order.tiles.as_ref(), page);
                    painted(page, width, sight)
                },
            );
            BriefNews::Preview(Arc::new(made), image)
        }
        Goal::Files { path, format } => {
            let missing = made.pages.first_mut().and_then(|page| lay(order.tiles.as_ref(), page));
            let written = page_files(&made.pages, format, order.layout.pixels())
                .map_err(|error| error.to_string())
                .and_then(|files| write(&path, &files));
            BriefNews::Saved(written.map(|paths| (paths, missing)))
        }
    }
}

/// Lays the tiles of another map into a page that has a map; returns what is to be said of missing ones.
fn lay(tiles: Option<&PictureTiles>, page: &mut Page) -> Option<String> {
    let tiles = tiles.filter(|_| page.scene.map_size.x > 1.0)?;
    tiles.lay_into(&mut page.scene);
    tiles.missing_words(&page.scene)
}

fn painted(page: &Page, width: u32, sight: Sight) -> Result<egui::ColorImage, String> {
    let height = (width as f32 * page.scene.size.y / page.scene.size.x).round() as u32;
    let mut image = export::rgba(&page.scene, (width, height.max(1))).map_err(|error| error.to_string())?;
    sight.apply(&mut image);
    let size = [image.width() as usize, image.height() as usize];
    Ok(egui::ColorImage::from_rgba_unmultiplied(size, image.as_raw()))
}

fn write(path: &Path, files: &[Vec<u8>]) -> Result<Vec<PathBuf>, String> {
    let paths = page_paths(path, files.len());
    for (path, bytes) in paths.iter().zip(files) {
        store::write_bytes(path, bytes).map_err(|error| error.to_string())?;
    }
    Ok(paths)
}

impl Shell {
    /// # Errors
    /// Where nothing may leave.
    fn brief_order(&self, layout: Layout) -> Result<Box<Order>, String> {
        let leaving = self.leaving()?;
        let session = &self.session;
        let about = About { today: Some(session.today()), version: None, screen: Some(session.map_size()) };
        let view = session.active_view();
        let (document, index, view) = match &leaving {
            Some(leaving) => (leaving.document(), leaving.index(), leaving.view(&view)),
            None => (session.document(), session.index(), view),
        };
        let document = document.clone();
        Ok(Box::new(Order { document, index, view, layout, about, tiles: self.ground.for_picture() }))
    }

    pub(super) fn do_brief(&mut self, asked: BriefAsked) {
        match asked {
            BriefAsked::Preview { layout, page, width, sight } => {
                let order = match self.brief_order(*layout) {
                    Ok(order) => order,
                    Err(why) => {
                        self.panes.brief.show_why(why);
                        return;
                    }
                };
                // The thread lives as long as this value.
                let _sent = self.briefs.jobs.send((order, Goal::Preview { page, width, sight }));
            }
            BriefAsked::Save { layout, format } => {
                let folder = self.settings.export_folder.clone().unwrap_or_else(|| self.folder());
                match self.brief_name(&layout, format) {
                    Ok(name) => {
                        self.briefs.saving = Some((*layout, format));
                        self.dialogs.ask(FileQuestion::Brief, folder.join(name));
                    }
                    Err(why) => self.session.say(Tone::Refused, why),
                }
            }
            BriefAsked::Copy { layout, page } => match self.brief_order(*layout) {
                Ok(order) => {
                    let _sent = self.briefs.jobs.send((order, Goal::Copy { page }));
                    self.session.say(Tone::Done, "Painting the page…");
                }
                Err(why) => self.session.say(Tone::Refused, why),
            },
            BriefAsked::KeepFile(layout) => {
                self.briefs.keeping = Some(*layout);
                self.dialogs.ask(FileQuestion::KeepLayout, self.folder().join("brief-layout.json"));
            }
            BriefAsked::ReadFile => self.dialogs.ask(FileQuestion::ReadLayout, self.folder().join("")),
        }
    }

    pub(super) fn save_brief(&mut self, path: PathBuf) {
        let Some((layout, format)) = self.briefs.saving.take() else { return };
        let path = with_extension(path, format.extension());
        self.settings.export_folder = path.parent().map(Path::to_path_buf);
        let order = match self.brief_order(layout) {
            Ok(order) => order,
            Err(why) => {
                self.session.say(Tone::Refused, why);
                return;
            }
        };
        let _sent = self.briefs.jobs.send((order, Goal::Files { path, format }));
        self.session.say(Tone::Done, "Writing the brief…");
        self.save_settings();
    }

    /// `20251126_TJ-AF_title-brief_1920x1080.pdf`: as pictures are called, so that a folder of both sorts by its days.
    fn brief_name(&self, layout: &Layout, format: PageFormat) -> Result<String, String> {
        let own = layout.title.as_deref().filter(|title| !title.trim().is_empty());
        let title = own.unwrap_or(&self.session.document().facts().title);
        self.name_of_picture(Some(&format!("{title} brief")), layout.pixels().0, format)
    }

    pub(super) fn keep_layout(&mut self, path: PathBuf) {
        let Some(layout) = self.briefs.keeping.take() else { return };
        let path = with_extension(path, "json");
        match store::write_bytes(&path, &layout_bytes(&layout)) {
            Ok(_) => self.session.say(Tone::Done, format!("The layout is saved. {}", path.display())),
            Err(error) => self.session.say(Tone::Trouble, error.to_string()),
        }
    }

    pub(super) fn read_layout(&mut self, path: &Path) {
        match read_layout(path) {
            Ok(layout) => self.panes.brief.take_layout(layout),
            Err(why) => self.session.say(Tone::Trouble, why),
        }
    }

    pub(super) fn take_brief(&mut self, ctx: &egui::Context) {
        let news: Vec<BriefNews> = self.briefs.news.try_iter().collect();
        for news in news {
            match news {
                BriefNews::Preview(made, image) => {
                    let map = made.pages.first().map(|page| &page.scene);
                    let frame = map.map(|scene| Viewport { camera: scene.camera, size: scene.map_size });
                    self.ground.set_picture(frame);
                    if let Err(why) = &image {
                        self.session.say(Tone::Trouble, why.as_str());
                    }
                    self.panes.brief.show_preview(ctx, made, image.ok());
                }
                BriefNews::Saved(Ok((paths, missing))) => {
                    let tone = if missing.is_some() { Tone::Note } else { Tone::Done };
                    let missing = missing.map(|words| format!(" {words}")).unwrap_or_default();
                    let first = paths.first().map(|path| path.display().to_string()).unwrap_or_default();
                    let files = match paths.len() {
                        1 => "The brief is saved.".to_owned(),
                        count => format!("The brief is saved in {count} files, one a page."),
                    };
                    self.session.say(tone, format!("{files}{missing} {first}"));
                }
                BriefNews::Saved(Err(why)) => self.session.say(Tone::Trouble, why),
                // Its tiles are in it.
                BriefNews::Copy(scene, pixels) => {
                    self.worker.ask(Job::PaintClipboard { scene, tiles: None, pixels });
                }
            }
        }
    }
}

/// A layout as a file of its own.
fn layout_bytes(layout: &Layout) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(layout).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn read_layout(path: &Path) -> Result<Layout, String> {
    let bytes = store::read_small(path).map_err(|error| error.to_string())?;
    Layout::read(&bytes).map_err(|error| format!("{error}\n{}", path.display()))
}
