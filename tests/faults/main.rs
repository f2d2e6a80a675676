//! What nobody wishes for, done on purpose: the program is killed while it works, a server misbehaves. Test names are
//! promises.

mod journal;
#[cfg(feature = "window")]
mod bad_server;
#[cfg(feature = "window")]
mod tiles;
