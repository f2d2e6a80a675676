//! What a verb says, and the number it ends with.

use std::{io::Write as _, process::ExitCode};

use super::CliError;

/// What a verb says, and the number it ends with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// For the standard output.
    pub words: String,
    /// For the standard error.
    pub trouble: String,
    pub code: u8,
}

impl Answer {
    /// It worked, and this is what came of it.
    pub fn yes(words: String) -> Self {
        Self { words, ..Self::default() }
    }

    /// It could not be done.
    pub fn failed(error: &CliError, code: u8) -> Self {
        Self { trouble: format!("marz: {error}"), code, ..Self::default() }
    }

    /// Says it to the terminal; a reader who has gone away, as `head` does, is no trouble.
    pub fn tell(&self) -> ExitCode {
        if !self.words.is_empty() {
            let _gone = writeln!(std::io::stdout(), "{}", self.words);
        }
        if !self.trouble.is_empty() {
            let _gone = writeln!(std::io::stderr(), "{}", self.trouble);
        }
        ExitCode::from(self.code)
    }
}
