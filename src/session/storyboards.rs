//! Storyboards: kept views in an order, each with its words, edited with the document and shown one after another.

use crate::{
    carto::{Caption, Said, ShotView, Stale, View},
    edit::Action,
    export::storyboard::map_size_of,
    model::{Facts, IncidentId, Shot, Storyboard, shown_line},
};

use super::{Command, Effect, Session, Tone, within_limits};

/// What is asked of storyboards. A board and a place in it are counted from 0.
#[derive(Clone, Debug, PartialEq)]
pub enum BoardCommand {
    Add,
    Rename {
        board: usize,
        name: String,
    },
    Remove(usize),
    /// Keeps the present view under a free name, and puts it at the end.
    AddPresent(usize),
    /// Puts a kept view at the end.
    AddShot {
        board: usize,
        name: String,
    },
    TakeOut {
        board: usize,
        place: usize,
    },
    Move {
        board: usize,
        from: usize,
        to: usize,
    },
    SetCaption {
        shot: String,
        text: String,
    },
    /// The incidents that a shot points at.
    PointAt {
        shot: String,
        ids: Vec<IncidentId>,
    },
    Play {
        board: usize,
        place: usize,
    },
    Next,
    Previous,
    First,
    Last,
    End,
}

/// A storyboard that is being shown.
#[derive(Clone, Debug)]
pub struct Presenting {
    pub board: usize,
    pub place: usize,
    /// What was seen before; it comes back at the end.
    before: Box<View>,
    said: String,
}

impl From<BoardCommand> for Command {
    fn from(command: BoardCommand) -> Self {
        Self::Board(command)
    }
}

impl BoardCommand {
    pub(super) fn label(&self) -> String {
        let words = match self {
            Self::Add => "New storyboard",
            Self::Rename { .. } => "Rename the storyboard",
            Self::Remove(_) => "Remove the storyboard",
            Self::AddPresent(_) => "Add the present view to the storyboard",
            Self::AddShot { name, .. } => return format!("Add “{}” to the storyboard", shown_line(name)),
            Self::TakeOut { .. } => "Take the view out of the storyboard",
            Self::Move { .. } => "Move the view within the storyboard",
            Self::SetCaption { .. } => "Words of the view",
            Self::PointAt { .. } => "Incidents that the view points at",
            Self::Play { .. } => "Play the storyboard",
            Self::Next => "Next view of the storyboard",
            Self::Previous => "Previous view of the storyboard",
            Self::First => "First view of the storyboard",
            Self::Last => "Last view of the storyboard",
            Self::End => "End the storyboard",
        };
        words.to_owned()
    }

    pub(super) fn refusal(&self, session: &Session) -> Option<&'static str> {
        let boards = &session.document().facts().storyboards;
        match self {
            Self::Play { board, .. } => match boards.get(*board) {
                None => Some("The document has no storyboard yet: “Storyboards…” in the menu Go makes one."),
                Some(board) => board
                    .shots
                    .is_empty()
                    .then_some("The storyboard has no view yet: add the present one to it."),
            },
            Self::Next | Self::Previous | Self::First | Self::Last | Self::End => {
                session.presenting().is_none().then_some("No storyboard is being shown.")
            }
            Self::Rename { name, .. } => name.trim().is_empty().then_some("A storyboard needs a name."),
            Self::Add
            | Self::Remove(_)
            | Self::AddPresent(_)
            | Self::AddShot { .. }
            | Self::TakeOut { .. }
            | Self::Move { .. }
            | Self::SetCaption { .. }
            | Self::PointAt { .. } => None,
        }
    }
}

impl Session {
    /// The storyboard that is being shown.
    pub fn presenting(&self) -> Option<&Presenting> {
        self.presenting.as_ref()
    }

    /// The words over the map while a storyboard is shown.
    pub fn presented_caption(&self) -> Option<Caption> {
        let presenting = self.presenting.as_ref()?;
        let board = self.document().facts().storyboards.get(presenting.board)?;
        let name = board.shots.get(presenting.place)?;
        let number = format!("{} of {}", presenting.place + 1, board.shots.len());
        let (title, detail) = if presenting.said.trim().is_empty() {
            (shown_line(name).into_owned(), number)
        } else {
            (presenting.said.clone(), format!("{number} · {}", shown_line(name)))
        };
        Some(Caption { title, detail, alone: true, is_presented: true, ..Caption::default() })
    }

