//! Files of strangers are read in a process of their own: another run of this program, in a cage of limits.
//!
//! Readers of foreign formats can be made to overflow the stack or to ask for more memory than there is, which no
//! program survives. So a child reads, and tells what it found in frames on its standard output; its death is a
//! sentence, and its kill is Cancel. Nothing that it says is believed beyond the limits here.

mod cage;
mod frame;

use std::{
    ffi::OsString,
    io::{BufReader, Read},
    path::{Path, PathBuf},
    process::{ChildStderr, ChildStdout, Command, ExitStatus, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

pub use cage::{Cage, TIME_IS_UP};
pub use frame::{Frame, FrameError, MOST_IN_ALL, MOST_PAYLOAD, write_frame, write_piece};

/// The verb of the command line that the child runs, with what it is to read.
pub const VERB: &str = "__read-foreign";

/// A child that says nothing for this long is ended, whatever it says of itself.
pub const WHOLE_TIME: Duration = Duration::from_secs(90);

/// Why a child gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChildError {
    /// Its own sentence.
    #[error("{0}")]
    Refused(String),
    #[error("Reading was cancelled.")]
    Cancelled,
    #[error("The file was given up: it takes longer than {} seconds to read.", .0.as_secs())]
    TooLong(Duration),
    #[error(
        "The file was given up: reading it asks for more memory than Marz grants to one file. It may be damaged or made \
         to do harm; nothing else was touched."
    )]
    Memory,
    #[error(
        "The file was given up: it ended the program that reads it ({0}). It may be damaged or made to do harm; nothing \
         else was touched."
    )]
    Died(String),
    #[error("The file was given up: the program that reads it gave an answer that makes no sense ({0}).")]
    Nonsense(String),
    #[error("The program that reads files of others could not be started ({0}).")]
    NotStarted(String),
}

/// A child at work. Dropping it ends it.
pub struct Reader {
    running: Arc<Running>,
    out: BufReader<ChildStdout>,
    err: ChildStderr,
    taken: u64,
    cage: Cage,
}

/// Ends a child from elsewhere.
#[derive(Clone)]
pub struct Stop {
    running: Arc<Running>,
}

struct Running {
    process: Mutex<std::process::Child>,
    cancelled: AtomicBool,
    overdue: AtomicBool,
}

impl Stop {
    /// The user does not want it any more.
    pub fn cancel(&self) {
        self.running.cancelled.store(true, Ordering::Relaxed);
        self.running.kill();
    }

    /// It takes too long.
    pub fn give_up(&self) {
        self.running.overdue.store(true, Ordering::Relaxed);
        self.running.kill();
    }
}

impl Running {
    fn kill(&self) {
        let mut process = self.process.lock().unwrap_or_else(PoisonError::into_inner);
        // It may have ended by itself.
        let _killed = process.kill();
    }

    fn wait(&self) -> std::io::Result<ExitStatus> {
        self.process.lock().unwrap_or_else(PoisonError::into_inner).wait()
    }
}

/// Starts a child of this program to read a file in a cage: `kind` names what is read, `options` what of it.
///
/// # Errors
/// When no process can be started.
pub fn start(
    program: &Path,
    cage: Cage,
    kind: &str,
    path: &Path,
    options: &[OsString],
) -> Result<Reader, ChildError> {
    // The child stands in another folder, and a name with a dash is no option.
    let path = std::path::absolute(path).map_err(|error| ChildError::NotStarted(error.to_string()))?;
    let mut command = Command::new(program);
    command.arg(VERB).arg(kind).args(options);
    command.arg(format!("--memory={}", cage.memory)).arg(format!("--seconds={}", cage.time.as_secs()));
    command.arg("--").arg(path);
    // It needs nothing of what the user's session knows; Windows' own libraries need these two.
    command.env_clear();
    for name in ["SystemRoot", "SystemDrive"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    // Its standard input is its thread of life: when we are gone, it ends.
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().map_err(|error| ChildError::NotStarted(error.to_string()))?;
    let (Some(out), Some(err)) = (process.stdout.take(), process.stderr.take()) else {
        return Err(ChildError::NotStarted("it has no voice".to_owned()));
    };
    let running = Arc::new(Running {
        process: Mutex::new(process),
        cancelled: AtomicBool::new(false),
        overdue: AtomicBool::new(false),
    });
    Ok(Reader { running, out: BufReader::new(out), err, taken: 0, cage })
}

/// The program that reads: this one.
///
/// # Errors
/// When the system does not tell where it lies.
pub fn this_program() -> Result<PathBuf, ChildError> {
    std::env::current_exe().map_err(|error| ChildError::NotStarted(error.to_string()))
}

impl Reader {
    pub fn stop(&self) -> Stop {
        Stop { running: Arc::clone(&self.running) }
    }

    /// What it says next; `None` after its last word. Waits for it.
    ///
    /// # Errors
    /// When it refuses the file, was ended, or died.
    pub fn hear(&mut self) -> Result<Option<Frame>, ChildError> {
        match Frame::read(&mut self.out, &mut self.taken) {
            Ok(Frame::Refused(why)) => Err(ChildError::Refused(why)),
            Ok(Frame::End) => Ok(None),
            Ok(frame) => Ok(Some(frame)),
            Err(FrameError::Ended) => Err(self.death()),
            Err(error) => {
                self.running.kill();
                Err(if self.was_stopped() { self.death() } else { ChildError::Nonsense(error.to_string()) })
            }
        }
    }

    fn was_stopped(&self) -> bool {
        self.running.cancelled.load(Ordering::Relaxed) || self.running.overdue.load(Ordering::Relaxed)
    }

    /// Why it fell silent.
    fn death(&mut self) -> ChildError {
        const LAST_WORDS: u64 = 4_096;
        let mut words = Vec::new();
        let _said = (&mut self.err).take(LAST_WORDS).read_to_end(&mut words);
        let status = self.running.wait();
        if self.running.cancelled.load(Ordering::Relaxed) {
            return ChildError::Cancelled;
        }
        if self.running.overdue.load(Ordering::Relaxed) {
            return ChildError::TooLong(WHOLE_TIME);
        }
        let words = String::from_utf8_lossy(&words);
        let Ok(status) = status else { return ChildError::Died("nobody knows how".to_owned()) };
        if words.contains("memory allocation of") {
            return ChildError::Memory;
        }
        if words.contains("has overflowed its stack") {
            return ChildError::Died("it is nested too deeply".to_owned());
        }
        if status.code() == Some(i32::from(TIME_IS_UP)) || cage::ended_by_time(status) {
            return ChildError::TooLong(self.cage.time);
        }
        ChildError::Died(status.to_string())
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.running.kill();
        // Nobody is left behind as a ghost.
        let _ended = self.running.wait();
    }
}
