//! `marz export --brief`: the brief without a window, the same bytes as from it.

use std::path::Path;

use clap::Args;

use crate::{
    analysis::publication::Gated,
    carto::{
        SignStyle, SymbolSet, View,
        brief::{
            About, Banner, BannerColour, Ground, Layout, Order, Orientation, Paper, brief, kept_layouts,
        },
    },
    export::Leaving,
    model::Document,
    store::{self, native::fingerprint},
};

use super::{CliError, Export};

/// What is told of a brief.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches of the command line")]
pub struct BriefArguments {
    /// Makes a brief: a sheet with title, key numbers, numbered incidents and their list. LAYOUT names one that the
    /// document keeps, or a file of one; without it, the usual one.
    #[arg(long, value_name = "LAYOUT", num_args = 0..=1, default_missing_value = "")]
    pub brief: Option<String>,
    /// The sheet of the brief: 16:9, a4 or letter.
    #[arg(long, value_name = "PAPER", value_parser = read_paper, requires = "brief")]
    pub paper: Option<Paper>,
    /// Upright instead of lying.
    #[arg(long, requires = "brief", conflicts_with = "landscape")]
    pub portrait: bool,
    /// Lying, where the layout stands upright.
    #[arg(long, requires = "brief")]
    pub landscape: bool,
    /// Elements to leave out: title, subtitle, numbers, list, legend, histogram, inset, scale, north, notes, sources,
    /// projection, version.
    #[arg(long, value_name = "ELEMENT,…", value_delimiter = ',', requires = "brief")]
    pub without: Vec<String>,
    /// The handling words at the top and the foot of each page.
    #[arg(long, value_name = "WORDS", requires = "brief")]
    pub banner: Option<String>,
    /// The colour of the handling words' ground: green, blue, red, orange, yellow, black.
    #[arg(long, value_name = "COLOUR", value_parser = read_colour, requires = "brief")]
    pub banner_colour: Option<BannerColour>,
    /// Signs in frames as in APP-6 instead of plain shapes, on a brief and on a picture.
    #[arg(long)]
    pub framed: bool,
    /// Larger signs where more people were killed, likewise.
    #[arg(long)]
    pub by_toll: bool,
    /// The ground of the map: all incidents that are listed, or the whole frontier.
    #[arg(long, value_name = "GROUND", value_parser = read_ground, requires = "brief", conflicts_with = "bbox")]
    pub ground: Option<Ground>,
    /// The order of the numbers: date or place.
    #[arg(long, value_name = "ORDER", value_parser = read_order, requires = "brief")]
    pub order: Option<Order>,
}

impl BriefArguments {
    /// The signs of a map, with what was told besides.
    pub(super) fn signs(&self, usual: SignStyle) -> SignStyle {
        let set = if self.framed { SymbolSet::Framed } else { usual.set };
        SignStyle { set, by_toll: usual.by_toll || self.by_toll }
    }
}

impl Export {
    /// The brief of what leaves, in a layout that the whole document keeps, written; what to say of it.
    pub(super) fn write_brief(
        &self,
        whole: &Document,
        leaving: &Leaving,
        view: &View,
        name: &str,
    ) -> Result<String, CliError> {
        let document = leaving.document();
        let mut layout = self.layout(whole, name)?;
        if let Some(style) = self.style {
            layout.style = style;
        }
        let about = About {
            today: Some(super::today()),
            version: Some(fingerprint(document)),
            screen: Some(super::MAP_SIZE),
        };
        let made = brief(document, &leaving.index(), view, &layout, &about);
        let (usual, dpi) = layout.pixels();
        let pixels = self.size.unwrap_or(usual);
        let mut said = self.outputs.write_pages(&made.pages, (pixels, self.dpi.or(dpi)))?;
        let shown = made.pages.first().map_or(0, |page| page.scene.shown);
        said.push(format!("{shown} of {} incidents, {} pages", document.len(), made.pages.len()));
        said.extend(leaving.gated().map(Gated::lines).unwrap_or_default());
        Ok(said.join("\n"))
    }

    /// The layout of that name, or of that file, with what was told besides.
    fn layout(&self, document: &Document, name: &str) -> Result<Layout, CliError> {
        let told = &self.brief;
        let mut layout = named(document, name)?;
        if let Some(paper) = told.paper {
            layout.paper = paper;
        }
        if told.portrait {
            layout.orientation = Orientation::Portrait;
        }
        if told.landscape {
            layout.orientation = Orientation::Landscape;
        }
        layout.ground = told.ground.unwrap_or(layout.ground);
        layout.signs = told.signs(layout.signs);
        layout.order = told.order.unwrap_or(layout.order);
        if let Some(text) = &told.banner {
            layout.banner = Banner { text: text.clone(), ..layout.banner };
        }
        layout.banner.colour = told.banner_colour.unwrap_or(layout.banner.colour);
        if let Some(title) = &self.title {
            layout.title = Some(title.clone());
        }
        for code in &told.without {
            let code = code.trim().to_lowercase();
            let part = Layout::SWITCHES.into_iter().find(|part| part.code() == code);
            let part = part.ok_or_else(|| CliError::Brief(no_such_element(&code)))?;
            layout.switch(part, false);
        }
        Ok(layout)
    }
}

/// The usual layout where none is named; else that of the document with this name, or that of a file.
fn named(document: &Document, name: &str) -> Result<Layout, CliError> {
    if name.is_empty() {
        // Without a window there is no screen to show the ground of.
        return Ok(Layout { ground: Ground::Incidents, ..Layout::default() });
    }
    let kept = kept_layouts(document);
    if let Some((_, layout)) = kept.iter().find(|(kept, _)| *kept == name) {
        let told = |error: &String| CliError::Brief(format!("The layout “{name}” cannot be read: {error}."));
        return layout.clone().map_err(|error| told(&error));
    }
    let Ok(bytes) = store::read_small(Path::new(name)) else {
        let names: Vec<&str> = kept.iter().map(|(name, _)| *name).collect();
        let there =
            if names.is_empty() { "keeps none".to_owned() } else { format!("keeps: {}", names.join(", ")) };
        return Err(CliError::Brief(format!(
            "There is no layout “{name}”: the document {there}; and no file has this name."
        )));
    };
    Layout::read(&bytes).map_err(|why| CliError::Brief(format!("{why}\n{name}")))
}

fn no_such_element(code: &str) -> String {
    let codes: Vec<&str> = Layout::SWITCHES.iter().map(|part| part.code()).collect();
    format!("“{code}” is no element of a brief that can be left out; these are: {}", codes.join(", "))
}

fn read_paper(text: &str) -> Result<Paper, String> {
    Paper::from_code(text).ok_or_else(|| format!("“{text}” is not a sheet: choose 16:9, a4 or letter"))
}

fn read_colour(text: &str) -> Result<BannerColour, String> {
    let wanted = text.to_lowercase();
    BannerColour::ALL
        .into_iter()
        .find(|colour| colour.label().to_lowercase() == wanted)
        .ok_or_else(|| format!("“{text}” is not a colour: choose green, blue, red, orange, yellow or black"))
}

fn read_ground(text: &str) -> Result<Ground, String> {
    match text {
        "incidents" => Ok(Ground::Incidents),
        "frontier" => Ok(Ground::Frontier),
        _ => Err(format!("“{text}” is not a ground: choose incidents or frontier")),
    }
}

fn read_order(text: &str) -> Result<Order, String> {
    match text {
        "date" => Ok(Order::Date),
        "place" => Ok(Order::Place),
        _ => Err(format!("“{text}” is not an order: choose date or place")),
    }
}
