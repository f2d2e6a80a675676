//! What was sent: every request with its host, its size and what came of it, for the user to see.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use jiff::Timestamp;

/// One request to a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub at: Timestamp,
    /// The name of the source it was made for.
    pub source: String,
    pub host: String,
    /// With the key masked.
    pub path: String,
    /// `None` where no answer came.
    pub status: Option<u16>,
    /// Of the answer's body.
    pub bytes: u64,
    pub took: Duration,
    /// Why no tile came of it.
    pub trouble: Option<String>,
}

/// The requests to one host.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HostTotal {
    pub requests: u64,
    pub failed: u64,
    pub bytes: u64,
}

/// The last requests, and the totals of all since the program started.
#[derive(Clone, Debug, Default)]
pub struct RequestLog {
    last: VecDeque<Request>,
    totals: BTreeMap<String, HostTotal>,
}

impl RequestLog {
    /// Requests that are kept one by one.
    pub const MOST: usize = 1_000;

    pub fn add(&mut self, request: Request) {
        // Hosts are chosen by the user and by redirects of the servers: a hostile one cannot fill the memory.
        const MOST_HOSTS: usize = 500;
        if self.totals.contains_key(&request.host) || self.totals.len() < MOST_HOSTS {
            let total = self.totals.entry(request.host.clone()).or_default();
            total.requests += 1;
            total.failed += u64::from(request.trouble.is_some());
            total.bytes += request.bytes;
        }
        if self.last.len() == Self::MOST {
            self.last.pop_front();
        }
        self.last.push_back(request);
    }

    /// The newest first.
    pub fn newest(&self) -> impl ExactSizeIterator<Item = &Request> {
        self.last.iter().rev()
    }

    /// The one so many before the newest.
    pub fn back(&self, place: usize) -> Option<&Request> {
        self.last.get(self.last.len().checked_sub(place + 1)?)
    }

    pub fn totals(&self) -> &BTreeMap<String, HostTotal> {
        &self.totals
    }

    pub fn is_empty(&self) -> bool {
        self.last.is_empty()
    }

    /// All kept requests as a table for a spreadsheet, the oldest first.
    pub fn as_text(&self) -> String {
        use std::fmt::Write as _;
        let mut text = String::from("time (UTC)\tsource\thost\tpath\tstatus\tbytes\tms\tremark\n");
        for request in &self.last {
            let _written = writeln!(
                text,
                "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
                request.at.strftime("%Y-%m-%d %H:%M:%S"),
                request.source.replace('\t', " "),
                request.host,
                request.path,
                request.status.map_or_else(|| "–".to_owned(), |status| status.to_string()),
                request.bytes,
                request.took.as_millis(),
                request.trouble.as_deref().unwrap_or("").replace(['\t', '\n'], " "),
            );
        }
        text
    }
}
