//! Choosing, looking at and saving a picture of the map.

use eframe::egui::{self, RichText, vec2};

use crate::{
    carto::{MapStyle, SignStyle, SymbolSet},
    export::{PageFormat, PicturePreset, PictureRequest, Sight},
    model::DaySpan,
    session::{Command, OneList, ProfileChoice, Session},
    store::PictureSettings,
};

use super::{
    fields::{self, choice},
    profiles_sheet::export_by_ui,
    theme,
};

/// What is wanted of a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureChoice {
    pub request: PictureRequest,
    /// Whether the legend is printed, whatever the window shows.
    pub legend: bool,
    pub style: MapStyle,
    /// Whether the overview is printed, likewise.
    pub inset: bool,
    /// Whether both sides of a comparison are printed, where one is on.
    pub both: bool,
    pub frame: PictureFrame,
    pub goal: PictureGoal,
    pub format: PageFormat,
    /// Frames a second of a moving picture.
    pub speed: f32,
    /// How incidents are drawn.
    pub signs: SignStyle,
    /// Whose eyes a preview is seen with.
    pub sight: Sight,
}

/// Which part of the map a picture shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PictureFrame {
    /// At least what the window shows.
    #[default]
    Screen,
    Frontier,
    /// All incidents shown.
    Incidents,
}

impl PictureFrame {
    const ALL: [Self; 3] = [Self::Screen, Self::Frontier, Self::Incidents];

    fn label(self) -> &'static str {
        match self {
            Self::Screen => "As on the screen",
            Self::Frontier => "Whole frontier",
            Self::Incidents => "All shown incidents",
        }
    }
}

/// Where a picture goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureGoal {
    Preview,
    File,
    Clipboard,
}

/// State of the window.
#[expect(clippy::struct_excessive_bools, reason = "independent switches of the window")]
pub struct PictureWindow {
    preset: PicturePreset,
    format: PageFormat,
    /// Instead of the preset's.
    dpi: Option<u32>,
    signs: u16,
    speed: f32,
    title: Option<String>,
    subtitle: String,
    legend: bool,
    style: MapStyle,
    inset: bool,
    both: bool,
    frame: PictureFrame,
    symbols: SignStyle,
    sight: Sight,
    asked: Option<PreviewKey>,
    preview: Option<egui::TextureHandle>,
    /// Why there is no preview, and no picture.
    why: Option<String>,
    pub busy: bool,
    /// How often the window was opened: lists inside belong to one opening, or they would open behind the next.
    openings: u32,
}

/// What a preview shows; another key needs another preview.
#[derive(Clone, PartialEq)]
struct PreviewKey {
    request: PictureRequest,
    legend: bool,
    style: MapStyle,
    inset: bool,
    both: bool,
    other: Option<crate::carto::View>,
    frame: PictureFrame,
    revision: crate::model::Revision,
    shown: OneList,
    view: crate::carto::View,
    export_by: ProfileChoice,
    symbols: SignStyle,
    sight: Sight,
}

impl Default for PictureWindow {
    fn default() -> Self {
        Self {
            preset: PicturePreset::FullHd,
            format: PageFormat::Png,
            dpi: None,
            signs: 100,
            speed: 2.0,
            title: None,
            subtitle: String::new(),
            legend: true,
            style: MapStyle::default(),
            inset: false,
            both: true,
            frame: PictureFrame::default(),
            symbols: SignStyle::default(),
            sight: Sight::default(),
            asked: None,
            preview: None,
            why: None,
            busy: false,
            openings: 0,
        }
    }
}

/// Per cent of their size on the screen.
const SIGNS: [u16; 5] = [150, 100, 75, 50, 35];

fn signs_label(signs: u16) -> String {
    match signs {
        100 => "As on the screen, sharper".to_owned(),
        101.. => format!("Larger, {signs} %"),
        _ => format!("More detail, {signs} %"),
    }
}

/// The widest preview, in pixels; the picture itself is painted at its full size.
const PREVIEW_WIDTH: u32 = 860;

