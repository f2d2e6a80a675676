//! The words that say what was done to people, and the words that name people, in English, Russian and Tajik.

use super::OfferField;

/// How a word of harm stands to the number beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Voice {
    /// `killed`, `wounded`: done to what stands before (`were killed`) or after (`killed three`).
    Either,
    /// `killing`, `убили`: always done to what stands after.
    After,
    /// `died`, `погибли`, `убиты`: of what stands before or after, never an object.
    Undergone,
    /// `dead`, `deaths`: straight after a number.
    Noun,
}

/// A word of harm.
#[derive(Clone, Copy, Debug)]
pub(super) struct Harm {
    pub field: OfferField,
    pub voice: Voice,
    /// The word says of itself that it was one person (`погиб`).
    pub single: bool,
}

const fn harm(field: OfferField, voice: Voice) -> Harm {
    Harm { field, voice, single: false }
}

/// Folded; a final `*` takes any ending.
const WORDS: &[(&str, Harm)] = &[
    ("killed", harm(OfferField::Killed, Voice::Either)),
    ("kill", harm(OfferField::Killed, Voice::After)),
    ("kills", harm(OfferField::Killed, Voice::After)),
    ("killing", harm(OfferField::Killed, Voice::After)),
    ("murdered", harm(OfferField::Killed, Voice::Either)),
    ("slain", harm(OfferField::Killed, Voice::Undergone)),
    ("died", harm(OfferField::Killed, Voice::Undergone)),
    ("perished", harm(OfferField::Killed, Voice::Undergone)),
    ("dead", harm(OfferField::Killed, Voice::Noun)),
    ("deaths", harm(OfferField::Killed, Voice::Noun)),
    ("fatalities", harm(OfferField::Killed, Voice::Noun)),
    ("wounded", harm(OfferField::Wounded, Voice::Either)),
    ("wounding", harm(OfferField::Wounded, Voice::After)),
    ("wounds", harm(OfferField::Wounded, Voice::After)),
    ("injured", harm(OfferField::Wounded, Voice::Either)),
    ("injuring", harm(OfferField::Wounded, Voice::After)),
    ("injures", harm(OfferField::Wounded, Voice::After)),
    ("hurt", harm(OfferField::Wounded, Voice::Undergone)),
    ("injuries", harm(OfferField::Wounded, Voice::Noun)),
    ("abducted", harm(OfferField::Abducted, Voice::Either)),
    ("abducting", harm(OfferField::Abducted, Voice::After)),
    ("kidnapped", harm(OfferField::Abducted, Voice::Either)),
    ("kidnapping", harm(OfferField::Abducted, Voice::After)),
    ("arrested", harm(OfferField::Arrested, Voice::Either)),
    ("arresting", harm(OfferField::Arrested, Voice::After)),
    ("detained", harm(OfferField::Arrested, Voice::Either)),
    ("detaining", harm(OfferField::Arrested, Voice::After)),
    // Russian
    ("погибли", harm(OfferField::Killed, Voice::Undergone)),
    ("погибло", harm(OfferField::Killed, Voice::Undergone)),
    ("погибших", harm(OfferField::Killed, Voice::Undergone)),
    ("погибшими", harm(OfferField::Killed, Voice::Undergone)),
    ("погиб", Harm { field: OfferField::Killed, voice: Voice::Undergone, single: true }),
    ("погибла", Harm { field: OfferField::Killed, voice: Voice::Undergone, single: true }),
    ("скончались", harm(OfferField::Killed, Voice::Undergone)),
    ("скончался", Harm { field: OfferField::Killed, voice: Voice::Undergone, single: true }),
    ("убиты", harm(OfferField::Killed, Voice::Undergone)),
    ("убито", harm(OfferField::Killed, Voice::Undergone)),
    ("убитых", harm(OfferField::Killed, Voice::Undergone)),
    ("убит", Harm { field: OfferField::Killed, voice: Voice::Undergone, single: true }),
    ("убита", Harm { field: OfferField::Killed, voice: Voice::Undergone, single: true }),
    ("убили", harm(OfferField::Killed, Voice::After)),
    ("убил", harm(OfferField::Killed, Voice::After)),
    ("убив", harm(OfferField::Killed, Voice::After)),
    ("ликвидировали", harm(OfferField::Killed, Voice::After)),
    ("ликвидированы", harm(OfferField::Killed, Voice::Undergone)),
    ("уничтожили", harm(OfferField::Killed, Voice::After)),
    ("уничтожены", harm(OfferField::Killed, Voice::Undergone)),
    ("ранены", harm(OfferField::Wounded, Voice::Undergone)),
    ("ранено", harm(OfferField::Wounded, Voice::Undergone)),
    ("раненых", harm(OfferField::Wounded, Voice::Undergone)),
    ("ранен", Harm { field: OfferField::Wounded, voice: Voice::Undergone, single: true }),
    ("ранена", Harm { field: OfferField::Wounded, voice: Voice::Undergone, single: true }),
    ("ранили", harm(OfferField::Wounded, Voice::After)),
    ("ранив", harm(OfferField::Wounded, Voice::After)),
    ("ранения", harm(OfferField::Wounded, Voice::Undergone)),
    ("ранение", harm(OfferField::Wounded, Voice::Undergone)),
    ("травмы", harm(OfferField::Wounded, Voice::Undergone)),
    ("пострадали", harm(OfferField::Wounded, Voice::Undergone)),
    ("пострадало", harm(OfferField::Wounded, Voice::Undergone)),
    ("пострадавших", harm(OfferField::Wounded, Voice::Undergone)),
    ("пострадал", Harm { field: OfferField::Wounded, voice: Voice::Undergone, single: true }),
    ("похищены", harm(OfferField::Abducted, Voice::Undergone)),
    ("похищен", Harm { field: OfferField::Abducted, voice: Voice::Undergone, single: true }),
    ("похитили", harm(OfferField::Abducted, Voice::After)),
    ("задержаны", harm(OfferField::Arrested, Voice::Undergone)),
    ("задержано", harm(OfferField::Arrested, Voice::Undergone)),
    ("задержан", Harm { field: OfferField::Arrested, voice: Voice::Undergone, single: true }),
    ("задержали", harm(OfferField::Arrested, Voice::After)),
    ("арестованы", harm(OfferField::Arrested, Voice::Undergone)),
    ("арестовано", harm(OfferField::Arrested, Voice::Undergone)),
    ("арестовали", harm(OfferField::Arrested, Voice::After)),
    // Tajik
    ("кушта", harm(OfferField::Killed, Voice::Undergone)),
    ("халок", harm(OfferField::Killed, Voice::Undergone)),
    ("захми", harm(OfferField::Wounded, Voice::Undergone)),
    ("захмй", harm(OfferField::Wounded, Voice::Undergone)),
    ("мачрух", harm(OfferField::Wounded, Voice::Undergone)),
    ("боздошт", harm(OfferField::Arrested, Voice::Undergone)),
    ("дастгир", harm(OfferField::Arrested, Voice::Undergone)),
    ("рабуда", harm(OfferField::Abducted, Voice::Undergone)),
];

