//! Names of months and weekdays as reports write them, in English, Russian and Tajik.

use jiff::civil::Weekday;

/// The month that a folded word names, 1–12, in any case of its language.
pub(super) fn month(word: &str) -> Option<i8> {
    const ENGLISH: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    /// Stem, then the endings of Russian and Tajik.
    const CYRILLIC: [&str; 12] = [
        "январ",
        "феврал",
        "март",
        "апрел",
        "ма",
        "июн",
        "июл",
        "август",
        "сентябр",
        "октябр",
        "ноябр",
        "декабр",
    ];
    const ENDINGS: [&str; 7] = ["", "ь", "я", "е", "а", "и", "ю"];
    let english = ENGLISH.iter().position(|name| {
        *name == word
            || (word.len() == 3 && name.starts_with(word))
            || (word == "sept" && *name == "september")
    });
    let found = english.or_else(|| {
        CYRILLIC.iter().position(|stem| {
            if *stem == "ма" {
                return ["май", "мая", "мае", "маи"].contains(&word);
            }
            word.strip_prefix(stem).is_some_and(|ending| ENDINGS.contains(&ending))
                || (word.chars().count() == 3 && stem.starts_with(word))
                || (word == "сент" && *stem == "сентябр")
                || (word == "нояб" && *stem == "ноябр")
        })
    })?;
    i8::try_from(found + 1).ok()
}

/// The weekday that a folded word names. The Tajik Monday is also the capital, so it needs `рӯзи` before it and
/// is not here.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" | "понедельник" => Weekday::Monday,
        "tuesday" | "вторник" | "сешанбе" => Weekday::Tuesday,
        "wednesday" | "среду" | "среда" | "среды" | "чоршанбе" => Weekday::Wednesday,
        "thursday" | "четверг" | "панчшанбе" => Weekday::Thursday,
        "friday" | "пятницу" | "пятница" | "чумъа" => Weekday::Friday,
        "saturday" | "субботу" | "суббота" | "шанбе" => Weekday::Saturday,
        "sunday" | "воскресенье" | "якшанбе" => Weekday::Sunday,
        _ => return None,
    })
}
