//! What is wanted, what is under way and what rests: the plan that the threads work by. No thread and no clock in it.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::{Duration, Instant},
};

use crate::{
    carto::Theme,
    store::tiles::{Failure, TileCache, TilePlace, TileSource, pause, rest_of_a_tile},
};

/// The source in use, as the threads need it.
#[derive(Clone)]
pub struct InUse {
    /// Counts changes of the source: what an older one gave is not shown.
    pub turn: u64,
    pub source: Arc<TileSource>,
    pub cache: Option<TileCache>,
    /// Tiles of twice the pixels are asked for.
    pub doubled: bool,
    /// The colours that shapes are painted in.
    pub theme: Theme,
}

/// A source as it is put into use.
pub struct Wish {
    pub source: Arc<TileSource>,
    pub cache: Option<TileCache>,
    pub doubled: bool,
    pub theme: Theme,
}

struct Rest {
    until: Instant,
    failures: u32,
}

/// When to look at the board again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Tile(TilePlace),
    /// Nothing may be asked before then.
    At(Instant),
    /// Nothing is to be asked until something changes.
    Idle,
}

#[derive(Default)]
pub struct Board {
    turn: u64,
    pub in_use: Option<InUse>,
    /// The tiles in view that are not shown yet, most wanted first.
    wanted: Vec<TilePlace>,
    reading: HashSet<TilePlace>,
    /// Not on this disk, or no longer fresh: the server's turn.
    looked_up: HashSet<TilePlace>,
    asking: HashSet<TilePlace>,
    /// Requests for sources before this one that have not come back: they hold their slots.
    older: usize,
    resting: HashMap<TilePlace, Rest>,
    source_rests_until: Option<Instant>,
    failures_in_a_row: u32,
    pub closed: bool,
}

/// Tiles that failed are remembered up to this number; then the memory begins anew.
const MOST_RESTING: usize = 5_000;

impl Board {
    /// Begins with another source, or none: nothing of the old one is asked for any more.
    pub fn use_source(&mut self, wish: Option<Wish>) -> u64 {
        self.turn += 1;
        let (turn, closed) = (self.turn, self.closed);
        let older = self.older + self.asking.len();
        *self = Self { turn, older, closed, ..Self::default() };
        self.in_use =
            wish.map(|Wish { source, cache, doubled, theme }| InUse { turn, source, cache, doubled, theme });
        turn
    }

    /// The tiles in view: what is not among them is not asked for.
    pub fn want(&mut self, places: Vec<TilePlace>) {
        self.looked_up.retain(|place| places.contains(place));
        self.wanted = places;
    }

    /// A tile to be looked for on this disk.
    pub fn next_to_read(&mut self) -> Option<TilePlace> {
        let place = self.wanted.iter().copied().find(|place| {
            !self.reading.contains(place)
                && !self.looked_up.contains(place)
                && !self.asking.contains(place)
                && !self.resting.contains_key(place)
        })?;
        self.reading.insert(place);
        Some(place)
    }

    /// A tile was looked for on this disk; `done` says that there is no more to be had.
    pub fn was_read(&mut self, place: TilePlace, done: bool) {
        self.reading.remove(&place);
        if done {
            self.wanted.retain(|wanted| *wanted != place);
        } else {
            self.looked_up.insert(place);
        }
    }

    /// A tile to be asked of the server.
    pub fn next_to_ask(&mut self, now: Instant) -> Next {
        let Some(in_use) = self.in_use.as_ref().filter(|in_use| in_use.source.is_web()) else {
            return Next::Idle;
        };
        if self.asking.len() + self.older >= in_use.source.slots() {
            return Next::Idle;
        }
        if let Some(until) = self.source_rests_until.filter(|until| *until > now) {
            let waits = self.wanted.iter().any(|place| self.looked_up.contains(place));
            return if waits { Next::At(until) } else { Next::Idle };
        }
        let mut soonest: Option<Instant> = None;
        for place in &self.wanted {
            if !self.looked_up.contains(place) || self.asking.contains(place) {
                continue;
            }
            match self.resting.get(place) {
                Some(rest) if rest.until > now => {
                    soonest = Some(soonest.map_or(rest.until, |soonest| soonest.min(rest.until)));
                }
                Some(_) | None => {
                    self.asking.insert(*place);
                    return Next::Tile(*place);
                }
            }
        }
        soonest.map_or(Next::Idle, Next::At)
    }