    /// What the data say of a shot now; `None` where it cannot be read.
    pub fn said_of(&self, shot: &Shot) -> Option<Said> {
        let view = ShotView::of(shot).ok()?;
        Some(Said::of(self.document(), &self.index, &view.filter, view.window))
    }

    /// Numbers that were typed into the words of a shot and hold no more.
    pub fn stale_of(&self, shot: &Shot) -> Vec<Stale> {
        self.said_of(shot).map(|said| said.stale(&shot.caption, &shot.written)).unwrap_or_default()
    }

    pub(super) fn do_board(&mut self, command: BoardCommand) -> Vec<Effect> {
        match command {
            BoardCommand::Play { board, place } => return self.present(board, place),
            BoardCommand::Next => self.present_place(|place, last| (place + 1).min(last)),
            BoardCommand::Previous => self.present_place(|place, _| place.saturating_sub(1)),
            BoardCommand::First => self.present_place(|_, _| 0),
            BoardCommand::Last => self.present_place(|_, last| last),
            BoardCommand::End => return self.end_presenting(),
            BoardCommand::SetCaption { shot, text } => self.set_caption(&shot, text),
            BoardCommand::PointAt { shot, ids } => self.change_shot(&shot, |shot| shot.highlights = ids),
            BoardCommand::AddPresent(board) => {
                let Some(shot) = self.present_shot() else { return Vec::new() };
                let name = shot.name.clone();
                let mut facts = self.document().facts().clone();
                let Some(kept) = facts.storyboards.get_mut(board) else { return Vec::new() };
                kept.shots.push(name);
                facts.shots.push(shot);
                self.perform(Action::SetFacts(facts));
            }
            BoardCommand::Add
            | BoardCommand::Rename { .. }
            | BoardCommand::Remove(_)
            | BoardCommand::AddShot { .. }
            | BoardCommand::TakeOut { .. }
            | BoardCommand::Move { .. } => self.change_boards(command),
        }
        Vec::new()
    }

    fn change_boards(&mut self, command: BoardCommand) {
        let mut storyboards = self.document().facts().storyboards.clone();
        let mut said = None;
        match command {
            BoardCommand::Add => {
                let names = (storyboards.len() + 1..).map(|number| format!("Storyboard {number}"));
                let is_free = |name: &String| storyboards.iter().all(|board| board.name != *name);
                let name = names.into_iter().find(is_free).unwrap_or_default();
                storyboards.push(Storyboard { name, ..Storyboard::default() });
            }
            BoardCommand::Rename { board, name } => {
                let name = name.trim();
                if storyboards.iter().enumerate().any(|(at, other)| at != board && other.name == name) {
                    let words = format!("There is another storyboard with the name “{}”.", shown_line(name));
                    return self.say(Tone::Refused, words);
                }
                if let Some(board) = storyboards.get_mut(board) {
                    name.clone_into(&mut board.name);
                }
            }
            BoardCommand::Remove(board) if board < storyboards.len() => {
                let gone = storyboards.remove(board);
                said = Some(format!(
                    "Removed the storyboard “{}”; its views are kept. Ctrl+Z brings it back.",
                    shown_line(&gone.name)
                ));
            }
            BoardCommand::AddShot { board, name } => {
                if let Some(board) = storyboards.get_mut(board) {
                    board.shots.push(name);
                }
            }
            BoardCommand::TakeOut { board, place } => {
                if let Some(board) = storyboards.get_mut(board).filter(|board| place < board.shots.len()) {
                    board.shots.remove(place);
                }
            }
            BoardCommand::Move { board, from, to } => {
                if let Some(board) = storyboards.get_mut(board).filter(|board| from < board.shots.len()) {
                    let shot = board.shots.remove(from);
                    board.shots.insert(to.min(board.shots.len()), shot);
                }
            }
            BoardCommand::Remove(_)
            | BoardCommand::AddPresent(_)
            | BoardCommand::SetCaption { .. }
            | BoardCommand::PointAt { .. }
            | BoardCommand::Play { .. }
            | BoardCommand::Next
            | BoardCommand::Previous
            | BoardCommand::First
            | BoardCommand::Last
            | BoardCommand::End => return,
        }
        if storyboards != self.document().facts().storyboards {
            let facts = Facts { storyboards, ..self.document().facts().clone() };
            self.perform(Action::SetFacts(facts));
        }
        if let Some(said) = said {
            self.say(Tone::Done, said);
        }
    }

