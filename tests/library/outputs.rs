//! Pages as files: what a reader of each finds in them.

use std::{
    io::{Cursor, Read as _, Write as _},
    ops::ControlFlow,
    process::{Command, Stdio},
};

use marz::{
    analysis::{Window, window::Playback},
    carto::{Camera, Mark, Page, Point, View, Viewport},
    export::{
        PageFormat, PicturePreset, PictureRequest, Reel, Steps, apng, film, gif, page_files, pdf, picture,
        plain_page, png, pptx, svg,
    },
    model::{CalendarUnit, DaySpan, Document, Incident, LonLat, Zoom},
};

use crate::samples;

const MAP: Point = Point { x: 480.0, y: 300.0 };

fn document() -> Document {
    let document = samples::frontier();
    let mut odd = Incident::clone(&document.get(&samples::id("near")).unwrap());
    "Fish & <chips> \u{1} “quoted” فیض آباد".clone_into(&mut odd.title);
    document.with_incident(odd)
}

fn request() -> PictureRequest {
    let title = Some("Панҷ & “Panj” <north>".to_owned());
    PictureRequest { pixels: (640, 480), title, ..PictureRequest::preset(PicturePreset::Hd) }
}

fn view() -> View {
    let centre = LonLat::new(70.0, 37.5).unwrap();
    let mut view = View { camera: Camera { centre, zoom: Zoom(7.0) }, ..View::frontier() };
    view.layers.legend = false;
    view
}

fn page() -> Page {
    let document = document();
    let ids = samples::all_ids(&document);
    let scene = picture(&document, &ids, ids.len(), &view(), MAP, &request());
    plain_page(&document, scene, (640, 480), None)
}

/// What a program says of bytes on its standard input; `None`, with a word, where it is not installed.
pub fn said_by(program: &str, arguments: &[&str], bytes: &[u8]) -> Option<String> {
    let Ok(mut child) = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
    else {
        println!("skipped: {program} is not installed");
        return None;
    };
    let mut inbox = child.stdin.take().unwrap();
    let bytes = bytes.to_vec();
    let feeder = std::thread::spawn(move || inbox.write_all(&bytes));
    let said = child.wait_with_output().unwrap();
    feeder.join().unwrap().unwrap();
    assert!(said.status.success(), "{program} refuses the file");
    Some(String::from_utf8_lossy(&said.stdout).into_owned())
}

#[test]
fn the_same_page_is_the_same_file_in_every_format() {
    let page = page();
    for format in PageFormat::WITH_MOVING {
        let make = || page_files(std::slice::from_ref(&page), format, ((320, 240), Some(150))).unwrap();
        let first = make();
        assert_eq!(first.len(), 1, "{format:?}");
        assert!(first == make(), "{format:?} differs from run to run");
    }
}

#[test]
fn no_file_tells_who_made_it_or_where() {
    let page = page();
    let folder = env!("CARGO_MANIFEST_DIR");
    let user = std::env::var("USER").ok().filter(|user| user.len() > 3 && user != "root");
    for format in PageFormat::WITH_MOVING {
        for bytes in page_files(std::slice::from_ref(&page), format, ((320, 240), None)).unwrap() {
            for secret in [Some(folder.to_owned()), user.clone()].into_iter().flatten() {
                let is_there = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
                assert!(!is_there, "{format:?} holds {secret}");
            }
        }
    }
    let text = String::from_utf8_lossy(&pdf(&[page]).unwrap()).into_owned();
    for noise in ["/Producer", "/Creator", "/Author", "/CreationDate", "/ModDate"] {
        assert!(!text.contains(noise), "the PDF has {noise}");
    }
}

#[test]
fn the_words_of_a_pdf_are_there_once_each() {
    let bytes = pdf(&[page()]).unwrap();
    let Some(text) = said_by("pdftotext", &["-", "-"], &bytes) else { return };
    for words in ["Панҷ & “Panj” <north>", "All dates", "11 of 11 incidents shown", "Made with Marz"]
    {
        assert_eq!(text.matches(words).count(), 1, "“{words}” in:\n{text}");
    }
    assert_eq!(text.matches("Dushanbe").count(), 1, "a halo is no second word:\n{text}");
    let title = text.find("Панҷ").unwrap();
    assert!(title < text.find("Made with Marz").unwrap(), "the title is read first");
}

