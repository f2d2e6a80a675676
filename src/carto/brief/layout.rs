//! How a brief is laid out: paper, which elements it has, where they stand, and words of its own. A small value that
//! is kept in documents and files.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::super::{MapStyle, PaperSize, Part, Point, Rect, Rgba, SignStyle, page::PAGE_PIXELS_PER_INCH};

/// The form of the sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// 16 to 9, for screens and slides.
    #[default]
    Slide,
    A4,
    Letter,
}

impl Paper {
    pub const ALL: [Self; 3] = [Self::Slide, Self::A4, Self::Letter];

    pub fn label(self) -> &'static str {
        match self {
            Self::Slide => "Slide 16:9",
            Self::A4 => "A4",
            Self::Letter => "Letter",
        }
    }

    /// What names it on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Slide => "16:9",
            Self::A4 => "a4",
            Self::Letter => "letter",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.to_lowercase();
        Self::ALL.into_iter().find(|paper| paper.code() == code)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Orientation {
    #[default]
    Landscape,
    Portrait,
}

impl Orientation {
    pub const ALL: [Self; 2] = [Self::Landscape, Self::Portrait];

    pub fn label(self) -> &'static str {
        match self {
            Self::Landscape => "Landscape",
            Self::Portrait => "Portrait",
        }
    }
}

/// Which ground the map shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// At least what the window shows.
    #[default]
    Screen,
    Frontier,
    /// All incidents that are listed.
    Incidents,
}

impl Ground {
    pub const ALL: [Self; 3] = [Self::Screen, Self::Frontier, Self::Incidents];

    pub fn label(self) -> &'static str {
        match self {
            Self::Screen => "As on the screen",
            Self::Frontier => "Whole frontier",
            Self::Incidents => "All shown incidents",
        }
    }
}

/// In which order incidents are numbered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// By date, as long as the numbers of one place stay few; else by place.
    #[default]
    Date,
    /// From west to east, those of one place together.
    Place,
}

impl Order {
    pub const ALL: [Self; 2] = [Self::Date, Self::Place];

    pub fn label(self) -> &'static str {
        match self {
            Self::Date => "By date",
            Self::Place => "By place, west to east",
        }
    }
}

/// How large the words and signs of the map are. Pixels are chosen apart from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lettering {
    /// The smallest name is as large as the smallest words of the sheet.
    #[default]
    Usual,
    /// For a projector in a large room: fewer names.
    Large,
}

impl Lettering {
    pub const ALL: [Self; 2] = [Self::Usual, Self::Large];

    pub fn label(self) -> &'static str {
        match self {
            Self::Usual => "Usual",
            Self::Large => "Large, fewer names",
        }
    }

    /// How many times as large as in the window.
    pub(super) fn times(self) -> f32 {
        match self {
            // The smallest names of the window have 8.5 logical pixels; 12 of them are 9 points.
            Self::Usual => 1.42,
            Self::Large => 1.8,
        }
    }
}

/// Where an element stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spot {
    /// Above the map, over the whole width.
    Head,
    /// The column beside the map.
    Left,
    Right,
    /// Under the map, over the whole width.
    Below,
    /// On the next page.
    Overleaf,
    /// A corner of the map.
    TopLeft,
    TopRight,
    BottomLeft,
    BottomRight,
}

impl Spot {
    pub const CORNERS: [Self; 4] = [Self::TopLeft, Self::TopRight, Self::BottomLeft, Self::BottomRight];

    pub fn label(self) -> &'static str {
        match self {
            Self::Head => "Above the map",
            Self::Left => "Left of the map",
            Self::Right => "Right of the map",
            Self::Below => "Below the map",
            Self::Overleaf => "On the next page",
            Self::TopLeft => "Upper left corner",
            Self::TopRight => "Upper right corner",
            Self::BottomLeft => "Lower left corner",
            Self::BottomRight => "Lower right corner",
        }
    }
}

/// The handling words over and under the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Banner {
    /// No banner while it is empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    #[serde(default)]
    pub colour: BannerColour,
}

/// The ground of a banner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BannerColour {
    #[default]
    Green,
    Blue,
    Red,
    Orange,
    Yellow,
    Black,
    Own([u8; 3]),
}

impl BannerColour {
    pub const ALL: [Self; 6] = [Self::Green, Self::Blue, Self::Red, Self::Orange, Self::Yellow, Self::Black];

