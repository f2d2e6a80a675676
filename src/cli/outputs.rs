//! `marz export`: the files that a picture, a brief or a storyboard goes into, and how time goes on in moving ones.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use clap::Args;

use crate::{
    analysis::{Index, natural_axis, window},
    carto::{Page, Point, View},
    export::{
        PageFormat, PictureRequest, Steps, apng, film, frame_path, gif, numbered, page_files, page_paths,
        plain_page,
    },
    model::{CalendarUnit, Document},
    store,
};

use super::CliError;

/// Where the picture goes; several at once are allowed.
#[derive(Debug, Default, Args)]
#[group(required = true, multiple = true)]
pub struct Outputs {
    /// A picture.
    #[arg(long, value_name = "OUT")]
    pub png: Option<PathBuf>,
    /// A document of vectors, whose words can be found and copied.
    #[arg(long, value_name = "OUT")]
    pub pdf: Option<PathBuf>,
    /// A drawing to be gone on with.
    #[arg(long, value_name = "OUT")]
    pub svg: Option<PathBuf>,
    /// A slide: the map as a picture, title and words as objects of their own.
    #[arg(long, value_name = "OUT")]
    pub pptx: Option<PathBuf>,
    /// A moving picture of the time window in steps.
    #[arg(long, value_name = "OUT")]
    pub gif: Option<PathBuf>,
    /// The same with all colours.
    #[arg(long, value_name = "OUT")]
    pub apng: Option<PathBuf>,
    /// The same as one picture each: OUT-001.png and so on.
    #[arg(long, value_name = "OUT")]
    pub frames: Option<PathBuf>,
    /// A tour for Google Earth through the shots of a storyboard, over placemarks of the incidents.
    #[arg(long, value_name = "OUT", requires = "storyboard")]
    pub kml: Option<PathBuf>,
}

/// How time goes on in moving pictures.
#[derive(Debug, Args)]
pub struct Motion {
    /// How far the time window goes on from frame to frame: day, week, month or year.
    #[arg(long, value_name = "UNIT", value_parser = read_unit, default_value = "month")]
    pub step: CalendarUnit,
    /// Each frame shows all that happened so far.
    #[arg(long)]
    pub cumulative: bool,
    /// Frames a second.
    #[arg(long, value_name = "NUMBER", value_parser = read_speed, default_value = "2")]
    pub speed: f32,
}

impl Outputs {
    /// What is asked for, in the order of menus.
    pub fn asked(&self) -> Vec<(PageFormat, &Path)> {
        let path = |format| match format {
            PageFormat::Png => &self.png,
            PageFormat::Pdf => &self.pdf,
            PageFormat::Svg => &self.svg,
            PageFormat::Pptx => &self.pptx,
            PageFormat::Gif => &self.gif,
            PageFormat::Apng => &self.apng,
            PageFormat::Frames => &self.frames,
        };
        let all = PageFormat::WITH_MOVING.into_iter();
        all.filter_map(|format| Some((format, path(format).as_deref()?))).collect()
    }

    /// Whether all of them show one time window after the other.
    pub fn only_move(&self) -> bool {
        let asked = self.asked();
        !asked.is_empty() && asked.iter().all(|(format, _)| format.is_moving())
    }

    /// Writes pages into all files that are asked for; returns a line for each.
    ///
    /// # Errors
    /// When a page cannot be painted or a file not be written.
    pub fn write_pages(
        &self,
        pages: &[Page],
        picture: ((u32, u32), Option<u32>),
    ) -> Result<Vec<String>, CliError> {
        let mut said = Vec::new();
        for (format, path) in self.asked() {
            said.extend(write_pages(format, path, pages, picture)?);
        }
        Ok(said)
    }
}

