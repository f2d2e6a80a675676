//! What a file of others would bring, before anything is taken from it: its columns, its words, what becomes of it.

mod columns;
mod report;
mod words;

use eframe::egui::{self, ComboBox, RichText};

use crate::{
    model::{grouped, shown_line},
    session::{Command, ImportCommand, Importing, Session},
    store::formats::{
        codebook::Codebook,
        described,
        mapping::{DayOrder, Mapping, Question},
        table::{ENCODINGS, HeadingWish, How, Origin, Table, Wishes},
    },
};

use super::{
    fields,
    sheets::sheet,
    theme::{self, Palette},
};

/// What is shown of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Columns,
    Words,
    Incidents,
    Report,
    Twins,
}

/// The sheet and which part of it is open.
#[derive(Default)]
pub struct ImportSheet {
    part: Part,
    words: words::WordsPart,
}

impl ImportSheet {
    pub fn show(&mut self, ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) -> bool {
        let Some(importing) = session.importing() else { return true };
        let closed = sheet(ctx, "import", "Add incidents from a file", 980.0, |ui| {
            head(ui, session, importing);
            match &importing.table {
                None => progress(ui, importing, commands),
                Some(table) => self.table(ui, session, importing, table, commands),
            }
        });
        if closed && session.importing().is_some_and(|importing| !importing.is_taken) {
            commands.push(ImportCommand::Leave.into());
        }
        // The session closes it when nothing more waits.
        false
    }

    fn table(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        importing: &Importing,
        table: &Table,
        commands: &mut Vec<Command>,
    ) {
        choices(ui, importing, table, commands);
        let mut mapping = importing.mapping.clone();
        questions(ui, session, importing, &mut mapping);
        ui.add_space(theme::GAP);
        buttons(ui, importing, commands);
        ui.separator();
        let is_mapped = importing.mapping.book.is_none();
        if !is_mapped && self.part == Part::Words {
            self.part = Part::Columns;
        }
        ui.horizontal_wrapped(|ui| {
            let problems = importing.read.as_ref().map_or(0, |read| read.problems.len());
            let twins = importing.read.as_ref().and_then(|read| read.twins.as_ref()).map_or(0, Vec::len);
            for (part, label, is_there) in [
                (Part::Columns, "Columns".to_owned(), true),
                (Part::Words, "Words and precision".to_owned(), is_mapped),
                (Part::Incidents, "First incidents".to_owned(), true),
                (Part::Report, format!("Report ({})", grouped(problems)), true),
                (Part::Twins, format!("Here already? ({})", grouped(twins)), twins > 0),
            ] {
                if is_there {
                    ui.selectable_value(&mut self.part, part, label);
                }
            }
        });
        ui.add_space(theme::GAP);
        // A sheet that keeps its height does not jump from part to part.
        let above = 370.0 + 62.0 * importing.questions.len() as f32 + 22.0 * table.notes.len() as f32;
        let height = (ui.ctx().content_rect().height() - above).max(120.0);
        match self.part {
            // Its heading and its last line stand outside of what scrolls.
            Part::Columns => columns::show(ui, importing, table, height - 56.0, &mut mapping),
            Part::Words => self.words.show(ui, importing, height, &mut mapping),
            Part::Incidents => report::first(ui, importing, height),
            Part::Report => report::report(ui, importing, height),
            Part::Twins => report::twins(ui, session, importing, height, commands),
        }
        if mapping != importing.mapping {
            commands.push(ImportCommand::Map(Box::new(mapping)).into());
        }
    }
}

/// Which file it is, and how it was read.
fn head(ui: &mut egui::Ui, session: &Session, importing: &Importing) {
    let palette = Palette::of(ui);
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::bold(importing.from.name()));
        match session.imports().waiting() {
            0 => {}
            1 => drop(ui.label(RichText::new("1 file more waits").color(palette.weak))),
            files => drop(ui.label(RichText::new(format!("{files} files more wait")).color(palette.weak))),
        }
    });
    if let Some(table) = &importing.table {
        let rows = table.all_rows();
        let words = format!("{} rows · {}", grouped(rows), described(&table.origin, table.heading));
        ui.label(RichText::new(words).color(palette.weak));
        for note in &table.notes {
            ui.add(egui::Label::new(RichText::new(shown_line(note)).color(palette.weak)).wrap());
        }
    }
}

