"""What people decide on claims: it is kept, told, never overwritten unseen, and can be undone to the letter."""

from __future__ import annotations

import shutil

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import insert

from helpers import actor, quantity, source, span
from linking.made import prose
from storage.made import SHELLED, TAKEN, capture, request, shelling
from storage.servers import emptied
from storage.test_grouping import RETOLD
from storage.test_ledger import ITEM, delivery
from tocsin.records import Source
from tocsin.storage import loading
from tocsin.storage.acts import Conflict
from tocsin.storage.correcting import Correction, Days, Figure, Party, Speaker, Where, Words
from tocsin.storage.database import StoreError
from tocsin.storage.filters import Filters
from tocsin.storage.store import Store
from tocsin.storage.tables import verdict

CLAIM, EVENT = "post-1:shelled", "epost-1:shelled"
DENIED = Correction(status="denied")


def picture(store):
    """All that stands, without when it came to be known."""
    events, ledger, claims = store.list("events"), items(store), store.list("claims")
    lines = [
        replace(line, outcomes=tuple(replace(each, known="", who=None) for each in line.outcomes)) for line in ledger
    ]
    grades = [(row.id, row.reliability) for row in store.list("sources")]
    rows = sorted(msgspec.json.encode(replace(row, known="")) for row in claims)
    return sorted(map(msgspec.json.encode, events)), sorted(map(msgspec.json.encode, lines)), rows, sorted(grades)


def items(store):
    return store.list("ledger", as_of="2031-07-01")


def one(store, claim=CLAIM):
    (found,) = [row for row in store.list("claims") if row.claim.id == claim]
    return found


def quoted(store):
    with store.database.reading() as connection:
        return loading.card(loading.named(connection, newest(store), [CLAIM])[CLAIM]).quoted


def newest(store):
    return store.check().moments


# ---------------------------------------------------------------- accepting, correcting, rejecting
def test_what_is_accepted_stays_as_it_is_and_says_by_whom(store):
    store.add(shelling())
    before = picture(store)
    store.accept(CLAIM, "Ann", "as the text says")
    assert picture(store) == before
    told = store.why(CLAIM)
    assert (told.verdict, told.reviewer) == ("accepted", "Ann")
    assert [step.words for step in told.history if step.who == "Ann"] == [
        "accepted by Ann began",
        "accept post-1:shelled",
    ]
    assert store.check().problems == []


def test_a_correction_begins_the_claim_anew_under_its_id_and_in_its_event(store):
    store.add(shelling(), known="2021-05-04")
    mayor = span(SHELLED, "the mayor")
    given = Correction(
        type="COERCE",
        mode="seize",
        status="planned",
        actors=(Party(start=mayor.start, end=mayor.end, kind="person"),),
        recipients=(Party(start=0, end=5),),
        when=Days(start="2031-05-01", end="2031-05-03"),
        places=(Where(lat=50.25, lon=30.5),),
        quantities=(Figure(start=SHELLED.index("12"), end=SHELLED.index("12") + 2, about="injured", low=12, high=12),),
    )
    store.correct(CLAIM, given, "Ann", "misread")
    row = one(store)
    item = row.claim
    assert (item.type, item.mode, item.status, row.event) == ("COERCE", "seize", "planned", EVENT)
    assert (item.actors[0].text, item.actors[0].kind, item.actors[0].id) == ("the mayor", "person", None)
    assert item.recipients[0].id == "brask", "words that stood for somebody stand for the same"
    assert (item.when.start, item.when.end, item.when.precision) == ("2031-05-01", "2031-05-03", "range")
    assert (item.places[0].lat, item.places[0].lon, item.places[0].text) == (50.25, 30.5, "Karsk")
    assert item.quantities[0].about == "injured"
    assert item.plover.type == "THREATEN" and item.confidence == 1.0
    assert item.rule.startswith("Ann corrected type, mode, status, actors, recipients, when, places, quantities; read")
    assert store.list("claims", type=("ASSAULT",)) == [] and len(store.list("claims", place="Karsk")) == 1
    assert len(store.list("claims", since="2031-05-03", until="2031-05-03")) == 1
    assert [line.id for line in items(store)] == ["lpost-1:shelled"]
    with store.diff("2021-05-04", "2999-01-01") as found:
        changed = {each.kind: each for each in found}
    assert changed["claim"].who == "Ann" and "status" in changed["claim"].fields
    assert changed["verdict"].after == "corrected by Ann"
    (act,) = store.acts()
    assert (act.verb, act.target, act.who, act.reason) == ("correct", CLAIM, "Ann", "misread")
    assert msgspec.json.decode(act.change, type=Correction) == given
    assert one(store).claim == item and store.list("claims", Filters(at="2021-05-04"))[0].claim.type == "ASSAULT"
    assert store.check().problems == []


