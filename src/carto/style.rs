//! Every colour, width and size of the map and its furniture, once, for day, night and paper.

use crate::model::taxonomy;

use super::{Dash, Rgba, Theme};

const fn rgb(hex: u32) -> Rgba {
    Rgba([(hex >> 16) as u8, (hex >> 8) as u8, hex as u8, 255])
}

const fn rgba(hex: u32, alpha: u8) -> Rgba {
    Rgba([(hex >> 16) as u8, (hex >> 8) as u8, hex as u8, alpha])
}

/// The colours of one style of the map.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub land: Rgba,
    pub sea: Rgba,
    pub coast: Rgba,
    pub water_line: Rgba,
    pub lake: Rgba,
    pub lake_edge: Rgba,
    pub province_line: Rgba,
    pub district_line: Rgba,
    pub border_line: Rgba,
    pub border_casing: Rgba,
    /// On paper the other borders are broken lines, so that grey ink tells them from the frontier.
    pub border_dash: Option<Dash>,
    /// The frontier: a soft band, a casing and a strong core.
    pub frontier_band: Rgba,
    pub frontier_casing: Rgba,
    pub frontier_line: Rgba,
    pub place_text: Rgba,
    pub place_halo: Rgba,
    pub place_dot: Rgba,
    pub place_dot_edge: Rgba,
    pub water_text: Rgba,
    pub water_halo: Rgba,
    pub country_text: Rgba,
    pub province_text: Rgba,
    pub district_text: Rgba,
    pub airfield: Rgba,
    /// Mountain tops and their heights.
    pub peak: Rgba,
    pub road: Rgba,
    pub road_casing: Rgba,
    pub railway: Rgba,
    pub crossing: Rgba,
    pub crossing_fill: Rgba,
    /// The edge of an incident's symbol.
    pub symbol_edge: Rgba,
    /// The filling of a hollow symbol, whose place is not a point.
    pub hollow_fill: Rgba,
    /// Rings and hatches of precision.
    pub precision_line: Rgba,
    pub precision_fill: Rgba,
    pub precision_selected: Rgba,
    pub precision_selected_fill: Rgba,
    pub selection: Rgba,
    pub selection_edge: Rgba,
    pub hover: Rgba,
    /// What another state of the document has more, has not, and has otherwise.
    pub added: Rgba,
    pub removed: Rgba,
    pub changed: Rgba,
    pub card: Rgba,
    pub card_edge: Rgba,
    pub card_shadow: Rgba,
    pub ink: Rgba,
    pub quiet_ink: Rgba,
    pub accent: Rgba,
    pub paper: Rgba,
    pub rule: Rgba,
}

const LIGHT: Style = Style {
    land: rgb(0xefece1),
    sea: rgb(0xc3d9e6),
    coast: rgba(0x5b8ba6, 150),
    water_line: rgb(0x4a90c2),
    lake: rgb(0xa9cfe4),
    lake_edge: rgb(0x5f9dc0),
    province_line: rgba(0x4d4a57, 190),
    district_line: rgba(0x4d4a57, 120),
    border_line: rgb(0x6d6478),
    border_casing: rgba(0xffffff, 150),
    border_dash: None,
    frontier_band: rgba(0xc2186b, 62),
    frontier_casing: rgba(0xffffff, 235),
    frontier_line: rgb(0x8e0f50),
    place_text: rgb(0x22252b),
    place_halo: rgba(0xfdfcf7, 225),
    place_dot: rgb(0x2b2e35),
    place_dot_edge: rgb(0xffffff),
    water_text: rgb(0x1d5f92),
    water_halo: rgba(0xf7fafb, 205),
    country_text: rgba(0x574a5e, 235),
    province_text: rgba(0x5c5666, 225),
    district_text: rgba(0x57545f, 235),
    airfield: rgb(0x4a5568),
    peak: rgb(0x6b4a2f),
    road: rgb(0xa8642f),
    road_casing: rgba(0xfffaf0, 170),
    railway: rgb(0x4b4a50),
    crossing: rgb(0x1c2129),
    crossing_fill: rgb(0xffe9a8),
    symbol_edge: rgb(0xffffff),
    hollow_fill: rgba(0xffffff, 225),
    precision_line: rgba(0x2f3b52, 105),
    precision_fill: rgba(0x2f3b52, 14),
    precision_selected: rgb(0xb4560a),
    precision_selected_fill: rgba(0xf0a030, 40),
    selection: rgba(0xffb000, 235),
    selection_edge: rgb(0x5a3a00),
    hover: rgba(0xffffff, 220),
    added: rgb(0x0b7a3b),
    removed: rgb(0xc62828),
    changed: rgb(0x1f5fbf),
    card: rgba(0xffffff, 250),
    card_edge: rgba(0x1f2733, 50),
    card_shadow: rgba(0x1f2733, 26),
    ink: rgb(0x1c2129),
    quiet_ink: rgb(0x57606e),
    accent: rgb(0x8e0f50),
    paper: rgb(0xffffff),
    rule: rgb(0xd9dce1),
};

