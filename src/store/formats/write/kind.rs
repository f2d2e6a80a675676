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
    /// Shapefiles in a ZIP.
    Shapefile,
    /// A data package of Cursor on Target.
    CursorOnTarget,
}

impl FileFormat {
    pub const ALL: [Self; 11] = [
        Self::Table(Layout::Plain),
        Self::Table(Layout::Acled),
        Self::Table(Layout::Ucdp),
        Self::GeoJson,
        Self::Kml,
        Self::Kmz,
        Self::Gpx,
        Self::Workbook,
        Self::GeoPackage,
        Self::Shapefile,
        Self::CursorOnTarget,
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
            Self::Shapefile => "zip",
            Self::CursorOnTarget => "dpk",
        }
    }

    /// What it is called in lists.
    pub fn label(self) -> &'static str {
        match self {
            Self::Table(Layout::Plain) => "Table (CSV)",
            Self::Table(Layout::Acled) => "Table as ACLED lays it out (CSV)",
            Self::Table(Layout::Ucdp) => "Table as UCDP GED lays it out (CSV)",
            Self::GeoJson => "Plain GeoJSON",
            Self::Kml => "KML",
            Self::Kmz => "KMZ",
            Self::Gpx => "GPX",
            Self::Workbook => "Workbook (XLSX)",
            Self::GeoPackage => "GeoPackage",
            Self::Shapefile => "Shapefiles in a ZIP",
            Self::CursorOnTarget => "Cursor on Target (ATAK)",
        }
    }

    /// What it is for.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Table(Layout::Plain) => {
                "A row for each incident, a column for each field of Marz: for R, pandas and spreadsheets."
            }
            Self::Table(Layout::Acled) => "The 31 columns of ACLED, for programs that are made for them.",
            Self::Table(Layout::Ucdp) => "The 49 columns of UCDP GED, for programs that are made for them.",
            Self::GeoJson => {
                "For maps on the web and any GIS: nothing of Marz’s own, areas where a place is known roughly."
            }
            Self::Kml => {
                "For Google Earth: dates no finer than they are known, fields, a colour for each kind."
            }
            Self::Kmz => "The same as KML, packed into a smaller file.",
            Self::Gpx => "Waypoints for receivers in the field.",
            Self::Workbook => "For Excel and LibreOffice: a sheet with days and numbers as such.",
            Self::GeoPackage => "For QGIS and other GIS: one database file with an index of places.",
            Self::Shapefile => {
                "For older GIS: a file each for points, lines and areas. Names of columns and texts are cut; GeoPackage cuts nothing."
            }
            Self::CursorOnTarget => {
                "A data package for ATAK and WinTAK: markers whose circle of error is as wide as the place is unsure."
            }
        }
    }

    /// How settings call it; it stays the same over versions.
    pub fn code(self) -> &'static str {
        match self {
            Self::Table(Layout::Plain) => "csv",
            Self::Table(Layout::Acled) => "acled",
            Self::Table(Layout::Ucdp) => "ucdp",
            Self::GeoJson => "geojson",
            Self::Kml => "kml",
            Self::Kmz => "kmz",
            Self::Gpx => "gpx",
            Self::Workbook => "xlsx",
            Self::GeoPackage => "gpkg",
            Self::Shapefile => "shp",
            Self::CursorOnTarget => "cot",
        }
    }

    /// The kind that the ending of a name asks for. GeoJSON is Marz's own file and is not guessed.
    pub fn of_name(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_string_lossy().to_lowercase();
        if ending == LOOSE {
            return Some(Self::Shapefile);
        }
        Self::ALL.into_iter().find(|format| *format != Self::GeoJson && format.ending() == ending)
    }

    /// Whether a file of that name would be taken for what it is: any name but one that another kind has.
    pub fn may_be_called(self, path: &Path) -> bool {
        let ending =
            path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        ending == self.ending()
            || (self == Self::GeoJson && ending == "json")
            || (self == Self::CursorOnTarget && ending == "zip")
            || (!["json", LOOSE].contains(&ending.as_str())
                && Self::ALL.into_iter().all(|other| other.ending() != ending))
    }
}

/// How one of the files of a shapefile ends: it is written with the others in an archive, never alone.
const LOOSE: &str = "shp";
