//! Names that columns have in tables of many makers, and what each most likely holds.

use super::Field;

/// Names as a whole, in small letters, without signs.
const WHOLE: &[(Field, &[&str])] = &[
    (
        Field::Id,
        &[
            "id",
            "event id",
            "eventid",
            "incident id",
            "incident number",
            "record id",
            "case id",
            "uid",
            "uuid",
            "guid",
            "fid",
            "objectid",
            "номер",
            "no",
            "nr",
            "sind event id",
            "event id cnty",
            "ref",
            "reference",
        ],
    ),
    (
        Field::Title,
        &[
            "title",
            "name",
            "headline",
            "incident",
            "event",
            "event name",
            "название",
            "заголовок",
            "ном",
            "label",
            "placemark",
        ],
    ),
    (
        Field::Kind,
        &[
            "event type",
            "event_type",
            "type",
            "incident type",
            "kind",
            "category",
            "attack type",
            "sub event type",
            "type of incident",
            "type of event",
            "тип",
            "тип события",
            "вид",
            "категория",
            "attacktype1 txt",
        ],
    ),
    (
        Field::Date,
        &[
            "date",
            "event date",
            "incident date",
            "date start",
            "start date",
            "date of incident",
            "date of event",
            "day date",
            "occurred",
            "datetime",
            "date time",
            "when",
            "from",
            "begin",
            "start",
            "time stamp",
            "timestamp",
            "дата",
            "дата события",
            "дата начала",
            "сана",
            "date occurred",
            "occurred on",
            "event time",
        ],
    ),
    (Field::DateEnd, &["date end", "end date", "until", "to date", "end", "дата окончания", "date to"]),
    (Field::Year, &["year", "iyear", "год", "сол"]),
    (Field::Month, &["month", "imonth", "месяц"]),
    (Field::Day, &["day", "iday", "день"]),
    (Field::Time, &["time", "time local", "local time", "time of day", "hour", "время"]),
    (
        Field::DatePrecision,
        &["date precision", "time precision", "date prec", "date accuracy", "точность даты"],
    ),
    (
        Field::Latitude,
        &[
            "latitude",
            "lat",
            "y",
            "gps lat",
            "lat dd",
            "широта",
            "point y",
            "decimal latitude",
            "ycoord",
            "coord y",
            "latitude n",
            "gps latitude",
            "event latitude",
        ],
    ),
    (
        Field::Longitude,
        &[
            "longitude",
            "lon",
            "lng",
            "long",
            "x",
            "gps lon",
            "lon dd",
            "долгота",
            "point x",
            "decimal longitude",
            "xcoord",
            "coord x",
            "longitude e",
            "gps longitude",
            "event longitude",
        ],
    ),
    (
        Field::Position,
        &[
            "coordinates",
            "position",
            "location coordinates",
            "gps",
            "lat lon",
            "lat long",
            "latlon",
            "latlong",
            "lat lng",
            "coords",
            "coordinate",
            "координаты",
            "mgrs",
            "geo",
            "geolocation",
            "point",
        ],
    ),
    (Field::Shape, &["geometry", "geom", "wkt", "geom wkt", "the geom", "shape", "geojson"]),
    (
        Field::PlacePrecision,
        &[
            "precision",
            "geo precision",
            "place precision",
            "location precision",
            "where prec",
            "spatial precision",
            "geolocation precision",
            "location accuracy",
            "точность места",
        ],
    ),
    (
        Field::Radius,
        &[
            "radius m",
            "place radius m",
            "radius",
            "accuracy m",
            "uncertainty m",
            "coordinate uncertainty in meters",
        ],
    ),
    (
        Field::Place,
        &[
            "place",
            "where",
            "location",
            "location name",
            "city",
            "town",
            "village",
            "settlement",
            "locality",
            "location description",
            "location of incident",
            "where coordinates",
            "site",
            "place name",
            "место",
            "населенный пункт",
            "населённый пункт",
            "ҷой",
        ],
    ),
    (
        Field::District,
        &[
            "district",
            "admin2",
            "admin 2",
            "adm2",
            "adm 2",
            "adm2 name",
            "adm2 en",
            "county",
            "район",
            "ноҳия",
        ],
    ),
    (
        Field::Province,
        &[
            "province",
            "admin1",
            "admin 1",
            "adm1",
            "adm 1",
            "adm1 name",
            "adm1 en",
            "provstate",
            "state",
            "oblast",
            "region",
            "область",
            "вилоят",
        ],
    ),
    (
        Field::Country,
        &["country", "country name", "admin0", "adm0", "adm0 name", "страна", "country txt", "кишвар"],
    ),
    (
        Field::Actor,
        &[
            "actor",
            "actors",
            "actor1",
            "actor 1",
            "actor2",
            "actor 2",
            "side a",
            "side b",
            "group",
            "gname",
            "participants",
            "участники",
        ],
    ),
    (Field::Perpetrator, &["perpetrator", "actor name", "attacker", "perpetrator name", "исполнитель"]),
    (
        Field::Target,
        &["target", "victim", "organisation affected", "organization affected", "vessel name", "target1"],
    ),
    (
        Field::Weapon,
        &["weapon", "weapons", "weapon type", "weapon carried used", "weaptype1 txt", "means", "оружие"],
    ),
    (
        Field::Killed,
        &[
            "killed",
            "killed best",
            "deaths",
            "fatalities",
            "dead",
            "best",
            "nkill",
            "number killed",
            "total killed",
            "погибшие",
            "погибло",
            "убито",
            "убитые",
            "кушташуда",
        ],
    ),
    (Field::KilledLow, &["killed low", "deaths low", "fatalities low", "low"]),
    (Field::KilledHigh, &["killed high", "deaths high", "fatalities high", "high"]),
    (
        Field::Wounded,
        &[
            "wounded",
            "wounded best",
            "injured",
            "injuries",
            "nwound",
            "number injured",
            "total injured",
            "раненые",
            "ранено",
        ],
    ),
    (Field::WoundedLow, &["wounded low", "injured low"]),
    (Field::WoundedHigh, &["wounded high", "injured high"]),
    (Field::Abducted, &["abducted", "abducted best", "kidnapped", "hostages", "похищено", "похищенные"]),
    (Field::Arrested, &["arrested", "arrested best", "detained", "задержано", "задержанные"]),
    (
        Field::Summary,
        &[
            "summary",
            "description",
            "event description",
            "incident description",
            "details",
            "narrative",
            "attack description",
            "what happened",
            "desc",
            "text",
            "описание",
            "тавсиф",
        ],
    ),
    (
        Field::Notes,
        &["notes", "note", "comment", "comments", "remarks", "примечание", "примечания", "комментарий"],
    ),
    (
        Field::Source,
        &[
            "source",
            "sources",
            "publisher",
            "data source",
            "reported by",
            "источник",
            "источники",
            "манбаъ",
            "src",
        ],
    ),
    (Field::SourceTitle, &["source title", "source headline", "article"]),
    (Field::SourceUrl, &["url", "link", "source url", "source link", "web", "website", "ссылка", "links"]),
    (Field::SourceDate, &["source date", "report date", "date of report", "published"]),
    (Field::Tags, &["tags", "keywords", "метки"]),
];

