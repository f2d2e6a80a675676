//! Incidents of other files on their way into the document: read, mapped and looked at, then taken as one step.

use std::{
    collections::{BTreeSet, VecDeque},
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    analysis::{Index, duplicates::Pair},
    edit::Action,
    model::{Document, IncidentId, Records, Revision, Stamp, grouped, shown_line},
    store::{
        Entry,
        formats::{
            Imported,
            mapping::{Mapping, Question, Survey},
            table::{Table, Wishes},
        },
    },
};

use super::{Command, Effect, Session, Sheetlet, Tone};

/// What is asked of an import.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportCommand {
    /// Files that were dropped or chosen together: looked at one after the other.
    Files(Vec<PathBuf>),
    /// A table from the clipboard.
    Pasted(String),
    /// Another mapping of the table that is shown.
    Map(Box<Mapping>),
    /// The file read otherwise: another sheet, other letters, another heading.
    Wish(Wishes),
    /// The mapping that names and values propose.
    Propose,
    AskForMapping,
    UseMapping(PathBuf),
    AskToSaveMapping,
    SaveMapping(PathBuf),
    /// Whether incidents that may be in the document already are left out.
    LeaveTwins(bool),
    /// Nothing of this file; the next of several is looked at.
    Leave,
}

/// What the shell must do for an import; each is told which turn it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportEffect {
    AskForMapping,
    AskToSaveMapping {
        suggested: PathBuf,
    },
    OpenMapping(PathBuf),
    SaveMapping(PathBuf, Box<Mapping>),
    Read {
        turn: u64,
        from: ImportFrom,
        wishes: Wishes,
    },
    /// Make incidents of the table; those of the document tell which are here already.
    Understand {
        turn: u64,
        table: Arc<Table>,
        mapping: Box<Mapping>,
        document: Document,
    },
    /// Make the step that takes them, and the document after it.
    Prepare {
        turn: u64,
        imported: Arc<Imported>,
        left_out: BTreeSet<IncidentId>,
        label: String,
        stamp: Stamp,
        document: Document,
        next: Revision,
    },
    /// What is under way is not wanted any more.
    Stop,
}

/// Where a table comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportFrom {
    File(PathBuf),
    Pasted(Arc<str>),
}

impl ImportFrom {
    /// To be shown.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => {
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
                shown_line(&name.unwrap_or_default()).into_owned()
            }
            Self::Pasted(_) => "the clipboard".to_owned(),
        }
    }
}

/// What the shell reports back.
pub enum ImportNews {
    Progress {
        turn: u64,
        words: &'static str,
        done: u64,
        all: u64,
    },
    Table {
        turn: u64,
        result: Result<(Arc<Table>, Mapping), String>,
    },
    /// The first rows, soon; and all of them.
    Preview {
        turn: u64,
        survey: Arc<Survey>,
        first: Records,
    },
    Understood {
        turn: u64,
        understood: Box<Understood>,
    },
    Prepared {
        turn: u64,
        prepared: Box<Prepared>,
    },
    Mapping(Result<Mapping, String>),
    MappingSaved(Result<PathBuf, String>),
}

/// What a whole table became.
#[derive(Debug)]
pub struct Understood {
    pub imported: Arc<Imported>,
    /// Rows and cells that were not understood, in the order of the file.
    pub problems: Vec<(usize, String)>,
    /// Its incidents that have the id of one in the document.
    pub here_already: usize,
    /// Its incidents that may be one in the document under another id; `None` where there were too many to look.
    pub twins: Option<Vec<Pair>>,
    /// The document that was looked through.
    pub looked_in: Revision,
}

/// The step that takes an import, made beside the window.
pub struct Prepared {
    pub action: Action,
    pub taken: usize,
    pub before: Revision,
    pub document: Document,
    pub index: Index,
}

/// How far something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportProgress {
    pub words: &'static str,
    pub done: u64,
    pub all: u64,
}

/// A file on its way in.
#[derive(Debug)]
pub struct Importing {
    pub from: ImportFrom,
    pub wishes: Wishes,
    /// `None` until the file is read.
    pub table: Option<Arc<Table>>,
    pub mapping: Mapping,
    /// What the values say under this mapping; `None` until it is known.
    pub survey: Option<Arc<Survey>>,
    /// What a person should decide.
    pub questions: Vec<Question>,
    /// The first incidents under this mapping.
    pub first: Records,
    /// All rows under this mapping; `None` until it is known.
    pub read: Option<Understood>,
    pub leave_twins: bool,
    pub progress: Option<ImportProgress>,
    /// Its step is being made.
    pub is_taken: bool,
}