impl PictureWindow {
    /// A picture with the present choices.
    pub fn request(&self, session: &Session) -> PictureRequest {
        PictureRequest {
            title: self.title.clone(),
            subtitle: (!self.subtitle.trim().is_empty()).then(|| self.subtitle.trim().to_owned()),
            made_on: Some(DaySpan::day(session.today()).to_string()),
            signs: self.signs,
            dpi: self.dpi.or(self.preset.dpi()),
            ..PictureRequest::preset(self.preset)
        }
    }

    /// A picture of this goal with the present choices.
    pub fn choice(&self, request: &PictureRequest, goal: PictureGoal) -> PictureChoice {
        PictureChoice {
            request: request.clone(),
            legend: self.legend,
            style: self.style,
            inset: self.inset,
            both: self.both,
            frame: self.frame,
            goal,
            format: self.format,
            speed: self.speed,
            signs: self.symbols,
            sight: self.sight,
        }
    }

    /// Takes up the choices of an earlier time.
    pub fn begin_with(&mut self, kept: &PictureSettings, preset: Option<&str>) {
        let of_code = PageFormat::WITH_MOVING.into_iter().find(|format| format.code() == kept.format);
        self.format = of_code.unwrap_or_default();
        if let Some(preset) = preset {
            self.set_preset_by_name(preset);
        }
        if let Some((width, height)) = kept.own_size {
            self.preset = PicturePreset::Custom(width.clamp(320, 7680), height.clamp(320, 7680));
        }
        self.dpi = kept.dpi;
        self.signs = kept.signs.clamp(10, 400);
        self.legend = kept.legend;
        self.inset = kept.inset;
        self.style = kept.style;
        let set = if kept.framed { SymbolSet::Framed } else { SymbolSet::Plain };
        self.symbols = SignStyle { set, by_toll: kept.by_toll };
        self.speed = if kept.speed.is_finite() { kept.speed.clamp(0.1, 30.0) } else { 2.0 };
    }

    /// The choices for another time.
    pub fn settings(&self) -> PictureSettings {
        let own_size =
            if let PicturePreset::Custom(width, height) = self.preset { Some((width, height)) } else { None };
        PictureSettings {
            format: self.format.code().to_owned(),
            own_size,
            dpi: self.dpi,
            signs: self.signs,
            legend: self.legend,
            inset: self.inset,
            style: self.style,
            speed: self.speed,
            framed: self.symbols.set == SymbolSet::Framed,
            by_toll: self.symbols.by_toll,
        }
    }

    pub fn preset_name(&self) -> String {
        self.preset.label()
    }

    fn set_preset_by_name(&mut self, name: &str) {
        if let Some(preset) = PicturePreset::ALL.into_iter().find(|preset| preset.label() == name) {
            self.preset = preset;
        }
    }

    /// The finished preview.
    pub fn show_preview(&mut self, ctx: &egui::Context, image: egui::ColorImage) {
        self.preview = Some(ctx.load_texture("picture preview", image, egui::TextureOptions::LINEAR));
        self.busy = false;
        self.why = None;
    }

    /// No picture can be made of these choices.
    pub fn show_why(&mut self, why: String) {
        self.preview = None;
        self.busy = false;
        self.why = Some(why);
    }

    /// The window is opened anew: whichever way it was closed, its lists must not open behind it.
    pub fn opened(&mut self) {
        self.openings += 1;
        self.asked = None;
        self.preview = None;
        self.why = None;
    }

    pub fn show(
        &mut self,
        ctx: &egui::Context,
        session: &Session,
        commands: &mut Vec<Command>,
    ) -> (bool, Vec<PictureChoice>) {
        let mut asked = Vec::new();
        let mut closed = false;
        let room = ctx.content_rect().size();
        let width = (room.x - 60.0).min(920.0);
        let response = egui::Modal::new(egui::Id::unique(("picture", self.openings))).show(ctx, |ui| {
            ui.set_width(width);
            ui.heading("Export picture");
            ui.separator();
            ui.push_id(self.openings, |ui| {
                self.choices(ui, session);
                self.signs_ui(ui);
                export_by_ui(ui, session, commands);
            });
            let request = self.request(session);
            self.ask_for_preview(session, &request, &mut asked);
            // What the choices leave of the window, without the buttons and the frame.
            let tall = room.y - ui.min_rect().height() - 110.0;
            self.preview_ui(ui, &request, vec2(width, tall.max(80.0)));
            ui.add_space(theme::GAP);
            ui.horizontal(|ui| {
                let ready = !self.busy && self.why.is_none();
                let save = ui.add_enabled(ready, egui::Button::new(format!("Save {}…", self.format.short())));
                if save.clicked() {
                    asked.push(self.choice(&request, PictureGoal::File));
                    closed = true;
                }
                if ui.add_enabled(ready, egui::Button::new("Copy to the clipboard")).clicked() {
                    asked.push(self.choice(&request, PictureGoal::Clipboard));
                    closed = true;
                }
                if ui.button("Cancel").clicked() {
                    closed = true;
                }
                ui.label(RichText::new("The credits of the map are always printed.").small().weak());
            });
        });
        let closed = closed || response.should_close();
        if closed {
            self.asked = None;
            self.preview = None;
        }
        (closed, asked)
    }