    /// A request came back.
    pub fn was_asked(&mut self, place: TilePlace, failure: Option<&Failure>, now: Instant, dice: f64) {
        self.asking.remove(&place);
        let Some(failure) = failure else {
            self.wanted.retain(|wanted| *wanted != place);
            self.resting.remove(&place);
            self.failures_in_a_row = 0;
            self.source_rests_until = None;
            return;
        };
        if self.resting.len() >= MOST_RESTING {
            self.resting.clear();
        }
        let failures = self.resting.get(&place).map_or(1, |rest| rest.failures.saturating_add(1));
        self.resting.insert(place, Rest { until: now + rest_of_a_tile(failure, failures, dice), failures });
        // A place without a tile tells nothing of the server; several odd answers in a row do.
        const ODD_ANSWERS: u32 = 3;
        match failure {
            Failure::Missing => return,
            Failure::Busy { .. } | Failure::Denied { .. } | Failure::Unreachable(_) | Failure::Unfit(_) => {
                self.failures_in_a_row = self.failures_in_a_row.saturating_add(1);
            }
        }
        let asked = match failure {
            Failure::Busy { retry_after, .. } => *retry_after,
            Failure::Missing | Failure::Denied { .. } | Failure::Unreachable(_) | Failure::Unfit(_) => None,
        };
        let in_a_row = self.failures_in_a_row;
        let wait: Option<Duration> = if failure.concerns_the_source() {
            Some(pause(in_a_row, asked, dice))
        } else {
            (in_a_row >= ODD_ANSWERS).then(|| pause(in_a_row - ODD_ANSWERS + 1, None, dice))
        };
        if let Some(wait) = wait {
            let until = now + wait;
            self.source_rests_until = Some(self.source_rests_until.map_or(until, |old| old.max(until)));
        }
    }

    /// A request for an older source came back.
    pub fn older_came_back(&mut self) {
        self.older = self.older.saturating_sub(1);
    }

    /// Whether the server is left in peace now.
    pub fn source_rests(&self, now: Instant) -> bool {
        self.source_rests_until.is_some_and(|until| until > now)
    }

