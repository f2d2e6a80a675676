//! Profiles of publication as files of their own: for the next document, or for a colleague. No secret is in them.

use std::path::{Path, PathBuf};

use crate::{
    model::Profile,
    session::{PublicationCommand, Tone},
    store,
    ui::{FileQuestion, ProfileAsked},
};

use super::{Shell, shell::with_extension};

impl Shell {
    pub(super) fn do_profile(&mut self, asked: ProfileAsked) {
        match asked {
            ProfileAsked::KeepFile(profile) => {
                self.keeping_profile = Some(*profile);
                self.dialogs.ask(FileQuestion::KeepProfile, self.folder().join("publication-profile.json"));
            }
            ProfileAsked::ReadFile => self.dialogs.ask(FileQuestion::ReadProfile, self.folder().join("")),
        }
    }

    pub(super) fn keep_profile(&mut self, path: PathBuf) {
        let Some(profile) = self.keeping_profile.take() else { return };
        let path = with_extension(path, "json");
        let text = serde_json::to_string_pretty(&profile).unwrap_or_default();
        match store::write_bytes(&path, format!("{text}\n").as_bytes()) {
            Ok(_) => self.session.say(Tone::Done, format!("The profile is saved. {}", path.display())),
            Err(error) => self.session.say(Tone::Trouble, error.to_string()),
        }
    }

    pub(super) fn read_profile(&mut self, path: &Path) {
        let read = store::read_small(path).map_err(|error| error.to_string());
        let profile = read
            .and_then(|bytes| serde_json::from_slice::<Profile>(&bytes).map_err(|error| error.to_string()));
        match profile {
            Ok(profile) => self.ask(PublicationCommand::Take(Box::new(profile)).into()),
            Err(why) => {
                let words = format!(
                    "This is no profile of publication, and nothing was taken from it: {why}. Choose a file that “Save the profile as a file…” wrote.\n{}",
                    path.display()
                );
                self.session.say(Tone::Trouble, words);
            }
        }
    }
}
