//! Profiles of publication: what may leave, for whom, and how much of the document that is.

use eframe::egui::{self, RichText, vec2};

use crate::{
    analysis::publication::{Kept, Leaves, leaves},
    model::{Handling, Metres, Positions, Profile, Published, Revision, Status, Texts, shown_line},
    session::{Command, ProfileChoice, PublicationCommand, Session},
};

use super::{
    fields::{self, Draft, FieldLook, choice},
    sheets::sheet,
    theme::{self, Palette},
    window::Asked,
};

/// What the sheet asks of the shell.
#[derive(Clone, Debug, PartialEq)]
pub enum ProfileAsked {
    /// The profile, to a file of its own.
    KeepFile(Box<Profile>),
    /// A profile from a file.
    ReadFile,
}

/// The state of the sheet while it is open.
#[derive(Default)]
pub struct ProfilesSheet {
    row: usize,
    draft: Option<Draft<usize>>,
    /// What was counted last, and of which document by which profile.
    counted: Option<(Revision, Profile, Leaves)>,
}

/// Width of the list of profiles, logical pixels.
const LIST: f32 = 200.0;

impl ProfilesSheet {
    /// The name that is being typed, as a command.
    pub fn flush(&mut self, session: &Session) -> Option<Command> {
        let draft = self.draft.take().filter(|draft| draft.text != draft.original)?;
        let mut profile = session.document().facts().publication.profiles.get(draft.key)?.clone();
        draft.text.trim().clone_into(&mut profile.name);
        let named = !profile.name.is_empty();
        named.then(|| PublicationCommand::Change(draft.key, Box::new(profile)).into())
    }

    pub fn show(
        &mut self,
        ctx: &egui::Context,
        session: &Session,
        commands: &mut Vec<Command>,
        asked: &mut Vec<Asked>,
    ) -> bool {
        sheet(ctx, "profiles_sheet", "Publication profiles", 780.0, |ui| {
            ui.label("A profile says what may leave in pictures, briefs and files. History, authors, working notes and attachments never leave by one.");
            ui.add_space(theme::GAP);
            let width = ui.available_width();
            let height = (ctx.content_rect().height() - 260.0).clamp(180.0, 430.0);
            ui.horizontal_top(|ui| {
                ui.vertical(|ui| {
                    ui.set_width(LIST);
                    ui.set_height(height);
                    self.list_ui(ui, session, height, commands, asked);
                });
                ui.add_space(theme::GROUP_GAP);
                ui.vertical(|ui| {
                    ui.set_width(width - LIST - theme::GROUP_GAP - 3.0 * ui.spacing().item_spacing.x);
                    ui.set_height(height);
                    egui::ScrollArea::vertical()
                        .id_salt("profile")
                        .max_height(height)
                        .min_scrolled_height(height)
                        .auto_shrink([false, false])
                        .show(ui, |ui| self.profile_ui(ui, session, commands, asked));
                });
            });
            ui.separator();
            default_ui(ui, session, commands);
        })
    }

    fn list_ui(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        height: f32,
        commands: &mut Vec<Command>,
        asked: &mut Vec<Asked>,
    ) {
        let publication = &session.document().facts().publication;
        self.row = self.row.min(publication.profiles.len().saturating_sub(1));
        egui::ScrollArea::vertical()
            .id_salt("profiles")
            .max_height(height - 74.0)
            .min_scrolled_height(height - 74.0)
            .auto_shrink([false, false])
            .show(ui, |ui| {
                if publication.profiles.is_empty() {
                    ui.weak("No profile yet: everything leaves.");
                }
                for (place, profile) in publication.profiles.iter().enumerate() {
                    let mark =
                        if publication.default.as_ref() == Some(&profile.name) { " · obeyed" } else { "" };
                    let words = format!("{}{mark}", shown_line(&profile.name));
                    let row = egui::Button::selectable(self.row == place, words)
                        .truncate()
                        .min_size(vec2(ui.available_width(), 24.0));
                    if ui.add(row).clicked() {
                        self.row = place;
                    }
                }
            });
        ui.horizontal_wrapped(|ui| {
            if ui
                .button("New")
                .on_hover_text("The careful one: verified, marked public, positions to 5 km")
                .clicked()
            {
                self.row = publication.profiles.len();
                commands.push(PublicationCommand::Add.into());
            }
            let any = !publication.profiles.is_empty();
            if ui.add_enabled(any, egui::Button::new("Copy")).clicked() {
                commands.push(PublicationCommand::Copy(self.row).into());
                self.row += 1;
            }
            if ui.add_enabled(any, egui::Button::new("Remove")).clicked() {
                commands.push(PublicationCommand::Remove(self.row).into());
            }
            if ui.button("From a file…").clicked() {
                asked.push(Asked::Profile(ProfileAsked::ReadFile));
            }
        });
    }

