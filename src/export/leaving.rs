//! What may leave, under a view: the copy that the gate makes, and the view so far as it tells nothing else.

use std::sync::Arc;

use crate::{
    analysis::{
        Index,
        publication::{GateError, Gated, publish},
    },
    carto::{Camera, Point, RingsAround, Said, TILE_PIXELS, View, Viewport},
    model::{Document, Extent, IncidentId, LonLat, Metres, Positions, Profile, Zoom},
};

/// A document as it may leave, made once for many pictures.
pub struct Leaving {
    document: Document,
    index: Arc<Index>,
    gate: Option<Gate>,
}

/// What is needed of the records that stay, so that no view points at them.
struct Gate {
    gated: Gated,
    positions: Positions,
    /// Where the incidents are by the records.
    true_places: Vec<LonLat>,
}

impl Leaving {
    /// The document as the profile lets it leave; as it is without one.
    ///
    /// # Errors
    /// When the profile needs a secret that the document has not.
    pub fn of(document: &Document, profile: Option<&Profile>) -> Result<Self, GateError> {
        let Some(profile) = profile else {
            return Ok(Self {
                document: document.clone(),
                index: Arc::new(Index::new(document)),
                gate: None,
            });
        };
        let gated = publish(document, profile)?;
        let mut true_places = Vec::new();
        for incident in document.outlines() {
            true_places.extend(incident.place.position);
            true_places.extend(incident.ends.iter().map(|end| end.position));
        }
        Ok(Self {
            document: gated.document.clone(),
            index: Arc::new(Index::new(&gated.document)),
            gate: Some(Gate { true_places, positions: profile.positions, gated }),
        })
    }

    pub fn document(&self) -> &Document {
        &self.document
    }

    pub fn index(&self) -> Arc<Index> {
        Arc::clone(&self.index)
    }

    /// The copy with what became of the rest; `None` where no profile is obeyed.
    pub fn gated(&self) -> Option<&Gated> {
        self.gate.as_ref().map(|gate| &gate.gated)
    }

    /// The incidents that a view shows. Filter and window are asked of what leaves: asked of the records they would
    /// tell what the copy does not.
    pub fn shown(&self, view: &View) -> Arc<[IncidentId]> {
        self.index.shown(&view.filter, view.window).ids
    }

    /// What a caption may say under that view.
    pub fn said(&self, view: &View) -> Said {
        Said::of(&self.document, &self.index, &view.filter, view.window)
    }

    /// The view of the copy on paper: it points at records by their new names, stands around no true place, and is not
    /// nearer than a reader may know.
    #[must_use]
    pub fn view(&self, view: &View) -> View {
        let Some(gate) = &self.gate else { return view.on_paper(&self.document) };
        let renamed = |id: &IncidentId| gate.gated.renamed.get(id).cloned();
        let mut view = View {
            selected: view.selected.as_ref().and_then(renamed),
            opened: view.opened.as_ref().and_then(renamed),
            highlighted: view.highlighted.iter().filter_map(renamed).collect(),
            ..view.clone()
        };
        if gate.positions.is_coarser() {
            if let RingsAround::Point(at) = view.guides.rings.around
                && gate.gives_away(at)
            {
                view.guides.rings.around = RingsAround::Selected;
                view.selected = None;
            }
            view.measured.points.retain(|at| !gate.gives_away(*at));
            if gate.gives_away(view.camera.centre) {
                view.camera.centre = gate.beside(view.camera.centre);
            }
            view.camera.zoom = Zoom(view.camera.zoom.0.min(gate.nearest(view.camera).0));
        }
        view.on_paper(&self.document)
    }

    /// The camera that shows these incidents of the copy on a map of this size; `None` when none has a place.
    pub fn camera_around(&self, ids: &[IncidentId], size: Point) -> Option<Camera> {
        const MARGIN: f32 = 60.0;
        /// One point has no extent: near enough to see its district.
        const NEAREST: f64 = 10.0;
        let places = ids.iter().filter_map(|id| self.document.get(id)?.place.drawn_at());
        let camera = Viewport::fit(Extent::around(places)?, size, MARGIN);
        Some(Camera { zoom: Zoom(camera.zoom.0.min(NEAREST)), ..camera })
    }
}

impl Gate {
    /// Whether this is the place of a record, give or take what a hand misses.
    fn gives_away(&self, at: LonLat) -> bool {
        const MISSED: Metres = Metres(300.0);
        self.true_places.iter().any(|place| place.distance_to(at).0 < MISSED.0)
    }

    /// A place that many others round off to, for the middle of a map that was made for one incident.
    fn beside(&self, at: LonLat) -> LonLat {
        const METRES_A_DEGREE: f64 = 111_195.0;
        let error = self.positions.error().unwrap_or(Metres(50_000.0)).0.max(500.0);
        // Twice the error, in whole hundredths of a degree.
        let step = (2.0 * error / METRES_A_DEGREE * 100.0).ceil() / 100.0;
        let rounded = |degrees: f64| (degrees / step).round() * step;
        LonLat::new(rounded(at.lon()), rounded(at.lat())).unwrap_or(at)
    }

    /// A map nearer than this would tell by its frame alone where the incident is that it was made for.
    fn nearest(&self, camera: Camera) -> Zoom {
        /// Logical pixels of a map's smaller side, and how many errors it is to hold.
        const SIDE: f64 = 640.0;
        const ERRORS: f64 = 4.0;
        const EQUATOR: f64 = 40_075_017.0;
        // Without positions a map may show a province.
        let error = self.positions.error().unwrap_or(Metres(50_000.0)).0.clamp(500.0, 500_000.0);
        let wide = EQUATOR * camera.centre.lat().to_radians().cos() / TILE_PIXELS;
        Zoom((wide * SIDE / (ERRORS * error)).log2())
    }
}
