//! What kind of file it is, by its content and not by its name; packed files are unfolded within limits.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{Cursor, Read},
    path::{Path, PathBuf},
};

use zip::ZipArchive;

use super::{
    Limits, Problem,
    collect::Collector,
    flatgeobuf, geojson, geopackage, gpx, kml,
    shapefile::{self, Bundle},
    text,
};

/// A kind of file that shapes come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    GeoJson,
    Kml,
    Gpx,
    Shapefile,
    GeoPackage,
    FlatGeobuf,
    Zip,
}

/// Entries of a packed file that are looked at.
const MOST_ENTRIES: usize = 10_000;
/// A packed file that unfolds to more than so many times its size is none that a person made.
const MOST_UNFOLDING: u64 = 200;

/// Whether a file of this name may hold shapes: for dialogs and for files that are dropped.
pub fn is_shapes_by_name(path: &Path) -> bool {
    ENDINGS.iter().any(|ending| ends_in(path, ending))
}

/// Whether it is a ZIP with a shapefile in it: only its list of names is read.
pub fn is_zipped_shapes(path: &Path) -> bool {
    if !ends_in(path, "zip") {
        return false;
    }
    let Some(archive) = File::open(path).ok().and_then(|file| ZipArchive::new(file).ok()) else {
        return false;
    };
    (0..archive.len().min(MOST_ENTRIES))
        .filter_map(|i| archive.name_for_index(i)?.ok())
        .any(|name| ends_in(Path::new(name.as_ref()), "shp"))
}

/// Whether it is read where it lies: a database, or a shapefile with the files beside it.
pub fn is_read_in_place(path: &Path) -> bool {
    let mut head = [0; 16];
    let path = beside_shapes(path);
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && matches!(FileKind::of(&head), Some(FileKind::GeoPackage | FileKind::Shapefile))
}

const ENDINGS: [&str; 10] =
    ["kml", "kmz", "gpx", "shp", "gpkg", "fgb", "geojsonl", "geojsons", "ndjson", "shz"];

fn ends_in(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending))
}

impl FileKind {
    /// By the first bytes.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"SQLite format 3\0") {
            return Some(Self::GeoPackage);
        }
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            return Some(Self::Zip);
        }
        if bytes.starts_with(&[0, 0, 0x27, 0x0a]) {
            return Some(Self::Shapefile);
        }
        if flatgeobuf::is_one(bytes) {
            return Some(Self::FlatGeobuf);
        }
        let head = &bytes[..bytes.len().min(4_096)];
        let head = text::decoded(head, None)
            .map_or_else(|_| String::from_utf8_lossy(head).into_owned(), std::borrow::Cow::into_owned);
        let head = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{1e}');
        if head.starts_with('{') || head.starts_with('[') {
            return Some(Self::GeoJson);
        }
        if head.starts_with('<') {
            let lower = head.to_ascii_lowercase();
            let place = |name: &str| {
                [format!("<{name}"), format!(":{name}")].iter().filter_map(|tag| lower.find(tag)).min()
            };
            return match (place("kml"), place("gpx")) {
                (_, Some(gpx)) if place("kml").is_none_or(|kml| gpx < kml) => Some(Self::Gpx),
                (Some(_), _) => Some(Self::Kml),
                // A placemark by itself.
                (None, _) => ["placemark", "document", "folder"]
                    .iter()
                    .any(|name| place(name).is_some())
                    .then_some(Self::Kml),
            };
        }
        None
    }
}

/// The layers of a file.
pub(super) fn open(path: &Path, wanted: Option<&str>, limits: Limits) -> Result<Vec<Collector>, Problem> {
    let path = beside_shapes(path);
    let absolute = std::path::absolute(&path).map_err(|error| Problem::Unreadable(error.to_string()))?;
    // A pipe would be waited for, and a folder has no bytes.
    let metadata = fs::metadata(&absolute).map_err(|error| Problem::Unreadable(error.to_string()))?;
    if !metadata.is_file() {
        return Err(Problem::Unreadable("it is no file".to_owned()));
    }
    let mut head = Vec::new();
    let file = File::open(&absolute).map_err(|error| Problem::Unreadable(error.to_string()))?;
    (&file).take(4_096).read_to_end(&mut head).map_err(|error| Problem::Unreadable(error.to_string()))?;
    match FileKind::of(&head) {
        Some(FileKind::GeoPackage) => geopackage::read(&absolute, wanted, limits),
        Some(FileKind::Shapefile) => shapefile::read(&loose_bundle(&absolute, limits)?, limits),
        _ => of_bytes(whole(&absolute, limits)?, limits),
    }
}

/// The layers of bytes in memory.
pub(super) fn of_bytes(bytes: Vec<u8>, limits: Limits) -> Result<Vec<Collector>, Problem> {
    match FileKind::of(&bytes) {
        Some(FileKind::GeoJson) => geojson::read(&text::decoded(&bytes, None)?, limits),
        Some(FileKind::Kml) => kml_of(&bytes, limits),
        Some(FileKind::Gpx) => {
            let named = text::named_in_xml(&bytes);
            gpx::read(&text::decoded(&bytes, named.as_deref())?, limits)
        }
        Some(FileKind::Zip) => unfold(bytes, limits),
        Some(FileKind::FlatGeobuf) => flatgeobuf::read(&bytes, limits),
        Some(FileKind::Shapefile) => shapefile::read(&Bundle { shp: bytes, ..Bundle::default() }, limits),
        Some(FileKind::GeoPackage) => {
            Err(Problem::refused("a GeoPackage cannot be read from inside another file"))
        }
        None if bytes.is_empty() => Err(Problem::refused("it is empty")),
        None => Err(Problem::refused(
            "it is none of the kinds that Marz shows: GeoJSON, KML, KMZ, GPX, shapefile (also zipped), \
             GeoPackage or FlatGeobuf",
        )),
    }
}