#[test]
fn the_letters_of_dari_names_stand_in_a_pdf_in_their_order() {
    let document = document();
    let ids = samples::all_ids(&document);
    let view = View { language: marz::carto::LabelLanguage::Dari, ..view() };
    let scene = picture(&document, &ids, ids.len(), &view, MAP, &request());
    let names: Vec<String> =
        scene.parts.iter().flat_map(|(_, marks)| marks.iter()).filter_map(set_from_right_to_left).collect();
    assert!(names.iter().any(|name| name == "تاجیکستان") && names.len() > 5, "{names:?}");
    let bytes = pdf(&[plain_page(&document, scene, (640, 480), None)]).unwrap();
    let Some(text) = said_by("pdftotext", &["-raw", "-", "-"], &bytes) else { return };
    let joined: String = text.lines().map(from_the_right).collect::<Vec<_>>().join("\n");
    let lost: Vec<&String> = names.iter().filter(|name| !joined.contains(name.as_str())).collect();
    // Names whose letters stand far apart may share a line of Poppler's with others.
    assert!(lost.len() * 5 < names.len(), "{lost:?} in {text}");
}

/// The words of a mark that is read from the right, as letters alone.
fn set_from_right_to_left(mark: &Mark) -> Option<String> {
    let Mark::Text(text) = mark else { return None };
    marz::carto::has_right_to_left(&text.text).then(|| letters_of(&text.text))
}

/// A line of Poppler's, which parts words where the font sets dots beside their letters and gives the parts as they
/// stand on the paper, from the left.
fn from_the_right(line: &str) -> String {
    line.split(|letter: char| !letter.is_alphabetic()).rev().collect()
}

fn letters_of(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphabetic()).collect()
}

