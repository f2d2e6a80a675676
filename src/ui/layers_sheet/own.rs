//! Layers of the user's own files, in the window of layers: each with its look, its file, and what became of it.

use eframe::egui::{self, Color32, ComboBox, RichText, Slider};

use crate::{
    carto::{Overlay, OverlayEntry, OverlayLabel, OverlaySign, Shapes},
    model::{shown_line, shown_text},
    session::{Command, OverlayCommand, OverlayNotes, Session},
};

use super::super::{
    fields,
    theme::{self, Palette},
};

/// The lines over the list of layers, the highest layer first.
pub(super) fn show(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    super::caption(ui, "From your own files");
    ui.horizontal_wrapped(|ui| {
        if ui.button(Command::from(OverlayCommand::Add).label()).clicked() {
            commands.push(OverlayCommand::Add.into());
        }
        if session.overlays().is_reading() && ui.button("Stop reading").clicked() {
            commands.push(OverlayCommand::Stop.into());
        }
        if let Some(removed) = session.overlays().removed()
            && ui.button(format!("Put back {}", shown_line(&removed.name()))).clicked()
        {
            commands.push(OverlayCommand::PutBack.into());
        }
    });
    let palette = Palette::of(ui);
    for file in session.overlays().adding() {
        ui.horizontal(|ui| {
            ui.spinner();
            ui.label(
                RichText::new(format!("Reading {}…", shown_line(&file.to_string_lossy())))
                    .color(palette.weak),
            );
        });
    }
    let overlays = &session.view().overlays;
    for (place, overlay) in overlays.iter().enumerate().rev() {
        let notes = session.overlays().notes(place);
        ui.push_id((&overlay.entry.file, &overlay.entry.layer), |ui| {
            row(ui, (place, overlays.len()), overlay, &notes, commands);
        });
    }
}

fn row(
    ui: &mut egui::Ui,
    (place, count): (usize, usize),
    overlay: &Overlay,
    notes: &OverlayNotes,
    commands: &mut Vec<Command>,
) {
    let palette = Palette::of(ui);
    let name = shown_line(&overlay.entry.name()).into_owned();
    ui.horizontal(|ui| {
        let mut is_on = overlay.entry.is_on;
        let tick = ui.checkbox(&mut is_on, "");
        fields::name(&tick, &format!("Show {name}"));
        if tick.changed() {
            commands.push(OverlayCommand::Switch(place).into());
        }
        let [r, g, b] = overlay.entry.colour;
        let (rect, _) = ui.allocate_exact_size(egui::vec2(14.0, 14.0), egui::Sense::hover());
        ui.painter().rect_filled(rect.shrink(1.0), 3.0, Color32::from_rgb(r, g, b));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if button(ui, &name, "↓", "Below the next", place > 0) {
                commands.push(OverlayCommand::Move(place, place.saturating_sub(1)).into());
            }
            if button(ui, &name, "↑", "Above the next", place + 1 < count) {
                commands.push(OverlayCommand::Move(place, place + 1).into());
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.add(egui::Label::new(theme::bold(&name)).truncate())
                    .on_hover_text(shown_line(&overlay.entry.file.to_string_lossy()));
            });
        });
    });
    ui.horizontal(|ui| {
        let words = overlay.shapes.as_ref().map(|shapes| counts(shapes)).unwrap_or_default();
        ui.label(RichText::new(words).size(12.0).color(palette.weak));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let take = "Take the layer off the map; its file stays as it is";
            if button(ui, &name, "Take away", take, true) {
                commands.push(OverlayCommand::Remove(place).into());
            }
            let extent = overlay.shapes.as_ref().and_then(|shapes| shapes.extent);
            if button(ui, &name, "Zoom", "Zoom to the layer", extent.is_some()) {
                commands.push(OverlayCommand::ZoomTo(place).into());
            }
        });
    });
    let small = |text: String, colour: Color32| {
        egui::Label::new(RichText::new(shown_text(&text).into_owned()).size(12.0).color(colour)).wrap()
    };
    if let Some((done, all)) = notes.reading {
        ui.horizontal(|ui| {
            ui.spinner();
            let words = if all == 0 { "Reading…".to_owned() } else { format!("{done} of {all} things") };
            ui.add(small(words, palette.weak));
        });
    } else if let Some(shapes) = &overlay.shapes {
        for note in &shapes.notes {
            ui.add(small(note.clone(), palette.weak));
        }
        if shapes.left_out_in_all > 0 {
            left_out(ui, shapes);
        }
    }
    if let Some(trouble) = &notes.trouble {
        ui.add(small(trouble.clone(), palette.warn));
        ui.horizontal(|ui| {
            if ui.button("Read again").clicked() {
                commands.push(OverlayCommand::ReadAgain(place).into());
            }
            if ui.button("Find it…").clicked() {
                commands.push(OverlayCommand::Find(place).into());
            }
        });
    }
    let look = egui::CollapsingHeader::new("Look").id_salt("look").show(ui, |ui| look_ui(ui, overlay));
    if let Some(Some(entry)) = look.body_returned {
        commands.push(OverlayCommand::Set(place, Box::new(entry)).into());
    }
    ui.add_space(theme::GAP);
}

