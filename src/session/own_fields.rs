//! Keys of the project's own fields: what other programs see as the name of the column.

use crate::{model::Facts, store::native};

/// The key that a new field with this label gets: small letters, digits and `_`, unlike any key of Marz and of the
/// other fields.
pub fn own_field_key(label: &str, facts: &Facts) -> String {
    let mut slug = String::new();
    for letter in label.to_lowercase().chars() {
        if letter.is_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('_') {
            slug.push('_');
        }
    }
    let slug = slug.trim_end_matches('_');
    let slug = if slug.is_empty() { "field" } else { slug };
    let taken = |key: &str| native::is_native_key(key) || facts.fields.iter().any(|field| field.key == key);
    if !taken(slug) {
        return slug.to_owned();
    }
    let mut number = 2;
    loop {
        let key = format!("{slug}_{number}");
        if !taken(&key) {
            return key;
        }
        number += 1;
    }
}
