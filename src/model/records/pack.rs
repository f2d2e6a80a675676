//! How each part of a record is written into a row: a bit for each field that holds something, then those fields.

use std::sync::Arc;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::model::{
    AcledLabels, Actor, ClockTime, DatePrecision, DaySpan, Digest, Edtf, End, Gazetteer, Grade, GroupToll,
    Handling, HistoryEntry, IgnoredFinding, Incident, IncidentId, Link, List, LonLat, Members, Metres, Place,
    Precision, References, Source, Status, Toll, When, day_from_number, day_number,
};

use super::bundle::{Packer, Part, Unpacker};

/// A value that a row can hold. What is written is read back as it was.
pub(super) trait Pack: Sized {
    /// Whether it holds nothing: then nothing is written of it, and [`Self::plain`] stands for it.
    fn is_plain(&self) -> bool;
    fn plain() -> Self;
    fn pack(&self, into: &mut Packer);
    fn unpack(from: &mut Unpacker<'_>) -> Self;
}

/// A structure by all its fields: one that is forgotten here does not compile. A row that is read in part has those
/// behind `texts`, or behind `papers`, plain; they must be the last of the row. What is `beside` is neither written nor
/// read here.
macro_rules! packed {
    (
        $type:ident { $($field:ident),+ }
        $(texts { $($text:ident),+ } papers { $($paper:ident),+ } beside { $($beside:ident),+ })?
    ) => {
        impl Pack for $type {
            fn is_plain(&self) -> bool {
                $(self.$field.is_plain())&&+ $($(&& self.$text.is_plain())+ $(&& self.$paper.is_plain())+)?
            }

            fn plain() -> Self {
                Self {
                    $($field: Pack::plain(),)+
                    $($($text: Pack::plain(),)+ $($paper: Pack::plain(),)+ $($beside: Pack::plain(),)+)?
                }
            }

            fn pack(&self, into: &mut Packer) {
                let fields = [
                    $(!self.$field.is_plain(),)+
                    $($(!self.$text.is_plain(),)+ $(!self.$paper.is_plain(),)+)?
                ];
                into.number(fields.iter().rev().fold(0, |bits, is_there| bits << 1 | u64::from(*is_there)));
                $(if !self.$field.is_plain() {
                    self.$field.pack(into);
                })+
                $($(if !self.$text.is_plain() {
                    self.$text.pack(into);
                })+
                $(if !self.$paper.is_plain() {
                    self.$paper.pack(into);
                })+)?
            }

            fn unpack(from: &mut Unpacker<'_>) -> Self {
                let mut bits = from.number();
                let mut next = || {
                    let is_there = bits & 1 == 1;
                    bits >>= 1;
                    is_there
                };
                Self {
                    $($field: if next() { Pack::unpack(from) } else { Pack::plain() },)+
                    $($($text: if next() && from.part >= Part::Texts { Pack::unpack(from) } else { Pack::plain() },)+
                    $($paper: if next() && from.part >= Part::All { Pack::unpack(from) } else { Pack::plain() },)+
                    $($beside: Pack::plain(),)+)?
                }
            }
        }
    };
}

packed!(Incident {
    id,
    when,
    event_type,
    acled,
    place,
    actors,
    killed,
    wounded,
    sources,
    tags,
    weapons,
    abducted,
    arrested,
    status,
    handling,
    assignee,
    links,
    ends,
    ignored,
    evidence,
    feature_rest,
    geometry_rest,
    unread_geometry,
    extra_coordinates
} texts { title, summary, notes } papers { history } beside { rest });
packed!(AcledLabels { event_type, sub_event_type });
packed!(When { date, stated, clock, time_text, note });
packed!(Place {
    position,
    precision,
    radius,
    name,
    district,
    province,
    country,
    method,
    gazetteer,
    border_distance_km,
    side
});
packed!(Gazetteer { name, id });
packed!(Toll { best, low, high, note, by_group });
packed!(Actor { name, kind, note, role, rest });
packed!(Source {
    publisher,
    title,
    url,
    date,
    accessed,
    author,
    archived_url,
    lang,
    quote,
    note,
    local_copy,
    grade,
    derived_from,
    evidence,
    rest
});

/// It stands beside the rows.
impl Pack for IncidentId {
    fn is_plain(&self) -> bool {
        false
    }

    fn plain() -> Self {
        Self::new("")
    }

    fn pack(&self, _: &mut Packer) {}

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        from.id.clone()
    }
}

impl Pack for String {
    fn is_plain(&self) -> bool {
        self.is_empty()
    }

    fn plain() -> Self {
        Self::new()
    }

    fn pack(&self, into: &mut Packer) {
        into.text(self);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        from.text().to_owned()
    }
}

/// A value that is written without asking whether it is plain: inside an option, `""` and 0 are something.
trait Whole: Sized {
    fn write(&self, into: &mut Packer);
    fn read(from: &mut Unpacker<'_>) -> Self;
}

impl<T: Whole> Pack for Option<T> {
    fn is_plain(&self) -> bool {
        self.is_none()
    }

    fn plain() -> Self {
        None
    }

    fn pack(&self, into: &mut Packer) {
        if let Some(value) = self {
            value.write(into);
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        Some(T::read(from))
    }
}

impl<T: Whole + Clone + 'static> Pack for List<T> {
    fn is_plain(&self) -> bool {
        self.is_empty()
    }

