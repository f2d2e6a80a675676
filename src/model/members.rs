//! Members of a JSON object that this program does not know: kept as compact JSON, read when somebody asks.
//!
//! A table of thirty columns gives every record thirty of them. As a map of values they would take ten times the room
//! of their text; packed, the keys stand once for all records that have the same ones, and the values in one text.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    fmt,
    hash::{BuildHasher, Hash, Hasher},
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
    ser::SerializeMap,
};
use serde_json::{Map, Value};

/// Keys with values, in the order in which they came. Cloning costs nothing.
#[derive(Clone, Default)]
pub struct Members(Option<Arc<Packed>>);

struct Packed {
    shape: Arc<Shape>,
    /// Compact JSON, one value a line, in the order of the keys: no compact JSON holds a line feed.
    values: Box<str>,
}

impl Members {
    pub(super) const BETWEEN: char = '\n';

    pub fn new() -> Self {
        Self(None)
    }

    /// Members whose values are compact JSON already, each on a line of its own. Of two with one key the later counts.
    pub(crate) fn packed<K: AsRef<str>>(keys: &[K], values: &str) -> Self {
        if keys.is_empty() {
            return Self(None);
        }
        if let Some(shape) = Shape::of(keys) {
            return Self(Some(Arc::new(Packed { shape, values: values.into() })));
        }
        let values = values.split(Self::BETWEEN).map(value_of);
        keys.iter().map(|key| key.as_ref().to_owned()).zip(values).collect()
    }

    /// Members of this shape, their values as [`Self::packed`] has them.
    pub(super) fn of_shape(shape: Arc<Shape>, values: String) -> Self {
        Self(Some(Arc::new(Packed { shape, values: values.into() })))
    }

    pub(super) fn shape(&self) -> Option<&Arc<Shape>> {
        self.0.as_ref().map(|packed| &packed.shape)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |packed| packed.shape.keys.len())
    }

    pub fn contains_key(&self, key: &str) -> bool {
        self.0.as_ref().is_some_and(|packed| packed.shape.place(key).is_some())
    }

    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|packed| packed.shape.keys.iter().map(|key| &**key))
    }

    pub fn get(&self, key: &str) -> Option<Value> {
        self.json_of(key).map(value_of)
    }

    /// The text under the key; `None` where something else or nothing stands there.
    pub fn text(&self, key: &str) -> Option<Cow<'_, str>> {
        text_of(self.json_of(key)?)
    }

    /// All that are texts.
    pub fn texts(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        self.json().filter_map(|(key, json)| Some((key, text_of(json)?)))
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, Value)> {
        self.json().map(|(key, json)| (key, value_of(json)))
    }

    /// Each with its value as compact JSON.
    pub(crate) fn json(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|packed| {
            packed.shape.keys.iter().map(|key| &**key).zip(packed.values.split(Self::BETWEEN))
        })
    }

    /// The value under the key as compact JSON.
    pub(crate) fn json_of(&self, key: &str) -> Option<&str> {
        let packed = self.0.as_ref()?;
        packed.values.split(Self::BETWEEN).nth(packed.shape.place(key)?)
    }

    pub fn to_map(&self) -> Map<String, Value> {
        self.iter().map(|(key, value)| (key.to_owned(), value)).collect()
    }

    /// Puts the value under the key: where that stands already, or behind all others.
    pub fn insert(&mut self, key: impl Into<String>, value: Value) {
        self.change(|map| map.insert(key.into(), value));
    }

    /// Takes the member away; the others stay in their order.
    pub fn shift_remove(&mut self, key: &str) -> Option<Value> {
        if !self.contains_key(key) {
            return None;
        }
        self.change(|map| map.shift_remove(key))
    }

    pub fn retain(&mut self, stays: impl Fn(&str, &Value) -> bool) {
        self.change(|map| map.retain(|key, value| stays(key, value)));
    }

    pub fn clear(&mut self) {
        self.0 = None;
    }

    fn change<T>(&mut self, change: impl FnOnce(&mut Map<String, Value>) -> T) -> T {
        let mut map = self.to_map();
        let changed = change(&mut map);
        *self = map.into();
        changed
    }
}

fn value_of(json: &str) -> Value {
    serde_json::from_str(json).expect("what is packed is JSON")
}

/// What a text of compact JSON says; `None` where it is no text.
pub(super) fn text_of(json: &str) -> Option<Cow<'_, str>> {
    let inside = json.strip_prefix('"')?.strip_suffix('"')?;
    if inside.contains('\\') { serde_json::from_str(json).ok().map(Cow::Owned) } else { Some(inside.into()) }
}

