//! The brief: nothing on it overlaps, nothing is cut, and its numbers are those of the data.

mod golden;

use jiff::civil::date;
use marz::{
    analysis::{Filter, Index, Window},
    carto::{
        Block, Content, MapStyle, Mark, Page, Part, Rect, Rgba, SignStyle, SymbolSet, Theme, View,
        brief::{
            About, Banner, BannerColour, Brief, Ground, Layout, Lettering, Order, Orientation, Paper, Spot,
            brief, contrast, text_rects,
        },
        type_colour,
    },
    export::Sight,
    model::{Document, Facts, Grade, Incident, LonLat, Place, Precision, Source, Toll, taxonomy},
};
use proptest::prelude::*;
use serde_json::Map;

use crate::documents::{day, document, incident, undated};
use crate::taxonomy::difference;

fn made(document: &Document, view: &View, layout: &Layout) -> Brief {
    let about =
        About { today: Some(date(2026, 11, 23)), version: Some("63b2c6ca5e0a".to_owned()), screen: None };
    brief(document, &Index::new(document), view, layout, &about)
}

fn at(mut incident: Incident, lon: f64, lat: f64) -> Incident {
    incident.place = Place {
        position: Some(LonLat::new(lon, lat).unwrap()),
        precision: Precision::Near,
        name: Some("Davang".to_owned()),
        ..Place::default()
    };
    incident
}

fn killed(mut incident: Incident, low: u32, best: u32, high: u32) -> Incident {
    incident.killed = Toll { low: Some(low), best: Some(best), high: Some(high), ..Toll::default() };
    incident
}

/// Words of an incident in one of several scripts, short or long.
fn words(seed: u32) -> String {
    const TITLES: [&str; 7] = [
        "Clash",
        "Armed attack with a grenade-carrying drone on the workers' camp of the road company",
        "Обстрел пограничной заставы «Истиқлол» из гранатомётов с сопредельной территории",
        "حمله مسلحانه بر پاسگاه مرزی در نزدیکی فیض آباد",
        "Ҳуҷуми мусаллаҳона ба посгоҳи сарҳадӣ",
        "Pneumonoultramicroscopicsilicovolcanoconiosisdonaudampfschifffahrtsgesellschaftskapitän",
        "Shooting near فیض آباد, reported 12 times; the commander's account differs from that of the elders of the \
         village, of the border guards and of three agencies, each of which names another number of men, another hour \
         and another bank of the river, so that little more than the day and the district can be said to be known",
    ];
    TITLES[seed as usize % TITLES.len()].to_owned()
}

prop_compose! {
    fn any_incident()(number in any::<u32>(), lon in 67.0..75.5_f64, lat in 36.0..39.2_f64, near in 0..5_u8, seed in any::<u32>())
        -> Incident
    {
        let first = date(2020 + (seed % 6) as i16, 1 + (seed / 7 % 12) as i8, 1 + (seed / 91 % 28) as i8).to_string();
        let name = format!("{number:x}-{seed:x}");
        let mut incident = if seed % 11 == 0 { undated(&name) } else { incident(&name, &first, &first) };
        incident.title = words(seed / 3);
        const KINDS: [&str; 5] = ["armed_clash", "shelling_or_rocket", "", "air_or_drone_strike", "smuggling_clash"];
        KINDS[seed as usize % 5].clone_into(&mut incident.event_type);
        // Every second one at one of few places.
        let (lon, lat) = if near < 2 { (70.2 + f64::from(near), 37.7) } else { (lon, lat) };
        if seed % 9 != 0 {
            incident = at(incident, lon, lat);
            incident.place.precision = [Precision::Exact, Precision::Near, Precision::District, Precision::Area][seed as usize / 5 % 4];
        }
        incident.place.name = Some(words(seed / 5));
        incident.killed.best = (seed % 4 > 0).then_some(seed / 4 % 60);
        incident.sources = vec![Source { grade: "B2".parse::<Grade>().ok(), url: Some("https://example.org/a".to_owned()), ..Source::default() }].into();
        incident
    }
}

