//! What a file that is no collection of incidents seems to be, so that the refusal can say what to do.
//!
//! # Source
//! The first bytes of files by the formats' own specifications, as in the magic files of the command `file`.

/// What the file seems to be, and what to do with it.
type Guess = (&'static str, &'static str);

const AS_A_TABLE: &str = "add its incidents with File → “Add incidents from a file…”";
const FROM_QGIS: &str = "open it in QGIS, save the layer as GeoJSON, and open that";
const UNPACK: &str = "unpack it and open the file inside";
const AS_GEOPACKAGE: &str =
    "save it as CSV or GeoPackage, and add the incidents of that with File → “Add incidents from a file…”";
const UNPACK_OR_ADD: &str = "unpack it, or add its incidents with File → “Add incidents from a file…”";
const ANOTHER: &str = "choose another file";

/// First bytes that no text has.
const SIGNATURES: [(&[u8], Guess); 19] = [
    (b"\x89PNG\r\n\x1A\n", ("a picture (PNG)", ANOTHER)),
    (b"\xFF\xD8\xFF", ("a picture (JPEG)", ANOTHER)),
    (b"GIF8", ("a picture (GIF)", ANOTHER)),
    (b"II*\0", ("a picture or grid (TIFF)", ANOTHER)),
    (b"MM\0*", ("a picture or grid (TIFF)", ANOTHER)),
    (b"%PDF-", ("a PDF document", ANOTHER)),
    (b"SQLite format 3\0", ("a database (SQLite, perhaps a GeoPackage)", AS_A_TABLE)),
    (b"\0\0\x27\x0A", ("a shapefile", AS_A_TABLE)),
    (b"fgb\x03fgb", ("a FlatGeobuf file", AS_A_TABLE)),
    (b"PAR1", ("a Parquet or GeoParquet file", AS_GEOPACKAGE)),
    (b"PK\x03\x04", ("a packed file (ZIP, KMZ, XLSX, ODS or DOCX)", UNPACK_OR_ADD)),
    (b"\x1F\x8B", ("a packed file (gzip)", UNPACK)),
    (b"BZh", ("a packed file (bzip2)", UNPACK)),
    (b"7z\xBC\xAF\x27\x1C", ("a packed file (7z)", UNPACK)),
    (b"Rar!", ("a packed file (RAR)", UNPACK)),
    (b"\xD0\xCF\x11\xE0", ("an old Office document", AS_A_TABLE)),
    (b"\x7FELF", ("a program", ANOTHER)),
    (b"\xFF\xFE", ("text in UTF-16", "save it as UTF-8 with a text editor and open it again")),
    (b"\xFE\xFF", ("text in UTF-16", "save it as UTF-8 with a text editor and open it again")),
];

/// What the first bytes alone betray.
pub(super) fn by_first_bytes(bytes: &[u8]) -> Option<Guess> {
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some(("a picture (WebP)", ANOTHER));
    }
    SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, guess)| *guess)
}

/// What the first bytes betray of a file in which no table stands, whatever reads it.
pub(in crate::store) fn without_a_table(bytes: &[u8]) -> Option<Guess> {
    by_first_bytes(bytes).filter(|(_, advice)| [ANOTHER, UNPACK, AS_GEOPACKAGE].contains(advice))
}

/// Whether there seem to be incidents in it that can be added, by its first bytes.
pub(super) fn can_be_added(head: &[u8]) -> bool {
    by_first_bytes(head)
        .or_else(|| by_text(head))
        .is_some_and(|(_, advice)| [AS_A_TABLE, UNPACK_OR_ADD].contains(&advice))
}

/// What a text that is no JSON seems to be.
pub(super) fn by_text(bytes: &[u8]) -> Option<Guess> {
    /// Enough for a heading and some rows.
    const LOOKED_AT: usize = 16 << 10;
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(LOOKED_AT)]);
    let text = text.trim_start();
    if text.starts_with('<') {
        let lower = text.to_lowercase();
        let has = |element: &str| lower.contains(element);
        return Some(if has("<kml") {
            ("a KML file", AS_A_TABLE)
        } else if has("<gpx") {
            ("a GPX file", AS_A_TABLE)
        } else if has("<html") || has("<!doctype html") {
            ("a web page", "download the data itself and open that")
        } else {
            ("an XML file", FROM_QGIS)
        });
    }
    if text.starts_with(['{', '[', '"']) {
        return None;
    }
    is_table(text).then_some(("a table (CSV)", AS_A_TABLE))
}

/// Whether the first lines have the same number of columns.
fn is_table(text: &str) -> bool {
    [',', ';', '\t'].iter().any(|separator| {
        let mut lines = text.lines().filter(|line| !line.is_empty()).take(3);
        let columns = |line: &str| line.matches(*separator).count();
        let Some(heading) = lines.next().map(columns).filter(|count| *count > 0) else { return false };
        // Values may hold separators in quotation marks, headings seldom.
        lines.all(|line| columns(line) >= heading)
    })
}

/// Whether the words that frame a collection occur at the beginning: a flipped bit leaves most of them.
pub(super) fn has_frame(bytes: &[u8]) -> bool {
    const HEAD: usize = 64 << 10;
    let head = &bytes[..bytes.len().min(HEAD)];
    let has = |word: &[u8]| head.windows(word.len()).any(|window| window == word);
    let words: [&[u8]; 3] = [b"\"FeatureCollection\"", b"\"features\"", b"\"marz\""];
    words.iter().filter(|word| has(word)).count() >= 2
}
