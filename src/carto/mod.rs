//! The picture, in numbers: a Document under a View on a sheet gives a Scene.
//!
//! Plain data: nothing here paints, reads a disk or knows a widget.

mod layers;
mod guides;
mod view;
mod scene;
mod shot;
mod viewport;
mod style;
mod symbols;
mod reading_order;
mod fonts;
mod relief;
mod basemap;
mod ways;
mod ground;
mod sheet;
mod rect;
mod labels;
mod stacks;
mod signs;
mod captions;
mod cards;
mod precision;
mod crowd;
mod incidents;
mod grid;
mod overlays;
mod bands;
mod rings;
mod measuring;
mod compared;
mod samples;
mod furniture;
mod compose;
mod tile_ground;
mod vector_style;
mod pair;
mod page;
pub mod brief;
mod pick;

pub use basemap::{
    AdminKind, AdminLine, Airfield, Basemap, Border, CountryLabel, Crossing, CrossingKind, District, Lake,
    Line, Mesh, Name, Peak, Piece, Place, Polygon, Province, Railway, River, Road, RoadClass, SeaLabel,
    ring_ranges,
};
pub use captions::{Filled, Said, Stale, written_numbers};
pub use compared::{Compared, ComparedSpot};
pub use compose::{band_heights, compose, compose_basemap, compose_with};
pub use crowd::{CrowdSpot, Crowds};
pub use fonts::{
    ArabicFace, CAP_HEIGHT, LINE_HEIGHT, arabic_font_bytes, font_bytes, shortened, text_width, wrapped,
};
pub use furniture::{MAP_ATTRIBUTION, filter_words, window_words};
pub use ground::Ground;
pub use guides::{Bands, GridKind, Guides, Rings, RingsAround};
pub use layers::{Layer, LayerState, Layers, Unseen};
pub use overlays::{Overlay, OverlayEntry, OverlayLabel, OverlaySign, OverlaySpot, Shapes, pick_overlay};
pub use page::{Block, Cell, Content, PAGE_PIXELS_PER_INCH, Page, PageLink, PaperSize, Part, Table, Words};
pub use pair::{Half, PAIR_BANDS, compose_pair};
pub use pick::pick;
pub use reading_order::{Stretch, has_right_to_left, stretches, words_in_paper_order};
pub use rect::{Rect, text_rect};
pub use relief::{
    RELIEF_MAX_ZOOM, RELIEF_MIN_ZOOM, RELIEF_TILE_PIXELS, ReliefSampler, TileId, flat_land, flat_sea,
    relief_coverage, relief_image, relief_strength, relief_tile,
};
pub use samples::layer_sample;
pub use scene::{
    Align, CourseMark, Dash, Face, Halo, Inset, Letter, Mark, Panel, PicturePart, Point, Raster, Relief,
    Rgba, Scene, Stroke, Target, Targeted, TextMark,
};
pub use sheet::{Caption, PictureTexts, Sheet, SheetKind};
pub use shot::{KeptOverlay, ShotView};
pub use signs::{SignStyle, SymbolSet};
pub use style::{BADGE_RADIUS, PIN_HEIGHT, SYMBOL_RADIUS, Style, faded, type_colour};
pub use symbols::{outline, symbol_mark, type_shape};
pub use tile_ground::{TileGround, TileLayer, tile_zoom, tiles_in_view, tiles_of_extent};
pub use vector_style::{Brush, Feature, feature, vector_ground};
pub use view::{Camera, LabelLanguage, MapStyle, StackKey, Theme, View};
pub use viewport::{MAX_ZOOM, MIN_ZOOM, TILE_PIXELS, Viewport, WorldBox, WorldPoint, world_pixels};
