//! Parts of the frontier to begin at, before one has kept any view.

use crate::{
    carto::{Camera, Viewport},
    model::Extent,
};

use super::Session;

/// A part of the frontier that every document offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    Frontier,
    LowerPanj,
    DarvozBend,
    Khorog,
    Wakhan,
    Zorkul,
    SherKhanBandar,
    Dushanbe,
    World,
}

impl Start {
    /// From the west to the east, between the widest views.
    pub const ALL: [Self; 9] = [
        Self::Frontier,
        Self::LowerPanj,
        Self::SherKhanBandar,
        Self::Dushanbe,
        Self::DarvozBend,
        Self::Khorog,
        Self::Wakhan,
        Self::Zorkul,
        Self::World,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Self::Frontier => "Whole frontier",
            Self::LowerPanj => "Lower Panj",
            Self::DarvozBend => "Darvoz bend",
            Self::Khorog => "Khorog",
            Self::Wakhan => "Wakhan",
            Self::Zorkul => "Zorkul",
            Self::SherKhanBandar => "Sher Khan Bandar",
            Self::Dushanbe => "Dushanbe",
            Self::World => "The world around",
        }
    }

    /// The frame, drawn by hand around what the embedded layers hold under that name.
    pub fn extent(self) -> Extent {
        let (west, south, east, north) = match self {
            Self::Frontier => return Extent::FRONTIER,
            Self::LowerPanj => (67.7, 36.8, 69.8, 37.7),
            Self::DarvozBend => (70.55, 38.2, 71.25, 38.6),
            Self::Khorog => (71.38, 37.37, 71.72, 37.61),
            Self::Wakhan => (71.4, 36.45, 75.0, 37.6),
            Self::Zorkul => (73.35, 37.2, 74.05, 37.65),
            Self::SherKhanBandar => (68.42, 37.07, 68.78, 37.31),
            Self::Dushanbe => (68.2, 38.15, 69.4, 38.95),
            // Wider than any map goes.
            Self::World => (-180.0, -60.0, 180.0, 75.0),
        };
        Extent { west, south, east, north }
    }
}

impl Session {
    pub(super) fn go_to_start(&mut self, start: Start) {
        let fitted = Viewport::fit(start.extent(), self.map_size, 8.0);
        // However wide the view is, the frontier stays in its middle.
        let centre = if start == Start::World { Extent::FRONTIER.centre() } else { fitted.centre };
        self.go_to(Camera { centre, ..fitted });
    }
}
