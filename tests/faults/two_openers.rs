//! Two processes and a stranger at one file: nobody writes over what they have not seen.
//!
//! Every edit adds a record that nobody ever deletes, and every merge takes all. So whatever was once in the file has to
//! stay in it: a record that goes is a silent overwrite, whoever says what about it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use marz::analysis::SKILLS;
use marz::edit::Action;
use marz::model::{Document, Facts, Incident, IncidentId};
use marz::session::{Command, Effect, Environment, File, LockNews, Session};
use marz::store::formats::open_beside;
use marz::store::lock::{Claim, Lock, claim, take_over};
use marz::store::{StoreError, open, save, save_over};

use crate::child::{Child, say};
use crate::dice::Dice;
use crate::long;

/// Tells the child, which is this same test program, where its orders lie; the document is one folder up.
const FOLDER: &str = "MARZ_FAULTS_OPENERS";
/// Set for the control: saves look at nothing.
const CARELESS: &str = "careless";

fn document_in(folder: &Path) -> PathBuf {
    folder.join("incidents.geojson")
}

fn record(id: &str) -> Incident {
    Incident { title: format!("Record {id}"), ..Incident::new(IncidentId::new(id)) }
}

fn ids(path: &Path) -> BTreeSet<String> {
    open(path).unwrap().document.incidents().map(|incident| incident.id.to_string()).collect()
}

/// One person at the program: what the window, the worker and the warden do, step by step.
struct Person {
    path: PathBuf,
    session: Session,
    lock: Option<Lock>,
    made: u32,
    is_careless: bool,
}

impl Person {
    fn new(path: PathBuf, is_careless: bool) -> Self {
        let environment = Environment {
            today: jiff::civil::date(2026, 11, 23),
            now: Box::new(jiff::Timestamp::now),
            author: format!("Person {}", std::process::id()),
            new_id: Box::new(|| IncidentId::new("unused")),
        };
        Self { path, session: Session::example(environment), lock: None, made: 0, is_careless }
    }

    fn is_open(&self) -> bool {
        self.session.file_path().is_some()
    }

    fn take(&mut self, claim: Claim) {
        match claim {
            Claim::Ours { lock, instead_of } => {
                self.lock = Some(lock);
                let instead_of = instead_of.map(|holder| holder.to_string());
                self.session.lock_news(LockNews::Ours { instead_of });
            }
            Claim::Held(holder) => {
                let who = holder.map(|holder| holder.to_string()).unwrap_or_default();
                self.session.lock_news(LockNews::Held(who));
            }
            Claim::Impossible => {}
        }
    }

    fn open(&mut self) {
        let opened = open(&self.path).unwrap();
        self.lock = None;
        self.session.opened(self.path.clone(), opened.document, opened.report, opened.stamp);
        let claim = claim(&self.path, self.session.author());
        self.take(claim);
    }

    fn edit(&mut self) {
        self.made += 1;
        let incident = record(&format!("{}-{}", std::process::id(), self.made));
        self.session.handle(Command::Perform(Action::Insert(Box::new(incident))));
    }

    fn look(&mut self) {
        match self.lock.as_ref().map(Lock::check) {
            Some(Err(holder)) => {
                self.lock = None;
                let who = holder.map(|holder| holder.to_string()).unwrap_or_default();
                self.session.lock_news(LockNews::Lost(who));
            }
            None if self.session.held_by().is_some() => {
                let claim = claim(&self.path, self.session.author());
                self.take(claim);
            }
            Some(Ok(())) | None => {}
        }
        let effects = self.session.changed_outside();
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Write { path, document, revision, .. } => {
                    let File::Path { stamp: Some(stamp), .. } = self.session.file().clone() else { continue };
                    let written = if self.is_careless {
                        save(&path, &document)
                    } else {
                        save_over(&path, &document, &[stamp], None)
                    };
                    let more = match written {
                        Ok(stamp) => self.session.saved(path, revision, stamp),
                        Err(StoreError::Changed { .. }) => {
                            self.session.save_failed("changed");
                            say("refused", 1);
                            vec![Effect::ReadToCompare(path)]
                        }
                        Err(error) => panic!("{error}"),
                    };
                    self.carry_out(more);
                }
                Effect::ReadToCompare(path) => {
                    let read = open_beside(&path, &SKILLS, Path::new(""), &mut |_| {
                        std::ops::ControlFlow::Continue(())
                    })
                    .map_err(|error| error.to_string());
                    let sides = self.session.sides(&path);
                    let more = self.session.compared(&path, read.map(|read| sides.against(read)));
                    self.carry_out(more);
                    if let Some(comparing) = self.session.comparing() {
                        let all = (0..comparing.differences.len()).collect();
                        let more = self.session.handle(Command::TakeDifferences(all));
                        self.carry_out(more);
                        say("merged", 1);
                    }
                }
                _ => {}
            }
        }
    }

    fn obey(&mut self, order: &str) {
        match order {
            "open" => self.open(),
            _ if !self.is_open() => {}
            "edit" => self.edit(),
            "look" => self.look(),
            "take over" => {
                let claim = take_over(&self.path, self.session.author());
                self.take(claim);
            }
            _ => {
                let effects = self.session.handle(Command::Save);
                self.carry_out(effects);
            }
        }
    }
}

