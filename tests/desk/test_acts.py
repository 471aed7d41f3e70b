"""The API of what people do: as one reviewer, as two at once, and from where it does not come."""

import pytest
from starlette.testclient import TestClient

from tocsin.desk.app import create
from tocsin.storage.store import Store


@pytest.fixture
def api(client):
    """The client with the token of its session."""
    client.headers["X-CSRF-Token"] = client.get("/api/session").json()["csrf"]
    return client


def claims(client, **asked):
    return client.app.state.store.list("claims", **asked)


def seen(client):
    return client.get("/api/situation").json()["moment"]


def test_accept_correct_reject_and_undo(api):
    row = claims(api)[0]
    name, now = row.claim.id, seen(api)
    done = api.post(f"/api/claims/{name}/accept", json={"seen": now, "reason": "as it says"})
    assert done.status_code == 200
    assert done.json()["act"] | {"known": ""} == {
        "moment": now + 1, "known": "", "verb": "accept", "target": name, "who": "unknown", "reason": "as it says",
        "change": None, "undone": None, "undoes": None,
    }  # fmt: skip
    status = "denied" if row.claim.status != "denied" else "unclear"
    done = api.post(f"/api/claims/{name}/correct", json={"seen": now + 1, "change": {"status": status}})
    assert done.json()["act"]["change"] == {"status": status}
    assert api.get(f"/api/why/{name}").json()["claim"]["status"] == status
    done = api.post(f"/api/claims/{name}/reject", json={"seen": now + 2})
    assert done.json()["act"]["reason"] == "no reason given"
    assert api.get(f"/api/why/{name}").status_code == 404
    assert api.post("/api/undo", json={"seen": now + 3, "act": now + 3}).json()["act"]["undoes"] == now + 3
    assert api.get(f"/api/why/{name}").json()["verdict"] == "corrected"
    acts = api.get("/api/acts", params={"target": name, "limit": 3}).json()
    assert [act["verb"] for act in acts] == ["undo", "reject", "correct"]
    assert [act["verb"] for act in api.get("/api/acts", params={"before": now + 2}).json()] == ["accept"]


def test_sources_and_figures_are_corrected_and_a_source_without_a_kind_is_refused(api):
    row = next(each for each in claims(api) if each.claim.actors and not each.claim.sources)
    item, words = row.claim, row.claim.actors[0]
    path, at = f"/api/claims/{item.id}/correct", {"start": words.start, "end": words.end}
    kept = [{"start": each.start, "end": each.end} for each in item.sources]
    figure = at | {"about": "troops", "low": 40, "of": {"start": item.trigger.start, "end": item.trigger.end}}
    change = {"sources": [at | {"kind": "document"}, *kept], "quantities": [figure]}
    assert api.post(path, json={"seen": seen(api), "change": {"sources": [at]}}).status_code == 422
    done = api.post(path, json={"seen": seen(api), "change": change}).json()["act"]
    assert set(done["change"]) == set(change) and done["change"]["sources"][0]["kind"] == "document"
    found = api.get(f"/api/why/{item.id}").json()["claim"]
    assert (found["sources"][0]["text"], found["sources"][0]["kind"]) == (words.text, "document")
    assert [(each["low"], each["high"], each["of"]["text"]) for each in found["quantities"]] == [
        (40, None, item.trigger.text)
    ]
    assert api.post("/api/undo", json={"seen": done["moment"], "act": done["moment"]}).status_code == 200
    again = api.get(f"/api/why/{item.id}").json()["claim"]
    assert len(again["sources"]) == 0 and len(again["quantities"]) == len(item.quantities)


def test_split_merge_grade_and_resolve(api):
    several = next(e for e in api.app.state.store.list("events") if len(e.claims) > 1)
    now = seen(api)
    parted = api.post(f"/api/events/{several.id}/split", json={"seen": now, "claims": [several.claims[-1]]}).json()
    joined = api.post(f"/api/events/{several.id}/merge", json={"seen": now + 1, "other": parted["result"]})
    assert joined.json()["result"] == several.id
    grade = {"seen": now + 2, "target": several.id, "credibility": "2"}
    assert api.post("/api/grades", json=grade).status_code == 200
    assert api.post("/api/grades", json=grade | {"reliability": "A"}).status_code == 422
    item = api.app.state.store.list("ledger")[0].id
    body = {"seen": now + 3, "outcome": "missed", "reason": "the day is past"}
    assert api.post(f"/api/ledger/{item}/resolve", json=body).json()["result"] == "missed"
    assert api.app.state.store.check().problems == []


