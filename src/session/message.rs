//! What the message bar says: what happened, to what, and what to do.

/// How serious a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It worked; goes away by itself.
    Done,
    /// Worth knowing; stays until closed.
    Note,
    /// It did not work; stays until closed.
    Trouble,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub tone: Tone,
    pub text: String,
    /// Seconds it has been shown.
    pub age: u32,
}