    fn change_shot(&mut self, name: &str, change: impl FnOnce(&mut Shot)) {
        let mut facts = self.document().facts().clone();
        let before = facts.shots.clone();
        let Some(shot) = facts.shots.iter_mut().find(|shot| shot.name == name) else { return };
        change(shot);
        if facts.shots != before {
            self.perform(Action::SetFacts(facts));
        }
    }

    /// What the data say now is kept with the words: a number typed by hand is held against it later.
    fn set_caption(&mut self, name: &str, text: String) {
        let shot = self.document().facts().shots.iter().find(|shot| shot.name == name);
        let written = shot.and_then(|shot| self.said_of(shot)).map(|said| said.numbers().clone());
        self.change_shot(name, |shot| {
            shot.caption = text;
            shot.written = written.unwrap_or_default();
            if shot.caption.is_empty() {
                shot.written.clear();
            }
        });
    }

    fn present(&mut self, board: usize, place: usize) -> Vec<Effect> {
        let count = self.document().facts().storyboards.get(board).map_or(0, |board| board.shots.len());
        if count == 0 {
            return Vec::new();
        }
        self.timeline.playback.stop();
        let before = match self.presenting.take() {
            Some(presenting) => presenting.before,
            None => Box::new(self.view.clone()),
        };
        self.presenting =
            Some(Presenting { board, place: place.min(count - 1), before, said: String::new() });
        self.show_presented();
        vec![Effect::Present(true)]
    }

    fn present_place(&mut self, to: impl FnOnce(usize, usize) -> usize) {
        let boards = &self.document().facts().storyboards;
        let Some(presenting) = &self.presenting else { return };
        let last = boards.get(presenting.board).map_or(0, |board| board.shots.len().saturating_sub(1));
        let place = to(presenting.place, last);
        if let Some(presenting) = &mut self.presenting {
            presenting.place = place;
        }
        self.show_presented();
    }

    pub(super) fn show_presented(&mut self) {
        let Some(presenting) = &self.presenting else { return };
        let facts = self.document().facts();
        let name =
            facts.storyboards.get(presenting.board).and_then(|board| board.shots.get(presenting.place));
        let Some(name) = name.cloned() else { return };
        let Some(shot) = facts.shots.iter().find(|shot| shot.name == name).cloned() else {
            let words = format!("The view “{}” is not kept any more.", shown_line(&name));
            return self.say(Tone::Note, words);
        };
        let view = match ShotView::of(&shot) {
            Ok(view) => view,
            Err(why) => {
                let words = format!("The view “{}” cannot be read: {why}.", shown_line(&name));
                return self.say(Tone::Trouble, words);
            }
        };
        let page = map_size_of(&view);
        let said = self.said_of(&shot).map(|said| said.fill(&shot.caption).text).unwrap_or_default();
        let before = presenting.before.clone();
        self.drop_frontier_filter();
        self.view = view.on(&before, &shot);
        // The ground of the page that the view gives, as large as the screen allows.
        let times = (self.map_size.x / page.x).min(self.map_size.y / page.y);
        self.view.camera.zoom.0 += f64::from(times.max(0.1).log2());
        self.view.camera = within_limits(self.view.camera);
        if let Some(presenting) = &mut self.presenting {
            presenting.said = said;
        }
        self.recompute();
    }

    fn end_presenting(&mut self) -> Vec<Effect> {
        let Some(presenting) = self.presenting.take() else { return Vec::new() };
        self.drop_frontier_filter();
        self.view = *presenting.before;
        self.recompute();
        vec![Effect::Present(false)]
    }
}