impl Importing {
    fn new(from: ImportFrom, wishes: Wishes) -> Self {
        Self {
            from,
            wishes,
            table: None,
            mapping: Mapping::default(),
            survey: None,
            questions: Vec::new(),
            first: Records::default(),
            read: None,
            leave_twins: true,
            progress: None,
            is_taken: false,
        }
    }

    /// How many incidents would be added.
    pub fn new_incidents(&self) -> usize {
        let Some(read) = &self.read else { return 0 };
        read.imported.coded.incidents.len() - read.here_already - self.left_out().len()
    }

    /// Incidents that are left out because they may be in the document already.
    fn left_out(&self) -> BTreeSet<IncidentId> {
        let twins = self.read.as_ref().and_then(|read| read.twins.as_ref()).filter(|_| self.leave_twins);
        twins.into_iter().flatten().map(|pair| pair.b.clone()).collect()
    }
}

/// The import that is shown, and those that wait.
#[derive(Debug, Default)]
pub struct Imports {
    shown: Option<Importing>,
    waiting: VecDeque<PathBuf>,
    /// What was asked before is not wanted any more when it comes back.
    turn: u64,
}

impl Imports {
    /// Files that wait behind the one that is shown.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }
}

impl From<ImportCommand> for Command {
    fn from(command: ImportCommand) -> Self {
        Self::Imports(command)
    }
}

impl From<ImportEffect> for Effect {
    fn from(effect: ImportEffect) -> Self {
        Self::Imports(Box::new(effect))
    }
}

impl ImportCommand {
    pub(super) fn label(&self) -> String {
        let fixed = match self {
            Self::Files(paths) => return format!("Add incidents from {} files", paths.len()),
            Self::Pasted(_) => "Add incidents from the clipboard",
            Self::Map(_) => "Change what the columns become",
            Self::Wish(_) => "Read the file otherwise",
            Self::Propose => "Propose what the columns become",
            Self::AskForMapping | Self::UseMapping(_) => "Use a saved mapping…",
            Self::AskToSaveMapping | Self::SaveMapping(_) => "Save the mapping…",
            Self::LeaveTwins(_) => "Leave out what may be here already",
            Self::Leave => "Add nothing of this file",
        };
        fixed.to_owned()
    }

    pub(super) fn refusal(&self, session: &Session) -> Option<&'static str> {
        match self {
            Self::Files(_) | Self::Pasted(_) => None,
            Self::Map(_)
            | Self::Wish(_)
            | Self::Propose
            | Self::AskForMapping
            | Self::UseMapping(_)
            | Self::AskToSaveMapping
            | Self::SaveMapping(_)
            | Self::LeaveTwins(_)
            | Self::Leave => session.importing().is_none().then_some(NOTHING_READ),
        }
    }
}

/// Why nothing can be taken.
pub(super) const NOTHING_READ: &str = "No file was read: choose File → Add incidents from a file…";

/// Whether a text from the clipboard is a table: rows with the same number of tabs, as spreadsheets copy them; a cell
/// with line breaks stands in quotation marks.
pub(super) fn is_table(text: &str) -> bool {
    const LOOKED_AT: usize = 20;
    let rows = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
        .into_records();
    let cells = rows.map_while(Result::ok).filter(|row| row.iter().any(|cell| !cell.trim().is_empty()));
    let mut counts = cells.take(LOOKED_AT).map(|row| row.len());
    let Some(first) = counts.next().filter(|cells| *cells > 2) else { return false };
    let (same, others): (Vec<usize>, Vec<usize>) = counts.partition(|cells| *cells == first);
    // Of a report that has a table in it, most lines are no rows.
    !same.is_empty() && same.len() >= others.len()
}

impl Session {
    /// The file whose incidents wait to be taken.
    pub fn importing(&self) -> Option<&Importing> {
        self.imports.shown.as_ref()
    }

    pub fn imports(&self) -> &Imports {
        &self.imports
    }

    /// Begins to read a file of others.
    pub(super) fn import_from(&mut self, path: PathBuf) -> Vec<Effect> {
        if self.imports.shown.is_some() {
            self.imports.waiting.push_back(path);
            return vec![Effect::Hide(Sheetlet::Import), Effect::Show(Sheetlet::Import)];
        }
        self.carry_out_import(ImportCommand::Files(vec![path]))
    }