#[test]
fn all_parts_of_a_presentation_can_be_read_and_hold_the_words() {
    let bytes = pptx(&[page(), page()]).unwrap();
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut slides = String::new();
    for place in 0..package.len() {
        let mut part = package.by_index(place).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if std::path::Path::new(&name).extension().is_some_and(|ending| ending == "png") {
            image::load_from_memory(&bytes).unwrap();
            continue;
        }
        let text = String::from_utf8(bytes).unwrap();
        roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        if name.starts_with("ppt/slides/slide") {
            slides.push_str(&text);
        }
    }
    let words = ["Панҷ &amp; “Panj” &lt;north&gt;", "11 of 11 incidents shown", "Made with Marz"];
    assert!(words.iter().all(|words| slides.contains(words)), "{slides}");
    assert!(slides.contains(r#"descr="Map with 11 of 11 incidents""#) && slides.contains(r#"type="title""#));
}

#[test]
fn an_svg_keeps_words_as_text_and_shows_what_the_picture_shows() {
    let page = page();
    let text = svg(&page).unwrap();
    assert!(text.contains("<title>Панҷ &amp; “Panj” &lt;north&gt;</title>"));
    assert!(text.contains("data:image/jpeg;base64,/9j/") && text.contains(">Dushanbe</text>"));
    let mut options = resvg::usvg::Options::default();
    for face in [marz::carto::Face::Regular, marz::carto::Face::SemiBold, marz::carto::Face::Italic] {
        options.fontdb_mut().load_font_data(marz::carto::font_bytes(face).to_vec());
    }
    let tree = resvg::usvg::Tree::from_str(&text, &options).unwrap();
    let mut painted = resvg::tiny_skia::Pixmap::new(640, 480).unwrap();
    resvg::render(&tree, resvg::tiny_skia::Transform::identity(), &mut painted.as_mut());
    let bytes = png(&page.scene, (640, 480), None).unwrap();
    let ours = image::load_from_memory(&bytes).unwrap().into_rgba8();
    let pixels = painted.data().chunks_exact(4).zip(ours.pixels());
    let strange = pixels.filter(|(a, b)| a.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > 60)).count();
    // The other painter sets spaced letters half a space further right, as browsers do not.
    assert!(strange < 640 * 480 / 25, "{strange} pixels differ");
}

fn steps(document: &Document) -> Vec<DaySpan> {
    let years = Steps { unit: CalendarUnit::Year, playback: Playback::Cumulative, hundredths: 50 };
    let index = marz::analysis::Index::new(document);
    let mut spans = years.spans(Window::ALL, marz::analysis::natural_axis(&index).unwrap()).unwrap();
    spans.truncate(4);
    spans
}

#[test]
fn moving_pictures_hold_every_frame_and_apng_every_colour() {
    let document = document();
    let (view, request) = (view(), PictureRequest { pixels: (320, 240), ..request() });
    let spans = steps(&document);
    let reel = || film(&document, &view, MAP, &request, &spans, 50, |_| {});
    let mut on = |_, _| ControlFlow::Continue(());
    let last = png(&(reel().scene)(spans.len() - 1), (320, 240), None).unwrap();
    let last = image::load_from_memory(&last).unwrap().into_rgba8();

    let bytes = apng(reel(), &mut on).unwrap();
    let decoder = image::codecs::png::PngDecoder::new(Cursor::new(bytes)).unwrap().apng().unwrap();
    let frames = image::AnimationDecoder::into_frames(decoder).collect_frames().unwrap();
    assert_eq!(frames.len(), spans.len());
    assert!(frames.last().unwrap().buffer() == &last, "the last frame is the picture of its days");

    let bytes = gif(reel(), &mut on).unwrap();
    let decoder = image::codecs::gif::GifDecoder::new(Cursor::new(bytes)).unwrap();
    let frames = image::AnimationDecoder::into_frames(decoder).collect_frames().unwrap();
    assert_eq!(frames.len(), spans.len());
    let off: u64 =
        frames.last().unwrap().buffer().iter().zip(last.iter()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    let mean = off as f64 / (320.0 * 240.0 * 3.0);
    assert!(mean < 4.0, "the colours of the GIF are off by {mean:.1} of 255");
}

#[test]
fn the_map_stands_still_while_time_goes_on() {
    let document = document();
    let (view, request, spans) = (view(), request(), steps(&document));
    let mut reel: Reel<'_> = film(&document, &view, MAP, &request, &spans, 50, |_| {});
    let frames: Vec<_> = (0..spans.len()).map(|place| (reel.scene)(place)).collect();
    for pair in frames.windows(2) {
        assert_eq!((pair[0].map_min, pair[0].map_size), (pair[1].map_min, pair[1].map_size));
    }
}

#[test]
fn a_moving_picture_that_is_stopped_is_not_made() {
    let document = document();
    let (view, request, spans) = (view(), request(), steps(&document));
    let reel = film(&document, &view, MAP, &request, &spans, 50, |_| {});
    let mut stop = |_, _| ControlFlow::Break(());
    assert!(matches!(gif(reel, &mut stop), Err(marz::export::ExportError::Stopped)));
}

#[test]
fn smaller_signs_show_the_same_ground_with_more_on_it() {
    let document = document();
    let ids = samples::all_ids(&document);
    let scene = |signs| {
        let request = PictureRequest { signs, ..request() };
        picture(&document, &ids, ids.len(), &view(), MAP, &request)
    };
    let (usual, finer) = (scene(100), scene(50));
    assert!(finer.camera.zoom.0 > usual.camera.zoom.0 + 0.99);
    let extent =
        |scene: &marz::carto::Scene| Viewport { camera: scene.camera, size: scene.map_size }.extent();
    let seen = Viewport { camera: view().camera, size: MAP }.extent();
    assert!(extent(&finer).west <= seen.west + 1e-4 && extent(&finer).east >= seen.east - 1e-4);
    assert!(finer.size.x > usual.size.x * 1.2, "signs take less room");
}
