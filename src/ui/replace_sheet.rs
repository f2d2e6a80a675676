//! Find and replace in chosen fields of many records, as one step.

use std::collections::BTreeSet;

use eframe::egui::{self, RichText, TextEdit, text::LayoutJob};

use crate::{
    carto::Face,
    edit::{Action, Find, Replacement, TextField, finds, replace_words},
    model::{IncidentId, Revision},
    session::{Command, Message, OneList, Session, Tone},
};

use super::{
    fields,
    sheets::sheet,
    theme::{self, Palette},
};

/// How many finds are shown.
const SHOWN: usize = 50;

/// Where is looked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Among {
    #[default]
    Shown,
    Marked,
}

/// What is looked for, where, and the answer to it.
pub struct ReplaceSheet {
    replacement: Replacement,
    fields: BTreeSet<TextField>,
    /// `None` until somebody chose: the marked ones where there are some.
    among: Option<Among>,
    answer: Option<Answer>,
    focused: bool,
}

impl Default for ReplaceSheet {
    fn default() -> Self {
        Self {
            replacement: Replacement::default(),
            fields: TextField::ALL.into(),
            among: None,
            answer: None,
            focused: false,
        }
    }
}

/// What the finds depend on; they are looked for again when it changes.
#[derive(Clone, PartialEq)]
struct Question {
    replacement: Replacement,
    fields: BTreeSet<TextField>,
    among: Among,
    revision: Revision,
    listed: OneList,
    marked: usize,
}

struct Answer {
    to: Question,
    action: Action,
    finds: usize,
    records: usize,
    preview: Vec<Find>,
}

impl Answer {
    fn of(question: Question, session: &Session) -> Self {
        let ids: Vec<IncidentId> = match question.among {
            Among::Shown => question.listed.to_vec(),
            Among::Marked => session.marked().iter().cloned().collect(),
        };
        let document = session.document();
        let (action, count, records) =
            replace_words(document, ids.iter().cloned(), &question.fields, &question.replacement);
        let preview = finds(document, ids, &question.fields, &question.replacement, SHOWN);
        Self { to: question, action, finds: count, records, preview }
    }
}

impl ReplaceSheet {
    pub fn show(&mut self, ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) -> bool {
        let mut done = false;
        let closed = sheet(ctx, "replace_sheet", "Find and replace", 760.0, |ui| {
            self.words_ui(ui);
            self.fields_ui(ui);
            self.among_ui(ui, session);
            ui.separator();
            self.bring_up_to_date(session);
            done = self.answer_ui(ui, session, commands);
        });
        closed || done
    }

    fn words_ui(&mut self, ui: &mut egui::Ui) {
        egui::Grid::new("words").num_columns(2).min_col_width(60.0).show(ui, |ui| {
            ui.label("Find");
            let width = ui.available_width().max(300.0);
            let find = ui.add(TextEdit::singleline(&mut self.replacement.find).desired_width(width));
            fields::name(&find, "Find");
            if !std::mem::replace(&mut self.focused, true) {
                find.request_focus();
            }
            ui.end_row();
            ui.label("Replace by");
            let instead =
                TextEdit::singleline(&mut self.replacement.with).hint_text("nothing: takes it away");
            fields::name(&ui.add(instead.desired_width(width)), "Replace by");
            ui.end_row();
            ui.label("");
            ui.horizontal(|ui| {
                ui.checkbox(&mut self.replacement.match_case, "Match case");
                ui.checkbox(&mut self.replacement.whole_words, "Whole words");
            });
            ui.end_row();
        });
    }

    fn fields_ui(&mut self, ui: &mut egui::Ui) {
        ui.horizontal_wrapped(|ui| {
            ui.label("In");
            for field in TextField::ALL {
                let mut on = self.fields.contains(&field);
                if ui.checkbox(&mut on, field.label()).changed() {
                    if on {
                        self.fields.insert(field);
                    } else {
                        self.fields.remove(&field);
                    }
                }
            }
            let all = self.fields.len() == TextField::ALL.len();
            if ui.small_button(if all { "None" } else { "All" }).clicked() {
                self.fields = if all { BTreeSet::new() } else { TextField::ALL.into() };
            }
        });
    }

    fn among(&self, session: &Session) -> Among {
        let marked = !session.marked().is_empty();
        match self.among {
            Some(Among::Marked) | None if marked => Among::Marked,
            Some(Among::Marked | Among::Shown) | None => Among::Shown,
        }
    }

