//! Degrees in words and signs: decimal, minutes, seconds, with hemispheres in English, Russian, Tajik or Persian.
//!
//! A text is cut into signs, and every way to see one or two angles in them is tried; what is left over is never
//! guessed away.

use super::NotRead;

/// Which of the two coordinates an angle is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    Latitude,
    Longitude,
}

/// One angle as it was typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Angle {
    /// With its sign: south and west are negative.
    pub degrees: f64,
    /// From its letter, if it had one.
    pub axis: Option<Axis>,
    /// The smallest step that the text could have said, in degrees.
    pub step: f64,
    pub(super) shape: Shape,
}

/// What the way of writing tells about the meaning.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shape {
    /// Degrees; with minutes; with seconds.
    pub parts: usize,
    /// A sign, a letter or a mark of degrees: more than bare numbers.
    pub marked: bool,
    /// The first number has a fraction.
    pub fraction: bool,
    /// Minutes or seconds.
    pub sexagesimal: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Mark {
    Degree,
    Minute,
    Second,
    Colon,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    Number {
        value: f64,
        decimals: Option<i32>,
    },
    /// A sign directly before a number.
    Sign(f64),
    Mark(Mark),
    /// A letter or word of a hemisphere, and the sign it gives.
    Hemisphere(Axis, f64),
    /// “lat”, “longitude”: names the axis only.
    Label(Axis),
    Separator,
}

/// Which sign stands before a fraction.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DecimalSign {
    Point,
    Comma,
}

