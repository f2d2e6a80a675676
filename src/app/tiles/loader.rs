//! The threads that bring tiles: one reads this disk, a few ask the server. Until a source is switched on there is
//! none of them.

use std::{
    path::PathBuf,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, Sender, channel},
    },
    time::{Duration, Instant},
};

use eframe::egui;
use jiff::Timestamp;

use crate::{
    carto::Theme,
    session::Request,
    store::tiles::{
        AboutTiles, CachedTile, Failure, MOST_CACHE_BYTES, SLOTS, TileCache, TilePlace, TileSource,
        rest_of_a_tile,
    },
};

use super::{
    board::{Board, InUse, Next, Wish},
    client::Client,
    painted::tile_picture,
    reader::{OnDisk, Reader},
};

/// What the threads bring.
pub enum Loaded {
    Tile {
        turn: u64,
        place: TilePlace,
        bytes: Arc<[u8]>,
        image: egui::ColorImage,
        /// A newer one is wanted.
        old: bool,
    },
    /// There is no tile, for now: an ancestor stands in.
    Failed {
        turn: u64,
        place: TilePlace,
    },
    Requests(Vec<Request>),
    /// Why tiles do not come; `None` when one has.
    Trouble {
        turn: u64,
        why: Option<String>,
    },
    About {
        turn: u64,
        about: AboutTiles,
    },
}

struct Shared {
    board: Mutex<Board>,
    changed: Condvar,
    /// One tile is decoded at a time: the largest takes 64 MiB.
    decoding: Mutex<()>,
    /// A fresh one for each source: with the old one its open connections go.
    client: Mutex<Arc<Client>>,
    outbox: Mutex<Sender<Loaded>>,
    ctx: egui::Context,
}

/// Brings the tiles of the source in use.
pub struct TileLoader {
    shared: Arc<Shared>,
    loaded: Receiver<Loaded>,
    cache_folder: Option<PathBuf>,
    threads: usize,
    /// What was asked for last.
    wanted: Vec<TilePlace>,
    turn: u64,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A thread that panicked leaves a board that is still in order.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl TileLoader {
    /// `cache_folder` is where fetched tiles are kept; without it none is.
    pub fn new(ctx: &egui::Context, cache_folder: Option<PathBuf>) -> Self {
        let (outbox, loaded) = channel();
        let shared = Arc::new(Shared {
            board: Mutex::default(),
            changed: Condvar::new(),
            decoding: Mutex::default(),
            client: Mutex::default(),
            outbox: Mutex::new(outbox),
            ctx: ctx.clone(),
        });
        Self { shared, loaded, cache_folder, threads: 0, wanted: Vec::new(), turn: 0 }
    }

    /// Another source, or none. `doubled`: the screen shows twice the pixels; `theme`: the colours of shapes.
    pub fn use_source(&mut self, source: Option<Arc<TileSource>>, doubled: bool, theme: Theme) -> u64 {
        let wanted_threads = match &source {
            Some(source) if source.is_web() => 1 + SLOTS,
            Some(_) => 1,
            None => 0,
        };
        let wish = source.map(|source| Wish { cache: self.cache_of(&source), source, doubled, theme });
        self.turn = locked(&self.shared.board).use_source(wish);
        self.wanted.clear();
        *locked(&self.shared.client) = Arc::default();
        for number in self.threads..wanted_threads {
            let shared = Arc::clone(&self.shared);
            std::thread::spawn(
                move || if number == 0 { read_tiles(&shared) } else { ask_for_tiles(&shared) },
            );
        }
        self.threads = self.threads.max(wanted_threads);
        self.shared.changed.notify_all();
        self.turn
    }

    pub fn cache_of(&self, source: &TileSource) -> Option<TileCache> {
        TileCache::of(self.cache_folder.as_ref()?, source)
    }

    pub fn in_use(&self) -> Option<InUse> {
        locked(&self.shared.board).in_use.clone()
    }

    /// The tiles that are in view and not here yet, most wanted first.
    pub fn want(&mut self, places: Vec<TilePlace>) {
        if places != self.wanted {
            self.wanted.clone_from(&places);
            locked(&self.shared.board).want(places);
            self.shared.changed.notify_all();
        }
    }

    /// Whether the server is left in peace after failures.
    pub fn source_rests(&self) -> bool {
        locked(&self.shared.board).source_rests(Instant::now())
    }

    /// Tiles being read or asked for.
    pub fn under_way(&self) -> usize {
        locked(&self.shared.board).under_way()
    }

    /// What has come, but what an older source gave.
    pub fn loaded(&mut self) -> Vec<Loaded> {
        let turn = self.turn;
        let is_ours = |loaded: &Loaded| match loaded {
            Loaded::Requests(_) => true,
            Loaded::Tile { turn: theirs, .. }
            | Loaded::Failed { turn: theirs, .. }
            | Loaded::Trouble { turn: theirs, .. }
            | Loaded::About { turn: theirs, .. } => *theirs == turn,
        };
        let loaded: Vec<Loaded> = self.loaded.try_iter().filter(is_ours).collect();
        // What came is wanted no more; what is wanted again must be said again.
        if loaded.iter().any(|loaded| matches!(loaded, Loaded::Tile { .. })) {
            self.wanted.clear();
        }
        loaded
    }
}

impl Drop for TileLoader {
    fn drop(&mut self) {
        locked(&self.shared.board).closed = true;
        self.shared.changed.notify_all();
    }
}

impl Shared {
    fn send(&self, loaded: Loaded) {
        // Nobody listens once the window is gone.
        let _sent = locked(&self.outbox).send(loaded);
        self.ctx.request_repaint();
    }

