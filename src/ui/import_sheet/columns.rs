//! The columns of the table, what stands in them, and what each becomes.

use eframe::egui::{self, RichText, ScrollArea, vec2};

use crate::{
    model::shown_line,
    session::Importing,
    store::formats::{
        mapping::{Field, Mapping},
        table::Table,
    },
};

use super::{
    super::theme::{self, Palette},
    pick,
};

const ROW: f32 = 26.0;
const NAME: f32 = 220.0;
const BECOMES: f32 = 210.0;

pub fn show(ui: &mut egui::Ui, importing: &Importing, table: &Table, height: f32, mapping: &mut Mapping) {
    let palette = Palette::of(ui);
    let values = (ui.available_width() - NAME - BECOMES - 40.0).max(120.0);
    let cell = |ui: &mut egui::Ui, width: f32, text: RichText| {
        let layout = egui::Layout::left_to_right(egui::Align::Center);
        ui.allocate_ui_with_layout(vec2(width, ROW), layout, |ui| {
            ui.set_width(width);
            ui.add(egui::Label::new(text).truncate());
        });
    };
    ui.horizontal(|ui| {
        cell(ui, NAME, theme::bold("Column"));
        cell(ui, values, theme::bold("In the first rows"));
        cell(ui, BECOMES, theme::bold("Becomes"));
    });
    let area = ScrollArea::vertical()
        .id_salt("import columns")
        .max_height(height)
        .min_scrolled_height(height)
        .auto_shrink([false, false]);
    area.show_rows(ui, ROW, table.columns.len(), |ui, range| {
        for place in range {
            let column = &table.columns[place];
            ui.horizontal(|ui| {
                let tag = table.tags.get(place).map(|tag| format!("  {tag}")).unwrap_or_default();
                cell(ui, NAME, RichText::new(shown_line(&format!("{column}{tag}"))));
                cell(ui, values, RichText::new(shown_line(&examples(table, place))).color(palette.weak));
                if importing.mapping.book.is_some() {
                    becomes_by_book(ui, importing, column);
                    return;
                }
                let mut field = mapping.field(column);
                let choices = Field::ALL.map(|field| (field, field.label().to_owned()));
                let name = format!("What “{column}” becomes");
                pick(ui, &name, field.label(), BECOMES - 10.0, choices, &mut field);
                if field != mapping.field(column) {
                    mapping.set(column, field);
                }
            });
        }
    });
    ui.label(
        RichText::new("Every cell stays with its record under “orig.” and the name of its column.")
            .color(palette.weak),
    );
}

/// What a codebook makes of the column.
fn becomes_by_book(ui: &mut egui::Ui, importing: &Importing, column: &str) {
    // The codebook tells it before the rows are understood.
    let became = importing.mapping.book.and_then(|book| book.becomes(&column.to_lowercase()));
    ui.add(egui::Label::new(became.unwrap_or(Field::Kept.label())).truncate());
}

/// The first things that stand in a column.
fn examples(table: &Table, place: usize) -> String {
    const LOOKED_AT: usize = 50;
    const LETTERS: usize = 40;
    let mut found: Vec<String> = Vec::new();
    for row in table.rows.iter().take(LOOKED_AT) {
        let text: String = row.cell(place).trim().chars().take(LETTERS).collect();
        if !text.is_empty() && !found.contains(&text) {
            found.push(text);
        }
        if found.len() == 4 {
            break;
        }
    }
    found.join(" · ")
}
