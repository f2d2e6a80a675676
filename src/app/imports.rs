//! Files of others on their way in: read by a child, understood and made a step beside the window.

use std::{
    collections::BTreeSet,
    ops::ControlFlow,
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    time::{Duration, Instant},
};

use eframe::egui;

use crate::{
    analysis::{Index, SKILLS, duplicates},
    edit::Action,
    model::{Document, HistoryEntry, IncidentId, Records, Revision, Stamp},
    session::{ImportEffect, ImportFrom, ImportNews, Prepared, Understood},
    store::{
        FileStamp,
        formats::{
            Imported,
            child::{self, Cage, ChildError, Stop},
            codebook::Codebook,
            mapping::{Mapping, Survey, propose},
            read_table_apart, stem,
            table::{self, Table, Wishes},
        },
    },
    ui::FileQuestion,
};

use super::Shell;

/// Rows that are shown before all are understood.
const FIRST: usize = 200;
/// Incidents of a file, and of the document, among which twins are looked for.
const MOST_COMPARED: usize = 30_000;

/// The child at work, since when, and how long it may take.
type AtWork = Arc<Mutex<Option<(Stop, Instant, Duration)>>>;

/// The thread that does it.
pub struct ImportReader {
    wanted: Sender<ImportEffect>,
    news: Receiver<ImportNews>,
    at_work: AtWork,
    program: Arc<Mutex<Option<PathBuf>>>,
    /// The latest turn that was asked for; what belongs to an older one is broken off.
    turn: Arc<AtomicU64>,
}

impl ImportReader {
    pub fn new(ctx: &egui::Context) -> Self {
        let (wanted, inbox) = channel();
        let (post, news) = channel();
        let at_work = AtWork::default();
        let program: Arc<Mutex<Option<PathBuf>>> = Arc::default();
        let turn: Arc<AtomicU64> = Arc::default();
        let thread = Thread {
            post,
            at_work: Arc::clone(&at_work),
            program: Arc::clone(&program),
            turn: Arc::clone(&turn),
            ctx: ctx.clone(),
        };
        std::thread::spawn(move || thread.run(&inbox));
        Self { wanted, news, at_work, program, turn }
    }

    /// Another program than this one reads: for tests, whose own program has no such verb.
    pub fn set_program(&self, path: PathBuf) {
        *self.program.lock().unwrap_or_else(PoisonError::into_inner) = Some(path);
    }

    fn ask(&self, effect: ImportEffect) {
        let turn = match &effect {
            ImportEffect::Read { turn, .. }
            | ImportEffect::Understand { turn, .. }
            | ImportEffect::Prepare { turn, .. } => *turn,
            ImportEffect::Stop => {
                self.stop(u64::MAX);
                return;
            }
            ImportEffect::AskForMapping
            | ImportEffect::AskToSaveMapping { .. }
            | ImportEffect::OpenMapping(_)
            | ImportEffect::SaveMapping(..) => self.turn.load(Ordering::Relaxed),
        };
        self.stop(turn);
        self.turn.store(turn, Ordering::Relaxed);
        // The thread lives as long as this value.
        let _sent = self.wanted.send(effect);
    }

    /// Breaks off what belongs to an older turn.
    fn stop(&self, before: u64) {
        if self.turn.load(Ordering::Relaxed) < before {
            self.turn.store(before, Ordering::Relaxed);
            if let Some((stop, ..)) = &*self.at_work.lock().unwrap_or_else(PoisonError::into_inner) {
                stop.cancel();
            }
        }
    }

    /// Ends a child that does not come back, whatever it says.
    fn mind_the_time(&self) {
        if let Some((stop, since, most)) = &*self.at_work.lock().unwrap_or_else(PoisonError::into_inner)
            && since.elapsed() > *most
        {
            stop.give_up();
        }
    }

    fn is_at_work(&self) -> bool {
        self.at_work.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }
}

struct Thread {
    post: Sender<ImportNews>,
    at_work: AtWork,
    program: Arc<Mutex<Option<PathBuf>>>,
    turn: Arc<AtomicU64>,
    ctx: egui::Context,
}