    fn among_ui(&mut self, ui: &mut egui::Ui, session: &Session) {
        let now = self.among(session);
        ui.horizontal(|ui| {
            ui.label("Of");
            let shown = format!("the {} shown records", session.listed().len());
            let marked = format!("the {} marked records", session.marked().len());
            if ui.radio(now == Among::Shown, shown).clicked() {
                self.among = Some(Among::Shown);
            }
            let any = !session.marked().is_empty();
            if ui.add_enabled(any, egui::RadioButton::new(now == Among::Marked, marked)).clicked() {
                self.among = Some(Among::Marked);
            }
        });
    }

    fn bring_up_to_date(&mut self, session: &Session) {
        if self.replacement.find.is_empty() || self.fields.is_empty() {
            self.answer = None;
            return;
        }
        let question = Question {
            replacement: self.replacement.clone(),
            fields: self.fields.clone(),
            among: self.among(session),
            revision: session.document().revision(),
            listed: OneList::new(session.listed()),
            marked: session.marked().len(),
        };
        let known = self.answer.as_ref().is_some_and(|answer| answer.to == question);
        if !known {
            self.answer = Some(Answer::of(question, session));
        }
    }

    /// The count, the first finds, and the button; tells whether it was pressed.
    fn answer_ui(&self, ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) -> bool {
        let count = match &self.answer {
            None if self.fields.is_empty() => "Choose a field to look in.".to_owned(),
            None => "Type what to find.".to_owned(),
            Some(answer) if answer.finds == 0 => "Nothing is found.".to_owned(),
            Some(answer) => {
                let more = if answer.finds > SHOWN {
                    format!("; the first {SHOWN} are shown")
                } else {
                    String::new()
                };
                format!("{} in {}{more}", counted(answer.finds, "find"), counted(answer.records, "record"))
            }
        };
        let mut done = false;
        ui.horizontal(|ui| {
            ui.label(theme::bold(count));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let found = self.answer.as_ref().filter(|answer| answer.finds > 0);
                let button = ui.add_enabled(found.is_some(), egui::Button::new("Replace all"));
                if let Some(answer) = found.filter(|_| button.clicked()) {
                    commands.push(Command::Perform(answer.action.clone()));
                    let words = format!(
                        "Replaced {} in {}. Ctrl+Z undoes it.",
                        counted(answer.finds, "find"),
                        counted(answer.records, "record")
                    );
                    commands.push(Command::Say(Message::new(Tone::Done, words)));
                    done = true;
                }
            });
        });
        let height = (ui.ctx().content_rect().height() - 400.0).clamp(110.0, 420.0);
        egui::ScrollArea::vertical()
            .max_height(height)
            .min_scrolled_height(height)
            .auto_shrink([false, false])
            .show(ui, |ui| {
                for find in self.answer.iter().flat_map(|answer| &answer.preview) {
                    self.find_ui(ui, session, find);
                }
            });
        done
    }

    /// Where it is, and how it would read.
    fn find_ui(&self, ui: &mut egui::Ui, session: &Session, find: &Find) {
        let palette = Palette::of(ui);
        let title = session.document().get(&find.id).map(|incident| incident.display_title().into_owned());
        let place = format!("{} · {}", find.field.label(), title.unwrap_or_default());
        ui.add(egui::Label::new(RichText::new(place).size(11.5).color(palette.weak)).truncate());
        let mut job = LayoutJob::default();
        let font = egui::FontId::new(13.5, theme::family(Face::Regular));
        let plain = egui::TextFormat::simple(font.clone(), palette.text);
        let gone = egui::TextFormat {
            strikethrough: egui::Stroke::new(1.0, palette.trouble),
            ..egui::TextFormat::simple(font.clone(), palette.trouble)
        };
        let bold = egui::FontId::new(13.5, theme::family(Face::SemiBold));
        let come = egui::TextFormat::simple(bold, palette.done);
        job.append(&find.before, 0.0, plain.clone());
        job.append(&find.found, 0.0, gone);
        if !self.replacement.with.is_empty() {
            job.append(&self.replacement.with, 3.0, come);
        }
        job.append(&find.after, 0.0, plain);
        job.wrap = egui::text::TextWrapping::truncate_at_width(ui.available_width());
        ui.add(egui::Label::new(job));
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
