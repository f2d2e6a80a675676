//! Texts as a spreadsheet may take them.

use std::borrow::Cow;

/// A text cell as a spreadsheet is to take it: what it would work out as a formula gets an apostrophe before it,
/// which spreadsheets hide. Numbers, coordinates and telephone numbers stay as they are.
///
/// # Source
/// OWASP ASVS 1.2.10 and CWE-1236, with the full-width forms that spreadsheets of East Asia take for the same.
pub fn formula_safe(text: &str) -> Cow<'_, str> {
    // A quotation mark is dropped on pasting, and what follows it begins the cell.
    let begins = text.trim_start_matches(['"', ' ', '\u{A0}']);
    let formula = begins.starts_with(['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '－', '＠']);
    if formula && !is_numeric(begins) && !is_telephone(begins) {
        return Cow::Owned(format!("'{text}"));
    }
    Cow::Borrowed(text)
}

/// A number or coordinates: `-30.5`, `-30.5, 71.2`, `-30° 12′ 5″ S`.
fn is_numeric(text: &str) -> bool {
    let mut parts = text.split([',', ';', ' ']).filter(|part| !part.is_empty()).peekable();
    let one = |part: &str| {
        let bare = part.trim_end_matches(['°', '′', '″', '\'', '"', '%']);
        ["N", "S", "E", "W"].contains(&part) || (bare.parse::<f64>().is_ok_and(f64::is_finite))
    };
    parts.peek().is_some() && parts.all(one)
}

/// `+992 37 221-21-21`: a plus, then nothing but the signs of a telephone number.
fn is_telephone(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|number| {
        let digits = number.chars().filter(char::is_ascii_digit).count();
        (7..=15).contains(&digits)
            && number.chars().all(|sign| sign.is_ascii_digit() || " -().".contains(sign))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_get_an_apostrophe_and_numbers_do_not() {
        for text in [
            "=1+1",
            "+1+1",
            "-1+1",
            "@SUM(1)",
            "=cmd|'/C calc'!A0",
            "\t=1+1",
            "＝1+1",
            "＠x",
            "\" =1+1",
            "-cmd",
            "+",
            "-inf",
        ] {
            assert_eq!(formula_safe(text), format!("'{text}"), "{text}");
        }
        for text in [
            "-30.5",
            "+5",
            "-30.5, 71.25",
            "-30° 12′ 5″ S",
            "+992 37 221-21-21",
            "+380 44 1234567",
            "Panj",
            "",
            "37.5",
            "a=b",
        ] {
            assert!(matches!(formula_safe(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }
}
