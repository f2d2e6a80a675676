//! The validator: each rule has a record that trips it and one that does not; each certain fix cures its
//! finding and nothing else.

use jiff::civil::Date;
use marz::analysis::review::{Finding, Rule, Severity, review, review_one};
use marz::model::{
    AcledLabels, GroupToll, IgnoredFinding, Incident, LonLat, Metres, Place, Precision, Source, Toll, When,
};
use marz::store::sample;

use crate::documents::{day, document, id, incident};

fn today() -> Date {
    day("2026-04-30")
}

fn source(date: &str) -> Source {
    Source {
        title: Some("Clash on the Panj".to_owned()),
        date: Some(date.to_owned()),
        url: Some("https://example.org/clash".to_owned()),
        ..Source::default()
    }
}

/// A record that nobody would query: in Khorog, dated, with a source.
fn sound() -> Incident {
    Incident {
        event_type: "cross_border_attack".to_owned(),
        place: Place {
            position: LonLat::new(71.5534, 37.4904).ok(),
            precision: Precision::Near,
            country: Some("Tajikistan".to_owned()),
            province: Some("Gorno-Badakhshan (GBAO)".to_owned()),
            district: Some("Shughnon".to_owned()),
            ..Place::default()
        },
        sources: vec![source("2025-11-27")].into(),
        tags: vec!["drone".to_owned(), "gold".to_owned()].into(),
        ..incident("X-1", "2025-11-26", "2025-11-26")
    }
}

fn with(change: impl Fn(&mut Incident)) -> Incident {
    let mut incident = sound();
    change(&mut incident);
    incident
}

fn place(change: impl Fn(&mut Place)) -> Incident {
    with(|incident| change(&mut incident.place))
}

fn findings(incident: &Incident) -> Vec<Finding> {
    review(&document([incident.clone()]), today())
}

fn rules(incident: &Incident) -> Vec<Rule> {
    findings(incident).into_iter().map(|finding| finding.rule).collect()
}

fn toll(low: Option<u32>, best: Option<u32>, high: Option<u32>) -> Toll {
    Toll { low, best, high, ..Toll::default() }
}

fn group(low: u32, best: u32, high: u32) -> GroupToll {
    GroupToll {
        group: "Border guards".to_owned(),
        low: Some(low),
        best: Some(best),
        high: Some(high),
        ..GroupToll::default()
    }
}

fn at(place: &mut Place, lon: f64, lat: f64) {
    place.position = LonLat::new(lon, lat).ok();
}

