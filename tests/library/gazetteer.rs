//! Names of places: found in three scripts, with the district that they lie in.

use std::collections::HashSet;

use marz::{
    analysis::gazetteer::{Containing, Gazetteer, Kind},
    model::{LonLat, Precision},
};

fn at(lat: f64, lon: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

/// What is typed, and the settlement that has to come first.
const SPELLINGS: &[(&str, &str)] = &[
    ("Panj", "Panj"),
    ("panj", "Panj"),
    ("Panǰ", "Panj"),
    ("Pyandzh", "Panj"),
    ("Пяндж", "Panj"),
    ("Панҷ", "Panj"),
    ("панч", "Panj"),
    ("پنج", "Panj"),
    ("Khorog", "Khorog"),
    ("Khorugh", "Khorog"),
    ("Horog", "Khorog"),
    ("Хорог", "Khorog"),
    ("Хоруғ", "Khorog"),
    ("Хоруг", "Khorog"),
    ("خاروغ", "Khorog"),
    ("Khorgo", "Khorog"),
    ("Ishkashim", "Ishk"),
    ("Ishkoshim", "Ishkoshim"),
    ("Ishqoshim", "Ishk"),
    ("Ишкашим", "Ishk"),
    ("Ишкошим", "Ishk"),
    ("اشکاشم", "Ishk"),
    ("Kulob", "Kulob"),
    ("Kulyab", "Kulob"),
    ("Куляб", "Kulob"),
    ("Кӯлоб", "Kulob"),
    ("Кулоб", "Kulob"),
    ("کولاب", "Kulob"),
    ("Dushanbe", "Dushanbe"),
    ("Душанбе", "Dushanbe"),
    ("душамбе", "Dushanbe"),
    ("دوشنبه", "Dushanbe"),
    ("Bokhtar", "Bokhtar"),
    ("Бохтар", "Bokhtar"),
    ("بختر", "Bokhtar"),
    ("Kunduz", "Kunduz"),
    ("Qunduz", "Kunduz"),
    ("Қундуз", "Kunduz"),
    ("Кундуз", "Kunduz"),
    ("قندوز", "Kunduz"),
    ("Taloqan", "Taloqan"),
    ("Taluqan", "Taloqan"),
    ("Талукан", "Taloqan"),
    ("تالقان", "Taloqan"),
    ("Fayzabad", "Fayzabad"),
    ("Faizabad", "Fayzabad"),
    ("Файзабад", "Fayzabad"),
    ("فیض آباد", "Fayzabad"),
    ("فیض‌آباد", "Fay"),
    ("Imam Sahib", "Imam Sahib"),
    ("Emam Saheb", "Imam Sahib"),
    ("Имам-Сахиб", "Imam Sahib"),
    ("امام صاحب", "Imam Sahib"),
    ("Qal'ai Khumb", "Qal'ai Khumb"),
    ("Kalai-Khumb", "Qal'ai Khumb"),
    ("Kalaikhum", "Qal'ai Khumb"),
    ("Калаи-Хумб", "Qal'ai Khumb"),
    ("قلعه خمب", "Qal'ai Khumb"),
    ("Murghab", "Murghob"),
    ("Мургаб", "Murghob"),
    ("مرغاب", "Murghob"),
    ("Вандж", "Vanj"),
    ("Ванҷ", "Vanj"),
    ("Рушан", "Rushon"),
    ("Rushan", "Rushon"),
    ("Yangi Qala", "Yangi Qala"),
    ("Янги-Кала", "Yangi Qala"),
    ("Khwaja Ghar", "Khwaja Ghar"),
    ("Ходжагар", "Khwaja Ghar"),
    ("خواجه غار", "Khwaja Ghar"),
    ("Nusai", "Nusay"),
    ("Нусай", "Nusay"),
    ("Shurabad", "Shurobod"),
    ("Шуроабад", "Shurobod"),
    ("Nizhny Panj", "Panji Poyon"),
    ("Нижний Пяндж", "Panji Poyon"),
    ("Гарм", "Rasht"),
    ("Farkhor", "Farkhor"),
    ("Farhor", "Farkhor"),
    ("Фархор", "Farkhor"),
    ("Шахритуз", "Shahrituz"),
    ("Шаартуз", "Shahrituz"),
    ("Mazar-i-Sharif", "Mazar-e Sharif"),
    ("Мазари-Шариф", "Mazar-e Sharif"),
    ("مزار شریف", "Mazar-e Sharif"),
];

#[test]
fn a_place_is_found_however_it_is_spelled() {
    let gazetteer = Gazetteer::embedded();
    assert!(SPELLINGS.len() >= 60);
    let mut wrong = Vec::new();
    for (typed, expected) in SPELLINGS {
        let hits = gazetteer.search(typed, None, 5);
        let first = hits.first().map(|hit| (hit.toponym.name.as_str(), hit.toponym.kind));
        if !first.is_some_and(|(name, kind)| name.starts_with(expected) && kind == Kind::Settlement) {
            wrong.push(format!(
                "{typed}: {:?}",
                hits.iter().map(|hit| (&hit.toponym.name, hit.score)).collect::<Vec<_>>()
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), SPELLINGS.len(), wrong.join("\n"));
}

#[test]
fn the_search_follows_the_typing() {
    let gazetteer = Gazetteer::embedded();
    let first = |typed: &str| gazetteer.search(typed, None, 1).first().map(|hit| hit.toponym.name.clone());
    for typed in ["Dush", "Душ", "Dushanb", "Dushnabe", "Dushenbe"] {
        assert_eq!(first(typed).as_deref(), Some("Dushanbe"), "{typed}");
    }
    assert_eq!(first("Khoro").as_deref(), Some("Khorog"));
    assert!(gazetteer.search("", None, 10).is_empty());
    assert!(gazetteer.search("brrzgl vwxtj", None, 10).is_empty());
    assert!(gazetteer.search("?!", None, 10).is_empty());
    assert_eq!(gazetteer.search("a", None, 7).len(), 7);
}

#[test]
fn among_equals_the_nearer_place_comes_first() {
    let gazetteer = Gazetteer::embedded();
    let afghan = gazetteer.search("Ишкашим", Some(at(36.68, 71.53)), 5);
    assert_eq!(afghan[0].toponym.country, "Afghanistan");
    assert!(afghan[0].distance.unwrap().0 < 1_000.0);
    assert!(gazetteer.search("Ишкашим", None, 5)[0].distance.is_none());
}

#[test]
fn a_word_for_the_kind_narrows_the_search() {
    let gazetteer = Gazetteer::embedded();
    for (typed, name, kind) in [
        ("Panj river", "Panj", Kind::River),
        ("река Пяндж", "Panj", Kind::River),
        ("Darvoz district", "Darvoz", Kind::District),
        ("Khorog airport", "Khorog Airport", Kind::Airfield),
        ("Badakhshan province", "Badakhshan", Kind::Province),
        ("озеро Шива", "Shiva", Kind::Lake),
        ("Sarez", "Sarez", Kind::Lake),
    ] {
        let hit = &gazetteer.search(typed, None, 1)[0];
        assert_eq!((hit.toponym.name.as_str(), hit.toponym.kind), (name, kind), "{typed}");
    }
}

#[test]
fn an_area_never_passes_for_a_point() {
    for toponym in Gazetteer::embedded().toponyms() {
        let expected = match toponym.kind {
            Kind::Settlement | Kind::Airfield | Kind::Mountain | Kind::Pass | Kind::Site => Precision::Near,
            Kind::District => Precision::District,
            Kind::Province => Precision::Province,
            Kind::Lake => Precision::Area,
            Kind::River => Precision::None,
        };
        assert_eq!(toponym.precision, expected, "{}", toponym.name);
        assert!(!toponym.source.is_empty());
    }
}

#[test]
fn districts_and_provinces_hold_their_towns() {
    let gazetteer = Gazetteer::embedded();
    for (name, district, province, country) in [
        ("Panj", "Panj", "Khatlon", "Tajikistan"),
        ("Imam Sahib", "Imam Sahib", "Kunduz", "Afghanistan"),
        ("Khwahan", "Khwahan", "Badakhshan", "Afghanistan"),
        ("Murghob", "Murghob", "Gorno-Badakhshan", "Tajikistan"),
    ] {
        let town = gazetteer.named(name)[0];
        assert_eq!(town.district.as_deref(), Some(district), "{name}");
        assert_eq!(town.province.as_deref(), Some(province), "{name}");
        assert_eq!(town.country, country, "{name}");
        let around = gazetteer.place_of(town.position);
        assert_eq!(around.district.as_deref(), Some(district));
        assert_eq!(around.country.as_deref(), Some(country));
    }
    assert_eq!(gazetteer.place_of(at(0.0, 0.0)), Containing::default());
    // A point that stands for a district lies in it.
    for district in gazetteer.toponyms().filter(|toponym| toponym.kind == Kind::District) {
        assert_eq!(gazetteer.place_of(district.position).district.as_ref(), Some(&district.name));
    }
}

#[test]
fn the_nearest_places_come_in_order() {
    let gazetteer = Gazetteer::embedded();
    let nearest = gazetteer.nearest(at(37.49, 71.55), Some(Kind::Settlement), 3);
    assert_eq!(nearest[0].0.name, "Khorog");
    assert!(nearest.windows(2).all(|two| two[0].1.0 <= two[1].1.0));
    assert_eq!(gazetteer.nearest(at(37.49, 71.55), Some(Kind::Airfield), 1)[0].0.name, "Khorog Airport");
}

#[test]
fn a_geonames_file_adds_to_what_is_known() {
    let row = |name: &str, others: &str, lat: &str, lon: &str, class: &str, code: &str| {
        format!(
            "1\t{name}\t{name}\t{others}\t{lat}\t{lon}\t{class}\t{code}\tTJ\t\t\t\t\t\t12\t\t\tAsia/Dushanbe\t2020-01-01"
        )
    };
    let text = [
        row("Testvillage", "Санҷишдеҳа", "37.50", "71.60", "P", "PPL"),
        row("Khorugh", "Chorog", "37.49", "71.553", "P", "PPLA"),
        row("Bad", "", "137.50", "71.50", "P", "PPL"),
        "too\tshort".to_owned(),
        row("Road 5", "", "37.5", "71.5", "R", "RD"),
        row("Kandahar", "", "31.6", "65.7", "P", "PPLA"),
    ]
    .join("\n");
    let embedded = Gazetteer::embedded();
    let mut adding = embedded.adding("TJ.txt");
    for (number, line) in text.lines().enumerate() {
        adding.take(number + 1, Some(line));
    }
    adding.take(7, None);
    let (more, report) = adding.finish();
    assert_eq!(more.toponyms().len(), embedded.toponyms().len() + 1);
    assert_eq!((report.added, report.known, report.other_kinds, report.beyond), (1, 1, 1, 1));
    assert_eq!(report.first_bad.iter().map(|line| line.line).collect::<Vec<_>>(), [3, 4, 7]);
    let hit = &more.search("Санҷишдеҳа", None, 1)[0];
    assert_eq!(hit.toponym.name, "Testvillage");
    assert_eq!(hit.matched, "Санҷишдеҳа");
    assert!(hit.toponym.is_added() && hit.toponym.source.contains("TJ.txt"), "{}", hit.toponym.source);
    assert_eq!(hit.toponym.province.as_deref(), Some("Gorno-Badakhshan"));
    assert_eq!(more.search("Chorog", None, 1)[0].toponym.name, "Khorog");
}

#[test]
fn every_name_finds_itself() {
    let gazetteer = Gazetteer::embedded();
    let mut lost = HashSet::new();
    for toponym in gazetteer.toponyms() {
        for spelling in toponym.spellings() {
            let hits = gazetteer.search(spelling, Some(toponym.position), 40);
            if !hits.iter().any(|hit| hit.toponym == toponym) {
                lost.insert(spelling.to_owned());
            }
        }
    }
    assert!(lost.is_empty(), "{lost:?}");
}
