//! Nine places in three styles, as they were approved.
//!
//! `UPDATE_GOLDEN=1 cargo test --test library -- atlas` makes the pictures anew; look at them before they are committed.
//! `ATLAS=FOLDER` beside it writes them there instead, in the size that `ATLAS_SIZE=1280x800` says.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

use image::{RgbImage, codecs::jpeg::JpegEncoder};
use marz::{
    carto::{Camera, Point, Sheet, Theme, View, compose},
    export::rgba,
    model::{Document, LonLat, Zoom},
};

use crate::samples;

/// Name, longitude, latitude, zoom.
const PLACES: [(&str, f64, f64, f64); 9] = [
    ("frontier", 71.0, 37.7, 6.0),
    ("lower_panj", 69.0, 37.3, 8.0),
    ("darvoz", 70.85, 38.3, 10.0),
    ("khorog", 71.55, 37.49, 11.0),
    ("wakhan", 73.1, 37.0, 8.0),
    ("zorkul", 73.65, 37.42, 10.0),
    ("sher_khan_bandar", 68.6, 37.17, 11.0),
    ("dushanbe", 68.79, 38.54, 9.0),
    ("world", 69.0, 37.0, 3.0),
];

const STYLES: [(&str, Theme); 3] = [("day", Theme::Light), ("night", Theme::Dark), ("print", Theme::Print)];

const SIZE: (u32, u32) = (560, 350);

fn drawn(document: &Document, place: usize, theme: Theme, size: (u32, u32)) -> RgbImage {
    let (_, lon, lat, zoom) = PLACES[place];
    let camera = Camera { centre: LonLat::new(lon, lat).unwrap(), zoom: Zoom(zoom) };
    let mut view = View { camera, theme, ..View::frontier() };
    view.layers.legend = false;
    let sheet = Sheet::window(Point { x: size.0 as f32, y: size.1 as f32 });
    let scene = compose(document, &samples::all_ids(document), document.len(), &view, &sheet);
    image::DynamicImage::from(rgba(&scene, size).unwrap()).into_rgb8()
}

/// Packed with a loss that no eye sees: lossless, a relief takes four times as much.
pub fn pack(image: &RgbImage, path: &Path) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let file = std::fs::File::create(path).unwrap();
    JpegEncoder::new_with_quality(file, 86).encode_image(image).unwrap();
}

/// The share of small fields, 5 by 5 pixels, whose mean colour differs to the eye. Rounding on another machine and the
/// loss of packing vanish in the means; a word that moved does not.
pub fn difference(a: &RgbImage, b: &RgbImage) -> f64 {
    const FIELD: u32 = 5;
    const SEEN: f64 = 9.0;
    let (columns, rows) = (a.width() / FIELD, a.height() / FIELD);
    let mean = |image: &RgbImage, column: u32, row: u32| {
        let mut sum = [0.0; 3];
        for y in 0..FIELD {
            for x in 0..FIELD {
                let pixel = image.get_pixel(column * FIELD + x, row * FIELD + y);
                for (sum, channel) in sum.iter_mut().zip(pixel.0) {
                    *sum += f64::from(channel) / f64::from(FIELD * FIELD);
                }
            }
        }
        sum
    };
    let differs = |column, row| {
        mean(a, column, row).into_iter().zip(mean(b, column, row)).any(|(a, b)| (a - b).abs() > SEEN)
    };
    let count =
        (0..rows).flat_map(|y| (0..columns).map(move |x| (x, y))).filter(|&(x, y)| differs(x, y)).count();
    count as f64 / f64::from(columns * rows)
}

fn size_asked() -> Option<(u32, u32)> {
    let asked = std::env::var("ATLAS_SIZE").ok()?;
    let (width, height) = asked.split_once('x')?;
    Some((width.parse().ok()?, height.parse().ok()?))
}

#[test]
fn the_atlas_is_as_it_was_approved() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = samples::frontier();
    let look = std::env::var_os("ATLAS").map(PathBuf::from);
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let size = look.as_ref().and_then(|_| size_asked()).unwrap_or(SIZE);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut wrong = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= PLACES.len() * STYLES.len() {
                return wrong;
            }
            let (place, (style, theme)) = (number / STYLES.len(), STYLES[number % STYLES.len()]);
            let name = format!("{}_{style}.jpg", PLACES[place].0);
            let image = drawn(&document, place, theme, size);
            if let Some(folder) = &look {
                pack(&image, &folder.join(&name));
                continue;
            }
            let golden = root.join("tests/golden/atlas").join(&name);
            if update {
                pack(&image, &golden);
                continue;
            }
            let expected = image::open(&golden).unwrap().into_rgb8();
            assert_eq!(image.dimensions(), expected.dimensions());
            let share = difference(&image, &expected);
            if share > 0.004 {
                let new = root.join("target/golden/atlas").join(&name);
                pack(&image, &new);
                wrong.push(format!(
                    "{name}: {:.1} % of it differs; compare {} with {}",
                    share * 100.0,
                    new.display(),
                    golden.display()
                ));
            }
        }
    };
    let workers = std::thread::available_parallelism().map_or(2, usize::from).min(4);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert!(
        wrong.is_empty(),
        "{}\nLook at both, and accept what is better with UPDATE_GOLDEN=1.",
        wrong.join("\n")
    );
}
