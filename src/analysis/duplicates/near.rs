//! Which incidents of a document are worth comparing: those whose days and whose cells of a coarse grid meet.

use std::collections::{HashMap, HashSet, VecDeque};

use super::traits::{MOST_DAYS_APART, Traits, Where};

/// One degree north to south, in metres.
const METRES_A_DEGREE: f64 = 111_000.0;

/// How far beyond its own error an incident looks for others, in metres.
const REACH: f64 = 30_000.0;

/// The most incidents that one is compared with; beyond it those of the nearest days are. It bounds the work for
/// a document where everything is on one day in one place.
const MOST_COMPARED: usize = 400;

type Cell = (i32, i32);

/// Pairs of rows, smaller first. Rows are swept in the order of their first day; each looks back, through the
/// cells that it may lie in, at those whose last day is not long past.
pub(super) fn near_pairs(all: &[Traits]) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..all.len()).filter(|row| all[*row].days.is_some()).collect();
    order.sort_by_key(|row| all[*row].days.map(|days| (days.first, days.last)));
    let mut in_cell: HashMap<Cell, VecDeque<usize>> = HashMap::new();
    let mut nowhere: VecDeque<usize> = VecDeque::new();
    let mut everywhere: VecDeque<usize> = VecDeque::new();
    let mut pairs = Vec::new();
    for row in order {
        let Some(days) = all[row].days else { continue };
        let past =
            |other: &usize| all[*other].days.is_some_and(|other| days.first - other.last > MOST_DAYS_APART);
        let mut met: HashSet<usize> = HashSet::new();
        // Backwards: those of the nearest days first.
        let mut look_back = |rows: &mut VecDeque<usize>| {
            while rows.front().is_some_and(past) {
                rows.pop_front();
            }
            let room = MOST_COMPARED.saturating_sub(met.len());
            met.extend(rows.iter().rev().take(room).filter(|other| !past(other)));
        };
        if let Some(place) = all[row].place {
            for cell in cells(place, REACH) {
                if let Some(rows) = in_cell.get_mut(&cell) {
                    look_back(rows);
                }
            }
            look_back(&mut nowhere);
            for cell in cells(place, 0.0) {
                in_cell.entry(cell).or_default().push_back(row);
            }
        } else {
            look_back(&mut everywhere);
            nowhere.push_back(row);
        }
        everywhere.push_back(row);
        pairs.extend(met.into_iter().map(|other| (other.min(row), other.max(row))));
    }
    pairs
}

/// Cells of one degree that the place may lie in, widened by `reach` metres.
fn cells(place: Where, reach: f64) -> Vec<Cell> {
    let (lon, lat) = (place.position.lon(), place.position.lat());
    let metres = place.error.0 + reach;
    let north = metres / METRES_A_DEGREE;
    // Near a pole a degree of longitude is nothing; there the cells stay coarse and few.
    let east = north / lat.to_radians().cos().max(0.2);
    let range = |from: f64, to: f64| from.floor() as i32..=to.floor() as i32;
    range(lat - north, lat + north)
        .flat_map(|row| range(lon - east, lon + east).map(move |column| (row, column)))
        .collect()
}
