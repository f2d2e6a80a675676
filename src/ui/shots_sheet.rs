//! Views worth coming back to: keep the present one, go to a kept one.

use eframe::egui;

use crate::session::{Command, Session};

use super::{fields, sheets::sheet, theme};

/// The name being typed.
#[derive(Default)]
pub struct ShotsSheet {
    name: String,
}

impl ShotsSheet {
    pub fn show(&mut self, ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) -> bool {
        let mut done = false;
        let shots = &session.document().facts().shots;
        let closed = sheet(ctx, "shots", "Kept views", 480.0, |ui| {
            ui.label("A kept view holds the place on the map, the time window, the filter and the layers. It is saved with the document.");
            ui.add_space(theme::GAP);
            ui.horizontal(|ui| {
                let width = ui.available_width() - 130.0;
                let field = ui.add(
                    egui::TextEdit::singleline(&mut self.name)
                        .hint_text(format!("View {}", shots.len() + 1))
                        .desired_width(width),
                );
                fields::name(&field, "Name of the view");
                let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
                if ui.button("Keep this view").clicked() || entered {
                    commands.push(Command::AddShot(std::mem::take(&mut self.name)));
                    done = true;
                }
                if !done && ctx.memory(|memory| memory.focused().is_none()) {
                    field.request_focus();
                }
            });
            ui.separator();
            if shots.is_empty() {
                ui.weak("No view is kept yet.");
            }
            egui::ScrollArea::vertical().max_height(320.0).auto_shrink([false, true]).show(ui, |ui| {
                for (place, shot) in shots.iter().enumerate() {
                    ui.horizontal(|ui| {
                        let width = ui.available_width() - 36.0;
                        let go = ui.add_sized(
                            [width, 26.0],
                            egui::Button::new(&shot.name).truncate().right_text(""),
                        );
                        fields::name(&go, &format!("Go to {}", shot.name));
                        if go.clicked() {
                            commands.push(Command::GoToShot(place));
                            done = true;
                        }
                        let remove = ui.add(egui::Button::new(theme::icon(theme::icons::TRASH, 14.0)));
                        let words = format!("Remove {}", shot.name);
                        fields::name(&remove, &words);
                        if remove.on_hover_text(words).clicked() {
                            commands.push(Command::RemoveShot(place));
                        }
                    });
                }
            });
        });
        closed || done
    }
}
