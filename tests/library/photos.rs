//! Photos as incidents: where and when each says that it was taken, its picture attached, and nothing invented.

use std::{io::Cursor, ops::ControlFlow, path::Path};

use exif::{Field, In, Rational, Tag, Value, experimental::Writer};
use marz::{
    model::{Digest, Evidence, LonLat, MediaType, Metres, Precision, Zone},
    session::{Command, PhotosRead},
    store::{
        evidence::keep,
        formats::{Photo, PhotoError, is_photo_by_name, read_photo},
    },
};
use serde_json::Map;

use crate::session::example;

fn parts(numbers: &[(u32, u32)]) -> Value {
    Value::Rational(numbers.iter().map(|(num, denom)| Rational { num: *num, denom: *denom }).collect())
}

fn text(words: &str) -> Value {
    Value::Ascii(vec![words.as_bytes().to_vec()])
}

/// 37° 30′ 36″ N, 69° 31′ 12.5″ E.
fn position() -> Vec<(Tag, Value)> {
    vec![
        (Tag::GPSLatitudeRef, text("N")),
        (Tag::GPSLatitude, parts(&[(37, 1), (30, 1), (36, 1)])),
        (Tag::GPSLongitudeRef, text("E")),
        (Tag::GPSLongitude, parts(&[(69, 1), (31, 1), (125, 10)])),
    ]
}

/// The bytes of a JPEG without a picture, with these tags.
fn jpeg(tags: Vec<(Tag, Value)>) -> Vec<u8> {
    let fields: Vec<Field> =
        tags.into_iter().map(|(tag, value)| Field { tag, ifd_num: In::PRIMARY, value }).collect();
    let mut writer = Writer::new();
    for field in &fields {
        writer.push_field(field);
    }
    let mut exif = Cursor::new(Vec::new());
    writer.write(&mut exif, false).unwrap();
    let exif = exif.into_inner();
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe1];
    bytes.extend(u16::try_from(exif.len() + 8).unwrap().to_be_bytes());
    bytes.extend(b"Exif\0\0");
    bytes.extend(exif);
    bytes.extend([0xff, 0xd9]);
    bytes
}

fn read(bytes: &[u8]) -> Result<Photo, PhotoError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("IMG_1.jpg");
    std::fs::write(&path, bytes).unwrap();
    read_photo(&path)
}

fn photo(tags: Vec<(Tag, Value)>) -> Photo {
    read(&jpeg(tags)).unwrap()
}

#[test]
fn a_photo_says_where_and_when_it_was_taken_and_how_well_it_knows() {
    let mut tags = position();
    tags.extend([
        (Tag::GPSHPositioningError, parts(&[(47, 10)])),
        (Tag::GPSAltitudeRef, Value::Byte(vec![0])),
        (Tag::GPSAltitude, parts(&[(8125, 10)])),
        (Tag::GPSImgDirectionRef, text("T")),
        (Tag::GPSImgDirection, parts(&[(2255, 20)])),
        (Tag::DateTimeOriginal, text("2025:11:26 10:30:15")),
        (Tag::OffsetTimeOriginal, text("+05:00")),
        (Tag::Make, text("Maker")),
        (Tag::Model, text("M 7")),
    ]);
    let photo = photo(tags);
    let at = LonLat::new(69.5201389, 37.51).unwrap();
    assert_eq!((photo.at, photo.accuracy, photo.height), (Some(at), Some(Metres(4.7)), Some(812.5)));
    assert_eq!(
        photo.words().unwrap(),
        "Taken on 2025-11-26 at 10:30:15 (+05:00) at 37.51000, 69.52014, to 5 m."
    );
    let incident = photo.incident(crate::documents::id("p"), "IMG_1.jpg");
    assert_eq!((incident.place.precision, incident.place.radius), (Precision::Exact, Some(Metres(4.7))));
    assert_eq!(incident.extra_coordinates, [812.5]);
    assert_eq!(incident.when.typed(), "2025-11-26");
    let clock = incident.when.clock.unwrap();
    assert_eq!((clock.clock_text().as_str(), clock.zone), ("10:30:15", Zone::Offset(300)));
    assert_eq!(incident.rest.text("orig.direction").unwrap(), "112.8° from true north");
    assert_eq!(incident.rest.text("orig.camera").unwrap(), "Maker M 7");
    assert_eq!(photo.doubts, Vec::<String>::new());
}

#[test]
fn a_clock_without_a_zone_is_told_by_the_satellites_or_stays_without_one() {
    let taken = |stamp: Option<(u32, u32)>| {
        let mut tags = vec![(Tag::DateTimeOriginal, text("2025:11:26 00:10:15"))];
        if let Some((hour, minute)) = stamp {
            tags.push((Tag::GPSDateStamp, text("2025:11:25")));
            tags.push((Tag::GPSTimeStamp, parts(&[(hour, 1), (minute, 1), (0, 1)])));
        }
        photo(tags)
    };
    assert_eq!(taken(Some((19, 40))).taken.unwrap().zone, Some(Zone::Offset(270)));
    // A fix of an hour ago, or a clock that goes wrong, tells no zone.
    assert_eq!(taken(Some((19, 33))).taken.unwrap().zone, None);
    let incident = taken(None).incident(crate::documents::id("p"), "x.jpg");
    assert_eq!((incident.when.clock, incident.when.time_text.as_deref()), (None, Some("00:10:15")));
    assert_eq!(incident.when.typed(), "2025-11-26");
}

