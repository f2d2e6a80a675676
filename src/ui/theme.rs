//! Every colour, size and font of the window, once.

use eframe::egui::{
    self, Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Stroke, TextStyle,
    text::{LayoutJob, TextFormat},
    vec2,
};

use crate::carto::{ArabicFace, Face, arabic_font_bytes, font_bytes, stretches};

/// Colours of the window that are not the map's.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    pub panel: Color32,
    pub raised: Color32,
    pub field: Color32,
    pub line: Color32,
    pub text: Color32,
    pub weak: Color32,
    pub accent: Color32,
    pub accent_quiet: Color32,
    pub on_accent: Color32,
    pub trouble: Color32,
    pub trouble_quiet: Color32,
    pub warn: Color32,
    pub done: Color32,
    pub bar: Color32,
    pub bar_total: Color32,
}

const LIGHT: Palette = Palette {
    panel: Color32::from_rgb(0xf7, 0xf5, 0xf1),
    raised: Color32::from_rgb(0xff, 0xff, 0xff),
    field: Color32::from_rgb(0xff, 0xff, 0xff),
    line: Color32::from_rgb(0xd9, 0xd4, 0xca),
    text: Color32::from_rgb(0x22, 0x26, 0x2b),
    weak: Color32::from_rgb(0x66, 0x68, 0x6a),
    accent: Color32::from_rgb(0x1d, 0x4e, 0x89),
    accent_quiet: Color32::from_rgb(0xdb, 0xe6, 0xf2),
    on_accent: Color32::WHITE,
    trouble: Color32::from_rgb(0xb3, 0x1b, 0x1b),
    trouble_quiet: Color32::from_rgb(0xfb, 0xe6, 0xe3),
    warn: Color32::from_rgb(0x8a, 0x5a, 0x00),
    done: Color32::from_rgb(0x20, 0x6b, 0x3a),
    bar: Color32::from_rgb(0x2f, 0x63, 0x9c),
    bar_total: Color32::from_rgb(0xcf, 0xca, 0xc0),
};

const DARK: Palette = Palette {
    panel: Color32::from_rgb(0x17, 0x1b, 0x21),
    raised: Color32::from_rgb(0x1f, 0x25, 0x2d),
    field: Color32::from_rgb(0x0f, 0x13, 0x18),
    line: Color32::from_rgb(0x37, 0x3f, 0x4a),
    text: Color32::from_rgb(0xe6, 0xe8, 0xea),
    weak: Color32::from_rgb(0xa0, 0xa7, 0xb0),
    accent: Color32::from_rgb(0x7f, 0xb2, 0xea),
    accent_quiet: Color32::from_rgb(0x26, 0x3b, 0x53),
    on_accent: Color32::from_rgb(0x0d, 0x16, 0x20),
    trouble: Color32::from_rgb(0xff, 0x8a, 0x80),
    trouble_quiet: Color32::from_rgb(0x45, 0x22, 0x24),
    warn: Color32::from_rgb(0xe6, 0xb4, 0x50),
    done: Color32::from_rgb(0x86, 0xd6, 0xa0),
    bar: Color32::from_rgb(0x6a, 0xa3, 0xe0),
    bar_total: Color32::from_rgb(0x3a, 0x42, 0x4d),
};

impl Palette {
    pub fn of(ui: &egui::Ui) -> Self {
        if ui.visuals().dark_mode { DARK } else { LIGHT }
    }
}

/// Space between things that belong together, and between groups.
pub const GAP: f32 = 4.0;
pub const GROUP_GAP: f32 = 10.0;
/// Height of rows in lists.
pub const ROW_HEIGHT: f32 = 42.0;

/// Names of the font families that the map's faces have in the window.
pub fn family(face: Face) -> FontFamily {
    match face {
        Face::Regular => FontFamily::Proportional,
        Face::SemiBold => FontFamily::Name("semibold".into()),
        Face::Italic => FontFamily::Name("italic".into()),
    }
}

/// The family for stretches from right to left: its first font has the letters, the spaces and the digits, so that
/// the shaper sees a stretch whole.
pub fn arabic_family(face: Face) -> FontFamily {
    match ArabicFace::beside(face) {
        ArabicFace::Regular => FontFamily::Name("arabic".into()),
        ArabicFace::SemiBold => FontFamily::Name("arabic semibold".into()),
    }
}

/// One line of text whose words stand in the order in which they are read, whichever way each of them runs.
pub fn line(text: &str, size: f32, face: Face, colour: Color32) -> LayoutJob {
    let mut job = LayoutJob { break_on_newline: false, ..LayoutJob::default() };
    for stretch in stretches(text) {
        let family = if stretch.right_to_left { arabic_family(face) } else { family(face) };
        job.append(&text[stretch.range], 0.0, TextFormat::simple(FontId::new(size, family), colour));
    }
    job
}

fn icon_family() -> FontFamily {
    FontFamily::Name("icons".into())
}

/// A text of the icon font.
pub fn icon(symbol: &str, size: f32) -> egui::RichText {
    egui::RichText::new(symbol).font(FontId::new(size, icon_family()))
}

/// A text in the strong face.
pub fn bold(text: impl Into<String>) -> egui::RichText {
    egui::RichText::new(text).family(family(Face::SemiBold))
}

