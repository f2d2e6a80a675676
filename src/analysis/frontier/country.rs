//! The countries of the region and the names they go by.

use std::{collections::HashMap, sync::LazyLock};

use super::super::fold;

/// Countries by their folded names in all languages.
static BY_NAME: LazyLock<HashMap<String, Country>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for country in Country::ALL {
        names.insert(fold(country.name()), country);
        names.extend(country.spellings().iter().map(|spelling| (fold(spelling), country)));
    }
    names
});

/// A country whose border is in the basemap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Country {
    Afghanistan,
    China,
    India,
    Kazakhstan,
    Kyrgyzstan,
    Pakistan,
    Tajikistan,
    Turkmenistan,
    Uzbekistan,
}

impl Country {
    pub const ALL: [Self; 9] = [
        Self::Afghanistan,
        Self::China,
        Self::India,
        Self::Kazakhstan,
        Self::Kyrgyzstan,
        Self::Pakistan,
        Self::Tajikistan,
        Self::Turkmenistan,
        Self::Uzbekistan,
    ];

    /// Two letters of ISO 3166-1.
    pub fn code(self) -> &'static str {
        match self {
            Self::Afghanistan => "AF",
            Self::China => "CN",
            Self::India => "IN",
            Self::Kazakhstan => "KZ",
            Self::Kyrgyzstan => "KG",
            Self::Pakistan => "PK",
            Self::Tajikistan => "TJ",
            Self::Turkmenistan => "TM",
            Self::Uzbekistan => "UZ",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|country| country.code() == code)
    }

    /// The name that files and lists use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Afghanistan => "Afghanistan",
            Self::China => "China",
            Self::India => "India",
            Self::Kazakhstan => "Kazakhstan",
            Self::Kyrgyzstan => "Kyrgyzstan",
            Self::Pakistan => "Pakistan",
            Self::Tajikistan => "Tajikistan",
            Self::Turkmenistan => "Turkmenistan",
            Self::Uzbekistan => "Uzbekistan",
        }
    }

    /// The country of this name or code, in Latin, Cyrillic or Arabic script, whatever its case. Only names
    /// that can mean nothing else are known.
    pub fn named(text: &str) -> Option<Self> {
        let text = text.trim();
        let exact = |country: &Self| text == country.name() || text == country.code();
        Self::ALL.into_iter().find(exact).or_else(|| BY_NAME.get(&fold(text)).copied())
    }

    /// The name in other languages and older spellings.
    fn spellings(self) -> &'static [&'static str] {
        match self {
            Self::Afghanistan => &["AFG", "Афганистан", "Афғонистон", "افغانستان", "Afg'oniston"],
            Self::China => &["CHN", "Китай", "Чин", "Хитой", "چین"],
            Self::India => &["IND", "Индия", "Ҳиндустон", "هند"],
            Self::Kazakhstan => &["KAZ", "Казахстан", "Қазоқистон", "قزاقستان"],
            Self::Kyrgyzstan => &[
                "KGZ",
                "Kirghizstan",
                "Kyrgyz Republic",
                "Кыргызстан",
                "Киргизия",
                "Қирғизистон",
                "قرقیزستان",
            ],
            Self::Pakistan => &["PAK", "Пакистан", "Покистон", "پاکستان"],
            Self::Tajikistan => &[
                "TJK",
                "Tadjikistan",
                "Tadzhikistan",
                "Tajikestan",
                "Таджикистан",
                "Тоҷикистон",
                "تاجیکستان",
                "Tojikiston",
            ],
            Self::Turkmenistan => &["TKM", "Туркменистан", "Туркмения", "Туркманистон", "ترکمنستان"],
            Self::Uzbekistan => &["UZB", "Узбекистан", "Ӯзбекистон", "ازبکستان", "O'zbekiston"],
        }
    }
}
