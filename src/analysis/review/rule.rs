//! The rules of the validator: a code that stays, words for people, how grave a breach is.

/// How grave a finding is, the lightest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Untidy, or worth a look.
    Note,
    /// Something is missing or doubtful.
    Warning,
    /// It cannot be true as it stands.
    Error,
}

impl Severity {
    pub fn label(self) -> &'static str {
        match self {
            Self::Note => "Note",
            Self::Warning => "Warning",
            Self::Error => "Error",
        }
    }
}

/// What a record is checked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    NoTitle,
    NoType,
    UnknownType,
    NoDate,
    DateAfterToday,
    DateAfterSource,
    TollOutOfOrder,
    GroupOutOfOrder,
    GroupsAboveToll,
    PointWithoutPrecision,
    PrecisionWithoutPoint,
    AreaWithoutRadius,
    RadiusTooWide,
    WrongBank,
    OutsideDistrict,
    OutsideProvince,
    NoSource,
    SourceUnnamed,
    SourceFromTheFuture,
    NotAnAddress,
    AddressTwice,
    StrayBlanks,
    TagTwice,
    CountrySpelling,
    AcledMissing,
}

impl Rule {
    pub const ALL: [Self; 25] = [
        Self::NoTitle,
        Self::NoType,
        Self::UnknownType,
        Self::NoDate,
        Self::DateAfterToday,
        Self::DateAfterSource,
        Self::TollOutOfOrder,
        Self::GroupOutOfOrder,
        Self::GroupsAboveToll,
        Self::PointWithoutPrecision,
        Self::PrecisionWithoutPoint,
        Self::AreaWithoutRadius,
        Self::RadiusTooWide,
        Self::WrongBank,
        Self::OutsideDistrict,
        Self::OutsideProvince,
        Self::NoSource,
        Self::SourceUnnamed,
        Self::SourceFromTheFuture,
        Self::NotAnAddress,
        Self::AddressTwice,
        Self::StrayBlanks,
        Self::TagTwice,
        Self::CountrySpelling,
        Self::AcledMissing,
    ];

    /// The word for it in files; it never changes.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoTitle => "no_title",
            Self::NoType => "no_type",
            Self::UnknownType => "unknown_type",
            Self::NoDate => "no_date",
            Self::DateAfterToday => "date_after_today",
            Self::DateAfterSource => "date_after_source",
            Self::TollOutOfOrder => "toll_out_of_order",
            Self::GroupOutOfOrder => "group_out_of_order",
            Self::GroupsAboveToll => "groups_above_toll",
            Self::PointWithoutPrecision => "point_without_precision",
            Self::PrecisionWithoutPoint => "precision_without_point",
            Self::AreaWithoutRadius => "area_without_radius",
            Self::RadiusTooWide => "radius_too_wide",
            Self::WrongBank => "wrong_bank",
            Self::OutsideDistrict => "outside_district",
            Self::OutsideProvince => "outside_province",
            Self::NoSource => "no_source",
            Self::SourceUnnamed => "source_unnamed",
            Self::SourceFromTheFuture => "source_from_the_future",
            Self::NotAnAddress => "not_an_address",
            Self::AddressTwice => "address_twice",
            Self::StrayBlanks => "stray_blanks",
            Self::TagTwice => "tag_twice",
            Self::CountrySpelling => "country_spelling",
            Self::AcledMissing => "acled_missing",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }

    /// Plain words for lists and menus.
    pub fn label(self) -> &'static str {
        match self {
            Self::NoTitle => "No title",
            Self::NoType => "No type",
            Self::UnknownType => "Type not in the list",
            Self::NoDate => "No date",
            Self::DateAfterToday => "Date after today",
            Self::DateAfterSource => "Date after its source",
            Self::TollOutOfOrder => "Toll out of order",
            Self::GroupOutOfOrder => "Toll of a group out of order",
            Self::GroupsAboveToll => "Groups add up to more than the toll",
            Self::PointWithoutPrecision => "Point without precision",
            Self::PrecisionWithoutPoint => "Precision without a point",
            Self::AreaWithoutRadius => "Area without a radius",
            Self::RadiusTooWide => "Radius too wide for the precision",
            Self::WrongBank => "Point on the wrong bank",
            Self::OutsideDistrict => "Point outside its district",
            Self::OutsideProvince => "Point outside its province",
            Self::NoSource => "No source",
            Self::SourceUnnamed => "Source without a name",
            Self::SourceFromTheFuture => "Source from the future",
            Self::NotAnAddress => "Address that opens nothing",
            Self::AddressTwice => "The same source twice",
            Self::StrayBlanks => "Stray blanks",
            Self::TagTwice => "The same tag twice",
            Self::CountrySpelling => "Country spelled otherwise",
            Self::AcledMissing => "ACLED labels missing",
        }
    }

    pub fn severity(self) -> Severity {
        match self {
            Self::DateAfterToday
            | Self::TollOutOfOrder
            | Self::GroupOutOfOrder
            | Self::WrongBank
            | Self::SourceFromTheFuture => Severity::Error,
            Self::NoTitle
            | Self::NoType
            | Self::NoDate
            | Self::DateAfterSource
            | Self::GroupsAboveToll
            | Self::PointWithoutPrecision
            | Self::PrecisionWithoutPoint
            | Self::AreaWithoutRadius
            | Self::RadiusTooWide
            | Self::OutsideDistrict
            | Self::OutsideProvince
            | Self::NoSource
            | Self::SourceUnnamed
            | Self::NotAnAddress => Severity::Warning,
            Self::UnknownType
            | Self::AddressTwice
            | Self::StrayBlanks
            | Self::TagTwice
            | Self::CountrySpelling
            | Self::AcledMissing => Severity::Note,
        }
    }
}
