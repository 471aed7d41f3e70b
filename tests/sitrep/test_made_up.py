"""Reports of made-up stores: whatever the records hold, every sentence is whole, noted, and no more than they say."""

from __future__ import annotations

import re
from typing import get_args

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from helpers import actor, day, place, quantity, source
from linking.made import report
from tocsin.records import Status
from tocsin.sitrep.document import Quote
from tocsin.sitrep.lint import faults
from tocsin.sitrep.making import make
from tocsin.sitrep.phrases import _phrases
from tocsin.storage.filters import Filters
from tocsin.storage.store import Store

CODES = sorted(_phrases(), key=str)
PARTIES = {"the Rivermen": "armed-group", "Brask": "country", "some traders": "civilians", "two clerks": "person"}
PLACES = {"Karsk": "ARD", "Lomna": "BRK"}

DAYS = (("2031-05-02",), ("2029-01-01", "2029-01-31"), ("2031-04-28", "2031-05-02"))

claims = st.fixed_dictionaries({
    "code": st.sampled_from([each for each in CODES if each[1] != "itself"]),
    "status": st.sampled_from(get_args(Status)),
    "actors": st.lists(st.sampled_from(sorted(PARTIES)), max_size=2, unique=True),
    "recipients": st.lists(st.sampled_from(sorted(PARTIES)), max_size=2, unique=True),
    "places": st.lists(st.sampled_from(sorted(PLACES)), max_size=2, unique=True),
    "sources": st.sampled_from([(), ("Brask",), ("two clerks",), ("Vela Moor", "Ors Tal")]),
    "when": st.sampled_from([None, *(day(*each) for each in DAYS)]),
    "due": st.sampled_from([None, None, day("2031-05-20"), day("2031-05-12")]),
    "killed": st.sampled_from([None, 0, 4, 31]),
})  # fmt: skip
reports = st.lists(st.lists(claims, min_size=1, max_size=3), min_size=1, max_size=5)


def made(number: int, given: list[dict]):
    """A report in which each claim has a line of its own, or shares it with the claim before."""
    lines = [f"The Rivermen, Brask, some traders and two clerks of post {number} {step} saw 4 or 31 or 0 dead in Karsk "
             f"and Lomna, turned{step}." for step in range(len(given))]  # fmt: skip
    text = "\n".join(lines)
    return report(
        f"r{number}", text, *((f"turned{step}", _fields(text, one)) for step, one in enumerate(given)),
        published=f"2031-05-{4 + number:02}",
    )  # fmt: skip


def _fields(text: str, one: dict) -> dict:
    def parties(names: list[str]):
        return tuple(actor(text, each.split(" ")[-1], kind=PARTIES[each], name=each.split(" ")[-1]) for each in names)

    killed = one["killed"]
    return {
        "type": one["code"][0], "mode": one["code"][1], "status": one["status"], "when": one["when"], "due": one["due"],
        "actors": parties(one["actors"]), "recipients": parties(one["recipients"]),
        "places": tuple(place(text, each, country=PLACES[each]) for each in one["places"]),
        "sources": tuple(map(source, one["sources"])),
        "quantities": () if killed is None else (quantity(text, str(killed), killed, killed, "killed"),),
    }  # fmt: skip


@settings(
    max_examples=8, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck)
)
@given(given_reports=reports)
def test_every_sentence_of_a_made_up_store_is_whole_and_noted(given_reports, tmp_path_factory):
    path = tmp_path_factory.mktemp("made") / "news.tocsin"
    records = [made(number, each) for number, each in enumerate(given_reports)]
    with Store(path) as store:
        for each in records:
            store.add(each)
        document = make(store, "news", "2031-05-05", Filters(as_of="2031-05-15"))
    texts = [" ".join(each.report.text.split()) for each in records]
    assert set(document.numbers()) == set(document.notes)
    for each in document.sentences():
        words = each.text
        assert each.notes and not list(faults(each.ours))
        assert words[0].isupper() or words[0].isdigit(), words
        assert words[-1] in ".”", words
        ours = re.sub("“[^”]*”", "“”", words)
        assert not re.search(r"\b(\w+) \1\b|  | [,.;)]|\(\)|None|\ba [aeio]|\{|;\.|\.\.|,\.", ours), words
        quotes = [" ".join(part.split()) for part in each.parts if isinstance(part, Quote)]
        assert all(any(quote in text for text in texts) for quote in quotes), words
