"""Claims as W3C Web Annotations: what the recommendation asks, and that quotes and positions find the words."""

from __future__ import annotations

import io
import json

import msgspec

from exports.made import reports
from tocsin.exports import layouts
from tocsin.exports.layouts import Asked
from tocsin.exports.webannotation import AROUND
from tocsin.records import Claim
from tocsin.storage import loading
from tocsin.storage.coded import digest
from tocsin.storage.filters import Filters
from tocsin.storage.moments import newest
from tocsin.storage.store import Store


def annotations(store, **asked):
    out = io.BytesIO()
    said = [*layouts.write("webannotation", store.database, Asked(Filters(**asked)), out)]
    return [json.loads(line) for line in out.getvalue().splitlines()], said


def test_an_annotation_a_claim_with_all_that_the_recommendation_asks(samples):
    given, said = annotations(samples)
    claims = {row.claim.id: row for row in samples.list("claims")}
    assert [each["id"].rpartition(":")[2] for each in given] == list(claims)
    assert said == [f"{len(claims)} claims written, an annotation each, whatever their status"]
    for each in given:
        assert each["@context"][0] == "http://www.w3.org/ns/anno.jsonld" and each["type"] == "Annotation"
        assert each["motivation"] == "classifying" and each["creator"]["type"] == "Software"
        whole = next(body for body in each["body"] if body["format"] == "application/json")
        claim = claims[each["id"].rpartition(":")[2]].claim
        assert msgspec.json.decode(whole["value"], type=Claim) == claim
        assert {body["value"] for body in each["body"] if body["purpose"] == "tagging"} >= {claim.status}
        assert {target["type"] for target in each["target"]} == {"SpecificResource"}


def test_quotes_and_positions_find_the_words(samples):
    with samples.database.reading() as connection:
        texts = {row.id: loading.text(connection, newest(connection), row.id) for row in samples.list("reports")}
    reports = {row.claim.id: row.report for row in samples.list("claims")}
    for each in annotations(samples)[0]:
        text = texts[reports[each["id"].rpartition(":")[2]]]
        for target in each["target"]:
            quote, position = target["selector"]
            start, end = position["start"], position["end"]
            assert text[start:end] == quote["exact"]
            assert text[max(0, start - AROUND) : end + AROUND] == quote["prefix"] + quote["exact"] + quote["suffix"]
            assert target["state"]["tocsin:textDigest"] == digest(text.encode())


def test_the_source_is_the_address_where_there_is_one(made):
    given = {each["id"]: each for each in annotations(made)[0]}
    assert given["urn:tocsin:claim:post-1:shelled"]["target"][0]["source"] == "https://post.example/1"
    assert given["urn:tocsin:claim:post-4:marched"]["target"][0]["source"] == "urn:tocsin:report:post-4"


def test_what_a_person_decided_is_an_assessment(tmp_path):
    with Store(tmp_path / "news.tocsin") as store:
        store.add(reports()[0])
        store.accept("post-1:shelled", "Ann", "as it says")
        (given,) = annotations(store)[0]
    assert given["motivation"] == "assessing"
    assert [body["value"] for body in given["body"] if body["purpose"] == "assessing"] == ["accepted"]
