//! Reference systems of coordinates: the few that Marz knows, by their number or their text.

use serde::{Deserialize, Serialize};

/// What the numbers of a file are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Plane {
    /// Longitude and latitude of WGS 84.
    Degrees,
    /// Web Mercator, metres.
    WebMercator,
    /// UTM on WGS 84, metres.
    Utm { zone: u8, south: bool },
    /// By its name.
    Unknown(String),
}

/// Turns coordinates of a plane into longitude and latitude; `None` where they lie outside it.
pub type ToDegrees<'a> = &'a dyn Fn(&Plane, f64, f64) -> Option<[f64; 2]>;

impl Plane {
    /// # Source
    /// The EPSG registry: 4326 and its three-dimensional 4979; 3857 and the numbers it had before; 32601 to 32660 and
    /// 32701 to 32760 are the UTM zones of WGS 84.
    pub(super) fn of_epsg(code: u32) -> Self {
        match code {
            4326 | 4979 => Self::Degrees,
            3857 | 3785 | 900_913 | 102_100 | 102_113 => Self::WebMercator,
            32_601..=32_660 => Self::Utm { zone: (code - 32_600) as u8, south: false },
            32_701..=32_760 => Self::Utm { zone: (code - 32_700) as u8, south: true },
            _ => Self::Unknown(format!("EPSG:{code}")),
        }
    }

    /// The `crs` member of old GeoJSON: `urn:ogc:def:crs:OGC:1.3:CRS84`, `EPSG:32642`.
    pub(super) fn of_name(name: &str) -> Self {
        let upper = name.to_ascii_uppercase();
        if upper.ends_with("CRS84") || upper.ends_with("CRS84H") {
            return Self::Degrees;
        }
        let number = upper.rsplit(':').next().and_then(|number| number.parse::<u32>().ok());
        match number.filter(|_| upper.contains("EPSG")) {
            Some(code) => match Self::of_epsg(code) {
                Self::Unknown(_) => Self::Unknown(name.to_owned()),
                known => known,
            },
            None => Self::Unknown(name.to_owned()),
        }
    }

    /// Well-known text, as in a .prj file.
    ///
    /// # Source
    /// OGC 01-009 and ISO 19162; the names as Esri and GDAL write them.
    pub(super) fn of_text(text: &str) -> Self {
        let upper = text.trim().to_ascii_uppercase().replace([' ', '-'], "_");
        let name = text.split('"').nth(1).unwrap_or("without a name").to_owned();
        let on_wgs84 = ["WGS_1984", "WGS84", "WGS_84"].iter().any(|datum| upper.contains(datum));
        let is_projected = ["PROJCS", "PROJCRS", "PROJECTEDCRS"].iter().any(|word| upper.starts_with(word));
        let is_geographic =
            ["GEOGCS", "GEOGCRS", "GEODCRS", "GEODETICCRS"].iter().any(|word| upper.starts_with(word));
        if let Some(code) = last_epsg(&upper)
            && (is_projected || is_geographic)
        {
            let known = Self::of_epsg(code);
            return if matches!(known, Self::Unknown(_)) {
                Self::Unknown(format!("{name} (EPSG:{code})"))
            } else {
                known
            };
        }
        if is_geographic && on_wgs84 {
            return Self::Degrees;
        }
        if is_projected && (upper.contains("WEB_MERCATOR") || upper.contains("PSEUDO_MERCATOR")) {
            return Self::WebMercator;
        }
        let zone = upper.split("UTM_ZONE_").nth(1).and_then(|rest| {
            let digits = rest.chars().take_while(char::is_ascii_digit).count();
            let zone: u8 = rest.get(..digits)?.parse().ok().filter(|zone| (1..=60).contains(zone))?;
            Some((zone, rest[digits..].starts_with('S')))
        });
        match zone {
            Some((zone, south)) if is_projected && on_wgs84 => Self::Utm { zone, south },
            Some(_) | None => Self::Unknown(name),
        }
    }
}

/// The number of the whole system stands last.
fn last_epsg(upper: &str) -> Option<u32> {
    let at = upper.rfind("AUTHORITY[\"EPSG\"").or_else(|| upper.rfind("ID[\"EPSG\""))?;
    // One that stands deeper than at the end belongs to a part: a unit or a datum.
    let rest = &upper[at..];
    let digits: String =
        rest.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let count = |bracket: char| rest.chars().filter(|c| *c == bracket).count();
    (count(']') == count('[') + 1).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::Plane;

    #[test]
    fn the_systems_that_are_known_are_known_by_number_name_and_text() {
        assert_eq!(Plane::of_name("urn:ogc:def:crs:OGC:1.3:CRS84"), Plane::Degrees);
        assert_eq!(Plane::of_name("urn:ogc:def:crs:EPSG::32642"), Plane::Utm { zone: 42, south: false });
        let esri = r#"PROJCS["WGS_1984_UTM_Zone_42N",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]]]]"#;
        assert_eq!(Plane::of_text(esri), Plane::Utm { zone: 42, south: false });
        let gdal = r#"GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],AUTHORITY["EPSG","4326"]]"#;
        assert_eq!(Plane::of_text(gdal), Plane::Degrees);
        let pulkovo = r#"PROJCS["Pulkovo 1942 / Gauss-Kruger zone 12",GEOGCS["Pulkovo 1942"],AUTHORITY["EPSG","28412"]]"#;
        assert_eq!(
            Plane::of_text(pulkovo),
            Plane::Unknown("Pulkovo 1942 / Gauss-Kruger zone 12 (EPSG:28412)".to_owned())
        );
    }
}
