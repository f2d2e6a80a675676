//! Who says so: each report with its grade, whom it repeats, and how the incident stands by all of them.

use eframe::egui::{self, RichText};

use crate::{
    analysis::offers::OfferField,
    edit::Change,
    model::{Credibility, Grade, Reliability, Source, shown_line},
    session::EvidenceCommand,
    ui::{
        fields::{self, Draft, FieldLook},
        theme::Palette,
    },
};

use super::{
    form::{Form, Section, card, remove_button, text},
    pick::{Choice, Words},
    typed::{Key, SourceField, TextFieldOf},
};

impl Form<'_> {
    pub(super) fn sources(&mut self, ui: &mut egui::Ui) {
        let count = self.incident.sources.len();
        if !self.section(ui, Section::Sources, &format!("Sources ({count})"), true) {
            return;
        }
        let palette = Palette::of(ui);
        if count > 0 {
            ui.label(RichText::new(self.known.standing.words()).size(12.5));
            for warning in &self.known.standing.warnings {
                ui.label(RichText::new(warning.as_str()).size(11.5).color(palette.warn));
            }
        }
        self.findings(ui, "Sources");
        self.chips(
            ui,
            &[
                OfferField::SourceTitle,
                OfferField::SourcePublisher,
                OfferField::SourceDate,
                OfferField::SourceUrl,
                OfferField::SourceLanguage,
                OfferField::SourceQuote,
            ],
        );
        let mut next = None;
        for (row, source) in self.incident.sources.iter().enumerate() {
            card(ui, |ui| {
                self.source(ui, row, source);
                ui.horizontal(|ui| {
                    for (words, url) in [
                        ("Open in the browser", &source.url),
                        ("Open the archived copy", &source.archived_url),
                    ] {
                        if let Some(url) = url.as_deref().filter(|url| !url.trim().is_empty()) {
                            // Asks before the system's browser is asked; Marz itself requests nothing.
                            let link = ui.link(words).on_hover_text(shown_line(url));
                            fields::name(&link, &format!("{words}: source {}", row + 1));
                            if link.clicked() {
                                self.commands.push(EvidenceCommand::Follow(url.to_owned()).into());
                            }
                        }
                    }
                    if remove_button(ui, &format!("Remove source {}", row + 1)) {
                        let mut sources = self.incident.sources.clone();
                        sources.remove(row);
                        next = Some(sources);
                    }
                });
                self.attachments(ui, Some(row));
            });
        }
        if ui.button("Add a source").clicked() {
            let mut sources = self.incident.sources.clone();
            self.pane.wanted = Some(TextFieldOf::Source { row: sources.len(), which: SourceField::Title });
            sources.push(Source::default());
            next = Some(sources);
        }
        if count == 0 || !self.incident.evidence.is_empty() {
            self.attachments(ui, None);
        }
        if let Some(sources) = next {
            self.perform(Change::Sources(sources));
        }
    }

    fn source(&mut self, ui: &mut egui::Ui, row: usize, source: &Source) {
        self.source_line(ui, row, SourceField::Title, "title", source.title.as_ref());
        self.source_pair(
            ui,
            row,
            [
                (SourceField::Publisher, "publisher", source.publisher.as_ref()),
                (SourceField::Author, "author", source.author.as_ref()),
            ],
        );
        self.source_pair(
            ui,
            row,
            [
                (SourceField::Date, "date", source.date.as_ref()),
                (SourceField::Accessed, "accessed", source.accessed.as_ref()),
            ],
        );
        self.source_line(ui, row, SourceField::Url, "address", source.url.as_ref());
        self.source_line(ui, row, SourceField::ArchivedUrl, "archived address", source.archived_url.as_ref());
        self.source_pair(
            ui,
            row,
            [
                (SourceField::Lang, "language", source.lang.as_ref()),
                (SourceField::LocalCopy, "local copy", source.local_copy.as_ref()),
            ],
        );
        let label = format!("Source {} quote", row + 1);
        let look = FieldLook::line(&label).hint("words of the report").rows(2);
        let of = |which| TextFieldOf::Source { row, which };
        self.field(ui, &look, of(SourceField::Quote), &text(source.quote.as_ref()));
        self.source_line(ui, row, SourceField::Note, "note", source.note.as_ref());
        self.grade(ui, row, source);
        let label = format!("Source {} repeats", row + 1);
        let look = FieldLook::line(&label).hint("repeats: another source, or who first said so");
        let sources = &self.incident.sources;
        let others = || {
            let others = sources.iter().enumerate().filter(|(other, _)| *other != row);
            others.map(|(_, other)| Choice::of(other.short_name())).collect()
        };
        let value = text(source.derived_from.as_ref());
        self.pick(ui, &look, of(SourceField::DerivedFrom), &value, Words::Own, others);
    }

    fn source_line(
        &mut self,
        ui: &mut egui::Ui,
        row: usize,
        which: SourceField,
        word: &str,
        value: Option<&String>,
    ) {
        let label = format!("Source {} {word}", row + 1);
        let look = FieldLook::line(&label).hint(word);
        self.field(ui, &look, TextFieldOf::Source { row, which }, &text(value));
    }

    fn source_pair(
        &mut self,
        ui: &mut egui::Ui,
        row: usize,
        pair: [(SourceField, &str, Option<&String>); 2],
    ) {
        ui.columns(2, |columns| {
            for (column, (which, word, value)) in columns.iter_mut().zip(pair) {
                self.source_line(column, row, which, word, value);
            }
        });
    }

    /// The Admiralty pair: typed, or chosen as letter and digit.
    fn grade(&mut self, ui: &mut egui::Ui, row: usize, source: &Source) {
        let field = TextFieldOf::Source { row, which: SourceField::Grade };
        let label = format!("Source {} grade", row + 1);
        let value = source.grade.map(|grade| grade.to_string()).unwrap_or_default();
        let typed = self.typed_text(&field).unwrap_or_else(|| value.clone());
        let letter = typed.chars().find(char::is_ascii_alphabetic).map(|letter| letter.to_ascii_uppercase());
        let digit = typed.chars().find(char::is_ascii_digit);
        let mut chosen = None;
        ui.columns(3, |columns| {
            let look = FieldLook::line(&label).hint("grade: B2");
            self.field(&mut columns[0], &look, field.clone(), &value);
            let letters: Vec<&str> = Reliability::ALL.iter().map(|choice| choice.label()).collect();
            if let Some(picked) =
                half(&mut columns[1], &format!("Source {} reliability", row + 1), &letters, letter)
            {
                chosen = Some((Some(picked), digit));
            }
            let digits: Vec<&str> = Credibility::ALL.iter().map(|choice| choice.label()).collect();
            if let Some(picked) =
                half(&mut columns[2], &format!("Source {} credibility", row + 1), &digits, digit)
            {
                chosen = Some((letter, Some(picked)));
            }
        });
        let Some((letter, digit)) = chosen else { return };
        let text: String = letter.into_iter().chain(digit).collect();
        if text.parse::<Grade>().is_ok() {
            self.type_into(field, &label, text);
        } else {
            // Half a grade waits for its other half.
            let key = Key { id: self.incident.id.clone(), field };
            self.pane.draft = Some(Draft { key, text, original: value });
        }
    }
}

/// One half of a grade; returns the letter or digit that was chosen.
fn half(ui: &mut egui::Ui, name: &str, labels: &[&str], chosen: Option<char>) -> Option<char> {
    let shown = chosen.map_or_else(|| "–".to_owned(), String::from);
    let mut picked = None;
    let combo = egui::ComboBox::from_id_salt(name)
        .width(ui.available_width())
        .height(220.0)
        .selected_text(shown)
        .show_ui(ui, |ui| {
            for label in labels {
                let sign = label.chars().next();
                if ui.selectable_label(sign == chosen, *label).clicked() {
                    picked = sign;
                }
            }
        });
    fields::name(&combo.response, name);
    let current = labels.iter().find(|label| label.chars().next() == chosen && chosen.is_some());
    if let Some(label) = current {
        combo.response.on_hover_text(*label);
    }
    picked
}