/// Installs fonts and both styles.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    // A system that does not say which theme it wears gets the one that prints.
    ctx.options_mut(|options| options.fallback_theme = egui::Theme::Light);
    for (theme, palette) in [(egui::Theme::Light, LIGHT), (egui::Theme::Dark, DARK)] {
        ctx.style_mut_of(theme, |style| restyle(style, palette));
    }
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let mut add = |name: &str, bytes: &'static [u8]| {
        fonts.font_data.insert(name.to_owned(), std::sync::Arc::new(FontData::from_static(bytes)));
    };
    add("regular", font_bytes(Face::Regular));
    add("semibold", font_bytes(Face::SemiBold));
    add("italic", font_bytes(Face::Italic));
    add("arabic", arabic_font_bytes(ArabicFace::Regular));
    add("arabic semibold", arabic_font_bytes(ArabicFace::SemiBold));
    add("symbols", include_bytes!("../../assets/fonts/NotoSansMath-Symbols.ttf"));
    add("icons", include_bytes!("../../assets/fonts/PhosphorIcons.ttf"));
    let chain = |first: &str| -> Vec<String> {
        [first, "regular", "arabic", "symbols", "icons"].into_iter().map(str::to_owned).collect()
    };
    fonts.families.insert(FontFamily::Proportional, chain("regular"));
    fonts.families.insert(FontFamily::Monospace, chain("regular"));
    fonts.families.insert(family(Face::SemiBold), chain("semibold"));
    fonts.families.insert(family(Face::Italic), chain("italic"));
    for (face, name) in [(Face::Regular, "arabic"), (Face::SemiBold, "arabic semibold")] {
        fonts.families.insert(arabic_family(face), chain(name));
    }
    fonts.families.insert(icon_family(), chain("icons"));
    fonts
}

fn restyle(style: &mut egui::Style, palette: Palette) {
    style.text_styles = [
        (TextStyle::Small, FontId::new(11.5, FontFamily::Proportional)),
        (TextStyle::Body, FontId::new(13.5, FontFamily::Proportional)),
        (TextStyle::Button, FontId::new(13.5, FontFamily::Proportional)),
        (TextStyle::Monospace, FontId::new(13.0, FontFamily::Monospace)),
        (TextStyle::Heading, FontId::new(16.0, family(Face::SemiBold))),
    ]
    .into();
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(6.0, 5.0);
    spacing.button_padding = vec2(8.0, 4.0);
    spacing.menu_margin = Margin::same(6);
    spacing.window_margin = Margin::same(14);
    spacing.interact_size = vec2(28.0, 26.0);
    spacing.scroll.bar_width = 8.0;
    let visuals = &mut style.visuals;
    visuals.panel_fill = palette.panel;
    visuals.window_fill = palette.raised;
    visuals.window_stroke = Stroke::new(1.0, palette.line);
    visuals.window_corner_radius = CornerRadius::same(8);
    visuals.menu_corner_radius = CornerRadius::same(6);
    visuals.extreme_bg_color = palette.field;
    visuals.text_edit_bg_color = Some(palette.field);
    visuals.faint_bg_color = palette.accent_quiet.gamma_multiply(0.4);
    visuals.hyperlink_color = palette.accent;
    visuals.error_fg_color = palette.trouble;
    visuals.warn_fg_color = palette.warn;
    visuals.weak_text_color = Some(palette.weak);
    visuals.selection.bg_fill = palette.accent_quiet;
    visuals.selection.stroke = Stroke::new(1.5, palette.accent);
    let radius = CornerRadius::same(5);
    let widgets = &mut visuals.widgets;
    widgets.noninteractive.fg_stroke = Stroke::new(1.0, palette.text);
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, palette.line);
    widgets.noninteractive.bg_fill = palette.panel;
    widgets.noninteractive.weak_bg_fill = palette.panel;
    for (state, fill, edge) in [
        (&mut widgets.inactive, palette.raised, palette.line),
        (&mut widgets.hovered, palette.accent_quiet, palette.accent),
        (&mut widgets.active, palette.accent_quiet, palette.accent),
        (&mut widgets.open, palette.accent_quiet, palette.line),
    ] {
        state.weak_bg_fill = fill;
        state.bg_fill = fill;
        state.bg_stroke = Stroke::new(1.0, edge);
        state.fg_stroke = Stroke::new(1.2, palette.text);
        state.corner_radius = radius;
        state.expansion = 0.0;
    }
}

/// Symbols of the icon font.
pub mod icons {
    pub const STEP_BACK: &str = "\u{e138}";
    pub const STEP_FORWARD: &str = "\u{e13a}";
    pub const PLAY: &str = "\u{e3d0}";
    pub const PAUSE: &str = "\u{e39e}";
    pub const UP: &str = "\u{e13c}";
    pub const DOWN: &str = "\u{e136}";
    pub const TARGET: &str = "\u{e1d6}";
    pub const COPY: &str = "\u{e1ca}";
    pub const TRASH: &str = "\u{e4a6}";
    pub const PENCIL: &str = "\u{e3b4}";
    pub const CAMERA: &str = "\u{e10e}";
    pub const CLOSE: &str = "\u{e4f6}";
    pub const CHECK: &str = "\u{e182}";
    pub const INFO: &str = "\u{e2ce}";
    pub const WARNING: &str = "\u{e4e0}";
}