/// Records that trip one rule and nothing else.
fn tripping() -> Vec<(Rule, Incident)> {
    let text = |text: &str| Some(text.to_owned());
    vec![
        (Rule::NoTitle, with(|i| i.title.clear())),
        (Rule::NoType, with(|i| i.event_type.clear())),
        (Rule::UnknownType, with(|i| i.event_type = String::from("comet"))),
        (Rule::NoDate, with(|i| i.when = When::unknown())),
        (
            Rule::DateAfterToday,
            with(|i| {
                i.when = incident("later", "2026-05-01", "2026-05-02").when;
                i.sources[0].date = None;
            }),
        ),
        (Rule::DateAfterSource, with(|i| i.sources.push(Source { url: None, ..source("2025-11-25") }))),
        (Rule::TollOutOfOrder, with(|i| i.killed = toll(Some(3), Some(2), Some(4)))),
        (Rule::TollOutOfOrder, with(|i| i.wounded = toll(Some(5), None, Some(4)))),
        (
            Rule::GroupOutOfOrder,
            with(|i| i.killed = Toll { by_group: vec![group(3, 2, 4)].into(), ..toll(None, None, None) }),
        ),
        (
            Rule::GroupsAboveToll,
            with(|i| {
                i.killed = Toll {
                    by_group: vec![group(2, 2, 2), group(1, 2, 2)].into(),
                    ..toll(Some(3), Some(3), Some(3))
                };
            }),
        ),
        (Rule::PointWithoutPrecision, place(|p| p.precision = Precision::None)),
        (Rule::PrecisionWithoutPoint, place(|p| p.position = None)),
        (Rule::AreaWithoutRadius, place(|p| p.precision = Precision::Area)),
        (
            Rule::RadiusTooWide,
            place(|p| {
                p.precision = Precision::Exact;
                p.radius = Some(Metres(20_000.0));
            }),
        ),
        (Rule::RadiusTooWide, place(|p| p.radius = Some(Metres(15_100.0)))),
        (
            Rule::WrongBank,
            place(|p| {
                p.country = text("Afghanistan");
            }),
        ),
        // Nusay, across the river from Kalaikhumb.
        (
            Rule::WrongBank,
            place(|p| {
                at(p, 70.80413, 38.4435);
                (p.district, p.province) = (None, None);
            }),
        ),
        // Termez, in Uzbekistan, and Moscow, beyond the map: neither is in Tajikistan.
        (
            Rule::WrongBank,
            place(|p| {
                at(p, 67.27833, 37.22417);
                (p.district, p.province) = (None, None);
            }),
        ),
        (
            Rule::WrongBank,
            place(|p| {
                at(p, 37.6, 55.75);
                (p.district, p.province) = (None, None);
            }),
        ),
        (Rule::OutsideDistrict, place(|p| p.district = text("Vanj"))),
        (Rule::OutsideProvince, place(|p| p.province = text("Khatlon"))),
        (Rule::NoSource, with(|i| i.sources.clear())),
        (Rule::SourceUnnamed, with(|i| i.sources.push(Source { lang: text("ru"), ..Source::default() }))),
        (Rule::SourceFromTheFuture, with(|i| i.sources.push(Source { url: None, ..source("2026-05-01") }))),
        (Rule::NotAnAddress, with(|i| i.sources[0].url = text("www.example.org/clash"))),
        (Rule::NotAnAddress, with(|i| i.sources[0].url = text("https://an article"))),
        (Rule::AddressTwice, with(|i| i.sources.push(source("2025-11-27")))),
        (Rule::AddressTwice, with(|i| i.sources.push(source("2025-11-28")))),
        (Rule::StrayBlanks, with(|i| i.title = String::from("Clash "))),
        (Rule::StrayBlanks, with(|i| i.summary = String::from("\nIt began at dawn."))),
        (Rule::StrayBlanks, with(|i| i.notes = String::from("see also\t"))),
        (Rule::StrayBlanks, place(|p| p.name = text(" Khorog"))),
        (Rule::StrayBlanks, with(|i| i.sources[0].publisher = text("Asia-Plus "))),
        (Rule::StrayBlanks, with(|i| i.tags.push(" drone".to_owned()))),
        (Rule::TagTwice, with(|i| i.tags.push("drone".to_owned()))),
        (Rule::CountrySpelling, place(|p| p.country = text("Таджикистан"))),
        (Rule::CountrySpelling, place(|p| p.country = text(" tajikistan"))),
        (Rule::CountrySpelling, place(|p| p.country = text("TJ"))),
        (Rule::CountrySpelling, place(|p| p.country = text("تاجیکستان"))),
        (Rule::AcledMissing, with(|i| i.event_type = String::from("armed_clash"))),
        (
            Rule::AcledMissing,
            with(|i| {
                i.event_type = String::from("armed_clash");
                i.acled.event_type = text("Battles");
            }),
        ),
    ]
}