    fn choices(&mut self, ui: &mut egui::Ui, session: &Session) {
        ui.horizontal_wrapped(|ui| self.kind(ui));
        ui.horizontal_wrapped(|ui| {
            ui.label("Size");
            let combo = egui::ComboBox::from_id_salt("preset")
                .width(230.0)
                .selected_text(self.preset.label())
                .show_ui(ui, |ui| {
                    let custom = match self.preset {
                        PicturePreset::Custom(..) => self.preset,
                        _ => PicturePreset::Custom(1600, 1000),
                    };
                    for preset in PicturePreset::ALL {
                        ui.selectable_value(&mut self.preset, preset, preset.label());
                    }
                    ui.selectable_value(&mut self.preset, custom, "Own size…");
                });
            fields::name(&combo.response, "Size of the picture");
            if let PicturePreset::Custom(width, height) = &mut self.preset {
                for (value, label) in [(width, "Width in pixels"), (height, "Height in pixels")] {
                    let drag = ui.add(egui::DragValue::new(value).range(320..=7680).speed(4.0));
                    fields::name(&drag, label);
                }
                ui.label("pixels");
            }
            ui.add_space(theme::GROUP_GAP);
            ui.label("Map");
            let combo = egui::ComboBox::from_id_salt("frame")
                .width(150.0)
                .selected_text(self.frame.label())
                .show_ui(ui, |ui| {
                    for frame in PictureFrame::ALL {
                        ui.selectable_value(&mut self.frame, frame, frame.label());
                    }
                });
            fields::name(&combo.response, "Part of the map");
            ui.add_space(theme::GROUP_GAP);
            ui.label("Style");
            let combo = egui::ComboBox::from_id_salt("style")
                .width(120.0)
                .selected_text(self.style.label())
                .show_ui(ui, |ui| {
                    for style in MapStyle::ALL {
                        ui.selectable_value(&mut self.style, style, style.label());
                    }
                });
            fields::name(&combo.response, "Style of the picture");
            ui.add_space(theme::GROUP_GAP);
            ui.checkbox(&mut self.legend, "Legend");
            ui.checkbox(&mut self.inset, "Overview")
                .on_hover_text("A small map in a free corner that shows where the large one lies");
            if session.comparison().is_some() {
                ui.checkbox(&mut self.both, "Both sides").on_hover_text(
                    "Both sides of the comparison beside each other, each with its days and counts",
                );
            }
        });
        let mut title = self.title.clone().unwrap_or_else(|| session.document().facts().title.clone());
        fields::caption(ui, "Title");
        let field = ui.add(egui::TextEdit::singleline(&mut title).desired_width(f32::INFINITY));
        fields::name(&field, "Title of the picture");
        if field.changed() {
            self.title = Some(title);
        }
        fields::caption(ui, "Line under the title");
        let hint = "the time window and the counts";
        let field = ui
            .add(egui::TextEdit::singleline(&mut self.subtitle).hint_text(hint).desired_width(f32::INFINITY));
        fields::name(&field, "Line under the title");
    }

    /// How incidents are drawn, and whose eyes the preview is seen with.
    fn signs_ui(&mut self, ui: &mut egui::Ui) {
        ui.horizontal_wrapped(|ui| {
            ui.label("Signs");
            let set = &mut self.symbols.set;
            choice(ui, "Signs of the incidents", 170.0, set, &SymbolSet::ALL, |set| set.label().to_owned());
            ui.checkbox(&mut self.symbols.by_toll, "Larger where more were killed");
            ui.add_space(theme::GROUP_GAP);
            ui.label("Preview seen");
            choice(ui, "How the preview is seen", 150.0, &mut self.sight, &Sight::ALL, |sight| {
                sight.label().to_owned()
            });
        });
    }

