//! What was changed in a record: who, when, which field, from what to what, and why.
//!
//! An entry holds only what differs, so that a long life stays small in the file. Replayed forwards from the record
//! as it first was, the entries give the record as it is; backwards they give every state it had.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use super::Incident;

/// Who changed something, and when.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stamp {
    /// An RFC 3339 time in UTC, to the second.
    pub at: String,
    /// The name set in the settings; empty where none is set.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// One value that changed. An absent value and a `null` are not the same: a file may hold either.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Where: a JSON pointer (RFC 6901) into the record, such as `/killed/best` or `/sources/2`.
    pub path: String,
    /// The old value; `None` where there was none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub old: Option<Value>,
    /// The new value; `None` where there is none any more.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub new: Option<Value>,
}

/// A member that is there, also when it is `null`.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// All that one step changed in one record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HistoryEntry {
    #[serde(flatten)]
    pub stamp: Stamp,
    /// Empty for the entry that says when the record was made.
    #[serde(default)]
    pub set: Vec<FieldChange>,
    /// Members that Marz does not know, kept and written back.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Members of a record that are not its content: its name, and this list.
const APART: [&str; 2] = ["id", "history"];

/// What differs between two states of a record, in the order in which it is to be replayed.
pub fn differences(before: &Incident, after: &Incident) -> Vec<FieldChange> {
    let mut found = Vec::new();
    differ(Some(&content(before)), Some(&content(after)), &mut String::new(), &mut found);
    found
}

impl HistoryEntry {
    pub fn of(stamp: Stamp, set: Vec<FieldChange>) -> Self {
        Self { stamp, set, rest: Map::new() }
    }

    /// The entry in which a record was made.
    pub fn made(stamp: Stamp) -> Self {
        Self::of(stamp, Vec::new())
    }

    /// The record as it was before this entry; `None` when the entry does not fit it.
    pub fn undone(&self, incident: &Incident) -> Option<Incident> {
        let backwards = |change: &FieldChange| (change.path.clone(), change.new.clone(), change.old.clone());
        replayed(incident, self.set.iter().rev().map(backwards))
    }

    /// The record as it is after this entry; `None` when the entry does not fit it.
    pub fn done(&self, incident: &Incident) -> Option<Incident> {
        let forwards = |change: &FieldChange| (change.path.clone(), change.old.clone(), change.new.clone());
        replayed(incident, self.set.iter().map(forwards))
    }
}

/// All of a record but its name and its history.
fn content(incident: &Incident) -> Value {
    let mut value = serde_json::to_value(incident).expect("a record is plain data with text keys");
    if let Value::Object(members) = &mut value {
        members.retain(|key, _| !APART.contains(&key.as_str()));
    }
    value
}

fn replayed(
    incident: &Incident,
    changes: impl Iterator<Item = (String, Option<Value>, Option<Value>)>,
) -> Option<Incident> {
    let mut value = content(incident);
    for (path, from, to) in changes {
        set(&mut value, &path, from.as_ref(), to)?;
    }
    let Value::Object(members) = &mut value else { return None };
    members.insert("id".to_owned(), Value::from(incident.id.as_str()));
    let replayed: Incident = serde_json::from_value(value).ok()?;
    Some(Incident { history: incident.history.clone(), ..replayed })
}

fn differ(before: Option<&Value>, after: Option<&Value>, path: &mut String, found: &mut Vec<FieldChange>) {
    if before == after {
        return;
    }
    match (before, after) {
        (Some(Value::Object(a)), Some(Value::Object(b))) => {
            for (key, old) in a {
                within(path, key, |path| differ(Some(old), b.get(key), path, found));
            }
            for (key, new) in b.iter().filter(|(key, _)| !a.contains_key(*key)) {
                within(path, key, |path| differ(None, Some(new), path, found));
            }
        }
        (Some(Value::Array(a)), Some(Value::Array(b))) => {
            for place in 0..a.len().min(b.len()) {
                within(path, &place.to_string(), |path| differ(a.get(place), b.get(place), path, found));
            }
            for place in a.len()..b.len() {
                within(path, &place.to_string(), |path| differ(None, b.get(place), path, found));
            }
            // From the end, so that each is the last one when it goes.
            for place in (b.len()..a.len()).rev() {
                within(path, &place.to_string(), |path| differ(a.get(place), None, path, found));
            }
        }
        (old, new) => {
            found.push(FieldChange { path: path.clone(), old: old.cloned(), new: new.cloned() });
        }
    }
}

fn within(path: &mut String, key: &str, then: impl FnOnce(&mut String)) {
    let end = path.len();
    path.push('/');
    path.push_str(&key.replace('~', "~0").replace('/', "~1"));
    then(path);
    path.truncate(end);
}

/// Puts `to` where `from` stands.
fn set(root: &mut Value, path: &str, from: Option<&Value>, to: Option<Value>) -> Option<()> {
    let (parent, key) = path.rsplit_once('/')?;
    let key = key.replace("~1", "/").replace("~0", "~");
    match root.pointer_mut(parent)? {
        Value::Object(members) => {
            if members.get(&key) != from {
                return None;
            }
            match to {
                Some(value) => members.insert(key, value),
                None => members.shift_remove(&key),
            };
        }
        Value::Array(list) => {
            let place: usize = key.parse().ok()?;
            if list.get(place) != from {
                return None;
            }
            match to {
                Some(value) if place < list.len() => list[place] = value,
                Some(value) if place == list.len() => list.push(value),
                None if place + 1 == list.len() => {
                    list.pop();
                }
                Some(_) | None => return None,
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_path_with_slashes_names_one_member_and_null_is_not_absent() {
        let (a, b) = (json!({"x": {"a/b~c": null, "d": 1}}), json!({"x": {"a/b~c": 2}}));
        let mut found = Vec::new();
        differ(Some(&a), Some(&b), &mut String::new(), &mut found);
        assert_eq!(
            found[0],
            FieldChange { path: "/x/a~1b~0c".to_owned(), old: Some(json!(null)), new: Some(json!(2)) }
        );
        let mut value = a;
        for change in found {
            set(&mut value, &change.path, change.old.as_ref(), change.new).unwrap();
        }
        assert_eq!(value, b);
    }
}
