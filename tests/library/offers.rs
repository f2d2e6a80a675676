//! What a pasted report offers: what it says, no number that it does not say.
//!
//! The passages are written for these tests in the style of news reports.

use std::collections::HashMap;
use std::io::Read;
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use marz::analysis::fold;
use marz::analysis::offers::{
    Confidence, Context, FoundPlace, KnownActor, MOST_TEXT, Offer, OfferField, OfferValue, PlaceNames,
    TypeWords, cut_notice, offers,
};
use marz::model::{LonLat, Precision, read_days};
use proptest::prelude::*;
use serde_json::Value;

/// The places of the basemap, by name in every language.
struct Names(HashMap<String, FoundPlace>);

impl PlaceNames for Names {
    fn find(&self, word_or_phrase: &str) -> Option<FoundPlace> {
        self.0.get(&fold(word_or_phrase)).cloned()
    }
}

static NAMES: LazyLock<Names> = LazyLock::new(names);

fn names() -> Names {
    let packed = include_bytes!("../../assets/basemap/places.geojson.gz");
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut text).unwrap();
    let places: Value = serde_json::from_str(&text).unwrap();
    let mut names = HashMap::new();
    for feature in places["features"].as_array().unwrap() {
        let facts = &feature["properties"];
        let at = &feature["geometry"]["coordinates"];
        let found = FoundPlace {
            name: facts["name"].as_str().unwrap().to_owned(),
            position: LonLat::new(at[0].as_f64().unwrap(), at[1].as_f64().unwrap()).unwrap(),
            district: None,
            province: None,
            country: facts["country"].as_str().map(str::to_owned),
            precision: Precision::Near,
        };
        for key in ["name", "name_tg", "name_ru", "name_fa"] {
            if let Some(name) = facts[key].as_str() {
                names.entry(fold(name)).or_insert_with(|| found.clone());
            }
        }
    }
    Names(names)
}

const REPORT_DAY: Date = date(2025, 11, 28);

fn read(text: &str, published: Option<Date>) -> Vec<Offer> {
    let words = ["drone", "drones", "дрон*", "беспилотник*"].map(str::to_owned);
    let arrests = ["arrested", "detained", "задержан*"].map(str::to_owned);
    let types = [
        TypeWords { code: "air_or_drone_strike", words: &words },
        TypeWords { code: "arrest", words: &arrests },
    ];
    let known = [KnownActor { name: "Shohin Gold".to_owned(), aliases: vec!["LLC Shohin".to_owned()] }];
    let context = Context { published, known_actors: &known, types: &types, places: Some(&*NAMES) };
    let offers = offers(text, &context);
    for offer in &offers {
        assert!(text.get(offer.quote.clone()).is_some_and(|quote| !quote.is_empty()), "{offer:?}");
        if let OfferValue::Date(date) = &offer.value {
            assert_eq!(read_days(&date.text, None).unwrap(), date.span, "{}", date.text);
        }
    }
    offers
}

/// The words of all offers of a field, the surest first.
fn words(offers: &[Offer], field: OfferField) -> Vec<&str> {
    offers.iter().filter(|offer| offer.field == field).map(|offer| offer.words.as_str()).collect()
}

/// A passage and its tolls: `killed 3 (Chinese workers)`.
struct Passage {
    text: &'static str,
    tolls: &'static [&'static str],
    dates: &'static [&'static str],
}

const fn passage(
    text: &'static str,
    tolls: &'static [&'static str],
    dates: &'static [&'static str],
) -> Passage {
    Passage { text, tolls, dates }
}