/// How far the reading is, and a way out of it.
fn progress(ui: &mut egui::Ui, importing: &Importing, commands: &mut Vec<Command>) {
    ui.add_space(theme::GROUP_GAP);
    ui.horizontal(|ui| {
        ui.spinner();
        ui.label(progress_words(importing).unwrap_or_else(|| "Reading …".to_owned()));
    });
    ui.add_space(theme::GROUP_GAP);
    if ui.button("Cancel").clicked() {
        commands.push(ImportCommand::Leave.into());
    }
}

fn progress_words(importing: &Importing) -> Option<String> {
    let progress = importing.progress?;
    Some(match progress.all {
        0 => format!("{} …", progress.words),
        all => format!("{} … {} %", progress.words, progress.done.saturating_mul(100) / all),
    })
}

/// A pick list with a name.
fn pick<T: PartialEq + Clone>(
    ui: &mut egui::Ui,
    name: &str,
    shown: &str,
    width: f32,
    choices: impl IntoIterator<Item = (T, String)>,
    value: &mut T,
) {
    let list = ComboBox::from_id_salt(name).selected_text(shown_line(shown)).width(width).truncate();
    let response = list.show_ui(ui, |ui| {
        for (choice, label) in choices {
            ui.selectable_value(value, choice, shown_line(&label));
        }
    });
    fields::name(&response.response, name);
}

/// How the file is read: by which codebook, which sheet, in which letters, with which heading.
fn choices(ui: &mut egui::Ui, importing: &Importing, table: &Table, commands: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        if let Some(book) = Codebook::of(table) {
            ui.label("Read");
            let mut by = importing.mapping.book;
            let words = |by: Option<Codebook>| match by {
                Some(book) => format!("as {}", book.label()),
                None => "by its columns".to_owned(),
            };
            let choices = [Some(book), None].map(|by| (by, words(by)));
            pick(ui, "Read as", &words(by), 130.0, choices, &mut by);
            if by != importing.mapping.book {
                let mapping = Mapping { book: by, ..importing.mapping.clone() };
                commands.push(ImportCommand::Map(Box::new(mapping)).into());
            }
        }
        let mut wishes = importing.wishes.clone();
        if table.parts.len() > 1 {
            part(ui, table, &mut wishes);
        }
        if let Origin::Text { encoding, how, .. } = &table.origin
            && *how != How::Given
        {
            ui.label("Letters");
            let choices = ENCODINGS.map(|name| (Some(name.to_owned()), name.to_owned()));
            pick(ui, "Letters of the file", encoding, 120.0, choices, &mut wishes.encoding);
        }
        if !matches!(table.origin, Origin::Things { .. }) {
            heading(ui, table, &mut wishes);
        }
        if wishes != importing.wishes {
            commands.push(ImportCommand::Wish(wishes).into());
        }
    });
}

fn part(ui: &mut egui::Ui, table: &Table, wishes: &mut Wishes) {
    let (name, shown) = match &table.origin {
        Origin::Sheet { name, .. } => ("Sheet", name.as_str()),
        Origin::Things { layer, .. } if layer.is_empty() => ("Layer", "all of them"),
        Origin::Things { layer, .. } => ("Layer", layer.as_str()),
        Origin::Text { .. } => return,
    };
    ui.label(name);
    let choices = table.parts.iter().map(|(part, rows)| {
        let label = if *rows == 0 { part.clone() } else { format!("{part} ({})", grouped(rows)) };
        (Some(part.clone()), label)
    });
    let label = if name == "Sheet" { "Sheet of the file" } else { "Layer of the file" };
    pick(ui, label, shown, 180.0, choices, &mut wishes.part);
}

