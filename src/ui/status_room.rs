//! Who gets how much of the line at the bottom: where it is short, what matters least yields first.

/// The parts of the line from its left end to its right one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Count,
    Clear,
    Picture,
    Killed,
    Wounded,
    Area,
    Ground,
    Coordinates,
    Standing,
    Zoom,
}

/// How a part makes room.
#[derive(Clone, Copy)]
enum Yields {
    /// It says the same in fewer words.
    ToShort,
    /// Its end is cut off; narrower than this it is left out.
    To(f32),
    Away,
}

/// From what is told elsewhere too to what must stay.
const ORDER: [(Part, Yields); 12] = [
    (Part::Area, Yields::To(70.0)),
    (Part::Killed, Yields::ToShort),
    (Part::Wounded, Yields::ToShort),
    (Part::Zoom, Yields::Away),
    (Part::Ground, Yields::To(80.0)),
    (Part::Wounded, Yields::Away),
    (Part::Killed, Yields::Away),
    (Part::Standing, Yields::To(56.0)),
    (Part::Picture, Yields::To(90.0)),
    (Part::Coordinates, Yields::To(90.0)),
    (Part::Clear, Yields::Away),
    (Part::Count, Yields::To(30.0)),
];

/// What a part asks for, logical pixels; nothing where it has nothing to say.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Claim {
    pub full: f32,
    /// With fewer words.
    pub short: f32,
}

impl From<f32> for Claim {
    fn from(width: f32) -> Self {
        Self { full: width, short: width }
    }
}

/// What each part is given.
#[derive(Clone, Debug)]
pub(super) struct Given([f32; Part::Zoom as usize + 1]);

impl Given {
    pub fn to(&self, part: Part) -> f32 {
        self.0[part as usize]
    }

    pub fn shows(&self, part: Part) -> bool {
        self.to(part) > 0.0
    }

    fn total(&self, gap: f32) -> f32 {
        self.0.iter().filter(|width| **width > 0.0).map(|width| width + gap).sum()
    }
}

/// Shares the room out; `gap` stands between two parts.
pub(super) fn share(claims: impl Fn(Part) -> Claim, room: f32, gap: f32) -> Given {
    let mut given = Given([0.0; Part::Zoom as usize + 1]);
    for (part, _) in ORDER {
        given.0[part as usize] = claims(part).full;
    }
    for (part, yields) in ORDER {
        let excess = given.total(gap) - room;
        if excess <= 0.0 {
            break;
        }
        let width = &mut given.0[part as usize];
        *width = match yields {
            Yields::ToShort => width.min(claims(part).short),
            Yields::To(least) if *width - excess >= least => *width - excess,
            Yields::To(_) | Yields::Away => 0.0,
        };
    }
    given
}

#[cfg(test)]
mod tests {
    use super::{Claim, Part, share};

    fn claims(part: Part) -> Claim {
        match part {
            Part::Killed | Part::Wounded => Claim { full: 200.0, short: 60.0 },
            Part::Picture => Claim::default(),
            Part::Count
            | Part::Clear
            | Part::Area
            | Part::Ground
            | Part::Coordinates
            | Part::Standing
            | Part::Zoom => Claim::from(120.0),
        }
    }

    #[test]
    fn what_matters_least_yields_first_and_nothing_is_wider_than_the_line() {
        let all = share(claims, 2_000.0, 18.0);
        assert!(
            all.shows(Part::Area) && (all.to(Part::Killed) - 200.0).abs() < 0.01 && !all.shows(Part::Picture)
        );
        let less = share(claims, 1_000.0, 18.0);
        assert!(
            !less.shows(Part::Area)
                && (less.to(Part::Killed) - 60.0).abs() < 0.01
                && less.shows(Part::Ground)
        );
        for room in [1_200.0, 900.0, 700.0, 500.0, 300.0, 160.0] {
            let given = share(claims, room, 18.0);
            assert!(given.total(18.0) <= room, "{given:?} in {room}");
            assert!(given.shows(Part::Count));
        }
    }
}