    pub(super) fn carry_out_import(&mut self, command: ImportCommand) -> Vec<Effect> {
        match command {
            ImportCommand::Files(paths) => {
                self.imports.waiting.extend(paths);
                if self.imports.shown.is_some() { Vec::new() } else { self.next_import() }
            }
            ImportCommand::Pasted(text) => {
                self.begin_import(ImportFrom::Pasted(text.into()), Wishes::default())
            }
            ImportCommand::Map(mapping) => {
                let Some(importing) = &mut self.imports.shown else { return Vec::new() };
                importing.mapping = *mapping;
                self.understand_import()
            }
            ImportCommand::Wish(wishes) => {
                let Some(importing) = &self.imports.shown else { return Vec::new() };
                let from = importing.from.clone();
                self.begin_import(from, wishes)
            }
            ImportCommand::Propose => {
                let Some(importing) = &self.imports.shown else { return Vec::new() };
                let (from, wishes) = (importing.from.clone(), importing.wishes.clone());
                self.begin_import(from, wishes)
            }
            ImportCommand::AskForMapping => vec![ImportEffect::AskForMapping.into()],
            ImportCommand::UseMapping(path) => vec![ImportEffect::OpenMapping(path).into()],
            ImportCommand::AskToSaveMapping => {
                let Some(importing) = &self.imports.shown else { return Vec::new() };
                let suggested = match &importing.from {
                    ImportFrom::File(path) => path.with_extension("mapping.json"),
                    ImportFrom::Pasted(_) => PathBuf::from("mapping.json"),
                };
                vec![ImportEffect::AskToSaveMapping { suggested }.into()]
            }
            ImportCommand::SaveMapping(path) => {
                let Some(importing) = &self.imports.shown else { return Vec::new() };
                vec![ImportEffect::SaveMapping(path, Box::new(importing.mapping.clone())).into()]
            }
            ImportCommand::LeaveTwins(leave) => {
                if let Some(importing) = &mut self.imports.shown {
                    importing.leave_twins = leave;
                }
                Vec::new()
            }
            ImportCommand::Leave => {
                self.imports.turn += 1;
                let mut effects = vec![ImportEffect::Stop.into()];
                effects.extend(self.next_import());
                effects
            }
        }
    }

    /// The next file that waits, or the end of it.
    fn next_import(&mut self) -> Vec<Effect> {
        if let Some(path) = self.imports.waiting.pop_front() {
            return self.begin_import(ImportFrom::File(path), Wishes::default());
        }
        self.imports.shown = None;
        vec![Effect::Hide(Sheetlet::Import)]
    }

    fn begin_import(&mut self, from: ImportFrom, wishes: Wishes) -> Vec<Effect> {
        self.imports.turn += 1;
        let turn = self.imports.turn;
        self.imports.shown = Some(Importing::new(from.clone(), wishes.clone()));
        let shown = [Effect::Hide(Sheetlet::Import), Effect::Show(Sheetlet::Import)];
        shown.into_iter().chain([ImportEffect::Read { turn, from, wishes }.into()]).collect()
    }

    fn understand_import(&mut self) -> Vec<Effect> {
        self.imports.turn += 1;
        let turn = self.imports.turn;
        let document = self.document().clone();
        let Some(importing) = &mut self.imports.shown else { return Vec::new() };
        let Some(table) = importing.table.clone() else { return Vec::new() };
        importing.read = None;
        let mapping = Box::new(importing.mapping.clone());
        vec![ImportEffect::Understand { turn, table, mapping, document }.into()]
    }

