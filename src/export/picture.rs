//! A picture of what is on the screen: the same ground, the same sizes of symbols and words relative to it,
//! more pixels.

use crate::{
    carto::{Half, PAIR_BANDS, PictureTexts, Point, Scene, Sheet, View, band_heights, compose, compose_pair},
    model::{Document, IncidentId, shown_line},
};

/// A size that pictures are asked in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PicturePreset {
    Hd,
    FullHd,
    UltraHd,
    /// Twice as wide again.
    EightK,
    A4Landscape150,
    A4Portrait150,
    A4Landscape300,
    A4Portrait300,
    /// Width and height in pixels.
    Custom(u32, u32),
}

impl PicturePreset {
    /// All but the custom size, in the order of menus.
    pub const ALL: [Self; 8] = [
        Self::Hd,
        Self::FullHd,
        Self::UltraHd,
        Self::EightK,
        Self::A4Landscape150,
        Self::A4Portrait150,
        Self::A4Landscape300,
        Self::A4Portrait300,
    ];

    /// Width and height in pixels. A4 is 297 × 210 mm.
    pub fn pixels(self) -> (u32, u32) {
        match self {
            Self::Hd => (1280, 720),
            Self::FullHd => (1920, 1080),
            Self::UltraHd => (3840, 2160),
            Self::EightK => (7680, 4320),
            Self::A4Landscape150 => (1754, 1240),
            Self::A4Portrait150 => (1240, 1754),
            Self::A4Landscape300 => (3508, 2480),
            Self::A4Portrait300 => (2480, 3508),
            Self::Custom(width, height) => (width, height),
        }
    }

    /// Pixels per inch, where the picture is meant for paper.
    pub fn dpi(self) -> Option<u32> {
        match self {
            Self::A4Landscape150 | Self::A4Portrait150 => Some(150),
            Self::A4Landscape300 | Self::A4Portrait300 => Some(300),
            Self::Hd | Self::FullHd | Self::UltraHd | Self::EightK | Self::Custom(..) => None,
        }
    }

    pub fn label(self) -> String {
        match self {
            Self::Hd => "Slide, 1280 × 720".to_owned(),
            Self::FullHd => "Full HD, 1920 × 1080".to_owned(),
            Self::UltraHd => "Ultra HD, 3840 × 2160".to_owned(),
            Self::EightK => "8K, 7680 × 4320".to_owned(),
            Self::A4Landscape150 => "A4 landscape, 150 dpi".to_owned(),
            Self::A4Portrait150 => "A4 portrait, 150 dpi".to_owned(),
            Self::A4Landscape300 => "A4 landscape, 300 dpi".to_owned(),
            Self::A4Portrait300 => "A4 portrait, 300 dpi".to_owned(),
            Self::Custom(width, height) => format!("{width} × {height}"),
        }
    }
}

/// What is asked of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureRequest {
    /// Width and height.
    pub pixels: (u32, u32),
    /// Written into the file for printers; it changes no pixel.
    pub dpi: Option<u32>,
    /// Instead of the document's title.
    pub title: Option<String>,
    /// Instead of the line with the window and the count.
    pub subtitle: Option<String>,
    /// The day the picture is made, told by whoever has a clock.
    pub made_on: Option<String>,
    /// What a shot says, under the header's own lines.
    pub caption: Option<String>,
    /// Signs and words in per cent of their size on the screen: with smaller ones, there is room for more of them.
    pub signs: u16,
}

impl PictureRequest {
    pub fn preset(preset: PicturePreset) -> Self {
        Self {
            pixels: preset.pixels(),
            dpi: preset.dpi(),
            title: None,
            subtitle: None,
            made_on: None,
            caption: None,
            signs: 100,
        }
    }
}

/// The map, in logical pixels, of pictures that show a chosen part of the ground and not what stands on a screen: the
/// width of a common map pane, so that signs and words come out in their common size. `across` maps stand beside each
/// other. The window and the command line begin with the same one.
pub fn usual_map((width, height): (u32, u32), across: u8) -> Point {
    const WIDTH: f32 = 1180.0;
    /// Header and footer take the rest.
    const SHARE: f32 = 0.85;
    let tall = height as f32 / width.max(1) as f32;
    Point { x: WIDTH / f32::from(across.max(1)), y: WIDTH * tall * SHARE }
}