fn any_layout() -> impl Strategy<Value = Layout> {
    let parts = proptest::collection::btree_set(proptest::sample::select(&Layout::SWITCHES[..]), 0..4);
    let spots = proptest::collection::vec((0..Layout::SWITCHES.len(), 0..4_usize), 0..4);
    let banner = prop_oneof![
        Just(String::new()),
        Just("OFFICIAL".to_owned()),
        Just("RESTRICTED – NOT TO BE SHOWN TO ANYBODY WHO HAS NOT SIGNED FOR IT ".repeat(4)),
    ];
    (0..3_usize, 0..2_usize, 0..3_usize, 0..2_usize, any::<u32>(), (parts, spots, banner)).prop_map(
        |(paper, orientation, ground, order, seed, (off, spots, text))| {
            let mut layout = Layout {
                paper: Paper::ALL[paper],
                orientation: Orientation::ALL[orientation],
                ground: Ground::ALL[ground],
                order: Order::ALL[order],
                lettering: Lettering::ALL[seed as usize % 2],
                style: MapStyle::ALL[seed as usize / 2 % 4],
                title: Some(if seed % 3 == 0 { words(6).repeat(2) } else { words(seed) }),
                banner: Banner { text, colour: BannerColour::ALL[seed as usize % 6] },
                signs: SignStyle { set: SymbolSet::ALL[seed as usize / 8 % 2], by_toll: seed / 16 % 2 == 1 },
                off,
                ..Layout::default()
            };
            for (part, spot) in spots {
                let part = Layout::SWITCHES[part];
                let choices = layout.choices(part);
                if let Some(spot) = choices.get(spot % choices.len().max(1)) {
                    layout.put(part, *spot);
                }
            }
            layout
        },
    )
}

fn inside(outer: &Rect, inner: &Rect, by: f32) -> bool {
    outer.grown(by).contains(inner)
}

/// A little less than the rectangle: neighbours may touch.
fn disjoint(a: &Rect, b: &Rect) -> bool {
    !a.grown(-0.4).overlaps(&b.grown(-0.4))
}

fn stands_on_the_map(part: Part) -> bool {
    matches!(part, Part::Inset | Part::Scale | Part::North)
}

fn nothing_overlaps_on(page: &Page) {
    let sheet = Rect { min: marz::carto::Point::default(), max: page.scene.size };
    let map = page.block(Part::Map).map(|block| block.rect);
    for (i, block) in page.blocks.iter().enumerate() {
        assert!(inside(&sheet, &block.rect, 0.1), "{:?} leaves the sheet: {:?}", block.part, block.rect);
        for other in &page.blocks[i + 1..] {
            let over_map = |a: &Block, b: &Block| a.part == Part::Map && stands_on_the_map(b.part);
            if over_map(block, other) || over_map(other, block) {
                assert!(inside(&block.rect, &other.rect, 0.5) || inside(&other.rect, &block.rect, 0.5));
                continue;
            }
            let apart = disjoint(&block.rect, &other.rect);
            assert!(apart, "{:?} {:?} and {:?} {:?}", block.part, block.rect, other.part, other.rect);
        }
        if stands_on_the_map(block.part) {
            assert!(map.is_some(), "{:?} stands on no map", block.part);
            continue;
        }
        nothing_is_cut_in(block, page);
    }
}

fn nothing_is_cut_in(block: &Block, page: &Page) {
    let texts: Vec<_> = text_rects(&block.marks).collect();
    let cards: Vec<(Rect, Rgba)> = block
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Card { min, size, fill, .. } => {
                let max = marz::carto::Point { x: min.x + size.x, y: min.y + size.y };
                Some((Rect { min: *min, max }, *fill))
            }
            _ => None,
        })
        .collect();
    let paper = page
        .scene
        .parts
        .iter()
        .flat_map(|(_, marks)| marks.iter())
        .find_map(|mark| match mark {
            Mark::Card { fill, size, .. } if size.x >= page.scene.size.x => Some(*fill),
            _ => None,
        })
        .unwrap();
    for (i, (rect, text)) in texts.iter().enumerate() {
        assert!(
            inside(&block.rect, rect, 1.5),
            "{:?} cuts “{}”: {:?} in {:?}",
            block.part,
            text.text,
            rect,
            block.rect
        );
        let is_sign = block.part == Part::Legend && text.text.chars().count() <= 2;
        assert!(is_sign || text.size >= 11.99, "{:?} has small words: {}", block.part, text.text);
        let ground = cards.iter().rev().find(|(card, _)| card.contains(&rect.grown(-2.0)));
        let ground = ground.map_or(paper, |(_, fill)| *fill);
        assert!(is_sign || contrast(text.colour, ground) >= 4.5, "“{}” is pale", text.text);
        for (other, words) in &texts[i + 1..] {
            assert!(disjoint(rect, other), "“{}” lies on “{}” in {:?}", text.text, words.text, block.part);
        }
    }
}