def test_a_place_of_the_gazetteer_and_an_actor_of_the_directory(store):
    text = "Brask shelled the outskirts of Kyiv, not Karsk, on Friday."
    store.add(shelling(text=text, claim={"places": (), "actors": (), "when": None}))
    at = text.index("Kyiv")
    store.correct(CLAIM, Correction(places=(Where(id="geonames:703448", start=at, end=at + 4),)), "Ann", "it says so")
    (found,) = one(store).claim.places
    assert (found.text, found.id, found.country, found.kind) == ("Kyiv", "geonames:703448", "UKR", "city")
    store.correct(CLAIM, Correction(recipients=(Party(start=at, end=at + 4, id="ukraine"),)), "Ann", "its capital")
    assert one(store).claim.recipients[0].country == "UKR"
    assert len(store.list("claims", place="UKR")) == 1
    assert store.check().problems == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (Correction(), "changes nothing"),
        (Correction(status="happened"), "changes nothing"),
        (Correction(mode="demo"), "'demo' is no mode of ASSAULT"),
        (Correction(actors=(Party(start=5, end=4000),)), "no words of the report"),
        (Correction(actors=(Party(start=0, end=5, id="nobody"),)), "no actor 'nobody'"),
        (Correction(places=(Where(id="geonames:0"),)), "no place 'geonames:0'"),
        (Correction(places=(Where(lat=91, lon=0),)), "latitude and longitude"),
        (Correction(places=(Where(lat=float("nan"), lon=0),)), "latitude and longitude"),
        (Correction(when=Days(start="Friday")), "'Friday' is no day"),
        (Correction(when=Days(start="2031-05-03", end="2031-05-02")), "comes before"),
        (Correction(quantities=(Figure(start=0, end=5, about="killed", low=3, high=2),)), "is less than"),
        (
            Correction(quantities=(Figure(start=0, end=5, about="killed", low=3, of=Words(start=9, end=9)),)),
            "no words of",
        ),
        (Correction(sources=(Speaker(name="Nobody", kind="named"),)), "no source 'Nobody'"),
        (Correction(sources=(Speaker(start=0, end=5),)), "say what 'Brask' is"),
        (Correction(sources=(Speaker(start=0, end=5000, kind="named"),)), "no words of the report"),
    ],
)
def test_corrections_that_cannot_be(store, given, message):
    store.add(shelling())
    with pytest.raises(StoreError, match=message):
        store.correct(CLAIM, given, "Ann", "why not")
    assert newest(store) == 1


def test_the_chain_of_sources_and_the_figures_are_corrected_and_come_back(store):
    text = "Brask shelled Karsk, killing 12 soldiers, an aide said, citing Reuters and the mayor."
    mayor, aide, reuters = (span(text, words) for words in ("the mayor", "an aide", "Reuters"))
    dead, soldiers = span(text, "12"), span(text, "soldiers")
    figures = (quantity(text, "12", 12, 12, "injured"),)
    killed = Figure(start=dead.start, end=dead.end, about="killed", low=12)
    had = (source("the army"), Source(mayor.start, mayor.end, mayor.text, "Ivan Tal", "unnamed", None))
    store.add(shelling(text=text, claim={"actors": (), "when": None, "sources": had, "quantities": figures}))
    before = one(store)
    given = Correction(
        sources=(
            Speaker(start=aide.start, end=aide.end, kind="unnamed"),
            Speaker(start=reuters.start, end=reuters.end),
            Speaker(start=mayor.start, end=mayor.end, kind="named"),
            Speaker(name="the army"),
        ),
        quantities=(replace(killed, of=Words(start=soldiers.start, end=soldiers.end)),),
    )
    store.correct(CLAIM, given, "Ann", "an aide says so")
    item = one(store).claim
    assert [(each.name, each.kind, each.outlet_kind) for each in item.sources] == [
        ("an aide", "unnamed", None),
        ("Reuters", "outlet", "agency"),
        ("Ivan Tal", "named", None),
        ("the army", "named", None),
    ]
    (figure,) = item.quantities
    assert (figure.about, figure.low, figure.high, figure.of.text) == ("killed", 12, None, "soldiers")
    assert item.rule.startswith("Ann corrected sources, quantities; read as")
    assert quoted(store) == "reuters", "what quotes an outlet only is no origin of its own"
    assert "an aide" in {line.name for line in store.list("sources")}
    store.correct(CLAIM, Correction(quantities=(replace(killed, low=13),)), "Ann", "13")
    assert one(store).claim.quantities[0].of.text == "soldiers", "left out, it stays"
    act = store.correct(CLAIM, Correction(sources=(), quantities=()), "Ann", "its own word")
    assert (one(store).claim.sources, one(store).claim.quantities) == ((), ())
    assert quoted(store) is None
    for number in (act, act - 1, act - 2):
        store.undo(number, "Ann", "oh")
    assert (one(store).claim, quoted(store)) == (before.claim, None)
    assert store.check().problems == []


