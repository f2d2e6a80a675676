//! Lists of place names that the user added to those inside the program.

use std::{path::PathBuf, sync::Arc};

use crate::analysis::gazetteer::{Gazetteer, NamesReport};

use super::{Command, Effect, Session, Tone};

/// What is asked of them.
#[derive(Clone, Debug, PartialEq)]
pub enum NamesCommand {
    /// Asks for a file.
    Add,
    AddFrom(PathBuf),
    /// The file itself stays as it is.
    Remove(PathBuf),
    ReadAgain,
    /// Stops the reading.
    Stop,
}

/// What the shell must do for them.
#[derive(Clone, Debug, PartialEq)]
pub enum NamesEffect {
    Ask,
    /// Read these one after the other, in place of what is being read; report back with
    /// [`Session::names_progress`] and [`Session::names_read`].
    Read(Vec<PathBuf>),
    Stop,
    /// Read these at the next start too.
    Remember(Vec<PathBuf>),
}

impl From<NamesCommand> for Command {
    fn from(command: NamesCommand) -> Self {
        Self::Names(command)
    }
}

impl From<NamesEffect> for Effect {
    fn from(effect: NamesEffect) -> Self {
        Self::Names(effect)
    }
}

/// How far a list is.
#[derive(Clone, Debug, PartialEq)]
pub enum NamesState {
    Waiting,
    /// Part of it that is read, 0 to 1.
    Reading(f32),
    Read(NamesReport),
    /// What went wrong, with the path.
    Failed(String),
    Stopped,
}

/// A list that was added.
#[derive(Clone, Debug, PartialEq)]
pub struct NamesFile {
    pub path: PathBuf,
    pub state: NamesState,
}

impl NamesFile {
    pub fn name(&self) -> String {
        let name = self.path.file_name().map(|name| name.to_string_lossy().into_owned());
        name.unwrap_or_else(|| self.path.display().to_string())
    }
}

/// The lists and the names of all of them.
#[derive(Default)]
pub struct PlaceNames {
    files: Vec<NamesFile>,
    /// The names inside the program with those of the files; `None` before one is read.
    all: Option<Arc<Gazetteer>>,
    /// Whether the next end of a reading is news: at the start of the program it is not.
    is_news: bool,
}

impl PlaceNames {
    pub fn files(&self) -> &[NamesFile] {
        &self.files
    }

    pub fn is_reading(&self) -> bool {
        let unfinished =
            |file: &NamesFile| matches!(file.state, NamesState::Waiting | NamesState::Reading(_));
        self.files.iter().any(unfinished)
    }
}

impl NamesCommand {
    pub(super) fn label(&self) -> String {
        let fixed = match self {
            Self::Add => "Add place names from a file…",
            Self::AddFrom(path) => return format!("Add the place names of {}", path.display()),
            Self::Remove(_) => "Take the place names away",
            Self::ReadAgain => "Read the place names again",
            Self::Stop => "Stop reading place names",
        };
        fixed.to_owned()
    }

    pub(super) fn refusal(&self, session: &Session) -> Option<&'static str> {
        match self {
            Self::Stop => (!session.names.is_reading()).then_some("No place names are being read."),
            Self::ReadAgain => session.names.files.is_empty().then_some("No list of place names was added."),
            Self::Add | Self::AddFrom(_) | Self::Remove(_) => None,
        }
    }
}

impl Session {
    /// The names of places: those inside the program, and what was added.
    pub fn gazetteer(&self) -> &Gazetteer {
        self.names.all.as_deref().unwrap_or_else(|| Gazetteer::embedded())
    }

    pub fn place_names(&self) -> &PlaceNames {
        &self.names
    }

    /// The lists of the last time are read again.
    pub fn begin_with_names(&mut self, files: Vec<PathBuf>) -> Vec<Effect> {
        self.names.files =
            files.into_iter().map(|path| NamesFile { path, state: NamesState::Waiting }).collect();
        if self.names.files.is_empty() { Vec::new() } else { vec![self.read_names()] }
    }

    pub(super) fn carry_out_names(&mut self, command: NamesCommand) -> Vec<Effect> {
        self.names.is_news = true;
        match command {
            NamesCommand::Add => vec![NamesEffect::Ask.into()],
            NamesCommand::AddFrom(path) => {
                self.names.files.retain(|file| file.path != path);
                self.names.files.push(NamesFile { path, state: NamesState::Waiting });
                vec![self.read_names(), self.remember_names()]
            }
            NamesCommand::Remove(path) => {
                self.names.files.retain(|file| file.path != path);
                let mut effects = vec![self.remember_names()];
                if self.names.files.is_empty() {
                    self.names.all = None;
                    effects.push(NamesEffect::Stop.into());
                } else {
                    effects.push(self.read_names());
                }
                effects
            }
            NamesCommand::ReadAgain => vec![self.read_names()],
            NamesCommand::Stop => {
                for file in &mut self.names.files {
                    if matches!(file.state, NamesState::Waiting | NamesState::Reading(_)) {
                        file.state = NamesState::Stopped;
                    }
                }
                vec![NamesEffect::Stop.into()]
            }
        }
    }

    fn read_names(&mut self) -> Effect {
        for file in &mut self.names.files {
            file.state = NamesState::Waiting;
        }
        NamesEffect::Read(self.names.files.iter().map(|file| file.path.clone()).collect()).into()
    }

    fn remember_names(&self) -> Effect {
        NamesEffect::Remember(self.names.files.iter().map(|file| file.path.clone()).collect()).into()
    }

    /// A list is read so far, 0 to 1.
    pub fn names_progress(&mut self, path: &PathBuf, part: f32) {
        if let Some(file) = self.names.files.iter_mut().find(|file| file.path == *path) {
            file.state = NamesState::Reading(part);
        }
    }

    /// All lists are read, each well or not.
    pub fn names_read(&mut self, all: Arc<Gazetteer>, read: Vec<(PathBuf, Result<NamesReport, String>)>) {
        self.names.all = Some(all);
        let (mut added, mut bad) = (0, 0);
        for (path, result) in read {
            let Some(file) = self.names.files.iter_mut().find(|file| file.path == path) else { continue };
            file.state = match result {
                Ok(report) => {
                    added += report.added;
                    bad += report.bad;
                    NamesState::Read(report)
                }
                Err(why) => NamesState::Failed(why),
            };
        }
        let failed: Vec<String> = self
            .names
            .files
            .iter()
            .filter(|file| matches!(file.state, NamesState::Failed(_)))
            .map(NamesFile::name)
            .collect();
        if !failed.is_empty() {
            let words = format!(
                "The place names of {} could not be read: Go → Place names… tells why.",
                failed.join(", ")
            );
            self.say(Tone::Trouble, words);
        } else if self.names.is_news {
            let places = if added == 1 { "1 place was".to_owned() } else { format!("{added} places were") };
            let mut words = format!("{places} added to the search");
            if bad > 0 {
                let lines = if bad == 1 { "1 line".to_owned() } else { format!("{bad} lines") };
                words = format!("{words}; {lines} could not be read (Go → Place names…)");
            }
            self.say(Tone::Done, format!("{words}."));
        }
        self.names.is_news = false;
    }
}
