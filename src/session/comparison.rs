//! Two pictures of the same ground beside each other: another time, another filter, another ground.
//!
//! The active side is the View itself, so that timeline, list and layers rule it; the other side waits here.

use std::sync::Arc;

use crate::{
    analysis::{Filter, Window, window},
    carto::{Caption, Layer, Layers, View, filter_words, window_words},
    model::{DaySpan, IncidentId, Revision},
};

use super::{Command, Session, Tone};

/// How the two share the room of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// One over the other; a handle parts them.
    Swipe,
    /// Two halves that move together.
    Beside,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

impl Side {
    #[must_use]
    pub fn across(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
        }
    }
}

/// What one side has of its own.
#[derive(Clone, Debug, PartialEq)]
struct Own {
    window: Window,
    filter: Filter,
    layers: Layers,
    /// Whether a map from elsewhere lies under this side while one is on.
    online: bool,
}

/// Two sides of one map.
pub struct Comparison {
    pub split: Split,
    /// Where the handle parts the map, 0 to 1.
    pub handle: f32,
    pub active: Side,
    online: bool,
    other: Own,
    /// Shown on the other side, and for which question.
    shown: Arc<[IncidentId]>,
    to: Option<(Revision, Window, Filter)>,
}

impl Comparison {
    /// The window of the side that the timeline does not rule.
    pub fn other_window(&self) -> Window {
        self.other.window
    }

    /// Incidents of the side that the list does not follow.
    pub fn other_shown(&self) -> &Arc<[IncidentId]> {
        &self.shown
    }
}

/// What a person asks of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub enum CompareCommand {
    /// Begins or ends it.
    Toggle,
    Split(Split),
    Handle(f32),
    /// Timeline, list and layers rule this side from now on.
    Activate(Side),
    /// The same by a key: the other side.
    ActivateOther,
    SetOther(Window),
    /// The other side shows as many days right before those of the active one.
    PeriodBefore,
    YearBefore,
    /// The other side has the window, the filter and the layers of a kept view.
    AsView(usize),
    OtherRelief,
    OtherOnline,
}

impl CompareCommand {
    /// Those without a value of their own.
    pub const LISTED: [Self; 8] = [
        Self::Toggle,
        Self::Split(Split::Swipe),
        Self::Split(Split::Beside),
        Self::ActivateOther,
        Self::PeriodBefore,
        Self::YearBefore,
        Self::OtherRelief,
        Self::OtherOnline,
    ];

    pub(super) fn label(&self) -> String {
        let fixed = match self {
            Self::Toggle => "Compare two periods or two maps",
            Self::Split(Split::Swipe) => "Compare by a handle over one map",
            Self::Split(Split::Beside) => "Compare side by side",
            Self::Handle(_) => "Move the handle",
            Self::Activate(side) => return format!("Work on the {} side", side.label()),
            Self::ActivateOther => "Work on the other side",
            Self::SetOther(_) => "Set the days of the other side",
            Self::PeriodBefore => "Other side: the period before",
            Self::YearBefore => "Other side: a year earlier",
            Self::AsView(place) => return format!("Other side: as view {}", place + 1),
            Self::OtherRelief => "Other side: relief on or off",
            Self::OtherOnline => "Other side: online map on or off",
        };
        fixed.to_owned()
    }

    pub(super) fn refusal(&self, session: &Session) -> Option<&'static str> {
        let compares = session.comparison.is_some();
        match self {
            Self::Toggle | Self::Split(_) => None,
            Self::OtherOnline => {
                if session.view.tiles.is_none() {
                    Some("No online map is on: choose one in View → Map sources first.")
                } else {
                    (!compares).then_some("Nothing is compared: press V first.")
                }
            }
            Self::Handle(_)
            | Self::Activate(_)
            | Self::ActivateOther
            | Self::SetOther(_)
            | Self::PeriodBefore
            | Self::YearBefore
            | Self::AsView(_)
            | Self::OtherRelief => (!compares).then_some("Nothing is compared: press V first."),
        }
    }
}

impl From<CompareCommand> for Command {
    fn from(command: CompareCommand) -> Self {
        Self::Compare(command)
    }
}

impl Session {
    pub fn comparison(&self) -> Option<&Comparison> {
        self.comparison.as_ref()
    }

    /// What the active side looks like.
    pub fn active_view(&self) -> View {
        let mut view = self.view.clone();
        if self.comparison.as_ref().is_some_and(|comparison| !comparison.online) {
            view.tiles = None;
        }
        view
    }

    /// What the other side looks like: the same ground and the same incident in hand.
    pub fn other_view(&self) -> Option<View> {
        let other = &self.comparison.as_ref()?.other;
        Some(View {
            window: other.window,
            filter: other.filter.clone(),
            layers: other.layers,
            opened: None,
            tiles: self.view.tiles.clone().filter(|_| other.online),
            ..self.view.clone()
        })
    }

    /// The words over a side.
    pub fn caption(&self, side: Side) -> Option<Caption> {
        let comparison = self.comparison.as_ref()?;
        let is_active = comparison.active == side;
        let shown = if is_active { self.shown().len() } else { comparison.shown.len() };
        self.caption_of(side, shown, self.document().len())
    }