/// Words within a name, where no name as a whole is known.
const WITHIN: &[(Field, &[&str])] = &[
    (Field::Latitude, &["latitude", "lat", "широта"]),
    (Field::Longitude, &["longitude", "lon", "lng", "долгота"]),
    (Field::DatePrecision, &["date precision", "time precision"]),
    (Field::PlacePrecision, &["geo precision", "location precision", "precision"]),
    (Field::Date, &["date", "дата"]),
    (Field::Killed, &["killed", "deaths", "fatalities", "погиб", "убит"]),
    (Field::Wounded, &["wounded", "injured", "ранен"]),
    (Field::Abducted, &["kidnapped", "abducted", "похищ"]),
    (Field::Arrested, &["arrested", "detained", "задерж"]),
    (Field::Summary, &["description", "narrative", "описание"]),
    (Field::Kind, &["event type", "incident type", "attack type", "category"]),
    (Field::Perpetrator, &["perpetrator"]),
    (Field::Weapon, &["weapon", "оружие"]),
    (Field::SourceUrl, &["url", "link"]),
    (Field::Source, &["source", "источник"]),
    (Field::Province, &["province", "oblast", "область"]),
    (Field::District, &["district", "район"]),
    (Field::Country, &["country", "страна"]),
    (Field::Place, &["location", "place", "village", "место"]),
    (Field::Id, &["event id", "incident id"]),
];

