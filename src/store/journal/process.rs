//! Which process writes a journal, and whether it still does.
//!
//! A journal in use is locked as well, so this only decides where locks do not work, as on some network disks.

use std::fs;

use serde::{Deserialize, Serialize};

/// Names one process of one boot of one machine, where the system tells; a number alone is soon given again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store) struct Process {
    pid: u32,
    /// Clock ticks from boot to its start.
    started: Option<u64>,
    boot: Option<String>,
}

impl Process {
    pub fn this() -> Self {
        let pid = std::process::id();
        Self { pid, started: running_since(pid), boot: this_boot() }
    }

    /// Whether the process is known to have ended: this boot had it, and has it no more.
    pub fn is_dead(&self) -> bool {
        self.boot.is_some() && self.boot == this_boot() && running_since(self.pid) != self.started
    }

    /// Whether it ran before this machine was last started, if it ran on this machine at all.
    pub fn is_of_another_boot(&self) -> bool {
        self.boot.as_ref().zip(this_boot().as_ref()).is_some_and(|(own, this)| own != this)
    }

    /// Whether the process is known to run. Where the system has no `/proc`, none is.
    pub fn is_alive(&self) -> bool {
        self.started.is_some() && self.boot == this_boot() && running_since(self.pid) == self.started
    }
}

fn this_boot() -> Option<String> {
    Some(fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?.trim().to_owned())
}

/// When a process started; `None` when it has ended, also when its parent has not asked how.
///
/// # Source
/// `proc_pid_stat(5)`: field 3 is the state, field 22 the start. Field 2, the name, may hold spaces and brackets.
fn running_since(pid: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let mut after_name = stat.rsplit_once(')')?.1.split_ascii_whitespace();
    let has_ended = matches!(after_name.next()?, "Z" | "X" | "x");
    let started = after_name.nth(18)?.parse().ok()?;
    (!has_ended).then_some(started)
}