def test_another_type_takes_no_mode_of_the_old_one_with_it(store):
    store.add(capture())
    store.correct("post-2:taken", Correction(type="ASSAULT"), "Ann", "fought over")
    assert (one(store, "post-2:taken").claim.type, one(store, "post-2:taken").claim.mode) == ("ASSAULT", None)


def test_a_rejected_claim_ends_with_what_rests_on_it(store):
    store.add(request())
    store.add(delivery())
    assert [each.claim for each in items(store)[0].outcomes] == ["post-8:boats"]
    store.reject("post-8:boats", "Ann", "about other boats")
    assert items(store)[0].outcomes == ()
    assert "post-8:boats" not in [row.claim.id for row in store.list("claims")]
    with pytest.raises(StoreError, match=r"stands no more: .*rejected by Ann: about other boats"):
        store.why("post-8:boats")
    with pytest.raises(StoreError, match="no claim 'post-8:boats' in the store: Ann rejected it"):
        store.accept("post-8:boats", "Bo", "no")
    assert store.check().problems == []


def test_a_correction_renews_what_the_claim_is_proposed_for_and_leaves_what_people_confirmed(store):
    store.add(request())
    store.add(delivery())
    store.correct("post-8:boats", Correction(type="PROTEST"), "Ann", "no delivery")
    assert items(store)[0].outcomes == ()
    store.correct("post-8:boats", Correction(type="AID"), "Ann", "it is one")
    store.resolve(ITEM, "met", "post-8:boats", "Bo", "delivered")
    store.correct("post-8:boats", Correction(actors=()), "Ann", "not said by whom")
    assert [(each.state, each.who) for each in items(store)[0].outcomes] == [("confirmed", "Bo")]
    assert store.check().problems == []


# ---------------------------------------------------------------- reading again
def test_reading_again_by_newer_rules_undoes_no_decision(store):
    store.add(shelling())
    store.add(capture())
    store.add(request())
    store.correct(CLAIM, DENIED, "Ann", "the army denies it")
    store.accept("post-2:taken", "Bo", "it says so")
    store.reject("post-3:asked", "Cy", "no request")
    before = picture(store)
    store.add(shelling(claim={"status": "possible"}))
    store.add(capture(claim={"status": "planned", "id": "post-2:anew"}))
    assert store.add(request(claim={"status": "promised"})).what == "changed"
    assert (one(store).claim.status, one(store).event) == ("denied", EVENT)
    anew = one(store, "post-2:anew")
    assert (anew.claim.status, anew.event) == ("happened", "epost-2:taken")
    assert "post-3:asked" not in [row.claim.id for row in store.list("claims")]
    assert len(picture(store)[0]) == len(before[0])
    assert {(act.who, act.target) for act in store.acts() if act.verb == "keep"} == {
        ("Ann", CLAIM),
        ("Bo", "post-2:anew"),
        ("Cy", "post-3:asked"),
    }
    assert store.check().problems == []
    for again in (shelling(), shelling(claim={"status": "possible"}), capture()):
        assert store.add(again).what == "unchanged"


def test_a_decision_moves_with_its_words(store):
    store.add(shelling())
    store.correct(CLAIM, Correction(status="denied", places=(Where(lat=1, lon=2),)), "Ann", "denied")
    text = f"Corrected at noon.\n{SHELLED}"
    store.add(shelling(text=text, claim={"id": "post-1:later"}))
    item = one(store, "post-1:later").claim
    assert (item.status, item.places[0].lat) == ("denied", 1.0)
    assert text[item.places[0].start : item.places[0].end] == "Karsk"
    assert (store.why("post-1:later").verdict, store.why("post-1:later").reviewer) == ("corrected", "Ann")
    assert store.check().problems == []


