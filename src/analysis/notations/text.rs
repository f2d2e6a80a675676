//! A typed text made plain: one sort of digits, quotes, signs and hemisphere letters, whatever the keyboard.

use super::NotRead;

/// Longer texts are no position and would only cost time.
const MOST_LETTERS: usize = 300;

/// Trimmed, with Persian and Arabic digits as plain ones and one form of each mark: `°`, `′`, `″`, `-`, `,`.
///
/// # Errors
/// When nothing is left or the text is too long.
pub(super) fn plain(text: &str) -> Result<String, NotRead> {
    let text = text.trim();
    if text.is_empty() {
        return Err(NotRead::Empty);
    }
    if text.chars().nth(MOST_LETTERS).is_some() {
        return Err(NotRead::TooLong);
    }
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '٠'..='٩' => plain.push(digit(letter, '٠')),
            '۰'..='۹' => plain.push(digit(letter, '۰')),
            '０'..='９' => plain.push(digit(letter, '０')),
            '٫' => plain.push('.'),
            '،' | '，' => plain.push(','),
            '؛' => plain.push(';'),
            'º' | '˚' | '∘' => plain.push('°'),
            '\'' | '’' | '‘' | '‛' | 'ʹ' | 'ʼ' | 'ʻ' | '`' | '´' | '′' | '＇' => {
                // Two single quotes are seconds.
                if plain.ends_with('′') {
                    plain.pop();
                    plain.push('″');
                } else {
                    plain.push('′');
                }
            }
            '"' | '”' | '“' | '„' | '‟' | 'ʺ' | '″' | '＂' | '״' => plain.push('″'),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => plain.push('-'),
            // Marks of direction that copied Persian text carries, joiners, byte order marks
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {}
            letter if letter.is_whitespace() => plain.push(' '),
            letter => plain.push(letter),
        }
    }
    Ok(plain)
}

fn digit(digit: char, zero: char) -> char {
    char::from_digit(u32::from(digit) - u32::from(zero), 10).unwrap_or(digit)
}