fn heading(ui: &mut egui::Ui, table: &Table, wishes: &mut Wishes) {
    /// A heading further down is none that a person would look for here.
    const LINES: usize = 12;
    let words = |line: Option<usize>| match line {
        Some(line) => format!("row {line}"),
        None => "none".to_owned(),
    };
    ui.label("Heading");
    let lines = (1..=LINES).map(|line| (HeadingWish::Line(line), words(Some(line))));
    let choices = lines.chain([(HeadingWish::Missing, "none".to_owned())]);
    pick(ui, "Heading of the table", &words(table.heading), 80.0, choices, &mut wishes.heading);
}

/// What a person should decide, each with its answers.
fn questions(ui: &mut egui::Ui, session: &Session, importing: &Importing, mapping: &mut Mapping) {
    let palette = Palette::of(ui);
    let this_year = session.today().year();
    for question in &importing.questions {
        ui.horizontal_wrapped(|ui| {
            ui.label(theme::icon(theme::icons::WARNING, 15.0).color(palette.warn));
            ui.add(egui::Label::new(RichText::new(question.words()).color(palette.warn)).wrap());
        });
        ui.horizontal_wrapped(|ui| match question {
            Question::DayOrder { .. } | Question::MixedOrder { .. } => {
                for order in DayOrder::ALL {
                    if ui.button(capital(order.label())).clicked() {
                        mapping.dates.order = Some(order);
                    }
                }
            }
            Question::Century { .. } => {
                let last = this_year.rem_euclid(100);
                if ui.button(format!("{last:02} is {this_year}")).clicked() {
                    mapping.dates.two_digits_up_to = Some(this_year);
                }
                let century = this_year - last;
                if ui.button(format!("{last:02} is {}", century - 100 + last)).clicked() {
                    mapping.dates.two_digits_up_to = Some(century - 1);
                }
            }
            Question::Exchanged { .. } => {
                if ui.button("Exchange latitude and longitude").clicked() {
                    mapping.exchange();
                }
            }
            Question::NoPosition | Question::NoDate => {}
        });
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What would be added, and what else can be done.
fn buttons(ui: &mut egui::Ui, importing: &Importing, commands: &mut Vec<Command>) {
    let palette = Palette::of(ui);
    let new = importing.new_incidents();
    ui.horizontal_wrapped(|ui| {
        let words = match (&importing.read, new) {
            (None, _) => "Add the incidents".to_owned(),
            (Some(_), 1) => "Add 1 incident".to_owned(),
            (Some(_), new) => format!("Add {} incidents", grouped(new)),
        };
        let can_add = importing.read.is_some() && new > 0 && !importing.is_taken;
        let add = ui.add_enabled(can_add, egui::Button::new(theme::bold(words)));
        let why_not = if importing.read.is_none() {
            "All rows are looked at first."
        } else {
            "There is nothing in it that is not here already."
        };
        if add.on_disabled_hover_text(why_not).clicked() {
            commands.push(Command::TakeImported);
        }
        if importing.mapping.book.is_none() && ui.button("Save the mapping…").clicked() {
            commands.push(ImportCommand::AskToSaveMapping.into());
        }
        if ui.button("Use a saved mapping…").clicked() {
            commands.push(ImportCommand::AskForMapping.into());
        }
        if ui.button("Cancel").clicked() {
            commands.push(ImportCommand::Leave.into());
        }
        if importing.is_taken {
            ui.spinner();
            ui.label("Adding …");
        } else if let Some(words) = progress_words(importing).filter(|_| importing.read.is_none()) {
            ui.spinner();
            ui.label(words);
        }
    });
    let Some(read) = &importing.read else {
        ui.label(
            RichText::new("One step, which Ctrl+Z takes back; the file stays as it is.").color(palette.weak),
        );
        return;
    };
    let mut words = format!("{}.", read.imported.counts());
    if read.here_already > 0 {
        words = format!("{words} {} are here already and stay as they are.", grouped(read.here_already));
    }
    ui.label(RichText::new(format!("{words} One step, which Ctrl+Z takes back.")).color(palette.weak));
}
