//! The menus: every command with its key, and why it cannot be done now.

use eframe::egui::{self, Button};

use crate::{
    analysis::notations::Notation,
    carto::{Crowds, GridKind, LabelLanguage, Layer, MapStyle},
    model::{CalendarUnit, shown_line},
    session::{
        BoardCommand, Command, CompareCommand, EvidenceCommand, FrontierCommand, LayerCommand,
        MeasureCommand, NamesCommand, OverlayCommand, Pane, Session, Sheetlet, Start, ThemeChoice,
    },
};

use super::{
    menu_entries::{follow, hanging, sub},
    window::Panes,
};

pub fn show(ui: &mut egui::Ui, session: &Session, panes: &Panes) -> Vec<Command> {
    let mut commands = Vec::new();
    egui::MenuBar::new().ui(ui, |ui| {
        let out = &mut commands;
        ui.menu_button("File", |ui| hanging(ui, |ui| file_menu(ui, session, panes, out)));
        ui.menu_button("Edit", |ui| hanging(ui, |ui| edit_menu(ui, session, out)));
        ui.menu_button("Check", |ui| hanging(ui, |ui| check_menu(ui, session, out)));
        ui.menu_button("Go", |ui| hanging(ui, |ui| go_menu(ui, session, out)));
        ui.menu_button("Time", |ui| hanging(ui, |ui| time_menu(ui, session, out)));
        ui.menu_button("View", |ui| hanging(ui, |ui| view_menu(ui, session, panes, out)));
        ui.menu_button("Help", |ui| hanging(ui, |ui| help_menu(ui, session, out)));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let dot = if session.is_saving() {
                "saving…"
            } else if session.held_by().is_some() {
                "read-only: in use elsewhere"
            } else if session.is_changed() {
                "unsaved changes"
            } else {
                ""
            };
            ui.add_space(6.0);
            let name = super::theme::bold(shown_line(&session.file_name()));
            ui.add(egui::Label::new(name).truncate());
            if !dot.is_empty() {
                let palette = super::theme::Palette::of(ui);
                let dot = egui::RichText::new(format!("● {dot}")).small().color(palette.warn);
                ui.add(egui::Label::new(dot).truncate());
            }
        });
    });
    commands
}

/// A menu entry: label, key, and the refusal as a hint when it cannot be done.
fn item(ui: &mut egui::Ui, session: &Session, out: &mut Vec<Command>, command: Command) {
    item_named(ui, session, out, &command.label(), command);
}

fn item_named(ui: &mut egui::Ui, session: &Session, out: &mut Vec<Command>, label: &str, command: Command) {
    let refusal = command.refusal(session);
    let mut button = Button::new(shown_line(label)).wrap_mode(egui::TextWrapMode::Extend);
    if let Some(key) = command.shortcuts().first() {
        button = button.shortcut_text(key.to_string());
    }
    let mut response = ui.add_enabled(refusal.is_none(), button);
    if let Some(why) = refusal {
        response = response.on_disabled_hover_text(why);
    }
    follow(&response);
    if response.clicked() {
        out.push(command);
        ui.close();
    }
}

/// A menu entry with a tick.
fn tick(ui: &mut egui::Ui, out: &mut Vec<Command>, on: bool, label: &str, command: Command) {
    let mut button = Button::selectable(on, label).wrap_mode(egui::TextWrapMode::Extend);
    if let Some(key) = command.shortcuts().first() {
        button = button.shortcut_text(key.to_string());
    }
    let response = ui.add(button);
    follow(&response);
    if response.clicked() {
        out.push(command);
        ui.close();
    }
}

