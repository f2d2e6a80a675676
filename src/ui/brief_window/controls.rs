//! The controls of the brief: layouts by name, paper, elements with their places, words, and where it goes.

use eframe::egui::{self, ComboBox, RichText, TextEdit};

use crate::{
    carto::{
        MapStyle, Part, SymbolSet,
        brief::{BannerColour, Ground, Layout, Lettering, Order, Orientation, Paper, kept_layouts},
    },
    export::{PageFormat, Sight},
    session::{BriefCommand, Command, Session},
};

use super::{
    super::{fields, profiles_sheet::export_by_ui, theme, window::Asked},
    BriefAsked, BriefWindow,
};

/// A list of choices with a name for who cannot see it.
fn choice<T: Copy + PartialEq>(
    ui: &mut egui::Ui,
    name: &str,
    width: f32,
    value: &mut T,
    all: &[T],
    label: impl Fn(T) -> &'static str,
) {
    let combo = ComboBox::from_id_salt(name).width(width).selected_text(label(*value)).show_ui(ui, |ui| {
        for one in all {
            ui.selectable_value(value, *one, label(*one));
        }
    });
    fields::name(&combo.response, name);
}

impl BriefWindow {
    /// Whether the window is to be closed.
    pub(super) fn controls_ui(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        commands: &mut Vec<Command>,
        asked: &mut Vec<Asked>,
    ) -> bool {
        ui.heading("Brief");
        ui.separator();
        let foot = 74.0;
        let tall = (ui.available_height() - foot).max(80.0);
        egui::ScrollArea::vertical().max_height(tall).auto_shrink([false, false]).show(ui, |ui| {
            self.layouts_ui(ui, session, commands, asked);
            ui.add_space(theme::GAP);
            self.sheet_ui(ui);
            ui.add_space(theme::GAP);
            self.elements_ui(ui);
            ui.add_space(theme::GAP);
            self.words_ui(ui, session);
            ui.add_space(theme::GAP);
            export_by_ui(ui, session, commands);
        });
        ui.separator();
        let mut closed = false;
        ui.horizontal(|ui| {
            choice(ui, "Kind of file", 128.0, &mut self.format, &PageFormat::ALL, PageFormat::label);
            if ui.add_enabled(self.why.is_none(), egui::Button::new("Save…")).clicked() {
                let layout = Box::new(self.layout.clone());
                asked.push(Asked::Brief(BriefAsked::Save { layout, format: self.format }));
                closed = true;
            }
            let copy = ui.add_enabled(self.why.is_none(), egui::Button::new("Copy"));
            if copy.on_hover_text("Copies the page that is shown, as a picture").clicked() {
                let layout = Box::new(self.layout.clone());
                asked.push(Asked::Brief(BriefAsked::Copy { layout, page: self.page }));
            }
            closed |= ui.button("Close").clicked();
        });
        let size = self.layout.pixels().0;
        let note = format!("{} × {} pixels. The credits of the map are always printed.", size.0, size.1);
        ui.label(RichText::new(note).small().weak());
        closed
    }

    /// Named layouts: of the document, and of files.
    fn layouts_ui(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        commands: &mut Vec<Command>,
        asked: &mut Vec<Asked>,
    ) {
        let kept = kept_layouts(session.document());
        let is_present =
            |layout: &Result<Layout, String>| layout.as_ref().is_ok_and(|one| *one == self.layout);
        let present = kept.iter().position(|(_, layout)| is_present(layout));
        let shown = match present {
            Some(place) => kept[place].0.to_owned(),
            None if self.layout == Layout::default() => "The usual one".to_owned(),
            None => "Changed".to_owned(),
        };
        let mut taken = None;
        ui.horizontal(|ui| {
            ui.label("Layout");
            let combo =
                ComboBox::from_id_salt("layout").width(150.0).selected_text(shown).show_ui(ui, |ui| {
                    if ui.selectable_label(self.layout == Layout::default(), "The usual one").clicked() {
                        taken = Some(Layout::default());
                    }
                    for (place, (name, layout)) in kept.iter().enumerate() {
                        let row = ui.add_enabled(
                            layout.is_ok(),
                            egui::Button::selectable(present == Some(place), crate::model::shown_line(name)),
                        );
                        let row = row.on_disabled_hover_text("This version cannot read it.");
                        if row.clicked() {
                            taken = layout.clone().ok();
                        }
                    }
                });
            fields::name(&combo.response, "Layout of the brief");
            let remove = ui.add_enabled(present.is_some(), egui::Button::new("Remove"));
            if let (true, Some(place)) = (remove.clicked(), present) {
                commands.push(BriefCommand::Remove(place).into());
            }
        });
        if let Some(layout) = taken {
            self.take_layout(layout);
        }
        ui.horizontal(|ui| {
            let field = ui.add(
                TextEdit::singleline(&mut self.name).hint_text("Name of the layout").desired_width(172.0),
            );
            fields::name(&field, "Name of the layout");
            let can_keep = !self.name.trim().is_empty();
            let keep = ui.add_enabled(can_keep, egui::Button::new("Keep"));
            if keep.on_hover_text("Keeps the layout in the document under this name").clicked() {
                let layout = Box::new(self.layout.clone());
                commands.push(BriefCommand::Keep { name: self.name.trim().to_owned(), layout }.into());
            }
        });
        ui.horizontal(|ui| {
            if ui.button("Save to a file…").clicked() {
                asked.push(Asked::Brief(BriefAsked::KeepFile(Box::new(self.layout.clone()))));
            }
            if ui.button("Read from a file…").clicked() {
                asked.push(Asked::Brief(BriefAsked::ReadFile));
            }
        });
    }

