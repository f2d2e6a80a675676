//! What is known of a point, in words: never more digits than its accuracy bears.

use crate::{
    analysis::compass_point,
    model::{Metres, grouped},
};

use super::{
    Area, Bank, Country, Elevation, Fix, Measure, NearestCrossing,
    measure::RiverSpan,
    river::{RIVER_KM_WORDS, River},
};

/// Farther than this, the border is no news.
const FAR: Metres = Metres(300_000.0);

/// `2.1 km ± 50 m`, `about 1 km (± 2 km)`, `at most 3 km`.
pub fn with_accuracy(value: Metres, accuracy: Metres) -> String {
    let accuracy = accuracy.0.max(0.5);
    // As many digits as the double of the accuracy has: 100 m for ± 50 m.
    let step = 10_f64.powf((2.0 * accuracy).log10().floor());
    let rounded = (value.0 / step).round() * step;
    if rounded < step / 2.0 {
        let at_most = ((value.0 + accuracy) / step).ceil() * step;
        return format!("at most {}", length(at_most, step));
    }
    let off = accuracy_words(Metres(accuracy));
    if accuracy >= value.0 {
        format!("about {} ({off})", length(rounded, step))
    } else {
        format!("{} {off}", length(rounded, step))
    }
}

/// `± 50 m`, `± 2 km`.
pub fn accuracy_words(accuracy: Metres) -> String {
    // The second digit is told as 0 or 5.
    let step = 10_f64.powf(accuracy.0.max(0.5).log10().floor()) / 2.0;
    let rounded = (accuracy.0 / step).round() * step;
    format!("± {}", length(rounded, step).replace(".0 km", " km"))
}

/// A length in the digits of `step`; both metres.
fn length(metres: f64, step: f64) -> String {
    if metres < 999.5 {
        return format!("{metres:.0} m");
    }
    let km = metres / 1_000.0;
    if step < 1_000.0 { format!("{km:.1} km") } else { format!("{km:.0} km") }
}

impl Bank {
    /// `Tajik bank`; empty where nothing is known.
    pub fn words(self) -> &'static str {
        match self {
            Self::Tajik => "Tajik bank",
            Self::Afghan => "Afghan bank",
            Self::Elsewhere(Some(country)) => country.name(),
            Self::Elsewhere(None) => "",
            Self::Undetermined => "bank undetermined",
        }
    }
}

impl Area {
    /// `Darvoz, Gorno-Badakhshan`.
    pub fn with_province(&self) -> String {
        match self.province() {
            Some(province) => format!("{}, {province}", self.name()),
            None => self.name().to_owned(),
        }
    }
}

impl RiverSpan {
    /// `Panj km 412`, `Panj km 405–420`.
    pub fn words(&self) -> String {
        /// So long a stretch is no answer, metres.
        const TOO_LONG: f64 = 150_000.0;
        const ONE_PLACE: f64 = 2_000.0;
        let (from, to) = (self.from.0, self.to.0);
        if to - from > TOO_LONG {
            return "river-km undetermined".to_owned();
        }
        if to - from <= ONE_PLACE {
            return format!("{} km {}", self.nearest.river.name(), kilometres(self.nearest.way.0));
        }
        let (low, high) =
            (kilometres((from / 1_000.0).floor() * 1_000.0), kilometres((to / 1_000.0).ceil() * 1_000.0));
        if self.river_from == self.river_to {
            let between = if self.river_from == River::AmuDarya { " to " } else { "–" };
            format!("{} km {low}{between}{high}", self.river_from.name())
        } else {
            format!("{} km {low} to {} km {high}", self.river_from.name(), self.river_to.name())
        }
    }
}

/// `412`, `−45`, `1,012`.
fn kilometres(metres: f64) -> String {
    whole(metres / 1_000.0)
}

impl Elevation {
    /// `2,100 m ± 70 m`, `1,900 to 3,200 m`.
    pub fn words(&self) -> String {
        let step = 10_f64.powf((2.0 * self.accuracy.0).log10().floor());
        if self.high.0 - self.low.0 > 2.0 * self.accuracy.0 {
            let low = whole((self.low.0 / 100.0).floor() * 100.0);
            return format!("{low} to {} m", whole((self.high.0 / 100.0).ceil() * 100.0));
        }
        let middle = f64::midpoint(self.low.0, self.high.0);
        format!("{} m {}", whole((middle / step).round() * step), accuracy_words(self.accuracy))
    }
}

/// `−2,100`.
fn whole(number: f64) -> String {
    let sign = if number < -0.5 { "−" } else { "" };
    format!("{sign}{}", grouped(format_args!("{:.0}", number.abs())))
}

impl NearestCrossing<'_> {
    /// `Tem–Demogan, 5 km ± 2.5 km NE`, for a place that may be `radius` off.
    fn words(&self, radius: Metres) -> String {
        let accuracy = self.crossing.accuracy.0 + radius.0;
        let distance = with_accuracy(self.distance, Metres(accuracy));
        // Where it may be an eighth of the compass aside, no direction is told.
        const EIGHTH: f64 = 0.41;
        let direction = if accuracy < EIGHTH * self.distance.0 {
            format!(" {}", compass_point(self.bearing))
        } else {
            String::new()
        };
        format!("{}, {distance}{direction}", self.crossing.name())
    }
}