/// Records that come near a rule and do not trip it.
fn passing() -> Vec<(&'static str, Incident)> {
    let text = |text: &str| Some(text.to_owned());
    vec![
        ("a sound record", sound()),
        (
            "today's incident",
            with(|i| {
                i.when = incident("now", "2026-04-30", "2026-04-30").when;
                i.sources[0].date = text("2026-04-30");
            }),
        ),
        ("a report of the same month", with(|i| i.sources[0].date = text("2025-11"))),
        ("a report dated in words", with(|i| i.sources[0].date = text("last autumn"))),
        ("a report of the day", with(|i| i.sources[0].date = text("2025-11-26"))),
        (
            "counts in order",
            with(|i| {
                i.killed = Toll { by_group: vec![group(1, 2, 2)].into(), ..toll(Some(1), Some(2), Some(2)) };
            }),
        ),
        ("a best count alone", with(|i| i.killed = toll(None, Some(2), None))),
        (
            "groups above a toll without a high count",
            with(|i| {
                i.killed = Toll { by_group: vec![group(9, 9, 9)].into(), ..toll(Some(1), Some(2), None) };
            }),
        ),
        (
            "enormous groups",
            with(|i| {
                let all = u32::MAX;
                i.killed = Toll { by_group: vec![group(all, all, all); 3].into(), ..Toll::default() };
            }),
        ),
        (
            "no point and none promised",
            place(|p| {
                p.position = None;
                p.precision = Precision::None;
            }),
        ),
        ("a radius of its class", place(|p| p.radius = Some(Metres(15_000.0)))),
        (
            "a radius that reaches across",
            place(|p| {
                p.country = text("Afghanistan");
                p.precision = Precision::Area;
                p.radius = Some(Metres(15_000.0));
            }),
        ),
        (
            "the braided plain",
            place(|p| {
                // Panji Poyon, less than 2 km from the line.
                at(p, 68.57721, 37.19443);
                p.country = text("Afghanistan");
                (p.district, p.province) = (None, None);
            }),
        ),
        ("a country that nobody knows", place(|p| p.country = text("Badakhshan"))),
        ("a district that nobody knows", place(|p| p.district = text("Khorog"))),
        ("another spelling", place(|p| p.district = text("Shughnan"))),
        ("an older name beside the new", place(|p| p.district = text("Shughnon (then Vanj)"))),
        (
            "the point of a province",
            place(|p| {
                p.precision = Precision::Province;
                p.district = text("Vanj");
            }),
        ),
        (
            "Kandahar, beyond the map",
            place(|p| {
                at(p, 65.7, 31.6);
                p.country = text("Afghanistan");
                (p.district, p.province) = (None, None);
            }),
        ),
        (
            "an address alone",
            with(|i| {
                i.sources[0] = Source { url: text("HTTP://example.org"), ..Source::default() };
            }),
        ),
        ("a title alone", with(|i| i.sources[0].url = None)),
        ("tags in two cases", with(|i| i.tags.push("Drone".to_owned()))),
        (
            "labels of one's own",
            with(|i| {
                i.event_type = String::from("armed_clash");
                i.acled = AcledLabels { event_type: text("Strategic developments"), sub_event_type: None };
            }),
        ),
        ("a type that may be several in ACLED", with(|i| i.event_type = String::from("bombing"))),
    ]
}

#[test]
fn every_rule_has_a_record_that_trips_it() {
    let tripping = tripping();
    for rule in Rule::ALL {
        assert!(tripping.iter().any(|(tripped, _)| *tripped == rule), "{rule:?}");
    }
    for (rule, incident) in tripping {
        assert_eq!(rules(&incident), [rule], "{:#?}", findings(&incident));
    }
}

#[test]
fn what_is_sound_or_cannot_be_known_is_left_alone() {
    for (what, incident) in passing() {
        assert_eq!(findings(&incident), [], "{what}");
    }
}

#[test]
fn a_certain_fix_cures_its_finding_and_nothing_else() {
    let fixable =
        [Rule::AddressTwice, Rule::StrayBlanks, Rule::TagTwice, Rule::CountrySpelling, Rule::AcledMissing];
    let mut cured = Vec::new();
    for (rule, incident) in tripping() {
        for finding in findings(&incident) {
            let Some(fix) = finding.fix else { continue };
            assert!(fixable.contains(&rule), "{rule:?} is for people to decide");
            let before = document([incident.clone()]);
            let after = fix.action.apply(&before).unwrap();
            assert_eq!(review(&after, today()), [], "{rule:?}: {}", fix.label);
            assert!(!fix.label.is_empty());
            cured.push(rule);
        }
    }
    for rule in fixable {
        assert!(cured.contains(&rule), "{rule:?} has a fix");
    }
}

#[test]
fn fixes_of_one_record_cure_it_one_after_the_other() {
    let messy = with(|i| {
        i.title = String::from(" Clash\u{a0}");
        i.event_type = String::from("smuggling_clash");
        i.place.name = Some("Khorog\n".to_owned());
        i.place.country = Some("Тоҷикистон ".to_owned());
        i.tags = vec!["drone ".to_owned(), "drone".to_owned(), " ".to_owned()].into();
        i.sources = vec![source("2025-11-27"), source("2025-11-27")].into();
        i.sources[0].publisher = Some("  ".to_owned());
    });
    let mut document = document([messy]);
    let mut left = review(&document, today());
    assert!(left.len() >= 6, "{left:#?}");
    while let Some(fix) = left.iter().find_map(|finding| finding.fix.clone()) {
        document = fix.action.apply(&document).unwrap();
        let still = review(&document, today());
        assert!(still.len() < left.len(), "{}", fix.label);
        left = still;
    }
    assert_eq!(left, []);
    let cured = document.get(&id("X-1")).unwrap();
    assert_eq!((cured.title.as_str(), cured.place.name.as_deref()), ("Clash", Some("Khorog")));
    assert_eq!((cured.tags.as_slice(), cured.sources.len()), (&["drone".to_owned()][..], 1));
    assert_eq!(cured.place.country.as_deref(), Some("Tajikistan"));
}