    fn profile_ui(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        commands: &mut Vec<Command>,
        asked: &mut Vec<Asked>,
    ) {
        let facts = session.document().facts();
        let Some(profile) = facts.publication.profiles.get(self.row) else {
            ui.weak("“New” makes a careful one to begin with.");
            return;
        };
        let mut next = profile.clone();
        fields::caption(ui, "Name");
        let look = FieldLook::line("Name of the profile");
        // Another profile came while a name was open: it is finished for its own.
        if self.draft.as_ref().is_some_and(|draft| draft.key != self.row) {
            commands.extend(self.flush(session));
        }
        let (_, named) = fields::text_field(ui, &look, &self.row, &profile.name, &mut self.draft);
        if let Some(name) = named.filter(|name| !name.trim().is_empty()) {
            name.trim().clone_into(&mut next.name);
        }
        ui.add_space(theme::GAP);
        records_ui(ui, &mut next);
        ui.add_space(theme::GAP);
        positions_ui(ui, &mut next);
        ui.add_space(theme::GAP);
        fields::caption(ui, "Words");
        let label = |texts: &Texts| texts.label().to_owned();
        choice(ui, "Words that leave", 320.0, &mut next.texts, &Texts::ALL, label);
        ui.checkbox(&mut next.hides_sources, "Sources are counted and graded, but not named");
        ui.checkbox(&mut next.own_fields, "Fields of your own leave too");
        ui.checkbox(
            &mut next.keeps_ids,
            "Records keep their ids, by which they may be found in other collections",
        );
        ui.add_space(theme::GAP);
        self.counts_ui(ui, session, profile);
        if ui.button("Save the profile as a file…").clicked() {
            asked.push(Asked::Profile(ProfileAsked::KeepFile(Box::new(profile.clone()))));
        }
        if next != *profile {
            commands.push(PublicationCommand::Change(self.row, Box::new(next)).into());
        }
    }

    /// How much of the document leaves.
    fn counts_ui(&mut self, ui: &mut egui::Ui, session: &Session, profile: &Profile) {
        let document = session.document();
        let revision = document.revision();
        let is_known = self.counted.as_ref().is_some_and(|(at, by, _)| *at == revision && by == profile);
        if !is_known {
            self.counted = Some((revision, profile.clone(), leaves(document, profile)));
        }
        let Some((_, _, counts)) = &self.counted else { return };
        let palette = Palette::of(ui);
        let published = Published {
            withheld: document.len() - counts.leave,
            positions: profile.positions,
            sources_hidden: profile.hides_sources,
        };
        let words = format!("Of {} incidents {} leave: {published}.", document.len(), counts.leave);
        ui.label(theme::bold(&words));
        for (kept, count) in counts.kept {
            if count > 0 {
                ui.label(RichText::new(format!("{count} {}", why(kept))).color(palette.weak));
            }
        }
    }
}

fn why(kept: Kept) -> &'static str {
    match kept {
        Kept::Status => "stay because of their status",
        Kept::Handling => "stay because of their handling mark",
        Kept::Unmarked => "stay because they have no handling mark",
    }
}

