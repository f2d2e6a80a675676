//! Profiles of publication: kept with the document, and which of them exports obey now.

use sha2::{Digest as _, Sha256};

use crate::{
    edit::Action,
    model::{Facts, Positions, Profile, Publication, shown_line},
};

use super::{Command, Session, Tone};

/// Which profile exports obey.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum ProfileChoice {
    /// The one that the document names its own, if it names one.
    #[default]
    OfDocument,
    Named(String),
    /// None: all leaves.
    Everything,
}

/// What is asked of profiles.
#[derive(Clone, Debug, PartialEq)]
pub enum PublicationCommand {
    /// A new profile, the careful one.
    Add,
    /// One more of the same.
    Copy(usize),
    /// One that was read from a file.
    Take(Box<Profile>),
    Change(usize, Box<Profile>),
    Remove(usize),
    /// The one that exports obey unless another is chosen.
    SetDefault(Option<String>),
    /// Exports obey this one from now on, until another document is opened.
    ExportBy(ProfileChoice),
}

impl From<PublicationCommand> for Command {
    fn from(command: PublicationCommand) -> Self {
        Self::Publication(command)
    }
}

impl PublicationCommand {
    pub(super) fn label(&self) -> String {
        match self {
            Self::Add => "New profile of publication".to_owned(),
            Self::Copy(_) => "Copy the profile of publication".to_owned(),
            Self::Take(profile) | Self::Change(_, profile) => {
                format!("Profile of publication “{}”", shown_line(&profile.name))
            }
            Self::Remove(_) => "Remove the profile of publication".to_owned(),
            Self::SetDefault(Some(name)) => format!("Exports obey “{}”", shown_line(name)),
            Self::SetDefault(None) => "Exports obey no profile".to_owned(),
            Self::ExportBy(_) => "Export by another profile".to_owned(),
        }
    }

    pub(super) fn refusal(&self, session: &Session) -> Option<&'static str> {
        let profiles = &session.document().facts().publication.profiles;
        let is_missing = |place: usize| profiles.len() <= place;
        match self {
            Self::Copy(place) | Self::Remove(place) | Self::Change(place, _) if is_missing(*place) => {
                Some("The document has no such profile.")
            }
            Self::Change(place, profile) => {
                let is_taken = |(at, other): (usize, &Profile)| at != *place && other.name == profile.name;
                if profile.name.trim().is_empty() {
                    Some("A profile needs a name.")
                } else {
                    profiles
                        .iter()
                        .enumerate()
                        .any(is_taken)
                        .then_some("There is a profile with this name already.")
                }
            }
            Self::Add
            | Self::Copy(_)
            | Self::Take(_)
            | Self::Remove(_)
            | Self::SetDefault(_)
            | Self::ExportBy(_) => None,
        }
    }
}

impl Session {
    /// Which profile exports obey now.
    pub fn export_by(&self) -> &ProfileChoice {
        &self.export_by
    }

    /// The profile that exports obey.
    ///
    /// # Errors
    /// The name of one that the document does not hold: then nothing leaves.
    pub fn profile_obeyed(&self) -> Result<Option<&Profile>, &str> {
        let publication = &self.document().facts().publication;
        let name = match &self.export_by {
            ProfileChoice::Everything => return Ok(None),
            ProfileChoice::Named(name) => name,
            ProfileChoice::OfDocument => match &publication.default {
                Some(name) => name,
                None => return Ok(None),
            },
        };
        publication.profile(name).map(Some).ok_or(name)
    }

    /// Whether exports let less leave than there is.
    pub fn obeys_a_profile(&self) -> bool {
        self.profile_obeyed() != Ok(None)
    }

    pub(super) fn do_publication(&mut self, command: PublicationCommand) {
        if let PublicationCommand::ExportBy(choice) = command {
            self.export_by = choice;
            return;
        }
        let mut publication = (*self.document().facts().publication).clone();
        let before = publication.clone();
        let said = match command {
            PublicationCommand::Add => {
                let name = free_name(&publication, "Public");
                publication.profiles.push(Profile::named(name));
                None
            }
            PublicationCommand::Copy(place) => {
                let Some(profile) = publication.profiles.get(place) else { return };
                let name = free_name(&publication, &profile.name);
                let copy = Profile { name, ..profile.clone() };
                publication.profiles.insert(place + 1, copy);
                None
            }
            PublicationCommand::Take(profile) => {
                let name = free_name(&publication, &profile.name);
                let said = format!("Added the profile “{}”.", shown_line(&name));
                publication.profiles.push(Profile { name, ..*profile });
                Some(said)
            }
            PublicationCommand::Change(place, profile) => {
                let Some(kept) = publication.profiles.get_mut(place) else { return };
                let was = std::mem::replace(kept, *profile);
                if publication.default.as_ref() == Some(&was.name) {
                    publication.default = Some(publication.profiles[place].name.clone());
                }
                if self.export_by == ProfileChoice::Named(was.name) {
                    self.export_by = ProfileChoice::Named(publication.profiles[place].name.clone());
                }
                None
            }
            PublicationCommand::Remove(place) => {
                if place >= publication.profiles.len() {
                    return;
                }
                let gone = publication.profiles.remove(place);
                let was_default = publication.default.as_ref() == Some(&gone.name);
                if was_default {
                    publication.default = None;
                }
                if self.export_by == ProfileChoice::Named(gone.name.clone()) {
                    self.export_by = ProfileChoice::OfDocument;
                }
                let note = if was_default { " Exports obey no profile now." } else { "" };
                Some(format!(
                    "Removed the profile “{}”.{note} Ctrl+Z brings it back.",
                    shown_line(&gone.name)
                ))
            }
            PublicationCommand::SetDefault(name) => {
                publication.default = name;
                None
            }
            PublicationCommand::ExportBy(_) => return,
        };
        if publication.secret.is_empty() && publication.profiles.iter().any(needs_a_secret) {
            publication.secret = self.fresh_secret();
        }
        if publication == before {
            return;
        }
        let publication = Box::new(publication);
        self.perform(Action::SetFacts(Facts { publication, ..self.document().facts().clone() }));
        if let Some(said) = said {
            self.say(Tone::Done, said);
        }
    }

    /// Hexadecimal digits that nobody can guess: ids are drawn by dice that are never thrown alike.
    fn fresh_secret(&mut self) -> String {
        use std::fmt::Write as _;
        const IDS: usize = 8;
        let mut hash = Sha256::new();
        for _ in 0..IDS {
            hash.update((self.environment.new_id)().as_str());
        }
        hash.finalize().iter().fold(String::new(), |mut hex, byte| {
            let _written = write!(hex, "{byte:02x}");
            hex
        })
    }
}

fn needs_a_secret(profile: &Profile) -> bool {
    matches!(profile.positions, Positions::Displaced(_)) || !profile.keeps_ids
}

/// The name itself where it is free, else with a number.
fn free_name(publication: &Publication, name: &str) -> String {
    let name = if name.trim().is_empty() { "Public" } else { name.trim() };
    let numbered = (2..).map(|number| format!("{name} {number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    // There are more numbers than profiles.
    names.find(|name| publication.profile(name).is_none()).unwrap_or_default()
}
