//! All commands, places, coordinates and incidents, found by typing.

use eframe::egui::{self, Align2, FontId, RichText, Sense, pos2, vec2};

use crate::{
    carto::Face,
    model::{LonLat, Place, Revision, shown_line},
    session::{Command, Found, Likeliest, Session},
};

use super::{
    fields,
    sheets::sheet,
    theme::{self, Palette},
};

/// What was typed, and what it was found to mean.
#[derive(Default)]
pub struct PaletteSheet {
    text: String,
    row: usize,
    /// Before anything is typed nothing is meant: Enter takes a row only once one was chosen.
    chosen: bool,
    found: Option<(Question, Found)>,
    /// Ctrl+Enter was pressed: the chosen place is wanted for the selected incident.
    wants_use: bool,
}

/// What the answer depends on.
#[derive(PartialEq)]
struct Question {
    text: String,
    revision: Revision,
    middle: LonLat,
}

/// One thing that was found, as a row.
struct Row {
    section: Section,
    title: String,
    /// Beside the title, quieter: another spelling, the heading of a command.
    aside: String,
    /// Under the title.
    detail: String,
    /// At the right: a distance, a key.
    right: String,
    commands: Vec<Command>,
    /// The command that gives the selected record this place.
    uses: Option<Command>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Coordinates,
    Places,
    Incidents,
    Commands,
}

impl Section {
    fn label(self) -> &'static str {
        match self {
            Self::Coordinates => "Coordinates",
            Self::Places => "Places",
            Self::Incidents => "Incidents",
            Self::Commands => "Commands",
        }
    }
}

impl PaletteSheet {
    /// Ctrl+Enter belongs to the box while it is open.
    pub fn ask_to_use(&mut self) {
        self.wants_use = true;
    }

    pub fn show(&mut self, ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) -> bool {
        let mut done = false;
        let (down, up, enter) = ctx.input_mut(|input| {
            (
                input.consume_key(egui::Modifiers::NONE, egui::Key::ArrowDown),
                input.consume_key(egui::Modifiers::NONE, egui::Key::ArrowUp),
                input.consume_key(egui::Modifiers::NONE, egui::Key::Enter),
            )
        });
        let uses = std::mem::take(&mut self.wants_use);
        let closed = sheet(ctx, "palette", "Find", 640.0, |ui| {
            let field = ui.add(
                egui::TextEdit::singleline(&mut self.text)
                    .hint_text("A place, coordinates, an incident or a command")
                    .desired_width(f32::INFINITY),
            );
            fields::name(&field, "Find");
            field.request_focus();
            let asked_anew = self.look_up(session);
            let Some((_, found)) = &self.found else { return };
            let selected = session.selected_incident();
            let rows = rows(found, selected.as_ref().map(|incident| &incident.place));
            if asked_anew {
                self.row = first_row(&rows, found.likeliest());
                self.chosen = !self.text.trim().is_empty();
            }
            if down && self.chosen {
                self.row += 1;
            }
            if up {
                self.row = self.row.saturating_sub(1);
            }
            self.chosen |= down || up;
            self.row = self.row.min(rows.len().saturating_sub(1));
            let enter = enter && self.chosen;
            let height = (ctx.content_rect().height() - 250.0).clamp(120.0, 430.0);
            // A scroll that is still under way would carry the rows of the next letter away.
            let mut area = egui::ScrollArea::vertical()
                .animated(false)
                .max_height(height)
                .min_scrolled_height(height)
                .auto_shrink([false, false]);
            if asked_anew {
                area = area.vertical_scroll_offset(0.0);
            }
            area.show(ui, |ui| {
                if let Some(about) = &found.about_coordinates {
                    section_heading(ui, Section::Coordinates);
                    ui.label(RichText::new(about).small().color(Palette::of(ui).warn));
                }
                let mut section = found.about_coordinates.is_some().then_some(Section::Coordinates);
                for (place, row) in rows.iter().enumerate() {
                    if section != Some(row.section) {
                        section = Some(row.section);
                        section_heading(ui, row.section);
                    }
                    let current = self.chosen && place == self.row;
                    let refusal = row.commands.first().and_then(|command| command.refusal(session));
                    let response = show_row(ui, row, current, refusal);
                    if current && (down || up || asked_anew) {
                        response.scroll_to_me(None);
                    }
                    if refusal.is_none() && (response.clicked() || (enter && current)) {
                        commands.extend(row.commands.iter().cloned());
                        done = true;
                    }
                }
                if rows.is_empty() {
                    ui.add_space(theme::GAP);
                    ui.weak("No place, incident or command has these words.");
                }
            });
            ui.separator();
            let chosen = rows.get(self.row).filter(|_| self.chosen);
            done |= footer(ui, session, chosen, uses, commands);
        });
        closed || done
    }

