//! Storyboards outside the window: a page for each shot, with what its caption says of what leaves.

use crate::{
    carto::{Camera, Page, Point, Scene, ShotView, TILE_PIXELS, View, compose},
    model::{Document, LonLat, Metres, Shot, Storyboard, shown_line},
    store::formats::write::TourStop,
};

use super::{
    Leaving, PageFormat, PicturePreset, PictureRequest,
    picture::{finer, least_bands, sheet_around, texts_of},
    plain_page, usual_map,
};

/// A kind of file that a storyboard leaves as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoardFormat {
    /// A page or a picture for each shot.
    Pages(PageFormat),
    /// A tour in KML, for Google Earth.
    Tour,
}

impl BoardFormat {
    pub const ALL: [Self; 5] = [
        Self::Pages(PageFormat::Pdf),
        Self::Pages(PageFormat::Pptx),
        Self::Pages(PageFormat::Gif),
        Self::Pages(PageFormat::Png),
        Self::Tour,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Self::Pages(format) => format.label(),
            Self::Tour => "Tour for Google Earth (KML)",
        }
    }

    pub fn extension(self) -> &'static str {
        match self {
            Self::Pages(format) => format.extension(),
            Self::Tour => "kml",
        }
    }
}

/// A shot as it leaves.
pub struct Frame {
    pub name: String,
    pub view: View,
    /// Of the map that it was seen on, logical pixels.
    pub map_size: Point,
    /// Its words with their placeholders filled; empty where it has none.
    pub caption: String,
}

/// The shots of a storyboard in their order.
///
/// # Errors
/// The name of a shot that is not there, or cannot be read, in a sentence.
pub fn shots_of<'a>(document: &'a Document, board: &Storyboard) -> Result<Vec<&'a Shot>, String> {
    let shots = &document.facts().shots;
    let find = |name: &String| {
        shots.iter().find(|shot| shot.name == *name).ok_or_else(|| {
            format!(
                "The storyboard “{}” shows the view “{}”, which is not kept any more: take it out, or keep a view of this name.",
                shown_line(&board.name),
                shown_line(name)
            )
        })
    };
    board.shots.iter().map(find).collect()
}

/// The shots as they leave; what they do not keep is as in `base`.
///
/// # Errors
/// When a view cannot be read; the sentence names it.
pub fn frames(leaving: &Leaving, shots: &[&Shot], base: &View) -> Result<Vec<Frame>, String> {
    let frame = |shot: &&Shot| {
        let kept = ShotView::of(shot)
            .map_err(|why| format!("The view “{}” cannot be read: {why}.", shown_line(&shot.name)))?;
        let map_size = map_size_of(&kept);
        let view = leaving.view(&kept.on(base, shot));
        let caption = leaving.said(&view).fill(&shot.caption).text;
        Ok(Frame { name: shot.name.clone(), view, map_size, caption })
    };
    shots.iter().map(frame).collect()
}

/// The pages of a storyboard: one for each shot, and the map of each in the same place, so that going on does not
/// shift it.
pub struct Pages<'a> {
    leaving: &'a Leaving,
    frames: &'a [Frame],
    request: &'a PictureRequest,
    /// What header and footer take of the page that needs most, in pixels of the picture.
    bands: (f32, f32),
}

impl<'a> Pages<'a> {
    pub fn new(leaving: &'a Leaving, frames: &'a [Frame], request: &'a PictureRequest) -> Self {
        let mut pages = Self { leaving, frames, request, bands: (0.0, 0.0) };
        let document = leaving.document();
        pages.bands = frames.iter().fold((0.0, 0.0), |most: (f32, f32), frame| {
            let request = pages.request_of(frame);
            let (view, screen) = finer(&frame.view, frame.map_size, &request);
            let shown = leaving.shown(&frame.view);
            let (top, bottom) = least_bands(document, &shown, document.len(), &view, screen, &request);
            let scale = scale_of(screen, (0.0, 0.0), request.pixels);
            (most.0.max(top * scale), most.1.max(bottom * scale))
        });
        pages
    }

    fn request_of(&self, frame: &Frame) -> PictureRequest {
        let caption = (!frame.caption.trim().is_empty()).then(|| frame.caption.clone());
        PictureRequest { caption, ..self.request.clone() }
    }

    /// The page of a shot, counted from 0. `lay` gives its Scene what lies below it, where a map from elsewhere does.
    pub fn page(&self, place: usize, lay: impl FnOnce(&mut Scene)) -> Page {
        let frame = &self.frames[place];
        let (document, request) = (self.leaving.document(), self.request_of(frame));
        let (view, screen) = finer(&frame.view, frame.map_size, &request);
        let scale = scale_of(screen, self.bands, request.pixels);
        let bands = (self.bands.0 / scale, self.bands.1 / scale);
        let sheet = sheet_around(screen, bands, bands, texts_of(document, &request), &request);
        let mut scene = compose(document, &self.leaving.shown(&frame.view), document.len(), &view, &sheet);
        lay(&mut scene);
        plain_page(document, scene, request.pixels, request.dpi)
    }

    /// All of them, upon the embedded map.
    pub fn all(&self) -> Vec<Page> {
        (0..self.frames.len()).map(|place| self.page(place, |_| {})).collect()
    }
}

/// The map that a kept view was seen on, logical pixels; of a view that does not tell it, the usual one.
pub fn map_size_of(kept: &ShotView) -> Point {
    const LEAST: f32 = 320.0;
    const MOST: f32 = 8_000.0;
    let is_a_map = |size: &[f32; 2]| size.iter().all(|side| (LEAST..=MOST).contains(side));
    let size = kept.map_size.filter(is_a_map).map(|[x, y]| Point { x, y });
    size.unwrap_or_else(|| usual_map(PicturePreset::FullHd.pixels(), 1))
}

/// Pixels of the picture a logical one, where header and footer take so many.
fn scale_of(screen: Point, (top, bottom): (f32, f32), (width, height): (u32, u32)) -> f32 {
    let (width, height) = (width.max(1) as f32, height.max(1) as f32);
    // However long the words are, a third is the map's.
    let room = (height - top - bottom).max(height / 3.0);
    (width / screen.x.max(64.0)).min(room / screen.y.max(64.0))
}

/// The shots as stops of a tour.
pub fn tour_stops(frames: &[Frame]) -> Vec<TourStop> {
    let stop = |frame: &Frame| {
        let (at, range) = look_at(frame.view.camera, frame.map_size.x);
        let days = (frame.view.window.first, frame.view.window.last);
        TourStop { name: frame.name.clone(), caption: frame.caption.clone(), at, range, days }
    };
    frames.iter().map(stop).collect()
}

/// Where a globe stands over a camera's middle, and how far from it, so that it shows a map of this width.
///
/// # Source
/// Google Earth sees 60 degrees from side to side.
fn look_at(camera: Camera, width: f32) -> (LonLat, Metres) {
    const EQUATOR: f64 = 40_075_017.0;
    let across = EQUATOR * camera.centre.lat().to_radians().cos() / (TILE_PIXELS * camera.zoom.0.exp2())
        * f64::from(width);
    (camera.centre, Metres(across / 2.0 / 30_f64.to_radians().tan()))
}