impl Thread {
    fn run(self, inbox: &Receiver<ImportEffect>) {
        while let Ok(wanted) = inbox.recv() {
            match wanted {
                ImportEffect::Read { turn, from, wishes } => {
                    let result = self.read(turn, &from, &wishes);
                    if self.is_wanted(turn) {
                        self.tell(ImportNews::Table { turn, result });
                    }
                }
                ImportEffect::Understand { turn, table, mapping, document } => {
                    self.understand(turn, &table, &mapping, &document);
                }
                ImportEffect::Prepare { turn, imported, left_out, label, stamp, document, next } => {
                    let prepared = prepare(&imported, &left_out, label, &stamp, &document, next);
                    self.tell(ImportNews::Prepared { turn, prepared: Box::new(prepared) });
                }
                ImportEffect::OpenMapping(path) => {
                    let read = Mapping::open(&path).map_err(|error| error.to_string());
                    self.tell(ImportNews::Mapping(read));
                }
                ImportEffect::SaveMapping(path, mapping) => {
                    let saved = mapping.save(&path).map(|()| path).map_err(|error| error.to_string());
                    self.tell(ImportNews::MappingSaved(saved));
                }
                ImportEffect::AskForMapping | ImportEffect::AskToSaveMapping { .. } | ImportEffect::Stop => {}
            }
        }
    }

    fn is_wanted(&self, turn: u64) -> bool {
        self.turn.load(Ordering::Relaxed) <= turn
    }

    fn tell(&self, news: ImportNews) {
        let _sent = self.post.send(news);
        self.ctx.request_repaint();
    }

    fn progress(&self, turn: u64, words: &'static str, done: u64, all: u64) {
        self.tell(ImportNews::Progress { turn, words, done, all });
    }

    /// The table, and the mapping that it proposes.
    fn read(&self, turn: u64, from: &ImportFrom, wishes: &Wishes) -> Result<(Arc<Table>, Mapping), String> {
        if !self.is_wanted(turn) {
            return Err(ChildError::Cancelled.to_string());
        }
        self.progress(turn, "Reading", 0, 0);
        let (table, name) = match from {
            ImportFrom::Pasted(text) => {
                let mut table = table::of_text(text, wishes).map_err(|error| error.to_string())?;
                Codebook::name_columns(&mut table);
                (table, "pasted".to_owned())
            }
            ImportFrom::File(path) => {
                let table = self.read_file(turn, path, wishes).map_err(|error| match error {
                    // Its own sentence names the file already.
                    ChildError::Refused(why) => why,
                    error => format!("{error}\n{}", path.display()),
                })?;
                (table, stem(path))
            }
        };
        let mapping = propose(&table, &name, &SKILLS);
        Ok((Arc::new(table), mapping))
    }

    fn read_file(&self, turn: u64, path: &std::path::Path, wishes: &Wishes) -> Result<Table, ChildError> {
        let set = self.program.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let program = set.map_or_else(child::this_program, Ok)?;
        let bytes = FileStamp::of(path).ok().flatten().map_or(0, |stamp| stamp.len);
        let cage = Cage::for_file(bytes);
        let reader = read_table_apart(&program, cage, path, wishes)?;
        *self.at_work.lock().unwrap_or_else(PoisonError::into_inner) =
            Some((reader.stop(), Instant::now(), cage.time * 2));
        if !self.is_wanted(turn) {
            reader.stop().cancel();
        }
        let answer = reader.answer(&mut |done, all| self.progress(turn, "Reading", done, all));
        *self.at_work.lock().unwrap_or_else(PoisonError::into_inner) = None;
        answer
    }

    /// First some rows, then all of them, then which of them may be here already.
    fn understand(&self, turn: u64, table: &Table, mapping: &Mapping, document: &Document) {
        let on = |words: &'static str| {
            let mut told = Instant::now();
            move |done: u64, all: u64| {
                if !self.is_wanted(turn) {
                    return ControlFlow::Break(());
                }
                if told.elapsed() > Duration::from_millis(100) {
                    told = Instant::now();
                    self.progress(turn, words, done, all);
                }
                ControlFlow::Continue(())
            }
        };
        let head = Table { rows: table.rows.iter().take(FIRST).cloned().collect(), ..head_of(table) };
        let Some(first) = mapping.read(&head, &SKILLS, &mut on("Looking")) else { return };
        let survey = Arc::new(Survey::of(table, mapping, &SKILLS));
        self.tell(ImportNews::Preview { turn, survey, first: first.incidents });
        let Some(imported) = Imported::of(table, mapping.clone(), &SKILLS, &mut on("Understanding")) else {
            return;
        };
        let problems = imported.problems();
        let incidents = &imported.coded.incidents;
        let here_already = incidents.ids().filter(|id| document.contains(id)).count();
        self.progress(turn, "Looking for incidents that are here already", 0, 0);
        let twins = (incidents.len() + document.len() <= MOST_COMPARED).then(|| twins(incidents, document));
        let understood = Understood {
            problems,
            here_already,
            twins,
            looked_in: document.revision(),
            imported: Arc::new(imported),
        };
        if self.is_wanted(turn) {
            self.tell(ImportNews::Understood { turn, understood: Box::new(understood) });
        }
    }
}

