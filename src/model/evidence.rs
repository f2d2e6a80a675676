//! Evidence: copies of reports, pictures and pages that incidents rest on, named by what is in them.
//!
//! A document lists each content once; sources refer to it by its digest. The bytes themselves are files beside the
//! document, of which nothing is known here.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The SHA-256 of a content: 64 small hexadecimal digits in a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// Its first eight digits, which tell contents apart for a reader.
    pub fn short(&self) -> String {
        self.to_string()[..8].to_owned()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl FromStr for Digest {
    type Err = String;

    /// Reads 64 hexadecimal digits, of either case.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("“{}” is no SHA-256: it has 64 digits from 0 to f", super::shown_line(text));
        let digits: Vec<u8> = text
            .chars()
            .map(|sign| sign.to_digit(16).map(|digit| digit as u8))
            .collect::<Option<_>>()
            .ok_or_else(wrong)?;
        let bytes: Vec<u8> = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
        if digits.len() != 64 {
            return Err(wrong());
        }
        Ok(Self(bytes.try_into().map_err(|_| wrong())?))
    }
}

impl TryFrom<String> for Digest {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

/// What a content is, by its own bytes and never by its name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum MediaType {
    Pdf,
    Png,
    Jpeg,
    Gif,
    WebP,
    Tiff,
    Bmp,
    Heif,
    Mp4,
    Audio,
    Text,
    Html,
    Svg,
    Zip,
    /// Word, Excel and `PowerPoint` of today, without macros.
    Word,
    Excel,
    PowerPoint,
    OpenDocument,
    /// An office document that can run a program of its own: with macros, or in the old format.
    OfficeWithMacros,
    /// A program, a script, a shortcut to one, or an installer.
    Program,
    Bytes,
    /// A type that a newer program has written.
    Other(String),
}

impl MediaType {
    const KNOWN: [Self; 21] = [
        Self::Pdf,
        Self::Png,
        Self::Jpeg,
        Self::Gif,
        Self::WebP,
        Self::Tiff,
        Self::Bmp,
        Self::Heif,
        Self::Mp4,
        Self::Audio,
        Self::Text,
        Self::Html,
        Self::Svg,
        Self::Zip,
        Self::Word,
        Self::Excel,
        Self::PowerPoint,
        Self::OpenDocument,
        Self::OfficeWithMacros,
        Self::Program,
        Self::Bytes,
    ];

