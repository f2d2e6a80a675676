//! What a content is, by its first and last bytes: never by its name.

use crate::model::MediaType;

/// How much of the beginning is looked at.
pub(super) const HEAD: usize = 4096;
/// How much of the end is kept, where a ZIP lists what is in it.
pub(super) const TAIL: usize = 256 * 1024;

/// What content begins and ends so. What runs, or could, is found before what is only read.
///
/// # Source
/// The magic numbers of each format's own description; ZIP by PKWARE's APPNOTE 6.3.10, office documents by ECMA-376
/// and ODF 1.3.
pub(super) fn media_type(head: &[u8], tail: &[u8]) -> MediaType {
    let begins = |magic: &[u8]| head.starts_with(magic);
    let at = |place: usize, magic: &[u8]| head.get(place..).is_some_and(|rest| rest.starts_with(magic));
    let programs: [&[u8]; 14] = [
        b"MZ",
        b"\x7fELF",
        b"#!",
        b"\xca\xfe\xba\xbe",
        b"\xfe\xed\xfa",
        b"\xcf\xfa\xed\xfe",
        b"\xce\xfa\xed\xfe",
        b"L\0\0\0\x01\x14\x02\0",
        b"!<arch>\n",
        b"\xed\xab\xee\xdb",
        b"\0asm",
        b"MSCF",
        b"ITSF",
        b"xar!",
    ];
    if programs.iter().any(|magic| begins(magic)) {
        return MediaType::Program;
    }
    if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") {
        return zipped(head, tail);
    }
    if begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return MediaType::OfficeWithMacros;
    }
    if begins(b"\x89PNG\r\n\x1a\n") {
        return MediaType::Png;
    }
    if begins(b"\xff\xd8\xff") {
        return MediaType::Jpeg;
    }
    if begins(b"GIF87a") || begins(b"GIF89a") {
        return MediaType::Gif;
    }
    if begins(b"RIFF") && at(8, b"WEBP") {
        return MediaType::WebP;
    }
    if begins(b"II*\0") || begins(b"MM\0*") {
        return MediaType::Tiff;
    }
    if begins(b"BM") && at(14, b"\x28\0\0\0") {
        return MediaType::Bmp;
    }
    if at(4, b"ftyp") {
        let is_still = [&b"heic"[..], b"heix", b"mif1", b"avif"].iter().any(|brand| at(8, brand));
        return if is_still { MediaType::Heif } else { MediaType::Mp4 };
    }
    if begins(b"ID3") || begins(b"\xff\xfb") || (begins(b"RIFF") && at(8, b"WAVE")) || begins(b"OggS") {
        return MediaType::Audio;
    }
    // Some scanners write a few bytes before it; readers look in the first kilobyte.
    if find(&head[..head.len().min(1024)], b"%PDF-") {
        return MediaType::Pdf;
    }
    texts(head)
}

fn zipped(head: &[u8], tail: &[u8]) -> MediaType {
    let holds = |name: &[u8]| find(tail, name) || find(head, name);
    // macro parts, and programs that are archives themselves
    if holds(b"vbaProject") || holds(b"Basic/script-lc.xml") || holds(b"xl/macrosheets") {
        return MediaType::OfficeWithMacros;
    }
    if holds(b"META-INF/MANIFEST.MF") || holds(b"classes.dex") || holds(b"AndroidManifest.xml") {
        return MediaType::Program;
    }
    if holds(b"word/document.xml") {
        return MediaType::Word;
    }
    if holds(b"xl/workbook.xml") {
        return MediaType::Excel;
    }
    if holds(b"ppt/presentation.xml") {
        return MediaType::PowerPoint;
    }
    if find(head, b"application/vnd.oasis.opendocument") {
        return MediaType::OpenDocument;
    }
    MediaType::Zip
}

fn texts(head: &[u8]) -> MediaType {
    let decoded = match head {
        [0xFF, 0xFE, rest @ ..] => Some(wide(rest, u16::from_le_bytes)),
        [0xFE, 0xFF, rest @ ..] => Some(wide(rest, u16::from_be_bytes)),
        _ => None,
    };
    let text: Vec<u8> = decoded.map_or_else(|| head.to_vec(), String::into_bytes).to_ascii_lowercase();
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&text).trim_ascii_start();
    let has = |word: &[u8]| find(text, word);
    if text.is_empty() && !head.is_empty() {
        return MediaType::Text;
    }
    if text.contains(&0) {
        return MediaType::Bytes;
    }
    if text.starts_with(b"[desktop entry]")
        || text.starts_with(b"[internetshortcut]")
        || text.starts_with(b"#!")
    {
        return MediaType::Program;
    }
    if text.starts_with(b"@echo off") || text.starts_with(b"windows registry editor") {
        return MediaType::Program;
    }
    if has(b"<svg") {
        return MediaType::Svg;
    }
    if [&b"<!doctype html"[..], b"<html", b"<script", b"<head", b"<body", b"<iframe", b"javascript:"]
        .iter()
        .any(|tag| has(tag))
    {
        return MediaType::Html;
    }
    let controls = text.iter().filter(|&&byte| byte < 0x20 && !b"\t\n\r\x0c\x1b".contains(&byte)).count();
    if controls == 0 { MediaType::Text } else { MediaType::Bytes }
}

fn wide(bytes: &[u8], number: fn([u8; 2]) -> u16) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| number(*pair));
    char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn find(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_is_known_whatever_it_is_called() {
        for bytes in [
            &b"#!/bin/sh\nrm -rf /"[..],
            b"MZ\x90\0",
            b"\x7fELF\x02\x01",
            b"\xEF\xBB\xBF  [Desktop Entry]\nExec=sh",
            b"L\0\0\0\x01\x14\x02\0\0\0",
        ] {
            assert_eq!(media_type(bytes, bytes), MediaType::Program, "{bytes:?}");
        }
        let utf16: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain("<HTML>".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(media_type(&utf16, &utf16), MediaType::Html);
        assert_eq!(media_type(b"<?xml version='1.0'?><svg>", b""), MediaType::Svg);
        assert_eq!(media_type(b"PK\x03\x04...", b"...xl/vbaProject.bin..."), MediaType::OfficeWithMacros);
        assert_eq!(media_type(b"PK\x03\x04...", b"...xl/workbook.xml..."), MediaType::Excel);
    }

    #[test]
    fn what_is_read_is_known_by_its_bytes() {
        assert_eq!(media_type(b"%PDF-1.7\n%\xe2\xe3", b""), MediaType::Pdf);
        assert_eq!(media_type("Дрон сбит".as_bytes(), b""), MediaType::Text);
        assert_eq!(media_type(b"\xff\xd8\xff\xe0", b""), MediaType::Jpeg);
        assert_eq!(media_type(b"a\0b", b""), MediaType::Bytes);
        assert_eq!(media_type(b"", b""), MediaType::Text);
    }
}