    fn plain() -> Self {
        Self::new()
    }

    fn pack(&self, into: &mut Packer) {
        into.number(self.len() as u64);
        for item in self {
            item.write(into);
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        let count = from.number();
        (0..count).map(|_| T::read(from)).collect()
    }
}

/// Parts that are the same inside a list or an option.
macro_rules! whole_as_packed {
    ($($type:ty),+) => {
        $(impl Whole for $type {
            fn write(&self, into: &mut Packer) {
                self.pack(into);
            }

            fn read(from: &mut Unpacker<'_>) -> Self {
                Self::unpack(from)
            }
        })+
    };
}

whole_as_packed!(String, Actor, Source);

impl Whole for u32 {
    fn write(&self, into: &mut Packer) {
        into.number(u64::from(*self));
    }

    fn read(from: &mut Unpacker<'_>) -> Self {
        from.number() as Self
    }
}

impl Whole for i64 {
    fn write(&self, into: &mut Packer) {
        // Small numbers of either sign in few bytes.
        into.number((self << 1 ^ self >> 63).cast_unsigned());
    }

    fn read(from: &mut Unpacker<'_>) -> Self {
        let number = from.number();
        (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
    }
}

impl Whole for f64 {
    fn write(&self, into: &mut Packer) {
        into.bits(self.to_bits());
    }

    fn read(from: &mut Unpacker<'_>) -> Self {
        Self::from_bits(from.bits())
    }
}

impl Whole for Metres {
    fn write(&self, into: &mut Packer) {
        self.0.write(into);
    }

    fn read(from: &mut Unpacker<'_>) -> Self {
        Self(f64::read(from))
    }
}

impl Whole for LonLat {
    fn write(&self, into: &mut Packer) {
        self.lon().write(into);
        self.lat().write(into);
    }

    fn read(from: &mut Unpacker<'_>) -> Self {
        let (lon, lat) = (f64::read(from), f64::read(from));
        Self::new(lon, lat).expect("it was on the globe")
    }
}

impl Whole for Edtf {
    fn write(&self, into: &mut Packer) {
        if let Some(span) = self.days().filter(|span| *self == Self::of_span(*span)) {
            // An odd number says that days follow: how many, and from which on.
            into.number((span.days() as u64) << 1 | 1);
            day_number(span.first()).write(into);
        } else {
            into.number(0);
            into.text(&self.to_string());
        }
    }

    fn read(from: &mut Unpacker<'_>) -> Self {
        match from.number() {
            0 => Self::parse(from.text()).expect("it is as it prints itself"),
            days => {
                let first = i64::read(from);
                let last = first + (days >> 1).cast_signed() - 1;
                let span = DaySpan::new(day_from_number(first), day_from_number(last));
                Self::of_span(span.expect("its end did not lie before its start"))
            }
        }
    }
}

/// One of a few that are always there.
macro_rules! whole_by_place {
    ($($type:ty),+) => {
        $(impl Whole for $type {
            fn write(&self, into: &mut Packer) {
                let place = Self::ALL.iter().position(|one| one == self);
                into.number(place.expect("all of them are there") as u64);
            }

            fn read(from: &mut Unpacker<'_>) -> Self {
                Self::ALL[from.number() as usize]
            }
        })+
    };
}

whole_by_place!(DatePrecision, Handling, Precision, Status);

impl Pack for Precision {
    fn is_plain(&self) -> bool {
        *self == Self::None
    }

    fn plain() -> Self {
        Self::None
    }

    fn pack(&self, into: &mut Packer) {
        self.write(into);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        Self::read(from)
    }
}

/// Parts that few records have: as the JSON that a journal holds of them.
macro_rules! whole_as_json {
    ($($type:ty),+) => {
        $(impl Whole for $type {
            fn write(&self, into: &mut Packer) {
                write_json(self, into);
            }

            fn read(from: &mut Unpacker<'_>) -> Self {
                read_json(from)
            }
        })+
    };
}

whole_as_json!(ClockTime, Digest, End, Grade, GroupToll, HistoryEntry, IgnoredFinding, Link, Box<Value>);

fn write_json(value: &impl Serialize, into: &mut Packer) {
    into.json(&serde_json::to_string(value).expect("plain data with text keys"));
}

fn read_json<T: DeserializeOwned>(from: &mut Unpacker<'_>) -> T {
    let mut json = String::new();
    from.json(&mut json);
    serde_json::from_str(&json).expect("it was written by this program")
}

impl Pack for References {
    fn is_plain(&self) -> bool {
        self.is_empty()
    }

    fn plain() -> Self {
        Self::default()
    }

    fn pack(&self, into: &mut Packer) {
        write_json(self, into);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        read_json(from)
    }
}

impl Pack for Members {
    fn is_plain(&self) -> bool {
        self.is_empty()
    }

    fn plain() -> Self {
        Self::new()
    }

    fn pack(&self, into: &mut Packer) {
        let shape = self.shape().expect("what is plain is not written");
        into.shape(shape);
        for (_, json) in self.json() {
            into.json(json);
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        let shape = Arc::clone(from.shape());
        let mut values = String::with_capacity(from.clone().json_len(shape.len()));
        for place in 0..shape.len() {
            if place > 0 {
                values.push(Self::BETWEEN);
            }
            from.json(&mut values);
        }
        Self::of_shape(shape, values)
    }
}
