//! All commands, places and incidents, found by typing.

use eframe::egui::{self, RichText, vec2};

use crate::session::{Command, Session};

use super::{fields, sheets::sheet, theme::Palette};

/// All commands, found by typing.
#[derive(Default)]
pub struct PaletteSheet {
    text: String,
    row: usize,
}

impl PaletteSheet {
    pub fn show(&mut self, ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) -> bool {
        let mut done = false;
        let (down, up, enter) = ctx.input_mut(|input| {
            (
                input.consume_key(egui::Modifiers::NONE, egui::Key::ArrowDown),
                input.consume_key(egui::Modifiers::NONE, egui::Key::ArrowUp),
                input.consume_key(egui::Modifiers::NONE, egui::Key::Enter),
            )
        });
        let closed = sheet(ctx, "palette", "All commands", 560.0, |ui| {
            let field = ui.add(
                egui::TextEdit::singleline(&mut self.text)
                    .hint_text("Type a part of a command")
                    .desired_width(f32::INFINITY),
            );
            fields::name(&field, "Find a command");
            field.request_focus();
            if field.changed() {
                self.row = 0;
            }
            let wanted = self.text.to_lowercase();
            let words: Vec<&str> = wanted.split_whitespace().collect();
            let found: Vec<(&str, Command)> = Command::catalogue()
                .into_iter()
                .flat_map(|(heading, commands)| commands.into_iter().map(move |command| (heading, command)))
                .filter(|(heading, command)| {
                    let name = format!("{heading} {}", command.label()).to_lowercase();
                    words.iter().all(|word| name.contains(word))
                })
                .collect();
            if down {
                self.row += 1;
            }
            if up {
                self.row = self.row.saturating_sub(1);
            }
            self.row = self.row.min(found.len().saturating_sub(1));
            let palette = Palette::of(ui);
            egui::ScrollArea::vertical()
                .max_height(340.0)
                .min_scrolled_height(340.0)
                .auto_shrink([false, false])
                .show(ui, |ui| {
                    for (place, (heading, command)) in found.iter().enumerate() {
                        let refusal = command.refusal(session);
                        let current = place == self.row;
                        let label = format!("{}   {}", command.label(), heading);
                        let mut button = egui::Button::selectable(current, label)
                            .min_size(vec2(ui.available_width(), 26.0));
                        if let Some(key) = command.shortcuts().first() {
                            button = button.shortcut_text(RichText::new(key.to_string()).color(palette.weak));
                        }
                        let response = ui.add_enabled(refusal.is_none(), button);
                        let response = match refusal {
                            Some(why) => response.on_disabled_hover_text(why),
                            None => response,
                        };
                        if current && (down || up) {
                            response.scroll_to_me(None);
                        }
                        if response.clicked() || (enter && current && refusal.is_none()) {
                            commands.push(command.clone());
                            done = true;
                        }
                    }
                    if found.is_empty() {
                        ui.weak("No command has these words.");
                    }
                });
        });
        closed || done
    }
}