/// A button of a layer with a name of its own for those who do not see it.
fn button(ui: &mut egui::Ui, layer: &str, sign: &str, words: &str, can: bool) -> bool {
    let response = ui.add_enabled(can, egui::Button::new(sign).small()).on_hover_text(words);
    fields::name(&response, &format!("{words}: {layer}"));
    response.clicked()
}

/// `12 things, 2 without a place, 1 left out`
fn counts(shapes: &Shapes) -> String {
    let mut words = match shapes.things.len() {
        1 => "1 thing".to_owned(),
        count => format!("{count} things"),
    };
    if shapes.without_shape > 0 {
        words = format!("{words}, {} without a place", shapes.without_shape);
    }
    if shapes.left_out_in_all > 0 {
        words = format!("{words}, {} left out", shapes.left_out_in_all);
    }
    words
}

fn left_out(ui: &mut egui::Ui, shapes: &Shapes) {
    const LINES: usize = 30;
    egui::CollapsingHeader::new("What was left out").id_salt("left out").show(ui, |ui| {
        for row in shapes.left_out.iter().take(LINES) {
            ui.label(RichText::new(format!("Row {}: {}", row.row, shown_line(&row.why))).size(12.0));
        }
        let more = shapes.left_out_in_all.saturating_sub(LINES);
        if more > 0 {
            ui.label(RichText::new(format!("and {more} more")).size(12.0));
        }
    });
}

/// The controls of a layer's look; the changed look, if any.
fn look_ui(ui: &mut egui::Ui, overlay: &Overlay) -> Option<OverlayEntry> {
    let mut entry = overlay.entry.clone();
    let name = |response: &egui::Response, words: &str| fields::name(response, words);
    egui::Grid::new("look").num_columns(2).show(ui, |ui| {
        ui.label("Colour");
        ui.horizontal(|ui| {
            name(&ui.color_edit_button_srgb(&mut entry.colour), "Colour");
            ui.checkbox(&mut entry.own_colours, "The file's own first");
        });
        ui.end_row();
        ui.label("Width, size");
        name(&ui.add(Slider::new(&mut entry.width, 0.5..=8.0).step_by(0.5)), "Width");
        ui.end_row();
        ui.label("Areas filled");
        name(&ui.add(Slider::new(&mut entry.fill, 0..=100).suffix(" %")), "Areas filled");
        ui.end_row();
        ui.label("Strength");
        name(&ui.add(Slider::new(&mut entry.opacity, 0..=100).suffix(" %")), "Strength");
        ui.end_row();
        ui.label("Points");
        ComboBox::from_id_salt("sign").selected_text(entry.sign.label()).show_ui(ui, |ui| {
            for sign in OverlaySign::ALL {
                ui.selectable_value(&mut entry.sign, sign, sign.label());
            }
        });
        ui.end_row();
        ui.label("Names");
        let shown = match &entry.label {
            OverlayLabel::Nothing => "None".to_owned(),
            OverlayLabel::Name => "The name".to_owned(),
            OverlayLabel::Property(key) => shown_line(key).into_owned(),
        };
        ComboBox::from_id_salt("label").selected_text(shown).show_ui(ui, |ui| {
            ui.selectable_value(&mut entry.label, OverlayLabel::Nothing, "None");
            ui.selectable_value(&mut entry.label, OverlayLabel::Name, "The name");
            let keys = overlay.shapes.as_ref().map(|shapes| shapes.property_names()).unwrap_or_default();
            for key in keys {
                let choice = OverlayLabel::Property(key.to_owned());
                ui.selectable_value(&mut entry.label, choice, shown_line(key));
            }
        });
        ui.end_row();
        ui.label("Place");
        ui.checkbox(&mut entry.above, "Over the incidents");
        ui.end_row();
    });
    (entry != overlay.entry).then_some(entry)
}
