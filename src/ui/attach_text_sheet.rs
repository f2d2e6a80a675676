//! The text of a page, pasted to be kept as a copy: pages change and vanish, and Marz fetches none.

use eframe::egui;

use crate::session::{Command, EvidenceCommand, Session};

use super::{fields, sheets::sheet, theme};

/// What is being typed.
#[derive(Default)]
pub struct AttachTextSheet {
    text: String,
    address: Option<String>,
}

impl AttachTextSheet {
    pub fn show(&mut self, ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) -> bool {
        let Some(to) = session.text_attachment() else { return true };
        let source = session
            .document()
            .get(&to.incident)
            .and_then(|incident| incident.sources.get(to.source?)?.url.clone());
        let address = self.address.get_or_insert_with(|| source.unwrap_or_default());
        let text = &mut self.text;
        let mut done = false;
        let closed = sheet(ctx, "attach_text", "Attach text of a page", 620.0, |ui| {
            ui.add(
                egui::Label::new(format!("It is kept as a text file for {}.", session.attachment_words(to)))
                    .wrap(),
            );
            fields::caption(ui, "Address of the page; it is noted, never asked for anything");
            let field = ui.add(egui::TextEdit::singleline(address).desired_width(f32::INFINITY));
            fields::name(&field, "Address of the page");
            fields::caption(ui, "Text of the page");
            let height = (ctx.content_rect().height() - 300.0).clamp(100.0, 300.0);
            egui::ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
                let edit = egui::TextEdit::multiline(text)
                    .hint_text("Copy the page in the browser and paste it here")
                    .desired_rows(12);
                let area = ui.add(edit.desired_width(f32::INFINITY));
                fields::name(&area, "Text of the page");
            });
            ui.add_space(theme::GAP);
            let ready = !text.trim().is_empty();
            done = ui.add_enabled(ready, egui::Button::new("Keep the text")).clicked();
        });
        if done {
            commands.push(
                EvidenceCommand::KeepText { text: std::mem::take(text), address: address.trim().to_owned() }
                    .into(),
            );
        }
        closed || done
    }
}
