//! Storyboards: which views follow each other, what each says and points at, played and exported from here.

use eframe::egui::{self, RichText, Sense, Stroke, vec2};

use crate::{
    carto::Said,
    export::storyboard::BoardFormat,
    model::{IncidentId, Revision, Shot, Storyboard, shown_line},
    session::{BoardCommand, Command, Session},
};

use super::{
    fields::{self, Draft, FieldLook},
    theme::{self, Palette},
    tool_window::{clipped, tool_window},
    window::Asked,
};

/// What is asked of the shell: this storyboard as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoardAsked {
    pub board: usize,
    pub format: BoardFormat,
}

/// What is typed into.
#[derive(Clone, Debug, PartialEq)]
enum Part {
    Name(usize),
    Caption(String),
}

/// The state of the window while it is open.
#[derive(Default)]
pub struct StoryboardsSheet {
    board: usize,
    place: usize,
    draft: Option<Draft<Part>>,
    format: usize,
    /// What the data say of the chosen shot, and which of the shots hold numbers that do not hold.
    said: Option<(Revision, Shot, Option<Said>)>,
    stale: Option<(Revision, usize, Vec<bool>)>,
}

impl StoryboardsSheet {
    /// What is being typed, as a command.
    pub fn flush(&mut self) -> Option<Command> {
        let draft = self.draft.take().filter(|draft| draft.text != draft.original)?;
        match draft.key {
            Part::Name(_) if draft.text.trim().is_empty() => None,
            Part::Name(board) => Some(BoardCommand::Rename { board, name: draft.text }.into()),
            Part::Caption(shot) => Some(BoardCommand::SetCaption { shot, text: draft.text }.into()),
        }
    }

    pub fn show(
        &mut self,
        ctx: &egui::Context,
        session: &Session,
        commands: &mut Vec<Command>,
        asked: &mut Vec<Asked>,
    ) -> bool {
        tool_window(ctx, "storyboards", "Storyboards", vec2(720.0, 440.0), |ui| {
            let boards = &session.document().facts().storyboards;
            self.board = self.board.min(boards.len().saturating_sub(1));
            self.boards_ui(ui, boards, commands);
            let Some(board) = boards.get(self.board) else {
                ui.weak("A storyboard shows kept views one after another, each with its words: on the screen, as slides, as a document or as a tour.");
                return;
            };
            self.place = self.place.min(board.shots.len().saturating_sub(1));
            ui.separator();
            let foot = 62.0;
            let height = (ui.available_height() - foot).max(100.0);
            let width = ui.available_width();
            ui.horizontal_top(|ui| {
                ui.vertical(|ui| {
                    ui.set_width(width * 0.4);
                    ui.set_height(height);
                    self.shots_ui(ui, session, board, commands);
                });
                ui.add_space(theme::GROUP_GAP);
                ui.vertical(|ui| {
                    ui.set_width(width * 0.6 - theme::GROUP_GAP - 3.0 * ui.spacing().item_spacing.x);
                    ui.set_height(height);
                    egui::ScrollArea::vertical()
                        .id_salt("shot")
                        .auto_shrink([false, false])
                        .show(ui, |ui| self.shot_ui(ui, session, board, commands));
                });
            });
            ui.separator();
            self.foot_ui(ui, board, commands, asked);
        })
    }