    /// Searches when the question is another one; tells whether it was.
    fn look_up(&mut self, session: &Session) -> bool {
        let question = Question {
            text: self.text.clone(),
            revision: session.document().revision(),
            middle: session.view().camera.centre,
        };
        if self.found.as_ref().is_some_and(|(old, _)| *old == question) {
            return false;
        }
        let found = session.find(&question.text);
        self.found = Some((question, found));
        true
    }
}

/// What Enter does, and the button for the other thing.
fn footer(
    ui: &mut egui::Ui,
    session: &Session,
    row: Option<&Row>,
    uses: bool,
    commands: &mut Vec<Command>,
) -> bool {
    let mut done = false;
    let palette = Palette::of(ui);
    ui.horizontal(|ui| {
        let hint = match row.map(|row| row.section) {
            Some(Section::Coordinates | Section::Places) => "Enter shows it on the map",
            Some(Section::Incidents) => "Enter selects it",
            Some(Section::Commands) => "Enter does it",
            None => "Type to find something, or choose by the arrow keys",
        };
        ui.label(RichText::new(hint).small().color(palette.weak));
        let is_place = row.is_some_and(|row| matches!(row.section, Section::Coordinates | Section::Places));
        if !is_place {
            // The place of the button stays, so that nothing jumps while the rows are stepped through.
            ui.allocate_space(vec2(0.0, ui.spacing().interact_size.y));
            return;
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let refusal = Command::UsePlace(Box::default()).refusal(session);
            let button = egui::Button::new("Use for the selected incident")
                .shortcut_text(RichText::new("Ctrl+Enter").color(palette.weak));
            let mut response = ui.add_enabled(refusal.is_none(), button);
            fields::name(&response, "Use for the selected incident");
            if let Some(why) = refusal {
                response = response.on_disabled_hover_text(why);
                ui.label(RichText::new(why).small().color(palette.weak));
            }
            if response.clicked() || uses {
                match row.and_then(|row| row.uses.clone()) {
                    Some(command) => {
                        commands.push(command);
                        done = true;
                    }
                    // The session says why not.
                    None => commands.push(Command::UsePlace(Box::default())),
                }
            }
        });
    });
    done
}

fn rows(found: &Found, before: Option<&Place>) -> Vec<Row> {
    let mut rows = Vec::new();
    rows.extend(found.coordinates.iter().map(|coordinates| Row {
        section: Section::Coordinates,
        title: coordinates.reading.position.to_string(),
        aside: String::new(),
        detail: coordinates.reading.words.clone(),
        right: coordinates.whereabouts.clone(),
        commands: vec![coordinates.go()],
        uses: before.map(|before| coordinates.use_for(before)),
    }));
    rows.extend(found.places.iter().map(|place| Row {
        section: Section::Places,
        title: place.name.clone(),
        aside: place.matched.clone().unwrap_or_default(),
        detail: place.kind.clone(),
        right: place.whereabouts.clone(),
        commands: vec![place.go()],
        uses: before.map(|before| place.use_for(before)),
    }));
    rows.extend(found.incidents.iter().map(|found| {
        let incident = &found.incident;
        let mut commands = vec![Command::Select(Some(incident.id.clone()))];
        if incident.place.drawn_at().is_some() {
            commands.push(Command::ZoomToSelection);
        }
        let place = incident.place.name.as_deref().unwrap_or_default();
        let gap = if place.is_empty() { "" } else { " · " };
        Row {
            section: Section::Incidents,
            title: incident.display_title().into_owned(),
            aside: String::new(),
            detail: format!("{}{gap}{}", incident.when, shown_line(place)),
            right: String::new(),
            commands,
            uses: None,
        }
    }));
    rows.extend(found.commands.iter().map(|(heading, command)| Row {
        section: Section::Commands,
        title: command.label(),
        aside: (*heading).to_owned(),
        detail: String::new(),
        right: command.shortcuts().first().map(ToString::to_string).unwrap_or_default(),
        commands: vec![command.clone()],
        uses: None,
    }));
    rows
}