#[test]
#[ignore = "the child of the test below"]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let folder = Path::new(&folder);
    let is_careless = folder.join(CARELESS).exists();
    let mut person = Person::new(document_in(folder.parent().unwrap()), is_careless);
    for number in 0.. {
        let order = loop {
            match fs::read_to_string(folder.join(format!("order-{number}"))) {
                Ok(order) => break order,
                Err(_) => std::thread::sleep(Duration::from_micros(300)),
            }
        };
        person.obey(&order);
        say("done", number);
    }
}

/// A process that takes orders.
struct Puppet {
    folder: PathBuf,
    child: Child,
    ordered: u64,
}

impl Puppet {
    fn start(folder: &Path, name: &str, is_careless: bool) -> Self {
        let folder = folder.join(name);
        fs::create_dir(&folder).unwrap();
        if is_careless {
            fs::write(folder.join(CARELESS), "").unwrap();
        }
        let child = Child::start("two_openers::child", FOLDER, &folder);
        Self { folder, child, ordered: 0 }
    }

    fn order(&mut self, order: &str) {
        let path = self.folder.join(format!("order-{}", self.ordered));
        let draft = path.with_extension("draft");
        fs::write(&draft, order).unwrap();
        fs::rename(draft, path).unwrap();
        self.ordered += 1;
    }

    fn obey(&mut self, order: &str) {
        self.order(order);
        self.child.wait_for("done");
    }
}

#[derive(Default, Debug)]
struct Figures {
    steps: usize,
    saves: usize,
    crashes: usize,
    overwrites: usize,
    refused: usize,
    merged: usize,
    lost: usize,
}

fn interleave(dice: &mut Dice, is_careless: bool, figures: &mut Figures) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = document_in(folder.path());
    let start = Document::new([record("first")], Facts::default(), Vec::new(), serde_json::Map::new());
    save(&path, &start).unwrap();
    let mut started = 0;
    let mut puppet = || {
        started += 1;
        Puppet::start(folder.path(), &format!("p{started}"), is_careless)
    };
    let mut people = [puppet(), puppet()];
    people[0].obey("open");
    people[1].obey("open");
    for stranger in 0..14 {
        let before = ids(&path);
        let who = dice.roll(2) as usize;
        figures.steps += 1;
        let person = &mut people[who];
        match dice.roll(12) {
            0 => person.obey("open"),
            1..=3 => person.obey("edit"),
            4..=6 => {
                figures.saves += 1;
                person.obey("edit");
                person.obey("save");
            }
            7 => person.obey("look"),
            8 | 9 => person.obey("take over"),
            10 => {
                // The blow may fall in the middle of a save.
                person.order("save");
                std::thread::sleep(Duration::from_micros(dice.roll(4000)));
                let dead = std::mem::replace(person, puppet()).child.kill();
                figures.refused += dead.count("refused");
                figures.merged += dead.count("merged");
                figures.crashes += 1;
                person.obey("open");
            }
            _ => {
                figures.overwrites += 1;
                let document =
                    open(&path).unwrap().document.with_incident(record(&format!("stranger-{stranger}")));
                save(&path, &document).unwrap();
            }
        }
        let after = ids(&path);
        figures.lost += before.difference(&after).count();
    }
    for person in people {
        let said = person.child.kill();
        figures.refused += said.count("refused");
        figures.merged += said.count("merged");
    }
}

#[test]
fn whatever_two_people_and_a_stranger_do_nothing_is_silently_written_over() {
    let rounds = if long() { 200 } else { 40 };
    let started = Instant::now();
    let mut dice = Dice::new();
    let mut figures = Figures::default();
    for _ in 0..rounds {
        interleave(&mut dice, false, &mut figures);
    }
    println!("{rounds} interleavings: {figures:?}, {:?}", started.elapsed());
    assert_eq!(figures.lost, 0, "{figures:?}");
    assert!(figures.refused > 0 && figures.merged > 0, "something was put to the test: {figures:?}");
    let mut control = Figures::default();
    for _ in 0..20 {
        interleave(&mut dice, true, &mut control);
    }
    println!("control, saves that look at nothing, 20 interleavings: {control:?}");
    assert!(control.lost > 0, "the check can fail: {control:?}");
}
