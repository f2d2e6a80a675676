//! Their words for kinds and precision as ours, and what holds for the whole table.

use eframe::egui::{self, RichText, ScrollArea};

use crate::{
    model::{Metres, Precision, grouped, shown_line, taxonomy},
    session::Importing,
    store::formats::mapping::{DateClass, DayOrder, Mapping, PlaceClass, WordSeen},
};

use super::{
    super::{
        fields,
        theme::{self, Palette},
    },
    pick,
};

/// Words that are listed; the rest stays as it is.
const MOST: usize = 100;
const LIST: f32 = 260.0;

/// What is typed and not yet taken.
#[derive(Default)]
pub struct WordsPart {
    prefix: Option<String>,
    credit: Option<String>,
}

impl WordsPart {
    pub fn show(&mut self, ui: &mut egui::Ui, importing: &Importing, height: f32, mapping: &mut Mapping) {
        let area = ScrollArea::vertical()
            .id_salt("import words")
            .max_height(height)
            .min_scrolled_height(height)
            .auto_shrink([false, false]);
        area.show(ui, |ui| {
            egui::Grid::new("of the whole table").num_columns(2).spacing([12.0, 6.0]).show(ui, |ui| {
                ui.label("Points of which the table says no precision are");
                let choices = classes(mapping.points).map(|class| (class, class.label()));
                let shown = mapping.points.label();
                pick(ui, "Precision of points", &shown, LIST, choices, &mut mapping.points);
                ui.end_row();
                ui.label("In dates of numbers, the");
                let words = |order: Option<DayOrder>| order.map_or("order is not known", DayOrder::label);
                let choices = [None, Some(DayOrder::DayFirst), Some(DayOrder::MonthFirst)]
                    .map(|order| (order, words(order).to_owned()));
                let shown = words(mapping.dates.order);
                pick(ui, "Order of day and month", shown, LIST, choices, &mut mapping.dates.order);
                ui.end_row();
                ui.label("Before each id stands");
                typed(ui, "Before each id", &mut self.prefix, &mut mapping.id_prefix);
                ui.end_row();
                ui.label("Credited on pictures, and source of rows without one");
                typed(ui, "Credit", &mut self.credit, &mut mapping.credit);
                ui.end_row();
            });
            let Some(survey) = &importing.survey else { return };
            words(ui, "Kinds of incident", &survey.kinds, |ui, word| {
                let mut code = mapping.kinds.get(word).cloned();
                let label = |code: &Option<String>| match code.as_deref() {
                    None => "as it stands".to_owned(),
                    Some("") => "left open".to_owned(),
                    Some(code) => taxonomy::label(code),
                };
                let kinds = taxonomy::event_types().iter().map(|kind| Some(kind.code.clone()));
                let choices = [None, Some(String::new())].into_iter().chain(kinds);
                let shown = label(&code);
                let name = format!("Kind of “{word}”");
                pick(ui, &name, &shown, LIST, choices.map(|code| (code.clone(), label(&code))), &mut code);
                put(&mut mapping.kinds, word, code);
            });
            words(ui, "Precision of dates", &survey.date_precisions, |ui, word| {
                let mut class = mapping.date_precisions.get(word).copied().unwrap_or_default();
                let choices = DateClass::ALL.map(|class| (class, class.label().to_owned()));
                pick(ui, &format!("Dates of “{word}”"), class.label(), LIST, choices, &mut class);
                put(
                    &mut mapping.date_precisions,
                    word,
                    Some(class).filter(|class| *class != DateClass::AsWritten),
                );
            });
            words(ui, "Precision of places", &survey.place_precisions, |ui, word| {
                let mut class = mapping.place_precisions.get(word).copied();
                let label = |class: Option<PlaceClass>| {
                    class.map_or("as points without one".to_owned(), PlaceClass::label)
                };
                let choices = [None].into_iter().chain(classes(class.unwrap_or(mapping.points)).map(Some));
                let choices = choices.map(|class| (class, label(class)));
                pick(ui, &format!("Places of “{word}”"), &label(class), LIST, choices, &mut class);
                put(&mut mapping.place_precisions, word, class);
            });
        });
    }
}

/// A field that is taken when it is left.
fn typed(ui: &mut egui::Ui, name: &str, draft: &mut Option<String>, value: &mut String) {
    let mut text = draft.clone().unwrap_or_else(|| value.clone());
    let field = ui.add(egui::TextEdit::singleline(&mut text).desired_width(LIST));
    fields::name(&field, name);
    if field.changed() {
        *draft = Some(text);
    }
    if field.lost_focus()
        && let Some(text) = draft.take()
    {
        *value = text;
    }
}

/// All classes, the one that is chosen with its own radius, and rings of some sizes.
fn classes(chosen: PlaceClass) -> impl Iterator<Item = PlaceClass> {
    let plain = Precision::ALL.into_iter().map(PlaceClass::of);
    let rings = [1.0, 5.0, 10.0, 25.0, 50.0, 100.0]
        .map(|km| PlaceClass { precision: Precision::Area, radius: Some(Metres(km * 1_000.0)) });
    let own = Some(chosen).filter(move |own| own.radius.is_some() && !rings.contains(own));
    plain.chain(rings).chain(own)
}

fn put<T>(words: &mut std::collections::BTreeMap<String, T>, word: &str, value: Option<T>) {
    match value {
        Some(value) => words.insert(word.to_owned(), value),
        None => words.remove(word),
    };
}

fn words(ui: &mut egui::Ui, title: &str, seen: &[WordSeen], mut one: impl FnMut(&mut egui::Ui, &str)) {
    if seen.is_empty() {
        return;
    }
    let palette = Palette::of(ui);
    ui.add_space(theme::GROUP_GAP);
    ui.label(theme::bold(title));
    egui::Grid::new(title).num_columns(3).spacing([12.0, 4.0]).show(ui, |ui| {
        for WordSeen { word, rows } in seen.iter().take(MOST) {
            let shown = RichText::new(shown_line(word));
            ui.scope(|ui| {
                ui.set_max_width(420.0);
                ui.add(egui::Label::new(shown).truncate());
            });
            ui.label(RichText::new(format!("{} rows", grouped(rows))).color(palette.weak));
            one(ui, word);
            ui.end_row();
        }
    });
    if seen.len() > MOST {
        ui.weak(format!("and {} more words, which stay as they stand.", seen.len() - MOST));
    }
}
