//! The rows in an order in which neighbours on the map are neighbours: what lies in a part of the world is found there
//! without asking all.

use super::spots::{Part, Spot};

/// So many neighbours are passed over or taken together.
const LEAF: usize = 64;

/// Inside a square of two to this power steps, some 150 metres, the rows stand in the order of time.
pub const SQUARE: u32 = 14;

/// Rows are told apart by so many bits.
const ROW_BITS: u32 = 2 * SQUARE;

/// Rows with a place along a curve that fills the world (Z-order).
#[derive(Clone, Debug)]
pub struct ByPlace {
    rows: Vec<u32>,
    /// Theirs: beside each other, they are read many times faster than by their rows.
    spots: Vec<Spot>,
    /// What each [`LEAF`] of them lie in.
    around: Vec<Part>,
}

/// Of one [`LEAF`], how many are shown.
#[derive(Clone, Copy, Debug, Default)]
pub struct LeafCount {
    count: u8,
    rough: u8,
    areas: u8,
}

/// How many stand in a part of the world.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Headcount {
    pub count: usize,
    /// Those of which no more than the district or province is known.
    pub rough: usize,
    /// Those whose place is an area or a line and no point.
    pub areas: usize,
}

impl ByPlace {
    pub fn of(spots: &[Spot]) -> Self {
        let placed = (0_u32..).zip(spots).filter(|(_, spot)| spot.is_placed());
        let mut keys: Vec<u64> = placed.map(|(row, spot)| key_of(row, *spot)).collect();
        keys.sort_unstable();
        let rows: Vec<u32> = keys.into_iter().map(|key| (key & ((1 << ROW_BITS) - 1)) as u32).collect();
        let spots: Vec<Spot> = rows.iter().map(|&row| spots[row as usize]).collect();
        let around = spots.chunks(LEAF).map(|leaf| Part::around(leaf.iter().copied())).collect();
        Self { rows, spots, around }
    }

    /// What a row is told by has changed, but not where it stands.
    pub fn replace(&mut self, row: u32, spot: Spot) {
        let key = key_of(row, spot);
        let (mut start, mut end) = (0, self.rows.len());
        while start < end {
            let middle = usize::midpoint(start, end);
            if key_of(self.rows[middle], self.spots[middle]) < key {
                start = middle + 1;
            } else {
                end = middle;
            }
        }
        if self.rows.get(start) == Some(&row) {
            self.spots[start] = spot;
        }
    }

    /// All of them, those of one square after each other.
    pub fn each(&self, mut see: impl FnMut(u32, Spot)) {
        self.rows.iter().zip(&self.spots).for_each(|(&row, &spot)| see(row, spot));
    }

    /// At least as many as lie in the part.
    pub fn most_in(&self, part: Part) -> usize {
        self.around.iter().filter(|around| part.touches(**around)).count() * LEAF
    }

    /// Calls `see` with all in the part, and with some around it.
    #[inline]
    pub fn each_around(&self, part: Part, mut see: impl FnMut(u32, Spot)) {
        let leaves = self.rows.chunks(LEAF).zip(self.spots.chunks(LEAF)).zip(&self.around);
        for ((rows, spots), _) in leaves.filter(|(_, around)| part.touches(**around)) {
            rows.iter().zip(spots).for_each(|(&row, &spot)| see(row, spot));
        }
    }

    /// How many of each leaf are shown.
    pub fn count(&self, is_shown: impl Fn(u32) -> bool) -> Vec<LeafCount> {
        let leaves = self.rows.chunks(LEAF).zip(self.spots.chunks(LEAF)).map(|(rows, spots)| {
            let mut counted = LeafCount::default();
            for (_, spot) in rows.iter().zip(spots).filter(|(row, _)| is_shown(**row)) {
                counted.count += 1;
                counted.rough += u8::from(spot.is_rough());
                counted.areas += u8::from(spot.is_area());
            }
            counted
        });
        leaves.collect()
    }

    /// How many of the shown stand in the part; `counts` are those of [`ByPlace::count`] for the same.
    pub fn headcount(
        &self,
        part: Part,
        (counts, is_shown): (&[LeafCount], impl Fn(u32) -> bool),
    ) -> Headcount {
        let mut found = Headcount::default();
        let leaves = self.rows.chunks(LEAF).zip(self.spots.chunks(LEAF)).zip(counts);
        for (((rows, spots), counted), around) in leaves.zip(&self.around) {
            if part.covers(*around) {
                found.count += usize::from(counted.count);
                found.rough += usize::from(counted.rough);
                found.areas += usize::from(counted.areas);
            } else if part.touches(*around) {
                let shown =
                    rows.iter().zip(spots).filter(|(row, spot)| part.holds(**spot) && is_shown(**row));
                for (_, spot) in shown {
                    found.count += 1;
                    found.rough += usize::from(spot.is_rough());
                    found.areas += usize::from(spot.is_area());
                }
            }
        }
        found
    }
}

/// What a row stands in the order by: its square, and in one square the row.
fn key_of(row: u32, spot: Spot) -> u64 {
    let square = spread(spot.x >> SQUARE) | spread(spot.y >> SQUARE) << 1;
    square << ROW_BITS | u64::from(row)
}

/// The bits with room for one more between each two.
fn spread(bits: u32) -> u64 {
    let bits = u64::from(bits);
    let bits = (bits | bits << 16) & 0x0000_ffff_0000_ffff;
    let bits = (bits | bits << 8) & 0x00ff_00ff_00ff_00ff;
    let bits = (bits | bits << 4) & 0x0f0f_0f0f_0f0f_0f0f;
    let bits = (bits | bits << 2) & 0x3333_3333_3333_3333;
    (bits | bits << 1) & 0x5555_5555_5555_5555
}
