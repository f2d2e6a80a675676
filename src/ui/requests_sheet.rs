//! What was sent: every request that left the program, with totals for each server.

use eframe::egui::{self, RichText, vec2};

use crate::session::{Command, Request, Session, bytes_words};

use super::{
    theme::{self, Palette},
    tool_window::{KeyedList, clipped, tool_window},
};

/// The state of the window while it is open.
#[derive(Default)]
pub struct RequestsSheet {
    list: KeyedList,
}

impl RequestsSheet {
    pub fn take_keys(&mut self, ctx: &egui::Context) {
        self.list.take_keys(ctx);
    }

    pub fn show(&mut self, ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) -> bool {
        tool_window(ctx, "requests_sheet", "What was sent", vec2(620.0, 380.0), |ui| {
            let palette = Palette::of(ui);
            let log = session.map_sources().log();
            if log.is_empty() {
                ui.label("Nothing was sent since the program started.");
                return;
            }
            ui.horizontal(|ui| {
                let count: u64 = log.totals().values().map(|total| total.requests).sum();
                let words = if count == 1 { "1 request".to_owned() } else { format!("{count} requests") };
                ui.label(theme::bold(format!("{words} since the program started")));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    if ui.button("Copy the list").clicked() {
                        commands.push(Command::CopyRequests);
                    }
                });
            });
            egui::ScrollArea::vertical().id_salt("totals").max_height(76.0).auto_shrink([false, true]).show(
                ui,
                |ui| {
                    for (host, total) in log.totals() {
                        let failed = if total.failed == 0 {
                            String::new()
                        } else {
                            format!(", {} in vain", total.failed)
                        };
                        let words =
                            format!("{host}: {}{failed}, {}", total.requests, bytes_words(total.bytes));
                        ui.add(egui::Label::new(RichText::new(words).color(palette.weak)).truncate());
                    }
                },
            );
            ui.separator();
            const HEIGHT: f32 = 44.0;
            let rows = log.newest().len();
            let label = |row: usize| log.back(row).map_or_else(String::new, request_words);
            // Nothing is done with a request: the list is there to be read.
            let _chosen = self.list.show(ui, "Requests", (rows, HEIGHT), label, |ui, row| {
                if let Some(request) = log.back(row) {
                    ui.spacing_mut().item_spacing.y = 1.0;
                    clipped(ui, request_words(request), 1, |text| text.size(12.5));
                    let (words, colour) = match &request.trouble {
                        Some(why) => (why.clone(), palette.warn),
                        None => (format!("{} · {}", request.source, request.path), palette.weak),
                    };
                    clipped(ui, words, 1, |text| text.size(11.5).color(colour));
                }
            });
        })
    }
}

/// `14:03:22 UTC  tile.openstreetmap.org  200  12 kB  80 ms`
fn request_words(request: &Request) -> String {
    let status = request.status.map_or_else(|| "no answer".to_owned(), |status| status.to_string());
    format!(
        "{}   {}   {status}   {}   {} ms",
        request.at.strftime("%H:%M:%S UTC"),
        request.host,
        bytes_words(request.bytes),
        request.took.as_millis()
    )
}