    fn boards_ui(&mut self, ui: &mut egui::Ui, boards: &[Storyboard], commands: &mut Vec<Command>) {
        ui.horizontal_wrapped(|ui| {
            if let Some(board) = boards.get(self.board) {
                let combo = egui::ComboBox::from_id_salt("board")
                    .width(170.0)
                    .selected_text(shown_line(&board.name))
                    .show_ui(ui, |ui| {
                        for (place, board) in boards.iter().enumerate() {
                            ui.selectable_value(&mut self.board, place, shown_line(&board.name));
                        }
                    });
                fields::name(&combo.response, "Storyboard");
                ui.allocate_ui(vec2(190.0, 26.0), |ui| {
                    let look = FieldLook::line("Name of the storyboard");
                    let key = Part::Name(self.board);
                    let (_, named) = fields::text_field(ui, &look, &key, &board.name, &mut self.draft);
                    if let Some(name) = named.filter(|name| !name.trim().is_empty()) {
                        commands.push(BoardCommand::Rename { board: self.board, name }.into());
                    }
                });
            }
            if ui.button("New storyboard").clicked() {
                commands.push(BoardCommand::Add.into());
                self.board = boards.len();
                self.place = 0;
            }
            if !boards.is_empty() && ui.button("Remove storyboard").clicked() {
                commands.push(BoardCommand::Remove(self.board).into());
            }
        });
    }

    fn shots_ui(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        board: &Storyboard,
        commands: &mut Vec<Command>,
    ) {
        let shots = &session.document().facts().shots;
        ui.horizontal_wrapped(|ui| {
            if ui.button("Add the present view").clicked() {
                commands.push(BoardCommand::AddPresent(self.board).into());
                self.place = board.shots.len();
            }
            if !shots.is_empty() {
                let combo =
                    egui::ComboBox::from_id_salt("kept").selected_text("Add a kept view").show_ui(ui, |ui| {
                        for shot in shots {
                            if ui.selectable_label(false, shown_line(&shot.name)).clicked() {
                                let name = shot.name.clone();
                                commands.push(BoardCommand::AddShot { board: self.board, name }.into());
                                self.place = board.shots.len();
                            }
                        }
                    });
                fields::name(&combo.response, "Add a kept view");
            }
        });
        if board.shots.is_empty() {
            ui.weak("No view yet.");
            return;
        }
        self.keys(ui, board, commands);
        let stale = self.stale(session, board);
        egui::ScrollArea::vertical().id_salt("shots").auto_shrink([false, false]).show(ui, |ui| {
            for (place, name) in board.shots.iter().enumerate() {
                let shot = shots.iter().find(|shot| shot.name == *name);
                self.row_ui(ui, (place, name, shot), stale.get(place) == Some(&true), commands);
            }
        });
    }

    /// Alt with an arrow moves the chosen view.
    fn keys(&mut self, ui: &egui::Ui, board: &Storyboard, commands: &mut Vec<Command>) {
        if ui.ctx().text_edit_focused() {
            return;
        }
        let pressed = |key| ui.input_mut(|input| input.consume_key(egui::Modifiers::ALT, key));
        let to = match (pressed(egui::Key::ArrowUp), pressed(egui::Key::ArrowDown)) {
            (true, false) if self.place > 0 => self.place - 1,
            (false, true) if self.place + 1 < board.shots.len() => self.place + 1,
            _ => return,
        };
        self.move_to(self.place, to, commands);
    }

    fn move_to(&mut self, from: usize, to: usize, commands: &mut Vec<Command>) {
        commands.push(BoardCommand::Move { board: self.board, from, to }.into());
        self.place = to;
    }