const PASSAGES: &[Passage] = &[
    passage(
        "Three Chinese workers were killed and one was wounded on the night of 26 November 2025 near Shohin.",
        &["Killed 3 (Chinese workers)", "Wounded 1"],
        &["2025-11-26/2025-11-27"],
    ),
    passage(
        "Officials said 3 killed and 5 wounded. The frontier runs for about 1,300 km of border.",
        &["Killed 3", "Wounded 5"],
        &[],
    ),
    passage("In 2021 alone, the two countries spent $3 million on posts.", &[], &[]),
    passage(
        "The commander of the 201st base arrived two days later; 40 percent of the posts are new.",
        &[],
        &[],
    ),
    passage(
        "At least 8 soldiers were killed, up to 10 others injured.",
        &["Killed at least 8 (soldiers)", "Wounded at most 10"],
        &[],
    ),
    passage("Between 6 and 8 people died in the clash, 12 km from Shohin.", &["Killed 6–8"], &[]),
    passage("The blast killed 3–5 border guards.", &["Killed 3–5 (border guards)"], &[]),
    passage("No one was killed in the shooting.", &["Killed 0 (the text says that there was none)"], &[]),
    passage("It is not known whether anyone was hurt or how many were killed.", &[], &[]),
    passage("Five people were injured; call +992 37 221 12 13 for news.", &["Wounded 5"], &[]),
    passage(
        "Gunmen abducted two aid workers on Wednesday night.",
        &["Abducted 2 (aid workers)"],
        &["2025-11-26/2025-11-27"],
    ),
    passage(
        "Police arrested four suspected smugglers and seized 32 kg of heroin.",
        &["Arrested 4 (suspected smugglers)"],
        &[],
    ),
    passage("Three gunmen killed a shepherd on 24 November.", &["Killed 1 (shepherd)"], &["2025-11-24"]),
    passage("Five people, including two children, were injured yesterday.", &["Wounded 5"], &["2025-11-27"]),
    passage("The attack killed 20 sheep and wounded the shepherd.", &[], &[]),
    passage("A 25-year-old man crossed the river at 3 a.m. and was not hurt.", &[], &[]),
    passage(
        "More than 30 people have been killed on the border since 2021.",
        &["Killed at least 30 (perhaps a total over a longer time)"],
        &[],
    ),
    passage(
        "Two soldiers and three officers were killed on November 26, 2025.",
        &["Killed 2 (soldiers)", "Killed 3 (officers)"],
        &["2025-11-26"],
    ),
    passage(
        "Mortars fell for the second day, killing one and wounding twenty-five.",
        &["Killed 1", "Wounded 25"],
        &[],
    ),
    passage(
        "The raid left five dead and two injured. It was the 12th this decade.",
        &["Killed 5", "Wounded 2"],
        &[],
    ),
    passage(
        "Smugglers opened fire on 05/06/2025; there were no casualties.",
        &["Killed 0 (the text says that there was none)", "Wounded 0 (the text says that there was none)"],
        &["2025-06-05", "2025-05-06"],
    ),
    passage(
        "The toll was killed: 4, wounded: 7, according to the list of 20 November.",
        &["Killed 4", "Wounded 7"],
        &["2025-11-20"],
    ),
    passage("В результате обстрела трое погибли, пятеро ранены.", &["Killed 3", "Wounded 5"], &[]),
    passage(
        "Двое пограничников убиты в ночь на 27 ноября.",
        &["Killed 2 (пограничников)"],
        &["2025-11-26/2025-11-27"],
    ),
    passage("Пострадали 4 человека, сообщили в среду.", &["Wounded 4"], &["2025-11-26"]),
    passage(
        "Погибли по меньшей мере пять граждан Китая, ещё один ранен.",
        &["Killed at least 5 (граждан Китая)", "Wounded 1"],
        &[],
    ),
    passage(
        "Боевики убили троих пограничников и похитили двух жителей.",
        &["Killed 3 (пограничников)", "Abducted 2 (жителей)"],
        &[],
    ),
    passage("Протяжённость границы около 1 300 км, на охрану выделено 3 млн долларов за 2 года.", &[], &[]),
    passage(
        "26 ноября 2025 года в Хороге погиб пограничник.",
        &["Killed 1 (one person, by the form of the verb)"],
        &["2025-11-26"],
    ),
    passage(
        "Неизвестно, сколько человек погибли. Задержаны трое контрабандистов.",
        &["Arrested 3 (контрабандистов)"],
        &[],
    ),
    passage(
        "Никто не пострадал, сказал представитель 201-й базы.",
        &["Wounded 0 (the text says that there was none)"],
        &[],
    ),
    passage("Трое боевиков ранили милиционера с 26 на 27 ноября.", &[], &["2025-11-26/2025-11-27"]),
    passage(
        "Дар сарҳад се нафар кушта шуд ва ду сарбоз захмӣ шуданд.",
        &["Killed 3", "Wounded 2 (сарбоз)"],
        &[],
    ),
    passage("Ҳодиса 26 ноябри соли 2025 дар Панҷ рух дод.", &[], &["2025-11-26"]),
    passage("Some 250 fighters crossed the river in three boats, 2 of them stolen.", &[], &[]),
    passage("Seven militants were eliminated; border guards suffered no losses over 10 hours.", &[], &[]),
    // Written after the rules were, and read by them as they stood.
    passage(
        "Tajikistan said on Thursday that its guards shot dead two armed men who had crossed the Panj overnight.",
        &["Killed 2 (armed men)"],
        &["2025-11-27"],
    ),
    passage(
        "A roadside bomb hit a convoy in Kunduz on 3 November, killing a police officer and injuring six civilians.",
        &["Killed 1 (police officer)", "Wounded 6 (civilians)"],
        &["2025-11-03"],
    ),
    passage(
        "The death toll rose to eight on Monday after two of the wounded died in hospital.",
        &["Killed 8"],
        &["2025-11-24"],
    ),
    passage(
        "Twelve people have been detained, among them three foreigners, the ministry said.",
        &["Arrested 12"],
        &[],
    ),
    passage("Neither side reported casualties in the 45-minute exchange of fire.", &[], &[]),
    passage(
        "Two villagers, aged 19 and 24, were wounded by a mine left from the 1990s war.",
        &["Wounded 2 (villagers)"],
        &[],
    ),
    passage(
        "The drone dropped three grenades and destroyed two vehicles; a driver was slightly injured.",
        &["Wounded 1 (driver)"],
        &[],
    ),
    passage(
        "According to Afghan media, four Taliban fighters died and at least six were injured.",
        &["Killed 4 (Taliban fighters)", "Wounded at least 6"],
        &[],
    ),
    passage("The men carried 4 Kalashnikov rifles, 10 magazines and 116 packages of hashish.", &[], &[]),
    passage(
        "This is the second attack in a week: on 26 November a strike killed three Chinese citizens.",
        &["Killed 3 (Chinese citizens)"],
        &["2025-11-26"],
    ),
    passage(
        "В ходе столкновения убиты трое контрабандистов, двоим удалось скрыться.",
        &["Killed 3 (контрабандистов)"],
        &[],
    ),
    passage(
        "Как сообщили в ГКНБ, 18 января были уничтожены четверо боевиков.",
        &["Killed 4 (боевиков)"],
        &["2025-01-18"],
    ),
    passage("В больнице скончались двое раненых, число жертв достигло семи.", &["Killed 2", "Killed 7"], &[]),
    passage(
        "Ранения получили 12 военнослужащих, в том числе два офицера.",
        &["Wounded 12 (военнослужащих)"],
        &[],
    ),
    passage(
        "Погиб 21-летний житель района, его брат ранен.",
        &["Killed 1 (one person, by the form of the verb)"],
        &[],
    ),
    passage(
        "С начала года на границе задержано более 60 нарушителей.",
        &["Arrested at least 60 (нарушителей) (perhaps a total over a longer time)"],
        &[],
    ),
    passage("Дар натиҷаи тирандозӣ панҷ сокини деҳа захмӣ шуданд.", &["Wounded 5 (сокини деҳа)"], &[]),
    passage("Police killed in the ambush were buried; 300 people attended.", &[], &[]),
    passage(
        "Two of the three attackers were killed, the third was captured.",
        &["Killed 2 (attackers)"],
        &[],
    ),
    passage("The 5 km road was closed and 3,000 people waited; one died of cold.", &["Killed 1"], &[]),
    passage("If attacked, the guards would have killed ten men.", &[], &[]),
    passage("Kabul denied that any of its soldiers had been killed or wounded.", &[], &[]),
    passage("Officer Rahimov, 34, was killed at post No. 9 by 7.62 mm rounds.", &[], &[]),
    passage("He said 60 per cent of mines had killed or injured civilians over 20 years.", &[], &[]),
    passage(
        "The 2 November meeting was held a year after 4 were wounded there.",
        &["Wounded 4"],
        &["2025-11-02"],
    ),
    passage("Four drones were shot down, killing nobody.", &[], &[]),
    passage("Убит командир отряда из 15 человек, изъято 20 кг опия.", &[], &[]),
    passage("Трое из пяти нарушителей задержаны, двое ушли.", &["Arrested 3 (нарушителей)"], &[]),
    passage("В 2021 году через мост прошли 134 солдата, раненых среди них не было.", &[], &[]),
];