    pub fn label(self) -> &'static str {
        match self {
            Self::Green => "Green",
            Self::Blue => "Blue",
            Self::Red => "Red",
            Self::Orange => "Orange",
            Self::Yellow => "Yellow",
            Self::Black => "Black",
            Self::Own(_) => "Own colour",
        }
    }

    pub fn rgba(self) -> Rgba {
        let [r, g, b] = match self {
            Self::Green => [0x00, 0x6b, 0x38],
            Self::Blue => [0x00, 0x4b, 0x8d],
            Self::Red => [0xb3, 0x12, 0x1c],
            Self::Orange => [0xf2, 0x8c, 0x1b],
            Self::Yellow => [0xfc, 0xdd, 0x2a],
            Self::Black => [0x10, 0x10, 0x10],
            Self::Own(own) => own,
        };
        Rgba([r, g, b, 255])
    }
}

/// How a brief is laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Layout {
    pub paper: Paper,
    pub orientation: Orientation,
    pub style: MapStyle,
    pub ground: Ground,
    pub order: Order,
    pub lettering: Lettering,
    pub signs: SignStyle,
    /// Instead of the document's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Instead of the line with the window and the filter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// Instead of the document's credits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sources: Option<String>,
    pub banner: Banner,
    /// Elements that are left out.
    pub off: BTreeSet<Part>,
    /// Elements that stand elsewhere than usual.
    pub spots: BTreeMap<Part, Spot>,
}

impl Layout {
    /// The elements that can be switched off, in the order of menus. The credits of the map always stand there.
    pub const SWITCHES: [Part; 13] = [
        Part::Title,
        Part::Subtitle,
        Part::Numbers,
        Part::List,
        Part::Legend,
        Part::Histogram,
        Part::Inset,
        Part::Scale,
        Part::North,
        Part::Notes,
        Part::Sources,
        Part::Projection,
        Part::Version,
    ];