    /// What kind of file it becomes, how large signs are in it, and how fast it moves.
    fn kind(&mut self, ui: &mut egui::Ui) {
        ui.label("File");
        let combo = egui::ComboBox::from_id_salt("format")
            .width(190.0)
            .selected_text(self.format.label())
            .show_ui(ui, |ui| {
                for format in PageFormat::WITH_MOVING {
                    ui.selectable_value(&mut self.format, format, format.label())
                        .on_hover_text(format.hint());
                }
            });
        fields::name(&combo.response.on_hover_text(self.format.hint()), "Kind of file");
        ui.add_space(theme::GROUP_GAP);
        ui.label("Signs and words");
        let combo = egui::ComboBox::from_id_salt("signs")
            .width(190.0)
            .selected_text(signs_label(self.signs))
            .show_ui(ui, |ui| {
                for signs in SIGNS {
                    ui.selectable_value(&mut self.signs, signs, signs_label(signs));
                }
            });
        fields::name(&combo.response, "Size of signs and words");
        ui.add_space(theme::GROUP_GAP);
        ui.label("dpi");
        let mut dpi = self.dpi.or(self.preset.dpi()).unwrap_or(0);
        let drag = egui::DragValue::new(&mut dpi).range(0..=1200).custom_formatter(|value, _| {
            if value < 1.0 { "not told".to_owned() } else { format!("{value:.0}") }
        });
        let drag = ui.add(drag).on_hover_text("Told to printers; it changes no pixel");
        fields::name(&drag, "Dots per inch");
        if drag.changed() {
            self.dpi = (dpi > 0).then_some(dpi);
        }
        if self.format.is_moving() {
            ui.add_space(theme::GROUP_GAP);
            let speed = egui::DragValue::new(&mut self.speed).range(0.1..=30.0).speed(0.1).max_decimals(1);
            fields::name(&ui.add(speed), "Frames a second");
            ui.label("frames a second, in the steps of the timeline");
        }
    }

    fn ask_for_preview(
        &mut self,
        session: &Session,
        request: &PictureRequest,
        asked: &mut Vec<PictureChoice>,
    ) {
        let key = PreviewKey {
            request: request.clone(),
            legend: self.legend,
            style: self.style,
            inset: self.inset,
            both: self.both,
            other: session.other_view(),
            frame: self.frame,
            revision: session.document().revision(),
            shown: OneList::new(session.shown()),
            view: session.view().clone(),
            export_by: session.export_by().clone(),
            symbols: self.symbols,
            sight: self.sight,
        };
        if self.busy || self.asked.as_ref() == Some(&key) {
            return;
        }
        self.asked = Some(key);
        self.busy = true;
        asked.push(self.choice(request, PictureGoal::Preview));
    }

    fn preview_ui(&self, ui: &mut egui::Ui, request: &PictureRequest, room: egui::Vec2) {
        let picture = vec2(request.pixels.0 as f32, request.pixels.1 as f32);
        let scale = (room.x / picture.x).min(room.y / picture.y).min(1.0);
        ui.vertical_centered(|ui| {
            if let Some(preview) = &self.preview {
                let image = egui::Image::new((preview.id(), picture * scale))
                    .fit_to_exact_size(picture * scale)
                    .alt_text("Preview of the picture");
                ui.add(image);
            } else {
                let words = self.why.as_deref().unwrap_or("Painting the preview…");
                ui.allocate_ui(picture * scale, |ui| {
                    ui.centered_and_justified(|ui| ui.label(words));
                });
            }
        });
    }

    /// Pixels in which a preview of this request is painted.
    pub fn preview_pixels(request: &PictureRequest) -> (u32, u32) {
        let (width, height) = request.pixels;
        if width <= PREVIEW_WIDTH {
            return (width, height);
        }
        let scaled = u64::from(height) * u64::from(PREVIEW_WIDTH) / u64::from(width.max(1));
        (PREVIEW_WIDTH, u32::try_from(scaled).unwrap_or(height).max(1))
    }
}