fn file_menu(ui: &mut egui::Ui, session: &Session, panes: &Panes, out: &mut Vec<Command>) {
    item(ui, session, out, Command::New);
    item(ui, session, out, Command::Open);
    sub(ui, "Open recent", |ui| {
        if panes.recent.is_empty() {
            ui.weak("No file has been opened yet.");
        }
        for path in &panes.recent {
            let name = path
                .file_name()
                .map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
            if ui.button(shown_line(&name)).on_hover_text(shown_line(&path.to_string_lossy())).clicked() {
                out.push(Command::OpenPath(path.clone()));
                ui.close();
            }
        }
    });
    item(ui, session, out, Command::OpenExample);
    item(ui, session, out, OverlayCommand::Add.into());
    item(ui, session, out, Command::ImportTable);
    item(ui, session, out, EvidenceCommand::AddPhotos.into());
    ui.separator();
    item(ui, session, out, Command::Save);
    item(ui, session, out, Command::SaveAs);
    ui.separator();
    item(ui, session, out, Command::ToggleSheetlet(Sheetlet::Export));
    item(ui, session, out, Command::ExportPicture);
    item(ui, session, out, Command::CopyPicture);
    item(ui, session, out, Command::ToggleSheetlet(Sheetlet::Brief));
    item(ui, session, out, Command::ExportAgain);
    if session.picture_progress().is_some() {
        item(ui, session, out, Command::StopPicture);
    }
    item(ui, session, out, EvidenceCommand::Pack.into());
    ui.separator();
    item(ui, session, out, Command::ToggleSheetlet(Sheetlet::Project));
    item(ui, session, out, Command::ToggleSheetlet(Sheetlet::Profiles));
    item(ui, session, out, Command::ToggleSheetlet(Sheetlet::Report));
    item(ui, session, out, Command::ToggleSheetlet(Sheetlet::Versions));
    item(ui, session, out, Command::CompareWithDisk);
    item(ui, session, out, Command::CompareWithFile);
    item(ui, session, out, Command::SettleConflicts);
    item(ui, session, out, Command::TakeOver);
    // Rare: the menu stays short.
    sub(ui, "After a crash", |ui| {
        item(ui, session, out, Command::DiscardRecovered);
        item(ui, session, out, Command::Recover);
        item(ui, session, out, Command::OpenSetAside);
    });
    ui.separator();
    item(ui, session, out, Command::Quit);
}

fn edit_menu(ui: &mut egui::Ui, session: &Session, out: &mut Vec<Command>) {
    let history = session.history();
    let named = |verb: &str, label: Option<&str>| match label {
        Some(label) => format!("{verb}: {label}"),
        None => verb.to_owned(),
    };
    item_named(ui, session, out, &named("Undo", history.undo_label()), Command::Undo);
    item_named(ui, session, out, &named("Redo", history.redo_label()), Command::Redo);
    item(ui, session, out, Command::ToggleSheetlet(Sheetlet::History));
    ui.separator();
    for command in [
        Command::NewIncident,
        Command::PasteReport,
        Command::EditSelected,
        Command::Accept,
        Command::Duplicate,
        Command::Delete,
    ] {
        item(ui, session, out, command);
    }
    ui.separator();
    item(ui, session, out, Command::PlaceByClick);
    item(ui, session, out, Command::MoveIncident);
    ui.separator();
    for command in [
        Command::MarkAll,
        Command::ClearMarks,
        Command::ToggleSheetlet(Sheetlet::Replace),
        Command::ToggleSheetlet(Sheetlet::Actors),
        Command::ToggleSheetlet(Sheetlet::OwnFields),
        Command::ToggleSheetlet(Sheetlet::Author),
    ] {
        item(ui, session, out, command);
    }
    ui.separator();
    item(ui, session, out, Command::FindText);
    sub(ui, "Near the frontier", |ui| {
        let asked = session.frontier_asked();
        for command in FrontierCommand::catalogue() {
            let is_on = match &command {
                FrontierCommand::Within(km, from_what) => {
                    asked.within == Some(km * 1_000) && asked.from_what == *from_what
                }
                FrontierCommand::Filter(_) | FrontierCommand::Anywhere => asked.is_empty(),
            };
            let command = Command::from(command);
            tick(ui, out, is_on, &command.label(), command);
        }
    });
    item(ui, session, out, Command::ClearFilters);
    item(ui, session, out, Command::ShowQueue);
    item(ui, session, out, Command::Escape);
}