    /// What became of what an import asked for.
    pub fn import_news(&mut self, news: ImportNews) -> Vec<Effect> {
        let now = self.imports.turn;
        match news {
            ImportNews::Mapping(Err(why)) | ImportNews::MappingSaved(Err(why)) => {
                self.say(Tone::Trouble, why);
            }
            ImportNews::MappingSaved(Ok(path)) => {
                self.say(Tone::Done, format!("The mapping is saved. {}", path.display()));
            }
            ImportNews::Mapping(Ok(mapping)) => return self.use_mapping(mapping),
            ImportNews::Progress { turn, words, done, all } if turn == now => {
                if let Some(importing) = &mut self.imports.shown {
                    importing.progress = Some(ImportProgress { words, done, all });
                }
            }
            ImportNews::Table { turn, result } if turn == now => match result {
                Ok((table, mapping)) => {
                    let Some(importing) = &mut self.imports.shown else { return Vec::new() };
                    importing.table = Some(table);
                    importing.mapping = mapping;
                    return self.understand_import();
                }
                Err(why) => {
                    self.say(Tone::Trouble, why);
                    return self.next_import();
                }
            },
            ImportNews::Preview { turn, survey, first } if turn == now => {
                if let Some(importing) = &mut self.imports.shown
                    && let Some(table) = &importing.table
                {
                    importing.questions = survey.questions(&importing.mapping, table);
                    importing.survey = Some(survey);
                    importing.first = first;
                }
            }
            ImportNews::Understood { turn, understood } if turn == now => {
                if let Some(importing) = &mut self.imports.shown {
                    importing.read = Some(*understood);
                    importing.progress = None;
                }
            }
            ImportNews::Prepared { turn, prepared } if turn == now => {
                let mut effects = self.take_prepared(*prepared);
                self.refresh();
                effects.append(&mut self.outbox);
                return effects;
            }
            ImportNews::Progress { .. }
            | ImportNews::Table { .. }
            | ImportNews::Preview { .. }
            | ImportNews::Understood { .. }
            | ImportNews::Prepared { .. } => {}
        }
        Vec::new()
    }

    fn use_mapping(&mut self, mapping: Mapping) -> Vec<Effect> {
        let Some(importing) = &mut self.imports.shown else { return Vec::new() };
        let Some(table) = &importing.table else { return Vec::new() };
        let (mapping, missing) = mapping.fitted(table);
        importing.mapping = mapping;
        if !missing.is_empty() {
            let words =
                format!("The table does not have these columns of the mapping: {}.", missing.join(", "));
            self.say(Tone::Note, words);
        }
        self.understand_import()
    }

    /// Counts anew where the document has changed.
    pub(super) fn refresh_import(&mut self) {
        let document = self.history.document();
        let Some(read) = self.imports.shown.as_mut().and_then(|importing| importing.read.as_mut()) else {
            return;
        };
        if read.looked_in != document.revision() {
            let incidents = &read.imported.coded.incidents;
            read.here_already = incidents.ids().filter(|id| document.contains(id)).count();
            read.looked_in = document.revision();
        }
    }

    /// Takes the incidents that are not here yet as one step, which is made beside the window.
    pub(super) fn take_imported(&mut self) -> Vec<Effect> {
        self.imports.turn += 1;
        let turn = self.imports.turn;
        let stamp = self.stamp();
        let (document, next) = (self.document().clone(), self.history.next_revision());
        let Some(importing) = &mut self.imports.shown else { return Vec::new() };
        let (left_out, name) = (importing.left_out(), importing.from.name());
        let Some(read) = &importing.read else { return Vec::new() };
        let imported = Arc::clone(&read.imported);
        let all = imported.coded.incidents.len();
        if importing.new_incidents() == 0 {
            self.say(Tone::Note, format!("Nothing is new in {name}: all {all} incidents are here already."));
            return self.next_import();
        }
        importing.is_taken = true;
        let label = format!("add {} incidents of {name}", grouped(importing.new_incidents()));
        vec![ImportEffect::Prepare { turn, imported, left_out, label, stamp, document, next }.into()]
    }

    fn take_prepared(&mut self, prepared: Prepared) -> Vec<Effect> {
        let Prepared { action, taken, before, document, index } = prepared;
        if self.document().revision() != before {
            // Somebody went on working: the step is made anew on what there is now.
            return self.take_imported();
        }
        let Some(importing) = &self.imports.shown else { return Vec::new() };
        let name = importing.from.name();
        let left = importing.read.as_ref().map_or(0, |read| read.imported.coded.incidents.len()) - taken;
        self.history.perform_ready(action.clone(), document);
        self.index = Arc::new(index);
        self.timeline.set_data_span(crate::analysis::natural_axis(&self.index));
        self.record(Entry::Did(action));
        let words = match left {
            0 => String::new(),
            left => format!(" {} are or may be here already and were left out.", grouped(left)),
        };
        self.say(
            Tone::Done,
            format!("Added {} incidents of {name}.{words} Ctrl+Z takes them out again.", grouped(taken)),
        );
        self.next_import()
    }
}

impl Importing {
    /// The file, where it is one.
    pub fn path(&self) -> Option<&Path> {
        match &self.from {
            ImportFrom::File(path) => Some(path),
            ImportFrom::Pasted(_) => None,
        }
    }
}
