//! From the window's keys to commands.

use eframe::egui;

use crate::session::{Command, Key, Shortcut};

/// The commands whose keys were pressed in this frame. While something is being typed, only keys that a text
/// field does not use count.
///
/// `map` is the map's widget: where another one has the focus, Space and Enter are its own. `was_typing` tells
/// whether a text field had the focus in the last frame: egui takes it away on Escape before anyone can look.
pub fn pressed(ctx: &egui::Context, map: Option<egui::Id>, was_typing: bool) -> Vec<Command> {
    // The map and a button may have the focus too: they are not typed into.
    let typing = ctx.text_edit_focused();
    let pressing = ctx.memory(egui::Memory::focused).is_some_and(|focused| Some(focused) != map);
    let mut commands = Vec::new();
    let mut bound: Vec<(Shortcut, Command)> = Command::catalogue()
        .into_iter()
        .flat_map(|(_, commands)| commands)
        .flat_map(|command| command.shortcuts().iter().map(move |key| (*key, command.clone())))
        .collect();
    // egui matches `Ctrl+Z` also when Shift is held: the longer one must be asked first.
    bound.sort_by_key(|(key, _)| std::cmp::Reverse(u8::from(key.shift) + u8::from(key.alt)));
    for (shortcut, command) in bound {
        if typing && (shortcut.is_typed() || is_editing_key(shortcut)) {
            continue;
        }
        // With Ctrl they are nobody's but ours.
        if pressing && !shortcut.ctrl && matches!(shortcut.key, Key::Space | Key::Enter) {
            continue;
        }
        // An open menu closes, a field gives up its focus: Escape is theirs first.
        if command == Command::Escape && (typing || was_typing || egui::Popup::is_any_open(ctx)) {
            continue;
        }
        // A key pressed three times during a slow frame asks three times.
        for _ in 0..ctx.input_mut(|input| consume(input, shortcut)) {
            commands.push(command.clone());
        }
    }
    // The window system gives a paste instead of its key. Outside a text field it is the text of a report.
    if !typing {
        ctx.input_mut(|input| {
            input.events.retain(|event| match event {
                egui::Event::Paste(text) => {
                    commands.push(Command::PasteText(text.clone()));
                    false
                }
                _ => true,
            });
        });
    }
    commands
}

/// Keys that a text field uses for its own text: undo, redo, select all, paste, and moving by words.
fn is_editing_key(shortcut: Shortcut) -> bool {
    match shortcut.key {
        Key::Letter('a' | 'v' | 'y' | 'z') => shortcut.ctrl,
        Key::Left
        | Key::Right
        | Key::Up
        | Key::Down
        | Key::Home
        | Key::End
        | Key::Delete
        | Key::Backspace => true,
        Key::Letter(_)
        | Key::Digit(_)
        | Key::Comma
        | Key::Period
        | Key::Plus
        | Key::Minus
        | Key::Question
        | Key::Space
        | Key::Enter
        | Key::Escape
        | Key::PageUp
        | Key::PageDown
        | Key::F1
        | Key::F2
        | Key::F5
        | Key::F8
        | Key::F11 => false,
    }
}

/// Takes the shortcut's events out of the input; returns how many there were.
fn consume(input: &mut egui::InputState, shortcut: Shortcut) -> usize {
    let wanted = keys_of(shortcut.key);
    let mut found = 0;
    input.events.retain(|event| {
        let egui::Event::Key { key, physical_key, pressed: true, modifiers: held, .. } = event else {
            return true;
        };
        // With Shift a digit's key types a sign that differs from layout to layout.
        let digit = matches!(shortcut.key, Key::Digit(_)) && shortcut.shift;
        let key = physical_key.as_ref().filter(|_| digit).unwrap_or(key);
        // On most layouts `?` and `+` are typed with Shift: for these the key itself is enough.
        let symbol = matches!(shortcut.key, Key::Question | Key::Plus);
        let matches = wanted.contains(key)
            && held.alt == shortcut.alt
            && (held.command || held.ctrl) == shortcut.ctrl
            && (symbol || held.shift == shortcut.shift)
            // Shift and `/` is how `?` arrives from some layouts.
            && !(shortcut.key == Key::Question && *key == egui::Key::Slash && !held.shift);
        found += usize::from(matches);
        !matches
    });
    // Some window systems send the digit as text too: it is not meant for the field that has the focus.
    if let (Key::Digit(digit), true, true) = (shortcut.key, shortcut.alt, found > 0) {
        let typed = digit.to_string();
        input.events.retain(|event| !matches!(event, egui::Event::Text(text) if *text == typed));
    }
    found
}

fn keys_of(key: Key) -> Vec<egui::Key> {
    match key {
        Key::Letter(letter) => {
            egui::Key::from_name(&letter.to_ascii_uppercase().to_string()).into_iter().collect()
        }
        Key::Digit(digit) => egui::Key::from_name(&digit.to_string()).into_iter().collect(),
        Key::Comma => vec![egui::Key::Comma],
        Key::Period => vec![egui::Key::Period],
        Key::Plus => vec![egui::Key::Plus, egui::Key::Equals],
        Key::Minus => vec![egui::Key::Minus],
        Key::Question => vec![egui::Key::Questionmark, egui::Key::Slash],
        Key::Space => vec![egui::Key::Space],
        Key::Enter => vec![egui::Key::Enter],
        Key::Escape => vec![egui::Key::Escape],
        Key::Delete => vec![egui::Key::Delete],
        Key::Backspace => vec![egui::Key::Backspace],
        Key::Home => vec![egui::Key::Home],
        Key::End => vec![egui::Key::End],
        Key::PageUp => vec![egui::Key::PageUp],
        Key::PageDown => vec![egui::Key::PageDown],
        Key::Left => vec![egui::Key::ArrowLeft],
        Key::Right => vec![egui::Key::ArrowRight],
        Key::Up => vec![egui::Key::ArrowUp],
        Key::Down => vec![egui::Key::ArrowDown],
        Key::F1 => vec![egui::Key::F1],
        Key::F2 => vec![egui::Key::F2],
        Key::F5 => vec![egui::Key::F5],
        Key::F8 => vec![egui::Key::F8],
        Key::F11 => vec![egui::Key::F11],
    }
}
