//! What this run of the program has used so far: processor time and memory, as the system counts them.
//!
//! Linux only: elsewhere nothing is told.

use std::fs;
use std::time::Duration;

/// Processor time of all threads, what the system did for them in it.
pub fn processor_time() -> Option<Duration> {
    /// Ticks a second: what `/proc` counts in on every Linux there is.
    const TICKS: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The program's name stands in brackets, and may hold anything.
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut ticks = after_name.split_whitespace().skip(11).map(str::parse::<u64>);
    let (own, systems) = (ticks.next()?.ok()?, ticks.next()?.ok()?);
    Some(Duration::from_secs_f64((own + systems) as f64 / TICKS))
}

/// Bytes that programs may still take without the system running short.
pub fn free_memory() -> Option<u64> {
    let told = fs::read_to_string("/proc/meminfo").ok()?;
    let line = told.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kib: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib * 1024)
}

/// Bytes in memory now, and the most there were.
pub fn memory() -> Option<(u64, u64)> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let of = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        let kib: u64 = line.trim_start_matches(':').split_whitespace().next()?.parse().ok()?;
        Some(kib * 1024)
    };
    Some((of("VmRSS")?, of("VmHWM")?))
}
