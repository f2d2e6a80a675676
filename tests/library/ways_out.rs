//! Every way out of a document: what its profile of publication withholds is in none of the files, neither as it stands
//! nor packed, and no file tells of who made it or where.

use std::{
    io::{Cursor, Read as _},
    ops::ControlFlow,
};

use marz::{
    analysis::{Window, ring, window::Playback},
    carto::{
        Camera, View,
        brief::{About, Ground, Layout, brief},
    },
    export::{
        ExportError, Leaving, PageFormat, PicturePreset, PictureRequest, Steps, apng, film, gif, numbered,
        page_files, picture, plain_page,
        storyboard::{Pages, frames, tour_stops},
        usual_map,
    },
    model::{
        CalendarUnit, Document, Facts, Handling, Incident, LonLat, Metres, Place, Positions, Precision,
        Profile, Shot, Source, Texts, Zoom,
    },
    store::{formats::write::tour, native::fingerprint},
};
use serde_json::{Map, json};

use crate::{
    documents::{days, id, incident},
    outputs::said_by,
};

const PIXELS: (u32, u32) = (480, 300);

/// Words that the records hold and no file may.
const HELD_BACK: [&str; 6] =
    ["Qalandar", "Sarichashma", "Our man there", "deadbeefsecret", "Rahim", "note-of-ours"];

/// Places of which no file may tell both numbers: of the record that stays, and the exact one of a record that leaves.
/// One number alone occurs by chance where a drawing has thousands.
const PLACES: [(&str, &str); 2] = [("70.512", "37.612"), ("70.189", "37.760")];

fn at(name: &str, title: &str, handling: Handling, (lon, lat): (f64, f64), village: &str) -> Incident {
    let source = Source { publisher: Some("Our man there".to_owned()), ..Source::default() };
    Incident {
        title: title.to_owned(),
        handling: Some(handling),
        place: Place {
            position: LonLat::new(lon, lat).ok(),
            precision: Precision::Exact,
            name: Some(village.to_owned()),
            ..Place::default()
        },
        sources: vec![source].into(),
        notes: "note-of-ours".to_owned(),
        assignee: "Rahim".to_owned(),
        ..incident(name, "2025-03-04", "2025-03-04")
    }
}

fn document() -> Document {
    let mut facts = Facts { title: "The frontier".to_owned(), ..Facts::default() };
    "deadbeefsecret".clone_into(&mut facts.publication.secret);
    let over_the_secret = Camera { centre: LonLat::new(70.512_345, 37.612_987).unwrap(), zoom: Zoom(13.0) };
    facts.shots.push(Shot {
        name: "The valley".to_owned(),
        caption: "{n} incidents".to_owned(),
        view: json!({ "camera": over_the_secret }),
        highlights: vec![id("one"), id("two")],
        ..Shot::default()
    });
    let records = [
        at("one", "A raid", Handling::Public, (70.189_137, 37.760_413), "Shodak"),
        at(
            "two",
            "Qalandar the informer crossed",
            Handling::Restricted,
            (70.512_345, 37.612_987),
            "Sarichashma",
        ),
        Incident { place: Place::default(), ..at("three", "A find", Handling::Public, (70.0, 37.5), "") },
    ];
    Document::new(records, facts, Vec::new(), Map::new())
}

fn press(positions: Positions) -> Profile {
    Profile {
        least_status: None,
        positions,
        texts: Texts::Titles,
        hides_sources: true,
        ..Profile::named("press")
    }
}

/// A view that points at the record that stays, as a window may.
fn pointing() -> View {
    let secret = id("two");
    View {
        selected: Some(secret.clone()),
        opened: Some(secret.clone()),
        highlighted: [secret].into(),
        ..View::frontier()
    }
}

/// The files of a picture and of a brief, each with what it is.
fn stills(leaving: &Leaving) -> Vec<(String, Vec<u8>)> {
    let document = leaving.document();
    let view = leaving.view(&pointing());
    let shown = leaving.shown(&view);
    let map = usual_map(PIXELS, 1);
    let scene = picture(document, &shown, document.len(), &view, map, &request());
    let page = plain_page(document, scene, PIXELS, None);
    let about = About {
        today: Some(jiff::civil::date(2026, 11, 23)),
        version: Some(fingerprint(document)),
        screen: Some(map),
    };
    let layout = Layout { ground: Ground::Incidents, ..Layout::default() };
    let made = brief(document, &leaving.index(), &view, &layout, &about);
    let mut files = Vec::new();
    for (what, pages) in [("picture", std::slice::from_ref(&page)), ("brief", &made.pages)] {
        for format in PageFormat::ALL {
            let of_format = page_files(pages, format, (PIXELS, Some(150))).unwrap();
            files.extend(of_format.into_iter().map(|file| (format!("{what} {format:?}"), file)));
        }
    }
    files
}

