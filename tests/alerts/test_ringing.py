"""What rings: by moments and by days, each item once, the same however often somebody looks."""

import shutil
from datetime import date

import pytest
from typer.testing import CliRunner

from helpers import actor, day, quantity
from linking.made import prose, report
from storage.conftest import empty  # noqa: F401
from storage.made import SHELLED, capture, request, shelling
from tocsin.alerts import unusual
from tocsin.alerts.rules import Asked, Rule
from tocsin.alerts.watching import rings, start
from tocsin.cli import app
from tocsin.storage.correcting import Correction
from tocsin.storage.store import Store

UNTIL = date(2021, 5, 20)


@pytest.fixture
def store(tmp_path, empty):  # noqa: F811
    shutil.copy(empty, tmp_path / "news.tocsin")
    with Store(tmp_path / "news.tocsin") as opened:
        yield opened


def rule(when, **given):
    filters = Asked(**given.pop("filters", {}))
    return Rule(name=when, when=when, send=("screen",), filters=filters, **given)


def rung(store, *rules, since=date(2021, 5, 1), until=UNTIL):
    found = {}
    for alerts, _ in rings(store, rules, start(store, since), until):
        for _, alert in alerts:
            found.setdefault(alert.id, (alert.known[:10], alert.item))
    return list(found.values())


def test_a_claim_rings_when_it_first_fits(store):
    store.add(shelling(), known="2021-05-04")
    store.add(capture(), known="2021-05-05")
    store.add(shelling("post-9", claim={"status": "denied"}), known="2021-05-06")
    happened = rule("claim", filters={"status": "happened"})
    assert rung(store, happened) == [("2021-05-04", "post-1:shelled"), ("2021-05-05", "post-2:taken")]
    assert rung(store, rule("claim", filters={"place": "Karsk", "status": "denied"})) == [
        ("2021-05-06", "post-9:shelled")
    ]


def test_a_correction_rings_only_where_the_claim_did_not_fit_before(store):
    store.add(shelling(), known="2021-05-04")
    store.add(capture(claim={"status": "planned"}), known="2021-05-04")
    position = start(store)
    store.accept("post-1:shelled", "Ann", "so it says")
    store.correct("post-1:shelled", Correction(mode="firearms"), "Ann", "rifles")
    store.correct("post-2:taken", Correction(status="happened"), "Ann", "it is in the past tense")
    rules = [rule("claim", filters={"status": "happened"})]
    found = [alert.item for alerts, _ in rings(store, rules, position, date.today()) for _, alert in alerts]
    assert found == ["post-2:taken"]


def test_a_second_origin_and_a_contradiction_ring(store):
    store.add(shelling(), known="2021-05-04")
    other = "Brask shelled Karsk on Friday and killed 31 people, a doctor said."
    told = {"quantities": (quantity(other, "31", 31, 31, "killed"),)}
    store.add(shelling("post-7", other, claim=told), known="2021-05-06")
    event = store.list("events")[0].id
    new, twice, disputed = rule("origin"), rule("event", filters={"origins": 2}), rule("contradiction")
    assert rung(store, rule("event")) == [("2021-05-04", event)]
    assert rung(store, twice) == [("2021-05-06", event)]
    assert [(at, item.split()[0]) for at, item in rung(store, new)] == [("2021-05-06", event)]
    assert [(at, item.split()[:2]) for at, item in rung(store, disputed)] == [("2021-05-06", [event, "figures"])]


def test_due_days_and_the_day_after(store):
    store.add(request(claim={"due": day("2021-05-12")}), known="2021-05-04")
    item = "lpost-3:boats 2021-05-12"
    assert rung(store, rule("due"), rule("overdue")) == [("2021-05-09", item), ("2021-05-13", item)]
    assert rung(store, rule("due", days=0)) == [("2021-05-12", item)]
    assert rung(store, rule("due"), rule("overdue"), since=date(2021, 5, 14)) == []
    store.resolve("lpost-3:boats", "withdrawn", None, "Ann", "asked no more")
    assert rung(store, rule("overdue"), until=UNTIL) == [("2021-05-13", item)]  # nobody had closed it then


def test_an_outcome_rings_once_a_person_has_decided(store):
    store.add(request(claim={"due": day("2021-05-12")}), known="2021-05-04")
    position = start(store)
    store.resolve("lpost-3:boats", "missed", None, "Ann", "none came")
    store.resolve("lpost-3:boats", "withdrawn", None, "Bob", "asked no more")

    def found(*rules):
        return [alert for alerts, _ in rings(store, rules, position, date.today()) for _, alert in alerts]

    assert [each.item for each in found(rule("outcome"))] == [
        "lpost-3:boats confirmed missed", "lpost-3:boats confirmed withdrawn",
    ]  # fmt: skip
    (missed,) = found(rule("outcome", outcomes="missed"))
    assert missed.title == "missed, decided by Ann | requested: AID | League → Arden" and len(missed.quotes) == 1
    assert found(rule("outcome", filters={"type": "ASSAULT"})) == []


