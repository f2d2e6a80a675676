//! Chords in space in the order of their line, held by balls that are held by balls: few are asked for the nearest.
//!
//! A tree of boxes (rstar) took twice the time for the same answers: the line's own order packs it as well, and the
//! distance to a ball is one root.

use super::lines::InSpace;

/// A straight way through the Earth between two vertices.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chord {
    pub(super) from: InSpace,
    pub(super) to: InSpace,
}

impl Chord {
    /// How far along its nearest point to `at` stands, 0 to 1.
    pub(super) fn way_along(&self, at: InSpace) -> f64 {
        let step = minus(self.to, self.from);
        let whole = dot(step, step);
        if whole > 0.0 { (dot(minus(at, self.from), step) / whole).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// The square of the distance to its nearest point, in square metres.
    pub(super) fn distance_2(&self, at: InSpace) -> f64 {
        let along = self.way_along(at);
        let step = minus(self.to, self.from);
        let off = minus(minus(at, self.from), step.map(|part| part * along));
        dot(off, off)
    }
}

/// A ball around neighbouring chords, or around neighbouring balls.
#[derive(Clone, Copy, Debug)]
struct Ball {
    centre: InSpace,
    radius: f64,
}

impl Ball {
    /// Around all of these balls.
    fn around(held: &[Self]) -> Self {
        let share = 1.0 / held.len() as f64;
        let mut centre = [0.0; 3];
        for ball in held {
            for (axis, part) in centre.iter_mut().enumerate() {
                *part += ball.centre[axis] * share;
            }
        }
        let reach = |ball: &Self| length(minus(ball.centre, centre)) + ball.radius;
        Self { centre, radius: held.iter().map(reach).fold(0.0, f64::max) }
    }

    /// The square of a distance that nothing in it is nearer than.
    fn no_nearer_2(&self, at: InSpace) -> f64 {
        let gap = (length(minus(at, self.centre)) - self.radius).max(0.0);
        gap * gap
    }
}

/// How many chords or balls a ball holds.
const HELD: usize = 8;

/// Chords that answer which of them is nearest.
#[derive(Debug)]
pub(super) struct Chords {
    chords: Vec<Chord>,
    /// Balls around `HELD` chords each, then around `HELD` of those balls each, up to one.
    levels: Vec<Vec<Ball>>,
}

impl Chords {
    /// Neighbours on the ground are best neighbours here.
    pub(super) fn new(chords: Vec<Chord>) -> Self {
        let mut levels = Vec::new();
        let mut below: Vec<Ball> = chords
            .iter()
            .map(|chord| {
                let ends = [chord.from, chord.to].map(|centre| Ball { centre, radius: 0.0 });
                Ball::around(&ends)
            })
            .collect();
        while below.len() > 1 || (levels.is_empty() && !below.is_empty()) {
            below = below.chunks(HELD).map(Ball::around).collect();
            levels.push(below.clone());
        }
        Self { chords, levels }
    }

    pub(super) fn get(&self, place: usize) -> &Chord {
        &self.chords[place]
    }

    /// The place of the nearest chord and the square of its distance in square metres.
    pub(super) fn nearest(&self, at: InSpace) -> Option<(usize, f64)> {
        let mut best = (usize::MAX, f64::INFINITY);
        if let Some(top) = self.levels.len().checked_sub(1) {
            self.search(top, 0, at, &mut best);
        }
        (best.0 != usize::MAX).then_some(best)
    }

    fn search(&self, level: usize, ball: usize, at: InSpace, best: &mut (usize, f64)) {
        let first = ball * HELD;
        let Some(below) = level.checked_sub(1) else {
            for (place, chord) in self.chords.iter().enumerate().skip(first).take(HELD) {
                let distance_2 = chord.distance_2(at);
                if distance_2 < best.1 {
                    *best = (place, distance_2);
                }
            }
            return;
        };
        let held = &self.levels[below][first..(first + HELD).min(self.levels[below].len())];
        let mut order = [(f64::INFINITY, 0); HELD];
        for (place, (slot, ball)) in order.iter_mut().zip(held).enumerate() {
            *slot = (ball.no_nearer_2(at), first + place);
        }
        let order = &mut order[..held.len()];
        order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        for (no_nearer_2, ball) in order {
            if *no_nearer_2 < best.1 {
                self.search(below, *ball, at, best);
            }
        }
    }

    /// Calls `found` with the place of each chord that near, the square of the distance in square metres.
    pub(super) fn within(&self, at: InSpace, distance_2: f64, found: &mut impl FnMut(usize)) {
        let mut open: Vec<(usize, usize)> =
            self.levels.len().checked_sub(1).map(|top| (top, 0)).into_iter().collect();
        while let Some((level, ball)) = open.pop() {
            let held = ball * HELD..(ball + 1) * HELD;
            match level.checked_sub(1) {
                Some(below) => {
                    let near = |place: &usize| {
                        let ball = self.levels[below].get(*place);
                        ball.is_some_and(|ball| ball.no_nearer_2(at) <= distance_2)
                    };
                    open.extend(held.filter(near).map(|place| (below, place)));
                }
                None => held
                    .filter(|place| {
                        self.chords.get(*place).is_some_and(|chord| chord.distance_2(at) <= distance_2)
                    })
                    .for_each(&mut *found),
            }
        }
    }
}

fn minus(a: InSpace, b: InSpace) -> InSpace {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

fn dot(a: InSpace, b: InSpace) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn length(a: InSpace) -> f64 {
    dot(a, a).sqrt()
}

#[cfg(test)]
mod tests {
    use super::{Chord, Chords};

    /// A line that wanders, without a random source: the same in every run.
    fn wandering(count: usize) -> Vec<Chord> {
        let at = |n: usize| {
            let n = n as f64;
            [n * 40.0 + (n * 0.7).sin() * 900.0, (n * 0.11).cos() * 5_000.0, (n * 0.023).sin() * 700.0]
        };
        (0..count).map(|n| Chord { from: at(n), to: at(n + 1) }).collect()
    }

    #[test]
    fn the_nearest_is_the_one_that_asking_all_finds() {
        for count in [1, 2, 7, 8, 9, 64, 65, 700] {
            let all = wandering(count);
            let chords = Chords::new(all.clone());
            for n in 0..200 {
                let n = f64::from(n);
                let at = [n * 150.0 - 800.0, (n * 1.3).sin() * 9_000.0, (n * 0.4).cos() * 2_000.0];
                let least = all.iter().map(|chord| chord.distance_2(at)).fold(f64::INFINITY, f64::min);
                let (place, distance_2) = chords.nearest(at).unwrap();
                assert!(
                    distance_2 <= least && all[place].distance_2(at) <= least,
                    "{count} chords, from {at:?}"
                );
                let reach = least * 1.5 + 1.0;
                let mut found = Vec::new();
                chords.within(at, reach, &mut |place| found.push(place));
                found.sort_unstable();
                let asked: Vec<usize> =
                    (0..count).filter(|place| all[*place].distance_2(at) <= reach).collect();
                assert_eq!(found, asked, "{count} chords, from {at:?}");
            }
        }
    }

    #[test]
    fn nothing_is_nearest_where_there_is_nothing() {
        assert!(Chords::new(Vec::new()).nearest([0.0; 3]).is_none());
    }
}