fn check_menu(ui: &mut egui::Ui, session: &Session, out: &mut Vec<Command>) {
    for command in [
        Command::ToggleSheetlet(Sheetlet::Review),
        Command::NextFinding,
        Command::ToggleSheetlet(Sheetlet::Duplicates),
        Command::MergeMarked,
    ] {
        item(ui, session, out, command);
    }
    ui.separator();
    for command in [
        Command::ToggleSheetlet(Sheetlet::Evidence),
        EvidenceCommand::Verify.into(),
        EvidenceCommand::Attach.into(),
        EvidenceCommand::AttachText.into(),
    ] {
        item(ui, session, out, command);
    }
}

fn go_menu(ui: &mut egui::Ui, session: &Session, out: &mut Vec<Command>) {
    for command in [Command::SelectNext, Command::SelectPrevious, Command::SelectFirst, Command::SelectLast] {
        item(ui, session, out, command);
    }
    ui.separator();
    for command in [Command::WholeFrontier, Command::ZoomToSelection, Command::ZoomToShown] {
        item(ui, session, out, command);
    }
    ui.separator();
    sub(ui, "Places", |ui| {
        for start in Start::ALL {
            item_named(ui, session, out, start.label(), Command::GoToStart(start));
        }
    });
    sub(ui, "Kept views", |ui| {
        let shots = &session.document().facts().shots;
        if shots.is_empty() {
            ui.weak("No view is kept yet.");
        }
        for (place, shot) in shots.iter().enumerate() {
            item_named(ui, session, out, &shot.name, Command::GoToShot(place));
        }
    });
    item(ui, session, out, Command::ToggleSheetlet(Sheetlet::PlaceNames));
    item(ui, session, out, NamesCommand::Add.into());
    item(ui, session, out, Command::ToggleSheetlet(Sheetlet::Shots));
    item(ui, session, out, Command::ToggleSheetlet(Sheetlet::Storyboards));
    item(ui, session, out, BoardCommand::Play { board: 0, place: 0 }.into());
    for command in [Command::PreviousView, Command::NextView, Command::ZoomIn, Command::ZoomOut] {
        item(ui, session, out, command);
    }
    ui.separator();
    sub(ui, "Measure", |ui| {
        for command in MeasureCommand::LISTED {
            item(ui, session, out, command.into());
        }
    });
    ui.separator();
    use crate::session::Direction::{Down, Left, Right, Up};
    for direction in [Left, Right, Up, Down] {
        item(ui, session, out, Command::Pan(direction));
    }
}

fn time_menu(ui: &mut egui::Ui, session: &Session, out: &mut Vec<Command>) {
    item(ui, session, out, Command::TypeDates);
    item(ui, session, out, Command::WholeRange);
    ui.separator();
    for command in [Command::StepBack, Command::StepForward, Command::ShrinkWindow, Command::GrowWindow] {
        item(ui, session, out, command);
    }
    ui.separator();
    let unit = session.timeline().unit;
    for choice in CalendarUnit::ALL {
        let command = Command::SetUnit(choice);
        tick(ui, out, unit == choice, &command.label(), command);
    }
    ui.separator();
    let playback = session.timeline().playback;
    let label = if playback.playing { "Pause" } else { "Play" };
    item_named(ui, session, out, label, Command::PlayPause);
    tick(ui, out, playback.cumulative, "Cumulative: keep the start", Command::ToggleCumulative);
    tick(ui, out, playback.looping, "Loop", Command::ToggleLoop);
}

