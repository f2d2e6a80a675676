//! The form of one map from elsewhere: its address, who made it, what may be done with it.

use std::path::PathBuf;

use eframe::egui::{self, RichText, TextEdit};

use crate::{
    model::shown_line,
    session::{Command, Session},
    store::tiles::{Offered, OfferedLayer, Pasted, SourceKind, TileSource, pasted},
};

use super::{
    fields,
    sources_sheet::scrolled,
    theme::{self, Palette},
};

const ADDRESS: &str = "Address of a tile, with {z}, {x}, {y} or {-y}; also {bbox}, {q}, {s}, {r} for @2x, {key} — or of a WMS, WMTS";

/// The form of one source; returns it while it is being written.
pub fn form(
    ui: &mut egui::Ui,
    session: &Session,
    mut draft: TileSource,
    fresh: bool,
    commands: &mut Vec<Command>,
) -> Option<TileSource> {
    let palette = Palette::of(ui);
    let (mut keep, mut cancel) = (false, false);
    ui.horizontal(|ui| {
        let named = !draft.name.trim().is_empty();
        keep = ui.add_enabled(named, egui::Button::new("Keep the source")).clicked();
        cancel = ui.button("Cancel").clicked();
    });
    // The line stays when nothing is wrong, so that nothing jumps while one writes.
    fields::complaint(ui, &problem(&draft).unwrap_or_else(|| " ".to_owned()));
    ui.separator();
    scrolled(ui, |ui| {
        let name = line(ui, "Name", "", &mut draft.name);
        if fresh {
            name.request_focus();
        }
        kind_ui(ui, &mut draft);
        service_ui(ui, session, &mut draft, commands);
        line(
            ui,
            "Who made the map (shown on the map and on every picture)",
            "© OpenStreetMap contributors",
            &mut draft.attribution,
        );
        ui.add_space(theme::GAP);
        ui.horizontal(|ui| {
            ui.label("Zoom from");
            let first = ui.add(egui::DragValue::new(&mut draft.min_zoom).range(0..=22));
            fields::name(&first, "First zoom");
            ui.label("to");
            let last = ui.add(egui::DragValue::new(&mut draft.max_zoom).range(0..=22));
            fields::name(&last, "Last zoom");
            ui.label(RichText::new("Beyond it the last tiles are enlarged.").color(palette.weak));
        });
        ui.checkbox(
            &mut draft.has_names,
            "It has names and rivers of its own: Marz draws only the frontier over it",
        );
        ui.checkbox(&mut draft.on_at_start, "Switch on at start");
        saving_ui(ui, &mut draft);
    });
    if keep {
        commands.push(Command::SetSource(Box::new(draft)));
        return None;
    }
    (!cancel).then_some(draft)
}

fn kind_ui(ui: &mut egui::Ui, draft: &mut TileSource) {
    match &mut draft.kind {
        SourceKind::Web { template } => {
            line(ui, ADDRESS, "https://tiles.example.org/{z}/{x}/{y}.png", template);
            if template.contains("{key}") {
                fields::caption(ui, "Your key for {key}");
                let edit = TextEdit::singleline(&mut draft.key).password(true).desired_width(f32::INFINITY);
                fields::name(&ui.add(edit), "Your key");
            }
            if template.contains("{s}") {
                line(
                    ui,
                    "What stands for {s}: letters, or names with commas between",
                    "abc",
                    &mut draft.servers,
                );
            }
            ui.checkbox(&mut draft.own_network, "The server stands in my own network (private addresses)");
        }
        SourceKind::MbTiles { path } | SourceKind::PmTiles { path } => {
            path_line(ui, "Path of the file (.mbtiles or .pmtiles)", path);
            draft.kind = SourceKind::of_file(std::mem::take(path));
        }
        SourceKind::Folder { path, tms } => {
            path_line(ui, "Path of the folder with z/x/y.png", path);
            ui.checkbox(tms, "Rows are counted from the south (TMS)");
        }
    }
}

/// What is to be done before the source can be used; of a server's address, what it can be asked.
fn problem(draft: &TileSource) -> Option<String> {
    let of_address = match pasted(draft.template().unwrap_or_default()) {
        Pasted::Template => None,
        Pasted::OneRequest(_) => {
            Some("This is the address of one picture: make it that of every tile, below.")
        }
        Pasted::Service => Some("This is the address of a server: read which layers it offers, below."),
    };
    of_address.filter(|_| !draft.name.trim().is_empty()).map(str::to_owned).or_else(|| draft.problem())
}

