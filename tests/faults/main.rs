//! What nobody wishes for, done on purpose: the program is killed while it works, its files are damaged, the disk fails
//! under a save. Test names are promises. `MARZ_LONG=1` asks for the long runs.

mod dice;

mod damage;
mod journal;
