//! What may leave, for whom: profiles of publication, and the word that a published copy says of itself.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Handling, Metres, Status};

/// All that a document keeps of publication.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Publication {
    #[serde(default)]
    pub profiles: Vec<Profile>,
    /// The name of the profile that pictures and copies obey unless another is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// What moved positions and new ids are drawn with. It never leaves with a published copy: whoever has it could
    /// take the positions back.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub secret: String,
    /// Members that Marz does not know, kept and written back.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Publication {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub fn profile(&self, name: &str) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.name == name)
    }

    /// The profile that is obeyed where nobody chose one.
    pub fn default_profile(&self) -> Option<&Profile> {
        self.profile(self.default.as_deref()?)
    }
}

/// What may leave, for one kind of reader. History, author, working notes, attachments and whatever this program does
/// not understand never do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches of a profile")]
pub struct Profile {
    pub name: String,
    /// Records below this status stay; `None` lets all go but the rejected ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_status: Option<Status>,
    /// Records of a higher mark stay.
    #[serde(default = "public")]
    pub greatest_handling: Handling,
    /// Whether records without a mark may leave.
    #[serde(default)]
    pub unmarked: bool,
    #[serde(default)]
    pub positions: Positions,
    #[serde(default)]
    pub texts: Texts,
    /// Sources are counted and graded, but not named.
    #[serde(default)]
    pub hides_sources: bool,
    /// Fields of the project's own leave too.
    #[serde(default)]
    pub own_fields: bool,
    /// Records keep their ids, by which they may be found in other collections.
    #[serde(default)]
    pub keeps_ids: bool,
    /// Members that Marz does not know, kept and written back.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

fn public() -> Handling {
    Handling::Public
}

impl Profile {
    /// The careful one: verified, marked public, positions to 5 km.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            least_status: Some(Status::Verified),
            greatest_handling: Handling::Public,
            unmarked: false,
            positions: Positions::Grid(Metres(5_000.0)),
            texts: Texts::Full,
            hides_sources: false,
            own_fields: false,
            keeps_ids: false,
            rest: Map::new(),
        }
    }
}

/// How well a reader may know where something was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Positions {
    #[default]
    Exact,
    /// The middle of the cell of a grid of this size.
    Grid(Metres),
    /// Moved by up to this distance.
    Displaced(Metres),
    Withheld,
}

impl Positions {
    /// The sizes that can be chosen. One that holds another tells nothing that the other did not.
    pub const SIZES: [Metres; 7] = [
        Metres(1_000.0),
        Metres(2_000.0),
        Metres(5_000.0),
        Metres(10_000.0),
        Metres(20_000.0),
        Metres(50_000.0),
        Metres(100_000.0),
    ];

    /// How far a published position may be from the one in the record; zero for exact ones, `None` where none leaves.
    pub fn error(self) -> Option<Metres> {
        match self {
            Self::Exact => Some(Metres(0.0)),
            // Half of the diagonal.
            Self::Grid(size) => Some(Metres(size.0 * std::f64::consts::FRAC_1_SQRT_2)),
            Self::Displaced(distance) => Some(distance),
            Self::Withheld => None,
        }
    }

    /// Whether a reader knows the positions less well than the document does.
    pub fn is_coarser(self) -> bool {
        self != Self::Exact
    }
}

impl fmt::Display for Positions {
    /// `positions to 5.0 km`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = |size: &Metres| {
            if size.0 >= 1_000.0 && size.0 % 1_000.0 == 0.0 {
                format!("{:.0} km", size.0 / 1_000.0)
            } else {
                size.to_string()
            }
        };
        match self {
            Self::Exact => f.write_str("positions as in the records"),
            Self::Grid(size) => write!(f, "positions to {}", whole(size)),
            Self::Displaced(distance) => write!(f, "positions moved by up to {}", whole(distance)),
            Self::Withheld => f.write_str("positions withheld"),
        }
    }
}

/// Which words of a record leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Texts {
    /// Title, summary and tags.
    #[default]
    Full,
    Titles,
    /// The kind of incident stands in the place of the title.
    Withheld,
}

impl Texts {
    pub const ALL: [Self; 3] = [Self::Full, Self::Titles, Self::Withheld];

    pub fn label(self) -> &'static str {
        match self {
            Self::Full => "Titles, summaries and tags",
            Self::Titles => "Titles only",
            Self::Withheld => "None: the kind of incident instead of a title",
        }
    }
}

/// What a published copy says of itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Published {
    /// Records of the document that are not in the copy.
    #[serde(default)]
    pub withheld: usize,
    #[serde(default)]
    pub positions: Positions,
    /// Sources are counted and graded, but not named.
    #[serde(default)]
    pub sources_hidden: bool,
}

impl fmt::Display for Published {
    /// `3 withheld, positions to 5 km, sources not named`; what every picture and report of the copy says.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.withheld {
            0 => f.write_str("none withheld")?,
            count => write!(f, "{count} withheld")?,
        }
        if self.positions.is_coarser() {
            write!(f, ", {}", self.positions)?;
        }
        if self.sources_hidden {
            f.write_str(", sources not named")?;
        }
        Ok(())
    }
}
