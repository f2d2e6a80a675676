//! All that is known of one point at the frontier, in one answer.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::model::{Incident, LonLat, Metres};

use super::{
    Area, Bank, Country, Elevation, Frontier, NearestCrossing, crossings, elevation,
    measure::{Measure, PlaceAsked, PlaceKey, circle},
};

/// A point, what was measured of it and what lies around it.
#[derive(Clone, Debug)]
pub struct Fix<'a> {
    pub measure: Measure,
    /// The districts, or the provinces without districts, that the place may lie in or has across the line; several
    /// where the radius reaches into several.
    pub tajik: Vec<&'a Area>,
    pub afghan: Vec<&'a Area>,
    /// The crossing nearest to the point, and the others that may be nearest to the place.
    pub crossings: Vec<NearestCrossing<'a>>,
    /// `None` beyond 66–76 E, 35–41 N.
    pub elevation: Option<Elevation>,
}

impl Frontier {
    /// All that is known of a point that may be `radius` off.
    pub fn fix(&self, at: LonLat, radius: Metres) -> Fix<'_> {
        self.fix_measured(self.measure(at, radius))
    }

    fn fix_measured(&self, measure: Measure) -> Fix<'_> {
        let Measure { at, radius, .. } = measure;
        let mut fix = Fix {
            measure,
            tajik: Vec::new(),
            afghan: Vec::new(),
            crossings: Vec::new(),
            elevation: elevation::of(circle(at, radius)),
        };
        for point in circle(at, radius) {
            // The place lies in the country that the record states.
            let country = self.province_at(point).map(Area::country);
            if measure.as_recorded && country.is_some_and(|country| bank_of(country) != measure.bank) {
                continue;
            }
            if let Some(nearest) = self.nearest_crossing(point)
                && !fix.crossings.iter().any(|there| std::ptr::eq(there.crossing, nearest.crossing))
            {
                fix.crossings.extend(crossings::nearest(std::slice::from_ref(nearest.crossing), at));
            }
            for (country, areas) in
                [(Country::Tajikistan, &mut fix.tajik), (Country::Afghanistan, &mut fix.afghan)]
            {
                if let Some(area) = self.area_on_side(point, country)
                    && !areas.iter().any(|there| std::ptr::eq(*there, area))
                {
                    areas.push(area);
                }
            }
        }
        fix
    }

    /// The district of that country around the point, or the nearest one across the line; a province where there are
    /// no districts. `None` in a third country, and far from the frontier.
    pub fn area_on_side(&self, at: LonLat, country: Country) -> Option<&Area> {
        let own = self.district_at(at).or_else(|| self.province_at(at))?;
        if own.country() == country {
            return Some(own);
        }
        let ours = |country| matches!(country, Country::Tajikistan | Country::Afghanistan);
        if !ours(own.country()) {
            return None;
        }
        let foot = self.line.nearest(at)?.foot;
        match self.district_at(foot) {
            Some(there) if there.country() == country => Some(there),
            Some(_) | None => {
                let place =
                    self.district_edges.nearest(foot, |place| self.districts[place].country() == country)?;
                self.districts.get(place)
            }
        }
    }
}

fn bank_of(country: Country) -> Bank {
    match country {
        Country::Tajikistan => Bank::Tajik,
        Country::Afghanistan => Bank::Afghan,
        Country::China
        | Country::India
        | Country::Kazakhstan
        | Country::Kyrgyzstan
        | Country::Pakistan
        | Country::Turkmenistan
        | Country::Uzbekistan => Bank::Elsewhere(Some(country)),
    }
}

type Fixes = HashMap<PlaceKey, Arc<Fix<'static>>>;

/// Answers of the embedded frontier: a table asks for those in view in each frame.
static FIXED: Mutex<Option<Fixes>> = Mutex::new(None);

/// All that is known of the place of a record at the embedded frontier; remembered. `None` without a point that can be
/// defended.
pub fn fixed(incident: &Incident) -> Option<Arc<Fix<'static>>> {
    const MOST: usize = 20_000;
    let place = PlaceAsked::of(incident)?;
    let key = place.key();
    let mut kept = FIXED.lock().unwrap_or_else(PoisonError::into_inner);
    let kept = kept.get_or_insert_default();
    if let Some(fix) = kept.get(&key) {
        return Some(Arc::clone(fix));
    }
    let frontier = Frontier::embedded();
    let fix = Arc::new(frontier.fix_measured(frontier.measure_place(&place)));
    if kept.len() >= MOST {
        kept.clear();
    }
    kept.insert(key, Arc::clone(&fix));
    Some(fix)
}
