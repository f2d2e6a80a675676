//! Where a published position lies: the middle of a cell, or a place drawn with the document's secret.
//!
//! A drawn place must tell nothing of the true one but the stated distance, however often and at whatever distances it
//! is published. So it depends on the secret and on the true place alone: the same place goes to the same place in every
//! export, and thirty incidents on one point do not average out. And it is reached in steps, from each size of the list
//! to the next larger one: who has the copies for 5 km and for 20 km knows no more than who has that for 5 km.

use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use crate::{
    analysis::geodesy::destination,
    model::{Degrees, LonLat, Metres, Positions},
};

/// Cells of a thousandth of a degree: corrections below some 100 m do not draw anew, and last digits are lost.
const CELLS_PER_DEGREE: f64 = 1_000.0;

/// No point of such a cell is farther from its middle.
const CELL_ERROR: Metres = Metres(80.0);

/// Metres of a degree along a meridian, the shortest anywhere on the globe, so that no cell is larger than stated.
///
/// # Source
/// WGS 84: 110,574 m at the equator.
const METRES_PER_DEGREE: f64 = 110_574.0;

/// Numbers below one, drawn for a purpose: the same for the same secret, and nothing to be guessed without it.
pub(super) struct Dice<'a>(pub &'a str);

impl Dice<'_> {
    fn bytes(&self, purpose: &str, of: &[u8]) -> [u8; 32] {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).expect("a key of any length is taken");
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(of);
        mac.finalize().into_bytes().into()
    }

    fn pair(&self, purpose: &str, of: &[u8]) -> [f64; 2] {
        let bytes = self.bytes(purpose, of);
        [0, 8].map(|at| {
            let eight: [u8; 8] = bytes[at..at + 8].try_into().expect("eight of 32 bytes");
            // 53 bits are what a number of this kind holds.
            (u64::from_be_bytes(eight) >> 11) as f64 / (1_u64 << 53) as f64
        })
    }

    /// Another name for a thing: the same in every copy, and none finds the old one by it.
    pub fn name(&self, old: &str) -> String {
        use std::fmt::Write as _;
        self.bytes("name", old.as_bytes()).iter().take(8).fold(String::new(), |mut name, byte| {
            let _ = write!(name, "{byte:02x}");
            name
        })
    }

    /// The published place of a position, at most `distance` away from it.
    pub fn displaced(&self, position: LonLat, distance: Metres) -> Option<LonLat> {
        let cell = [position.lon(), position.lat()].map(|degrees| (degrees * CELLS_PER_DEGREE).round());
        let mut at = LonLat::new(cell[0] / CELLS_PER_DEGREE, cell[1] / CELLS_PER_DEGREE).ok()?;
        let of = format!("{} {}", cell[0], cell[1]);
        let mut so_far = CELL_ERROR;
        let larger = Positions::SIZES.into_iter().filter(|size| size.0 < distance.0).chain([distance]);
        for size in larger {
            let [direction, share] = self.pair(&format!("step to {} m", size.0), of.as_bytes());
            // Evenly over the disc.
            let way = Metres((size.0 - so_far.0) * share.sqrt());
            at = destination(at, Degrees(direction * 360.0), way)?;
            so_far = size;
        }
        Some(at)
    }
}

/// The middle of the cell that the position lies in; cells are `size` high and at most so wide.
pub(super) fn in_grid(position: LonLat, size: Metres) -> Option<LonLat> {
    let step = size.0 / METRES_PER_DEGREE;
    let middle = |degrees: f64, step: f64| ((degrees / step).floor() + 0.5) * step;
    let lat = middle(position.lat(), step).clamp(-90.0, 90.0);
    // The row's edge nearest to the equator has the widest cells.
    let widest = (lat.abs() - step / 2.0).max(0.0).to_radians().cos().max(1e-3);
    let wide = step * (METRES_PER_DEGREE / 111_320.0) / widest;
    LonLat::new(middle(position.lon(), wide).clamp(-180.0, 180.0), lat).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distance(a: LonLat, b: LonLat) -> f64 {
        crate::analysis::geodesy::geodesic(a, b).0
    }

    #[test]
    fn a_larger_distance_is_a_further_step_from_the_place_of_the_smaller_one() {
        let dice = Dice("a secret");
        for place in 0..200 {
            let at = LonLat::new(68.0 + f64::from(place) * 0.031, 36.8 + f64::from(place) * 0.007).unwrap();
            let five = dice.displaced(at, Metres(5_000.0)).unwrap();
            let twenty = dice.displaced(at, Metres(20_000.0)).unwrap();
            assert!(distance(at, five) <= 5_000.0);
            assert!(distance(five, twenty) <= 15_001.0, "not a draw of its own around the true place");
        }
    }

    #[test]
    fn many_places_are_spread_over_the_whole_disc() {
        let dice = Dice("another secret");
        let ways: Vec<f64> = (0..2_000)
            .map(|place| {
                let at = LonLat::new(70.0 + f64::from(place) * 0.01, 37.5).unwrap();
                distance(at, dice.displaced(at, Metres(10_000.0)).unwrap())
            })
            .collect();
        let mean = ways.iter().sum::<f64>() / ways.len() as f64;
        assert!((3_000.0..7_000.0).contains(&mean), "{mean}");
        assert!(ways.iter().all(|way| *way <= 10_000.0));
    }

    #[test]
    fn the_middle_of_a_cell_is_never_farther_than_half_its_diagonal() {
        for place in 0..500 {
            let at = LonLat::new(66.0 + f64::from(place) * 0.0231, -80.0 + f64::from(place) * 0.321).unwrap();
            let size = Metres(5_000.0);
            let error = Positions::Grid(size).error().unwrap().0;
            let middle = in_grid(at, size).unwrap();
            assert!(distance(at, middle) <= error * 1.011, "{at}: {}", distance(at, middle));
            assert_eq!(in_grid(middle, size), Some(middle), "publishing twice moves nothing");
        }
    }
}