/// The table without its rows.
fn head_of(table: &Table) -> Table {
    Table {
        origin: table.origin.clone(),
        columns: table.columns.clone(),
        tags: table.tags.clone(),
        heading: table.heading,
        beside: table.beside,
        unread: Vec::new(),
        notes: table.notes.clone(),
        parts: table.parts.clone(),
        rows: Vec::new(),
    }
}

/// Pairs of an incident of the document, first, and one of the file that may be the same under another id.
fn twins(incidents: &Records, document: &Document) -> Vec<duplicates::Pair> {
    let new: BTreeSet<&IncidentId> = incidents.ids().filter(|id| !document.contains(id)).collect();
    if document.is_empty() || new.is_empty() {
        return Vec::new();
    }
    let both = document.with_all(&incidents.only(|id| new.contains(id)));
    // Pairs within the document, and within the file, are no question of this import.
    let skip = |a: &IncidentId, b: &IncidentId| new.contains(a) == new.contains(b);
    let pairs = duplicates::pairs(&both, usize::MAX, &skip);
    let mut seen = BTreeSet::new();
    pairs
        .into_iter()
        .map(
            |pair| {
                if new.contains(&pair.a) { duplicates::Pair { a: pair.b, b: pair.a, ..pair } } else { pair }
            },
        )
        .filter(|pair| seen.insert(pair.b.clone()))
        .collect()
}

/// The step that takes an import, the document after it and what is asked of every document.
fn prepare(
    imported: &Arc<Imported>,
    left_out: &BTreeSet<IncidentId>,
    label: String,
    stamp: &Stamp,
    document: &Document,
    next: Revision,
) -> Prepared {
    let is_new = |id: &IncidentId| !document.contains(id) && !left_out.contains(id);
    let incidents = imported.coded.incidents.only(is_new).noting(&HistoryEntry::made(stamp.clone()));
    let taken = incidents.len();
    let mut facts = document.facts().clone();
    let credit =
        imported.mapping.credited().filter(|credit| !facts.attribution.iter().any(|known| known == credit));
    let mut after = document.with_all(&incidents);
    let mut actions = vec![Action::InsertAll(incidents)];
    if let Some(credit) = credit {
        facts.attribution.push(credit.to_owned());
        after = after.with_facts(facts.clone());
        actions.push(Action::SetFacts(facts));
    }
    let action = Action::Together { label, actions };
    let action = Action::Signed { stamp: stamp.clone(), action: Box::new(action) };
    let index = Index::new(&after.clone().at_revision(next));
    Prepared { action, taken, before: document.revision(), document: after, index }
}

impl Shell {
    pub(super) fn do_import(&mut self, effect: ImportEffect) {
        match effect {
            ImportEffect::AskForMapping => self.dialogs.ask(FileQuestion::Mapping, self.folder().join("")),
            ImportEffect::AskToSaveMapping { suggested } => {
                self.dialogs.ask(FileQuestion::SaveMapping, self.folder().join(suggested));
            }
            effect => self.imports.ask(effect),
        }
    }

    pub(super) fn take_imports(&mut self, ctx: &egui::Context) {
        self.imports.mind_the_time();
        if self.imports.is_at_work() {
            ctx.request_repaint_after(Duration::from_secs(1));
        }
        let news: Vec<ImportNews> = self.imports.news.try_iter().collect();
        for news in news {
            let effects = self.session.import_news(news);
            self.do_effects(ctx, effects);
        }
    }
}