fn view_menu(ui: &mut egui::Ui, session: &Session, panes: &Panes, out: &mut Vec<Command>) {
    sub(ui, "Panes", |ui| {
        tick(ui, out, panes.shows_list, "List and filters", Command::TogglePane(Pane::List));
        tick(ui, out, panes.shows_editor, "Editor", Command::TogglePane(Pane::Editor));
        tick(ui, out, panes.shows_timeline, "Timeline", Command::TogglePane(Pane::Timeline));
        tick(ui, out, panes.shows_table, "Table of all records", Command::TogglePane(Pane::Table));
    });
    item(ui, session, out, Command::HidePanes);
    item(ui, session, out, Command::FullScreen);
    ui.separator();
    let layers = session.view().layers;
    item(ui, session, out, Command::ToggleSheetlet(Sheetlet::Layers));
    sub(ui, "Show on the map", |ui| {
        for layer in Layer::ALL {
            tick(ui, out, layers.is_on(layer), layer.label(), Command::SwitchLayer(layer));
        }
        ui.separator();
        item(ui, session, out, LayerCommand::AsAtFirst.into());
    });
    sub(ui, "Grid", |ui| {
        let now = layers.is_on(Layer::Grid).then_some(session.view().guides.grid);
        tick(ui, out, now.is_none(), "None", LayerCommand::SetGrid(None).into());
        for kind in GridKind::ALL {
            tick(ui, out, now == Some(kind), kind.label(), LayerCommand::SetGrid(Some(kind)).into());
        }
    });
    sub(ui, "Many incidents", |ui| {
        for crowds in Crowds::ALL {
            tick(ui, out, layers.crowds == crowds, crowds.label(), LayerCommand::SetCrowds(crowds).into());
        }
    });
    sub(ui, "Distance rings", |ui| {
        item(ui, session, out, LayerCommand::RingsAroundSelected.into());
        item(ui, session, out, LayerCommand::RingsByClick.into());
    });
    tick(ui, out, layers.legend, "Legend", Command::SwitchLegend);
    tick(ui, out, layers.inset, "Overview in a corner", Command::SwitchInset);
    sub(ui, "Compare", |ui| {
        for command in CompareCommand::LISTED {
            item(ui, session, out, command.into());
        }
    });
    ui.separator();
    let on = session.map_sources().shown().is_some();
    tick(ui, out, on, &Command::ToggleOnline.label(), Command::ToggleOnline);
    item(ui, session, out, Command::ToggleSheetlet(Sheetlet::Sources));
    item(ui, session, out, Command::AddTileFile);
    item(ui, session, out, Command::ToggleSheetlet(Sheetlet::SaveArea));
    item(ui, session, out, Command::ToggleSheetlet(Sheetlet::Requests));
    ui.separator();
    sub(ui, "Names on the map", |ui| {
        let language = session.view().language;
        for choice in LabelLanguage::ALL {
            tick(ui, out, language == choice, choice.label(), Command::SetLanguage(choice));
        }
    });
    sub(ui, "Map style", |ui| {
        let style = session.map_style();
        for choice in MapStyle::ALL {
            tick(ui, out, style == choice, choice.label(), Command::SetMapStyle(choice));
        }
    });
    sub(ui, "Coordinates", |ui| {
        for choice in Notation::SHORT {
            tick(ui, out, session.notation() == choice, choice.label(), Command::SetNotation(choice));
        }
    });
    sub(ui, "Theme", |ui| {
        for (choice, label) in [
            (ThemeChoice::System, "As the system"),
            (ThemeChoice::Light, "Light"),
            (ThemeChoice::Dark, "Dark"),
        ] {
            tick(ui, out, panes.theme_choice == choice, label, Command::SetTheme(choice));
        }
    });
}

fn help_menu(ui: &mut egui::Ui, session: &Session, out: &mut Vec<Command>) {
    item(ui, session, out, Command::ToggleSheetlet(Sheetlet::Palette));
    item(ui, session, out, Command::ToggleSheetlet(Sheetlet::Shortcuts));
    item(ui, session, out, Command::ToggleSheetlet(Sheetlet::About));
}
