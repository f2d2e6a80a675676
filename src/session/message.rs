//! What the message bar says: what happened, to what, and what to do.

use super::{Command, Sheetlet};

/// How serious a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It worked; goes away by itself.
    Done,
    /// It cannot be done now; goes away by itself.
    Refused,
    /// Worth knowing; stays until closed.
    Note,
    /// It did not work; stays until closed.
    Trouble,
}

impl Tone {
    /// Whether such a message goes away by itself.
    pub fn passes(self) -> bool {
        match self {
            Self::Done | Self::Refused => true,
            Self::Note | Self::Trouble => false,
        }
    }
}

/// What a message offers to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayOut {
    SaveElsewhere,
    EarlierVersions,
    WhatChanged,
    Recover,
    SettleConflicts,
}

impl WayOut {
    pub fn label(self) -> &'static str {
        match self {
            Self::SaveElsewhere => "Save in another place…",
            Self::EarlierVersions => "Earlier versions…",
            Self::WhatChanged => "Show what changed…",
            Self::Recover => "Recover them",
            Self::SettleConflicts => "Settle them…",
        }
    }

    pub fn command(self) -> Command {
        match self {
            Self::SaveElsewhere => Command::SaveAs,
            Self::WhatChanged => Command::CompareWithDisk,
            Self::Recover => Command::Recover,
            Self::SettleConflicts => Command::SettleConflicts,
            Self::EarlierVersions => Command::ToggleSheetlet(Sheetlet::Versions),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    pub tone: Tone,
    pub text: String,
    /// A button that does something about it.
    pub way_out: Option<WayOut>,
    /// Seconds it has been shown; `None` before that.
    pub age: Option<f32>,
}

impl Message {
    /// A message that only tells.
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, text: text.into(), way_out: None, age: None }
    }

    /// Seconds until it goes away; `None` where it stays until closed.
    pub fn seconds_left(&self) -> Option<f32> {
        const SHOWN_FOR: f32 = 6.0;
        self.tone.passes().then_some(SHOWN_FOR - self.age.unwrap_or(0.0))
    }
}
