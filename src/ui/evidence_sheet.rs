//! All copies that the document has: what they are, who rests on them, whether they are whole.

use std::collections::{BTreeSet, HashMap};

use eframe::egui::{self, Rect, RichText, pos2, vec2};

use crate::{
    edit::Action,
    model::{Digest, Evidence, shown_line},
    session::{Command, EvidenceCommand, Session},
};

use super::{
    evidence_words as words,
    fields::{self, Draft, FieldLook},
    theme::{self, Palette},
    tool_window::{KeyedList, clipped, tool_window},
    window::Asked,
};

/// A small picture, or why there is none.
type Preview = Result<egui::TextureHandle, String>;

/// The state of the window while it is open.
#[derive(Default)]
pub struct EvidenceSheet {
    list: KeyedList,
    /// The piece that is to be shown.
    wanted: Option<Digest>,
    draft: Option<Draft<Digest>>,
    /// Small pictures asked for, and those that came.
    previews: HashMap<Digest, Option<Preview>>,
}

impl EvidenceSheet {
    pub fn take_keys(&mut self, ctx: &egui::Context) {
        self.list.take_keys(ctx);
    }

    /// Makes this the current piece.
    pub fn go_to(&mut self, digest: Digest) {
        self.wanted = Some(digest);
    }

    /// A small picture has come.
    pub fn take_preview(
        &mut self,
        ctx: &egui::Context,
        digest: Digest,
        image: Result<egui::ColorImage, String>,
    ) {
        let name = format!("evidence {digest}");
        let texture = image.map(|image| ctx.load_texture(name, image, egui::TextureOptions::LINEAR));
        self.previews.insert(digest, Some(texture));
    }

    pub fn show(
        &mut self,
        ctx: &egui::Context,
        session: &Session,
        commands: &mut Vec<Command>,
        asked: &mut Vec<Asked>,
    ) -> bool {
        tool_window(ctx, "evidence_sheet", "Evidence", vec2(640.0, 430.0), |ui| {
            self.content(ui, session, commands, asked);
        })
    }

    /// What is being typed, as a command.
    pub fn flush(&mut self) -> Option<Command> {
        let draft = self.draft.take().filter(|draft| draft.text != draft.original)?;
        Some(Command::Perform(Action::Describe { digest: draft.key, note: draft.text }))
    }

    fn content(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        commands: &mut Vec<Command>,
        asked: &mut Vec<Asked>,
    ) {
        const BELOW: f32 = 176.0;
        const HEIGHT: f32 = 44.0;
        let listed = &session.document().facts().evidence;
        head(ui, session, commands);
        ui.separator();
        if listed.is_empty() {
            ui.weak("Nothing is attached yet. A file that is dropped on the window is attached to the selected incident; Attach files… under a source does the same.");
            return;
        }
        if let Some(wanted) = self.wanted.take()
            && let Some(row) = listed.iter().position(|evidence| evidence.sha256 == wanted)
        {
            self.list.go_to(row);
        }
        let room = ui.available_rect_before_wrap();
        let rows =
            Rect::from_min_max(room.min, pos2(room.right(), room.bottom() - BELOW.min(room.height() * 0.5)));
        ui.scope_builder(egui::UiBuilder::new().max_rect(rows), |ui| {
            let label = |row: usize| row_label(session, &listed[row]);
            self.list.show(ui, "Pieces of evidence", (listed.len(), HEIGHT), label, |ui, row| {
                show_row(ui, session, &listed[row]);
            });
        });
        let below = Rect::from_min_max(pos2(room.left(), rows.bottom() + 6.0), room.max);
        let chosen = listed.get(self.list.row());
        if self.draft.as_ref().is_some_and(|draft| chosen.is_none_or(|one| one.sha256 != draft.key)) {
            commands.extend(self.flush());
        }
        if let Some(evidence) = chosen {
            ui.scope_builder(egui::UiBuilder::new().max_rect(below), |ui| {
                ui.separator();
                self.details(ui, session, evidence, commands, asked);
            });
        }
    }

    fn details(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        evidence: &Evidence,
        commands: &mut Vec<Command>,
        asked: &mut Vec<Asked>,
    ) {
        const PICTURE: f32 = 150.0;
        let palette = Palette::of(ui);
        let room = ui.available_rect_before_wrap();
        let mut right = room.right();
        if evidence.media_type.is_picture() {
            right -= PICTURE + 10.0;
            let place = Rect::from_min_max(pos2(right + 10.0, room.top()), room.max);
            ui.scope_builder(egui::UiBuilder::new().max_rect(place), |ui| self.picture(ui, evidence, asked));
        }
        let left = Rect::from_min_max(room.min, pos2(right, room.bottom()));
        ui.scope_builder(egui::UiBuilder::new().max_rect(left), |ui| {
            egui::ScrollArea::vertical().id_salt("evidence details").auto_shrink([false, false]).show(
                ui,
                |ui| {
                    let digest = evidence.sha256;
                    ui.horizontal_wrapped(|ui| {
                        if ui.button("Show in its folder").clicked() {
                            commands.push(EvidenceCommand::ShowInFolder(digest).into());
                        }
                        if ui.button("Open…").on_hover_text("In another program; asks first").clicked() {
                            commands.push(EvidenceCommand::Open(digest).into());
                        }
                        if !session.evidence_uses().contains_key(&digest)
                            && ui
                                .button("Take off the list")
                                .on_hover_text("The file stays; Ctrl+Z brings it back")
                                .clicked()
                        {
                            commands.push(Command::Perform(Action::Unlist(digest)));
                        }
                    });
                    let look =
                        FieldLook::line("Note on the evidence").hint("a note: the page, who sent it …");
                    let note = evidence.note.as_deref().unwrap_or_default();
                    let (_, finished) = fields::text_field(ui, &look, &digest, note, &mut self.draft);
                    if let Some(note) = finished {
                        commands.push(Command::Perform(Action::Describe { digest, note }));
                    }
                    let from = evidence.origin.as_deref().map(shown_line);
                    let line = format!(
                        "From {} · taken in {} · SHA-256 {}…",
                        from.as_deref().unwrap_or("an unknown place"),
                        words::day(&evidence.captured),
                        digest.short()
                    );
                    ui.add(egui::Label::new(RichText::new(line).size(11.5).color(palette.weak)).wrap());
                    users(ui, session, &digest, commands);
                },
            );
        });
    }

