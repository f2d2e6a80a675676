//! `marz export --shot` and `--storyboard`: kept views without a window.

use crate::{
    analysis::{publication::Gated, ring},
    carto::View,
    export::{
        Leaving, PictureRequest,
        storyboard::{Frame, Pages, frames, shots_of, tour_stops},
    },
    model::{DaySpan, Document, Shot, shown_line},
    store::{self, formats::write::tour},
};

use super::{CliError, Export, USUAL_SIZE, today};

impl Export {
    /// A kept view as it leaves.
    ///
    /// # Errors
    /// When the document has none of that name; those that it has are named.
    pub(super) fn frame_of(
        leaving: &Leaving,
        document: &Document,
        name: &str,
        base: &View,
    ) -> Result<Frame, CliError> {
        let shots = &document.facts().shots;
        let shot = shots.iter().find(|shot| shot.name == *name).ok_or_else(|| {
            let names = shots.iter().map(|shot| shot.name.as_str());
            CliError::Shot(missing("view", "views", name, names))
        })?;
        let mut made = frames(leaving, &[shot], base).map_err(CliError::Shot)?;
        Ok(made.remove(0))
    }

    /// Writes a page for each view of a storyboard; returns what to say.
    ///
    /// # Errors
    /// When the document has no storyboard of that name, a view of it is not there or cannot be read, or a file cannot
    /// be written.
    pub(super) fn write_storyboard(
        &self,
        leaving: &Leaving,
        document: &Document,
        name: &str,
        base: &View,
    ) -> Result<String, CliError> {
        let boards = &document.facts().storyboards;
        let board = boards.iter().find(|board| board.name == *name).ok_or_else(|| {
            let names = boards.iter().map(|board| board.name.as_str());
            CliError::Shot(missing("storyboard", "storyboards", name, names))
        })?;
        let shots: Vec<&Shot> = shots_of(document, board).map_err(CliError::Shot)?;
        if shots.is_empty() {
            return Err(CliError::Shot(format!(
                "The storyboard “{}” has no view yet: nothing was written.",
                shown_line(name)
            )));
        }
        let frames = frames(leaving, &shots, base).map_err(CliError::Shot)?;
        let request = PictureRequest {
            pixels: self.size.unwrap_or(USUAL_SIZE),
            dpi: self.dpi,
            title: self.title.clone(),
            subtitle: None,
            made_on: Some(DaySpan::day(today()).to_string()),
            caption: None,
            signs: self.signs,
        };
        let mut said = Vec::new();
        if !self.outputs.asked().is_empty() {
            let pages = Pages::new(leaving, &frames, &request).all();
            said = self.outputs.write_pages(&pages, (request.pixels, request.dpi))?;
        }
        if let Some(path) = &self.outputs.kml {
            let stops = tour_stops(&frames);
            let written = tour(leaving.document(), ring, &stops, name);
            store::write_bytes(path, &written.bytes)?;
            said.push(format!("{}: {} stops over {} incidents", path.display(), stops.len(), written.rows));
        }
        said.extend(leaving.gated().map(Gated::lines).unwrap_or_default());
        Ok(said.join("\n"))
    }
}

fn missing<'a>(one: &str, many: &str, name: &str, names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("“{}”", shown_line(name))).collect();
    let there =
        if names.is_empty() { format!("It has no {many}.") } else { format!("It has {}.", names.join(", ")) };
    format!("The document has no {one} “{}”: nothing was written. {there}", shown_line(name))
}