fn kml_of(bytes: &[u8], limits: Limits) -> Result<Vec<Collector>, Problem> {
    let named = text::named_in_xml(bytes);
    kml::read(&text::decoded(bytes, named.as_deref())?, limits)
}

fn whole(path: &Path, limits: Limits) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| Problem::Unreadable(error.to_string()))?;
    file.take(limits.bytes + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Problem::Unreadable(error.to_string()))?;
    if bytes.len() as u64 > limits.bytes {
        return Err(Problem::refused(format!("it is larger than {} MB", limits.bytes >> 20)));
    }
    Ok(bytes)
}

/// Any file of a shapefile stands for its shapes.
fn beside_shapes(path: &Path) -> PathBuf {
    if ["dbf", "shx", "prj", "cpg", "sbn", "sbx"].iter().any(|ending| ends_in(path, ending)) {
        sibling(path, "shp").unwrap_or_else(|| path.to_path_buf())
    } else {
        path.to_path_buf()
    }
}

/// The file of the same name with another ending, whatever its case.
fn sibling(path: &Path, ending: &str) -> Option<PathBuf> {
    [ending.to_owned(), ending.to_uppercase()]
        .into_iter()
        .map(|ending| path.with_extension(ending))
        .find(|path| path.is_file())
}

fn loose_bundle(path: &Path, limits: Limits) -> Result<Bundle, Problem> {
    let beside = |ending: &str| sibling(path, ending).map(|path| whole(&path, limits)).transpose();
    Ok(Bundle {
        name: String::new(),
        shp: whole(path, limits)?,
        dbf: beside("dbf")?,
        prj: beside("prj")?,
        cpg: beside("cpg")?,
    })
}

/// A packed file: KML with its pictures, or one shapefile or more.
fn unfold(bytes: Vec<u8>, limits: Limits) -> Result<Vec<Collector>, Problem> {
    let packed = bytes.len() as u64;
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| Problem::refused(format!("it is no whole ZIP ({error})")))?;
    let names: Vec<String> = (0..archive.len().min(MOST_ENTRIES))
        .filter_map(|i| Some(archive.name_for_index(i)?.ok()?.into_owned()))
        .collect();
    // What macOS packs beside each file.
    let is_shadow = |name: &str| {
        name.starts_with("__MACOSX/") || name.rsplit('/').next().is_some_and(|name| name.starts_with("._"))
    };
    let ending =
        |name: &str| Path::new(name).extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let of_ending = |wanted: &str| {
        names
            .iter()
            .filter(|name| !is_shadow(name) && ending(name).as_deref() == Some(wanted))
            .cloned()
            .collect::<Vec<_>>()
    };
    let mut left = limits.bytes.min(packed.saturating_mul(MOST_UNFOLDING).max(1 << 20));
    let kmls = of_ending("kml");
    // Google Earth reads doc.kml, or the first.
    if let Some(name) = kmls.iter().find(|name| *name == "doc.kml").or(kmls.first()) {
        return kml_of(&entry(&mut archive, name, &mut left)?, limits);
    }
    let shapes = of_ending("shp");
    if !shapes.is_empty() {
        let mut layers = Vec::new();
        for name in shapes.iter().take(200) {
            let stem = name[..name.len() - 4].to_owned();
            let mut bundle = Bundle { name: stem.clone(), ..Bundle::default() };
            let mut with: BTreeMap<&str, Option<Vec<u8>>> = BTreeMap::new();
            for wanted in ["shp", "dbf", "prj", "cpg"] {
                let found = names.iter().find(|other| {
                    other.len() == name.len()
                        && other.get(..stem.len()).is_some_and(|start| start.eq_ignore_ascii_case(&stem))
                        && ending(other).as_deref() == Some(wanted)
                });
                with.insert(wanted, found.map(|name| entry(&mut archive, name, &mut left)).transpose()?);
            }
            bundle.shp = with.remove("shp").flatten().unwrap_or_default();
            bundle.dbf = with.remove("dbf").flatten();
            bundle.prj = with.remove("prj").flatten();
            bundle.cpg = with.remove("cpg").flatten();
            let mut read = shapefile::read(&bundle, limits)?;
            if shapes.len() > 1 {
                for layer in &mut read {
                    layer.name.clone_from(&bundle.name);
                }
            }
            layers.extend(read);
        }
        return Ok(layers);
    }
    if let Some(name) = of_ending("geojson").first().or(of_ending("gpx").first()) {
        let bytes = entry(&mut archive, name, &mut left)?;
        // Nothing is unfolded twice: a ZIP can hold itself.
        if FileKind::of(&bytes) == Some(FileKind::Zip) {
            return Err(Problem::refused("the ZIP holds another ZIP; unpack it first"));
        }
        return of_bytes(bytes, limits);
    }
    Err(Problem::refused("the ZIP holds no KML, shapefile, GeoJSON or GPX"))
}

/// The bytes of an entry as they unfold, whatever it says of its size.
fn entry(archive: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str, left: &mut u64) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let file = archive.by_name(name).map_err(|error| {
        Problem::refused(format!("“{}” in the ZIP cannot be read ({error})", crate::model::shown_line(name)))
    })?;
    file.take(*left + 1).read_to_end(&mut bytes).map_err(|error| {
        Problem::refused(format!("“{}” in the ZIP is damaged ({error})", crate::model::shown_line(name)))
    })?;
    *left = left
        .checked_sub(bytes.len() as u64)
        .ok_or_else(|| Problem::refused("the ZIP unfolds to far more than a file of its size should"))?;
    Ok(bytes)
}
