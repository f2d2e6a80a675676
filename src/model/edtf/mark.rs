//! Marks on a date or a part of it: about, doubtful.

/// What is said of how sure a date is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mark {
    #[default]
    Plain,
    /// `?`: the source may be wrong.
    Uncertain,
    /// `~`: an estimate.
    Approximate,
    /// `%`: both.
    Both,
}

impl Mark {
    pub(super) fn of(letter: u8) -> Option<Self> {
        match letter {
            b'?' => Some(Self::Uncertain),
            b'~' => Some(Self::Approximate),
            b'%' => Some(Self::Both),
            _ => None,
        }
    }

    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Uncertain => "?",
            Self::Approximate => "~",
            Self::Both => "%",
        }
    }

    /// What either of them says.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self.is_uncertain() || other.is_uncertain(), self.is_approximate() || other.is_approximate()) {
            (true, true) => Self::Both,
            (true, false) => Self::Uncertain,
            (false, true) => Self::Approximate,
            (false, false) => Self::Plain,
        }
    }

    pub fn is_uncertain(self) -> bool {
        matches!(self, Self::Uncertain | Self::Both)
    }

    pub fn is_approximate(self) -> bool {
        matches!(self, Self::Approximate | Self::Both)
    }
}