def test_a_decision_ends_where_the_outlet_changes_the_sentence(store):
    store.add(shelling())
    store.reject(CLAIM, "Ann", "no")
    store.add(shelling(text=SHELLED.replace("12 people", "14 people"), claim={"quantities": ()}))
    assert one(store).claim.status == "happened"
    assert store.why(CLAIM).verdict is None
    assert store.check().problems == []


def test_what_a_person_stands_by_stays_where_newer_rules_read_nothing(store):
    first = request()
    store.add(first)
    store.accept("post-3:boats", "Ann", "it says so")
    assert store.add(replace(first, claims=first.claims[:1])).ended == 0
    assert {row.claim.id for row in store.list("claims")} == {"post-3:asked", "post-3:boats"}
    assert store.check().problems == []
    store.add(shelling("post-3"))
    assert {row.claim.id for row in store.list("claims")} == {"post-3:shelled"}
    assert store.check().problems == []


def test_a_decision_kept_at_another_reading_can_be_undone_and_shows_what_was_read(store):
    store.add(shelling())
    act = store.reject(CLAIM, "Ann", "no")
    store.add(shelling(claim={"status": "possible"}))
    assert store.list("claims") == []
    with pytest.raises(Conflict, match="kept: undo that") as refused:
        store.undo(act, "Bo", "it is there")
    store.undo(refused.value.act.moment, "Bo", "it is there")
    assert one(store).claim.status == "possible"
    assert store.why(CLAIM).verdict is None
    assert store.check().problems == []


def test_a_report_withdrawn_ends_decisions_and_undoing_that_brings_all_back(store):
    store.add(shelling())
    store.add(capture())
    store.correct(CLAIM, DENIED, "Ann", "denied")
    store.reject("post-2:taken", "Ann", "no")
    before = picture(store), [row.id for row in store.list("reports", search="mayor")]
    store.withdraw("post-1", "Ann", "taken back")
    store.withdraw("post-2", "Ann", "taken back")
    assert store.list("reports") == [] and store.check().problems == []
    assert store.add(shelling()).what == "withdrawn"
    for act in store.acts()[:2]:
        store.undo(act.moment, "Bo", "it stands")
    assert (picture(store), [row.id for row in store.list("reports", search="mayor")]) == before
    assert [row.version for row in store.list("reports")] == [1, 1]
    assert store.add(shelling()).what == "unchanged"
    assert store.check().problems == []


# ---------------------------------------------------------------- undoing
def test_an_undone_act_is_told_and_cannot_be_undone_twice_but_taken_up_again(store):
    store.add(shelling())
    before = picture(store)
    act = store.correct(CLAIM, DENIED, "Ann", "denied")
    after = picture(store)
    undo = store.undo(act, "Bo", "it is not")
    assert picture(store) == before
    assert [(each.verb, each.undone, each.undoes) for each in store.acts()] == [
        ("undo", None, act),
        ("correct", undo, None),
    ]
    with pytest.raises(StoreError, match=r"Bo undid what was done to post-1:shelled at .*: that act is undone already"):
        store.undo(act, "Bo", "again")
    store.undo(undo, "Ann", "it is denied")
    assert picture(store) == after
    assert [step.words for step in store.why(CLAIM).history if step.verb == "undo"]
    assert store.check().problems == []
    for number in (1, 999):
        with pytest.raises(StoreError, match="no person did anything"):
            store.undo(number, "Bo", "why not")


def test_an_act_on_which_another_rests_is_not_undone(store):
    store.add(shelling())
    first = store.correct(CLAIM, DENIED, "Ann", "denied")
    second = store.reject(CLAIM, "Bo", "not at all")
    with pytest.raises(
        Conflict, match=rf"Bo rejected post-1:shelled at .*: not at all. .* undo it first \(act {second}\)"
    ):
        store.undo(first, "Ann", "oh")
    store.undo(second, "Bo", "there it is")
    store.undo(first, "Ann", "oh")
    assert one(store).claim == shelling().claims[0]


