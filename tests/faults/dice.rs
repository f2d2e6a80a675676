//! Numbers that differ from run to run.

use std::time::SystemTime;

pub struct Dice(u64);

impl Dice {
    /// With a seed of its own, which is printed.
    pub fn new() -> Self {
        let seed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().subsec_nanos();
        println!("seed {seed}");
        Self(seed.into())
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}