fn first_row(rows: &[Row], likeliest: Likeliest) -> usize {
    let wanted = match likeliest {
        Likeliest::Coordinates => Section::Coordinates,
        Likeliest::Place => Section::Places,
        Likeliest::Incident => Section::Incidents,
        Likeliest::Command => Section::Commands,
    };
    rows.iter().position(|row| row.section == wanted).unwrap_or(0)
}

fn section_heading(ui: &mut egui::Ui, section: Section) {
    ui.add_space(theme::GAP);
    fields::caption(ui, section.label());
}

fn show_row(ui: &mut egui::Ui, row: &Row, current: bool, refusal: Option<&'static str>) -> egui::Response {
    const PAD: f32 = 8.0;
    let palette = Palette::of(ui);
    let height = if row.detail.is_empty() { 26.0 } else { 42.0 };
    let sense = if refusal.is_none() { Sense::click() } else { Sense::hover() };
    let (rect, mut response) = ui.allocate_exact_size(vec2(ui.available_width(), height), sense);
    let name = [&row.title, &row.aside, &row.detail, &row.right]
        .into_iter()
        .filter(|part| !part.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(" · ");
    response
        .widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, refusal.is_none(), current, &name));
    if let Some(why) = refusal {
        response = response.on_hover_text(why);
    }
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let painter = ui.painter_at(rect);
    if current {
        painter.rect_filled(rect, 5.0, palette.accent_quiet);
    } else if response.hovered() && refusal.is_none() {
        painter.rect_filled(rect, 5.0, palette.accent_quiet.gamma_multiply(0.5));
    }
    let (ink, quiet) = match refusal {
        None => (palette.text, palette.weak),
        Some(_) => (palette.weak.gamma_multiply(0.8), palette.weak.gamma_multiply(0.8)),
    };
    let small = FontId::new(11.5, theme::family(Face::Regular));
    let first_line = if row.detail.is_empty() { rect.center().y } else { rect.top() + 13.0 };
    let right = painter.text(
        pos2(rect.right() - PAD, first_line),
        Align2::RIGHT_CENTER,
        &row.right,
        small.clone(),
        quiet,
    );
    let mut left = rect.left() + PAD;
    let line = |left: f32, middle: f32, most: f32, text: &str, size: f32, colour| {
        let mut job = theme::line(text, size, Face::Regular, colour);
        job.wrap = egui::text::TextWrapping::truncate_at_width((most - left).max(10.0));
        let galley = painter.layout_job(job);
        let width = galley.size().x;
        painter.galley(pos2(left, middle - galley.size().y / 2.0), galley, colour);
        left + width
    };
    let room = right.left() - 12.0;
    left = line(left, first_line, room, &row.title, 13.5, ink);
    if !row.aside.is_empty() && left + 30.0 < room {
        line(left + 12.0, first_line, room, &row.aside, small.size, quiet);
    }
    if !row.detail.is_empty() {
        line(rect.left() + PAD, rect.top() + 30.0, rect.right() - PAD, &row.detail, small.size, quiet);
    }
    response
}
