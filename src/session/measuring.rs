//! Measuring on the map: points are clicked, and lengths, bearing and area told.

use crate::{
    analysis::measured::{Measured, area_words, length_words},
    model::LonLat,
};

use super::{Command, Effect, Field, Key, Session, Shortcut, Tone, state::Mode};

/// What a person asks of the measuring tool.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MeasureCommand {
    /// Begins, or ends.
    Toggle,
    /// Begins with this point.
    From(LonLat),
    Add(LonLat),
    TakeBack,
    /// Joins the last point to the first.
    Close,
    /// What is measured stays on the map.
    End,
    Clear,
    /// What was cleared last comes back.
    BringBack,
    Copy,
}

impl MeasureCommand {
    /// What can be asked without a point.
    pub const LISTED: [Self; 7] =
        [Self::Toggle, Self::TakeBack, Self::Close, Self::End, Self::Copy, Self::Clear, Self::BringBack];

    pub(super) fn label(&self) -> String {
        let fixed = match self {
            Self::Toggle => "Measure on the map",
            Self::From(_) => "Measure from here",
            Self::Add(_) => "Measure to here",
            Self::TakeBack => "Take the last measured point back",
            Self::Close => "Close the measured way to an area",
            Self::End => "End measuring",
            Self::Clear => "Clear what is measured",
            Self::BringBack => "Bring back what was measured",
            Self::Copy => "Copy what is measured",
        };
        fixed.to_owned()
    }

    pub(super) fn shortcuts(&self) -> &'static [Shortcut] {
        const TOGGLE: [Shortcut; 1] = [Shortcut::shift(Key::Letter('m'))];
        const TAKE_BACK: [Shortcut; 1] = [Shortcut::plain(Key::Backspace)];
        match self {
            Self::Toggle => &TOGGLE,
            Self::TakeBack => &TAKE_BACK,
            Self::From(_)
            | Self::Add(_)
            | Self::Close
            | Self::End
            | Self::Clear
            | Self::BringBack
            | Self::Copy => &[],
        }
    }

    pub(super) fn refusal(&self, session: &Session) -> Option<&'static str> {
        let count = session.view.measured.points.len();
        match self {
            Self::Toggle | Self::From(_) | Self::Add(_) => None,
            Self::TakeBack => {
                (count == 0 || !session.is_measuring()).then_some("No point is being measured.")
            }
            Self::Close => match (session.view.measured.closed, count) {
                (true, _) => Some("The way is closed already."),
                (false, ..3) => Some("An area has three points at least: measure more (Shift+M)."),
                (false, _) => None,
            },
            Self::End => (!session.is_measuring()).then_some("Nothing is being measured."),
            Self::Clear => {
                (count == 0 && !session.is_measuring()).then_some("Nothing is measured on the map.")
            }
            Self::Copy => (count < 2).then_some("Nothing is measured: begin with Shift+M and two clicks."),
            Self::BringBack => {
                session.measured_before.points.is_empty().then_some("Nothing was measured before.")
            }
        }
    }
}

impl From<MeasureCommand> for Command {
    fn from(command: MeasureCommand) -> Self {
        Self::Measure(command)
    }
}

impl Session {
    /// Whether a click on the map adds a point to what is measured.
    pub fn is_measuring(&self) -> bool {
        matches!(self.mode, Mode::Measure { .. })
    }

    pub(super) fn carry_out_measuring(&mut self, command: MeasureCommand) -> Vec<Effect> {
        match command {
            MeasureCommand::Toggle if self.is_measuring() => self.end_measuring(),
            MeasureCommand::Toggle => {
                self.clear_measured();
                self.mode = Mode::Measure { preview: None };
                return vec![Effect::Focus(Field::Map)];
            }
            MeasureCommand::From(at) => {
                self.clear_measured();
                self.mode = Mode::Measure { preview: None };
                self.view.measured.points.push(at);
                return vec![Effect::Focus(Field::Map)];
            }
            MeasureCommand::Add(at) => {
                let measured = &mut self.view.measured;
                if !measured.closed && measured.points.last() != Some(&at) {
                    measured.points.push(at);
                }
            }
            MeasureCommand::TakeBack => {
                self.view.measured.points.pop();
            }
            MeasureCommand::Close => {
                self.view.measured.closed = true;
                self.end_measuring();
            }
            MeasureCommand::End => self.end_measuring(),
            MeasureCommand::Clear => {
                self.clear_measured();
                self.mode = Mode::Browse;
            }
            MeasureCommand::BringBack => {
                self.view.measured = std::mem::take(&mut self.measured_before);
                self.mode = Mode::Browse;
            }
            MeasureCommand::Copy => {
                self.say(Tone::Done, "Copied what is measured");
                return vec![Effect::CopyText(self.view.measured.written())];
            }
        }
        Vec::new()
    }

    fn end_measuring(&mut self) {
        self.mode = Mode::Browse;
        let measured = &self.view.measured;
        if measured.points.len() < 2 {
            self.view.measured = Measured::default();
            return;
        }
        let words = match measured.area() {
            Some(area) => {
                format!("Measured {} around, {} inside", length_words(measured.length()), area_words(area))
            }
            None => format!("Measured {}", length_words(measured.length())),
        };
        self.say(Tone::Done, words);
    }

    /// What is measured leaves the map; it can be brought back.
    pub(super) fn clear_measured(&mut self) {
        let measured = std::mem::take(&mut self.view.measured);
        if measured.points.len() > 1 {
            self.measured_before = measured;
        }
    }
}