/// The rows of the list of all pages, in words.
fn rows(pages: &[Page]) -> Vec<Vec<String>> {
    pages
        .iter()
        .flat_map(|page| &page.blocks)
        .filter(|block| block.part == Part::List)
        .flat_map(|block| match &block.content {
            Content::Table(table) => table.rows.clone(),
            Content::Picture | Content::Text(_) => panic!("the list is no table"),
        })
        .map(|row| row.into_iter().map(|cell| cell.words.text).collect())
        .collect()
}

fn numbers_agree(brief: &Brief, document: &Document) {
    let rows = rows(&brief.pages);
    let mut on_map: Vec<usize> = brief.labels.iter().flat_map(|label| label.numbers.clone()).collect();
    on_map.sort_unstable();
    let is_missing =
        |row: &Vec<String>| row[2].ends_with("(not on the map)") || row[2].ends_with("(outside the map)");
    let said: Vec<usize> =
        rows.iter().filter(|row| !is_missing(row)).map(|row| row[0].parse().unwrap()).collect();
    assert_eq!(on_map, said, "numbers on the map and in the list");
    let listed: Vec<usize> = rows.iter().map(|row| row[0].parse().unwrap()).collect();
    assert_eq!(listed, (1..=document.len()).collect::<Vec<_>>());
    let mut titles: Vec<String> = rows.iter().map(|row| row[3].clone()).collect();
    let mut true_titles: Vec<String> =
        document.incidents().map(|incident| incident.display_title().into_owned()).collect();
    titles.sort_unstable();
    true_titles.sort_unstable();
    assert_eq!(titles, true_titles);
    for (i, label) in brief.labels.iter().enumerate() {
        assert!(brief.labels[i + 1..].iter().all(|other| disjoint(&label.rect, &other.rect)));
        let map = brief.pages[0].block(Part::Map).unwrap();
        assert!(inside(&map.rect, &label.rect, 0.0), "a number is cut at the edge of the map");
        let pieces = brief.pages[0].blocks.iter().filter(|block| stands_on_the_map(block.part));
        for piece in pieces {
            assert!(disjoint(&piece.rect, &label.rect), "a number lies under {:?}", piece.part);
        }
    }
}

/// Words end in an ellipsis only where the page says so.
fn ellipses_are_told(page: &Page, layout: &Layout) {
    let words = |part: Part| -> Vec<String> {
        let blocks = page.blocks.iter().filter(|block| block.part == part);
        blocks
            .flat_map(|block| {
                text_rects(&block.marks).map(|(_, text)| text.text.to_string()).collect::<Vec<_>>()
            })
            .collect()
    };
    let shortened = words(Part::List).iter().any(|text| text.ends_with('…'));
    let told = words(Part::Notes).join(" ").contains("are shortened");
    assert!(!shortened || told || !layout.has(Part::Notes));
}

fn settings(cases: u32) -> ProptestConfig {
    // To make a page smaller takes long, and few steps do.
    ProptestConfig { max_shrink_iters: 60, ..crate::chance::cases(cases) }
}

proptest! {
    #![proptest_config(settings(24))]
    #[test]
    fn nothing_on_a_brief_overlaps_and_nothing_is_cut(
        incidents in proptest::collection::vec(any_incident(), 0..70),
        layout in any_layout(),
    ) {
        let document = document(incidents);
        let brief = made(&document, &View::frontier(), &layout);
        for page in &brief.pages {
            nothing_overlaps_on(page);
            ellipses_are_told(page, &layout);
        }
        if layout.has(Part::List) && !document.is_empty() {
            numbers_agree(&brief, &document);
        }
    }
}

