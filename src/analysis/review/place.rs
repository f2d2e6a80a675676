//! The point, its precision, and whether it lies where the record says.

use crate::{
    analysis::frontier::{Area, Bank, Country, Frontier, names},
    model::{LonLat, Metres, Place, Precision},
};

use super::{Query, Rule};

/// How far district edges of the basemap are from the true ones.
///
/// # Source
/// `assets/README.md`: ±200 m on average, up to 2 km.
const EDGE_ACCURACY: Metres = Metres(2_000.0);

pub(super) fn check(query: &mut Query, frontier: &Frontier) {
    let place = &query.incident.place;
    match (place.position.is_some(), place.precision != Precision::None) {
        (true, false) => {
            let message =
                "There is a point, but the precision says that none can be defended: it is not drawn.";
            query.say(Rule::PointWithoutPrecision, "Precision", message);
        }
        (false, true) => {
            let message =
                "The precision promises a point, but there is none: the incident stays on the shelf.";
            query.say(Rule::PrecisionWithoutPoint, "Position", message);
        }
        (true, true) | (false, false) => {}
    }
    if place.precision == Precision::Area && place.radius.is_none() {
        query.say(Rule::AreaWithoutRadius, "Radius", "State the radius; 15 km is drawn meanwhile.");
    }
    if let (Some(radius), Some(widest)) = (place.radius, widest(place.precision))
        && radius.0 > widest.0
    {
        let message = format!(
            "{radius} is wide for “{}”: up to {widest} is usual there.",
            place.precision.label().to_lowercase()
        );
        query.say(Rule::RadiusTooWide, "Radius", message);
    }
    if let Some(at) = place.drawn_at() {
        check_country(query, frontier, place, at);
        check_areas(query, frontier, place, at);
    }
}

/// The widest radius that still fits the class of precision.
///
/// # Source
/// The project's precision scale, see [`Precision::usual_radius`]: a locality is good to about 2 km, "near a
/// place" to 15 km, a district to less than the 80 km of a province.
fn widest(precision: Precision) -> Option<Metres> {
    match precision {
        Precision::Exact | Precision::Vicinity => Some(Metres(2_000.0)),
        Precision::Locality | Precision::Near => Some(Metres(15_000.0)),
        Precision::District => Some(Metres(80_000.0)),
        Precision::Area | Precision::Province | Precision::Stretch | Precision::None => None,
    }
}

/// How far the point may be off. The point of a district or province stands for the place that the record
/// names, so only a stated radius counts there.
fn reach(place: &Place) -> Option<Metres> {
    place.radius.or_else(|| match place.precision {
        Precision::Vicinity | Precision::Locality | Precision::Area => place.precision.typical_radius(),
        Precision::Exact
        | Precision::Near
        | Precision::District
        | Precision::Province
        | Precision::Stretch
        | Precision::None => None,
    })
}

fn check_country(query: &mut Query, frontier: &Frontier, place: &Place, at: LonLat) {
    let Some(country) = place.country.as_deref().and_then(Country::named) else { return };
    let bank = frontier.bank(at, reach(place));
    let lies_in = match bank {
        Bank::Undetermined => return,
        Bank::Tajik => Some(Country::Tajikistan),
        Bank::Afghan => Some(Country::Afghanistan),
        // The basemap has all of Tajikistan and not all of the others.
        Bank::Elsewhere(None) if country != Country::Tajikistan => return,
        Bank::Elsewhere(other) => other,
    };
    if lies_in == Some(country) {
        return;
    }
    let away = frontier.distance_to_line(at);
    let message = match lies_in {
        Some(other) => format!(
            "The point lies in {}, {away} from the Tajik–Afghan border, but the country is {}.",
            other.name(),
            country.name()
        ),
        None => format!("The point does not lie in {}.", country.name()),
    };
    query.say(Rule::WrongBank, "Country", message);
}

fn check_areas(query: &mut Query, frontier: &Frontier, place: &Place, at: LonLat) {
    let kinds = [
        (Rule::OutsideDistrict, "District", &place.district, frontier.districts()),
        (Rule::OutsideProvince, "Province", &place.province, frontier.provinces()),
    ];
    for (rule, field, named, areas) in kinds {
        // The point of a province says nothing about its district.
        if rule == Rule::OutsideDistrict && place.precision == Precision::Province {
            continue;
        }
        let Some(named) = named.as_deref() else { continue };
        if let Some(away) = outside(named, areas, at)
            && away.0 > EDGE_ACCURACY.0 + reach(place).map_or(0.0, |radius| radius.0.max(0.0))
        {
            let found = areas.iter().find(|area| area.contains(at)).map(Area::name);
            let message = match found {
                Some(other) => format!("The point lies in {other}, {away} outside {named}."),
                None => format!("The point lies {away} outside {named}."),
            };
            query.say(rule, field, message);
        }
    }
}

/// How far the point is from the nearest area of that name; `None` where it is inside, where no area has the
/// name, or where the area it is in may be meant by another spelling.
fn outside(named: &str, areas: &[Area], at: LonLat) -> Option<Metres> {
    let meant = names::spellings(named);
    let around = areas.iter().find(|area| area.contains(at));
    if around.is_some_and(|area| area.keys().iter().any(|key| names::may_mean(&meant, key))) {
        return None;
    }
    // Districts of one name stand on both banks.
    let of_that_name = areas.iter().filter(|area| area.keys().iter().any(|key| meant.contains(key)));
    of_that_name.map(|area| area.distance(at)).min_by(|a, b| a.0.total_cmp(&b.0))
}