    /// The media type as it is written.
    pub fn code(&self) -> &str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::WebP => "image/webp",
            Self::Tiff => "image/tiff",
            Self::Bmp => "image/bmp",
            Self::Heif => "image/heif",
            Self::Mp4 => "video/mp4",
            Self::Audio => "audio/mpeg",
            Self::Text => "text/plain",
            Self::Html => "text/html",
            Self::Svg => "image/svg+xml",
            Self::Zip => "application/zip",
            Self::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Excel => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::PowerPoint => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::OpenDocument => "application/vnd.oasis.opendocument",
            Self::OfficeWithMacros => "application/vnd.ms-office",
            Self::Program => "application/x-executable",
            Self::Bytes => "application/octet-stream",
            Self::Other(code) => code,
        }
    }

    /// In plain words.
    pub fn label(&self) -> &str {
        match self {
            Self::Pdf => "PDF",
            Self::Png => "PNG picture",
            Self::Jpeg => "JPEG picture",
            Self::Gif => "GIF picture",
            Self::WebP => "WebP picture",
            Self::Tiff => "TIFF picture",
            Self::Bmp => "BMP picture",
            Self::Heif => "HEIF picture",
            Self::Mp4 => "video",
            Self::Audio => "sound",
            Self::Text => "text",
            Self::Html => "web page",
            Self::Svg => "drawing (SVG)",
            Self::Zip => "ZIP archive",
            Self::Word => "Word document",
            Self::Excel => "Excel workbook",
            Self::PowerPoint => "PowerPoint slides",
            Self::OpenDocument => "OpenDocument",
            Self::OfficeWithMacros => "office document that can run macros",
            Self::Program => "program or script",
            Self::Bytes => "unknown kind",
            Self::Other(_) => "kind of a newer program",
        }
    }

    /// The ending of the file that keeps such a content: one that no system runs. A page or drawing with scripts is
    /// kept as text, a program as bytes.
    pub fn safe_extension(&self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Gif => "gif",
            Self::WebP => "webp",
            Self::Tiff => "tif",
            Self::Bmp => "bmp",
            Self::Heif => "heic",
            Self::Mp4 => "mp4",
            Self::Audio => "mp3",
            Self::Text | Self::Html | Self::Svg => "txt",
            Self::Zip => "zip",
            Self::Word => "docx",
            Self::Excel => "xlsx",
            Self::PowerPoint => "pptx",
            Self::OpenDocument => "odt",
            Self::OfficeWithMacros | Self::Program | Self::Bytes | Self::Other(_) => "bin",
        }
    }

    /// Whether a small picture of it can be shown.
    pub fn is_picture(&self) -> bool {
        match self {
            Self::Png | Self::Jpeg | Self::Gif | Self::WebP => true,
            Self::Pdf
            | Self::Tiff
            | Self::Bmp
            | Self::Heif
            | Self::Mp4
            | Self::Audio
            | Self::Text
            | Self::Html
            | Self::Svg
            | Self::Zip
            | Self::Word
            | Self::Excel
            | Self::PowerPoint
            | Self::OpenDocument
            | Self::OfficeWithMacros
            | Self::Program
            | Self::Bytes
            | Self::Other(_) => false,
        }
    }

    /// Why a content of this kind must not be given to another program.
    fn danger(&self) -> Option<&'static str> {
        match self {
            Self::Program => Some("It is a program or a script: opening it could run it."),
            Self::Html | Self::Svg => Some("It can hold scripts, which a browser would run."),
            Self::OfficeWithMacros => Some("It is an office document that can run macros."),
            Self::Bytes | Self::Other(_) => Some("Nobody can say what kind of file it is."),
            Self::Pdf
            | Self::Png
            | Self::Jpeg
            | Self::Gif
            | Self::WebP
            | Self::Tiff
            | Self::Bmp
            | Self::Heif
            | Self::Mp4
            | Self::Audio
            | Self::Text
            | Self::Zip
            | Self::Word
            | Self::Excel
            | Self::PowerPoint
            | Self::OpenDocument => None,
        }
    }
}

impl From<String> for MediaType {
    fn from(code: String) -> Self {
        Self::KNOWN.into_iter().find(|known| known.code() == code).unwrap_or(Self::Other(code))
    }
}

impl From<MediaType> for String {
    fn from(media: MediaType) -> Self {
        media.code().to_owned()
    }
}

/// One content that the document has a copy of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    pub sha256: Digest,
    /// What the file was called where it came from.
    pub name: String,
    pub media_type: MediaType,
    /// Bytes.
    pub size: u64,
    /// When it was taken in: an RFC 3339 time in UTC, to the second.
    pub captured: String,
    /// Where it came from: an address, or the name of a file without its folders.
    #[serde(default, rename = "from", skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Members that Marz does not know, kept and written back.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Endings of names that some system runs, or opens with what runs them. A text named so is harmless where it is
/// kept, but whoever passes it on under its own name gives away a program.
///
/// # Source
/// Microsoft's list of blocked attachments in Outlook, and the desktop entry, shell and macro formats.
const RUN_BY_NAME: [&str; 58] = [
    "app",
    "appimage",
    "application",
    "apk",
    "bash",
    "bat",
    "chm",
    "cmd",
    "com",
    "cpl",
    "deb",
    "desktop",
    "dll",
    "dmg",
    "docm",
    "dotm",
    "exe",
    "gadget",
    "hta",
    "htm",
    "html",
    "inf",
    "iso",
    "jar",
    "jnlp",
    "js",
    "jse",
    "ksh",
    "lnk",
    "mht",
    "mhtml",
    "msc",
    "msi",
    "msp",
    "pif",
    "pl",
    "potm",
    "ppam",
    "ppsm",
    "pptm",
    "ps1",
    "psm1",
    "py",
    "pyw",
    "rb",
    "reg",
    "rpm",
    "run",
    "scr",
    "sh",
    "svg",
    "url",
    "vbe",
    "vbs",
    "wsf",
    "xhtml",
    "xlam",
    "xlsm",
];