/// Words, longest first where one begins another. All lower case.
const WORDS: &[(&str, Token)] = &[
    ("latitude", Token::Label(Axis::Latitude)),
    ("longitude", Token::Label(Axis::Longitude)),
    ("lat", Token::Label(Axis::Latitude)),
    ("long", Token::Label(Axis::Longitude)),
    ("lon", Token::Label(Axis::Longitude)),
    ("lng", Token::Label(Axis::Longitude)),
    ("широта", Token::Label(Axis::Latitude)),
    ("долгота", Token::Label(Axis::Longitude)),
    ("عرض", Token::Label(Axis::Latitude)),
    ("طول", Token::Label(Axis::Longitude)),
    ("degrees", Token::Mark(Mark::Degree)),
    ("degree", Token::Mark(Mark::Degree)),
    ("deg", Token::Mark(Mark::Degree)),
    ("d", Token::Mark(Mark::Degree)),
    ("градусов", Token::Mark(Mark::Degree)),
    ("градуса", Token::Mark(Mark::Degree)),
    ("градус", Token::Mark(Mark::Degree)),
    ("град", Token::Mark(Mark::Degree)),
    ("дараҷа", Token::Mark(Mark::Degree)),
    ("درجه", Token::Mark(Mark::Degree)),
    ("minutes", Token::Mark(Mark::Minute)),
    ("minute", Token::Mark(Mark::Minute)),
    ("min", Token::Mark(Mark::Minute)),
    ("m", Token::Mark(Mark::Minute)),
    ("минут", Token::Mark(Mark::Minute)),
    ("минуты", Token::Mark(Mark::Minute)),
    ("мин", Token::Mark(Mark::Minute)),
    ("дақиқа", Token::Mark(Mark::Minute)),
    ("دقیقه", Token::Mark(Mark::Minute)),
    ("seconds", Token::Mark(Mark::Second)),
    ("second", Token::Mark(Mark::Second)),
    ("sec", Token::Mark(Mark::Second)),
    ("секунд", Token::Mark(Mark::Second)),
    ("секунды", Token::Mark(Mark::Second)),
    ("сек", Token::Mark(Mark::Second)),
    ("сония", Token::Mark(Mark::Second)),
    ("ثانیه", Token::Mark(Mark::Second)),
    ("n", Token::Hemisphere(Axis::Latitude, 1.0)),
    ("north", Token::Hemisphere(Axis::Latitude, 1.0)),
    ("s", Token::Hemisphere(Axis::Latitude, -1.0)),
    ("south", Token::Hemisphere(Axis::Latitude, -1.0)),
    ("e", Token::Hemisphere(Axis::Longitude, 1.0)),
    ("east", Token::Hemisphere(Axis::Longitude, 1.0)),
    ("w", Token::Hemisphere(Axis::Longitude, -1.0)),
    ("west", Token::Hemisphere(Axis::Longitude, -1.0)),
    ("с", Token::Hemisphere(Axis::Latitude, 1.0)),
    ("сш", Token::Hemisphere(Axis::Latitude, 1.0)),
    ("северной широты", Token::Hemisphere(Axis::Latitude, 1.0)),
    ("ю", Token::Hemisphere(Axis::Latitude, -1.0)),
    ("юш", Token::Hemisphere(Axis::Latitude, -1.0)),
    ("южной широты", Token::Hemisphere(Axis::Latitude, -1.0)),
    ("в", Token::Hemisphere(Axis::Longitude, 1.0)),
    ("вд", Token::Hemisphere(Axis::Longitude, 1.0)),
    ("восточной долготы", Token::Hemisphere(Axis::Longitude, 1.0)),
    ("з", Token::Hemisphere(Axis::Longitude, -1.0)),
    ("зд", Token::Hemisphere(Axis::Longitude, -1.0)),
    ("западной долготы", Token::Hemisphere(Axis::Longitude, -1.0)),
    ("арзи шимолӣ", Token::Hemisphere(Axis::Latitude, 1.0)),
    ("шимолӣ", Token::Hemisphere(Axis::Latitude, 1.0)),
    ("арзи ҷанубӣ", Token::Hemisphere(Axis::Latitude, -1.0)),
    ("ҷанубӣ", Token::Hemisphere(Axis::Latitude, -1.0)),
    ("тӯли шарқӣ", Token::Hemisphere(Axis::Longitude, 1.0)),
    ("шарқӣ", Token::Hemisphere(Axis::Longitude, 1.0)),
    ("тӯли ғарбӣ", Token::Hemisphere(Axis::Longitude, -1.0)),
    ("ғарбӣ", Token::Hemisphere(Axis::Longitude, -1.0)),
    ("عرض شمالی", Token::Hemisphere(Axis::Latitude, 1.0)),
    ("شمالی", Token::Hemisphere(Axis::Latitude, 1.0)),
    ("عرض جنوبی", Token::Hemisphere(Axis::Latitude, -1.0)),
    ("جنوبی", Token::Hemisphere(Axis::Latitude, -1.0)),
    ("طول شرقی", Token::Hemisphere(Axis::Longitude, 1.0)),
    ("شرقی", Token::Hemisphere(Axis::Longitude, 1.0)),
    ("طول غربی", Token::Hemisphere(Axis::Longitude, -1.0)),
    ("غربی", Token::Hemisphere(Axis::Longitude, -1.0)),
];

/// The token of a word, or of two words.
fn word(text: &str) -> Option<Token> {
    WORDS.iter().find(|(word, _)| *word == text).map(|&(_, token)| token)
}

