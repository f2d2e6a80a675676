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
}

/// What stands around the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetKind {
    /// The map fills the sheet.
    Window,
    /// A header above and a footer below the map.
    Picture(PictureTexts),
}

/// A sheet of a size in logical pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub size: Point,
    pub kind: SheetKind,
}

impl Sheet {
    pub fn window(size: Point) -> Self {
        Self { size, kind: SheetKind::Window }
    }

    pub fn picture(size: Point, texts: PictureTexts) -> Self {
        Self { size, kind: SheetKind::Picture(texts) }
    }
}
