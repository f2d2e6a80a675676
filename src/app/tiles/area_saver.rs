//! Saves an area tile by tile: two requests at a time, a pause between them, longer ones when the server asks or has
//! trouble; what was gathered stays for another time.

use std::{
    collections::{HashMap, VecDeque},
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    time::{Duration, Instant},
};

use eframe::egui;
use jiff::Timestamp;

use crate::{
    carto::tiles_of_extent,
    session::{AreaProgress, Request},
    store::tiles::{
        AreaFile, AreaPlan, Failure, TileCache, TilePlace, TileSource, WebAddress, pause, tile_format,
    },
};

use super::{client::Client, loader::dice};

/// Requests under way at once, whatever the server.
const CONNECTIONS: usize = 2;
/// Between the beginnings of two requests. This machine's own servers need no rest.
const BETWEEN: Duration = Duration::from_millis(100);
/// A server that fails so often in a row is left for another time.
const MOST_FAILURES: u32 = 6;
/// A single tile that is odd is tried so often.
const MOST_TRIES: u32 = 3;
/// Tiles that are brought to the disk together.
const BATCH: usize = 40;

/// What came of it.
pub enum AreaNews {
    Progress(AreaPlan, AreaProgress),
    Requests(Vec<Request>),
    /// The file is there, with so many places of which no tile came.
    Finished(AreaPlan, u64),
    /// Stopped, by the user or for the reason given; it can be gone on with.
    Stopped(AreaPlan, Option<String>),
}

/// Saves one area at a time.
pub struct AreaSaver {
    outbox: Sender<AreaNews>,
    news: Receiver<AreaNews>,
    stop: Arc<AtomicBool>,
    folder: Option<PathBuf>,
    ctx: egui::Context,
}

impl AreaSaver {
    /// `folder` is where fetched tiles are kept: those are not asked for again.
    pub fn new(ctx: &egui::Context, folder: Option<PathBuf>) -> Self {
        let (outbox, news) = channel();
        Self { outbox, news, stop: Arc::default(), folder, ctx: ctx.clone() }
    }

    pub fn news(&self) -> Vec<AreaNews> {
        self.news.try_iter().collect()
    }

    /// Begins, or goes on with what was gathered.
    pub fn start(&mut self, plan: AreaPlan, source: TileSource) {
        self.stop();
        self.stop = Arc::default();
        let cache = self.folder.as_ref().and_then(|folder| TileCache::of(folder, &source));
        let work = Work { plan, source, cache, stop: Arc::clone(&self.stop), outbox: self.outbox.clone() };
        let ctx = self.ctx.clone();
        std::thread::spawn(move || {
            let last = match work.run(&ctx) {
                Ok(Some(failed)) => AreaNews::Finished(work.plan.clone(), failed),
                Ok(None) => AreaNews::Stopped(work.plan.clone(), None),
                Err(why) => AreaNews::Stopped(work.plan.clone(), Some(why)),
            };
            let _sent = work.outbox.send(last);
            ctx.request_repaint();
        });
    }

