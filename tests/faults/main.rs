//! What nobody wishes for, done on purpose: the program is killed while it works. Test names are promises.

mod evidence;
mod journal;