impl Measure {
    /// `Tajik bank`, `Tajik bank, as recorded`.
    pub fn bank_words(&self) -> String {
        let words = self.bank.words();
        if self.as_recorded { format!("{words}, as recorded") } else { words.to_owned() }
    }

    /// `2.1 km ± 50 m`: the distance to the border; empty far from it.
    pub fn distance_words(&self) -> String {
        if self.distance.0 > FAR.0 { String::new() } else { with_accuracy(self.distance, self.reach()) }
    }

    /// `Panj km 412`; empty far from the river.
    pub fn river_words(&self) -> String {
        self.river.as_ref().map(RiverSpan::words).unwrap_or_default()
    }

    /// `Tajik bank · 2.1 km ± 50 m · Panj km 412`; empty far from the frontier.
    pub fn short(&self) -> String {
        let parts = [self.bank_words(), self.distance_words(), self.river_words()];
        if parts[0].is_empty() {
            return String::new();
        }
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

impl Fix<'_> {
    /// The districts across the line, as a cell says it; empty where the place has no other side.
    pub fn across_words(&self) -> String {
        match self.measure.bank {
            Bank::Tajik => either(&self.afghan, Area::name),
            Bank::Afghan => either(&self.tajik, Area::name),
            Bank::Undetermined => {
                let sides = [either(&self.tajik, Area::name), either(&self.afghan, Area::name)];
                sides.into_iter().filter(|side| !side.is_empty()).collect::<Vec<_>>().join(" | ")
            }
            Bank::Elsewhere(_) => String::new(),
        }
    }

    /// The nearest crossing; several where the place is known too roughly for one. Empty far from the frontier.
    pub fn crossing_words(&self) -> String {
        /// More than so many, and none is told.
        const MOST: usize = 3;
        if self.measure.distance.0 > FAR.0 || self.crossings.len() > MOST {
            return String::new();
        }
        let words = self.crossings.iter().map(|nearest| nearest.words(self.measure.radius));
        words.collect::<Vec<_>>().join(" or ")
    }

    /// Everything, each under its name.
    pub fn rows(&self) -> Vec<(&'static str, String)> {
        let measure = &self.measure;
        let (tajik, afghan) =
            (either(&self.tajik, Area::with_province), either(&self.afghan, Area::with_province));
        let bank = match measure.bank {
            Bank::Undetermined if measure.distance.0 <= measure.accuracy.0 => {
                "undetermined: the line is not known well enough"
            }
            Bank::Undetermined => "undetermined: the place is not known well enough",
            Bank::Tajik if measure.as_recorded => {
                "Tajik, as the record states; its point alone does not tell"
            }
            Bank::Afghan if measure.as_recorded => {
                "Afghan, as the record states; its point alone does not tell"
            }
            Bank::Tajik => "Tajik",
            Bank::Afghan => "Afghan",
            Bank::Elsewhere(Some(country)) => country.name(),
            Bank::Elsewhere(None) => "beyond the frontier",
        };
        let mut rows = vec![("Border", measure.distance_words()), ("Bank", bank.to_owned())];
        let river = measure.river.map(|span| {
            let distance = with_accuracy(span.nearest.distance, measure.reach());
            format!("{}, {distance} away", span.words())
        });
        rows.push(("River", river.unwrap_or_default()));
        match measure.bank {
            Bank::Tajik => rows.extend([("This side", tajik), ("Across", afghan)]),
            Bank::Afghan => rows.extend([("This side", afghan), ("Across", tajik)]),
            Bank::Undetermined => {
                rows.extend([(Country::Tajikistan.name(), tajik), (Country::Afghanistan.name(), afghan)]);
            }
            Bank::Elsewhere(_) => {}
        }
        rows.push(("Crossing", self.crossing_words()));
        rows.push(("Height", self.elevation.as_ref().map(Elevation::words).unwrap_or_default()));
        rows.retain(|(_, words)| !words.is_empty());
        rows
    }

    /// What one must know of these answers: where the place is known too coarsely for them, and what they are
    /// counted from.
    pub fn notes(&self) -> Vec<String> {
        let measure = &self.measure;
        let mut notes = Vec::new();
        /// Finer than this a place is as good as the line.
        const COARSE: f64 = 250.0;
        if measure.radius.0 > COARSE {
            notes.push(format!(
                "The place is only known to {}: what differs within that is given as a range or left open.",
                accuracy_words(measure.radius)
            ));
        }
        if let [nearest] = self.crossings.as_slice()
            && !self.crossing_words().is_empty()
        {
            notes.push(format!("Crossing as the crow flies, after {}.", nearest.crossing.source));
        }
        if measure.river.is_some() {
            notes.push(RIVER_KM_WORDS.to_owned());
        }
        notes
    }

    /// All of it as lines of text, to be copied.
    pub fn text(&self) -> String {
        let rows = self.rows().into_iter().map(|(name, words)| format!("{name}: {words}"));
        rows.chain(self.notes()).collect::<Vec<_>>().join("\n")
    }
}

/// `Imam Sahib or Archi`; where it may be more than three, that it cannot be told.
fn either<'a, T: AsRef<str>>(areas: &[&'a Area], name: impl Fn(&'a Area) -> T) -> String {
    const MOST: usize = 3;
    if areas.len() > MOST {
        return format!("cannot be told: {} districts are within reach", areas.len());
    }
    let names: Vec<T> = areas.iter().map(|area| name(area)).collect();
    names.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(" or ")
}