    /// Stops after the requests under way.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

impl Drop for AreaSaver {
    fn drop(&mut self) {
        self.stop();
    }
}

struct Work {
    plan: AreaPlan,
    source: TileSource,
    cache: Option<TileCache>,
    stop: Arc<AtomicBool>,
    outbox: Sender<AreaNews>,
}

/// What the threads that ask share.
struct Queue {
    waiting: Mutex<VecDeque<TilePlace>>,
    /// No request begins before.
    next: Mutex<Instant>,
    stop: Arc<AtomicBool>,
    over: AtomicBool,
}

/// What became of one place.
type Came = (TilePlace, Result<Vec<u8>, Failure>, Vec<Request>);

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Work {
    /// The number of places of which no tile came; `None` when it was stopped.
    fn run(&self, ctx: &egui::Context) -> Result<Option<u64>, String> {
        let mut file = AreaFile::open(&self.plan).map_err(|error| error.to_string())?;
        let all: Vec<TilePlace> = tiles_of_area(&self.plan).collect();
        let total = all.len() as u64;
        let waiting: VecDeque<TilePlace> = all.into_iter().filter(|place| !file.has(*place)).collect();
        let mut left = waiting.len();
        let queue = Queue {
            waiting: Mutex::new(waiting),
            next: Mutex::new(Instant::now()),
            stop: Arc::clone(&self.stop),
            over: AtomicBool::new(false),
        };
        let (sender, came) = channel::<Came>();
        std::thread::scope(|scope| {
            for _ in 0..CONNECTIONS {
                let (sender, queue) = (sender.clone(), &queue);
                scope.spawn(move || self.ask(queue, &sender));
            }
            drop(sender);
            let gathered = self.gather(&mut file, (&queue, &came), (&mut left, total), ctx);
            queue.over.store(true, Ordering::Relaxed);
            gathered
        })
        .and_then(|failed| {
            if left > 0 || failed.is_none() {
                return Ok(None);
            }
            file.finish(&self.plan, &self.source).map_err(|error| error.to_string())?;
            Ok(failed)
        })
    }

    /// A thread that asks for one tile after another.
    fn ask(&self, queue: &Queue, sender: &Sender<Came>) {
        let client = Client::default();
        let between = if is_this_machine(&self.source) { Duration::ZERO } else { BETWEEN };
        while !queue.is_over() {
            let Some(place) = locked(&queue.waiting).pop_front() else {
                // The other's tile may come back to be tried once more.
                std::thread::sleep(Duration::from_millis(20));
                continue;
            };
            let kept = self.cache.as_ref().and_then(|cache| cache.read(place, false));
            let came = if let Some(kept) = kept.filter(|kept| kept.fresh_until > Timestamp::now()) {
                (place, Ok(kept.bytes), Vec::new())
            } else {
                if !queue.wait_for_turn(between) {
                    return;
                }
                let fetched = client.fetch(&self.source, place, false);
                let tile = fetched.result.and_then(|(bytes, _)| match tile_format(&bytes) {
                    Some(_) => Ok(bytes),
                    None => Err(Failure::Unfit("What came is no tile.".to_owned())),
                });
                (place, tile, fetched.requests)
            };
            if sender.send(came).is_err() {
                return;
            }
        }
    }

    /// Takes what comes and brings it to the disk; returns the number of places of which no tile came.
    fn gather(
        &self,
        file: &mut AreaFile,
        (queue, came): (&Queue, &Receiver<Came>),
        (left, total): (&mut usize, u64),
        ctx: &egui::Context,
    ) -> Result<Option<u64>, String> {
        let (mut tiles, mut bytes) = file.gathered().map_err(|error| error.to_string())?;
        let (mut failed, mut in_a_row) = (0, 0_u32);
        let mut tries: HashMap<TilePlace, u32> = HashMap::new();
        let mut batch = Vec::new();
        let mut told = Instant::now();
        let mut why = None;
        while *left > 0 && !self.stop.load(Ordering::Relaxed) && why.is_none() {
            match came.recv_timeout(Duration::from_millis(100)) {
                Ok((place, result, requests)) => {
                    let _sent = self.outbox.send(AreaNews::Requests(requests));
                    match result {
                        Ok(tile) => {
                            (tiles, bytes, in_a_row) = (tiles + 1, bytes + tile.len() as u64, 0);
                            *left -= 1;
                            batch.push((place, Some(tile)));
                        }
                        Err(Failure::Missing) => {
                            in_a_row = 0;
                            *left -= 1;
                            batch.push((place, None));
                        }
                        Err(failure) => {
                            let failures = tries.entry(place).or_default();
                            *failures += 1;
                            if failure.concerns_the_source() {
                                in_a_row += 1;
                                queue.rest(pause(in_a_row, asked_wait(&failure), dice()));
                            }
                            let hopeless =
                                matches!(failure, Failure::Denied { .. }) || in_a_row >= MOST_FAILURES;
                            if hopeless {
                                why = Some(failure.to_string());
                            } else if failure.concerns_the_source() || *failures < MOST_TRIES {
                                locked(&queue.waiting).push_back(place);
                            } else {
                                failed += 1;
                                *left -= 1;
                            }
                        }
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if batch.len() >= BATCH || told.elapsed() > Duration::from_millis(250) {
                told = Instant::now();
                file.put(&std::mem::take(&mut batch)).map_err(|error| error.to_string())?;
                let done = total - *left as u64;
                let rests =
                    locked(&queue.next).saturating_duration_since(Instant::now()) > Duration::from_secs(1);
                let progress = AreaProgress { done, total, tiles, bytes, rests };
                let _sent = self.outbox.send(AreaNews::Progress(self.plan.clone(), progress));
                ctx.request_repaint();
            }
        }
        file.put(&batch).map_err(|error| error.to_string())?;
        match why {
            Some(why) => Err(why),
            None => Ok((*left == 0).then_some(failed)),
        }
    }
}

impl Queue {
    fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed) || self.stop.load(Ordering::Relaxed)
    }

    /// Waits for the turn of a request; false when all is over.
    fn wait_for_turn(&self, between: Duration) -> bool {
        loop {
            if self.is_over() {
                return false;
            }
            let now = Instant::now();
            let mut next = locked(&self.next);
            if *next <= now {
                *next = now + between;
                return true;
            }
            let wait = (*next - now).min(Duration::from_millis(50));
            drop(next);
            std::thread::sleep(wait);
        }
    }

    /// No request begins for so long.
    fn rest(&self, wait: Duration) {
        let mut next = locked(&self.next);
        *next = (*next).max(Instant::now() + wait);
    }
}

fn asked_wait(failure: &Failure) -> Option<Duration> {
    match failure {
        Failure::Busy { retry_after, .. } => *retry_after,
        Failure::Missing | Failure::Denied { .. } | Failure::Unreachable(_) | Failure::Unfit(_) => None,
    }
}

fn is_this_machine(source: &TileSource) -> bool {
    let template = source.template().unwrap_or_default();
    let bare = template.split('{').next().unwrap_or_default();
    WebAddress::read(bare).is_ok_and(|address| address.is_this_machine())
}

/// The tiles of an area, the coarsest first: a map that was stopped is whole as far as it goes.
pub fn tiles_of_area(plan: &AreaPlan) -> impl Iterator<Item = TilePlace> + use<> {
    let extent = plan.extent;
    (plan.min_zoom..=plan.max_zoom).flat_map(move |z| {
        let (columns, rows) = tiles_of_extent(extent, z);
        columns.flat_map(move |x| rows.clone().map(move |y| TilePlace { z, x, y }))
    })
}
