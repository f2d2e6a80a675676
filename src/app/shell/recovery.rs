//! What a crash left: gone on with by itself, offered, or told.

use crate::session::{Command, EvidenceCommand, Tone};

use super::{Found, Post, Shell};

impl Shell {
    /// Takes up what a crash left, unless other work has begun meanwhile.
    pub(super) fn take_found(&mut self, found: Found) {
        match found {
            Found::Trouble(why) => self.session.say(Tone::Trouble, why),
            Found::Suspect(why) => self.session.found_set_aside(&why),
            Found::SafeAgain => self.session.say(Tone::Done, "Every change is safe from a crash again."),
            Found::Work(work) => {
                self.unfinished = Some(work);
                self.go_on_where_it_ended();
            }
        }
    }

    /// Goes on with what a crash left, when the present document is the one it belongs to, or none of the user's own;
    /// offers it otherwise. A file that is being opened is waited for.
    pub(super) fn go_on_where_it_ended(&mut self) {
        let opens = self.pending.iter().any(|command| matches!(command, Command::OpenPath(_)));
        if opens || self.reading > 0 {
            return;
        }
        match &self.unfinished {
            Some(work) if self.session.is_unchanged_state_of(work) => self.recover(),
            Some(work) => self.session.found_elsewhere(work),
            None => {}
        }
    }

    pub(super) fn recover(&mut self) {
        let Some(work) = self.unfinished.take() else { return };
        // The journal of the document before has nothing more to keep.
        self.post(Post::End);
        self.session.recover(&work);
        self.ask(EvidenceCommand::VerifyQuietly.into());
        self.post(Post::Adopt(work));
    }

    /// A file was read, or could not be.
    pub(super) fn reading_ended(&mut self) {
        self.reading = self.reading.saturating_sub(1);
        if self.unfinished.is_some() {
            self.go_on_where_it_ended();
        }
    }
}
