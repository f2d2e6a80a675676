//! The cage of the child: how much memory and time it may take, that it may write no file, and that it reaches no
//! network and no other program.

use std::{process::ExitStatus, time::Duration};

/// The exit code of a child whose time is up.
pub const TIME_IS_UP: u8 = 124;

/// What a child may take.
#[derive(Clone, Copy, Debug)]
pub struct Cage {
    /// Bytes of address space.
    pub memory: u64,
    /// Of work, and on the clock.
    pub time: Duration,
}

impl Cage {
    /// Twice what the largest real file needs.
    pub const USUAL: Self = Self { memory: 2 << 30, time: Duration::from_mins(1) };

    /// What a table of so many bytes needs: its text once as it lies in the file, and twice as it is read.
    pub fn for_file(bytes: u64) -> Self {
        const MOST: u64 = 12 << 30;
        let Self { memory, time } = Self::USUAL;
        let more = Duration::from_secs(bytes >> 22);
        Self { memory: (memory + bytes.saturating_mul(4)).min(MOST), time: time + more }
    }

    /// Shuts this process in, for good. To be called before anything of a stranger is touched. Systems that offer less
    /// give less: elsewhere than on Unix nothing but the clock of the caller is left.
    ///
    /// # Errors
    /// When the system refuses a limit that it knows.
    pub fn shut(self) -> Result<(), String> {
        #[cfg(unix)]
        self.limit().map_err(|error| format!("the limits for reading could not be set ({error})"))?;
        #[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
        without_network()?;
        Ok(())
    }

    #[cfg(unix)]
    fn limit(self) -> std::io::Result<()> {
        use rlimit::{Resource, setrlimit};
        let seconds = self.time.as_secs();
        // The system of macOS does not know how to limit the address space.
        if cfg!(not(target_os = "macos")) {
            setrlimit(Resource::AS, self.memory, self.memory)?;
        }
        // The signal comes a second before the kill.
        setrlimit(Resource::CPU, seconds, seconds + 1)?;
        setrlimit(Resource::CORE, 0, 0)?;
        // Its standard output is a pipe: no file can be written.
        setrlimit(Resource::FSIZE, 0, 0)?;
        setrlimit(Resource::NOFILE, 64, 64)
    }
}

/// From here on no socket can be made and no other program be started, by this thread and those that it starts.
#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
fn without_network() -> Result<(), String> {
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter};

    let failed =
        |error: &dyn std::fmt::Display| format!("the way to the network could not be shut ({error})");
    let shut = [
        libc::SYS_socket,
        libc::SYS_socketpair,
        libc::SYS_connect,
        libc::SYS_execve,
        libc::SYS_execveat,
        libc::SYS_ptrace,
        libc::SYS_io_uring_setup,
    ];
    let architecture =
        std::env::consts::ARCH.try_into().map_err(|error: seccompiler::BackendError| failed(&error))?;
    let filter = SeccompFilter::new(
        shut.map(|call| (call, Vec::new())).into_iter().collect(),
        SeccompAction::Allow,
        SeccompAction::Errno(libc::EACCES as u32),
        architecture,
    )
    .map_err(|error| failed(&error))?;
    let program: BpfProgram = filter.try_into().map_err(|error: seccompiler::BackendError| failed(&error))?;
    seccompiler::apply_filter(&program).map_err(|error| failed(&error))
}

/// Whether the system ended it because its time was up.
#[cfg(unix)]
pub(super) fn ended_by_time(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt as _;
    // SIGXCPU, the same number on every system that Marz runs on.
    status.signal() == Some(24)
}

#[cfg(not(unix))]
pub(super) fn ended_by_time(_status: ExitStatus) -> bool {
    false
}
