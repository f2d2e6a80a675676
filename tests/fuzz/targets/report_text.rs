//! The pasted text of a report, for which values are offered, and what is typed to find something.
#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use marz::model::IncidentId;
use marz::session::{Command, Environment, Session};

thread_local! {
    static SESSION: RefCell<Session> = RefCell::new(Session::example(Environment {
        today: jiff::civil::date(2026, 11, 23),
        now: Box::new(|| jiff::Timestamp::UNIX_EPOCH),
        author: String::new(),
        new_id: Box::new(|| IncidentId::new("new")),
    }));
}

fuzz_target!(|text: &str| {
    SESSION.with_borrow_mut(|session| {
        session.handle(Command::SetReportText(text.to_owned()));
        session.handle(Command::SetSearch(text.to_owned()));
    });
});