/// What this folded word says was done.
pub(super) fn harm_word(word: &str) -> Option<Harm> {
    WORDS.iter().find(|(name, _)| *name == word).map(|(_, harm)| *harm)
}

/// Words for people, singular and plural, as folded stems: whatever begins with one of them names people.
const PEOPLE: &[&str] = &[
    "people",
    "person",
    "worker",
    "guard",
    "soldier",
    "troop",
    "servicem",
    "officer",
    "policem",
    "police",
    "civilian",
    "man",
    "men",
    "woman",
    "women",
    "child",
    "fighter",
    "militant",
    "gunm",
    "attacker",
    "terrorist",
    "smuggler",
    "trafficker",
    "courier",
    "shepherd",
    "herder",
    "citizen",
    "national",
    "employee",
    "miner",
    "driver",
    "resident",
    "villager",
    "other",
    "insurgent",
    "intruder",
    "infiltrator",
    "member",
    "commando",
    "engineer",
    "journalist",
    "passenger",
    "victim",
    "teenager",
    "boy",
    "girl",
    "farmer",
    "trader",
    "merchant",
    "colleague",
    "staff",
    "teacher",
    "doctor",
    "vaccinator",
    "refugee",
    "migrant",
    "rebel",
    "conscript",
    "sergeant",
    "lieutenant",
    "colonel",
    "captain",
    "major",
    "general",
    "commander",
    "serviceperson",
    "combatant",
    "suspect",
    "afghan",
    "tajik",
    "chinese",
    "russian",
    "uzbek",
    "taliban",
    "taleban",
    "fisherm",
    "human",
    "student",
    "worshipper",
    "protester",
    "hostage",
    "человек",
    "людей",
    "люди",
    "рабоч",
    "работник",
    "сотрудник",
    "пограничник",
    "военн",
    "солдат",
    "боец",
    "бойц",
    "боевик",
    "террорист",
    "контрабандист",
    "нарушител",
    "граждан",
    "гражданин",
    "жител",
    "мужчин",
    "женщин",
    "дет",
    "ребен",
    "пастух",
    "чабан",
    "водител",
    "милиционер",
    "полицейск",
    "офицер",
    "старатель",
    "шахтер",
    "талиб",
    "афган",
    "китай",
    "таджик",
    "россиян",
    "подрост",
    "лиц",
    "наркокурьер",
    "сержант",
    "лейтенант",
    "майор",
    "полковник",
    "капитан",
    "рядов",
    "прапорщик",
    "специалист",
    "инженер",
    "журналист",
    "пассажир",
    "мирн",
    "нафар",
    "тан",
    "сарбоз",
    "шахрванд",
    "коргар",
    "марзбон",
    "сокин",
    "кас",
    "чангов",
];