    fn row_ui(
        &mut self,
        ui: &mut egui::Ui,
        (place, name, shot): (usize, &str, Option<&Shot>),
        is_stale: bool,
        commands: &mut Vec<Command>,
    ) {
        let palette = Palette::of(ui);
        let (rect, row) =
            ui.allocate_exact_size(vec2(ui.available_width() - 6.0, 42.0), Sense::click_and_drag());
        fields::name(&row, &format!("{}. {}", place + 1, shown_line(name)));
        let row = row.on_hover_text("Drag to another place, or Alt+↑ and Alt+↓");
        row.dnd_set_drag_payload(place);
        if row.clicked() {
            self.place = place;
            commands.push(Command::GoToShotNamed(name.to_owned()));
        }
        let fill = if self.place == place {
            palette.accent_quiet
        } else if row.hovered() {
            palette.accent_quiet.gamma_multiply(0.5)
        } else {
            egui::Color32::TRANSPARENT
        };
        ui.painter().rect_filled(rect, 5.0, fill);
        if row.dnd_hover_payload::<usize>().is_some() {
            ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(2.0, palette.accent));
        }
        if let Some(from) = row.dnd_release_payload::<usize>()
            && *from != place
        {
            self.move_to(*from, place, commands);
        }
        let inside = rect.shrink2(vec2(8.0, 4.0)).with_max_x(rect.right() - 34.0);
        ui.scope_builder(egui::UiBuilder::new().max_rect(inside), |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            let words = format!("{}. {}", place + 1, shown_line(name));
            clipped(ui, words, 1, |text| text.family(theme::family(crate::carto::Face::SemiBold)));
            let (words, colour) = match shot {
                None => ("This view is not kept any more.", palette.trouble),
                Some(_) if is_stale => ("Numbers in its words hold no more.", palette.warn),
                Some(shot) if shot.caption.is_empty() => ("No words yet", palette.weak),
                Some(shot) => (shot.caption.as_str(), palette.weak),
            };
            clipped(ui, words, 1, |text| text.size(11.5).color(colour));
        });
        let side = egui::Rect::from_min_max(egui::pos2(rect.right() - 32.0, rect.top() + 8.0), rect.max);
        let out = ui.put(
            side.with_max_y(side.top() + 26.0).with_max_x(side.left() + 28.0),
            egui::Button::new(theme::icon(theme::icons::CLOSE, 12.0)),
        );
        let words = format!("Take {}. {} out", place + 1, shown_line(name));
        fields::name(&out, &words);
        if out.on_hover_text(words).clicked() {
            commands.push(BoardCommand::TakeOut { board: self.board, place }.into());
        }
    }

    fn stale(&mut self, session: &Session, board: &Storyboard) -> Vec<bool> {
        let revision = session.document().revision();
        if let Some((at, of, stale)) = &self.stale
            && (*at, *of) == (revision, self.board)
        {
            return stale.clone();
        }
        let shots = &session.document().facts().shots;
        let is_stale = |name: &String| {
            let shot = shots.iter().find(|shot| shot.name == *name);
            shot.is_some_and(|shot| !session.stale_of(shot).is_empty())
        };
        let stale: Vec<bool> = board.shots.iter().map(is_stale).collect();
        self.stale = Some((revision, self.board, stale.clone()));
        stale
    }

    fn shot_ui(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        board: &Storyboard,
        commands: &mut Vec<Command>,
    ) {
        let Some(name) = board.shots.get(self.place) else { return };
        let Some(shot) = session.document().facts().shots.iter().find(|shot| shot.name == *name) else {
            ui.weak("Take it out, or keep a view of this name.");
            return;
        };
        fields::caption(ui, "Words");
        let hint = "{n} incidents, {killed.best} killed · {window}";
        let look = FieldLook::line("Words of the view").rows(3).hint(hint);
        let key = Part::Caption(name.clone());
        // Another view came while the words of one were open: they are finished for their own.
        if self.draft.as_ref().is_some_and(|draft| matches!(draft.key, Part::Caption(_)) && draft.key != key)
        {
            commands.extend(self.flush());
        }
        let (_, typed) = fields::text_field(ui, &look, &key, &shot.caption, &mut self.draft);
        if let Some(text) = typed {
            commands.push(BoardCommand::SetCaption { shot: name.clone(), text }.into());
        }
        let typing = self.draft.as_ref().filter(|draft| draft.key == key).map(|draft| draft.text.clone());
        let text = typing.unwrap_or_else(|| shot.caption.clone());
        let revision = session.document().revision();
        if !self.said.as_ref().is_some_and(|(at, of, _)| *at == revision && of == shot) {
            self.said = Some((revision, shot.clone(), session.said_of(shot)));
        }
        let palette = Palette::of(ui);
        let Some((_, _, Some(said))) = &self.said else {
            fields::complaint(ui, "This version cannot read the view.");
            return;
        };
        let filled = said.fill(&text);
        if !filled.text.is_empty() && filled.text != text {
            ui.label(RichText::new(format!("Says: {}", filled.text)).color(palette.weak));
        }
        for unknown in &filled.unknown {
            fields::complaint(ui, &format!("{{{unknown}}} means nothing: the names below do."));
        }
        for stale in said.stale(&shot.caption, &shot.written) {
            ui.label(RichText::new(stale.to_string()).color(palette.warn));
        }
        egui::CollapsingHeader::new("Names that follow the data").id_salt("names").show(ui, |ui| {
            for (name, what, value) in said.placeholders() {
                let words = format!("{{{name}}}  {what}: {value}");
                if ui.selectable_label(false, words).on_hover_text("Click to copy").clicked() {
                    ui.ctx().copy_text(format!("{{{name}}}"));
                }
            }
        });
        ui.add_space(theme::GAP);
        pointed_ui(ui, session, shot, commands);
    }

    fn foot_ui(
        &mut self,
        ui: &mut egui::Ui,
        board: &Storyboard,
        commands: &mut Vec<Command>,
        asked: &mut Vec<Asked>,
    ) {
        let any = !board.shots.is_empty();
        ui.horizontal_wrapped(|ui| {
            let play = ui.add_enabled(any, egui::Button::new("Play"));
            let play = play.on_hover_text(
                "Fills the screen: → and Space go on, ← back, Home and End to the ends, Esc leaves",
            );
            if play.clicked() {
                commands.push(BoardCommand::Play { board: self.board, place: self.place }.into());
            }
            ui.add_space(theme::GROUP_GAP);
            let label = BoardFormat::ALL[self.format].label();
            let combo =
                egui::ComboBox::from_id_salt("format").width(210.0).selected_text(label).show_ui(ui, |ui| {
                    for (place, format) in BoardFormat::ALL.into_iter().enumerate() {
                        ui.selectable_value(&mut self.format, place, format.label());
                    }
                });
            fields::name(&combo.response, "Kind of file");
            if ui.add_enabled(any, egui::Button::new("Export…")).clicked() {
                let format = BoardFormat::ALL[self.format];
                asked.push(Asked::Board(BoardAsked { board: self.board, format }));
            }
        });
    }
}