const TOLLS: [OfferField; 4] =
    [OfferField::Killed, OfferField::Wounded, OfferField::Abducted, OfferField::Arrested];

fn tolls_of(offers: &[Offer]) -> Vec<String> {
    offers
        .iter()
        .filter(|offer| TOLLS.contains(&offer.field))
        .map(|offer| format!("{} {}", offer.field.label(), offer.words))
        .collect()
}

fn dates_of(offers: &[Offer]) -> Vec<String> {
    let of = |offer: &Offer| match &offer.value {
        OfferValue::Date(date) if offer.field == OfferField::Date => Some(date.text.clone()),
        _ => None,
    };
    offers.iter().filter_map(of).collect()
}

#[test]
fn passages_offer_what_they_say_and_nothing_else() {
    let (mut right, mut found, mut expected) = (0, 0, 0);
    let mut wrong = Vec::new();
    for passage in PASSAGES {
        let offers = read(passage.text, Some(REPORT_DAY));
        for (got, want) in [(tolls_of(&offers), passage.tolls), (dates_of(&offers), passage.dates)] {
            right += got.iter().filter(|got| want.contains(&got.as_str())).count();
            found += got.len();
            expected += want.len();
            if got != want {
                wrong.push(format!("{}\n  got  {got:?}\n  want {want:?}", passage.text));
            }
        }
    }
    println!("{right} right of {found} offered and {expected} expected in {} passages", PASSAGES.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_whole_report_fills_a_record() {
    let text = "Drone attack on mining camp leaves three dead\n\
        Published: 27 November 2025, 14:05\n\
        https://www.example.org/2025/11/27/drone-attack (archived)\n\n\
        DUSHANBE — Three Chinese workers of Shohin Gold were killed near Shurobod on Wednesday night, \
        Tajik border guards said. The drone came from Afghanistan at about 1:00 a.m. local time.\n\
        The camp lies at 37.7604, 70.1891. The Taleban denied it.";
    let offers = read(text, None);
    assert_eq!(words(&offers, OfferField::SourceTitle), ["Drone attack on mining camp leaves three dead"]);
    assert_eq!(words(&offers, OfferField::SourceUrl), ["https://www.example.org/2025/11/27/drone-attack"]);
    assert_eq!(words(&offers, OfferField::SourcePublisher), ["example.org"]);
    assert_eq!(words(&offers, OfferField::SourceDate), ["27 Nov 2025"]);
    assert_eq!(words(&offers, OfferField::SourceLanguage), ["en"]);
    assert_eq!(
        words(&offers, OfferField::Date)[0],
        "26–27 Nov 2025 (the last such weekday before the report)"
    );
    assert_eq!(words(&offers, OfferField::Time), ["about 01:00, local time"]);
    assert_eq!(words(&offers, OfferField::Killed)[0], "3");
    assert_eq!(words(&offers, OfferField::EventType), ["Air or drone strike"]);
    for actor in ["Tajik border guards", "Taliban", "Shohin Gold"] {
        assert!(words(&offers, OfferField::Actor).contains(&actor), "{actor}: {offers:#?}");
    }
    assert_eq!(
        words(&offers, OfferField::Position),
        [
            "37.7604° N, 70.1891° E (read as latitude, longitude)",
            "70.1891° N, 37.7604° E (read as longitude, latitude)"
        ]
    );
    let places = words(&offers, OfferField::Place);
    assert!(places.contains(&"Dushanbe, TJ (perhaps only where the report was written)"), "{places:?}");
    let quote = offers.iter().find(|offer| offer.field == OfferField::SourceQuote).unwrap();
    assert!(text[quote.quote.clone()].starts_with("DUSHANBE — Three"));
}

#[test]
fn a_day_and_month_that_can_be_swapped_are_offered_both_ways_and_said() {
    let offers = read("It happened on 05/06/2025.", None);
    assert_eq!(
        words(&offers, OfferField::Date),
        ["5 Jun 2025 (read as day/month)", "6 May 2025 (read as month/day)"]
    );
    assert_eq!(words(&read("on 26/11/2025", None), OfferField::Date), ["26 Nov 2025"]);
}

#[test]
fn a_date_without_a_year_takes_that_of_the_report_and_says_so() {
    let text = "The clash took place on 26 November.";
    assert_eq!(words(&read(text, None), OfferField::Date), Vec::<&str>::new());
    assert_eq!(
        words(&read(text, Some(REPORT_DAY)), OfferField::Date),
        ["26 Nov 2025 (the year is that of the report)"]
    );
    let before_new_year = read("on 28 December", Some(date(2026, 1, 3)));
    assert!(words(&before_new_year, OfferField::Date)[0].starts_with("28 Dec 2025"), "{before_new_year:?}");
}

#[test]
fn relative_dates_need_the_day_of_the_report() {
    let text = "Shots were heard yesterday and on Friday; talks are next Monday and every Tuesday.";
    assert_eq!(words(&read(text, None), OfferField::Date), Vec::<&str>::new());
    assert_eq!(dates_of(&read(text, Some(REPORT_DAY))), ["2025-11-27", "2025-11-28", "2025-11-21"]);
}

#[test]
fn times_are_read_as_people_write_them() {
    for (text, want) in [
        ("at 1.20 a.m. on Monday", "01:20"),
        ("около 19:30 по местному времени", "about 19:30, по местному времени"),
        ("в 3 часа ночи", "03:00"),
        ("в 11 часов вечера", "23:00"),
        ("at 14:05 GMT", "14:05, GMT"),
    ] {
        assert_eq!(words(&read(text, None), OfferField::Time), [want], "{text}");
    }
    for text in ["for 3 hours", "a score of 2:1", "version 1.20", "2 часа езды", "24 people"] {
        assert_eq!(words(&read(text, None), OfferField::Time), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn places_are_found_in_their_russian_and_tajik_cases() {
    for (text, want) in [
        ("Бой шёл в Хороге весь день.", "Khorog"),
        ("Взрыв в Кулябе.", "Kulob"),
        ("The convoy left Khorog for the border.", "Khorog"),
    ] {
        let offers = read(text, None);
        let places = words(&offers, OfferField::Place);
        assert!(places.iter().any(|place| place.starts_with(want)), "{text}: {places:?}");
    }
    // A month, and common words in small letters, are no places though the gazetteer has them.
    let offers = read("In March the men uri and kim met.", None);
    assert_eq!(words(&offers, OfferField::Place), Vec::<&str>::new());
}

#[test]
fn coordinates_are_recognised_in_their_notations() {
    for (text, want) in [
        ("at 37.7604° N, 70.1891° E today", "37.7604° N, 70.1891° E"),
        ("at 37°45'37\"N 70°11'21\"E today", "37.7603° N, 70.1892° E"),
        ("at 37°45′37″ с. ш. 70°11′21″ в. д.", "37.7603° N, 70.1892° E"),
        ("at 42SWG1234567890 today", "42SWG1234567890 (a grid reference)"),
        ("at 42S WG 12345 67890 today", "42S WG 12345 67890 (a grid reference)"),
    ] {
        assert_eq!(words(&read(text, None), OfferField::Position), [want], "{text}");
    }
    for text in ["rates of 3.5, 4.5 percent", "from 37 to 70", "12, 13 and 14", "42 MEN 1234"] {
        assert_eq!(words(&read(text, None), OfferField::Position), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn addresses_end_where_the_sentence_goes_on() {
    let offers = read("See (https://timesca.com/a-b_(c)/?p=39853). Also www.asiaplustj.info!", None);
    assert_eq!(
        words(&offers, OfferField::SourceUrl),
        ["https://timesca.com/a-b_(c)/?p=39853", "www.asiaplustj.info"]
    );
    assert_eq!(words(&offers, OfferField::SourcePublisher), ["timesca.com", "asiaplustj.info"]);
    assert_eq!(dates_of(&offers), Vec::<String>::new());
}

#[test]
fn the_language_is_told_by_its_letters() {
    for (text, want) in [
        ("На границе прошла перестрелка с контрабандистами.", vec!["ru"]),
        ("Дар сарҳади Тоҷикистон ва Афғонистон тирпаронӣ шуд.", vec!["tg"]),
        ("در مرز تاجیکستان و افغانستان درگیری شد.", vec!["fa"]),
        ("On the border there was a clash in the night.", vec!["en"]),
        ("Zum Zwischenfall an der Grenze gab es nichts", vec![]),
    ] {
        assert_eq!(words(&read(text, None), OfferField::SourceLanguage), want, "{text}");
    }
}

#[test]
fn a_line_of_only_a_date_is_the_day_of_publication() {
    let offers = read("Бой на границе с контрабандистами\n27.11.2025 14:05\n\nВчера двое ранены.", None);
    assert_eq!(words(&offers, OfferField::SourceDate), ["27 Nov 2025"]);
    assert_eq!(dates_of(&offers), ["2025-11-26"]);
    assert_eq!(words(&offers, OfferField::Time), Vec::<&str>::new());
}

#[test]
fn totals_over_years_are_the_least_sure() {
    let offers = read("In 2021 alone 20 people were killed.", Some(REPORT_DAY));
    assert!(offers.iter().filter(|o| o.field == OfferField::Killed).all(|o| o.confidence == Confidence::Low));
}

#[test]
fn a_text_beyond_the_bound_is_read_in_part_and_this_is_said() {
    let long = "ё".repeat(MOST_TEXT) + " Five people were killed.";
    assert_eq!(cut_notice(&long).unwrap(), "Only the first 200 kB of 401 kB were read.");
    assert_eq!(words(&read(&long, None), OfferField::Killed), Vec::<&str>::new());
    assert_eq!(cut_notice("Five people were killed."), None);
}

#[test]
fn texts_made_to_be_slow_are_read_at_once() {
    for piece in [
        "1 ",
        "three killed ",
        "https://a.b/)",
        ")))))",
        "26/11/2025 ",
        "Khorugh ",
        "a guard ",
        "37.123 ",
        "\n",
        "и один ",
        "At ",
    ] {
        let text = piece.repeat(MOST_TEXT / 8 / piece.len());
        let begun = std::time::Instant::now();
        let offers = read(&text, Some(REPORT_DAY));
        println!("{piece:?}: {} offers in {:?}", offers.len(), begun.elapsed());
        assert!(offers.len() <= 40 * OfferField::ALL.len());
    }
}

proptest! {
    #![proptest_config(crate::chance::cases(256))]

    #[test]
    fn no_text_breaks_the_rules(text in "\\PC{0,200}") {
        read(&text, Some(REPORT_DAY));
    }

    #[test]
    fn no_mixture_of_their_own_words_breaks_the_rules(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "killed", "three", "26", "November", "ноября", "2025", "-", ".", ",", ":", "°", "'", "\"", "и", "and",
                "of", "night", "Wednesday", "https://", "www.a.b/2025/11/27", "9999", "999999999", "12:30", "p.m.",
                "погибли", "трое", "Ҳисор", "İ", "ﬁ", "e\u{301}", "\u{200d}", "\n", "42SWG", "123456", "at least",
                "to", "31", "февраля", "0", "no one was", "(", ")", "in",
            ]),
            0..40,
        ),
        joint in prop::sample::select(vec!["", " "]),
        published in prop::sample::select(vec![None, Some(REPORT_DAY), Some(Date::MIN), Some(Date::MAX)]),
    ) {
        read(&pieces.join(joint), published);
    }
}
