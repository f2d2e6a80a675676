//! Actors of this border by the names that reports give them, and those that the caller knows.

use std::collections::HashMap;
use std::ops::Range;

use super::tokens::Cut;

/// The name a record would have, and how reports spell it; a final `*` takes any ending.
const BUILT_IN: &[(&str, &[&str])] = &[
    (
        "Taliban",
        &[
            "taliban",
            "taleban",
            "talib",
            "talibs",
            "талибан*",
            "талибы",
            "талибов",
            "талибам",
            "толибон",
            "طالبان",
        ],
    ),
    ("Taliban border forces", &["taliban border guards", "taliban border forces", "taliban border troops"]),
    (
        "Tajik border guards",
        &[
            "tajik border guard",
            "tajik border guards",
            "tajik border troops",
            "tajik frontier guards",
            "tajikistan border guards",
            "tajik border forces",
            "border guards of tajikistan",
            "таджикск* пограничник*",
            "пограничн* войск* таджикистана",
            "марзбонони точик*",
            "марзбонони точикистон",
        ],
    ),
    (
        "Russian border guards",
        &["russian border guard", "russian border guards", "russian border troops", "российск* пограничник*"],
    ),
    (
        "Afghan border police",
        &[
            "afghan border police",
            "afghan border guards",
            "afghan border troops",
            "афганск* пограничник*",
            "афганск* пограничн* полици*",
        ],
    ),
    (
        "Tajik State Committee for National Security",
        &[
            "state committee for national security",
            "state national security committee",
            "gknb",
            "гкнб",
            "scns",
            "государственн* комитет* национальной безопасности",
        ],
    ),
    (
        "Tajik Ministry of Internal Affairs",
        &["tajik interior ministry", "tajik ministry of internal affairs", "мвд таджикистана"],
    ),
    (
        "Islamic State – Khorasan Province",
        &[
            "islamic state khorasan",
            "islamic state - khorasan province",
            "islamic state khorasan province",
            "iskp",
            "is-k",
            "isis-k",
            "isil-k",
            "виге",
            "исламск* государств* хорасан",
            "вилаят хорасан",
            "вилоят хорасан",
        ],
    ),
    ("Islamic State", &["islamic state", "isis", "daesh", "иг", "игил", "исламск* государств*", "доиш"]),
    (
        "Jamaat Ansarullah",
        &[
            "jamaat ansarullah",
            "ansarullah",
            "jamaat ansorulloh",
            "джамаат ансаруллах",
            "ансаруллах",
            "ансорулло",
        ],
    ),
    (
        "Islamic Movement of Uzbekistan",
        &["islamic movement of uzbekistan", "imu", "исламск* движени* узбекистана"],
    ),
    (
        "National Resistance Front",
        &["national resistance front", "nrf", "фронт* национального сопротивления"],
    ),
    (
        "United Tajik Opposition",
        &["united tajik opposition", "uto", "tajik opposition", "объединенн* таджикск* оппозици*"],
    ),
    (
        "Russian 201st military base",
        &[
            "201st military base",
            "201st base",
            "201st division",
            "201st motor rifle division",
            "201-й военн* баз*",
            "201-й дивизи*",
        ],
    ),
    ("Afghan smugglers", &["afghan smugglers", "afghan drug smugglers", "афганск* контрабандист*"]),
    (
        "Chinese workers",
        &[
            "chinese workers",
            "chinese gold miners",
            "chinese miners",
            "китайск* рабоч*",
            "китайск* старател*",
        ],
    ),
    (
        "Afghan government forces",
        &[
            "afghan government forces",
            "afghan national army",
            "afghan soldiers",
            "afghan army",
            "afghan troops",
        ],
    ),
];

/// Acronyms that are also words: only in capitals.
const ACRONYMS: &[&str] = &["imu", "uto", "nrf", "иг", "scns"];

/// The words of one spelling, folded as tokens.
struct Spelling {
    words: Vec<String>,
    name: usize,
}

/// All spellings, by their first word.
pub(super) struct Actors {
    names: Vec<String>,
    exact: HashMap<String, Vec<Spelling>>,
    /// The first word takes any ending.
    open: Vec<Spelling>,
}

/// An actor in the text.
pub(super) struct ActorHit {
    pub name: String,
    pub tokens: Range<usize>,
}

impl Actors {
    /// `known` are pairs of a name and its other spellings. A known name wins over a built-in one of the same
    /// spelling.
    pub fn new<'a>(known: impl Iterator<Item = (&'a str, &'a [String])>) -> Self {
        let mut actors = Self { names: Vec::new(), exact: HashMap::new(), open: Vec::new() };
        for (name, aliases) in known {
            actors.names.push(name.to_owned());
            for spelling in std::iter::once(name).chain(aliases.iter().map(String::as_str)) {
                let cut = Cut::new(spelling, &[]);
                actors.add(cut.tokens.iter().map(|token| token.folded.clone()).collect());
            }
        }
        for (name, spellings) in BUILT_IN {
            actors.names.push((*name).to_owned());
            for spelling in *spellings {
                let words = spelling.split(' ').flat_map(|word| {
                    let (stem, open) = word.strip_suffix('*').map_or((word, ""), |stem| (stem, "*"));
                    let cut = Cut::new(stem, &[]);
                    let last = cut.tokens.len().saturating_sub(1);
                    let marked = |at| if at == last { open } else { "" };
                    cut.tokens
                        .iter()
                        .enumerate()
                        .map(|(at, token)| format!("{}{}", token.folded, marked(at)))
                        .collect::<Vec<_>>()
                });
                actors.add(words.collect());
            }
        }
        actors
    }

    fn add(&mut self, words: Vec<String>) {
        let Some(first) = words.first().cloned() else { return };
        // One letter or a number names nobody.
        if words.len() == 1 && first.chars().count() < 2 {
            return;
        }
        let spelling = Spelling { words, name: self.names.len() - 1 };
        if first.ends_with('*') {
            self.open.push(spelling);
        } else {
            self.exact.entry(first).or_default().push(spelling);
        }
    }

    /// The actors of a text, longest spelling first, each token used once.
    pub fn find(&self, cut: &Cut) -> Vec<ActorHit> {
        let mut hits = Vec::new();
        let mut place = 0;
        while place < cut.tokens.len() {
            let token = &cut.tokens[place];
            let exact = self.exact.get(&token.folded).map(Vec::as_slice).unwrap_or_default();
            let said =
                (token.is_word() || token.kind == super::tokens::TokenKind::Digits) && !token.in_address;
            let found = exact
                .iter()
                .chain(&self.open)
                .filter(|spelling| said && spelling.is_at(cut, place))
                .filter(|_| {
                    !ACRONYMS.contains(&token.folded.as_str())
                        || !cut.slice(place, place + 1).chars().any(char::is_lowercase)
                })
                .max_by_key(|spelling| (spelling.words.len(), std::cmp::Reverse(spelling.name)));
            if let Some(spelling) = found {
                let end = place + spelling.words.len();
                hits.push(ActorHit { name: self.names[spelling.name].clone(), tokens: place..end });
                place = end;
            } else {
                place += 1;
            }
        }
        hits
    }
}

impl Spelling {
    fn is_at(&self, cut: &Cut, place: usize) -> bool {
        self.words.iter().enumerate().all(|(step, word)| {
            cut.get(place + step).is_some_and(|token| match word.strip_suffix('*') {
                Some(stem) => token.folded.starts_with(stem),
                None => token.folded == *word,
            })
        })
    }
}
