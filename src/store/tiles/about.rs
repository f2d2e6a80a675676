//! What a file of tiles says of itself.

/// Who made it, what it is called, which zooms it has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AboutTiles {
    pub name: Option<String>,
    /// Without markup.
    pub attribution: Option<String>,
    pub min_zoom: Option<u8>,
    pub max_zoom: Option<u8>,
    /// Its tiles are shapes that Marz paints, and without names.
    pub is_vector: bool,
}

/// An attribution in HTML, as plain words.
pub(super) fn without_markup(text: &str) -> String {
    let mut plain = String::new();
    let mut inside = false;
    for letter in text.chars().take(2_000) {
        match letter {
            '<' => inside = true,
            '>' if inside => inside = false,
            letter if !inside && !letter.is_control() => plain.push(letter),
            _ => {}
        }
    }
    for (sign, letter) in
        [("&copy;", "©"), ("&nbsp;", " "), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
    {
        plain = plain.replace(sign, letter);
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(300).collect()
}