/// Whether a folded word names people.
pub(super) fn names_people(word: &str) -> bool {
    PEOPLE.iter().any(|stem| match *stem {
        // Short stems that begin other words.
        "man" | "men" | "boy" | "girl" | "тан" | "кас" | "other" => {
            word == *stem || word.strip_prefix(stem) == Some("s")
        }
        "дет" => ["дети", "детей"].contains(&word),
        "major" | "general" | "captain" | "police" | "human" => word == *stem,
        stem => word.starts_with(stem),
    })
}

/// Words that stand for nobody in particular, so that no group need be named.
pub(super) fn says_only_people(word: &str) -> bool {
    matches!(
        word,
        "people"
            | "persons"
            | "person"
            | "others"
            | "other"
            | "more"
            | "of"
            | "them"
            | "the"
            | "человек"
            | "человека"
            | "людей"
            | "люди"
            | "еще"
            | "из"
            | "них"
            | "нафар"
            | "тан"
            | "кас"
            | "лиц"
            | "victims"
            | "human"
    )
}

/// Beasts that reports count with the same verbs.
pub(super) fn names_beasts(word: &str) -> bool {
    [
        "sheep",
        "goat",
        "cattle",
        "cow",
        "horse",
        "yak",
        "donkey",
        "animal",
        "livestock",
        "овец",
        "овц",
        "коров",
        "коз",
        "голов",
        "скот",
        "лошад",
        "vehicle",
        "house",
        "home",
        "drone",
        "car",
        "post",
        "outpost",
        "shop",
        "дом",
        "машин",
        "автомоб",
        "дрон",
        "пост",
        "склад",
        "rifle",
        "package",
        "weapon",
        "автомат",
    ]
    .iter()
    .any(|stem| {
        word == *stem
            || word.strip_prefix(stem).is_some_and(|ending| {
                if stem.is_ascii() { ["s", "es"].contains(&ending) } else { ending.chars().count() <= 3 }
            })
    })
}