    fn sheet_ui(&mut self, ui: &mut egui::Ui) {
        let layout = &mut self.layout;
        egui::Grid::new("sheet").num_columns(2).spacing([10.0, 6.0]).show(ui, |ui| {
            ui.label("Sheet");
            ui.horizontal(|ui| {
                choice(ui, "Sheet", 84.0, &mut layout.paper, &Paper::ALL, Paper::label);
                choice(
                    ui,
                    "Orientation",
                    88.0,
                    &mut layout.orientation,
                    &Orientation::ALL,
                    Orientation::label,
                );
            });
            ui.end_row();
            ui.label("Style");
            choice(ui, "Style of the brief", 182.0, &mut layout.style, &MapStyle::ALL, MapStyle::label);
            ui.end_row();
            ui.label("Map");
            choice(ui, "Ground of the map", 182.0, &mut layout.ground, &Ground::ALL, Ground::label);
            ui.end_row();
            ui.label("Lettering");
            choice(
                ui,
                "Lettering of the map",
                182.0,
                &mut layout.lettering,
                &Lettering::ALL,
                Lettering::label,
            );
            ui.end_row();
            ui.label("Numbers");
            choice(ui, "Order of the numbers", 182.0, &mut layout.order, &Order::ALL, Order::label);
            ui.end_row();
            ui.label("Signs");
            choice(
                ui,
                "Signs of the incidents",
                182.0,
                &mut layout.signs.set,
                &SymbolSet::ALL,
                SymbolSet::label,
            );
            ui.end_row();
            ui.label("");
            ui.checkbox(&mut layout.signs.by_toll, "Larger where more were killed");
            ui.end_row();
            ui.label("Seen");
            choice(ui, "How the preview is seen", 182.0, &mut self.sight, &Sight::ALL, Sight::label);
            ui.end_row();
        });
    }

    /// Each element with its switch and, where it has a choice, its place.
    fn elements_ui(&mut self, ui: &mut egui::Ui) {
        fields::caption(ui, "Elements (drag them in the preview too)");
        egui::Grid::new("elements").num_columns(2).spacing([10.0, 3.0]).show(ui, |ui| {
            for part in Layout::SWITCHES {
                let mut is_on = self.layout.has(part);
                let strong = self.selected == Some(part);
                let label =
                    if strong { RichText::new(part.label()).strong() } else { RichText::new(part.label()) };
                let switch = ui.checkbox(&mut is_on, label);
                if switch.changed() {
                    self.layout.switch(part, is_on);
                    self.selected = Some(part);
                }
                if let Some(mut spot) = self.layout.spot(part).filter(|_| is_on) {
                    let before = spot;
                    let name = format!("Place of {}", part.label());
                    choice(ui, &name, 140.0, &mut spot, self.layout.choices(part), |spot| {
                        self.layout.spot_label(part, spot)
                    });
                    if spot != before {
                        self.layout.put(part, spot);
                        self.selected = Some(part);
                    }
                } else {
                    ui.label("");
                }
                ui.end_row();
            }
        });
    }

    fn words_ui(&mut self, ui: &mut egui::Ui, session: &Session) {
        let facts = session.document().facts();
        let usual_sources = facts.attribution.join("; ");
        let layout = &mut self.layout;
        let selected = self.selected;
        let line = |ui: &mut egui::Ui, part: Part, label: &str, words: &mut Option<String>, usual: &str| {
            fields::caption(ui, label);
            let mut text = words.clone().unwrap_or_default();
            let edit = TextEdit::multiline(&mut text)
                .desired_rows(1)
                .return_key(None)
                .hint_text(usual)
                .desired_width(f32::INFINITY);
            let field = ui.add(edit);
            fields::name(&field, label);
            if field.changed() {
                *words = (!text.trim().is_empty()).then_some(text);
            }
            if selected == Some(part) && field.has_focus() {
                field.scroll_to_me(None);
            }
        };
        line(ui, Part::Title, "Title of the brief", &mut layout.title, &facts.title);
        line(
            ui,
            Part::Subtitle,
            "Line under the title",
            &mut layout.subtitle,
            "the time window and the filter",
        );
        line(ui, Part::Sources, "Sources of the incidents", &mut layout.sources, &usual_sources);
        fields::caption(ui, "Handling words, at the top and the foot");
        ui.horizontal(|ui| {
            let edit = TextEdit::singleline(&mut layout.banner.text).hint_text("none").desired_width(172.0);
            let field = ui.add(edit);
            fields::name(&field, "Handling words");
            choice(
                ui,
                "Colour of the handling words",
                84.0,
                &mut layout.banner.colour,
                &BannerColour::ALL,
                BannerColour::label,
            );
        });
        let usual = ui.add_enabled(*layout != Layout::default(), egui::Button::new("Everything as usual"));
        if usual.clicked() {
            *layout = Layout::default();
        }
    }
}
