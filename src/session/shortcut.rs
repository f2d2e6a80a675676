//! Keys, as the commands know them; the window translates them to its own.

use std::fmt;

/// A key of the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    Letter(char),
    Digit(u8),
    Comma,
    Period,
    Plus,
    Minus,
    Question,
    Space,
    Enter,
    Escape,
    Delete,
    Backspace,
    Home,
    End,
    PageUp,
    PageDown,
    Left,
    Right,
    Up,
    Down,
    F1,
    F2,
    F5,
    F8,
    F11,
}

/// A key with its modifiers. A shortcut without `ctrl` or `alt` acts only while nothing is being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shortcut {
    pub ctrl: bool,
    pub shift: bool,
    pub alt: bool,
    pub key: Key,
}

impl Shortcut {
    pub const fn plain(key: Key) -> Self {
        Self { ctrl: false, shift: false, alt: false, key }
    }

    pub const fn ctrl(key: Key) -> Self {
        Self { ctrl: true, ..Self::plain(key) }
    }

    pub const fn ctrl_shift(key: Key) -> Self {
        Self { shift: true, ..Self::ctrl(key) }
    }

    pub const fn shift(key: Key) -> Self {
        Self { shift: true, ..Self::plain(key) }
    }

    pub const fn alt(key: Key) -> Self {
        Self { alt: true, ..Self::plain(key) }
    }

    /// Whether a text field must keep this key for itself.
    pub fn is_typed(self) -> bool {
        !self.ctrl
            && !self.alt
            && !matches!(self.key, Key::F1 | Key::F2 | Key::F5 | Key::F8 | Key::F11 | Key::Escape)
    }
}

impl fmt::Display for Shortcut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+")] {
            if held {
                f.write_str(name)?;
            }
        }
        match self.key {
            Key::Letter(letter) => write!(f, "{}", letter.to_ascii_uppercase()),
            Key::Digit(digit) => write!(f, "{digit}"),
            Key::Comma => f.write_str(","),
            Key::Period => f.write_str("."),
            Key::Plus => f.write_str("+"),
            Key::Minus => f.write_str("−"),
            Key::Question => f.write_str("?"),
            Key::Space => f.write_str("Space"),
            Key::Enter => f.write_str("Enter"),
            Key::Escape => f.write_str("Esc"),
            Key::Delete => f.write_str("Del"),
            Key::Backspace => f.write_str("Backspace"),
            Key::Home => f.write_str("Home"),
            Key::End => f.write_str("End"),
            Key::PageUp => f.write_str("PgUp"),
            Key::PageDown => f.write_str("PgDn"),
            Key::Left => f.write_str("←"),
            Key::Right => f.write_str("→"),
            Key::Up => f.write_str("↑"),
            Key::Down => f.write_str("↓"),
            Key::F1 => f.write_str("F1"),
            Key::F2 => f.write_str("F2"),
            Key::F5 => f.write_str("F5"),
            Key::F8 => f.write_str("F8"),
            Key::F11 => f.write_str("F11"),
        }
    }
}