fn records_ui(ui: &mut egui::Ui, next: &mut Profile) {
    fields::caption(ui, "Records");
    ui.horizontal_wrapped(|ui| {
        let all = [None, Some(Status::ForReview), Some(Status::Verified)];
        choice(ui, "Least status", 200.0, &mut next.least_status, &all, |status| match status {
            None => "Any status but rejected".to_owned(),
            Some(status) => format!("At least: {}", status.label().to_lowercase()),
        });
        choice(ui, "Greatest handling mark", 200.0, &mut next.greatest_handling, &Handling::ALL, |mark| {
            match mark {
                Handling::Restricted => "Marked anything".to_owned(),
                mark => format!("Marked at most: {}", mark.label().to_lowercase()),
            }
        });
    });
    // Whoever lets the highest mark leave lets records without one leave too.
    if next.greatest_handling != Handling::Restricted {
        ui.checkbox(&mut next.unmarked, "Records without a handling mark may leave");
    }
}

fn positions_ui(ui: &mut egui::Ui, next: &mut Profile) {
    fields::caption(ui, "Positions");
    let size = match next.positions {
        Positions::Grid(size) | Positions::Displaced(size) => size,
        Positions::Exact | Positions::Withheld => Metres(5_000.0),
    };
    ui.horizontal_wrapped(|ui| {
        let kinds =
            [Positions::Exact, Positions::Grid(size), Positions::Displaced(size), Positions::Withheld];
        choice(ui, "Positions that leave", 320.0, &mut next.positions, &kinds, |positions| {
            match positions {
                Positions::Exact => "As in the records",
                Positions::Grid(_) => "To the middle of a grid’s cell",
                Positions::Displaced(_) => "Moved by chance, each always to the same place",
                Positions::Withheld => "None",
            }
            .to_owned()
        });
        if let Positions::Grid(size) | Positions::Displaced(size) = &mut next.positions {
            let label = |size: &Metres| format!("{:.0} km", size.0 / 1_000.0);
            choice(ui, "Distance", 90.0, size, &Positions::SIZES, label);
        }
    });
}

fn default_ui(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    let publication = &session.document().facts().publication;
    ui.horizontal_wrapped(|ui| {
        ui.label("Every export of this document obeys");
        let mut chosen = publication.default.clone();
        let all: Vec<Option<String>> = std::iter::once(None)
            .chain(publication.profiles.iter().map(|one| Some(one.name.clone())))
            .collect();
        choice(ui, "Profile of the document", 220.0, &mut chosen, &all, |name| {
            name.as_ref().map_or_else(|| "no profile".to_owned(), |name| shown_line(name).into_owned())
        });
        ui.label("unless another is chosen.");
        if chosen != publication.default {
            commands.push(PublicationCommand::SetDefault(chosen).into());
        }
    });
}

/// Which profile an export obeys, where the document has any.
pub(super) fn export_by_ui(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    let publication = &session.document().facts().publication;
    if publication.profiles.is_empty() && publication.default.is_none() {
        return;
    }
    let own = match &publication.default {
        Some(name) => format!("The document’s own: {}", shown_line(name)),
        None => "The document’s own: none".to_owned(),
    };
    let mut chosen = session.export_by().clone();
    let mut all = vec![ProfileChoice::OfDocument];
    all.extend(publication.profiles.iter().map(|profile| ProfileChoice::Named(profile.name.clone())));
    all.push(ProfileChoice::Everything);
    ui.horizontal_wrapped(|ui| {
        ui.label("Profile");
        choice(ui, "Profile of publication", 220.0, &mut chosen, &all, |one| match one {
            ProfileChoice::OfDocument => own.clone(),
            ProfileChoice::Named(name) => shown_line(name).into_owned(),
            ProfileChoice::Everything => "None: everything leaves".to_owned(),
        });
    });
    if chosen != *session.export_by() {
        commands.push(PublicationCommand::ExportBy(chosen).into());
    }
}
