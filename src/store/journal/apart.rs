//! The records of a step that adds many: in pieces beside the step, because all of them as one text would take many
//! times the memory that they do.

use std::borrow::Cow;
use std::io::{self, Read};

use rusqlite::{Connection, OptionalExtension, params};

use crate::edit::Action;
use crate::model::Records;
use crate::store::native::{self, Lines};

use super::Entry;
use super::base::{BasePiece, Pieces, cut_records};
use super::sheet::{Cause, checksum_of};

/// Of a journal that has some.
pub(super) const VERSION: i32 = 3;

/// Fewer stay in the text of their step.
const MANY: usize = 4_096;

/// Brings the records that the step adds to the disk, if there are many, and returns the step without them.
///
/// Each piece is a change of its own, so that the journal's newest part stays small: they count for nothing until the
/// step itself is there.
pub(super) fn write<'a>(
    connection: &Connection,
    number: u64,
    entry: &'a Entry,
) -> Result<Cow<'a, Entry>, Cause> {
    let Entry::Did(action) = entry else { return Ok(Cow::Borrowed(entry)) };
    if !adds_many(action) {
        return Ok(Cow::Borrowed(entry));
    }
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS added (entry INTEGER, place INTEGER, part INTEGER, is_last INTEGER NOT NULL,
                                           bytes BLOB NOT NULL, checksum INTEGER NOT NULL,
                                           PRIMARY KEY (entry, place, part)) STRICT;",
    )?;
    connection.pragma_update(None, "user_version", VERSION)?;
    let number = number.cast_signed();
    // Those of a step that a crash cut short.
    connection.execute("DELETE FROM added WHERE entry >= ?1", [number])?;
    let mut without = action.clone();
    let mut place = 0;
    each_addition(&mut without, &mut |records| {
        write_records(connection, number, place, &std::mem::take(records))?;
        place += 1;
        Ok::<_, Cause>(())
    })?;
    Ok(Cow::Owned(Entry::Did(without)))
}

fn write_records(connection: &Connection, number: i64, place: i64, records: &Records) -> Result<(), Cause> {
    let mut failed = None;
    let cut = cut_records(records, |piece| {
        insert(connection, number, place, &piece).map_err(|error| {
            failed = Some(error);
            io::Error::other("the journal takes no more")
        })
    });
    failed.map_or(Ok(()), Err)?;
    cut?;
    // Better told now than found out after the crash.
    let lines = Lines::begin(reader(connection, number, place))?;
    let count = lines.map_or(Ok(None), Lines::count)?;
    if count != Some(records.len()) {
        return Err(Cause::Unwritable("it reads as another".to_owned()));
    }
    Ok(())
}

fn insert(connection: &Connection, number: i64, place: i64, piece: &BasePiece) -> rusqlite::Result<()> {
    let checksum = checksum(number, place, piece.part, piece.is_last, &piece.bytes);
    let row = params![number, place, piece.part, piece.is_last, piece.bytes, checksum];
    connection.execute("INSERT INTO added VALUES (?1, ?2, ?3, ?4, ?5, ?6)", row)?;
    Ok(())
}

/// Puts the records that lie apart back into their step.
pub(super) fn join(connection: &Connection, number: i64, entry: &mut Entry) -> Result<(), String> {
    let Entry::Did(action) = entry else { return Ok(()) };
    let mut place = 0;
    each_addition(action, &mut |records| {
        if records.is_empty() && has_some(connection)? {
            *records = read(connection, number, place)?;
        }
        place += 1;
        Ok(())
    })
}

fn has_some(connection: &Connection) -> Result<bool, String> {
    let version = connection.pragma_query_value(None, "user_version", |row| row.get::<_, i32>(0));
    Ok(version.map_err(|error| error.to_string())? >= VERSION)
}

fn read(connection: &Connection, number: i64, place: i64) -> Result<Records, String> {
    let lines = Lines::begin(reader(connection, number, place));
    let read = lines.and_then(|lines| lines.map_or(Ok(None), Lines::read_records));
    if let Some(records) = read.map_err(|error| error.to_string())? {
        return Ok(records);
    }
    let mut bytes = Vec::new();
    reader(connection, number, place).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    let (document, _) = native::read(&bytes).map_err(|error| error.to_string())?;
    Ok(document.incidents().collect())
}

fn reader(connection: &Connection, number: i64, place: i64) -> impl Read {
    let mut is_over = false;
    Pieces::new(move |part| {
        if is_over {
            return Ok(None);
        }
        let query =
            "SELECT is_last, bytes, checksum FROM added WHERE entry = ?1 AND place = ?2 AND part = ?3";
        let row = connection.query_row(query, [number, place, part], |row| {
            Ok((row.get::<_, bool>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, u32>(2)?))
        });
        let row = row.optional().map_err(|error| error.to_string())?;
        let Some((is_last, piece, sum)) = row else {
            return Err("a part of the records that it adds is missing".to_owned());
        };
        if checksum(number, place, part, is_last, &piece) != sum {
            return Err(format!("part {part} of the records that it adds is damaged"));
        }
        is_over = is_last;
        Ok(Some(piece))
    })
}

fn checksum(number: i64, place: i64, part: i64, is_last: bool, piece: &[u8]) -> u32 {
    let about = [number, place, part, i64::from(is_last)].map(i64::to_le_bytes);
    checksum_of(&[about.as_flattened(), piece])
}

fn adds_many(action: &Action) -> bool {
    match action {
        // None at all in the text of a step says that they lie apart.
        Action::InsertAll(records) => records.is_empty() || records.len() >= MANY,
        Action::Together { actions, .. } => actions.iter().any(adds_many),
        Action::Signed { action, .. } => adds_many(action),
        Action::Insert(_)
        | Action::Remove(_)
        | Action::Edit { .. }
        | Action::SetFacts(_)
        | Action::SetKeptFeatures(_)
        | Action::SetMembers(_)
        | Action::Attach { .. }
        | Action::Detach { .. }
        | Action::Describe { .. }
        | Action::Unlist(_) => false,
    }
}

/// Every place of the action where records are added, in its order.
fn each_addition<E>(
    action: &mut Action,
    see: &mut impl FnMut(&mut Records) -> Result<(), E>,
) -> Result<(), E> {
    match action {
        Action::InsertAll(records) => see(records),
        Action::Together { actions, .. } => {
            actions.iter_mut().try_for_each(|action| each_addition(action, see))
        }
        Action::Signed { action, .. } => each_addition(action, see),
        Action::Insert(_)
        | Action::Remove(_)
        | Action::Edit { .. }
        | Action::SetFacts(_)
        | Action::SetKeptFeatures(_)
        | Action::SetMembers(_)
        | Action::Attach { .. }
        | Action::Detach { .. }
        | Action::Describe { .. }
        | Action::Unlist(_) => Ok(()),
    }
}
