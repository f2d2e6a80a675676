//! The letters of a text file: by its mark, by what it says of itself, or UTF-8.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

use super::Problem;

/// The text without its mark.
pub(super) fn decoded<'a>(bytes: &'a [u8], named: Option<&str>) -> Result<Cow<'a, str>, Problem> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None => match named {
            Some(name) => Encoding::for_label(name.trim().as_bytes()).ok_or_else(|| {
                Problem::refused(format!(
                    "its letters are written as “{}”, which is not known",
                    crate::model::shown_line(name)
                ))
            })?,
            None => UTF_8,
        },
    };
    let (text, _, has_errors) = encoding.decode(bytes);
    if has_errors {
        return Err(Problem::refused(format!(
            "its letters are not {}, as they should be; save it again as UTF-8",
            encoding.name()
        )));
    }
    Ok(text)
}

/// The encoding that an XML file names in its first line.
pub(super) fn named_in_xml(bytes: &[u8]) -> Option<String> {
    let head: String = bytes.iter().take(200).map(|byte| char::from(*byte)).collect();
    let head = head.trim_start_matches(|c: char| !c.is_ascii() || c.is_whitespace());
    let declaration = head.strip_prefix("<?xml")?.split("?>").next()?;
    let after = declaration.split("encoding").nth(1)?.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|c| ['"', '\''].contains(c))?;
    after[1..].split(quote).next().map(str::to_owned)
}

/// Text of a description without its markup, on one line: as much as a card shows.
pub(super) fn without_markup(text: &str) -> String {
    const LOOKED_AT: usize = 8_000;
    let start: String = text.chars().take(LOOKED_AT).collect();
    plain(&start, " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All words of a description, line by line as a browser would set them; one without markup as it stands.
pub(super) fn words_of(text: &str) -> String {
    if !text.contains('<') {
        return plain(text, "").trim().to_owned();
    }
    let set = plain(&text.split_whitespace().collect::<Vec<_>>().join(" "), "\n");
    let lines = set.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The text between the marks; `line` stands where a new line begins.
fn plain(text: &str, line: &str) -> String {
    const BREAKS: [&str; 12] = ["br", "p", "div", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "hr"];
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, mark)) = rest.split_once('<') {
        plain.push_str(before);
        let (mark, after) = mark.split_once('>').unwrap_or((mark, ""));
        let name = mark.trim_start_matches('/');
        let name = name.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
        plain.push_str(if BREAKS.iter().any(|known| known.eq_ignore_ascii_case(name)) { line } else { " " });
        rest = after;
    }
    plain.push_str(rest);
    for (sign, letter) in [("&nbsp;", " "), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")] {
        plain = plain.replace(sign, letter);
    }
    plain
}
