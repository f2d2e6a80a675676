//! A crowd as a smooth surface: the closer incidents stand, the stronger its colour.

use std::sync::Arc;

use crate::{
    analysis::{ShownRows, crowd::Density},
    model::{LonLat, grouped},
};

use super::{
    super::{
        Mark, Point, Raster, Rect, Rgba, Target, Targeted, Theme, View, ground::Frame, viewport::WorldPoint,
    },
    CrowdMarks, KeyRow,
    hexagons::{Classes, hexagons},
    on_sheet, ramp, spot_of,
};

/// Colours between few and many.
const SHADES: usize = 256;

pub(super) fn draw(
    view: &View,
    frame: &Frame,
    rows: &ShownRows<'_>,
    (part, level): ([f64; 4], u32),
    marks: &mut CrowdMarks,
) {
    let density = Density::of(rows, part, level);
    let most = density.values.iter().copied().fold(0.0, f32::max);
    if most <= 0.0 {
        return;
    }
    let min = on_sheet(frame, density.corner);
    let width = (density.cell * frame.scale()) as f32;
    let size = Point { x: width * density.columns as f32, y: width * density.rows as f32 };
    let raster = Arc::new(raster(view.theme, &density, most));
    marks.below.push(Mark::Raster { min, size, raster });
    // A surface has nothing to take hold of: the pointer is told what stands around it.
    let around = hexagons(rows, part, level);
    let radius = (around.radius * frame.scale()) as f32 * 0.87;
    let most_around = around.all.iter().map(|hexagon| hexagon.tally.count).max().unwrap_or(1);
    let classes = Classes::upto(most_around);
    for hexagon in &around.all {
        let tally = &hexagon.tally;
        if classes.is_upper(tally.count) {
            let reach = Point { x: radius, y: radius };
            marks.drawn.crowded.push(Rect::around(on_sheet(frame, hexagon.middle), reach));
        }
        let what = if tally.count == 1 {
            Targeted::Incident(rows.id(tally.first_row).clone())
        } else {
            Targeted::Crowd(spot_of(rows, tally))
        };
        marks.drawn.targets.push(Target { centre: on_sheet(frame, tally.middle()), radius, what });
    }
    let key = marks.drawn.crowd.get_or_insert_default();
    key.rows.push(KeyRow { sign: swatch(view.theme), words: peak_words(frame, width, most), reach: 8.0 });
}

/// The colour of each cell; none where nobody is.
fn raster(theme: Theme, density: &Density, most: f32) -> Raster {
    let shades: Vec<[u8; 4]> = (0..SHADES)
        .map(|shade| {
            let share = shade as f32 / (SHADES - 1) as f32;
            let Rgba([r, g, b, alpha]) = ramp::colour(theme, share);
            // The rim fades into the map.
            [r, g, b, (f32::from(alpha) * (share * 8.0).min(1.0)) as u8]
        })
        .collect();
    let scale = 1.0 / most;
    let mut pixels = Vec::with_capacity(density.values.len() * 4);
    for value in &density.values {
        // Square roots: else one town would leave the rest empty.
        let shade = ((value * scale).sqrt() * (SHADES - 1) as f32) as usize;
        pixels.extend(shades[shade.min(SHADES - 1)]);
    }
    Raster { width: density.columns as u32, height: density.rows as u32, pixels }
}

/// From few to many in the legend.
fn swatch(theme: Theme) -> Vec<Mark> {
    (0..8_u8)
        .map(|step| Mark::Card {
            min: Point { x: f32::from(step) * 3.0 - 12.0, y: -6.0 },
            size: Point { x: 3.0, y: 12.0 },
            radius: 0.0,
            fill: ramp::colour(theme, f32::from(step) / 7.0),
            stroke: None,
        })
        .collect()
}

/// How close they stand where the colour is strongest.
fn peak_words(frame: &Frame, side: f32, most: f32) -> String {
    let middle = frame
        .viewport
        .world_from_screen(Point { x: frame.viewport.size.x / 2.0, y: frame.viewport.size.y / 2.0 });
    let at: Option<LonLat> = WorldPoint::lonlat(middle);
    let metres = at.map_or(1.0, |at| frame.viewport.metres_per_pixel(at).0);
    let square_kilometres = (metres * f64::from(side) / 1e3).powi(2);
    let dense = f64::from(most) / square_kilometres.max(1e-12);
    // A number a reader can think of: for one, ten, a hundred or more square kilometres.
    let (number, per) = [1.0, 10.0, 100.0, 1_000.0, 10_000.0]
        .into_iter()
        .map(|per| (dense * per, per))
        .find(|(number, _)| *number >= 3.0)
        .unwrap_or((dense * 1e5, 1e5));
    let round = |number: f64| {
        let step = 10_f64.powf(number.max(1.0).log10().floor() - 1.0).max(1.0);
        (number / step).round() * step
    };
    let per = if per > 1.0 { format!("{} km²", grouped(per)) } else { "km²".to_owned() };
    format!("Incidents: from few to about {} per {per}", grouped(round(number)))
}
