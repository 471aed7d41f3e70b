"""Events as FollowTheMoney entities: against its published schemas, and by its own validator where there is one."""

from __future__ import annotations

import io
import json
import re
from collections import Counter

import pytest

from tocsin.exports import ftm, layouts
from tocsin.exports.layouts import Asked
from tocsin.storage.filters import Filters

# what each schema takes of what we write, and which of these are entities of which schema
SCHEMAS = {
    "Event": """name recordId keywords summary date startDate endDate location country addressEntity involved
        namesMentioned proof sourceUrl publisher""",
    "Note": "name entity description proof sourceUrl publisher",
    "Article": "title publisher publishedAt sourceUrl retrievedAt",
    "Address": "full city region country latitude longitude remarks",
    "PublicBody": "name country",
    "Organization": "name country",
    "Person": "name country",
}
LEGAL = {"PublicBody", "Organization", "Person"}
RANGES = {"addressEntity": {"Address"}, "involved": LEGAL, "proof": {"Article"}, "entity": {"Event"}}
REQUIRED = {"Event": {"name"}, "PublicBody": {"name"}, "Organization": {"name"}, "Person": {"name"}}
ID = re.compile(r"[0-9A-Za-z]([0-9A-Za-z.-]*[0-9A-Za-z])?")


def entities(store, **asked):
    out = io.BytesIO()
    said = [*layouts.write("ftm", store.database, Asked(Filters(**asked)), out)]
    return [json.loads(line) for line in out.getvalue().splitlines()], said


@pytest.mark.parametrize("store", ["made", "samples"])
def test_the_entities_keep_to_the_published_schemas(store, request):
    given = entities(request.getfixturevalue(store))[0]
    kinds = {each["id"]: each["schema"] for each in given}
    assert len(kinds) == len(given)
    for each in given:
        names = set(each["properties"])
        assert REQUIRED.get(each["schema"], set()) <= names <= set(SCHEMAS[each["schema"]].split())
        assert ID.fullmatch(each["id"])
        for name, values in each["properties"].items():
            assert values and len(values) == len(set(values)) and all(isinstance(value, str) for value in values)
            assert name not in RANGES or {kinds[value] for value in values} <= RANGES[name]


@pytest.mark.parametrize("store", ["made", "samples"])
def test_every_event_and_claim_is_there_once_and_counted(store, request):
    store = request.getfixturevalue(store)
    given, (said,) = entities(store)
    events, claims = store.list("events"), store.list("claims")
    counts = Counter(each["schema"] for each in given)
    assert (counts["Event"], counts["Note"], counts["Article"]) == (
        len(events), len(claims), len({row.report for row in claims}),
    )  # fmt: skip
    assert said == "entities written: " + ", ".join(f"{count} {schema}" for schema, count in sorted(counts.items()))


def test_what_has_not_happened_says_so_in_its_name(made):
    names = {each["properties"]["recordId"][0]: each["properties"]["name"][0] for each in entities(made)[0]
             if each["schema"] == "Event"}  # fmt: skip
    assert next(name for id, name in names.items() if "post-5" in id).startswith("possible: Arden")
    assert next(name for id, name in names.items() if "post-1" in id) == (
        "Brask → people: ASSAULT/heavy-weapons, Karsk, 2031-05-02"
    )


def test_a_month_stays_a_month_and_a_range_a_range(made):
    dated = {each["properties"]["recordId"][0]: each["properties"] for each in entities(made)[0]
             if each["schema"] == "Event"}  # fmt: skip
    month, range_ = (next(told for id, told in dated.items() if name in id) for name in ("post-8", "post-3"))
    assert month["date"] == ["2031-05"] and "startDate" not in month
    assert (range_["startDate"], range_["endDate"]) == (["2031-05-01"], ["2031-05-10"]) and "date" not in range_


def test_only_whom_the_directory_knows_is_an_entity(made):
    named = {each["properties"]["name"][0] for each in entities(made)[0] if each["schema"] in LEGAL}
    assert named == {"Brask", "Arden", "League", "Rivermen"}


def test_ids_that_it_cannot_take_are_changed_and_stay_apart():
    ids = {ftm._id("report", id) for id in ("a/b", "a b", "a-b", "geonames:12", "geonames-12.", "=x")}
    assert len(ids) == 6 and all(map(ID.fullmatch, ids)) and "tocsin-report-geonames-12" in ids


@pytest.mark.parametrize("store", ["made", "samples"])
def test_its_own_validator_finds_nothing_wrong(store, request):
    model = pytest.importorskip("followthemoney", reason="followthemoney is not installed: it takes minutes").model
    for each in entities(request.getfixturevalue(store))[0]:
        schema = model.get(each["schema"])
        schema.validate(each)
        proxy = model.get_proxy(each)  # cleaned: what it cannot take would be gone
        assert {name: set(values) for name, values in each["properties"].items()} == {
            name: set(proxy.get(name)) for name in each["properties"]
        }
