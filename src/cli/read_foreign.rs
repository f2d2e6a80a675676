//! The child that reads a file of strangers for another run of this program: hidden, shut in, and brief.

use std::{io::Read as _, path::PathBuf, process::ExitCode, time::Duration};

use clap::ValueEnum;

use crate::{
    analysis::{SKILLS, projected::to_degrees},
    store::formats::{
        child::{Cage, Frame, MOST_PAYLOAD, TIME_IS_UP, write_frame},
        read_photo, say_table_of,
        shapes::{self, Feature, Limits, ShapeFile},
        table::{HeadingWish, Wishes},
    },
};

/// What the child is told.
#[derive(Debug, clap::Args)]
pub struct ReadForeign {
    pub kind: Kind,
    /// The layer or sheet that is wanted, where there are several.
    #[arg(long, allow_hyphen_values = true)]
    pub layer: Option<String>,
    /// The encoding of a table, where it is found out wrongly.
    #[arg(long)]
    pub encoding: Option<String>,
    /// The line of a table's heading; 0 where it has none.
    #[arg(long)]
    pub heading: Option<usize>,
    /// Bytes of address space that it may take.
    #[arg(long, default_value_t = Cage::USUAL.memory)]
    pub memory: u64,
    /// How long it may take.
    #[arg(long, default_value_t = Cage::USUAL.time.as_secs())]
    pub seconds: u64,
    pub file: PathBuf,
}

/// What is read.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Kind {
    Shapes,
    Table,
    Photo,
}

/// Features of one piece of the answer.
const A_PIECE: usize = 2_000;

impl ReadForeign {
    /// Reads, and answers in frames on the standard output.
    pub fn run(self) -> ExitCode {
        let mut out = std::io::stdout().lock();
        let cage = Cage { memory: self.memory, time: Duration::from_secs(self.seconds) };
        let said = match cage.shut() {
            Ok(()) => {
                mind_the_time(cage.time);
                self.answer(&mut out)
            }
            Err(why) => write_frame(&mut out, &Frame::Refused(why)),
        };
        match said {
            Ok(()) => ExitCode::SUCCESS,
            // Nobody listens any more.
            Err(_) => ExitCode::FAILURE,
        }
    }

    fn answer(&self, out: &mut impl std::io::Write) -> std::io::Result<()> {
        match self.kind {
            Kind::Shapes => self.shapes(out),
            Kind::Table => self.table(out),
            Kind::Photo => self.photo(out),
        }
    }

    fn photo(&self, out: &mut impl std::io::Write) -> std::io::Result<()> {
        match read_photo(&self.file) {
            Ok(photo) => {
                say(out, &serde_json::to_vec(&photo)?)?;
                write_frame(out, &Frame::End)
            }
            Err(error) => write_frame(out, &Frame::Refused(error.to_string())),
        }
    }

    fn table(&self, out: &mut impl std::io::Write) -> std::io::Result<()> {
        let wishes = Wishes {
            encoding: self.encoding.clone(),
            part: self.layer.clone(),
            heading: match self.heading {
                None => HeadingWish::Found,
                Some(0) => HeadingWish::Missing,
                Some(line) => HeadingWish::Line(line),
            },
        };
        say_table_of(out, &self.file, &wishes, &SKILLS)
    }

    /// First the layer without its features, or the list of layers; then the features, some at a time.
    fn shapes(&self, out: &mut impl std::io::Write) -> std::io::Result<()> {
        let read = shapes::read(&self.file, self.layer.as_deref(), Limits::USUAL, &to_degrees);
        let mut file = match read {
            Ok(file) => file,
            Err(error) => return write_frame(out, &Frame::Refused(error.to_string())),
        };
        let features = match &mut file {
            ShapeFile::Layer(layer) => std::mem::take(&mut layer.features),
            ShapeFile::Layers(_) => Vec::new(),
        };
        say(out, &serde_json::to_vec(&file)?)?;
        let all = features.len() as u64;
        let mut done = 0;
        for some in features.chunks(A_PIECE) {
            pieces(out, some)?;
            done += some.len() as u64;
            write_frame(out, &Frame::Progress(done, all))?;
        }
        write_frame(out, &Frame::End)
    }
}

/// Features as one piece, or as two halves where that would be too large.
fn pieces(out: &mut impl std::io::Write, some: &[Feature]) -> std::io::Result<()> {
    let bytes = serde_json::to_vec(some)?;
    if bytes.len() <= MOST_PAYLOAD {
        return say(out, &bytes);
    }
    match some {
        // One shape larger than a piece is larger than a map.
        [] | [_] => Ok(()),
        some => {
            let (first, second) = some.split_at(some.len() / 2);
            pieces(out, first)?;
            pieces(out, second)
        }
    }
}

fn say(out: &mut impl std::io::Write, bytes: &[u8]) -> std::io::Result<()> {
    write_frame(out, &Frame::Piece(bytes.to_vec()))
}

/// Ends this process when its time is up, or when whoever asked is gone.
fn mind_the_time(time: Duration) {
    std::thread::spawn(move || {
        std::thread::sleep(time);
        std::process::exit(i32::from(TIME_IS_UP));
    });
    std::thread::spawn(|| {
        let mut one = [0];
        // Nothing ever comes but the end.
        let _end = std::io::stdin().read(&mut one);
        std::process::exit(1);
    });
}
