//! What is laid over the map to measure by eye: bands along the border, rings, grids.

use marz::{
    analysis::frontier::{BAND_KILOMETRES, Bank, BankSide, Frontier, bands},
    model::LonLat,
};

#[test]
fn the_edge_of_each_band_is_as_far_from_the_border_as_it_says() {
    let frontier = Frontier::embedded();
    let bands = bands();
    assert_eq!(bands.len(), 6);
    for band in bands {
        let width = BAND_KILOMETRES[band.width] * 1000.0;
        let points: Vec<LonLat> = band.edges.iter().flatten().copied().collect();
        assert!(points.len() > 300, "{:?} {width}: {}", band.side, points.len());
        for edge in &band.edges {
            for ends in edge.windows(2) {
                let middle = LonLat::new(
                    f64::midpoint(ends[0].lon(), ends[1].lon()),
                    f64::midpoint(ends[0].lat(), ends[1].lat()),
                );
                for at in [ends[0], middle.unwrap()] {
                    let distance = frontier.distance_to_line(at).0;
                    assert!(
                        (distance / width - 1.0).abs() < 0.01,
                        "{:?} {width}: {distance} at {at}",
                        band.side
                    );
                    let bank = frontier.bank(at, None);
                    let own = match band.side {
                        BankSide::Tajik => Bank::Tajik,
                        BankSide::Afghan => Bank::Afghan,
                    };
                    assert!(
                        bank == own || bank == Bank::Undetermined,
                        "{:?} {width}: {bank:?} at {at}",
                        band.side
                    );
                }
            }
        }
    }
}