def test_merges_splits_resolutions_and_grades_are_undone(store):
    for each in (shelling(), capture(), request(), delivery()):
        store.add(each)
    before = picture(store)
    store.merge(EVENT, "epost-2:taken", "Ann", "one raid")
    store.split(EVENT, ["post-2:taken"], "Ann", "two")
    store.resolve(ITEM, "met", "post-8:boats", "Ann", "delivered")
    store.grade("reliability", "the mayor", "B", "Ann", "was right")
    for act in [each.moment for each in store.acts()]:
        store.undo(act, "Ann", "no")
        assert store.check().problems == []
    assert picture(store) == before


def test_a_claim_does_not_come_back_into_what_was_parted_since(store):
    store.add(shelling())
    store.add(shelling("post-9", RETOLD))
    store.add(capture())
    store.merge(EVENT, "epost-2:taken", "Ann", "one raid")
    gone = store.reject("post-2:taken", "Ann", "no")
    store.split(EVENT, ["post-9:shelled"], "Bo", "two days")
    with pytest.raises(Conflict, match="is not together with"):
        store.undo(gone, "Ann", "oh")
    assert store.check().problems == []


def test_a_claim_does_not_come_back_into_another_text(store):
    store.add(shelling())
    gone = store.reject(CLAIM, "Ann", "no")
    store.add(capture("post-1"))
    with pytest.raises(Conflict, match="text of report post-1 has changed since"):
        store.undo(gone, "Ann", "oh")
    assert store.check().problems == []


# ---------------------------------------------------------------- two at once
def test_nobody_acts_on_what_they_have_not_seen(store):
    store.add(shelling())
    store.add(shelling("post-9", RETOLD))
    store.add(capture())
    seen = newest(store)
    store.accept("post-2:taken", "Ann", "elsewhere", seen)
    act = store.correct(CLAIM, DENIED, "Ann", "denied", seen)
    before = picture(store), newest(store)
    for late in (
        lambda: store.reject(CLAIM, "Bo", "no", seen),
        lambda: store.accept(CLAIM, "Bo", "yes", seen),
        lambda: store.correct(CLAIM, Correction(status="planned"), "Bo", "planned", seen),
        lambda: store.withdraw("post-1", "Bo", "taken back", seen),
        lambda: store.split(EVENT, [CLAIM], "Bo", "two", seen),
        lambda: store.undo(act, "Bo", "no", seen),
    ):
        with pytest.raises(Conflict, match=r"Ann corrected post-1:shelled at .*: denied. Nothing was changed") as told:
            late()
        assert told.value.act.moment == act
        assert (picture(store), newest(store)) == before
    store.accept("post-9:shelled", "Bo", "another claim of the event", seen)
    store.reject(CLAIM, "Bo", "seen now", act)


def test_what_happens_to_its_event_or_item_is_seen_too(store):
    store.add(request())
    store.add(delivery())
    store.add(shelling())
    seen = newest(store)
    store.resolve(ITEM, "met", "post-8:boats", "Ann", "delivered", seen)
    with pytest.raises(Conflict, match="Ann resolved lpost-3:boats"):
        store.accept("post-3:boats", "Bo", "yes", seen)
    with pytest.raises(Conflict, match="Ann resolved"):
        store.resolve(ITEM, "missed", None, "Bo", "no", seen)
    seen = newest(store)
    store.merge(EVENT, "epost-3:asked", "Ann", "one")
    for name in (CLAIM, "post-3:asked"):
        with pytest.raises(Conflict, match="Ann merged another event into"):
            store.accept(name, "Bo", "yes", seen)
    store.grade("reliability", "the mayor", "B", "Ann", "x", seen)
    with pytest.raises(Conflict, match="Ann graded the mayor"):
        store.grade("reliability", "the mayor", "C", "Bo", "y", seen)


def test_what_the_machine_does_meanwhile_is_no_conflict(store):
    store.add(shelling())
    seen = newest(store)
    store.add(shelling(claim={"status": "possible"}))
    store.add(capture())
    store.accept(CLAIM, "Bo", "yes", seen)


def test_check_finds_what_is_not_as_a_person_decided(store):
    store.add(shelling())
    store.reject(CLAIM, "Ann", "no")
    with store.database.writing() as connection:
        row = {"seq": 9, "moment": 2, "claim_id": CLAIM, "report_id": "post-1", "claim": 1, "reviewer": "Ann"}
        connection.execute(insert(verdict), [row | {"verdict": "accepted"}])
    assert {problem.message for problem in store.check().problems} == {
        "stands more than once",
        "is not as a person decided: accepted",
    }