/// The incidents that a shot points at, by a ring around each.
fn pointed_ui(ui: &mut egui::Ui, session: &Session, shot: &Shot, commands: &mut Vec<Command>) {
    fields::caption(ui, "Points at");
    let point_at =
        |ids: Vec<IncidentId>| Command::from(BoardCommand::PointAt { shot: shot.name.clone(), ids });
    for id in &shot.highlights {
        let incident = session.document().get(id);
        let title = incident.as_ref().map(|incident| incident.display_title());
        let words = title
            .map_or_else(|| format!("{id} (not in the document)"), |title| shown_line(&title).into_owned());
        ui.horizontal(|ui| {
            let out = ui.add(egui::Button::new(theme::icon(theme::icons::CLOSE, 12.0)).small());
            fields::name(&out, &format!("Point no more at {words}"));
            if out.clicked() {
                commands.push(point_at(shot.highlights.iter().filter(|one| *one != id).cloned().collect()));
            }
            clipped(ui, words.as_str(), 1, |text| text);
        });
    }
    let selected = session.view().selected.as_ref().filter(|id| !shot.highlights.contains(id));
    let add = ui.add_enabled(selected.is_some(), egui::Button::new("Point at the selected incident"));
    if let Some(id) = selected.filter(|_| add.clicked()) {
        let mut ids = shot.highlights.clone();
        ids.push(id.clone());
        commands.push(point_at(ids));
    }
}
