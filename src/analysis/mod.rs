//! Questions about truth: which incidents are shown, how many, when, and where things are on the frontier.
//!
//! Nothing here changes a document.

pub mod actors;
pub mod columns;
mod bearing;
pub mod crowd;
pub mod duplicates;
pub(crate) mod embedded;
mod filter;
mod foreign;
pub mod frontier;
pub mod gazetteer;
pub mod geodesy;
mod index;
pub mod measured;
mod near_frontier;
pub mod notations;
pub mod offers;
pub mod projected;
pub mod publication;
pub mod review;
mod sort;
mod standing;
mod summary;
mod timeline;
pub mod window;
mod words;

pub use bearing::{bearing, compass_point};
pub use filter::{Facet, Filter, Window};
pub use foreign::{SKILLS, ring};
pub use index::{
    Apart, Chosen, FacetCount, Gathered, Headcount, Index, Marks, Matches, Part, Shown, ShownRows, Spot,
    Spots, WORLD_STEPS,
};
use index::{ByPlace, SQUARE};
pub use near_frontier::{BankChoice, FromWhat, NearFrontier, Passes};
pub use sort::{Direction, SortKey, sorted};
pub use standing::Standing;
pub use summary::{Sum, Summary};
pub use timeline::{Bin, Histogram, SpanBar, natural_axis, spans};
pub use words::fold;
