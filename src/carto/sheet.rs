//! The paper that a map is drawn on.

use super::Point;

/// Words of a picture that neither the document nor the view can tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PictureTexts {
    pub title: String,
    /// Replaces the line that states the window and the count; empty text counts as none.
    pub subtitle: Option<String>,
    /// "23 November 2026": the day the picture was made, told by whoever has a clock.
    pub made_on: Option<String>,
    /// What a shot says, under the header's own lines.
    pub caption: Option<String>,
    /// What a published copy says of itself, in the footer.
    pub published: Option<String>,
}

/// The words over one side of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts of one side")]
pub struct Caption {
    pub title: String,
    pub detail: String,
    /// In the right upper corner instead of the left one.
    pub at_right: bool,
    /// The side has its sheet for itself: else half of it lies under the other.
    pub alone: bool,
    /// The other side names the makers of the map for both.
    pub credited: bool,
    /// Timeline and list rule this side.
    pub is_active: bool,
    /// Read by a room full of people: as large as the sheet allows.
    pub is_presented: bool,
}

/// What stands around the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetKind {
    /// The map fills the sheet.
    Window,
    /// The same within a picture, whose footer names the makers of the map.
    Panel,
    /// A header above and a footer below the map.
    Picture(PictureTexts),
}

/// A sheet of a size in logical pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub size: Point,
    pub kind: SheetKind,
    /// Over one side of a comparison.
    pub caption: Option<Caption>,
    /// What header and footer of a picture take at least, so that the maps of several pictures stand in one place.
    pub least_bands: (f32, f32),
}

impl Sheet {
    pub fn window(size: Point) -> Self {
        Self { size, kind: SheetKind::Window, caption: None, least_bands: (0.0, 0.0) }
    }

    /// One side of a comparison, in the window.
    pub fn side(size: Point, caption: Caption) -> Self {
        Self { size, kind: SheetKind::Window, caption: Some(caption), least_bands: (0.0, 0.0) }
    }

    /// One side of a comparison, in a picture.
    pub fn panel(size: Point, caption: Caption) -> Self {
        Self { size, kind: SheetKind::Panel, caption: Some(caption), least_bands: (0.0, 0.0) }
    }

    pub fn picture(size: Point, texts: PictureTexts) -> Self {
        Self { size, kind: SheetKind::Picture(texts), caption: None, least_bands: (0.0, 0.0) }
    }
}
