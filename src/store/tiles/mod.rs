//! Map tiles from elsewhere: what a source is, what may be asked of it, how answers are judged and where they are
//! kept.
//!
//! Nothing here opens a connection: the rules stand here, `app` keeps to them.

mod place;
mod template;
mod address;
mod area;
mod area_file;
mod pasted;
mod offered;
mod offered_wms;
mod offered_wmts;
mod policy;
mod picture;
mod source;
mod sources_file;
mod cache;
mod folder;
mod about;
mod unpack;
mod mbtiles;
mod pmtiles_directory;
mod pmtiles;
mod vector_tile;

pub use about::AboutTiles;
pub use address::{AddressError, Reach, WebAddress, masked};
pub use area::{AreaPlan, MOST_AREA_TILES, load_areas, save_areas};
pub use area_file::{AreaError, AreaFile, tile_format};
pub use cache::{CacheSize, CachedTile, MOST_CACHE_BYTES, TileCache, cache_dir};
pub use folder::tile_of_folder;
pub use mbtiles::{MbTiles, TileFileError};
pub(in crate::store) use mbtiles::{harden, uri};
pub use offered::{OfferError, Offered, OfferedLayer, capabilities_address, read_offered};
pub use pasted::{Pasted, pasted};
pub use picture::{MOST_TILE_SIDE, PictureError, decode_tile};
pub use place::{MOST_LEVELS_UP, TilePlace};
pub use pmtiles::PmTiles;
pub use policy::{
    CONNECT_TIME, Failure, Head, MOST_BODY, MOST_HEADER, MOST_LIST, MOST_REDIRECTS, SLOTS, Verdict,
    WHOLE_TIME, Wanted, judge, judge_as, keep_for, pause, rest_of_a_tile, size_sentence,
};
pub use source::{SourceKind, TileSource};
pub use sources_file::{load_sources, save_sources};
pub use template::{Template, TemplateError, with_key};
pub use unpack::{UnpackError, is_packed, unpacked};
pub use vector_tile::{Shape, ShapeForm, ShapeLayer, VectorTile, is_vector};
