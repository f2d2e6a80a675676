//! Steps of a calendar, for windows and axes.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

/// The length of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CalendarUnit {
    Day,
    Week,
    Month,
    Year,
}

impl CalendarUnit {
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Year];

    pub fn label(self) -> &'static str {
        match self {
            Self::Day => "Day",
            Self::Week => "Week",
            Self::Month => "Month",
            Self::Year => "Year",
        }
    }

    /// The first day of the unit that `day` falls in; weeks begin on Monday.
    pub fn start_of(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days()),
            Self::Month => day.first_of_month(),
            Self::Year => day.first_of_year(),
        }
    }

    /// `day` moved by `count` units (negative: back). A month step from the 31st lands on the last day of a
    /// shorter month; beyond the calendar it stays at its edge.
    pub fn step(self, day: Date, count: i64) -> Date {
        // A span longer than the calendar cannot be built; these counts cross all of it.
        let within = |most: i64| count.clamp(-most, most);
        match self {
            Self::Day => day.saturating_add(within(7_304_483).days()),
            Self::Week => day.saturating_add((within(1_043_497) * 7).days()),
            Self::Month => day.saturating_add(within(239_976).months()),
            Self::Year => day.saturating_add(within(19_998).years()),
        }
    }
}