/// What a name most likely holds, the likeliest first, with a score.
pub(super) fn of_name(name: &str) -> Vec<(Field, u32)> {
    let plain = plain(name);
    let mut found: Vec<(Field, u32)> = Vec::new();
    for (field, names) in WHOLE {
        // The usual name of a thing stands before others that it might have.
        if let Some(place) = names.iter().position(|known| *known == plain) {
            found.push((*field, 100 - place.min(30) as u32));
        }
    }
    let padded = format!(" {plain} ");
    for (field, words) in WITHIN {
        if words.iter().any(|word| padded.contains(&format!(" {word}"))) {
            let others = plain.split(' ').count() as u32;
            found.push((*field, 50_u32.saturating_sub(5 * others)));
        }
    }
    found
}

/// What a tag of the Humanitarian Exchange Language says that the column holds.
///
/// # Source
/// The HXL 1.1 dictionary of hashtags and attributes.
pub(super) fn of_tag(tag: &str) -> Option<Field> {
    let mut parts = tag.to_lowercase();
    parts.retain(|letter| !letter.is_whitespace());
    let mut parts = parts.split('+');
    let (tag, attributes) = (parts.next()?.to_owned(), parts.map(str::to_owned).collect::<Vec<_>>());
    let has = |any: &[&str]| any.iter().any(|one| attributes.iter().any(|own| own == one));
    Some(match tag.as_str() {
        "#date" if has(&["end"]) => Field::DateEnd,
        "#date" if !has(&["reported", "published", "updated"]) => Field::Date,
        "#geo" if has(&["lat", "lac"]) => Field::Latitude,
        "#geo" if has(&["lon", "lng", "long"]) => Field::Longitude,
        "#country" if !has(&["code", "iso", "iso2", "iso3", "v_iso2", "v_iso3"]) => Field::Country,
        "#adm1" if !has(&["code"]) => Field::Province,
        "#adm2" if !has(&["code"]) => Field::District,
        "#loc" => Field::Place,
        "#event" | "#crisis" if has(&["id", "code"]) => Field::Id,
        "#event" if has(&["type"]) => Field::Kind,
        "#description" => Field::Summary,
        "#group" if has(&["perp"]) && has(&["name"]) => Field::Perpetrator,
        "#affected" if has(&["killed"]) => Field::Killed,
        "#affected" if has(&["injured"]) => Field::Wounded,
        "#affected" if has(&["kidnapped", "abducted"]) => Field::Abducted,
        "#affected" if has(&["arrested"]) => Field::Arrested,
        "#weapon" => Field::Weapon,
        "#org" if has(&["affected"]) => Field::Target,
        "#meta" if has(&["source"]) => Field::Source,
        "#meta" if has(&["url"]) => Field::SourceUrl,
        _ => return None,
    })
}

/// Small letters and single spaces: `eventDate` and `EVENT_DATE` are one name.
fn plain(name: &str) -> String {
    let mut plain = String::new();
    let mut before_is_small = false;
    for letter in name.chars() {
        if letter.is_alphanumeric() {
            if letter.is_uppercase() && before_is_small {
                plain.push(' ');
            }
            plain.extend(letter.to_lowercase());
            before_is_small = letter.is_lowercase();
        } else {
            plain.push(' ');
            before_is_small = false;
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Field, of_name, of_tag, plain};

    #[test]
    fn names_of_any_case_and_language_are_known() {
        let best =
            |name: &str| of_name(name).into_iter().max_by_key(|(_, score)| *score).map(|(field, _)| field);
        assert_eq!(plain("eventDate_START"), "event date start");
        assert_eq!(best("LATITUDE"), Some(Field::Latitude));
        assert_eq!(best("Дата"), Some(Field::Date));
        assert_eq!(best("attack_type"), Some(Field::Kind));
        assert_eq!(best("Number of people killed"), Some(Field::Killed));
        assert_eq!(best("platform"), None);
        assert!(of_name("longitude")[0].1 > of_name("shore_longitude")[0].1);
        assert_eq!(of_tag("#geo +lac"), Some(Field::Latitude));
        assert_eq!(of_tag("#group +perp "), None);
        assert_eq!(of_tag("#affected+injured"), Some(Field::Wounded));
    }
}