fn push_json(values: &mut String, value: &impl Serialize) {
    if !values.is_empty() {
        values.push(Members::BETWEEN);
    }
    values.push_str(&serde_json::to_string(value).expect("plain data with text keys"));
}

fn push_text(values: &mut String, text: &str) {
    if !values.is_empty() {
        values.push(Members::BETWEEN);
    }
    push_json_text(values, text);
}

/// Appends a text as compact JSON.
pub(super) fn push_json_text(json: &mut String, text: &str) {
    if text.bytes().any(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
        json.push_str(&serde_json::to_string(text).expect("a text"));
    } else {
        json.reserve(text.len() + 2);
        json.push('"');
        json.push_str(text);
        json.push('"');
    }
}

impl From<Map<String, Value>> for Members {
    fn from(map: Map<String, Value>) -> Self {
        let (keys, values): (Vec<String>, Vec<Value>) = map.into_iter().unzip();
        let mut packed = String::new();
        for value in &values {
            push_json(&mut packed, value);
        }
        Self::packed(&keys, &packed)
    }
}

impl FromIterator<(String, Value)> for Members {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(members: I) -> Self {
        members.into_iter().collect::<Map<_, _>>().into()
    }
}

/// Members of many rows that have the same keys, of which each row lacks some.
pub struct MembersOfRows {
    keys: Vec<String>,
    /// By which of the keys are there, a bit for each.
    shapes: HashMap<Box<[u64]>, Arc<Shape>, foldhash::fast::RandomState>,
    is_there: Vec<u64>,
}

impl MembersOfRows {
    pub fn new(keys: Vec<String>) -> Self {
        let is_there = vec![0; keys.len().div_ceil(64)];
        Self { keys, shapes: HashMap::default(), is_there }
    }

    /// The texts of one row in the order of the keys; an empty one is no member, and what is beyond the keys neither.
    pub fn of<'a>(&mut self, texts: impl Iterator<Item = &'a str> + Clone) -> Members {
        let mut values = String::new();
        for text in self.present(texts.clone()) {
            push_text(&mut values, text);
        }
        if values.is_empty() {
            return Members::new();
        }
        match self.shape_of(texts.clone()) {
            Some(shape) => Members::of_shape(shape, values),
            None => Members::packed(&self.keys_of(texts), &values),
        }
    }

    /// The texts that are members.
    pub(super) fn present<'a>(&self, texts: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
        texts.take(self.keys.len()).filter(|text| !text.is_empty())
    }

    fn keys_of<'a>(&self, texts: impl Iterator<Item = &'a str>) -> Vec<&str> {
        let both = self.keys.iter().zip(texts);
        both.filter(|(_, text)| !text.is_empty()).map(|(key, _)| key.as_str()).collect()
    }

    /// The keys of a row; `None` where there are none, or one stands twice.
    pub(super) fn shape_of<'a>(
        &mut self,
        texts: impl Iterator<Item = &'a str> + Clone,
    ) -> Option<Arc<Shape>> {
        self.is_there.fill(0);
        for (place, text) in texts.clone().take(self.keys.len()).enumerate() {
            self.is_there[place / 64] |= u64::from(!text.is_empty()) << (place % 64);
        }
        if let Some(shape) = self.shapes.get(&*self.is_there) {
            return Some(Arc::clone(shape));
        }
        let keys = self.keys_of(texts);
        let shape = Shape::of(&keys).filter(|_| !keys.is_empty())?;
        self.shapes.insert(self.is_there.clone().into(), Arc::clone(&shape));
        Some(shape)
    }
}

/// Equal members in whatever order, as of JSON objects.
impl PartialEq for Members {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (None, None) => true,
            (Some(a), Some(b)) => {
                let is_same = Arc::ptr_eq(a, b) || (a.shape == b.shape && a.values == b.values);
                is_same || (self.len() == other.len() && self.to_map() == other.to_map())
            }
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}

impl Eq for Members {}

/// Equal members may stand in any order: only what they all have tells.
impl Hash for Members {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.len().hash(state);
    }
}

impl fmt::Debug for Members {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.json()).finish()
    }
}

impl Serialize for Members {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (key, value) in self.iter() {
            map.serialize_entry(key, &value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Packing;

        impl<'de> Visitor<'de> for Packing {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let (mut keys, mut values) = (Vec::new(), String::new());
                while let Some((key, value)) = map.next_entry::<String, Value>()? {
                    keys.push(key);
                    push_json(&mut values, &value);
                }
                Ok(Members::packed(&keys, &values))
            }
        }

        deserializer.deserialize_map(Packing)
    }
}