    /// Pixels of a tile, or why it is none.
    fn decoded(&self, bytes: &[u8], in_use: &InUse, place: TilePlace) -> Result<egui::ColorImage, Failure> {
        let _one_at_a_time = locked(&self.decoding);
        let at = in_use.source.stored_at(place);
        let image = tile_picture(bytes, at, place, in_use.theme)
            .map_err(|error| Failure::Unfit(error.to_string()))?;
        let size = [image.width() as usize, image.height() as usize];
        Ok(egui::ColorImage::from_rgba_unmultiplied(size, image.as_raw()))
    }

    /// Waits until the board says what to do; `None` when all is over.
    fn wait_for<T>(
        &self,
        mut look: impl FnMut(&mut Board) -> Result<T, Option<Duration>>,
    ) -> Option<(InUse, T)> {
        let mut board = locked(&self.board);
        loop {
            if board.closed {
                return None;
            }
            let wait = match (board.in_use.clone(), look(&mut board)) {
                (Some(in_use), Ok(found)) => return Some((in_use, found)),
                (_, Ok(_)) => None,
                (_, Err(wait)) => wait,
            };
            board = match wait {
                Some(wait) => {
                    let wait = wait.max(Duration::from_millis(10));
                    self.changed.wait_timeout(board, wait).unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.changed.wait(board).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    /// Does something to the board if the source is still the same.
    fn tell(&self, turn: u64, change: impl FnOnce(&mut Board)) {
        let mut board = locked(&self.board);
        if board.in_use.as_ref().is_some_and(|in_use| in_use.turn == turn) {
            change(&mut board);
        }
        drop(board);
        self.changed.notify_all();
    }

    /// A request came back, be the source still the same or not.
    fn came_back(&self, turn: u64, place: TilePlace, failure: Option<&Failure>) {
        let mut board = locked(&self.board);
        if board.in_use.as_ref().is_some_and(|in_use| in_use.turn == turn) {
            board.was_asked(place, failure, Instant::now(), dice());
        } else {
            board.older_came_back();
        }
        drop(board);
        self.changed.notify_all();
    }
}

/// The thread that reads this disk.
fn read_tiles(shared: &Shared) {
    let mut reader = Reader::default();
    while let Some((in_use, place)) = shared.wait_for(|board| board.next_to_read().ok_or(None)) {
        let turn = in_use.turn;
        let (found, about) = reader.read(&in_use, place);
        if let Some(about) = about {
            shared.send(Loaded::About { turn, about });
        }
        let is_web = in_use.source.is_web();
        let (bytes, old) = match found {
            OnDisk::Fresh(bytes) => (bytes, false),
            OnDisk::Old(bytes) => (bytes, true),
            OnDisk::Nothing => {
                nothing_here(shared, turn, place, is_web, None);
                continue;
            }
            OnDisk::Trouble(why) => {
                nothing_here(shared, turn, place, is_web, Some(why));
                continue;
            }
        };
        match shared.decoded(&bytes, &in_use, place) {
            Ok(image) => {
                shared.send(Loaded::Tile { turn, place, bytes: bytes.into(), image, old });
                shared.tell(turn, |board| board.was_read(place, !old));
            }
            Err(failure) => nothing_here(shared, turn, place, is_web, Some(failure.to_string())),
        }
    }
}

/// The disk has no tile: the server is next, or there is none.
fn nothing_here(shared: &Shared, turn: u64, place: TilePlace, is_web: bool, why: Option<String>) {
    if is_web {
        shared.tell(turn, |board| board.was_read(place, false));
        return;
    }
    if why.is_some() {
        shared.send(Loaded::Trouble { turn, why });
    }
    shared.send(Loaded::Failed { turn, place });
    shared.tell(turn, |board| {
        board.was_read(place, true);
        board.was_asked(place, Some(&Failure::Missing), Instant::now(), dice());
    });
}

/// A thread that asks the server.
fn ask_for_tiles(shared: &Shared) {
    let mut kept = 0_u32;
    loop {
        let look = |board: &mut Board| {
            let now = Instant::now();
            match board.next_to_ask(now) {
                Next::Tile(place) => Ok(place),
                Next::At(then) => Err(Some(then.saturating_duration_since(now))),
                Next::Idle => Err(None),
            }
        };
        let Some((in_use, place)) = shared.wait_for(look) else { return };
        let turn = in_use.turn;
        let client = Arc::clone(&locked(&shared.client));
        let fetched = client.fetch(&in_use.source, place, in_use.doubled);
        drop(client);
        shared.send(Loaded::Requests(fetched.requests));
        let tile = fetched.result.and_then(|(bytes, fresh)| {
            let image = shared.decoded(&bytes, &in_use, place)?;
            Ok((bytes, fresh, image))
        });
        match tile {
            Ok((bytes, fresh, image)) => {
                // Only what was a picture is kept: a failure is never found in the cache.
                keep(&in_use, place, &bytes, fresh, &mut kept);
                shared.send(Loaded::Trouble { turn, why: None });
                shared.send(Loaded::Tile { turn, place, bytes: bytes.into(), image, old: false });
                shared.came_back(turn, place, None);
            }
            Err(failure) => {
                shared.came_back(turn, place, Some(&failure));
                if failure != Failure::Missing {
                    shared.send(Loaded::Trouble { turn, why: Some(failure.to_string()) });
                }
                shared.send(Loaded::Failed { turn, place });
                // The frame after the rest asks again.
                shared.ctx.request_repaint_after(rest_of_a_tile(&failure, 1, 0.0));
            }
        }
    }
}

fn keep(in_use: &InUse, place: TilePlace, bytes: &[u8], fresh: Duration, kept: &mut u32) {
    /// So many tiles are written between two looks at the size of the cache.
    const BETWEEN_LOOKS: u32 = 100;
    let Some(cache) = &in_use.cache else { return };
    let fetched = Timestamp::now();
    let fresh_until = fetched.checked_add(fresh).unwrap_or(fetched);
    let tile = CachedTile { bytes: bytes.to_vec(), fetched, fresh_until };
    // A disk that takes no more costs only another request some day.
    if cache.write(place, in_use.doubled, &tile).is_ok() {
        if kept.is_multiple_of(BETWEEN_LOOKS) {
            cache.evict(MOST_CACHE_BYTES);
        }
        *kept = kept.wrapping_add(1);
    }
}

/// A number between 0 and 1.
pub(super) fn dice() -> f64 {
    let (_, random) = uuid::Uuid::now_v7().as_u64_pair();
    (random & 0xffff) as f64 / f64::from(0xffff)
}
