//! What the window of map sources asks for: to count, to wipe and to test, each on a thread of its own.

use std::{
    path::PathBuf,
    sync::mpsc::{Receiver, Sender, channel},
};

use eframe::egui;

use crate::{
    carto::{Theme, WorldPoint, tile_zoom},
    model::Extent,
    session::Request,
    store::tiles::{
        AreaPlan, CacheSize, Failure, Offered, SourceKind, TileCache, TilePlace, TileSource,
        capabilities_address, read_offered, tile_of_folder,
    },
};

use super::{area_saver::tiles_of_area, client::Client, painted::tile_picture, reader::TileFile};

/// What became of it.
pub enum CareOutcome {
    Measured(String, CacheSize),
    Wiped(String, Result<CacheSize, String>),
    Tested(String, Result<String, String>, Vec<Request>),
    /// Bytes of a tile of an area, on average.
    Sampled(String, Result<u64, String>, Vec<Request>),
    /// What the server of a pasted address offers.
    Offered(String, Result<Offered, String>, Vec<Request>),
}

/// Does it and says what became of it.
pub struct Care {
    outcomes: Receiver<CareOutcome>,
    outbox: Sender<CareOutcome>,
    folder: Option<PathBuf>,
    ctx: egui::Context,
}

impl Care {
    pub fn new(ctx: &egui::Context, folder: Option<PathBuf>) -> Self {
        let (outbox, outcomes) = channel();
        Self { outcomes, outbox, folder, ctx: ctx.clone() }
    }

    pub fn outcomes(&self) -> Vec<CareOutcome> {
        self.outcomes.try_iter().collect()
    }

    fn spawn(&self, work: impl FnOnce(&Sender<CareOutcome>) + Send + 'static) {
        let (outbox, ctx) = (self.outbox.clone(), self.ctx.clone());
        std::thread::spawn(move || {
            work(&outbox);
            ctx.request_repaint();
        });
    }

    fn cache_of(&self, source: &TileSource) -> Option<TileCache> {
        TileCache::of(self.folder.as_ref()?, source)
    }

    pub fn measure(&self, sources: &[TileSource]) {
        let caches: Vec<(String, TileCache)> =
            sources.iter().filter_map(|source| Some((source.id.clone(), self.cache_of(source)?))).collect();
        self.spawn(move |outbox| {
            for (id, cache) in caches {
                let _sent = outbox.send(CareOutcome::Measured(id, cache.measure()));
            }
        });
    }

    pub fn wipe(&self, source: &TileSource) {
        let (id, cache) = (source.id.clone(), self.cache_of(source));
        self.spawn(move |outbox| {
            let wiped = cache.map_or(Ok(()), |cache| cache.wipe());
            let result = wiped.map(|()| CacheSize::default()).map_err(|error| error.to_string());
            let _sent = outbox.send(CareOutcome::Wiped(id, result));
        });
    }

    /// Asks for a few tiles of an area, one after the other, to know what they weigh.
    pub fn sample(&self, plan: AreaPlan, source: TileSource) {
        const TILES: usize = 6;
        self.spawn(move |outbox| {
            let all: Vec<TilePlace> = tiles_of_area(&plan).collect();
            let client = Client::default();
            let (mut came, mut requests, mut trouble) = (Vec::new(), Vec::new(), None);
            // Spread over the area, most of them at its last zoom, as most of its tiles are.
            for turn in 1..=TILES {
                let place = all[(all.len() * turn / TILES).saturating_sub(1)];
                let fetched = client.fetch(&source, place, false);
                requests.extend(fetched.requests);
                match fetched.result {
                    Ok((bytes, _)) => came.push(bytes.len() as u64),
                    Err(Failure::Missing) => {}
                    Err(failure) => trouble = Some(failure.to_string()),
                }
            }
            let sampled = match (came.is_empty(), trouble) {
                (true, Some(why)) => Err(why),
                (true, None) => Err("The server has no tile at the places that were looked at.".to_owned()),
                (false, _) => Ok(came.iter().sum::<u64>() / came.len() as u64),
            };
            let _sent = outbox.send(CareOutcome::Sampled(plan.source, sampled, requests));
        });
    }

    /// Asks the server whose address stands where a template would for what it offers.
    pub fn read_layers(&self, source: TileSource) {
        self.spawn(move |outbox| {
            let pasted = source.template().unwrap_or_default().to_owned();
            let address = capabilities_address(&pasted);
            let fetched = Client::default().list(&source, &address);
            let offered = fetched.result.map_err(|failure| failure.to_string()).and_then(|(answer, _)| {
                read_offered(&answer, &address, &source.key).map_err(|error| error.to_string())
            });
            let _sent = outbox.send(CareOutcome::Offered(pasted, offered, fetched.requests));
        });
    }

    /// Asks for the tile in the middle of the frontier.
    pub fn test(&self, source: TileSource) {
        self.spawn(move |outbox| {
            let (result, requests) = tested(&source);
            let _sent = outbox.send(CareOutcome::Tested(source.id, result, requests));
        });
    }
}

fn tested(source: &TileSource) -> (Result<String, String>, Vec<Request>) {
    let Some(z) = tile_zoom(6.0_f64.max(f64::from(source.min_zoom)), source.min_zoom, source.max_zoom) else {
        return (Err("The source has no zoom.".to_owned()), Vec::new());
    };
    let middle = WorldPoint::from_lonlat(Extent::FRONTIER.centre());
    let side = f64::from(1_u32 << z);
    let place = TilePlace { z, x: (middle.x * side) as u32, y: (middle.y * side) as u32 };
    let (bytes, requests) = match &source.kind {
        SourceKind::Web { .. } => {
            let fetched = Client::default().fetch(source, place, false);
            let bytes = fetched.result.map(|(bytes, _)| Some(bytes)).map_err(|failure| failure.to_string());
            (bytes, fetched.requests)
        }
        SourceKind::MbTiles { .. } | SourceKind::PmTiles { .. } => {
            let opened = TileFile::open(source).transpose();
            let bytes =
                opened.and_then(|file| file.map_or(Ok(None), |file| file.tile(source.stored_at(place))));
            (bytes.map_err(|error| error.to_string()), Vec::new())
        }
        SourceKind::Folder { path, tms } => {
            (tile_of_folder(path, *tms, place).map_err(|error| error.to_string()), Vec::new())
        }
    };
    let result = match bytes {
        Err(why) => Err(why),
        Ok(None) => Ok("It can be read, but has no tile in the middle of the frontier.".to_owned()),
        Ok(Some(bytes)) => tile_picture(&bytes, source.stored_at(place), place, Theme::Light)
            .map(|image| {
                let (width, height) = image.dimensions();
                format!("It works: a tile of {width} × {height} pixels, {} kB.", bytes.len().div_ceil(1000))
            })
            .map_err(|error| error.to_string()),
    };
    (result, requests)
}