#[test]
fn the_gravest_findings_come_first() {
    let grave = Incident { id: id("Z"), ..with(|i| i.killed = toll(Some(3), Some(2), None)) };
    let light = Incident { id: id("A"), ..with(|i| i.title = String::from("Clash ")) };
    let doubtful = Incident { id: id("B"), ..with(|i| i.sources.clear()) };
    let both = Incident {
        id: id("C"),
        ..with(|i| {
            i.title.clear();
            i.killed = toll(Some(3), Some(2), None);
        })
    };
    let document = document([grave, light, doubtful, both]);
    let found: Vec<(Severity, String)> = review(&document, today())
        .into_iter()
        .map(|finding| (finding.rule.severity(), finding.incident.to_string()))
        .collect();
    let expected = [
        (Severity::Error, "C"),
        (Severity::Error, "Z"),
        (Severity::Warning, "B"),
        (Severity::Warning, "C"),
        (Severity::Note, "A"),
    ];
    assert_eq!(found, expected.map(|(severity, name)| (severity, name.to_owned())));
    let one: Vec<Rule> =
        review_one(&document, &id("C"), today()).into_iter().map(|finding| finding.rule).collect();
    assert_eq!(one, [Rule::NoTitle, Rule::TollOutOfOrder], "in the order of the editor");
    assert_eq!(review_one(&document, &id("nobody"), today()), []);
}

#[test]
fn a_finding_is_let_be_with_its_reason() {
    let reason = IgnoredFinding {
        rule: Rule::NoSource.code().to_owned(),
        reason: "from memory".to_owned(),
        ..IgnoredFinding::default()
    };
    let document = document([with(|i| {
        i.sources.clear();
        i.ignored = vec![reason.clone()].into();
    })]);
    let found = review(&document, today());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].ignored.as_deref(), Some("from memory"));
}

#[test]
fn rules_have_codes_that_stay_and_words_for_people() {
    for rule in Rule::ALL {
        assert_eq!(Rule::from_code(rule.code()), Some(rule));
        assert!(!rule.label().is_empty());
    }
    assert_eq!(Rule::from_code("wrong_bank"), Some(Rule::WrongBank));
    assert_eq!(Rule::from_code(""), None);
}

#[test]
fn the_sample_is_queried_only_for_a_village_beyond_the_edge_of_its_district() {
    let (document, _) = sample();
    let found: Vec<(String, Rule, String)> = review(&document, today())
        .into_iter()
        .map(|finding| (finding.incident.to_string(), finding.rule, finding.message))
        .collect();
    // Kavok stands in the district named by the reports; GeoNames puts it beyond the edge that the basemap has.
    let kavok = |id: &str, district: &str| {
        let message = format!("The point lies in Hamadoni, 2.5 km outside {district}.");
        (id.to_owned(), Rule::OutsideDistrict, message)
    };
    let expected = [
        kavok("TAF-2011-08-QAVOQ", "Shamsiddin Shohin (then Shuroobod)"),
        kavok("TAF-2025-12-24-KAVOK", "Shamsiddin Shohin"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn hostile_records_are_reviewed_without_a_panic() {
    let edge = |date: &str| Some(date.to_owned());
    for text in
        ["", "—", "İ", "ﬁ", "(", "()", "://", "http://", "https://é.", "\u{feff}", "9999-12-31", "-9999"]
    {
        let incident = with(|i| {
            i.title = text.to_owned();
            i.event_type = text.to_owned();
            i.place.district = edge(text);
            i.place.province = edge(text);
            i.place.country = edge(text);
            i.place.radius = Some(Metres(f64::NAN));
            i.sources = vec![Source { url: edge(text), date: edge(text), ..Source::default() }].into();
            i.tags = vec![text.to_owned(); 2].into();
        });
        for (lon, lat) in [(0.0, 90.0), (180.0, -90.0), (71.0, 38.0), (64.0, 34.0)] {
            let mut incident = incident.clone();
            at(&mut incident.place, lon, lat);
            let _ = findings(&incident);
        }
    }
}
