//! The shape of the program: a room imports only from rooms above it in `lib.rs`, and what belongs to one room
//! occurs in no other.

use std::path::{Path, PathBuf};

/// One source file: its path below `src/`, its room, and its code without comments, texts and tests.
struct Source {
    name: String,
    room: String,
    code: String,
}

fn source_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn sources() -> Vec<Source> {
    let folder = source_folder();
    let mut found = Vec::new();
    let mut folders = vec![folder.clone()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/");
                let room = name.split(['/', '.']).next().unwrap().to_owned();
                let text = std::fs::read_to_string(&path).unwrap();
                let code = bare(&text);
                // Tests of a file stand at its end and may do what they like.
                let code = code.split("#[cfg(test)]").next().unwrap().to_owned();
                found.push(Source { name, room, code });
            }
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(found.len() > 50, "the sources are found");
    found
}

/// The code without comments and without what stands in texts.
fn bare(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(raw) = raw_text(rest) {
            raw
        } else if letter == '"' {
            end_of_text(rest)
        } else if letter == '\'' && is_letter_literal(rest) {
            rest[1..].find('\'').map_or(rest.len(), |end| end + 2).max(if rest.starts_with("'\\'") {
                4
            } else {
                0
            })
        } else {
            code.push(letter);
            rest = &rest[letter.len_utf8()..];
            continue;
        };
        code.push(' ');
        rest = &rest[skipped..];
    }
    code
}

fn raw_text(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let body = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(1 + hashes + 1 + body.find(&end)? + end.len())
}

fn end_of_text(rest: &str) -> usize {
    let mut escaped = false;
    for (place, letter) in rest.char_indices().skip(1) {
        match letter {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return place + 1,
            _ => escaped = false,
        }
    }
    rest.len()
}

/// `'a'` and `'\n'`, but not the lifetime `'a`.
fn is_letter_literal(rest: &str) -> bool {
    let mut letters = rest.chars().skip(1);
    match letters.next() {
        Some('\\') => true,
        Some(_) => letters.next() == Some('\''),
        None => false,
    }
}

/// Names and single signs, in order.
fn tokens(code: &str) -> Vec<&str> {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(letter) = rest.chars().next() {
        let length = if is_word(letter) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else {
            letter.len_utf8()
        };
        if !letter.is_whitespace() {
            found.push(&rest[..length]);
        }
        rest = &rest[length..];
    }
    found
}

/// The rooms that a file names: `crate::room`, `crate::{room::…, room}`.
fn named_rooms(code: &str) -> Vec<String> {
    let tokens = tokens(code);
    let mut named = Vec::new();
    for place in 0..tokens.len() {
        if tokens[place] != "crate" || tokens.get(place + 1..place + 3) != Some(&[":", ":"]) {
            continue;
        }
        match tokens.get(place + 3) {
            Some(&"{") => {
                let mut depth = 0;
                let mut begins = true;
                for token in &tokens[place + 3..] {
                    match *token {
                        "{" => {
                            depth += 1;
                            continue;
                        }
                        "}" => {
                            depth -= 1;
                            if depth == 0 {
                                break;
                            }
                        }
                        "," if depth == 1 => {
                            begins = true;
                            continue;
                        }
                        word if depth == 1 && begins => named.push(word.to_owned()),
                        _ => {}
                    }
                    begins = false;
                }
            }
            Some(room) => named.push((*room).to_owned()),
            None => {}
        }
    }
    named
}

/// The rooms in the order of `lib.rs`.
fn rooms() -> Vec<String> {
    let text = bare(&std::fs::read_to_string(source_folder().join("lib.rs")).unwrap());
    let tokens = tokens(&text);
    tokens
        .windows(3)
        .filter(|three| three[0] == "pub" && three[1] == "mod")
        .map(|three| three[2].to_owned())
        .collect()
}

#[test]
fn rooms_stand_in_the_order_of_the_plan() {
    let plan = ["model", "edit", "store", "analysis", "carto", "export", "session", "ui", "app", "cli"]
        .map(str::to_owned);
    assert_eq!(rooms(), plan);
}

