//! How high the ground is.

use std::sync::LazyLock;

use crate::{
    analysis::embedded::ELEVATION,
    model::{LonLat, Metres},
};

/// How far the grid may be off where the ground is even.
///
/// # Source
/// `assets/README.md`: against the heights of 192 places 71 m root mean square.
const ACCURACY: Metres = Metres(70.0);

/// The north-western corner of the grid and its cells a degree.
///
/// # Source
/// `assets/README.md`: 66–76 E, 35–41 N, cells of 30″, a sample for the middle of its cell.
const WEST: f64 = 66.0;
const NORTH: f64 = 41.0;
const PER_DEGREE: f64 = 120.0;

/// Heights above the sea that a place may have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Elevation {
    pub low: Metres,
    pub high: Metres,
    /// How far either may be off.
    pub accuracy: Metres,
}

struct Grid {
    columns: usize,
    rows: usize,
    /// Whole metres, row by row from the north.
    heights: Vec<u16>,
}

static GRID: LazyLock<Option<Grid>> = LazyLock::new(|| {
    let mut reader = png::Decoder::new(std::io::Cursor::new(ELEVATION)).read_info().ok()?;
    let mut bytes = vec![0; reader.output_buffer_size()?];
    let info = reader.next_frame(&mut bytes).ok()?;
    let heights = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    Some(Grid { columns: info.width as usize, rows: info.height as usize, heights })
});

/// The height at a point, `None` beyond the grid. Where the ground falls off within a cell the accuracy says so: a river
/// may lie some hundred metres below the mean of its cell.
pub(super) fn at(at: LonLat) -> Option<(Metres, Metres)> {
    let grid = GRID.as_ref()?;
    let (x, y) = ((at.lon() - WEST) * PER_DEGREE - 0.5, (NORTH - at.lat()) * PER_DEGREE - 0.5);
    let inside =
        (-0.5..=grid.columns as f64 - 0.5).contains(&x) && (-0.5..=grid.rows as f64 - 0.5).contains(&y);
    if !inside {
        return None;
    }
    let height = |column: f64, row: f64| {
        let column = column.clamp(0.0, grid.columns as f64 - 1.0) as usize;
        let row = row.clamp(0.0, grid.rows as f64 - 1.0) as usize;
        f64::from(grid.heights[row * grid.columns + column])
    };
    let (left, top) = (x.floor(), y.floor());
    let corners =
        [height(left, top), height(left + 1.0, top), height(left, top + 1.0), height(left + 1.0, top + 1.0)];
    let (right, down) = (x - left, y - top);
    let mean = (corners[0] * (1.0 - right) + corners[1] * right) * (1.0 - down)
        + (corners[2] * (1.0 - right) + corners[3] * right) * down;
    let lowest = corners.iter().copied().fold(f64::INFINITY, f64::min);
    let highest = corners.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Some((Metres(mean), Metres(ACCURACY.0.max((highest - lowest) / 2.0))))
}

/// The heights of several points together.
pub(super) fn of(points: impl Iterator<Item = LonLat>) -> Option<Elevation> {
    points.map(at).try_fold(None, |so_far: Option<Elevation>, found| {
        let (height, accuracy) = found?;
        Some(Some(match so_far {
            None => Elevation { low: height, high: height, accuracy },
            Some(Elevation { low, high, accuracy: before }) => Elevation {
                low: Metres(low.0.min(height.0)),
                high: Metres(high.0.max(height.0)),
                accuracy: Metres(before.0.max(accuracy.0)),
            },
        }))
    })?
}
