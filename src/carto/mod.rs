//! The picture, in numbers: a Document under a View on a sheet gives a Scene.
//!
//! Plain data: nothing here paints, reads a disk or knows a widget.

mod scene;
mod view;

pub use scene::{
    Align, Dash, Face, Halo, Mark, PicturePart, Point, Relief, Rgba, Scene, Stroke, Target, Targeted,
    TextMark,
};
pub use view::{Camera, LabelLanguage, Layers, StackKey, Theme, View};