impl Evidence {
    /// Bytes of all these, as far as a document says: a file may claim any number.
    pub fn total_size(listed: &[Self]) -> u64 {
        listed.iter().fold(0, |sum, evidence| sum.saturating_add(evidence.size))
    }

    /// The name of the file that keeps it beside the document.
    pub fn file_name(&self) -> String {
        format!("{}.{}", self.sha256, self.media_type.safe_extension())
    }

    /// Why it must not be opened in another program; `None` when that may be asked for.
    pub fn why_not_opened(&self) -> Option<String> {
        if let Some(danger) = self.media_type.danger() {
            return Some(danger.to_owned());
        }
        // What does not show in a name, or trails behind it, must not hide its ending.
        let visible: String =
            self.name.chars().filter(char::is_ascii_graphic).collect::<String>().to_lowercase();
        let ending = visible.trim_end_matches('.').rsplit('.').next().unwrap_or_default().to_owned();
        RUN_BY_NAME
            .contains(&ending.as_str())
            .then(|| format!("Its name ends in “.{ending}”, which some systems run as a program."))
    }
}

/// What a source refers to. A value of another program that stands under the same key is kept as it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum References {
    List(Vec<Digest>),
    Unread(Value),
}

impl Default for References {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

impl References {
    pub fn is_empty(&self) -> bool {
        match self {
            Self::List(list) => list.is_empty(),
            Self::Unread(_) => false,
        }
    }

    pub fn list(&self) -> &[Digest] {
        match self {
            Self::List(list) => list,
            Self::Unread(_) => &[],
        }
    }
}

/// Where evidence is attached: to a source of an incident, counted from 0, or to the incident itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Attachment {
    pub incident: super::IncidentId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<usize>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn named(name: &str, media_type: MediaType) -> Evidence {
        Evidence {
            sha256: Digest([7; 32]),
            name: name.to_owned(),
            media_type,
            size: 1,
            captured: "2026-11-23T02:00:00Z".to_owned(),
            origin: None,
            note: None,
            rest: Map::new(),
        }
    }

    #[test]
    fn nothing_that_runs_is_opened_by_content_or_by_name() {
        for name in ["a.sh", "photo\u{202E}gpj.sh", "a.pdf.EXE", "a.xlsm ", "a.desktop.", "a.l\u{200B}nk"] {
            assert!(named(name, MediaType::Text).why_not_opened().is_some(), "{name}");
        }
        assert!(named("report.pdf", MediaType::Program).why_not_opened().is_some());
        assert!(named("page.txt", MediaType::Html).why_not_opened().is_some());
        assert_eq!(named("Отчёт 12.pdf", MediaType::Pdf).why_not_opened(), None);
        let extensions: Vec<_> = MediaType::KNOWN.iter().map(MediaType::safe_extension).collect();
        assert!(extensions.iter().all(|extension| !RUN_BY_NAME.contains(extension)), "{extensions:?}");
    }

    #[test]
    fn digests_and_foreign_references_come_back_as_they_were() {
        let digest = Digest([0xab; 32]);
        assert_eq!(digest.to_string().parse::<Digest>(), Ok(digest));
        assert!("ab".parse::<Digest>().is_err() && "ж".repeat(64).parse::<Digest>().is_err());
        for foreign in [json!("photo 7"), json!(["photo 7"]), json!({"a": [1]}), json!(["ab", 5])] {
            let read: References = serde_json::from_value(foreign.clone()).unwrap();
            assert!(read.list().is_empty() && !read.is_empty());
            assert_eq!(serde_json::to_value(&read).unwrap(), foreign);
        }
    }
}
