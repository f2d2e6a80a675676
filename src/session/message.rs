//! What the message bar says: what happened, to what, and what to do.

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

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub tone: Tone,
    pub text: String,
    /// Seconds it has been shown.
    pub age: u32,
}