/// The text as tokens; `None` when something in it is no part of an angle.
fn tokens(text: &str, decimal: DecimalSign) -> Option<Vec<Token>> {
    let letters: Vec<char> = text.to_lowercase().chars().collect();
    let mut found: Vec<Token> = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let letter = letters[at];
        let before = at.checked_sub(1).map(|place| letters[place]);
        match letter {
            ' ' | '(' | ')' | '[' | ']' => at += 1,
            '0'..='9' => {
                let (token, end) = number(&letters, at, decimal)?;
                found.push(token);
                at = end;
            }
            '+' | '-' => {
                // Close behind a number or its mark it may be a dash as well: not guessed.
                let free = before.is_none_or(|before| " ,;/|=:([".contains(before));
                let number_follows = letters.get(at + 1).is_some_and(char::is_ascii_digit);
                if !free || !number_follows {
                    return None;
                }
                found.push(Token::Sign(if letter == '-' { -1.0 } else { 1.0 }));
                at += 1;
            }
            '°' | '′' | '″' | ':' => {
                found.push(match letter {
                    '°' => Token::Mark(Mark::Degree),
                    '′' => Token::Mark(Mark::Minute),
                    '″' => Token::Mark(Mark::Second),
                    _ => match found.last() {
                        // “lat: 37.7”
                        Some(Token::Label(_) | Token::Hemisphere(..)) => {
                            at += 1;
                            continue;
                        }
                        _ => Token::Mark(Mark::Colon),
                    },
                });
                at += 1;
            }
            '=' if matches!(found.last(), Some(Token::Label(_))) => at += 1,
            ',' | ';' | '/' | '|' => {
                found.push(Token::Separator);
                at += 1;
            }
            letter if letter.is_alphabetic() => {
                let (token, end) = longest_word(&letters, at)?;
                found.push(token);
                at = end;
            }
            _ => return None,
        }
    }
    Some(found)
}

fn number(letters: &[char], start: usize, decimal: DecimalSign) -> Option<(Token, usize)> {
    let sign = match decimal {
        DecimalSign::Point => '.',
        DecimalSign::Comma => ',',
    };
    let digits_from =
        |from: usize| letters[from..].iter().take_while(|letter| letter.is_ascii_digit()).count();
    let whole = digits_from(start);
    let mut end = start + whole;
    let mut decimals = None;
    if letters.get(end) == Some(&sign) {
        let fraction = digits_from(end + 1);
        if fraction > 0 {
            end += 1 + fraction;
            decimals = i32::try_from(fraction).ok();
        }
    }
    if whole > 6 || letters.get(end) == Some(&'.') && decimal == DecimalSign::Comma {
        return None;
    }
    let text: String =
        letters[start..end].iter().map(|&letter| if letter == ',' { '.' } else { letter }).collect();
    Some((Token::Number { value: text.parse().ok()?, decimals }, end))
}

/// The longest run of words from here that means something: “с.ш.”, “северной широты”, “N”.
fn longest_word(letters: &[char], start: usize) -> Option<(Token, usize)> {
    let mut text = String::new();
    let mut best = None;
    for (place, &letter) in letters.iter().enumerate().skip(start) {
        match letter {
            '.' => {}
            ' ' if !text.ends_with(' ') => text.push(' '),
            letter if letter.is_alphabetic() => text.push(letter),
            _ => break,
        }
        let next = letters.get(place + 1);
        let ends = next.is_none_or(|next| !next.is_alphabetic());
        if ends && let Some(token) = word(text.trim_end()) {
            best = Some((token, place + 1));
        }
        // “с. ш.”
        let squeezed: String = text.chars().filter(|letter| *letter != ' ').collect();
        if ends
            && squeezed.chars().count() == 2
            && let Some(token) = word(&squeezed)
        {
            best = Some((token, place + 1));
        }
    }
    best
}