const DARK: Style = Style {
    land: rgb(0x1d242e),
    sea: rgb(0x141b26),
    coast: rgba(0x5f8299, 130),
    water_line: rgb(0x4d86ad),
    lake: rgb(0x1d3b50),
    lake_edge: rgb(0x467a9c),
    province_line: rgba(0xc9c5d2, 120),
    district_line: rgba(0xc9c5d2, 75),
    border_line: rgb(0x9a93a8),
    border_casing: rgba(0x0d1014, 150),
    border_dash: None,
    frontier_band: rgba(0xff4fa3, 52),
    frontier_casing: rgba(0x0b0d11, 235),
    frontier_line: rgb(0xff86c0),
    place_text: rgb(0xe9ebef),
    place_halo: rgba(0x12151a, 220),
    place_dot: rgb(0xdfe3ea),
    place_dot_edge: rgb(0x15181d),
    water_text: rgb(0x86bfe6),
    water_halo: rgba(0x10161c, 205),
    country_text: rgba(0xcfc6da, 225),
    province_text: rgba(0xbdb8c8, 215),
    district_text: rgba(0xb7b5c2, 235),
    airfield: rgb(0xaeb7c6),
    peak: rgb(0xd9b892),
    road: rgb(0xc08a55),
    road_casing: rgba(0x14181e, 150),
    railway: rgb(0x9b9da6),
    crossing: rgb(0xf3ecd8),
    crossing_fill: rgb(0x5a4612),
    symbol_edge: rgb(0x0e1116),
    hollow_fill: rgba(0x14181e, 225),
    precision_line: rgba(0xd5dcea, 88),
    precision_fill: rgba(0xd5dcea, 12),
    precision_selected: rgb(0xffc04d),
    precision_selected_fill: rgba(0xffc04d, 34),
    selection: rgba(0xffc933, 240),
    selection_edge: rgb(0x2a1d00),
    hover: rgba(0xffffff, 120),
    added: rgb(0x5fd08a),
    removed: rgb(0xff7a70),
    changed: rgb(0x7fb4ff),
    card: rgba(0x1a1e25, 250),
    card_edge: rgba(0xffffff, 42),
    card_shadow: rgba(0x000000, 70),
    ink: rgb(0xf0f2f5),
    quiet_ink: rgb(0xa6adb9),
    accent: rgb(0xff86c0),
    paper: rgb(0x15181d),
    rule: rgb(0x343a44),
};

/// White paper. Whatever must be told apart differs in lightness or form, never in colour alone: the sheet is as
/// clear on a printer without colours.
const PRINT: Style = Style {
    land: rgb(0xfafafa),
    sea: rgb(0xe9ebee),
    coast: rgba(0x6b7378, 150),
    water_line: rgb(0x6f93ab),
    lake: rgb(0xd3dde3),
    lake_edge: rgb(0x6f8796),
    province_line: rgba(0x35353a, 190),
    district_line: rgba(0x35353a, 125),
    border_line: rgb(0x3c3c40),
    border_casing: rgba(0xffffff, 190),
    border_dash: Some(Dash { on: 9.0, off: 3.0 }),
    frontier_band: rgba(0x55454d, 66),
    frontier_casing: rgba(0xffffff, 255),
    frontier_line: rgb(0x000000),
    place_text: rgb(0x0d0e10),
    place_halo: rgba(0xffffff, 235),
    place_dot: rgb(0x15161a),
    place_dot_edge: rgb(0xffffff),
    water_text: rgb(0x2b536e),
    water_halo: rgba(0xffffff, 225),
    country_text: rgba(0x3a3a3f, 240),
    province_text: rgba(0x46464b, 235),
    district_text: rgba(0x57575c, 230),
    airfield: rgb(0x33363c),
    peak: rgb(0x3a3a3a),
    road: rgb(0x7d6a5a),
    road_casing: rgba(0xffffff, 200),
    railway: rgb(0x2c2c30),
    crossing: rgb(0x000000),
    crossing_fill: rgb(0xffffff),
    symbol_edge: rgb(0xffffff),
    hollow_fill: rgba(0xffffff, 240),
    precision_line: rgba(0x26282c, 120),
    precision_fill: rgba(0x26282c, 12),
    precision_selected: rgb(0x8a3c00),
    precision_selected_fill: rgba(0xd08a20, 40),
    selection: rgba(0xffb000, 235),
    selection_edge: rgb(0x3a2500),
    hover: rgba(0xffffff, 230),
    added: rgb(0x1d5c35),
    removed: rgb(0x8c1d1d),
    changed: rgb(0x1c3f7a),
    card: rgba(0xffffff, 252),
    card_edge: rgba(0x15161a, 90),
    card_shadow: rgba(0x15161a, 14),
    ink: rgb(0x0b0c0e),
    quiet_ink: rgb(0x45484d),
    accent: rgb(0x000000),
    paper: rgb(0xffffff),
    rule: rgb(0xb9bcc0),
};

impl Style {
    pub fn of(theme: Theme) -> &'static Self {
        match theme {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
            Theme::Print => &PRINT,
        }
    }
}

/// The colour of a kind of incident; kinds that the list does not know are grey.
pub fn type_colour(event_type: &str, theme: Theme) -> Rgba {
    let unknown = match theme {
        Theme::Light | Theme::Print => rgb(0x55585f),
        Theme::Dark => rgb(0xb9bdc6),
    };
    let Some(kind) = taxonomy::event_type(event_type) else { return unknown };
    let hex = match theme {
        Theme::Light | Theme::Print => &kind.light,
        Theme::Dark => &kind.dark,
    };
    u32::from_str_radix(hex.trim_start_matches('#'), 16).map_or(unknown, rgb)
}

/// The same colour, `alpha` of 255 opaque.
#[must_use]
pub fn faded(colour: Rgba, alpha: u8) -> Rgba {
    let [r, g, b, _] = colour.0;
    Rgba([r, g, b, alpha])
}

/// Radius of an incident's symbol, logical pixels.
pub const SYMBOL_RADIUS: f32 = 8.0;
/// How far a pin's symbol stands above the point it marks.
pub const PIN_HEIGHT: f32 = 15.0;
/// Radius of a stack's badge.
pub const BADGE_RADIUS: f32 = 12.5;