def test_a_proposed_outcome_rings_where_it_is_asked_for(store):
    store.add(request(claim={"due": day("2031-06-01")}), known="2021-05-04")
    text = "The League gave Arden boats on Monday."
    given = {"type": "AID", "actors": (actor(text, "League", id="league", kind="organisation"),)}
    given |= {"recipients": (actor(text, "Arden", id="arden", kind="country"),), "when": day("2031-05-26")}
    store.add(report("post-8", text, ("boats", given), published="2031-05-28"), known="2021-05-06")
    assert rung(store, rule("outcome")) == []
    ((at, item),) = rung(store, rule("outcome", proposed=True, outcomes=("met", "met-early")))
    assert at == "2021-05-06" and item.startswith("lpost-3:boats proposed met") and item.endswith("post-8:boats")


def test_grades_ring_and_claims_ring_by_the_grade_of_who_says_so(store):
    store.add(shelling(), known="2021-05-04")
    position = start(store)
    name = next(each.id for each in store.list("sources") if each.name == "the mayor")
    store.grade("reliability", name, "B", "Ann", "right twice")
    store.grade("credibility", "post-1:shelled", "2", "Ann", "it fits")
    store.add(shelling("post-9", "Brask shelled Karsk again on Sunday, the mayor said."))
    store.add(capture())

    def found(given):
        return [alert.title for alerts, _ in rings(store, [given], position, date.today()) for _, alert in alerts]

    assert found(rule("grade")) == [f"reliability B for {name}, by Ann", "credibility 2 for post-1:shelled, by Ann"]
    assert found(rule("grade", grades=("A", "B"))) == [f"reliability B for {name}, by Ann"]
    assert len(found(rule("claim", reliability=("A", "B")))) == 1
    assert len(found(rule("claim", reliability="F"))) == 1 and len(found(rule("claim"))) == 2


def test_what_is_old_does_not_ring_and_looking_often_changes_nothing(store):
    rules = [rule("claim"), rule("event"), rule("origin"), rule("due"), rule("overdue")]
    store.add(shelling(), known="2021-05-04")
    assert rung(store, *rules, since=date(2021, 5, 5)) == []
    store.add(request(claim={"due": day("2021-05-12")}), known="2021-05-06")
    at_once = rung(store, *rules)
    position, found = start(store, date(2021, 5, 1)), {}
    for number in range(1, 21):
        for alerts, reached in rings(store, rules, position, date(2021, 5, number)):
            position = reached
            for _, alert in alerts:
                found.setdefault(alert.id, (alert.known[:10], alert.item))
    assert list(found.values()) == at_once
    assert len(at_once) == 8


def test_an_unusual_number_of_reports_rings_against_the_same_weekday(store):
    days = [(week, copy) for week in range(9) for copy in range(9 if week == 8 else 1)]
    for week, copy in days:  # one each Tuesday, then nine
        published = date.fromordinal(date(2021, 3, 9).toordinal() + 7 * week).isoformat()
        text = f"{SHELLED}\n{prose(week, 90)}"
        store.add(shelling(f"n-{week}-{copy}", text, published=published), known=published)
    assert rung(store, rule("volume")) == [("2021-05-05", "2021-05-04")]
    assert rung(store, rule("volume"), since=date(2021, 5, 5)) == []
    assert rung(store, rule("volume", count="origins")) == []  # copies of one text
    assert rung(store, rule("volume", least=10)) == []
    assert rung(store, rule("volume", filters={"place": "Lomna"})) == []


def test_the_tail_is_that_of_the_stated_model():
    even = [1] * 8
    assert unusual.tail(0, even) == 1.0
    assert unusual.tail(1, even) == pytest.approx(1 - (8 / 9) ** 8.5)
    tails = [unusual.tail(count, [2, 0, 3, 1, 0, 2, 4, 1]) for count in range(40)]
    assert tails == sorted(tails, reverse=True)
    assert unusual.tail(17, [0] * 7 + [16]) > 50 * unusual.tail(17, [2] * 8)
    for freedom, away, known in ((3, 2.3534, 0.05), (4, 2.1318, 0.05), (7, 4.7853, 0.001), (7, -1.4149, 0.9)):
        assert unusual._student(away, freedom) == pytest.approx(known, rel=1e-3)


def test_a_dry_run_shows_what_would_have_rung(store, tmp_path):
    store.add(shelling(), known="2021-05-04")
    rules = tmp_path / "rules.yaml"
    rules.write_text(
        "channels: [{name: hook, to: webhook, url: 'https://desk.example/', secret: $NOT_THERE}]\n"
        "rules: [{name: all, when: claim, send: [hook]}]\n",
        "utf-8",
    )
    asked = ["watch", store.database.name, str(rules), "--dry-run", "--since", "2021-05-01"]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0
    assert "all: ASSAULT happened | Brask | Karsk" in done.stdout
    assert "1 alerts would have rung" in done.stderr
    assert sorted(path.name for path in tmp_path.glob("*.alerts")) == []
    assert CliRunner().invoke(app, asked[:-2]).exit_code == 2
    assert CliRunner().invoke(app, asked[:3]).exit_code == 2  # the secret is missing
