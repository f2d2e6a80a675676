//! Power cuts: what the disk holds at a random moment of editing and saving is all that the next start finds.
//!
//! The program works on an ext4 file system in an image on a loop device. It is stopped, the image is copied — that is
//! what the device had been given — and the copy is mounted as after a power cut. The same rig with a save that never
//! waits for the disk must fail, or it proves nothing. Needs root and mount; says so where it has to leave off.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use marz::store::{native, save};

use crate::child::{Child, Said, say};
use crate::dice::Dice;
use crate::long;
use crate::sessions::{base, edit, edits_in, file_in, reopen};

/// Tells the careless child where to work.
const FOLDER: &str = "MARZ_FAULTS_CONTROL";

/// Mount options. The first switches off a kindness of ext4 that hides saves without fsync.
const OPTIONS: &str = "loop,noauto_da_alloc,commit=1";

fn run<A: AsRef<OsStr>>(program: &str, arguments: &[A]) -> Result<(), String> {
    let done = Command::new(program).args(arguments).stdin(Stdio::null()).output();
    match done {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(format!("{program}: {}", String::from_utf8_lossy(&output.stderr).trim())),
        Err(error) => Err(format!("{program}: {error}")),
    }
}

/// A mounted image; taken off again at the end.
struct Mounted(PathBuf);

impl Mounted {
    fn new(image: &Path, at: PathBuf) -> Result<Self, String> {
        fs::create_dir_all(&at).unwrap();
        run("mount", &["-o".as_ref(), OPTIONS.as_ref(), image.as_os_str(), at.as_os_str()])?;
        Ok(Self(at))
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // A killed child may hold it for a moment still.
        for _ in 0..100 {
            if run("umount", &[&self.0]).is_ok() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// An image with a file system and a document in it, on the disk.
fn first_image(folder: &Path) -> Result<PathBuf, String> {
    let image = folder.join("first.img");
    fs::File::create(&image).unwrap().set_len(24 << 20).unwrap();
    run("mkfs.ext4", &["-q".as_ref(), "-F".as_ref(), image.as_os_str()])?;
    let mounted = Mounted::new(&image, folder.join("first"))?;
    save(&file_in(&mounted.0), &base()).unwrap();
    drop(mounted);
    Ok(image)
}

/// Lets a child work for a while, cuts the power, and gives what it had said and what the disk holds.
fn cut<T>(
    folder: &Path,
    first: &Path,
    (child, variable): (&str, &str),
    wait: Duration,
    look: impl FnOnce(&Path, &Said) -> T,
) -> T {
    let (image, held) = (folder.join("work.img"), folder.join("held.img"));
    fs::copy(first, &image).unwrap();
    let work = Mounted::new(&image, folder.join("work")).unwrap();
    let mut child = Child::start(child, variable, &work.0);
    child.wait_for("begun");
    std::thread::sleep(wait);
    run("kill", &["-STOP".to_owned(), child.id().to_string()]).unwrap();
    fs::copy(&image, &held).unwrap();
    let said = child.kill();
    drop(work);
    let held = Mounted::new(&held, folder.join("held")).unwrap();
    look(&held.0, &said)
}

#[test]
#[ignore = "the child of the test below"]
fn careless_child() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let mut document = base();
    say("begun", 0);
    for number in 0.. {
        document = edit(number).apply(&document).unwrap();
        let beside = folder.join("beside");
        fs::write(&beside, native::write(&document)).unwrap();
        fs::rename(&beside, file_in(&folder)).unwrap();
        say("saved", number + 1);
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn power_cuts_leave_a_whole_file_and_all_acknowledged_work() {
    let (cuts, controls) = if long() { (200, 40) } else { (5, 5) };
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let first = match first_image(folder.path()) {
        Ok(image) => image,
        Err(why) => {
            println!("skipped: power cuts need root and a loop device ({why})");
            return;
        }
    };
    let started = Instant::now();
    let mut dice = Dice::new();
    let (mut edits, mut saves) = (0, 0);
    for round in 0..cuts {
        let wait = Duration::from_micros(dice.roll(if round % 2 == 0 { 60_000 } else { 1_500_000 }));
        cut(folder.path(), &first, ("sessions::child", crate::sessions::FOLDER), wait, |disk, said| {
            let file =
                native::read(&fs::read(file_in(disk)).unwrap()).expect("the file is whole after a power cut");
            assert!(edits_in(&file.0) >= said.last("saved").unwrap_or(0), "cut {round}: a save is lost");
            let (found, ..) = reopen(disk);
            let acknowledged = said.last("kept").unwrap_or(0);
            assert!(
                (acknowledged..=acknowledged + 1).contains(&found),
                "cut {round}: {acknowledged}, {found}"
            );
            edits += acknowledged;
            saves += said.count("saved");
        });
    }
    println!(
        "{cuts} power cuts, {edits} edits, {saves} saves: 0 corrupt, 0 acknowledged lost, {:?}",
        started.elapsed()
    );
    let (mut corrupt, mut older) = (0, 0);
    for _ in 0..controls {
        let wait = Duration::from_micros(1_200_000 + dice.roll(1_500_000));
        cut(folder.path(), &first, ("power::careless_child", FOLDER), wait, |disk, said| match native::read(
            &fs::read(file_in(disk)).unwrap(),
        ) {
            Ok((document, report)) if report.is_clean() => {
                older += u32::from(edits_in(&document) < said.last("saved").unwrap_or(0));
            }
            Ok(_) | Err(_) => corrupt += 1,
        });
    }
    println!(
        "the control, which never waits for the disk: {corrupt} of {controls} corrupt, {older} older than told"
    );
    assert!(corrupt + older > 0, "the rig does not see what it is there to see");
}
