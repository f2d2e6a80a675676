//! Meridians and parallels.

use super::{
    super::{WorldPoint, ground::Frame},
    Ruled, Way, Weight,
};

/// Steps between two lines, seconds of arc, from the coarsest.
const STEPS: [i32; 16] =
    [72_000, 36_000, 18_000, 7_200, 3_600, 1_800, 1_200, 600, 300, 120, 60, 30, 20, 10, 5, 1];

/// Two meridians are at least so far apart, logical pixels.
const APART: f64 = 84.0;

fn step(frame: &Frame) -> i32 {
    let pixels_per_second = frame.scale() / (360.0 * 3600.0);
    let fits = |step: &&i32| f64::from(**step) * pixels_per_second >= APART;
    *STEPS.iter().rfind(fits).unwrap_or(&STEPS[0])
}

pub(super) fn words(frame: &Frame) -> String {
    match step(frame) {
        step @ 3_600.. => format!("Grid of {}°", step / 3_600),
        step @ 60.. => format!("Grid of {}′", step / 60),
        step => format!("Grid of {step}″"),
    }
}

pub(super) fn lines(frame: &Frame) -> Vec<Ruled> {
    let step = step(frame);
    let extent = frame.viewport.extent();
    let count = |from: f64, to: f64| {
        let steps = |degrees: f64| degrees * 3600.0 / f64::from(step);
        (steps(from).ceil() as i32..=steps(to).floor() as i32).map(move |number| number * step)
    };
    let mut lines = Vec::new();
    for seconds in count(extent.west, extent.east) {
        let x = WorldPoint::from_degrees(f64::from(seconds) / 3600.0, 0.0).x;
        let points = [frame.visible.min.y, frame.visible.max.y].map(|y| WorldPoint { x, y }).into();
        lines.push(Ruled {
            way: Way::Up,
            weight: Weight::Fine,
            points,
            label: written(seconds, step, 'E', 'W'),
        });
    }
    for seconds in count(extent.south, extent.north) {
        let y = WorldPoint::from_degrees(0.0, f64::from(seconds) / 3600.0).y;
        let points = [frame.visible.min.x, frame.visible.max.x].map(|x| WorldPoint { x, y }).into();
        lines.push(Ruled {
            way: Way::Across,
            weight: Weight::Fine,
            points,
            label: written(seconds, step, 'N', 'S'),
        });
    }
    lines
}

/// `69° E`, `69°30′ E`, `69°30′20″ E`: as many parts as the step asks for.
fn written(seconds: i32, step: i32, positive: char, negative: char) -> String {
    let letter = if seconds < 0 { negative } else { positive };
    let seconds = seconds.abs();
    let (degrees, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    match step {
        3_600.. => format!("{degrees}° {letter}"),
        60.. => format!("{degrees}°{minutes:02}′ {letter}"),
        _ => format!("{degrees}°{minutes:02}′{rest:02}″ {letter}"),
    }
}
