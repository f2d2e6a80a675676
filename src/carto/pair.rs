//! Two maps beside each other on one sheet, each with its caption, under one header.

use crate::{
    analysis::Filter,
    model::{Document, IncidentId, shown_line},
};

use super::{
    Caption, Panel, PicturePart, PictureTexts, Point, Relief, Scene, Sheet, Style, View, compose,
    furniture::{self, Fullness, KeyNumbers},
};

/// Between the two maps.
const GAP: f32 = 8.0;

/// One of the two maps.
#[derive(Clone, Debug)]
pub struct Half<'a> {
    pub shown: &'a [IncidentId],
    pub view: &'a View,
    pub caption: Caption,
}

/// The picture of both. The title and the credits stand once; what each side shows stands in its caption.
pub fn compose_pair(
    document: &Document,
    [left, right]: [Half<'_>; 2],
    total: usize,
    size: Point,
    texts: &PictureTexts,
) -> Scene {
    let style = Style::of(left.view.theme);
    // A map from elsewhere is credited when either half has one; the filters stand in the captions.
    let with_tiles = if left.view.tiles.is_some() { left.view } else { right.view };
    let bare = View { filter: Filter::default(), ..with_tiles.clone() };
    let own = format!("{} | {}", left.caption.title, right.caption.title);
    let subtitle = texts.subtitle.clone().filter(|text| !text.trim().is_empty()).unwrap_or(own);
    let texts = PictureTexts { subtitle: Some(subtitle), ..texts.clone() };
    let sources: Vec<String> =
        document.facts().attribution.iter().map(|credit| shown_line(credit).into_owned()).collect();
    let header = furniture::header(size.x, &bare, &texts, &KeyNumbers::of([], total), Fullness::Brief);
    let footer = furniture::footer(size.x, &bare, &texts, &sources, Fullness::Full);
    let foot = (size.y - footer.height).max(header.height + 1.0);
    let mut marks = Vec::new();
    let (head_size, foot_at) = (Point { x: size.x, y: header.height }, Point { x: 0.0, y: foot });
    marks.extend(furniture::band_ground(style, Point::default(), head_size, header.height - 0.5));
    marks.extend(header.marks);
    marks.extend(furniture::band_ground(style, foot_at, Point { x: size.x, y: size.y - foot }, foot + 0.5));
    marks.extend(footer.marks.iter().map(|mark| mark.moved(foot_at)));

    let half = Point { x: ((size.x - GAP) / 2.0).max(1.0), y: (foot - header.height).max(1.0) };
    let panel = |half_of: Half<'_>, x: f32| {
        let caption = Caption { at_right: false, alone: true, is_active: false, ..half_of.caption };
        let sheet = Sheet::panel(half, caption);
        Panel {
            min: Point { x, y: header.height },
            scene: compose(document, half_of.shown, total, half_of.view, &sheet),
            has_tiles: half_of.view.tiles.is_some(),
        }
    };
    let camera = left.view.camera;
    let shown = left.shown.len() + right.shown.len();
    let panels = vec![panel(left, 0.0), panel(right, half.x + GAP)];
    Scene {
        size,
        map_min: Point { x: 0.0, y: header.height },
        map_size: Point { x: size.x, y: half.y },
        camera,
        relief: Relief::Hidden,
        relief_opacity: 0.0,
        tiles: None,
        ground: style.paper,
        parts: vec![(PicturePart::Furniture, marks.into())],
        targets: Vec::new(),
        inset: None,
        panels,
        shown,
        total,
        shelf: Vec::new(),
    }
}

/// Logical pixels that header and footer take on a sheet of this width, at most.
pub const PAIR_BANDS: f32 = 110.0;
