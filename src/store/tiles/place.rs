//! A tile's place in the pyramid of web Mercator.

/// Zoom level, column from the west and row from the north.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TilePlace {
    pub z: u8,
    pub x: u32,
    pub y: u32,
}

/// How many levels up an ancestor may lie that stands in for a tile: from further up it is a blur, and the relief tells
/// more.
pub const MOST_LEVELS_UP: u8 = 2;

impl TilePlace {
    /// The tile that holds this one, so many levels up; `None` above the top.
    pub fn ancestor(self, levels: u8) -> Option<Self> {
        let z = self.z.checked_sub(levels)?;
        Some(Self { z, x: self.x.checked_shr(levels.into())?, y: self.y.checked_shr(levels.into())? })
    }

    /// The row counted from the south, as TMS does.
    pub fn row_from_south(self) -> u32 {
        (1_u32 << self.z.min(31)).wrapping_sub(1).wrapping_sub(self.y)
    }

    /// West, south, east and north in the metres of web Mercator (EPSG:3857), to a tenth of a millimetre.
    ///
    /// # Source
    /// OGC Two Dimensional Tile Matrix Set 2.0, `WebMercatorQuad`.
    pub fn metres(self) -> [f64; 4] {
        const HALF: f64 = 20_037_508.342_789_244;
        let side = 2.0 * HALF / f64::from(1_u32 << self.z.min(30));
        let tidy = |metres: f64| (metres * 1e4).round() / 1e4;
        let (west, north) = (f64::from(self.x) * side - HALF, HALF - f64::from(self.y) * side);
        [west, north - side, west + side, north].map(tidy)
    }

    /// Zoom, column and row in one number: a digit from 0 to 3 for each level.
    ///
    /// # Source
    /// Microsoft, "Bing Maps Tile System".
    pub fn quadkey(self) -> String {
        (0..self.z)
            .rev()
            .map(|level| {
                let bit = |v: u32| (v >> level) & 1;
                char::from(b'0' + (bit(self.x) + 2 * bit(self.y)) as u8)
            })
            .collect()
    }

    /// Whether there is such a tile.
    pub fn exists(self) -> bool {
        self.z <= 30 && self.x < 1 << self.z && self.y < 1 << self.z
    }
}
