//! `marz completions` and `marz man`: what a shell and a reader are given, made from the command line itself.

use std::io::Write as _;

use clap::CommandFactory as _;

use super::{Arguments, CliError};

/// What `marz completions` is told.
#[derive(Debug, clap::Args)]
pub struct Completions {
    /// The shell they are for.
    pub shell: clap_complete::Shell,
}

impl Completions {
    pub(super) fn run(&self) -> String {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut shown(), "marz", &mut script);
        String::from_utf8_lossy(&script).trim_end().to_owned()
    }
}

/// The command line without the verbs that only the program itself uses.
fn shown() -> clap::Command {
    let whole = Arguments::command();
    let verbs: Vec<clap::Command> =
        whole.get_subcommands().filter(|verb| !verb.is_hide_set()).cloned().collect();
    clap::Command::new("marz")
        .version(env!("CARGO_PKG_VERSION"))
        .about(whole.get_about().cloned().unwrap_or_default())
        .args_conflicts_with_subcommands(true)
        .args(whole.get_arguments().cloned())
        .subcommands(verbs)
}

/// The manual page: the program, then each verb.
///
/// # Errors
/// Never in truth: it is written into memory.
pub(super) fn manual() -> Result<String, CliError> {
    let mut page = Vec::new();
    let mut command = shown().disable_help_subcommand(true);
    command.build();
    let mut written = clap_mangen::Man::new(command.clone()).render(&mut page);
    for verb in command.get_subcommands() {
        let section = clap_mangen::Man::new(verb.clone());
        written = written
            .and_then(|()| writeln!(page, ".SH \"MARZ {}\"", verb.get_name().to_uppercase()))
            .and_then(|()| section.render_description_section(&mut page))
            .and_then(|()| section.render_options_section(&mut page));
    }
    written.map_err(|error| CliError::Manual(error.to_string()))?;
    Ok(String::from_utf8_lossy(&page).trim_end().to_owned())
}
