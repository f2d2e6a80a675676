//! Values of a record in words, for people who have to choose between two of them.

use serde::Serialize;
use serde_json::Value;

/// The value of a change, without its name.
pub(super) fn inner(change: Value) -> Value {
    match change {
        Value::Object(members) if members.len() == 1 => members.into_values().next().unwrap_or_default(),
        other => other,
    }
}

/// The three values in words, without what all of them say.
pub(super) fn telling(three: [Value; 3]) -> [String; 3] {
    let words = without_common(three.clone()).map(|value| words_of_value(&value));
    // Where only the order differs, all of it is told.
    if words[1] == words[2] { three.map(|value| words_of_value(&value)) } else { words }
}

fn without_common(mut three: [Value; 3]) -> [Value; 3] {
    if let [Value::Object(base), Value::Object(ours), Value::Object(theirs)] = &mut three {
        let is_common = |key: &String| ours.get(key) == theirs.get(key) && ours.get(key) == base.get(key);
        let common: Vec<String> = base.keys().filter(|key| is_common(key)).cloned().collect();
        for side in [base, ours, theirs] {
            side.retain(|key, _| !common.contains(key));
        }
    } else if let [Value::Array(base), Value::Array(ours), Value::Array(theirs)] = &mut three {
        let common: Vec<Value> =
            base.iter().filter(|one| ours.contains(one) && theirs.contains(one)).cloned().collect();
        for side in [base, ours, theirs] {
            side.retain(|one| !common.contains(one));
        }
    }
    three
}

pub(super) fn words_source(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("documents are plain data with text keys")
}

/// All that a value says, one after another; what it leaves empty is left out.
pub(super) fn words_of_value(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(list) => joined(list.iter().map(words_of_value)),
        Value::Object(members) => joined(members.iter().map(|(key, value)| match words_of_value(value) {
            words if words.is_empty() => words,
            words => format!("{}: {words}", key.replace('_', " ")),
        })),
    }
}

fn joined(words: impl Iterator<Item = String>) -> String {
    words.filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ")
}
