//! What a right click on the map offers: the point in every notation, what is near it, what to do there.

use eframe::egui::{self, Button, RichText};

use crate::{
    analysis::{
        bearing, compass_point,
        frontier::{Fix, Frontier},
        gazetteer::Kind,
        notations::Notation,
    },
    model::{IncidentId, LonLat, Metres},
    session::{Command, LayerCommand, MeasureCommand, Session},
};

use super::{
    fields,
    menu_entries::{follow, standing, sub},
};

/// Incidents this near to the point are “here”: the menu says so in words.
const HERE: Metres = Metres(1_000.0);
/// At most so many of them are listed.
const MOST_HERE: usize = 8;
const NEAR_PLACES: usize = 3;

/// What is known of the point that was clicked; asked once, when the menu opens.
pub struct MapMenu {
    at: LonLat,
    notations: Vec<(Notation, String)>,
    /// `3.2 km NE of Panj`, nearest first.
    near: Vec<String>,
    fix: Fix<'static>,
    here: Vec<IncidentId>,
    more_here: usize,
}

impl MapMenu {
    pub fn of(session: &Session, at: LonLat) -> Self {
        let near = session.gazetteer().nearest(at, Some(Kind::Settlement), NEAR_PLACES);
        let mut here: Vec<(IncidentId, Metres)> = session
            .shown()
            .iter()
            .filter_map(|id| {
                let distance = session.document().get(id)?.place.drawn_at()?.distance_to(at);
                (distance.0 <= HERE.0).then(|| (id.clone(), distance))
            })
            .collect();
        here.sort_by(|a, b| a.1.0.total_cmp(&b.1.0));
        let more_here = here.len().saturating_sub(MOST_HERE);
        Self {
            at,
            notations: Notation::ALL
                .into_iter()
                .filter_map(|notation| Some((notation, notation.write(at)?)))
                .collect(),
            near: near
                .into_iter()
                .map(|(toponym, distance)| {
                    format!("{distance} {} of {}", compass_point(bearing(toponym.position, at)), toponym.name)
                })
                .collect(),
            fix: Frontier::embedded().fix(at, Metres(0.0)),
            here: here.into_iter().map(|(id, _)| id).take(MOST_HERE).collect(),
            more_here,
        }
    }

    pub fn show(&self, ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
        standing(ui, |ui| self.entries(ui, session, commands));
    }

    fn entries(&self, ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
        ui.set_width(if self.here.is_empty() { 240.0 } else { 340.0 });
        let own = session.notation().write(self.at).unwrap_or_else(|| self.at.to_string());
        ui.label(RichText::new(own).small().weak());
        let border = self.fix.measure.short();
        if !border.is_empty() {
            ui.label(RichText::new(border).small().weak());
        }
        ui.separator();
        sub(ui, "Copy coordinates", |ui| {
            for (notation, text) in &self.notations {
                let button = Button::new(notation.label())
                    .shortcut_text(RichText::new(text).small())
                    .wrap_mode(egui::TextWrapMode::Extend);
                let response = ui.add(button);
                fields::name(&response, &format!("Copy {text}"));
                if response.clicked() {
                    commands.push(Command::CopyText(text.clone()));
                    ui.close();
                }
            }
        });
        sub(ui, "Copy where this is", |ui| {
            for words in &self.near {
                if ui.add(Button::new(words).wrap_mode(egui::TextWrapMode::Extend)).clicked() {
                    commands.push(Command::CopyText(words.clone()));
                    ui.close();
                }
            }
        });
        sub(ui, "Copy what the frontier tells", |ui| {
            for (name, words) in self.fix.rows() {
                let line = format!("{name}: {words}");
                if ui.add(Button::new(&line).wrap_mode(egui::TextWrapMode::Extend)).clicked() {
                    commands.push(Command::CopyText(line));
                    ui.close();
                }
            }
            ui.separator();
            if ui.button("All of it").clicked() {
                let own = session.notation().write(self.at).unwrap_or_else(|| self.at.to_string());
                commands.push(Command::CopyText(format!("{own}\n{}", self.fix.text())));
                ui.close();
            }
        });
        for words in &self.near {
            ui.label(RichText::new(words).small().weak());
        }
        ui.separator();
        item(ui, session, commands, "New incident here", Command::NewIncidentAt(self.at));
        item(ui, session, commands, "Move the selected incident here", Command::MoveHere(self.at));
        item(ui, session, commands, "Distance rings here", LayerCommand::RingsHere(self.at).into());
        item(ui, session, commands, "Measure from here", MeasureCommand::From(self.at).into());
        if session.selected().is_some() {
            item(ui, session, commands, "Zoom to the selected incident", Command::ZoomToSelection);
        }
        if !self.here.is_empty() {
            ui.separator();
            ui.label(RichText::new("Within 1 km").small().weak());
            for id in &self.here {
                let Some(incident) = session.document().get(id) else { continue };
                let words = format!("{}  {}", incident.when, incident.display_title());
                // The empty text at the right keeps the words at the left.
                let button = Button::selectable(session.selected() == Some(id), words)
                    .truncate()
                    .right_text("")
                    .min_size(egui::vec2(ui.available_width(), 24.0));
                if ui.add(button).clicked() {
                    commands.push(Command::Select(Some(id.clone())));
                    ui.close();
                }
            }
            if self.more_here > 0 {
                ui.weak(format!("and {} more", self.more_here));
            }
        }
        ui.separator();
        item(ui, session, commands, "Whole frontier", Command::WholeFrontier);
        item(ui, session, commands, "Zoom to all shown", Command::ZoomToShown);
        item(ui, session, commands, "Previous view", Command::PreviousView);
    }
}

fn item(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>, label: &str, command: Command) {
    let refusal = command.refusal(session);
    let button = Button::new(label).wrap_mode(egui::TextWrapMode::Extend);
    let mut response = ui.add_enabled(refusal.is_none(), button);
    if let Some(why) = refusal {
        response = response.on_disabled_hover_text(why);
    }
    follow(&response);
    if response.clicked() {
        commands.push(command);
        ui.close();
    }
}
