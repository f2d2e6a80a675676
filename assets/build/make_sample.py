#!/usr/bin/env python3
"""Brings the curated list of incidents into Marz's native format.

    make_sample.py incidents.json > assets/incidents/frontier.geojson

Every fact is carried over as it stands and nothing is added: null becomes an absent member, and an
incident without coordinates has no geometry. Only `meta.count` is left out, which would be wrong after the
first edit. The result is byte for byte what Marz itself writes.
"""

import json
import sys


def stated(**members):
    """The members that say something, in this order."""
    return {key: value for key, value in members.items() if value not in (None, [], "")}


def toll(prefix, count):
    groups = [stated(**{key: group.get(key) for key in ("group", "low", "best", "high")})
              for group in count["by_group"]]
    members = {"low": count["low"], "best": count["best"], "high": count["high"],
               "by_group": groups, "note": count["note"]}
    return {f"{prefix}_{key}": value for key, value in members.items()}


def feature(row):
    date, geo, acled = row["date"], row["geo"], row["acled_like"]
    properties = stated(
        title=row["title"], event_type=row["event_type"],
        date_start=date["start"], date_end=date["end"], date_precision=date["precision"],
        time_local=date["time_local"], date_note=date["note"],
        place=row["place"], district=row["district"], province=row["province"], country=row["country"],
        place_precision=geo["precision"], place_method=geo["method"],
        gazetteer=geo["gazetteer"], gazetteer_id=geo["gazetteer_id"],
        border_distance_km=geo["distance_to_border_km"], side=geo["side_by_polygon"],
        **toll("killed", row["fatalities"]), **toll("wounded", row["injuries"]),
        summary=row["summary"], notes=row["notes"],
        acled_event_type=acled["event_type"], acled_sub_event_type=acled["sub_event_type"],
        actors=[stated(**{key: actor.get(key) for key in ("name", "role", "note")})
                for actor in row["actors"]],
        sources=[stated(**{key: source.get(key) for key in ("title", "publisher", "date", "url", "lang")})
                 for source in row["sources"]],
        tags=row["tags"],
    )
    distance = properties.get("border_distance_km")
    if distance is not None and distance == int(distance):
        properties["border_distance_km"] = int(distance)
    point = None
    if geo["lat"] is not None:
        point = {"type": "Point", "coordinates": [geo["lon"], geo["lat"]]}
    return {"type": "Feature", "id": row["id"], "geometry": point, "properties": properties}


def facts(meta):
    rest = {key: value for key, value in meta.items() if key not in ("title", "attribution", "count")}
    return {"version": "1.2", "title": meta["title"], "attribution": meta["attribution"], **rest}


def line(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def main():
    stream = open(sys.argv[1], encoding="utf-8") if len(sys.argv) > 1 else sys.stdin
    with stream:
        data = json.load(stream)
    features = sorted((feature(row) for row in data["incidents"]), key=lambda f: f["id"].encode())
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    print('{"type":"FeatureCollection",')
    print(f'"marz":{line(facts(data["meta"]))},')
    print('"features":[')
    print(",\n".join(line(f) for f in features))
    print("]}")


if __name__ == "__main__":
    main()
