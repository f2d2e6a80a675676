//! How many cases a test of random input takes, and from which seed.
//!
//! The same commit passes or fails the same everywhere: the seed is fixed. `MARZ_CASES=40 cargo test --test library`
//! looks further: forty times as many cases, from a seed that is new each time (or from `PROPTEST_RNG_SEED`).

use proptest::{
    prelude::ProptestConfig,
    test_runner::{FileFailurePersistence, RngSeed},
};

/// What stands in `PROPTEST_RNG_SEED` is obeyed by proptest itself.
const SEED: u64 = 20_251_126;

/// `usual` cases, or as many times that as `MARZ_CASES` says.
pub fn cases(usual: u32) -> ProptestConfig {
    let times = std::env::var("MARZ_CASES").ok().and_then(|times| times.parse::<u32>().ok());
    let usual_config = ProptestConfig::default();
    let rng_seed = match usual_config.rng_seed {
        RngSeed::Random if times.is_none() => RngSeed::Fixed(SEED),
        asked @ (RngSeed::Random | RngSeed::Fixed(_)) => asked,
    };
    let cases = usual * times.unwrap_or(1);
    ProptestConfig {
        cases,
        max_global_rejects: usual_config.max_global_rejects.max(cases * 4),
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        rng_seed,
        ..usual_config
    }
}