def test_whoever_comes_second_is_told_of_the_first(own_store):
    with TestClient(create(own_store, reviewer="Ann"), base_url="http://localhost") as ann, TestClient(
        create(own_store, reviewer="Bo"), base_url="http://localhost"
    ) as bo:  # fmt: skip
        for each in (ann, bo):
            each.headers["X-CSRF-Token"] = each.get("/api/session").json()["csrf"]
        name, now = claims(ann)[0].claim.id, seen(ann)
        assert ann.post(f"/api/claims/{name}/reject", json={"seen": now, "reason": "not there"}).status_code == 200
        late = bo.post(f"/api/claims/{name}/accept", json={"seen": now})
        assert late.status_code == 409
        assert late.json()["act"]["who"] == "Ann" and late.json()["act"]["verb"] == "reject"
        assert late.json()["detail"].startswith(f"Ann rejected {name} at ")
        assert seen(bo) == now + 1
        undone = bo.post("/api/undo", json={"seen": now + 1, "act": now + 1})
        assert (undone.status_code, undone.json()["act"]["who"]) == (200, "Bo")


@pytest.mark.parametrize(
    ("path", "sent", "status"),
    [
        ("/api/claims/none/accept", b'{"seen": 1}', 422),
        ("/api/claims/none/accept", b"{}", 422),
        ("/api/claims/none/accept", b"\xff\xfe", 422),
        ("/api/claims/none/correct", b'{"seen": 1, "change": {"status": "eaten"}}', 422),
        ("/api/claims/none/correct", b'{"seen": 1, "change": {"colour": "red"}}', 422),
        ("/api/undo", b'{"seen": 1, "act": 1}', 422),
        ("/api/undo", b'{"seen": 1, "act": 99999999999999999999}', 422),
        ("/api/undo", b"[" * 70_000, 413),
        ("/api/events/none/merge", b'{"seen": 1, "other": "e1"}', 422),
        ("/api/ledger/none/resolve", b'{"seen": 1, "outcome": "met"}', 422),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_happens(api, path, sent, status):
    before = seen(api)
    answer = api.post(path, content=sent)
    assert answer.status_code == status and answer.json()["detail"]
    assert seen(api) == before


def test_nothing_is_changed_without_the_token_or_from_elsewhere(client):
    name, now = claims(client)[0].claim.id, seen(client)
    token = client.get("/api/session").json()["csrf"]
    for headers in (
        {},
        {"X-CSRF-Token": "x"},
        {"X-CSRF-Token": token, "Origin": "http://evil.example"},
        {"X-CSRF-Token": token, "Origin": "null"},
        {"X-CSRF-Token": token, "Origin": "https://localhost"},
        {"X-CSRF-Token": token, "Sec-Fetch-Site": "cross-site"},
        {"X-CSRF-Token": token, "Sec-Fetch-Site": "same-site"},
    ):
        answer = client.post(f"/api/claims/{name}/reject", json={"seen": now}, headers=headers)
        assert answer.status_code == 403, headers
    assert seen(client) == now
    ours = {"X-CSRF-Token": token, "Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert client.post(f"/api/claims/{name}/reject", json={"seen": now}, headers=ours).status_code == 200


def test_the_api_tells_what_it_takes_and_how_it_refuses(client):
    told = client.get("/api/openapi.json").json()
    post = told["paths"]["/api/claims/{claim}/correct"]["post"]
    assert post["requestBody"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Corrected"}
    assert set(post["responses"]) >= {"200", "409"}
    assert "status" in told["components"]["schemas"]["Correction"]["properties"]


def test_the_store_of_a_desk_is_the_one_that_others_use(api, own_store):
    name = claims(api)[0].claim.id
    api.post(f"/api/claims/{name}/accept", json={"seen": seen(api)})
    with Store(own_store) as other:
        assert other.why(name).verdict == "accepted"
        assert other.check().problems == []
