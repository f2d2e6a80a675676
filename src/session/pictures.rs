//! Pictures on their way into a file: how far one is.

use super::{Progress, Session, Tone};

impl Session {
    /// How far the picture is that is being made; none while none is.
    pub fn picture_progress(&self) -> Option<&Progress> {
        self.picture_progress.as_ref()
    }

    /// The picture is so far.
    pub fn picture_under_way(&mut self, progress: Progress) {
        self.picture_progress = Some(progress);
    }

    /// The picture is made, or not: `words` say which.
    pub fn picture_done(&mut self, tone: Tone, words: String) {
        self.picture_progress = None;
        self.say(tone, words);
    }
}
