//! Answers that take long in a large document: what to check, what may be one, who takes part. They are asked of
//! the shell, which works them out beside the window, and kept until the next one comes.

use jiff::civil::Date;

use crate::{
    analysis::{
        actors::{ActorEntry, actors},
        duplicates::{Candidate, Pair, candidates, pairs},
        review::{Finding, review},
    },
    model::{Document, IncidentId, LinkKind, Revision},
};

use super::{Effect, Session};

/// How many pairs are listed at once; when they are decided, the next ones come.
pub const MOST_PAIRS: usize = 400;

/// A question that takes long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    Review,
    Duplicates,
    Actors,
    /// Which records may be the same as this one.
    Twins(IncidentId),
}

/// The answer to a [`Check`].
#[derive(Clone, Debug, PartialEq)]
pub enum Checked {
    Review(Vec<Finding>),
    Duplicates(Vec<Pair>),
    Actors(Vec<ActorEntry>),
    Twins(IncidentId, Vec<Candidate>),
}

impl Check {
    /// Works the answer out; long in a large document.
    pub fn answer(self, document: &Document, today: Date) -> Checked {
        const MOST_TWINS: usize = 3;
        let decided = |a: &IncidentId, b: &IncidentId| is_decided(document, a, b);
        match self {
            Self::Review => Checked::Review(review(document, today)),
            Self::Duplicates => Checked::Duplicates(pairs(document, MOST_PAIRS, &decided)),
            Self::Actors => Checked::Actors(actors(document)),
            Self::Twins(id) => {
                let found = document
                    .get(&id)
                    .map_or_else(Vec::new, |incident| candidates(document, &incident, MOST_TWINS, &decided));
                Checked::Twins(id, found)
            }
        }
    }
}

/// Whether somebody has said already that two records are the same incident, or that they are not.
pub fn is_decided(document: &Document, a: &IncidentId, b: &IncidentId) -> bool {
    let says = |from: &IncidentId, to: &IncidentId| {
        document.get(from).is_some_and(|incident| {
            incident.is_linked(&LinkKind::SameAs, to) || incident.is_linked(&LinkKind::NotSameAs, to)
        })
    };
    says(a, b) || says(b, a)
}

/// One answer with the state of the document it belongs to.
pub(super) struct Slot<T> {
    answer: Option<(Revision, T)>,
    /// Asked and not back yet: one question at a time, so that a quick hand does not heap them up.
    asked: bool,
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self { answer: None, asked: false }
    }
}

impl<T> Slot<T> {
    fn value(&self) -> Option<&T> {
        self.answer.as_ref().map(|(_, value)| value)
    }

    fn is_of(&self, revision: Revision) -> bool {
        self.answer.as_ref().is_some_and(|(of, _)| *of == revision)
    }

    fn fill(&mut self, revision: Revision, value: T) {
        self.answer = Some((revision, value));
        self.asked = false;
    }
}

#[derive(Default)]
pub(super) struct Checks {
    findings: Slot<Vec<Finding>>,
    pairs: Slot<Vec<Pair>>,
    actors: Slot<Vec<ActorEntry>>,
    twins: Slot<(IncidentId, Vec<Candidate>)>,
}

impl Session {
    /// What the validator queries; `None` until it has been asked. It may belong to an earlier state of the
    /// document: see [`Self::is_checked`].
    pub fn findings(&self) -> Option<&[Finding]> {
        self.checks.findings.value().map(Vec::as_slice)
    }

    /// Pairs of records that may be one and on which nobody has decided in the present document.
    pub fn pairs(&self) -> Option<impl Iterator<Item = &Pair>> {
        let document = self.document();
        let open = move |pair: &&Pair| {
            document.get(&pair.a).is_some()
                && document.get(&pair.b).is_some()
                && !is_decided(document, &pair.a, &pair.b)
        };
        Some(self.checks.pairs.value()?.iter().filter(open))
    }

    /// All actors of the document.
    pub fn actors(&self) -> Option<&[ActorEntry]> {
        self.checks.actors.value().map(Vec::as_slice)
    }

    /// Records that may be the same as the selected one; empty where none are known.
    pub fn twins(&self) -> impl Iterator<Item = &Candidate> {
        let selected = self.selected();
        let found = self.checks.twins.value().filter(|(id, _)| Some(id) == selected);
        let document = self.document();
        let open = move |twin: &&Candidate| {
            document.get(&twin.id).is_some() && selected.is_some_and(|id| !is_decided(document, id, &twin.id))
        };
        found.map_or(&[][..], |(_, twins)| twins).iter().filter(open)
    }

    /// Whether the answer belongs to the present document.
    pub fn is_checked(&self, check: &Check) -> bool {
        let revision = self.document().revision();
        match check {
            Check::Review => self.checks.findings.is_of(revision),
            Check::Duplicates => self.checks.pairs.is_of(revision),
            Check::Actors => self.checks.actors.is_of(revision),
            Check::Twins(id) => {
                self.checks.twins.is_of(revision) && self.checks.twins.value().is_some_and(|(of, _)| of == id)
            }
        }
    }

    /// Whether the question is open and not under way.
    pub fn should_check(&self, check: &Check) -> bool {
        !self.is_checked(check)
            && !match check {
                Check::Review => self.checks.findings.asked,
                Check::Duplicates => self.checks.pairs.asked,
                Check::Actors => self.checks.actors.asked,
                Check::Twins(_) => self.checks.twins.asked,
            }
    }

    pub(super) fn ask_check(&mut self, check: Check) -> Vec<Effect> {
        if !self.should_check(&check) {
            return Vec::new();
        }
        match check {
            Check::Review => self.checks.findings.asked = true,
            Check::Duplicates => self.checks.pairs.asked = true,
            Check::Actors => self.checks.actors.asked = true,
            Check::Twins(_) => self.checks.twins.asked = true,
        }
        vec![Effect::Check { check, document: self.document().clone(), today: self.today() }]
    }

    /// An answer has come: it belongs to the state `revision`.
    pub fn checked(&mut self, revision: Revision, checked: Checked) {
        match checked {
            Checked::Review(findings) => self.checks.findings.fill(revision, findings),
            Checked::Duplicates(pairs) => self.checks.pairs.fill(revision, pairs),
            Checked::Actors(actors) => self.checks.actors.fill(revision, actors),
            Checked::Twins(id, twins) => self.checks.twins.fill(revision, (id, twins)),
        }
    }
}