/// What can be made of the address of a map server (WMS, WMTS, `TileJSON`).
fn service_ui(ui: &mut egui::Ui, session: &Session, draft: &mut TileSource, commands: &mut Vec<Command>) {
    let SourceKind::Web { template } = &draft.kind else { return };
    match pasted(template) {
        Pasted::Template => {}
        Pasted::OneRequest(every) => {
            let make = ui.button("Make it the address of every tile");
            if make.on_hover_text(&every).clicked() {
                draft.kind = SourceKind::Web { template: every };
            }
        }
        Pasted::Service => {
            let offer = session.map_sources().offer(template);
            let asking = offer.is_some_and(|offer| offer.offered.is_none());
            let read = ui
                .add_enabled(!asking, egui::Button::new("Read the layers"))
                .on_hover_text("Asks the server which layers it offers (WMS, WMTS, TileJSON).");
            if read.clicked() {
                commands.push(Command::ReadLayers(Box::new(draft.clone())));
            }
            match offer.map(|offer| &offer.offered) {
                None => {}
                Some(None) => {
                    ui.weak("Asking…");
                }
                Some(Some(Err(why))) => fields::complaint(ui, why),
                Some(Some(Ok(offered))) => {
                    let chosen = offered_ui(ui, offered).cloned();
                    if let Some(layer) = chosen {
                        take_layer(draft, layer);
                    }
                }
            }
        }
    }
}

/// The layers of a server; returns the one that is chosen.
fn offered_ui<'a>(ui: &mut egui::Ui, offered: &'a Offered) -> Option<&'a OfferedLayer> {
    let palette = Palette::of(ui);
    let mut chosen = None;
    let left_out = match offered.left_out {
        0 => String::new(),
        count => format!("; {count} others are not in the map's measure (web Mercator)"),
    };
    let count = offered.layers.len();
    let layers = if count == 1 { "1 layer".to_owned() } else { format!("{count} layers") };
    let words = format!("{} offers {layers}{left_out}. Choose one:", offered.title);
    ui.add(egui::Label::new(RichText::new(words).color(palette.weak)).wrap());
    egui::ScrollArea::vertical().id_salt("offered").max_height(150.0).auto_shrink([false, true]).show(
        ui,
        |ui| {
            for layer in &offered.layers {
                if ui.selectable_label(false, shown_line(&layer.title)).clicked() {
                    chosen = Some(layer);
                }
            }
        },
    );
    chosen
}

/// Makes the draft the source of a layer; what the user has written stays.
fn take_layer(draft: &mut TileSource, layer: OfferedLayer) {
    draft.kind = SourceKind::Web { template: layer.template };
    (draft.min_zoom, draft.max_zoom) = (layer.min_zoom, layer.max_zoom);
    if draft.name.trim().is_empty() {
        draft.name = layer.title;
    }
    if draft.attribution.trim().is_empty() {
        draft.attribution = layer.attribution;
    }
    draft.has_names &= !layer.is_vector;
}

/// Whether areas may be saved for later: a question to the owner of the server, not to the program.
fn saving_ui(ui: &mut egui::Ui, draft: &mut TileSource) {
    if !draft.is_web() {
        return;
    }
    match draft.saving_forbidden() {
        Some(why) => {
            let palette = Palette::of(ui);
            ui.add(egui::Label::new(RichText::new(why).color(palette.weak)).wrap());
        }
        None => {
            ui.checkbox(
                &mut draft.may_be_saved,
                "It is my own server, or its owner permits saving whole areas for use offline",
            );
        }
    }
}

fn path_line(ui: &mut egui::Ui, caption: &str, path: &mut PathBuf) {
    let mut text = path.display().to_string();
    if line(ui, caption, "", &mut text).changed() {
        *path = PathBuf::from(text.trim());
    }
}

fn line(ui: &mut egui::Ui, caption: &str, hint: &str, text: &mut String) -> egui::Response {
    fields::caption(ui, caption);
    let response = ui.add(TextEdit::singleline(text).hint_text(hint).desired_width(f32::INFINITY));
    fields::name(&response, caption);
    response
}
