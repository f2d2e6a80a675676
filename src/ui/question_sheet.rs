//! The question before a link or a file is given to another program: all of it is shown first.

use eframe::egui::{self, RichText};

use crate::{
    model::{Digest, shown_text},
    session::{Command, EvidenceCommand, Link, Question, Session},
};

use super::theme::{self, Palette};

/// The question with its answers.
pub fn show(ctx: &egui::Context, session: &Session, question: &Question) -> Vec<Command> {
    let mut commands = Vec::new();
    let response = egui::Modal::new(egui::Id::unique("question")).show(ctx, |ui| {
        ui.set_width(520.0_f32.min(ctx.content_rect().width() - 40.0));
        match question {
            Question::Link(link) => link_question(ui, link, &mut commands),
            Question::Evidence(digest) => evidence_question(ui, session, digest, &mut commands),
        }
    });
    if response.should_close() && commands.is_empty() {
        commands.push(EvidenceCommand::Answer(false).into());
    }
    commands
}

fn link_question(ui: &mut egui::Ui, link: &Link, commands: &mut Vec<Command>) {
    let palette = Palette::of(ui);
    ui.heading("Open this link?");
    ui.label("It leaves Marz and goes to");
    ui.add(egui::Label::new(theme::bold(shown_text(&link.goes_to)).size(15.0)).wrap());
    boxed(ui, &link.address);
    if let Some(written) = &link.written {
        ui.label(RichText::new("The record writes it so:").color(palette.weak));
        boxed(ui, written);
    }
    ui.add_space(theme::GROUP_GAP);
    ui.horizontal(|ui| {
        if ui.button("Open in the browser").clicked() {
            commands.push(EvidenceCommand::Answer(true).into());
        }
        if ui.button("Copy the address").clicked() {
            commands.push(Command::CopyText(link.address.clone()));
            commands.push(EvidenceCommand::Answer(false).into());
        }
        cancel(ui, commands);
    });
}

fn evidence_question(ui: &mut egui::Ui, session: &Session, digest: &Digest, commands: &mut Vec<Command>) {
    let Some(evidence) = session.document().facts().evidence_of(digest) else {
        commands.push(EvidenceCommand::Answer(false).into());
        return;
    };
    ui.heading("Open this file in another program?");
    boxed(ui, &evidence.name);
    ui.horizontal_wrapped(|ui| {
        ui.label("By its content it is:");
        ui.label(theme::bold(evidence.media_type.label()));
    });
    ui.label(
        "The program that your system has for it opens the kept copy. What is in it, Marz cannot judge.",
    );
    ui.add_space(theme::GROUP_GAP);
    ui.horizontal(|ui| {
        if ui.button("Show in its folder").clicked() {
            commands.push(EvidenceCommand::Answer(false).into());
            commands.push(EvidenceCommand::ShowInFolder(*digest).into());
        }
        if ui.button("Open").clicked() {
            commands.push(EvidenceCommand::Answer(true).into());
        }
        cancel(ui, commands);
    });
}

fn cancel(ui: &mut egui::Ui, commands: &mut Vec<Command>) {
    if ui.button("Cancel").clicked() {
        commands.push(EvidenceCommand::Answer(false).into());
    }
}

/// All of a text, however long, in a box of its own.
fn boxed(ui: &mut egui::Ui, text: &str) {
    let palette = Palette::of(ui);
    egui::Frame::new()
        .fill(palette.field)
        .stroke(egui::Stroke::new(1.0, palette.line))
        .corner_radius(5.0)
        .inner_margin(6.0)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            egui::ScrollArea::vertical()
                .id_salt(text.len())
                .max_height(140.0)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    ui.add(egui::Label::new(shown_text(text)).wrap());
                });
        });
}
