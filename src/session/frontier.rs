//! Filtering by where at the frontier.

use crate::{
    analysis::{FromWhat, NearFrontier, Passes, frontier::lacks_measures},
    model::{Document, Metres, Revision},
};

use super::{Command, Effect, Session};

/// So many places are measured beside the window; fewer take no longer than a frame or two.
const MANY: usize = 2_000;

/// A filter that waits until the places of the document are measured.
#[derive(Default)]
pub(super) struct FrontierDesk {
    waiting: Option<Waiting>,
    /// The state whose places were measured last.
    settled: Option<Revision>,
}

struct Waiting {
    asked: NearFrontier,
    measured: usize,
}

/// What the shell must do for it.
#[derive(Clone, Debug, PartialEq)]
pub enum FrontierEffect {
    /// Measure the places of this state, in place of what is being measured; report back with
    /// [`Session::places_measuring`] and [`Session::places_measured`].
    Measure(Document),
    Stop,
}

impl From<FrontierEffect> for Effect {
    fn from(effect: FrontierEffect) -> Self {
        Self::Frontier(effect)
    }
}

/// What is asked of the places at the frontier.
#[derive(Clone, Debug, PartialEq)]
pub enum FrontierCommand {
    /// Everything at once, as the pane of filters has it.
    Filter(NearFrontier),
    /// Only what is so near; whole kilometres.
    Within(u32, FromWhat),
    /// Asks nothing of the place any more.
    Anywhere,
}

impl From<FrontierCommand> for Command {
    fn from(command: FrontierCommand) -> Self {
        Self::Frontier(command)
    }
}

impl FrontierCommand {
    /// What stands in the menu and the palette.
    pub fn catalogue() -> Vec<Self> {
        let near = |from_what| [5, 10, 25].map(|km| Self::Within(km, from_what));
        let both = FromWhat::ALL.into_iter().flat_map(near);
        both.chain([Self::Anywhere]).collect()
    }

    pub(super) fn label(&self) -> String {
        match self {
            Self::Filter(_) => "Filter by the frontier".to_owned(),
            Self::Within(km, from_what) => {
                format!("Only within {} of {}", Metres(f64::from(*km) * 1_000.0), from_what.label())
                    .replace(".0 km", " km")
            }
            Self::Anywhere => "Anywhere at the frontier".to_owned(),
        }
    }

    pub(super) fn refusal(&self, session: &Session) -> Option<&'static str> {
        match self {
            Self::Anywhere => session
                .frontier_asked()
                .is_empty()
                .then_some("Nothing is asked of the place at the frontier."),
            Self::Filter(_) | Self::Within(..) => None,
        }
    }
}

impl Session {
    pub(super) fn carry_out_frontier(&mut self, command: FrontierCommand) {
        let mut asked = self.frontier_asked().clone();
        match command {
            FrontierCommand::Filter(new) => asked = new,
            FrontierCommand::Within(km, from_what) => {
                asked.within = Some(km.saturating_mul(1_000));
                asked.from_what = from_what;
            }
            FrontierCommand::Anywhere => asked = NearFrontier::default(),
        }
        match &mut self.frontier.waiting {
            Some(waiting) if !asked.is_empty() => waiting.asked = asked,
            Some(_) => self.drop_frontier_filter(),
            None => self.view.filter.frontier = asked,
        }
    }

    /// What is asked of the places, in force or waiting.
    pub fn frontier_asked(&self) -> &NearFrontier {
        self.frontier.waiting.as_ref().map_or(&self.view.filter.frontier, |waiting| &waiting.asked)
    }

    /// How many places are measured of how many, while what is asked of them waits for that.
    pub fn frontier_progress(&self) -> Option<(usize, usize)> {
        self.frontier.waiting.as_ref().map(|waiting| (waiting.measured, self.document().len()))
    }

    /// What is asked of the places waits while many of them are not measured yet: until then nothing is left out.
    pub(super) fn hold_frontier_filter(&mut self) {
        let revision = self.document().revision();
        if self.view.filter.frontier.is_empty() || self.frontier.settled == Some(revision) {
            return;
        }
        if !lacks_measures(self.document(), MANY) {
            self.frontier.settled = Some(revision);
            return;
        }
        let asked = std::mem::take(&mut self.view.filter.frontier);
        self.frontier.waiting = Some(Waiting { asked, measured: 0 });
        self.outbox.push(FrontierEffect::Measure(self.document().clone()).into());
    }

    /// Something else is asked now.
    pub(super) fn drop_frontier_filter(&mut self) {
        if self.frontier.waiting.take().is_some() {
            self.outbox.push(FrontierEffect::Stop.into());
        }
    }

    /// So many places are measured.
    pub fn places_measuring(&mut self, measured: usize) {
        if let Some(waiting) = &mut self.frontier.waiting {
            waiting.measured = measured;
        }
    }

    /// The places of this state are measured: the filter takes hold.
    pub fn places_measured(&mut self) {
        if let Some(waiting) = self.frontier.waiting.take() {
            self.view.filter.frontier = waiting.asked;
            self.frontier.settled = Some(self.document().revision());
            self.refresh();
        }
    }

    /// How many of the incidents shown only may pass what is asked of the frontier: their places are known too
    /// coarsely.
    pub fn shown_perhaps(&self) -> usize {
        self.answers.perhaps
    }
}

/// Counts them.
pub(super) fn perhaps(
    document: &crate::model::Document,
    shown: &[crate::model::IncidentId],
    asked: &NearFrontier,
) -> usize {
    if asked.is_empty() {
        return 0;
    }
    let incidents = shown.iter().filter_map(|id| document.get(id));
    incidents.filter(|incident| asked.asked_of(incident) == Passes::Perhaps).count()
}
