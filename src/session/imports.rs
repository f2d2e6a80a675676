//! Incidents of a table on their way into the document: read, looked at, then taken as one step.

use std::path::{Path, PathBuf};

use crate::{
    edit::Action,
    model::{Document, Facts, Revision},
    store::formats::Imported,
};

use super::{Effect, Session, Sheetlet, Tone};

/// A table that was read and waits to be taken.
#[derive(Debug)]
pub struct Importing {
    pub path: PathBuf,
    pub table: Imported,
    /// Rows and cells that were not understood, in the order of the file.
    pub problems: Vec<(usize, String)>,
    /// How many of its incidents are in the document already, by their ids: they are left as they are.
    pub here_already: usize,
    /// The document that they were counted in.
    counted_in: Revision,
}

impl Importing {
    fn new(path: &Path, table: Imported, document: &Document) -> Self {
        let (problems, here_already) = (table.problems(), here_already(&table, document));
        Self { path: path.to_owned(), table, problems, here_already, counted_in: document.revision() }
    }

    /// Counts anew where the document has changed.
    pub(super) fn refresh(&mut self, document: &Document) {
        if self.counted_in != document.revision() {
            self.here_already = here_already(&self.table, document);
            self.counted_in = document.revision();
        }
    }

    /// The last part of the path.
    fn name(&self) -> String {
        self.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    }
}

impl Session {
    /// The table that waits to be taken.
    pub fn importing(&self) -> Option<&Importing> {
        self.importing.as_ref()
    }

    /// A table was read.
    pub fn table_read(&mut self, path: &Path, read: Result<Imported, String>) -> Vec<Effect> {
        match read {
            Ok(table) => {
                self.importing = Some(Importing::new(path, table, self.document()));
                vec![Effect::Hide(Sheetlet::Import), Effect::Show(Sheetlet::Import)]
            }
            Err(why) => {
                self.say(Tone::Trouble, why);
                Vec::new()
            }
        }
    }

    /// Takes the incidents of the table that are not here yet as one step.
    pub(super) fn take_imported(&mut self) -> Vec<Effect> {
        let Some(importing) = self.importing.take() else { return Vec::new() };
        let name = importing.name();
        let table = importing.table;
        let credit = table.mapping.credited().map(str::to_owned);
        let all = table.coded.incidents.len();
        let new: Vec<Action> = table
            .coded
            .incidents
            .into_iter()
            .filter(|incident| self.document().get(&incident.id).is_none())
            .map(|incident| Action::Insert(Box::new(incident)))
            .collect();
        let taken = new.len();
        if taken == 0 {
            self.say(Tone::Note, format!("Nothing is new in {name}: all {all} incidents are here already."));
            return vec![Effect::Hide(Sheetlet::Import)];
        }
        let credit =
            credit.and_then(|credit| credited(self.document().facts(), &credit)).map(Action::SetFacts);
        let actions = new.into_iter().chain(credit).collect();
        let before = self.document().revision();
        self.perform(Action::Together { label: format!("add {taken} incidents of {name}"), actions });
        if self.document().revision() != before {
            let words = match all - taken {
                0 => String::new(),
                left => format!(" {left} were here already and stay as they are."),
            };
            self.say(
                Tone::Done,
                format!("Added {taken} incidents of {name}.{words} Ctrl+Z takes them out again."),
            );
        }
        vec![Effect::Hide(Sheetlet::Import)]
    }
}

fn here_already(table: &Imported, document: &Document) -> usize {
    table.coded.incidents.iter().filter(|incident| document.get(&incident.id).is_some()).count()
}

/// The facts with the collection among the credits, where it is not there.
fn credited(facts: &Facts, credit: &str) -> Option<Facts> {
    (!facts.attribution.iter().any(|known| known == credit)).then(|| {
        let mut facts = facts.clone();
        facts.attribution.push(credit.to_owned());
        facts
    })
}
