//! A text cut into words, digits and signs, each with its place; what is quoted is always a slice of the text.

use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::super::fold;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    Word,
    /// Digits of any script, nothing between them.
    Digits,
    Sign,
    /// The end of a line.
    LineEnd,
}

/// A piece of the text.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub kind: TokenKind,
    /// In bytes of the text.
    pub at: Range<usize>,
    /// Folded for comparing; a dash of any kind is `-`.
    pub folded: String,
    /// Nothing stands between this and the token before.
    pub glued: bool,
    /// The first letter is a capital.
    pub capital: bool,
    /// It belongs to a web address, which other rules leave alone.
    pub in_address: bool,
}

impl Token {
    pub fn is(&self, word: &str) -> bool {
        self.folded == word
    }

    pub fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    /// The digits as a number; `None` where they are too many to be a count, a day or a year.
    pub fn number(&self) -> Option<u32> {
        (self.kind == TokenKind::Digits && self.folded.len() <= 9).then(|| self.folded.parse().ok()).flatten()
    }

    /// Whether a sentence ends here.
    pub fn ends_sentence(&self) -> bool {
        matches!(self.folded.as_str(), "." | "!" | "?" | ";" | "…" | "؟" | "۔")
            || self.kind == TokenKind::LineEnd
    }
}

/// A text with its tokens.
pub(super) struct Cut<'a> {
    pub text: &'a str,
    pub tokens: Vec<Token>,
}

impl<'a> Cut<'a> {
    /// `addresses` are the web addresses of the text, ascending.
    pub fn new(text: &'a str, addresses: &[Range<usize>]) -> Self {
        let mut tokens: Vec<Token> = Vec::new();
        let mut letters = text.char_indices().peekable();
        let mut next_address = 0;
        while let Some((start, letter)) = letters.next() {
            let kind = match letter {
                '\n' | '\r' => TokenKind::LineEnd,
                _ if letter.is_whitespace() || is_unseen(letter) => continue,
                _ if is_digit(letter) => TokenKind::Digits,
                _ if letter.is_alphabetic() => TokenKind::Word,
                _ => TokenKind::Sign,
            };
            let mut end = start + letter.len_utf8();
            while let Some(&(place, next)) = letters.peek() {
                let goes_on = match kind {
                    TokenKind::Word => {
                        next.is_alphabetic()
                            || is_combining_mark(next)
                            || is_unseen(next)
                            || (is_apostrophe(next)
                                && text[place + next.len_utf8()..].starts_with(char::is_alphabetic))
                    }
                    TokenKind::Digits => is_digit(next),
                    TokenKind::Sign | TokenKind::LineEnd => false,
                };
                if !goes_on {
                    break;
                }
                end = place + next.len_utf8();
                letters.next();
            }
            while addresses.get(next_address).is_some_and(|address| address.end <= start) {
                next_address += 1;
            }
            tokens.push(Token {
                kind,
                folded: folded(&text[start..end]),
                glued: tokens.last().is_some_and(|before| before.at.end == start),
                capital: letter.is_uppercase(),
                in_address: addresses.get(next_address).is_some_and(|address| address.contains(&start)),
                at: start..end,
            });
        }
        Self { text, tokens }
    }

    pub fn get(&self, place: usize) -> Option<&Token> {
        self.tokens.get(place)
    }

    /// Whether the token at `place` is this word or sign.
    pub fn is(&self, place: usize, word: &str) -> bool {
        self.get(place).is_some_and(|token| token.is(word))
    }

    /// Whether the token at `place` is one of these.
    pub fn is_any(&self, place: usize, words: &[&str]) -> bool {
        self.get(place).is_some_and(|token| words.contains(&token.folded.as_str()))
    }

    /// The number of digits at `place`, outside web addresses.
    pub fn number(&self, place: usize) -> Option<u32> {
        self.get(place).filter(|token| !token.in_address).and_then(Token::number)
    }

    /// How many tokens from `place` on say this phrase, words divided by spaces.
    pub fn phrase(&self, place: usize, phrase: &str) -> Option<usize> {
        let mut length = 0;
        for word in phrase.split(' ') {
            if !self.is(place + length, word) {
                return None;
            }
            length += 1;
        }
        Some(length)
    }

    /// The bytes from token `first` up to, not including, token `end`.
    pub fn bytes(&self, first: usize, end: usize) -> Range<usize> {
        let start = self.get(first).map_or(self.text.len(), |token| token.at.start);
        let last = end.checked_sub(1).and_then(|last| self.get(last)).map_or(start, |token| token.at.end);
        start..last.max(start)
    }

    /// The text from token `first` up to, not including, token `end`.
    pub fn slice(&self, first: usize, end: usize) -> &'a str {
        self.text.get(self.bytes(first, end)).unwrap_or_default()
    }
}

/// Folded for comparing, but `й` stays what it is: it is a letter, not an accent, in the words of the rules.
fn folded(piece: &str) -> String {
    if piece.is_ascii() {
        return fold(piece);
    }
    let whole: String = piece.nfc().collect();
    whole.split(['й', 'Й']).map(fold).collect::<Vec<_>>().join("й")
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit() || matches!(letter, '٠'..='٩' | '۰'..='۹')
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`')
}

/// Joiners and soft hyphens, which no reader sees.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}')
}