    /// The same of a copy of the document, of which so many incidents are shown.
    pub fn caption_of(&self, side: Side, shown: usize, total: usize) -> Option<Caption> {
        let comparison = self.comparison.as_ref()?;
        let is_active = comparison.active == side;
        let view = if is_active { self.active_view() } else { self.other_view()? };
        let mut detail = vec![format!("{shown} of {total} incidents")];
        detail.extend(filter_words(&view.filter));
        if let Some(source) = self.maps.shown() {
            let ours = view.tiles.is_none();
            detail.push(if ours { "map of Marz".to_owned() } else { format!("map: {}", source.name) });
        }
        let differs = self.view.layers.is_on(Layer::Relief) != comparison.other.layers.is_on(Layer::Relief);
        if differs {
            let relief = if view.layers.is_on(Layer::Relief) { "with relief" } else { "without relief" };
            detail.push(relief.to_owned());
        }
        Some(Caption {
            title: super::shots::capitalised(&window_words(view.window, None)),
            detail: detail.join(" · "),
            at_right: side == Side::Right && comparison.split == Split::Swipe,
            alone: comparison.split == Split::Beside,
            credited: comparison.split == Split::Beside
                && side == Side::Left
                && comparison.online == comparison.other.online,
            is_active,
            is_presented: false,
        })
    }

    pub(super) fn compare(&mut self, command: &CompareCommand) {
        match command {
            CompareCommand::Toggle if self.comparison.is_some() => self.comparison = None,
            CompareCommand::Toggle => self.begin_comparison(Split::Swipe),
            CompareCommand::Split(split) => match &mut self.comparison {
                Some(comparison) => comparison.split = *split,
                None => self.begin_comparison(*split),
            },
            CompareCommand::Activate(side) => {
                if self.comparison.as_ref().is_some_and(|comparison| comparison.active != *side) {
                    self.change_sides();
                }
            }
            CompareCommand::ActivateOther => self.change_sides(),
            CompareCommand::PeriodBefore => {
                if let Some(now) = self.bounded_window() {
                    self.set_other(Window::of(window::before(now)));
                }
            }
            CompareCommand::YearBefore => {
                if let Some(now) = self.bounded_window() {
                    let year = crate::model::CalendarUnit::Year;
                    self.set_other(Window::of(window::step(now, year, -1)));
                }
            }
            CompareCommand::SetOther(window) => self.set_other(*window),
            CompareCommand::AsView(place) => self.other_as_view(*place),
            CompareCommand::Handle(_) | CompareCommand::OtherRelief | CompareCommand::OtherOnline => {
                let Some(comparison) = &mut self.comparison else { return };
                match command {
                    CompareCommand::Handle(at) => comparison.handle = at.clamp(0.02, 0.98),
                    CompareCommand::OtherRelief => comparison.other.layers.switch(Layer::Relief),
                    _ => comparison.other.online = !comparison.other.online,
                }
            }
        }
    }

    /// The present window at the right, the period before it at the left. All of time is nothing to compare: then it
    /// is the last two units of the axis.
    fn begin_comparison(&mut self, split: Split) {
        let mut other = Window::ALL;
        if let Some(data) = self.timeline.data_span() {
            if self.view.window.is_all() {
                self.view.window = Window::of(window::unit_around(data.last(), self.timeline.unit));
            }
            let now: DaySpan = window::on_axis(self.view.window, data);
            other = Window::of(window::before(now));
        }
        self.comparison = Some(Comparison {
            split,
            handle: 0.5,
            active: Side::Right,
            online: true,
            other: Own {
                window: other,
                filter: self.view.filter.clone(),
                layers: self.view.layers,
                online: true,
            },
            shown: Arc::new([]),
            to: None,
        });
        let (left, right) = (window_words(other, None), window_words(self.view.window, None));
        let words = format!(
            "Comparing {left} with {right}. A click makes a side the one that timeline and list rule; Esc ends it."
        );
        self.say(Tone::Done, words);
    }

    fn set_other(&mut self, window: Window) {
        if let Some(comparison) = &mut self.comparison {
            comparison.other.window = window;
        }
    }

    fn change_sides(&mut self) {
        let Some(comparison) = &mut self.comparison else { return };
        std::mem::swap(&mut comparison.other.window, &mut self.view.window);
        std::mem::swap(&mut comparison.other.filter, &mut self.view.filter);
        std::mem::swap(&mut comparison.other.layers, &mut self.view.layers);
        std::mem::swap(&mut comparison.other.online, &mut comparison.online);
        comparison.active = comparison.active.across();
        // A ring of a stack belongs to the incidents of the side that it was opened on.
        self.view.opened = None;
    }

    fn other_as_view(&mut self, place: usize) {
        match (self.read_shot(place), &mut self.comparison) {
            (Some((_, Ok(view))), Some(comparison)) => {
                comparison.other.window = view.window;
                comparison.other.filter = view.filter;
                comparison.other.layers = view.layers.unwrap_or(comparison.other.layers);
            }
            (Some((name, Err(error))), _) => {
                self.say(Tone::Trouble, format!("The view “{name}” cannot be read: {error}."));
            }
            (Some((_, Ok(_))) | None, _) => {}
        }
    }

    /// Brings the other side up to the present document.
    pub(super) fn refresh_comparison(&mut self) {
        let revision = self.document().revision();
        let Some(comparison) = &mut self.comparison else { return };
        let question = (revision, comparison.other.window, comparison.other.filter.clone());
        if comparison.to.as_ref() != Some(&question) {
            comparison.shown = self.index.shown(&comparison.other.filter, comparison.other.window).ids;
            comparison.to = Some(question);
        }
    }
}