    fn picture(&mut self, ui: &mut egui::Ui, evidence: &Evidence, asked: &mut Vec<Asked>) {
        match self.previews.get(&evidence.sha256) {
            None => {
                self.previews.insert(evidence.sha256, None);
                asked.push(Asked::Preview(evidence.sha256));
            }
            Some(None) => {
                ui.weak("Painting…");
            }
            Some(Some(Ok(texture))) => {
                let image = egui::Image::new(texture).max_size(ui.available_size());
                let response = ui.add(image);
                fields::name(&response, "Preview");
            }
            Some(Some(Err(why))) => {
                ui.add(egui::Label::new(RichText::new(why).weak()).wrap());
            }
        }
    }
}

fn head(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        let listed = &session.document().facts().evidence;
        let bytes = Evidence::total_size(listed);
        ui.label(match listed.len() {
            1 => format!("1 piece, {}", words::size(bytes)),
            count => format!("{count} pieces, {}", words::size(bytes)),
        });
        if let Some(progress) = session.evidence_progress() {
            let part = progress.done as f32 / progress.total.max(1) as f32;
            ui.add(egui::ProgressBar::new(part).desired_width(150.0).text(progress.words.as_str()));
            if ui.button("Stop").clicked() {
                commands.push(EvidenceCommand::Stop.into());
            }
        } else {
            let verify = Command::from(EvidenceCommand::Verify);
            let refusal = verify.refusal(session);
            if ui.add_enabled(refusal.is_none(), egui::Button::new("Verify now")).clicked() {
                commands.push(verify);
            }
        }
        let strangers = session.evidence_strangers();
        if !strangers.is_empty() {
            let names: Vec<_> = strangers.iter().take(20).map(|name| shown_line(name)).collect();
            let words = match strangers.len() {
                1 => "1 file in the folder is not listed".to_owned(),
                count => format!("{count} files in the folder are not listed"),
            };
            ui.weak(words).on_hover_text(names.join("\n"));
        }
    });
}

fn row_label(session: &Session, evidence: &Evidence) -> String {
    let state = match session.evidence_state(&evidence.sha256) {
        None => String::new(),
        Some(state) => format!(", {}", words::state_name(state)),
    };
    format!(
        "{}, {}, {}{state}",
        shown_line(&evidence.name),
        words::facts(evidence),
        use_words(session, evidence)
    )
}

fn use_words(session: &Session, evidence: &Evidence) -> String {
    let used: BTreeSet<_> =
        session.evidence_uses().get(&evidence.sha256).into_iter().flatten().map(|at| &at.incident).collect();
    match used.len() {
        0 => "not used".to_owned(),
        1 => "used by 1 incident".to_owned(),
        count => format!("used by {count} incidents"),
    }
}

fn show_row(ui: &mut egui::Ui, session: &Session, evidence: &Evidence) {
    let palette = Palette::of(ui);
    let (state, colour) = words::state(session.evidence_state(&evidence.sha256), &palette);
    let rect = ui.max_rect();
    let small = egui::FontId::new(11.5, theme::family(crate::carto::Face::Regular));
    let galley = ui.painter().layout_no_wrap(state.to_owned(), small, colour);
    let left = rect.right() - galley.size().x;
    ui.painter().galley(pos2(left, rect.top() + 1.0), galley, colour);
    let text = Rect::from_min_max(rect.min, pos2(left - 10.0, rect.bottom()));
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(text));
    inside.spacing_mut().item_spacing.y = 1.0;
    clipped(&mut inside, shown_line(&evidence.name), 1, |text| text);
    let line = format!("{} · {}", words::facts(evidence), use_words(session, evidence));
    clipped(&mut inside, line, 1, |text| text.size(11.5).color(palette.weak));
}

/// The incidents that rest on it; a click goes there.
fn users(ui: &mut egui::Ui, session: &Session, digest: &Digest, commands: &mut Vec<Command>) {
    const SHOWN: usize = 50;
    let Some(uses) = session.evidence_uses().get(digest) else {
        ui.weak("No incident uses it.");
        return;
    };
    for at in uses.iter().take(SHOWN) {
        let words = session.attachment_words(at);
        let link = ui.add(egui::Button::new(&words).truncate().frame(false));
        fields::name(&link, &format!("Go to {words}"));
        if link.clicked() {
            commands.push(Command::Visit(at.incident.clone()));
        }
    }
    if uses.len() > SHOWN {
        ui.weak(format!("and {} more", uses.len() - SHOWN));
    }
}