    /// Requests under way.
    pub fn under_way(&self) -> usize {
        self.asking.len() + self.reading.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tiles::SourceKind;

    const A: TilePlace = TilePlace { z: 8, x: 180, y: 98 };
    const B: TilePlace = TilePlace { z: 8, x: 181, y: 98 };
    const C: TilePlace = TilePlace { z: 8, x: 182, y: 98 };

    fn wish(source: Arc<TileSource>, doubled: bool) -> Wish {
        Wish { source, cache: None, doubled, theme: Theme::Light }
    }

    fn board(template: &str) -> Board {
        let kind = SourceKind::Web { template: template.to_owned() };
        let source = TileSource::new("id".to_owned(), "Name".to_owned(), kind);
        let mut board = Board::default();
        board.use_source(Some(wish(Arc::new(source), false)));
        board.want(vec![A, B, C]);
        while let Some(place) = board.next_to_read() {
            board.was_read(place, false);
        }
        board
    }

    fn anywhere() -> Board {
        board("https://tiles.example.org/{z}/{x}/{y}.png")
    }

    #[test]
    fn nothing_is_asked_without_a_source() {
        let mut board = Board::default();
        board.want(vec![A]);
        assert_eq!(board.next_to_ask(Instant::now()), Next::Idle);
        let mut board = anywhere();
        board.use_source(None);
        board.want(vec![A]);
        assert_eq!(board.next_to_ask(Instant::now()), Next::Idle);
    }

    #[test]
    fn what_left_the_view_is_not_asked_for() {
        let mut board = anywhere();
        board.want(vec![B]);
        assert_eq!(board.next_to_ask(Instant::now()), Next::Tile(B));
        assert_eq!(board.next_to_ask(Instant::now()), Next::Idle);
    }

    #[test]
    fn volunteers_servers_are_asked_two_at_a_time() {
        let mut board = board("https://tile.openstreetmap.org/{z}/{x}/{y}.png");
        let now = Instant::now();
        assert_eq!(board.next_to_ask(now), Next::Tile(A));
        assert_eq!(board.next_to_ask(now), Next::Tile(B));
        assert_eq!(board.next_to_ask(now), Next::Idle);
        board.was_asked(A, None, now, 0.0);
        assert_eq!(board.next_to_ask(now), Next::Tile(C));
    }

    #[test]
    fn switching_off_and_on_asks_no_more_at_a_time() {
        let mut board = board("https://tile.openstreetmap.org/{z}/{x}/{y}.png");
        let now = Instant::now();
        assert_eq!([board.next_to_ask(now), board.next_to_ask(now)], [Next::Tile(A), Next::Tile(B)]);
        let source = Arc::clone(&board.in_use.as_ref().unwrap().source);
        board.use_source(None);
        board.use_source(Some(wish(source, false)));
        board.want(vec![A]);
        assert_eq!(board.next_to_read(), Some(A));
        board.was_read(A, false);
        assert_eq!(board.next_to_ask(now), Next::Idle, "two are still under way");
        board.older_came_back();
        assert_eq!(board.next_to_ask(now), Next::Tile(A));
    }

    #[test]
    fn a_server_in_trouble_is_left_in_peace_longer_each_time_and_asked_again() {
        let mut board = anywhere();
        let mut now = Instant::now();
        let busy = Failure::Busy { status: 503, retry_after: None };
        let mut waits = Vec::new();
        for _ in 0..12 {
            let place = match board.next_to_ask(now) {
                Next::Tile(place) => place,
                Next::At(then) => {
                    now = then;
                    continue;
                }
                Next::Idle => panic!("something is wanted"),
            };
            board.was_asked(place, Some(&busy), now, 0.0);
            assert!(board.source_rests(now));
            let Next::At(then) = board.next_to_ask(now) else { panic!("nothing is asked meanwhile") };
            waits.push(then - now);
        }
        assert!(waits.is_sorted() && waits.len() > 4, "{waits:?}");
        assert!(waits.iter().all(|wait| *wait <= Duration::from_mins(10)));
    }

    #[test]
    fn a_place_without_a_tile_stops_no_other_and_is_not_forgotten_for_ever() {
        let mut board = anywhere();
        let now = Instant::now();
        assert_eq!(board.next_to_ask(now), Next::Tile(A));
        board.was_asked(A, Some(&Failure::Missing), now, 0.0);
        assert_eq!(board.next_to_ask(now), Next::Tile(B));
        assert_eq!(board.next_to_ask(now), Next::Tile(C));
        board.was_asked(B, None, now, 0.0);
        board.was_asked(C, None, now, 0.0);
        let Next::At(then) = board.next_to_ask(now) else { panic!("it is asked for again some day") };
        assert_eq!(board.next_to_ask(then), Next::Tile(A));
    }

    #[test]
    fn what_an_older_source_gave_has_an_older_turn() {
        let mut board = anywhere();
        let before = board.in_use.as_ref().unwrap().turn;
        let source = Arc::clone(&board.in_use.as_ref().unwrap().source);
        assert!(board.use_source(Some(wish(source, true))) > before);
    }
}