#[test]
fn a_room_imports_only_from_rooms_above_it() {
    let rooms = rooms();
    let height = |room: &str| rooms.iter().position(|other| other == room);
    let mut wrong = Vec::new();
    for source in sources() {
        let Some(own) = height(&source.room) else {
            assert!(["lib", "main"].contains(&source.room.as_str()), "{} is in no room", source.name);
            continue;
        };
        for named in named_rooms(&source.code) {
            match height(&named) {
                Some(other) if other <= own => {}
                Some(_) => wrong.push(format!("{} imports from {named}, which stands below it", source.name)),
                None => wrong.push(format!("{} names crate::{named}, which is no room", source.name)),
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_command_line_needs_no_window() {
    let windows = ["session", "ui", "app"];
    // It times what the window does: the session's answers, without a window.
    let of_windows = |name: &str, room: &str| name == "cli/bench.rs" && room == "session";
    for source in sources().iter().filter(|source| source.room == "cli") {
        let mut named = named_rooms(&source.code);
        named.retain(|room| !of_windows(&source.name, room));
        assert!(named.iter().all(|room| !windows.contains(&room.as_str())), "{}: {named:?}", source.name);
    }
}

/// A name that belongs to some rooms only.
struct Belongs {
    name: &'static str,
    rooms: &'static [&'static str],
    /// Files elsewhere that may have it, each with the reason.
    besides: &'static [(&'static str, &'static str)],
}

const BELONGINGS: &[Belongs] = &[
    // The disk.
    Belongs { name: "fs", rooms: &["store", "app"], besides: &[] },
    Belongs { name: "OpenOptions", rooms: &["store"], besides: &[] },
    // Threads and system dialogs.
    Belongs {
        name: "thread",
        rooms: &["app"],
        besides: &[
            ("cli/read_foreign.rs", "the child that reads foreign files minds its own time"),
            (
                "store/native/lines.rs",
                "the lines of one file are read at once, and all have ended when it returns",
            ),
        ],
    },
    Belongs { name: "mpsc", rooms: &["app"], besides: &[] },
    Belongs { name: "rfd", rooms: &["app"], besides: &[] },
    Belongs { name: "pollster", rooms: &["app"], besides: &[] },
    Belongs { name: "arboard", rooms: &["app"], besides: &[] },
    // The clock.
    Belongs {
        name: "Instant",
        rooms: &["app"],
        besides: &[("cli/bench.rs", "it tells how long work takes")],
    },
    Belongs {
        name: "SystemTime",
        rooms: &["app"],
        besides: &[("store/files.rs", "a file's own time of change; no clock is read")],
    },
    Belongs {
        name: "Zoned",
        rooms: &["app"],
        besides: &[("cli.rs", "the day printed on a picture; the command line is a shell like app")],
    },
    // Dice.
    Belongs { name: "uuid", rooms: &["app"], besides: &[] },
    // The window.
    Belongs { name: "egui", rooms: &["ui", "app"], besides: &[] },
    Belongs { name: "eframe", rooms: &["ui", "app"], besides: &[] },
    Belongs { name: "walkers", rooms: &["ui", "app"], besides: &[] },
    // The terminal.
    Belongs { name: "println", rooms: &["main"], besides: &[] },
    Belongs { name: "eprintln", rooms: &["main"], besides: &[] },
    // What no finished program has.
    Belongs { name: "unwrap", rooms: &[], besides: &[] },
    Belongs { name: "todo", rooms: &[], besides: &[] },
    Belongs { name: "unimplemented", rooms: &[], besides: &[] },
    Belongs { name: "dbg", rooms: &[], besides: &[] },
    Belongs { name: "unsafe", rooms: &[], besides: &[] },
];

#[test]
fn what_belongs_to_a_room_occurs_in_no_other() {
    let sources = sources();
    let mut wrong = Vec::new();
    for Belongs { name, rooms, besides } in BELONGINGS {
        for source in &sources {
            let allowed =
                rooms.contains(&source.room.as_str()) || besides.iter().any(|(file, _)| *file == source.name);
            if !allowed && tokens(&source.code).contains(name) {
                wrong.push(format!("{} has “{name}”", source.name));
            }
        }
        for (file, reason) in *besides {
            let still = sources.iter().any(|s| s.name == *file && tokens(&s.code).contains(name));
            assert!(still, "the exception of {file} for “{name}” ({reason}) is not needed any more");
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn comments_and_texts_are_no_code() {
    let text = "use crate::{model::{A, B}, edit}; // crate::app\nlet a = \"crate::ui \\\" \"; let b = r#\"fs\"#; fn f<'a>(c: &'a str) { '\\''; ';' } crate::session::X";
    assert_eq!(named_rooms(&bare(text)), ["model", "edit", "session"]);
    assert!(!tokens(&bare(text)).contains(&"fs"));
}