/// The picture of two sides of a comparison beside each other, each with at least the ground that
/// `screen_map_size` shows of it.
pub fn pair_picture(
    document: &Document,
    sides: [Half<'_>; 2],
    total: usize,
    screen_map_size: Point,
    request: &PictureRequest,
) -> Scene {
    let (width, height) = (request.pixels.0.max(1) as f32, request.pixels.1.max(1) as f32);
    let screen = Point { x: screen_map_size.x.max(64.0), y: screen_map_size.y.max(64.0) };
    let scale = (width / (screen.x * 2.0)).min(height / (screen.y + PAIR_BANDS));
    let size = Point { x: width / scale, y: height / scale };
    compose_pair(document, sides, total, size, &texts_of(document, request))
}

pub(super) fn texts_of(document: &Document, request: &PictureRequest) -> PictureTexts {
    let title = request
        .title
        .clone()
        .filter(|title| !title.trim().is_empty())
        .unwrap_or_else(|| document.facts().title.clone());
    let title = shown_line(&title).into_owned();
    PictureTexts {
        title,
        subtitle: request.subtitle.clone(),
        made_on: request.made_on.clone(),
        caption: request.caption.clone(),
        published: document.facts().published.as_ref().map(ToString::to_string),
    }
}

/// The picture of a view whose map is `screen_map_size` on the screen: at least the same ground, symbols and
/// words in the same size relative to it. Paint it with [`super::png()`] at the request's pixels.
pub fn picture(
    document: &Document,
    shown: &[IncidentId],
    total: usize,
    view: &View,
    screen_map_size: Point,
    request: &PictureRequest,
) -> Scene {
    let (view, screen_map_size) = &finer(view, screen_map_size, request);
    let screen_map_size = *screen_map_size;
    let least = least_bands(document, shown, total, view, screen_map_size, request);
    let sheet = sheet_around(screen_map_size, (0.0, 0.0), least, texts_of(document, request), request);
    compose(document, shown, total, view, &sheet)
}

/// The same ground on a larger map, so that signs and words come out smaller; its zoom, and with it what the map
/// tells, grows with it.
pub(super) fn finer(view: &View, screen_map_size: Point, request: &PictureRequest) -> (View, Point) {
    let times = 100.0 / f32::from(request.signs.clamp(10, 400));
    let mut view = view.clone();
    view.camera.zoom.0 += f64::from(times.log2());
    (view, Point { x: screen_map_size.x * times, y: screen_map_size.y * times })
}

/// What header and footer take of a picture at most.
pub(super) fn least_bands(
    document: &Document,
    shown: &[IncidentId],
    total: usize,
    view: &View,
    screen_map_size: Point,
    request: &PictureRequest,
) -> (f32, f32) {
    let screen = usual(screen_map_size);
    // A sheet is never narrower than the screen's map, and a wider one has no taller header, so this much
    // height is enough for both.
    let narrow = Sheet::picture(Point { x: screen.x, y: screen.y * 4.0 }, texts_of(document, request));
    band_heights(document, shown, total, view, &narrow)
}

/// The sheet on which the screen's map and bands of these heights have room; the bands take `least` at least.
pub(super) fn sheet_around(
    screen_map_size: Point,
    least: (f32, f32),
    bands: (f32, f32),
    texts: PictureTexts,
    request: &PictureRequest,
) -> Sheet {
    let (width, height) = (request.pixels.0.max(1) as f32, request.pixels.1.max(1) as f32);
    let screen = usual(screen_map_size);
    let scale = (width / screen.x).min(height / (screen.y + bands.0 + bands.1));
    let sheet = Sheet::picture(Point { x: width / scale, y: height / scale }, texts);
    Sheet { least_bands: least, ..sheet }
}

/// A map that is not laid out yet counts as a small one.
fn usual(screen_map_size: Point) -> Point {
    Point { x: screen_map_size.x.max(64.0), y: screen_map_size.y.max(64.0) }
}
