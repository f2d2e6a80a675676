//! Layers of the user's own files, as they are remembered: which file, which of its layers, and how it looks. The file
//! itself is only read.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// The sign of a point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverlaySign {
    #[default]
    Dot,
    Square,
    Triangle,
    Diamond,
    Cross,
}

impl OverlaySign {
    pub const ALL: [Self; 5] = [Self::Dot, Self::Square, Self::Triangle, Self::Diamond, Self::Cross];

    pub fn label(self) -> &'static str {
        match self {
            Self::Dot => "Dot",
            Self::Square => "Square",
            Self::Triangle => "Triangle",
            Self::Diamond => "Diamond",
            Self::Cross => "Cross",
        }
    }
}

/// What stands beside a shape.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverlayLabel {
    Nothing,
    #[default]
    Name,
    Property(String),
}

/// One layer of a file of the user's own on the map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OverlayEntry {
    pub file: PathBuf,
    /// Empty for a file of one layer without a name.
    pub layer: String,
    pub is_on: bool,
    /// Over the incidents instead of below them.
    pub above: bool,
    /// Per cent: 100 hides what lies below.
    pub opacity: u8,
    pub colour: [u8; 3],
    /// The colours of the file before this one, where it has any.
    pub own_colours: bool,
    /// Of lines, logical pixels.
    pub width: f32,
    /// Of areas, per cent.
    pub fill: u8,
    pub sign: OverlaySign,
    pub label: OverlayLabel,
}

/// Told apart from each other, from the frontier and from water, by day and by night.
const COLOURS: [[u8; 3]; 6] =
    [[214, 96, 0], [0, 128, 96], [112, 72, 200], [170, 120, 0], [20, 110, 190], [120, 120, 40]];

impl Default for OverlayEntry {
    fn default() -> Self {
        Self {
            file: PathBuf::new(),
            layer: String::new(),
            is_on: true,
            above: false,
            opacity: 100,
            colour: COLOURS[0],
            own_colours: true,
            width: 2.0,
            fill: 20,
            sign: OverlaySign::default(),
            label: OverlayLabel::default(),
        }
    }
}

impl OverlayEntry {
    /// A layer as it is added, with the colour of its turn.
    pub fn new(file: PathBuf, layer: String, turn: usize) -> Self {
        Self { file, layer, colour: COLOURS[turn % COLOURS.len()], ..Self::default() }
    }

    /// `posts.kml`, `posts.kml: Ways`.
    pub fn name(&self) -> String {
        let file = file_name(&self.file);
        if self.layer.is_empty() { file } else { format!("{file}: {}", self.layer) }
    }

    pub fn is_of(&self, file: &Path, layer: &str) -> bool {
        self.file == file && self.layer == layer
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