#[test]
fn a_legend_too_tall_for_its_column_gives_way_and_does_not_climb_into_the_numbers() {
    let kinds = taxonomy::event_types();
    let incidents: Vec<Incident> = (0..70)
        .map(|i| {
            let mut incident =
                at(incident(&format!("i{i}"), "2024-02-01", "2024-02-01"), 70.0 + f64::from(i) / 40.0, 37.8);
            kinds[i as usize % kinds.len()].code.clone_into(&mut incident.event_type);
            incident
        })
        .collect();
    let document = document(incidents);
    for lines in 0..8 {
        let mut layout = Layout {
            title: Some(words(2)),
            banner: Banner {
                text: "RESTRICTED – NOT TO BE SHOWN TO ANYBODY ".repeat(lines * 2),
                colour: BannerColour::Yellow,
            },
            off: [Part::Subtitle, Part::List, Part::Projection].into(),
            ..Layout::default()
        };
        layout.put(Part::Legend, Spot::Right);
        for page in &made(&document, &View::frontier(), &layout).pages {
            nothing_overlaps_on(page);
        }
    }
}

proptest! {
    #![proptest_config(settings(2))]
    #[test]
    fn two_thousand_incidents_have_their_numbers_on_the_map_and_their_rows(
        incidents in proptest::collection::vec(any_incident(), 1990..2000),
        layout in any_layout(),
    ) {
        let document = document(incidents);
        let layout = Layout { off: [Part::Notes].into(), spots: [].into(), ..layout };
        let brief = made(&document, &View::frontier(), &layout);
        for page in brief.pages.iter().take(2).chain(brief.pages.last()) {
            nothing_overlaps_on(page);
        }
        numbers_agree(&brief, &document);
    }
}

fn figures(brief: &Brief) -> Vec<(String, String)> {
    let Content::Text(words) = &brief.pages[0].block(Part::Numbers).unwrap().content else { panic!() };
    words.chunks(2).map(|pair| (pair[0].text.clone(), pair[1].text.clone())).collect()
}

#[test]
fn key_numbers_are_those_of_the_data_and_the_change_is_against_as_long_a_time_before() {
    let incidents = [
        killed(at(incident("a", "2023-05-01", "2023-05-01"), 70.0, 37.8), 1, 1, 1),
        killed(at(incident("b", "2024-02-01", "2024-02-01"), 70.1, 37.8), 2, 3, 5),
        killed(at(incident("c", "2025-03-01", "2025-03-01"), 70.2, 37.8), 4, 5, 9),
        at(incident("d", "2025-04-01", "2025-04-01"), 70.3, 37.8),
    ];
    let document = document(incidents);
    let window = Window { first: Some(day("2025-01-01")), last: Some(day("2025-12-31")) };
    let said = figures(&made(&document, &View { window, ..View::frontier() }, &Layout::default()));
    let pair = |number: &str, words: &str| (number.to_owned(), words.to_owned());
    assert_eq!(said[0], pair("2", "of 4 incidents"));
    assert_eq!(said[1], pair("5", "killed, 4 to 9; not stated in 1"));
    assert_eq!(said[2], pair("–", "injured: not stated in any"));
    assert_eq!(said[3], pair("+1", "against 1 in 1 Jan – 31 Dec 2024"));
}

#[test]
fn where_the_records_begin_later_no_change_is_made_up() {
    let document = document([at(incident("c", "2024-03-01", "2024-03-01"), 70.2, 37.8)]);
    let window = Window { first: Some(day("2025-01-01")), last: Some(day("2025-12-31")) };
    let said = figures(&made(&document, &View { window, ..View::frontier() }, &Layout::default()));
    assert_eq!(said[3].0, "–");
    assert_eq!(said[3].1, "no comparison with 1 Jan – 31 Dec 2024: the records begin 1 Mar 2024");
}

#[test]
fn a_list_that_goes_on_says_how_much_of_it_stands_here() {
    let incidents = (1..48).map(|n| {
        at(incident(&format!("i{n:03}"), "2025-03-01", "2025-03-01"), 70.0 + f64::from(n) / 20.0, 37.8)
    });
    let document = document(incidents);
    let brief = made(&document, &View::frontier(), &Layout::default());
    assert!(brief.pages.len() > 1);
    let list = brief.pages[0].block(Part::List).unwrap();
    let Content::Table(table) = &list.content else { panic!() };
    let said = format!("{} of 47; goes on overleaf", table.rows.len());
    assert!(text_rects(&list.marks).any(|(_, text)| *text.text == *said));
    let ending = brief.pages.last().unwrap().block(Part::List).unwrap();
    assert!(text_rects(&ending.marks).any(|(_, text)| text.text.ends_with("to 47 of 47")));
}