fn write_pages(
    format: PageFormat,
    path: &Path,
    pages: &[Page],
    picture: ((u32, u32), Option<u32>),
) -> Result<Vec<String>, CliError> {
    let files = page_files(pages, format, picture)?;
    let mut said = Vec::new();
    for (path, bytes) in page_paths(path, files.len()).iter().zip(&files) {
        store::write_bytes(path, bytes)?;
        said.push(match format {
            PageFormat::Pdf | PageFormat::Svg | PageFormat::Pptx => path.display().to_string(),
            PageFormat::Png | PageFormat::Gif | PageFormat::Apng | PageFormat::Frames => {
                let (width, height) = picture.0;
                format!("{}: {width}×{height} pixels", path.display())
            }
        });
    }
    Ok(said)
}

impl Motion {
    fn steps(&self) -> Steps {
        let playback = if self.cumulative { window::Playback::Cumulative } else { window::Playback::Sliding };
        Steps {
            unit: self.step,
            playback,
            hundredths: (100.0 / self.speed).round().clamp(2.0, 6_000.0) as u16,
        }
    }

    /// Writes a moving picture; returns what to say of it.
    ///
    /// # Errors
    /// When there are no days, a frame cannot be painted, or a file not be written.
    pub(super) fn write(
        &self,
        (format, path): (PageFormat, &Path),
        document: &Document,
        view: &View,
        screen: Point,
        request: &PictureRequest,
    ) -> Result<String, CliError> {
        let index = Index::new(document);
        let Some(all) = natural_axis(&index) else { return Err(CliError::NoDays) };
        let axis = window::on_axis(view.window, all);
        let steps = self.steps();
        let spans = steps.spans(crate::analysis::Window::ALL, axis)?;
        let reel = film(document, view, screen, request, &spans, steps.hundredths, |_| {});
        let mut on = |_, _| ControlFlow::Continue(());
        match format {
            PageFormat::Apng => store::write_bytes(path, &apng(reel, &mut on)?)?,
            PageFormat::Frames => {
                let count = reel.frames;
                numbered(reel, &mut on, |number, png| -> Result<(), CliError> {
                    store::write_bytes(&frame_path(path, number, count), &png)?;
                    Ok(())
                })?;
                return Ok(format!(
                    "{} to {}",
                    frame_path(path, 1, count).display(),
                    frame_path(path, count, count).display()
                ));
            }
            PageFormat::Gif | PageFormat::Png | PageFormat::Pdf | PageFormat::Svg | PageFormat::Pptx => {
                store::write_bytes(path, &gif(reel, &mut on)?)?
            }
        };
        Ok(format!("{}: {} frames", path.display(), spans.len()))
    }
}

impl super::Export {
    /// Writes the picture of a view into all files that are asked for; returns a line for each.
    pub(super) fn write_picture(
        &self,
        document: &Document,
        view: &View,
        scene: &crate::carto::Scene,
        (map_size, request): (Point, &PictureRequest),
    ) -> Result<Vec<String>, CliError> {
        let page = plain_page(document, scene.clone(), request.pixels, request.dpi);
        let pages = std::slice::from_ref(&page);
        let mut said = Vec::new();
        for (format, path) in self.outputs.asked() {
            if format.is_moving() {
                said.push(self.motion.write((format, path), document, view, map_size, request)?);
            } else {
                said.extend(write_pages(format, path, pages, (request.pixels, request.dpi))?);
            }
        }
        Ok(said)
    }
}

fn read_unit(text: &str) -> Result<CalendarUnit, String> {
    match text {
        "day" => Ok(CalendarUnit::Day),
        "week" => Ok(CalendarUnit::Week),
        "month" => Ok(CalendarUnit::Month),
        "year" => Ok(CalendarUnit::Year),
        _ => Err(format!("“{text}” is not a step: choose day, week, month or year")),
    }
}

fn read_speed(text: &str) -> Result<f32, String> {
    let speed: Option<f32> = text.parse().ok().filter(|speed| (0.05..=50.0).contains(speed));
    speed.ok_or_else(|| format!("“{text}” is not a speed: write frames a second between 0.05 and 50"))
}