# ---------------------------------------------------------------- any run of acts
def reports():
    """Five reports, two of one event, one that asks and one that delivers."""
    yield from (shelling(), shelling("post-9", RETOLD), capture(), request(), delivery())
    yield capture("post-5", f"{TAKEN}\n{prose(5, 20)}")


def acts(data, store):
    """One act, drawn from those that can be done now."""
    claims = sorted(row.claim.id for row in store.list("claims"))
    events = {event.id: sorted(event.claims) for event in store.list("events")}
    open_items = [line.id for line in items(store)]
    several = sorted(name for name, held in events.items() if len(held) > 1)
    kinds = ["accept", "correct", "reject", "grade"] if claims else []
    kinds += ["merge"] * (len(events) > 1) + ["split"] * bool(several) + ["resolve"] * bool(open_items)
    kinds += ["withdraw"] * bool(claims)
    kind = data.draw(st.sampled_from(kinds)) if kinds else None
    one = data.draw(st.sampled_from(claims)) if claims else ""
    if kind == "accept":
        store.accept(one, "Ann", "yes")
    elif kind == "correct":
        status = data.draw(st.sampled_from(["denied", "planned", "possible", "promised", "happened"]))
        type_ = data.draw(st.sampled_from(["ASSAULT", "AID", "COERCE"]))
        at = Where(lat=data.draw(st.sampled_from([1.0, 50.2])), lon=2.0)
        store.correct(one, Correction(type=type_, status=status, places=(at,), actors=()), "Ann", "so")
    elif kind == "reject":
        store.reject(one, "Ann", "no")
    elif kind == "grade":
        store.grade("credibility", one, data.draw(st.sampled_from("123")), "Ann", "judged")
    elif kind == "merge":
        kept, gone = data.draw(st.permutations(sorted(events)))[:2]
        store.merge(kept, gone, "Ann", "alike")
    elif kind == "split":
        name = data.draw(st.sampled_from(several))
        store.split(name, [data.draw(st.sampled_from(events[name]))], "Ann", "unlike")
    elif kind == "resolve":
        store.resolve(data.draw(st.sampled_from(open_items)), "met", one, "Ann", "delivered")
    elif kind == "withdraw":
        store.withdraw(one.split(":")[0], "Ann", "taken back")


def any_run(store, data):
    for given_ in reports():
        store.add(given_)
    start = picture(store)
    for _ in range(data.draw(st.integers(1, 7))):
        done = [act.moment for act in store.acts() if act.undone is None]
        try:
            if done and data.draw(st.booleans()):
                store.undo(data.draw(st.sampled_from(done)), "Bo", "no")
            else:
                acts(data, store)
        except StoreError as refused:
            assert str(refused)
    assert store.check().problems == []
    again = picture(store)
    for given_ in reports():
        assert store.add(given_).what in {"unchanged", "withdrawn"}
    assert picture(store) == again
    for last in sorted(in_force(store), reverse=True):
        store.undo(last, "Bo", "back")
    assert store.check().problems == []
    assert picture(store) == start


def in_force(store):
    """The last act of each chain of an act, its undoing, the undoing of that: where they are odd in number."""
    undone = {act.moment: act.undone for act in store.acts()}
    for act in store.acts():
        chain = [act.moment] if act.undoes is None else []
        while chain and undone[chain[-1]] is not None:
            chain.append(undone[chain[-1]])
        if len(chain) % 2:
            yield chain[-1]


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_any_run_of_acts_is_sound_and_undone_to_the_letter(tmp_path_factory, empty, data):
    path = tmp_path_factory.mktemp("acts") / "news.tocsin"
    shutil.copy(empty, path)
    with Store(path) as store:
        any_run(store, data)


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_run_of_acts_on_postgresql(postgres, data):
    with Store(postgres.address("store1")) as store:
        any_run(store, data)
    emptied(postgres.address("store1"))


def test_everybody_named_in_the_text_keeps_what_they_are(store):
    store.add(shelling(claim={"recipients": (actor(SHELLED, "12 people", kind="civilians"),)}))
    at = span(SHELLED, "12 people")
    store.correct(CLAIM, Correction(actors=(Party(start=at.start, end=at.end),), recipients=()), "Ann", "other way")
    assert one(store).claim.actors[0].kind == "civilians" and one(store).claim.recipients == ()