/// The one angle that all tokens make.
fn angle(tokens: &[Token]) -> Option<Angle> {
    let mut rest = tokens;
    let mut axis = None;
    let mut sign = None;
    let mut marked = false;
    if let [Token::Label(label), after @ ..] = rest {
        axis = Some(*label);
        rest = after;
    }
    if let [Token::Hemisphere(of, side), after @ ..] = rest {
        if axis.is_some_and(|axis| axis != *of) {
            return None;
        }
        (axis, sign, rest) = (Some(*of), Some(*side), after);
    }
    if let [before @ .., Token::Hemisphere(of, side)] = rest {
        if sign.is_some() || axis.is_some_and(|axis| axis != *of) {
            return None;
        }
        (axis, sign, rest) = (Some(*of), Some(*side), before);
    }
    if let [Token::Sign(typed), after @ ..] = rest {
        // A minus and a letter contradict each other or say the same twice.
        if sign.is_some() && *typed < 0.0 {
            return None;
        }
        sign = sign.or(Some(*typed));
        marked = true;
        rest = after;
    }
    marked |= axis.is_some();
    let mut values: Vec<(f64, Option<i32>)> = Vec::new();
    while let [Token::Number { value, decimals }, after @ ..] = rest {
        if values.len() == 3 || values.last().is_some_and(|(_, decimals)| decimals.is_some()) {
            return None;
        }
        values.push((*value, *decimals));
        rest = after;
        if let [Token::Mark(mark), after @ ..] = rest {
            let fits = match mark {
                Mark::Degree => values.len() == 1,
                Mark::Minute => values.len() == 2,
                Mark::Second => values.len() == 3,
                Mark::Colon => values.len() < 3 && matches!(after, [Token::Number { .. }, ..]),
            };
            if !fits {
                return None;
            }
            marked = true;
            rest = after;
        }
    }
    let (&(degrees, first_decimals), &(_, last_decimals)) = (values.first()?, values.last()?);
    if !rest.is_empty() || values[1..].iter().any(|&(part, _)| part >= 60.0) {
        return None;
    }
    let unit = [1.0, 60.0, 3600.0][values.len() - 1];
    let size =
        degrees + values.get(1).map_or(0.0, |v| v.0 / 60.0) + values.get(2).map_or(0.0, |v| v.0 / 3600.0);
    let most = if axis == Some(Axis::Latitude) { 90.0 } else { 180.0 };
    if size > most {
        return None;
    }
    Some(Angle {
        degrees: size * sign.unwrap_or(1.0),
        axis,
        step: 10_f64.powi(-last_decimals.unwrap_or(0).min(15)) / unit,
        shape: Shape {
            parts: values.len(),
            marked,
            fraction: first_decimals.is_some(),
            sexagesimal: values.len() > 1,
        },
    })
}

/// Two angles in the order of the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pair {
    pub first: Angle,
    pub second: Angle,
}

/// Every way to see two angles in the (plain) text.
pub(super) fn pairs(text: &str) -> Vec<Pair> {
    let mut found: Vec<Pair> = Vec::new();
    for tokens in tokenised(text) {
        for cut in 1..tokens.len() {
            let (first, rest) = tokens.split_at(cut);
            let second = match rest {
                [Token::Separator, after @ ..] => after,
                _ => rest,
            };
            let (Some(first), Some(second)) = (angle(first), angle(second)) else { continue };
            let both_same = first.axis.is_some() && first.axis == second.axis;
            // Bare numbers are divided in the middle or not at all.
            let bare_and_uneven =
                !first.shape.marked && !second.shape.marked && first.shape.parts != second.shape.parts;
            let pair = Pair { first, second };
            if !both_same && !bare_and_uneven && !found.contains(&pair) {
                found.push(pair);
            }
        }
    }
    found
}

/// The text with points for fractions and, where a comma may be one, with commas.
fn tokenised(text: &str) -> impl Iterator<Item = Vec<Token>> {
    let letters: Vec<char> = text.chars().collect();
    let comma_in_number = letters
        .windows(3)
        .any(|three| three[0].is_ascii_digit() && three[1] == ',' && three[2].is_ascii_digit());
    let comma = if comma_in_number { tokens(text, DecimalSign::Comma) } else { None };
    tokens(text, DecimalSign::Point).into_iter().chain(comma)
}

/// The one angle in a text, for a field that holds a latitude or a longitude.
///
/// # Errors
/// When the text is not exactly one angle within ±180°, or within ±90° with a letter of north or south.
pub fn read_angle(text: &str) -> Result<Angle, NotRead> {
    let plain = super::text::plain(text)?;
    let mut found: Vec<Angle> = Vec::new();
    for tokens in tokenised(&plain) {
        if let Some(angle) = angle(&tokens)
            && !found.contains(&angle)
        {
            found.push(angle);
        }
    }
    match found[..] {
        [one] => Ok(one),
        _ => Err(NotRead::NoAngle),
    }
}