    /// A layout of a file of its own.
    ///
    /// # Errors
    /// When the file holds no layout: what is wrong with it.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        serde_json::from_slice(bytes).map_err(|error| {
            format!("This file is no layout of a brief ({error}): choose one that Marz saved.")
        })
    }

    /// Where a dropped element would stand: the nearest place to a point of the page that it can have. `map` is the
    /// rectangle of the map.
    pub fn nearest_spot(&self, part: Part, map: Rect, at: Point) -> Option<Spot> {
        let middle = Point { x: f32::midpoint(map.min.x, map.max.x), y: f32::midpoint(map.min.y, map.max.y) };
        let beyond = |spot: Spot| match spot {
            Spot::Head => at.y - map.min.y,
            Spot::Left => at.x - map.min.x,
            Spot::Right => map.max.x - at.x,
            Spot::Below => map.max.y - at.y,
            // Whoever wants it on another page says so in the list.
            Spot::Overleaf => f32::INFINITY,
            Spot::TopLeft => {
                if at.x < middle.x && at.y < middle.y {
                    0.0
                } else {
                    1.0
                }
            }
            Spot::TopRight => {
                if at.x >= middle.x && at.y < middle.y {
                    0.0
                } else {
                    1.0
                }
            }
            Spot::BottomLeft => {
                if at.x < middle.x && at.y >= middle.y {
                    0.0
                } else {
                    1.0
                }
            }
            Spot::BottomRight => {
                if at.x >= middle.x && at.y >= middle.y {
                    0.0
                } else {
                    1.0
                }
            }
        };
        let choices = self.choices(part).iter().copied();
        choices.min_by(|a, b| beyond(*a).total_cmp(&beyond(*b)))
    }

    /// What a place is called for this element: legend and histogram share the column of the list, wherever that is.
    pub fn spot_label(&self, part: Part, spot: Spot) -> &'static str {
        match (part, spot) {
            (Part::Legend | Part::Histogram, Spot::Right) => "Beside the map",
            (_, spot) => spot.label(),
        }
    }

    /// Whether the element is wanted.
    pub fn has(&self, part: Part) -> bool {
        !self.off.contains(&part)
    }

    pub fn switch(&mut self, part: Part, is_on: bool) {
        if is_on {
            self.off.remove(&part);
        } else if Self::SWITCHES.contains(&part) {
            self.off.insert(part);
        }
    }

    /// Where the element can stand; nothing where it has one place only.
    pub fn choices(&self, part: Part) -> &'static [Spot] {
        match part {
            Part::Numbers => &[Spot::Head, Spot::Below],
            Part::List => &[Spot::Right, Spot::Left, Spot::Below, Spot::Overleaf],
            Part::Legend | Part::Histogram => &[Spot::Below, Spot::Right, Spot::Overleaf],
            Part::Inset | Part::Scale | Part::North => &Spot::CORNERS,
            Part::BannerTop
            | Part::BannerBottom
            | Part::Title
            | Part::Subtitle
            | Part::Map
            | Part::Notes
            | Part::Projection
            | Part::Sources
            | Part::Attribution
            | Part::Version => &[],
        }
    }

    /// Where the element stands: as it was chosen, or as is usual for this sheet.
    pub fn spot(&self, part: Part) -> Option<Spot> {
        let choices = self.choices(part);
        let chosen = self.spots.get(&part).copied().filter(|spot| choices.contains(spot));
        chosen.or(match (part, self.orientation) {
            (Part::List, Orientation::Portrait) => Some(Spot::Below),
            (Part::Histogram, Orientation::Landscape) => Some(Spot::Right),
            (Part::North, _) => Some(Spot::TopRight),
            (Part::Scale, _) => Some(Spot::BottomLeft),
            (Part::Inset, _) => Some(Spot::BottomRight),
            (_, Orientation::Landscape | Orientation::Portrait) => choices.first().copied(),
        })
    }

    /// Puts an element elsewhere; a place that it cannot have changes nothing.
    pub fn put(&mut self, part: Part, spot: Spot) {
        if !self.choices(part).contains(&spot) {
            return;
        }
        self.spots.remove(&part);
        if self.spot(part) != Some(spot) {
            self.spots.insert(part, spot);
        }
    }

    /// How large the sheet is outside of this program.
    pub fn paper_size(&self) -> PaperSize {
        let turned = self.orientation == Orientation::Portrait;
        match self.paper {
            Paper::Slide if turned => PaperSize::Pixels(1080, 1920),
            Paper::Slide => PaperSize::Pixels(1920, 1080),
            Paper::A4 if turned => PaperSize::Millimetres(210.0, 297.0),
            Paper::A4 => PaperSize::Millimetres(297.0, 210.0),
            Paper::Letter if turned => PaperSize::Millimetres(215.9, 279.4),
            Paper::Letter => PaperSize::Millimetres(279.4, 215.9),
        }
    }

    /// The sheet in logical pixels. A slide is as large as other programs make it, 13⅓ by 7½ inches.
    pub fn size(&self) -> Point {
        match self.paper_size() {
            PaperSize::Millimetres(width, height) => {
                let pixels = |mm: f32| mm / 25.4 * PAGE_PIXELS_PER_INCH;
                Point { x: pixels(width), y: pixels(height) }
            }
            PaperSize::Pixels(width, height) => {
                Point { x: width as f32 * 2.0 / 3.0, y: height as f32 * 2.0 / 3.0 }
            }
        }
    }

    /// Pixels of the finished picture, and how many of them go on an inch of paper: Full HD for a slide, 200 dpi for
    /// paper.
    pub fn pixels(&self) -> ((u32, u32), Option<u32>) {
        const DPI: u32 = 200;
        match self.paper_size() {
            PaperSize::Pixels(width, height) => ((width, height), None),
            PaperSize::Millimetres(width, height) => {
                let pixels = |mm: f32| (mm / 25.4 * DPI as f32).round() as u32;
                ((pixels(width), pixels(height)), Some(DPI))
            }
        }
    }
}

impl Part {
    /// Plain words for switches.
    pub fn label(self) -> &'static str {
        match self {
            Self::BannerTop => "Banner at the top",
            Self::BannerBottom => "Banner at the foot",
            Self::Title => "Title",
            Self::Subtitle => "Window and filter",
            Self::Numbers => "Key numbers",
            Self::Map => "Map",
            Self::Inset => "Locator map",
            Self::Scale => "Scale bar",
            Self::North => "North arrow",
            Self::Legend => "Legend",
            Self::Histogram => "Histogram",
            Self::List => "Numbered list",
            Self::Notes => "Notes",
            Self::Projection => "Projection",
            Self::Sources => "Sources",
            Self::Attribution => "Credits of the map",
            Self::Version => "Version, date, page",
        }
    }

    /// What names it on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::BannerTop => "banner-top",
            Self::BannerBottom => "banner-bottom",
            Self::Title => "title",
            Self::Subtitle => "subtitle",
            Self::Numbers => "numbers",
            Self::Map => "map",
            Self::Inset => "inset",
            Self::Scale => "scale",
            Self::North => "north",
            Self::Legend => "legend",
            Self::Histogram => "histogram",
            Self::List => "list",
            Self::Notes => "notes",
            Self::Projection => "projection",
            Self::Sources => "sources",
            Self::Attribution => "attribution",
            Self::Version => "version",
        }
    }
}