#[test]
fn what_a_photo_cannot_mean_is_left_out_and_said() {
    let with = |tag: Tag, value: Value| {
        let mut tags = position();
        tags.retain(|(own, _)| *own != tag);
        tags.push((tag, value));
        photo(tags)
    };
    assert_eq!(with(Tag::GPSMapDatum, text("WGS-84")).at.map(LonLat::lat), Some(37.51));
    assert_eq!(with(Tag::GPSLatitudeRef, text("S")).at.map(LonLat::lat), Some(-37.51));
    let tokyo = with(Tag::GPSMapDatum, text("TOKYO"));
    assert!(tokyo.at.is_none() && tokyo.doubts[0].contains("TOKYO"), "{tokyo:?}");
    let beyond = with(Tag::GPSLatitude, parts(&[(97, 1), (0, 1), (0, 1)]));
    assert!(beyond.at.is_none() && beyond.doubts[0].contains("globe"), "{beyond:?}");
    let nothing = with(Tag::GPSLatitude, parts(&[(0, 0), (0, 0), (0, 0)]));
    assert!(nothing.at.is_none() && !nothing.doubts.is_empty(), "{nothing:?}");
    let month = photo(vec![(Tag::DateTimeOriginal, text("2025:13:26 10:30:15"))]);
    assert!(month.taken.is_none() && month.doubts[0].contains("2025:13:26"), "{month:?}");
    // A clock that was never set.
    assert_eq!(photo(vec![(Tag::DateTimeOriginal, text("0000:00:00 00:00:00"))]), Photo::default());
    assert_eq!(read(&[0xff, 0xd8, 0xff, 0xd9]).unwrap(), Photo::default());
    let words = read(b"no picture").unwrap_err().to_string();
    assert!(words.contains("no photo") && words.ends_with("IMG_1.jpg"), "{words}");
}

#[test]
fn any_damage_to_a_photo_ends_in_a_photo_or_a_sentence() {
    let mut tags = position();
    tags.push((Tag::DateTimeOriginal, text("2025:11:26 10:30:15")));
    let whole = jpeg(tags);
    for place in 0..whole.len() {
        for byte in [0, 0xff, whole[place] ^ 0x10] {
            let mut bytes = whole.clone();
            bytes[place] = byte;
            let _either = read(&bytes);
        }
        let _either = read(&whole[..place]);
    }
}

fn listed(path: &Path, home: &Path) -> Box<Evidence> {
    let kept = keep(path, home, &mut |_, _| ControlFlow::Continue(())).unwrap();
    assert_eq!(kept.media_type, MediaType::Jpeg);
    Box::new(Evidence {
        sha256: kept.digest,
        name: path.file_name().unwrap().to_string_lossy().into_owned(),
        media_type: kept.media_type,
        size: kept.size,
        captured: "2026-11-23T02:00:00Z".to_owned(),
        origin: None,
        note: None,
        rest: Map::new(),
    })
}

#[test]
fn photos_are_one_step_and_one_that_is_here_already_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("IMG_1.jpg");
    std::fs::write(&path, jpeg(position())).unwrap();
    let one = listed(&path, folder.path());
    let other =
        Box::new(Evidence { sha256: Digest([7; 32]), name: "IMG_2.jpg".to_owned(), ..(*one).clone() });
    let mut session = example();
    let before = session.document().clone();
    let of = session.opened_at();
    let read = |photos: Vec<(Box<Evidence>, Photo)>| PhotosRead {
        asked: photos.len(),
        photos,
        ..PhotosRead::default()
    };
    let photo = read_photo(&path).unwrap();
    session.photos_read(read(vec![(one.clone(), photo.clone()), (other, Photo::default())]), of);
    assert_eq!(session.document().len(), before.len() + 2);
    let selected = session.selected_incident().unwrap();
    assert_eq!(
        (selected.title.as_str(), selected.evidence.as_slice()),
        ("Photo IMG_1.jpg", &[one.sha256][..])
    );
    assert_eq!(session.document().facts().evidence.len(), before.facts().evidence.len() + 2);
    let said = session.messages().last().unwrap().text.clone();
    assert!(said.contains("Added 2 incidents from photos") && said.contains("1 without a place"), "{said}");
    session.photos_read(read(vec![(one, photo)]), of);
    assert_eq!(session.document().len(), before.len() + 2);
    assert!(session.messages().last().unwrap().text.contains("already"));
    session.handle(Command::Undo);
    assert_eq!(session.document().len(), before.len());
    assert_eq!(session.document().facts(), before.facts());
}

#[test]
fn photos_are_known_by_their_names_where_they_are_dropped() {
    assert!(["a.JPG", "b.heic", "c.tiff"].iter().all(|name| is_photo_by_name(Path::new(name))));
    assert!(!["a.png", "b.csv", "c"].iter().any(|name| is_photo_by_name(Path::new(name))));
}
