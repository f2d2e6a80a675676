//! Names of places as people spell them: which of them may mean the same.

use super::super::fold;

/// The keys of the names in a field such as `Shamsiddin Shohin (then Shuroobod)` or `Panj / Jayhun`.
pub fn spellings(text: &str) -> Vec<String> {
    let parts = text.split(['(', ')', '/', ',', ';']);
    parts.map(key).filter(|name| !name.is_empty()).collect()
}

/// What names are compared by: a name folded, without blanks and hyphens, and without the words that go before
/// and after it.
pub fn key(name: &str) -> String {
    let folded = fold(name);
    let mut words: Vec<&str> = folded.split([' ', '-', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    const AROUND: [&str; 12] = [
        "district",
        "province",
        "region",
        "nohiya",
        "woluswali",
        "wilayat",
        "viloyat",
        "then",
        "now",
        "formerly",
        "район",
        "область",
    ];
    if words.len() > 1 {
        words.retain(|word| !AROUND.contains(word));
    }
    words.concat()
}

/// Whether one of the spellings may mean the area of that key.
pub fn may_mean(spellings: &[String], key: &str) -> bool {
    spellings
        .iter()
        .any(|name| name.contains(key) || key.contains(name.as_str()) || skeleton(name) == skeleton(key))
}

/// What is left of a name when the letters that spellings differ in are dropped: `Ishkoshim` and `Ishkashim`,
/// `Shughnon` and `Shighnan`.
fn skeleton(name: &str) -> String {
    let mut kept = String::with_capacity(name.len());
    for letter in name.chars() {
        let letter = match letter {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'w' | 'а' | 'е' | 'ё' | 'и' | 'о' | 'у' | 'ы' | 'э'
            | 'ю' | 'я' | 'й' | 'ь' | 'ъ' => continue,
            'q' | 'c' => 'k',
            'j' | 'z' => 's',
            other => other,
        };
        if !kept.ends_with(letter) {
            kept.push(letter);
        }
    }
    kept
}
