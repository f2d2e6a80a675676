//! The few colours that stand for all: those of the signs as they are, the rest learnt from the pictures.

use std::collections::BTreeMap;

use color_quant::NeuQuant;
use tiny_skia::Pixmap;

use crate::carto::{Mark, PicturePart, Rgba, Scene};

/// One less than a GIF has: the last stands for "as before".
pub(super) const MOST_COLOURS: usize = 255;

/// So many of them are kept as they are.
const MOST_KEPT: usize = 56;

/// Each channel in this many steps where colours are counted.
const STEP_BITS: u32 = 5;

/// Each channel in this many steps where the nearest colour is remembered.
const LOOK_BITS: u32 = 6;

/// The colours of a few frames.
#[derive(Default)]
pub(super) struct Sample {
    /// How often a colour was seen, by its steps: the number and the sum of the channels.
    seen: BTreeMap<u16, (u64, [u64; 3])>,
    /// Colours of words and signs, and how many marks have them.
    signs: BTreeMap<[u8; 3], u32>,
}

impl Sample {
    /// Counts the colours of signs and words: they are small and would be lost among those of the ground.
    pub fn add_marks(&mut self, scene: &Scene) {
        let mut add = |colour: Rgba, count: u32| {
            if let Rgba([r, g, b, 255]) = colour {
                *self.signs.entry([r, g, b]).or_default() += count;
            }
        };
        for (part, marks) in &scene.parts {
            // What an analyst looks at comes before what lies below it.
            let weight = match part {
                PicturePart::Incidents
                | PicturePart::Compared
                | PicturePart::Opened
                | PicturePart::Furniture => 1_000,
                PicturePart::Basemap
                | PicturePart::BasemapAbove
                | PicturePart::PrecisionAreas
                | PicturePart::Overlays
                | PicturePart::OverlaysAbove
                | PicturePart::PlaceNames
                | PicturePart::Measured => 1,
            };
            for mark in marks.iter() {
                match mark {
                    Mark::Area { fill, .. } => add(*fill, weight),
                    Mark::Symbol { fill, stroke, .. } | Mark::Card { fill, stroke, .. } => {
                        add(*fill, weight);
                        if let Some(stroke) = stroke {
                            add(stroke.colour, weight);
                        }
                    }
                    Mark::Circle { fill, stroke, .. } => {
                        if let Some(fill) = fill {
                            add(*fill, weight);
                        }
                        if let Some(stroke) = stroke {
                            add(stroke.colour, weight);
                        }
                    }
                    Mark::Line { stroke, .. } | Mark::Segments { stroke, .. } => add(stroke.colour, weight),
                    // Its colours are counted in the picture.
                    Mark::Raster { .. } => {}
                    Mark::Text(text) => add(text.colour, weight),
                    Mark::Course(course) => add(course.colour, weight),
                }
            }
        }
    }

    pub fn add_picture(&mut self, picture: &Pixmap) {
        for pixel in picture.data().chunks_exact(4) {
            let key = steps([pixel[0], pixel[1], pixel[2]], STEP_BITS) as u16;
            let (count, sums) = self.seen.entry(key).or_default();
            *count += 1;
            for (sum, channel) in sums.iter_mut().zip(pixel) {
                *sum += u64::from(*channel);
            }
        }
    }
}

fn steps([r, g, b]: [u8; 3], bits: u32) -> usize {
    let step = |channel: u8| usize::from(channel >> (8 - bits));
    step(r) << (2 * bits) | step(g) << bits | step(b)
}

/// The colours, and which of them is nearest to any other.
pub(super) struct Palette {
    colours: Vec<[u8; 3]>,
    nearest: Vec<Option<u8>>,
}

impl Palette {
    pub fn of(sample: &Sample) -> Self {
        let mut kept: Vec<([u8; 3], u32)> =
            sample.signs.iter().map(|(colour, count)| (*colour, *count)).collect();
        kept.sort_by_key(|(colour, count)| (std::cmp::Reverse(*count), *colour));
        let mut colours: Vec<[u8; 3]> = kept.into_iter().take(MOST_KEPT).map(|(colour, _)| colour).collect();
        // A colour seen a hundred times as often counts ten times as much: else the ground would have all of them.
        let mut pixels = Vec::new();
        for (count, sums) in sample.seen.values() {
            let [r, g, b] = sums.map(|sum| (sum / count) as u8);
            for _ in 0..=(count.isqrt() / 4).min(400) {
                pixels.extend_from_slice(&[r, g, b, 255]);
            }
        }
        let learnt = NeuQuant::new(3, MOST_COLOURS - colours.len(), &pixels).color_map_rgb();
        colours.extend(learnt.as_chunks::<3>().0.iter().copied());
        colours.truncate(MOST_COLOURS);
        Self { colours, nearest: vec![None; 1 << (3 * LOOK_BITS)] }
    }

    /// Red, green and blue of each, and of the one that stands for "as before".
    pub fn colours(&self) -> &[u8] {
        self.colours.as_flattened()
    }

    /// Which colour each pixel gets.
    pub fn indices(&mut self, picture: &Pixmap) -> Vec<u8> {
        let width = picture.width() as usize;
        let pixels = picture.data().chunks_exact(4).enumerate();
        pixels
            .map(|(place, pixel)| {
                let lift = lift(place % width, place / width);
                let lifted = [pixel[0], pixel[1], pixel[2]]
                    .map(|channel| (i16::from(channel) + lift).clamp(0, 255) as u8);
                self.nearest(lifted)
            })
            .collect()
    }

    fn nearest(&mut self, colour: [u8; 3]) -> u8 {
        let place = steps(colour, LOOK_BITS);
        if let Some(known) = self.nearest[place] {
            return known;
        }
        // The middle of the step, so that the answer does not hang on which pixel asked first.
        let half = 1 << (7 - LOOK_BITS);
        let middle = colour.map(|channel| i32::from(channel >> (8 - LOOK_BITS) << (8 - LOOK_BITS)) + half);
        let distance = |other: &[u8; 3]| -> i32 {
            // The eye sees green best and blue least.
            let weights = [3, 4, 2];
            let parts = middle.iter().zip(other).zip(weights);
            parts.map(|((a, b), weight)| weight * (a - i32::from(*b)).pow(2)).sum()
        };
        let found = self.colours.iter().enumerate().min_by_key(|(_, other)| distance(other));
        let found = found.map_or(0, |(place, _)| place as u8);
        self.nearest[place] = Some(found);
        found
    }
}

/// A little light or dark by the place of the pixel, so that no bands are seen in the relief; the same in each frame.
///
/// # Source
/// The ordered dither of Bayer, four by four.
fn lift(x: usize, y: usize) -> i16 {
    const BAYER: [[i16; 4]; 4] = [[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]];
    (BAYER[y % 4][x % 4] - 7) / 3
}
