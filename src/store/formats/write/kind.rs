//! The kinds of file that incidents leave as, and their names.

use std::path::Path;

use super::Layout;

/// A kind of file for other programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileFormat {
    /// CSV.
    Table(Layout),
    GeoJson,
    Kml,
    Kmz,
    Gpx,
    /// XLSX.
    Workbook,
    GeoPackage,
}

impl FileFormat {
    pub const ALL: [Self; 9] = [
        Self::Table(Layout::Plain),
        Self::Table(Layout::Acled),
        Self::Table(Layout::Ucdp),
        Self::GeoJson,
        Self::Kml,
        Self::Kmz,
        Self::Gpx,
        Self::Workbook,
        Self::GeoPackage,
    ];

    /// How its files end.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Table(_) => "csv",
            Self::GeoJson => "geojson",
            Self::Kml => "kml",
            Self::Kmz => "kmz",
            Self::Gpx => "gpx",
            Self::Workbook => "xlsx",
            Self::GeoPackage => "gpkg",
        }
    }

    /// The kind that the ending of a name asks for. GeoJSON is Marz's own file and is not guessed.
    pub fn of_name(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_string_lossy().to_lowercase();
        Self::ALL.into_iter().find(|format| *format != Self::GeoJson && format.ending() == ending)
    }

    /// Whether a file of that name would be taken for what it is: any name but one that another kind has.
    pub fn may_be_called(self, path: &Path) -> bool {
        let ending =
            path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        ending == self.ending()
            || (self == Self::GeoJson && ending == "json")
            || (ending != "json" && Self::ALL.into_iter().all(|other| other.ending() != ending))
    }
}
