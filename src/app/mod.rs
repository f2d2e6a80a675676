//! Window, threads, disk: the shell that runs commands and does effects.
//!
//! The only room with a clock, with threads and with the system's dialogs.

mod aside;
mod briefs;
mod comparer;
mod dialogs;
mod drawing_thread;
mod evidence;
mod exports;
mod frames;
mod imports;
mod keeper;
mod names;
mod overlays;
mod picture_maker;
mod places;
mod profiles;
mod storyboards;
mod recorder;
mod relief_tiles;
mod shell;
pub mod tiles;
mod warden;
mod versions;
mod worker;

use std::path::PathBuf;

use eframe::egui;

pub use shell::{LoadedSettings, Shell};

/// Why the window did not open.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    #[error("there is no display to open a window on (neither WAYLAND_DISPLAY nor DISPLAY is set)")]
    NoDisplay,
    #[error("the window could not be opened: {0}")]
    Failed(String),
}

/// Opens the window on the example or on a file, and returns when it is closed.
///
/// # Errors
/// When there is no display, or the graphics driver refuses.
pub fn run(file: Option<PathBuf>) -> Result<(), WindowError> {
    if cfg!(target_os = "linux") {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        if !set("WAYLAND_DISPLAY") && !set("WAYLAND_SOCKET") && !set("DISPLAY") {
            return Err(WindowError::NoDisplay);
        }
    }
    // The layers take a moment to parse: the basemap is ready by the time the window is, the border and the names
    // before anyone asks for them.
    std::thread::spawn(|| {
        crate::carto::Basemap::embedded();
        crate::analysis::frontier::Frontier::embedded();
        crate::analysis::gazetteer::Gazetteer::embedded();
        crate::analysis::frontier::bands();
    });
    let settings = shell::load_settings();
    let mut viewport = egui::ViewportBuilder::default()
        .with_title("Marz")
        .with_app_id("marz")
        .with_min_inner_size([760.0, 480.0])
        .with_inner_size([1400.0, 860.0]);
    if let Some(place) = settings.0.window {
        viewport = viewport.with_inner_size([place.width, place.height]).with_maximized(place.maximized);
        if let Some((left, top)) = place.position {
            viewport = viewport.with_position([left, top]);
        }
    }
    let options = eframe::NativeOptions {
        viewport,
        renderer: eframe::Renderer::Glow,
        persist_window: false,
        ..eframe::NativeOptions::default()
    };
    eframe::run_native(
        "marz",
        options,
        Box::new(move |creation| {
            let mut shell = Shell::new(&creation.egui_ctx, settings);
            if let Some(folder) = crate::store::state_dir() {
                shell.keep_journal(&creation.egui_ctx, folder.join("journal"));
                shell.keep_versions(folder.join("backups"));
                shell.keep_unsaved_evidence(folder.join("evidence"));
            }
            shell.guard_files(&creation.egui_ctx);
            if let Some(file) = file {
                // The journal and the list of recent files outlive the folder that the program was started in.
                let file = std::path::absolute(&file).unwrap_or(file);
                shell.ask(crate::session::Command::OpenPath(file));
            }
            let frames = frames::Frames::from_environment().unwrap_or_else(|why| {
                shell.session.say(crate::session::Tone::Trouble, why);
                None
            });
            Ok(Box::new(Window { shell, title: String::new(), frames }))
        }),
    )
    .map_err(|error| WindowError::Failed(error.to_string()))
}

/// The shell in an eframe window.
struct Window {
    shell: Shell,
    title: String,
    /// Only while somebody measures.
    frames: Option<frames::Frames>,
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        let begun = std::time::Instant::now();
        self.shell.logic(ctx);
        if let Some(frames) = &mut self.frames {
            frames.logic(begun);
        }
        let title = self.shell.title();
        if title != self.title {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        let begun = std::time::Instant::now();
        self.shell.ui(ui);
        if let Some(frames) = &mut self.frames {
            frames.interface(begun, frame.info().cpu_usage);
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.shell.save_settings();
    }
}
