//! This same test program run again as a process of its own, to be killed.

use std::io::{BufRead, BufReader, Lines, Write};
use std::path::Path;
use std::process::{ChildStdout, Command, Stdio};

/// A line that the parent can read: a word and a number.
pub fn say(word: &str, number: u64) {
    let mut out = std::io::stdout();
    // The parent may be gone; then the child will be, too.
    let _ = writeln!(out, "{word} {number}").and_then(|()| out.flush());
}

/// What a child said, in order.
#[derive(Debug, Default)]
pub struct Said(Vec<(String, u64)>);

impl Said {
    /// The last number said with this word.
    pub fn last(&self, word: &str) -> Option<u64> {
        self.0.iter().rev().find(|(said, _)| said == word).map(|&(_, number)| number)
    }

    /// How often this word was said.
    pub fn count(&self, word: &str) -> usize {
        self.0.iter().filter(|(said, _)| said == word).count()
    }

    fn hear(&mut self, line: &str) {
        // The test program says things of its own.
        if let Some((word, number)) = line.split_once(' ')
            && let Ok(number) = number.parse()
        {
            self.0.push((word.to_owned(), number));
        }
    }
}

pub struct Child {
    process: std::process::Child,
    lines: Lines<BufReader<ChildStdout>>,
    said: Said,
}

impl Child {
    /// Runs the ignored test `name` of this program, which reads its folder from the variable.
    pub fn start(name: &str, variable: &str, folder: &Path) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name, "--ignored", "--nocapture"])
            .env(variable, folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { process, lines, said: Said::default() }
    }

    /// Reads on until the word is said; returns its number.
    pub fn wait_for(&mut self, word: &str) -> u64 {
        let already = self.said.count(word);
        while self.said.count(word) == already {
            let line = self.lines.next().expect("the child works").unwrap();
            self.said.hear(&line);
        }
        self.said.last(word).unwrap_or_default()
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Kills it at once and returns all that it had said.
    pub fn kill(mut self) -> Said {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        // The last line may be cut short.
        for line in self.lines.map_while(Result::ok) {
            self.said.hear(&line);
        }
        self.said
    }
}