#[test]
fn a_banner_stands_at_the_top_and_the_foot_of_every_page() {
    let incidents =
        (1..60).map(|n| at(incident(&format!("i{n:03}"), "2025-03-01", "2025-03-01"), 70.0, 37.8));
    let layout = Layout {
        banner: Banner { text: "RESTRICTED".to_owned(), colour: BannerColour::Yellow },
        ..Layout::default()
    };
    let brief = made(&document(incidents), &View::frontier(), &layout);
    for page in &brief.pages {
        for part in [Part::BannerTop, Part::BannerBottom] {
            let block = page.block(part).unwrap();
            assert!(text_rects(&block.marks).all(|(_, text)| &*text.text == "RESTRICTED"));
        }
    }
}

#[test]
fn the_credits_of_the_map_cannot_be_switched_off_and_the_filter_is_said() {
    let mut layout = Layout::default();
    for part in [Part::Attribution, Part::Map] {
        layout.switch(part, false);
    }
    let filter = Filter { text: "camp".to_owned(), ..Filter::default() };
    let document = document([at(incident("camp", "2025-03-01", "2025-03-01"), 70.0, 37.8)]);
    let brief = made(&document, &View { filter, ..View::frontier() }, &layout);
    let page = &brief.pages[0];
    assert!(page.block(Part::Attribution).unwrap().alt.contains("OpenStreetMap"));
    assert!(page.block(Part::Subtitle).unwrap().alt.contains("camp"));
}

#[test]
fn a_layout_is_read_as_it_was_written_and_an_unknown_place_changes_nothing() {
    let mut layout = Layout { paper: Paper::Letter, ..Layout::default() };
    layout.put(Part::List, Spot::Below);
    layout.put(Part::Title, Spot::Below);
    layout.switch(Part::Legend, false);
    let text = serde_json::to_string(&layout).unwrap();
    assert_eq!(serde_json::from_str::<Layout>(&text).unwrap(), layout);
    assert_eq!(layout.spot(Part::List), Some(Spot::Below));
    assert_eq!(layout.spot(Part::Title), None);
    // What the layout does not say is as usual.
    assert_eq!(serde_json::from_str::<Layout>("{}").unwrap(), Layout::default());
}

#[test]
fn a_document_without_credits_or_title_has_a_brief_too() {
    let empty = Document::new([], Facts::default(), Vec::new(), Map::new());
    let brief = made(&empty, &View::frontier(), &Layout::default());
    assert_eq!(brief.pages.len(), 1);
    nothing_overlaps_on(&brief.pages[0]);
    assert!(brief.pages[0].block(Part::Title).is_some());
}

#[test]
fn kinds_of_one_shape_are_told_apart_by_every_eye_by_day_and_by_night() {
    let kinds = taxonomy::event_types();
    let mut alike = Vec::new();
    for theme in [Theme::Light, Theme::Dark] {
        for (i, a) in kinds.iter().enumerate() {
            for b in kinds[i + 1..].iter().filter(|b| b.shape == a.shape) {
                for sight in [Sight::Usual, Sight::Protan, Sight::Deutan, Sight::Tritan] {
                    let [seen, other] = [a, b].map(|kind| {
                        let [r, g, b, _] = type_colour(&kind.code, theme).0;
                        let [r, g, b] = sight.seen([r, g, b]);
                        format!("#{r:02x}{g:02x}{b:02x}")
                    });
                    let apart = difference(&seen, &other);
                    if apart < 20.0 {
                        alike.push(format!("{} and {} {theme:?} {sight:?}: {apart:.0}", a.code, b.code));
                    }
                }
            }
        }
    }
    assert!(alike.is_empty(), "{alike:?}");
}

#[test]
fn larger_signs_and_frames_are_told_and_cover_no_number() {
    let incidents = (1..20).map(|n| {
        let incident =
            at(incident(&format!("i{n:02}"), "2025-03-01", "2025-03-01"), 69.0 + f64::from(n) / 4.0, 37.8);
        killed(incident, n, n * 3, n * 5)
    });
    let document = document(incidents);
    let layout = Layout { signs: SignStyle { set: SymbolSet::Framed, by_toll: true }, ..Layout::default() };
    let brief = made(&document, &View::frontier(), &layout);
    numbers_agree(&brief, &document);
    let notes = &brief.pages[0].block(Part::Notes).unwrap().alt;
    assert!(notes.contains("Larger signs") && notes.contains("unknown affiliation"), "{notes}");
}