/// The same of a storyboard whose only view stands over the record that stays, and points at both.
fn boards(leaving: &Leaving, whole: &Document) -> Vec<(String, Vec<u8>)> {
    let frames = frames(leaving, &whole.facts().shots.iter().collect::<Vec<_>>(), &View::frontier()).unwrap();
    let request = request();
    let pages = Pages::new(leaving, &frames, &request).all();
    let stops = tour_stops(&frames);
    let mut files = vec![("tour".to_owned(), tour(leaving.document(), ring, &stops, "Board").bytes)];
    for format in [PageFormat::Pdf, PageFormat::Svg, PageFormat::Pptx, PageFormat::Gif, PageFormat::Png] {
        let of_format = page_files(&pages, format, (PIXELS, None)).unwrap();
        files.extend(of_format.into_iter().map(|file| (format!("storyboard {format:?}"), file)));
    }
    files
}

/// The same of moving pictures.
fn films(leaving: &Leaving) -> Vec<(String, Vec<u8>)> {
    let view = leaving.view(&pointing());
    let steps = Steps { unit: CalendarUnit::Month, playback: Playback::Cumulative, hundredths: 50 };
    let spans = steps.spans(Window::ALL, days("2025-02-01", "2025-03-31")).unwrap();
    let (map, request) = (usual_map(PIXELS, 1), request());
    let reel = || film(leaving.document(), &view, map, &request, &spans, 50, |_| {});
    let mut on = |_, _| ControlFlow::Continue(());
    let mut files = vec![
        ("GIF".to_owned(), gif(reel(), &mut on).unwrap()),
        ("APNG".to_owned(), apng(reel(), &mut on).unwrap()),
    ];
    numbered(reel(), &mut on, |number, png| -> Result<(), ExportError> {
        files.push((format!("frame {number}"), png));
        Ok(())
    })
    .unwrap();
    files
}

fn request() -> PictureRequest {
    let made_on = Some("23 November 2026".to_owned());
    PictureRequest { pixels: PIXELS, made_on, ..PictureRequest::preset(PicturePreset::Hd) }
}

/// The words of a file, and of all that is packed in it. Letters of two bytes are as those of one.
fn unpacked(bytes: &[u8]) -> String {
    let mut all = bytes.to_vec();
    if bytes.starts_with(b"PK") {
        let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        for place in 0..package.len() {
            let mut part = package.by_index(place).unwrap();
            all.extend(part.name().unwrap().bytes());
            part.read_to_end(&mut all).unwrap();
        }
    }
    if bytes.starts_with(b"%PDF") {
        const BEGINS: &[u8] = b"stream\n";
        for start in (0..bytes.len()).filter(|start| bytes[*start..].starts_with(BEGINS)) {
            // What is no packed stream gives nothing.
            let packed = &bytes[start + BEGINS.len()..];
            let _some = flate2::read::ZlibDecoder::new(packed).read_to_end(&mut all);
        }
        all.extend(said_by("pdftotext", &["-raw", "-", "-"], bytes).unwrap_or_default().into_bytes());
    }
    all.retain(|byte| *byte != 0);
    String::from_utf8_lossy(&all).into_owned()
}

/// Whether longitude and latitude stand beside each other.
fn tells_place(text: &str, (lon, lat): (&str, &str)) -> bool {
    const BESIDE: usize = 40;
    let all: Vec<usize> = text.match_indices(lat).map(|(place, _)| place).collect();
    text.match_indices(lon).any(|(place, _)| all.iter().any(|other| place.abs_diff(*other) < BESIDE))
}

/// What would tell of this machine and of who works on it. Short names occur by chance among packed bytes.
fn of_this_machine() -> Vec<String> {
    let asked = ["USER", "LOGNAME", "HOSTNAME", "HOME", "PWD", "CARGO_MANIFEST_DIR"];
    let mut told: Vec<String> = asked.iter().filter_map(|name| std::env::var(name).ok()).collect();
    told.extend(std::fs::read_to_string("/etc/hostname").ok().map(|name| name.trim().to_owned()));
    told.retain(|word| word.len() > 5);
    told
}

#[test]
fn nothing_that_a_profile_withholds_and_nothing_of_this_machine_is_in_any_file() {
    let machine = of_this_machine();
    for positions in [Positions::Grid(Metres(5_000.0)), Positions::Displaced(Metres(5_000.0))] {
        let leaving = Leaving::of(&document(), Some(&press(positions))).unwrap();
        let mut files = stills(&leaving);
        if positions == Positions::Grid(Metres(5_000.0)) {
            files.extend(films(&leaving));
        }
        files.extend(boards(&leaving, &document()));
        if positions == Positions::Grid(Metres(5_000.0)) {
            let tour = files.iter().find(|(what, _)| what == "tour").unwrap();
            assert!(unpacked(&tour.1).contains("2 incidents"), "its words are of what leaves");
        }
        for (what, file) in files {
            let text = unpacked(&file);
            let words = HELD_BACK.into_iter().chain(machine.iter().map(String::as_str));
            let found: Vec<&str> = words.filter(|word| text.contains(word)).collect();
            assert!(found.is_empty(), "{what} by {positions:?} holds {found:?}");
            assert!(!PLACES.iter().any(|place| tells_place(&text, *place)), "{what} tells a place");
        }
    }
}

#[test]
fn what_is_looked_for_would_be_found_where_no_profile_is_obeyed() {
    let leaving = Leaving::of(&document(), None).unwrap();
    for (what, file) in
        stills(&leaving).iter().filter(|(what, _)| what == "brief Svg" || what == "brief Pptx")
    {
        assert!(unpacked(file).contains("Qalandar"), "{what} does not show the words of a record");
    }
}
