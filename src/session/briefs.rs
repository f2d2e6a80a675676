//! Layouts of the brief that the document keeps by name.

use std::sync::Arc;

use crate::{
    analysis::Index,
    carto::brief::Layout,
    edit::Action,
    model::{Facts, KeptLayout, shown_line},
};

use super::{Command, Session, Tone};

/// What is asked of them.
#[derive(Clone, Debug, PartialEq)]
pub enum BriefCommand {
    /// Keeps a layout under a name; a name that is there already is given this one.
    Keep {
        name: String,
        layout: Box<Layout>,
    },
    Remove(usize),
}

impl From<BriefCommand> for Command {
    fn from(command: BriefCommand) -> Self {
        Self::Brief(command)
    }
}

impl BriefCommand {
    pub(super) fn label(&self) -> String {
        match self {
            Self::Keep { name, .. } => format!("Keep the layout “{}”", shown_line(name)),
            Self::Remove(_) => "Remove the layout".to_owned(),
        }
    }

    pub(super) fn refusal(&self, session: &Session) -> Option<&'static str> {
        match self {
            Self::Keep { name, .. } => name.trim().is_empty().then_some("A layout needs a name."),
            Self::Remove(place) => (session.document().facts().layouts.len() <= *place)
                .then_some("The document has no such layout."),
        }
    }
}

impl Session {
    /// The index of the present document, for who works beside the window.
    pub fn index(&self) -> Arc<Index> {
        Arc::clone(&self.index)
    }

    pub(super) fn do_brief(&mut self, command: BriefCommand) {
        let mut layouts = self.document().facts().layouts.clone();
        let said = match command {
            BriefCommand::Keep { name, layout } => {
                let name = name.trim().to_owned();
                let Ok(layout) = serde_json::to_value(&*layout) else { return };
                match layouts.iter_mut().find(|kept| kept.name == name) {
                    Some(kept) => kept.layout = layout,
                    None => layouts.push(KeptLayout { name: name.clone(), layout, ..KeptLayout::default() }),
                }
                format!(
                    "The layout is kept as “{}”. Save the document to keep it for tomorrow.",
                    shown_line(&name)
                )
            }
            BriefCommand::Remove(place) => {
                if place >= layouts.len() {
                    return;
                }
                let gone = layouts.remove(place);
                format!("Removed the layout “{}”. Ctrl+Z brings it back.", shown_line(&gone.name))
            }
        };
        let facts = Facts { layouts, ..self.document().facts().clone() };
        self.perform(Action::SetFacts(facts));
        self.say(Tone::Done, said);
    }
}
