//! The program: no arguments opens the window, a verb works without one.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use clap::Parser;

use marz::cli::{Arguments, Verb};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match arguments.verb {
        Some(Verb::ReadForeign(errand)) => errand.run(),
        Some(verb) => verb.answer().tell(),
        None => open_window(arguments.file),
    }
}

#[cfg(feature = "window")]
fn open_window(file: Option<std::path::PathBuf>) -> ExitCode {
    let shown = file.as_ref().map(|file| format!("{} ", file.display())).unwrap_or_default();
    match marz::app::run(file) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("marz: {error}.");
            eprintln!("A picture needs no display:");
            eprintln!("    marz export {shown}--png frontier.png --size 1920x1080");
            eprintln!("or, from the project's folder:");
            eprintln!("    cargo run --release -- export {shown}--png frontier.png --size 1920x1080");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(feature = "window"))]
fn open_window(_file: Option<std::path::PathBuf>) -> ExitCode {
    eprintln!("marz: this build has no window. A picture needs none:");
    eprintln!("    marz export --png frontier.png --size 1920x1080");
    ExitCode::FAILURE
}
