//! Words of a slide.

use std::fmt::Write as _;

use crate::carto::{Align, Face, Rgba, Words};

use super::Measure;

/// Text as XML may hold it.
pub(super) fn escaped(text: &str) -> String {
    // XML allows no control characters, not even escaped.
    let clean: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    quick_xml::escape::escape(clean).into_owned()
}

/// One paragraph of one look. `link` is the number of a relation that the words lead to.
pub(super) fn paragraph(words: &Words, measure: Measure, link: Option<usize>) -> String {
    let side = match (words.align, words.right_to_left) {
        (Align::Left, false) | (Align::Right, true) => "l",
        (Align::Centre, _) => "ctr",
        (Align::Right, false) | (Align::Left, true) => "r",
    };
    let direction = if words.right_to_left { r#" rtl="1""# } else { "" };
    let look = look(words, measure, link);
    let text = escaped(&words.text);
    let mut out = format!(r#"<a:p><a:pPr algn="{side}"{direction}/>"#);
    if text.is_empty() {
        let _ = write!(out, "<a:endParaRPr{look}</a:endParaRPr></a:p>");
    } else {
        let _ = write!(out, "<a:r><a:rPr{look}</a:rPr><a:t>{text}</a:t></a:r></a:p>");
    }
    out
}

/// Attributes and content of the properties of a run.
fn look(words: &Words, measure: Measure, link: Option<usize>) -> String {
    /// Units of a hundredth of a point.
    const HUNDREDTH: f32 = 127.0;
    let size = (words.size * measure.per_pixel / HUNDREDTH).round().max(100.0) as i64;
    let face = match words.face {
        Face::Regular => "",
        Face::SemiBold => r#" b="1""#,
        Face::Italic => r#" i="1""#,
    };
    let link = link.map_or_else(String::new, |id| format!(r#"<a:hlinkClick r:id="rId{id}"/>"#));
    format!(
        r#" lang="en-GB" sz="{size}"{face} dirty="0">{}<a:latin typeface="Arial"/><a:cs typeface="Arial"/>{link}"#,
        fill(words.colour)
    )
}

/// A colour as the fill of a thing.
pub(super) fn fill(Rgba([r, g, b, a]): Rgba) -> String {
    let alpha = match a {
        255 => String::new(),
        a => format!(r#"<a:alpha val="{}"/>"#, u32::from(a) * 100_000 / 255),
    };
    format!(r#"<a:solidFill><a:srgbClr val="{r:02X}{g:02X}{b:02X}">{alpha}</a:srgbClr></a:solidFill>"#)
}
