//! Numbers for the faults: the same in each run, so that a commit passes or fails the same everywhere.

use std::time::SystemTime;

pub struct Dice(u64);

impl Dice {
    /// With the usual seed, or with a new one, which is printed, where `MARZ_CASES` asks to look further.
    pub fn new() -> Self {
        let further = std::env::var_os("MARZ_CASES").is_some();
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().subsec_nanos();
        let seed = if further { now } else { 20_251_126 };
        println!("seed {seed}");
        Self(seed.into())
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}
