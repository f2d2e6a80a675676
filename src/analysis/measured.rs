//! What was measured on the map: a way from point to point, or the area that it goes around.

use crate::model::{Degrees, LonLat, Metres};

use super::{
    compass_point,
    geodesy::{area, azimuth, geodesic},
};

/// Points that were clicked one after another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    pub points: Vec<LonLat>,
    /// The last point is joined to the first.
    pub closed: bool,
}

impl Measured {
    /// The length of each leg, with the closing one where there is one.
    pub fn legs(&self) -> Vec<Metres> {
        self.ends().map(|(from, to)| geodesic(from, to)).collect()
    }

    /// Where each leg begins and ends.
    pub fn ends(&self) -> impl Iterator<Item = (LonLat, LonLat)> {
        let closing = self.points.last().copied().zip(self.points.first().copied()).filter(|_| self.closed);
        self.points.windows(2).map(|ends| (ends[0], ends[1])).chain(closing)
    }

    pub fn length(&self) -> Metres {
        Metres(self.legs().iter().map(|leg| leg.0).sum())
    }

    /// Where the last leg that was clicked sets out to.
    pub fn last_bearing(&self) -> Option<Degrees> {
        let [.., from, to] = self.points.as_slice() else { return None };
        azimuth(*from, *to)
    }

    /// Square metres, once the way is closed around something.
    pub fn area(&self) -> Option<f64> {
        (self.closed && self.points.len() > 2).then(|| area(&self.points))
    }

    /// All figures as lines of text, for the clipboard.
    pub fn written(&self) -> String {
        let mut lines: Vec<String> = self
            .legs()
            .iter()
            .enumerate()
            .map(|(place, leg)| format!("Leg {}: {}", place + 1, length_words(*leg)))
            .collect();
        let what = if self.closed { "Way around" } else { "Length" };
        lines.push(format!("{what}: {}", length_words(self.length())));
        lines.extend(
            self.last_bearing().map(|bearing| format!("Bearing of the last leg: {}", bearing_words(bearing))),
        );
        lines.extend(self.area().map(|area| format!("Area: {}", area_words(area))));
        let corners = self.points.iter().map(|at| format!("{:.5}, {:.5}", at.lat(), at.lon()));
        lines.push(format!("Points: {}", corners.collect::<Vec<_>>().join(" · ")));
        lines.join("\n")
    }
}

/// `853 m`, `2.413 km`, `25.31 km`, `412.6 km`: four figures, as sure as a hand is.
pub fn length_words(length: Metres) -> String {
    let kilometres = length.0 / 1000.0;
    match length.0 {
        ..999.5 => format!("{:.0} m", length.0),
        ..9_999.5 => format!("{kilometres:.3} km"),
        ..99_995.0 => format!("{kilometres:.2} km"),
        _ => format!("{kilometres:.1} km"),
    }
}

/// `4 200 m²`, `0.532 km²`, `25.3 km²`.
pub fn area_words(square_metres: f64) -> String {
    let square_kilometres = square_metres / 1e6;
    match square_kilometres {
        ..0.01 => format!("{square_metres:.0} m²"),
        ..1.0 => format!("{square_kilometres:.3} km²"),
        ..100.0 => format!("{square_kilometres:.2} km²"),
        _ => format!("{square_kilometres:.0} km²"),
    }
}

/// `47° NE`
pub fn bearing_words(bearing: Degrees) -> String {
    format!("{:.0}° {}", bearing.0.round().rem_euclid(360.0), compass_point(bearing))
}
