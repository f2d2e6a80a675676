//! The list of kinds: two levels, each kind with its own look, its meaning and its place in other taxonomies.

use std::collections::{BTreeMap, BTreeSet};

use marz::model::taxonomy::{self, EventType, SymbolShape};
use marz::store::sample;

/// Red, green and blue as light, 0 to 1.
fn light_of(hex: &str) -> [f64; 3] {
    let number = u32::from_str_radix(hex.strip_prefix('#').unwrap(), 16).unwrap();
    [16, 8, 0].map(|shift| {
        let part = f64::from((number >> shift) & 0xff) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    })
}

/// The contrast of WCAG 2: 1 for none, 21 for black on white.
fn contrast(a: &str, b: &str) -> f64 {
    let [a, b] = [a, b].map(|hex| {
        let [r, g, b] = light_of(hex);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    });
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// How far apart two colours look: about 2 is just seen, 30 and more is another colour (CIE 1976).
pub fn difference(a: &str, b: &str) -> f64 {
    let lab = |hex| {
        let [r, g, b] = light_of(hex);
        let xyz = [
            (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
            0.2126 * r + 0.7152 * g + 0.0722 * b,
            (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
        ];
        let [x, y, z] = xyz.map(|t: f64| if t > 0.008856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    };
    lab(a).iter().zip(lab(b)).map(|(p, q)| (p - q).powi(2)).sum::<f64>().sqrt()
}

#[test]
fn every_kind_is_seen_on_light_and_on_dark_land() {
    for kind in taxonomy::event_types() {
        let (light, dark) = (contrast(&kind.light, "#EFECE1"), contrast(&kind.dark, "#1D242E"));
        assert!(light >= 3.0 && dark >= 3.0, "{}: {light:.2} {dark:.2}", kind.code);
    }
}

#[test]
fn no_two_kinds_look_alike() {
    let kinds = taxonomy::event_types();
    for (place, a) in kinds.iter().enumerate() {
        assert_ne!(a.shape, SymbolShape::Ring, "the ring is for unknown kinds");
        for b in &kinds[place + 1..] {
            let apart = difference(&a.light, &b.light).min(difference(&a.dark, &b.dark));
            let needed = if a.shape == b.shape { 30.0 } else { 3.0 };
            assert!(apart >= needed, "{} and {} are {apart:.0} apart", a.code, b.code);
        }
    }
    for group in taxonomy::groups() {
        let shapes: Vec<SymbolShape> = group.types().iter().map(|kind| kind.shape).collect();
        let twice = shapes.iter().enumerate().any(|(place, shape)| shapes[..place].contains(shape));
        assert!(!twice, "{} has a shape twice", group.code);
    }
}

#[test]
fn codes_are_unique_and_every_kind_belongs_to_one_group() {
    let codes: BTreeSet<&str> = taxonomy::event_types().iter().map(|kind| kind.code.as_str()).collect();
    assert_eq!(codes.len(), taxonomy::event_types().len());
    let groups: BTreeSet<&str> = taxonomy::groups().iter().map(|group| group.code.as_str()).collect();
    assert_eq!(groups.len(), taxonomy::groups().len());
    for group in taxonomy::groups() {
        assert!(!group.types().is_empty(), "{}", group.code);
        for kind in group.types() {
            assert_eq!(taxonomy::group_of(&kind.code).unwrap().code, group.code);
        }
    }
    assert!(taxonomy::group_of("comet").is_none());
}

#[test]
fn the_kinds_of_older_files_are_still_known_and_keep_their_shapes() {
    let kept = [
        ("cross_border_attack", SymbolShape::Star),
        ("armed_clash", SymbolShape::Saltire),
        ("attack_on_civilians", SymbolShape::TriangleDown),
        ("air_or_drone_strike", SymbolShape::TriangleUp),
        ("shelling_or_rocket", SymbolShape::Diamond),
        ("bombing", SymbolShape::Burst),
        ("abduction", SymbolShape::Pentagon),
        ("arrest", SymbolShape::Square),
        ("security_operation", SymbolShape::Hexagon),
        ("smuggling_clash", SymbolShape::Circle),
        ("territorial_capture", SymbolShape::Flag),
        ("troop_retreat_across_border", SymbolShape::ArrowLeft),
    ];
    for (code, shape) in kept {
        assert_eq!(taxonomy::event_type(code).unwrap().shape, shape, "{code}");
    }
    assert_eq!(taxonomy::label("arrest"), "Arrest or seizure");
    assert_eq!(taxonomy::label("sea_battle"), "sea battle");
    assert_eq!(taxonomy::label(""), "Not coded");
}

/// The event types and sub-event types that ACLED publishes.
fn acled() -> BTreeMap<&'static str, Vec<&'static str>> {
    BTreeMap::from([
        (
            "Battles",
            vec!["Government regains territory", "Non-state actor overtakes territory", "Armed clash"],
        ),
        (
            "Protests",
            vec!["Excessive force against protesters", "Protest with intervention", "Peaceful protest"],
        ),
        ("Riots", vec!["Violent demonstration", "Mob violence"]),
        (
            "Explosions/Remote violence",
            vec![
                "Chemical weapon",
                "Air/drone strike",
                "Suicide bomb",
                "Shelling/artillery/missile attack",
                "Remote explosive/landmine/IED",
                "Grenade",
            ],
        ),
        ("Violence against civilians", vec!["Sexual violence", "Attack", "Abduction/forced disappearance"]),
        (
            "Strategic developments",
            vec![
                "Agreement",
                "Arrests",
                "Change to group/activity",
                "Disrupted weapons use",
                "Headquarters or base established",
                "Looting/property destruction",
                "Non-violent transfer of territory",
                "Other",
            ],
        ),
    ])
}

#[test]
fn every_kind_has_its_place_in_acled_and_ucdp_or_a_reason_why_not() {
    let acled = acled();
    for EventType { code, acled: mapping, ucdp, .. } in taxonomy::event_types() {
        let event = mapping.event_type.as_deref();
        let sub_event = mapping.sub_event_type.as_deref();
        if let Some(event) = event {
            let published = &acled[event];
            assert!(
                sub_event.is_none_or(|sub_event| published.contains(&sub_event)),
                "{code}: {sub_event:?}"
            );
        }
        let whole = event.is_some() && sub_event.is_some();
        assert!(whole || mapping.note.is_some(), "{code}: no word why ACLED has no label");
        assert_eq!(mapping.certain().is_some(), whole && mapping.note.is_none(), "{code}");
        assert!(ucdp.type_of_violence.is_some() || ucdp.note.is_some(), "{code}: no word why UCDP has none");
    }
    assert_eq!(
        taxonomy::event_type("armed_clash").unwrap().acled.certain(),
        Some(("Battles", "Armed clash"))
    );
    assert_eq!(taxonomy::event_type("bombing").unwrap().acled.certain(), None);
}

#[test]
fn every_kind_is_explained_and_has_words_in_english_and_russian() {
    for kind in taxonomy::event_types() {
        assert!(kind.definition.ends_with('.') && kind.definition.len() > 20, "{}", kind.code);
        let cyrillic = |word: &String| word.chars().any(|letter| ('а'..='я').contains(&letter));
        assert!(kind.words.iter().any(cyrillic), "{} has no Russian word", kind.code);
        assert!(kind.words.iter().any(|word| !cyrillic(word)), "{} has no English word", kind.code);
        for word in &kind.words {
            assert_eq!(word.trim().to_lowercase(), *word, "{}", kind.code);
            assert!(word.chars().count() >= 3, "{}: {word}", kind.code);
        }
        let once: BTreeSet<&String> = kind.words.iter().collect();
        assert_eq!(once.len(), kind.words.len(), "{} has a word twice", kind.code);
    }
}

#[test]
fn the_words_of_the_sample_for_actors_are_all_known() {
    let (document, _) = sample();
    let kinds: BTreeSet<&str> = taxonomy::actor_kinds().iter().map(|term| term.code.as_str()).collect();
    let roles: BTreeSet<&str> = taxonomy::actor_roles().iter().map(|role| role.code.as_str()).collect();
    for actor in document.incidents().flat_map(|incident| Vec::from(incident.actors.clone())) {
        assert!(roles.contains(actor.role.as_str()), "{}", actor.role);
    }
    for role in taxonomy::actor_roles() {
        assert!(role.kind.as_deref().is_none_or(|kind| kinds.contains(kind)), "{}", role.code);
    }
    let state_force = taxonomy::actor_roles().iter().find(|role| role.code == "state force").unwrap();
    assert_eq!(state_force.kind.as_deref(), Some("state_force"));
    assert_eq!(kinds.len(), taxonomy::actor_kinds().len());
    assert_eq!(roles.len(), taxonomy::actor_roles().len());
    let weapons: BTreeSet<&str> = taxonomy::weapons().iter().map(|term| term.code.as_str()).collect();
    assert_eq!(weapons.len(), taxonomy::weapons().len());
    assert!(weapons.contains("drone_munition") && weapons.contains("not_stated"));
}
