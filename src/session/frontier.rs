//! Filtering by where at the frontier.

use crate::{
    analysis::{FromWhat, NearFrontier, Passes},
    model::Metres,
};

use super::{Command, Session};

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
                .view
                .filter
                .frontier
                .is_empty()
                .then_some("Nothing is asked of the place at the frontier."),
            Self::Filter(_) | Self::Within(..) => None,
        }
    }
}

impl Session {
    pub(super) fn carry_out_frontier(&mut self, command: FrontierCommand) {
        let filter = &mut self.view.filter.frontier;
        match command {
            FrontierCommand::Filter(asked) => *filter = asked,
            FrontierCommand::Within(km, from_what) => {
                filter.within = Some(km.saturating_mul(1_000));
                filter.from_what = from_what;
            }
            FrontierCommand::Anywhere => *filter = NearFrontier::default(),
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
