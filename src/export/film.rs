//! One picture after the other over steps of the time window, as playing shows them in the window.

use std::sync::Arc;

use crate::{
    analysis::{Index, Window, window},
    carto::{Point, Scene, View, compose},
    model::{CalendarUnit, DaySpan, Document, IncidentId},
};

use super::{
    ExportError, PictureRequest, Reel,
    picture::{finer, least_bands, sheet_around, texts_of},
};

/// More frames than this are no picture anybody looks at.
pub const MOST_FRAMES: usize = 1_000;

/// How the time window goes on from frame to frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Steps {
    pub unit: CalendarUnit,
    pub playback: window::Playback,
    /// How long each frame stands, in hundredths of a second.
    pub hundredths: u16,
}

impl Steps {
    /// The days of each frame: the window rewound to the start of the axis and played to its end. A window of all of
    /// time begins as one step.
    ///
    /// # Errors
    /// When there would be more than [`MOST_FRAMES`].
    pub fn spans(&self, own: Window, axis: DaySpan) -> Result<Vec<DaySpan>, ExportError> {
        let whole = window::on_axis(own, axis);
        let is_all = window::off_axis(whole, axis) == Window::ALL;
        let first = if is_all {
            window::unit_around(axis.first(), self.unit)
        } else {
            window::rewound(whole, self.unit, self.playback, axis)
        };
        let mut spans = vec![first];
        while let Some(next) =
            spans.last().and_then(|last| window::play(*last, self.unit, self.playback, axis))
        {
            if spans.len() == MOST_FRAMES {
                return Err(ExportError::TooManyFrames);
            }
            spans.push(next);
        }
        Ok(spans)
    }
}

/// The frames of a view over these days. The ground and the map's place on the sheet are the same in all of them.
///
/// `lay` gives a Scene what lies below it, where a map from elsewhere does.
pub fn film<'a>(
    document: &'a Document,
    view: &View,
    screen_map_size: Point,
    request: &'a PictureRequest,
    spans: &'a [DaySpan],
    hundredths: u16,
    mut lay: impl FnMut(&mut Scene) + 'a,
) -> Reel<'a> {
    let (view, screen_map_size) = finer(view, screen_map_size, request);
    let index = Index::new(document);
    let total = document.len();
    let matches = index.matching(&view.filter);
    let of_span = |span: &DaySpan| -> (View, Arc<[IncidentId]>) {
        let view = View { window: Window::of(*span), ..view.clone() };
        let shown = index.shown_of(&matches, view.window).ids;
        (view, shown)
    };
    let frames: Vec<(View, Arc<[IncidentId]>)> = spans.iter().map(of_span).collect();
    let most = frames.iter().fold((0.0_f32, 0.0_f32), |most, (view, shown)| {
        let bands = least_bands(document, shown, total, view, screen_map_size, request);
        (most.0.max(bands.0), most.1.max(bands.1))
    });
    Reel {
        frames: frames.len(),
        scene: Box::new(move |place| {
            let (view, shown) = &frames[place];
            let sheet = sheet_around(screen_map_size, most, most, texts_of(document, request), request);
            let mut scene = compose(document, shown, total, view, &sheet);
            lay(&mut scene);
            scene
        }),
        pixels: request.pixels,
        hundredths,
    }
}