/// The keys of objects that all have the same ones in the same order.
#[derive(PartialEq, Eq)]
pub(super) struct Shape {
    keys: Box<[Box<str>]>,
    /// A bit for the length and beginning of every key, so that most keys that are not here are told at once.
    beginnings: u64,
}

/// All shapes that any object has, each once.
struct Shapes {
    known: HashMap<u64, Vec<Arc<Shape>>>,
    count: usize,
    /// At so many, those that nobody has any more are let go.
    most: usize,
}

static SHAPES: LazyLock<Mutex<Shapes>> =
    LazyLock::new(|| Mutex::new(Shapes { known: HashMap::new(), count: 0, most: 1024 }));
static HASHES: LazyLock<foldhash::fast::RandomState> = LazyLock::new(Default::default);

impl Shape {
    /// The shape of these keys; `None` where one stands twice.
    fn of<K: AsRef<str>>(keys: &[K]) -> Option<Arc<Self>> {
        let mut hasher = HASHES.build_hasher();
        for key in keys {
            key.as_ref().hash(&mut hasher);
        }
        let hash = hasher.finish();
        let mut shapes = SHAPES.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = |shape: &&Arc<Self>| {
            shape.keys.len() == keys.len() && shape.keys.iter().zip(keys).all(|(a, b)| **a == *b.as_ref())
        };
        if let Some(shape) = shapes.known.get(&hash).and_then(|alike| alike.iter().find(is_it)) {
            return Some(Arc::clone(shape));
        }
        let mut once = HashSet::with_capacity(keys.len());
        if !keys.iter().all(|key| once.insert(key.as_ref())) {
            return None;
        }
        let beginnings = keys.iter().fold(0, |bits, key| bits | beginning(key.as_ref()));
        let keys = keys.iter().map(|key| Box::from(key.as_ref())).collect();
        let shape = Arc::new(Self { keys, beginnings });
        shapes.keep(hash, Arc::clone(&shape));
        Some(shape)
    }

    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    fn place(&self, key: &str) -> Option<usize> {
        if self.beginnings & beginning(key) == 0 {
            return None;
        }
        self.keys.iter().position(|known| **known == *key)
    }
}

impl Shapes {
    fn keep(&mut self, hash: u64, shape: Arc<Shape>) {
        if self.count >= self.most {
            self.known.retain(|_, alike| {
                alike.retain(|shape| Arc::strong_count(shape) > 1);
                !alike.is_empty()
            });
            self.count = self.known.values().map(Vec::len).sum();
            self.most = (2 * self.count).max(1024);
        }
        self.known.entry(hash).or_default().push(shape);
        self.count += 1;
    }
}

fn beginning(key: &str) -> u64 {
    let first = key.as_bytes().first().copied().unwrap_or(0);
    1 << ((usize::from(first) * 11 + key.len()) % 64)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn members(value: Value) -> Members {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn members_are_what_a_map_of_them_is() {
        let value = json!({"a": "x\n\"y", "б": [1, {"c": null}], "": 1.5, "d": "plain"});
        let packed = members(value.clone());
        assert_eq!(serde_json::to_value(&packed).unwrap(), value);
        assert_eq!((packed.get("a"), packed.get("e")), (Some(json!("x\n\"y")), None));
        assert_eq!(packed.text("a").unwrap(), "x\n\"y");
        assert_eq!((packed.text("б"), packed.text("d").unwrap()), (None, "plain".into()));
        assert_eq!(packed, members(json!({"d": "plain", "": 1.5, "б": [1, {"c": null}], "a": "x\n\"y"})));
        assert_ne!(packed, members(json!({"a": 1})));
        assert_eq!(Members::new(), members(json!({})));
    }

    #[test]
    fn a_changed_member_stays_in_its_place_and_a_removed_one_leaves_the_others_in_order() {
        let mut packed = members(json!({"a": 1, "b": 2, "c": 3}));
        let before = packed.clone();
        packed.insert("b", json!("new"));
        assert_eq!(packed.shift_remove("a"), Some(json!(1)));
        packed.insert("d", json!("cell"));
        packed.insert("b", json!("again"));
        let now: Vec<_> = packed.iter().collect();
        assert_eq!(now, [("b", json!("again")), ("c", json!(3)), ("d", json!("cell"))]);
        assert_eq!(before.get("b"), Some(json!(2)), "another state of the record is as it was");
    }

    #[test]
    fn of_a_key_that_stands_twice_the_later_counts() {
        let packed = Members::packed(&["a", "b", "a"], "1\n2\n3");
        assert_eq!(packed.to_map(), serde_json::from_str(r#"{"a": 3, "b": 2}"#).unwrap());
    }
}
