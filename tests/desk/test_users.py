"""Named reviewers: the file, the login, the session and what is shut without one."""

import stat

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from tocsin.cli import app
from tocsin.desk import sessions, users
from tocsin.desk.app import create
from tocsin.desk.login import inside
from tocsin.desk.users import Users, UsersError, put

SECRET = "correct horse battery"


@pytest.fixture(scope="module", autouse=True)
def quick():
    """Hashing that costs little: how much it costs is Argon2's affair."""
    before = users._hasher
    users._hasher = type(before)(time_cost=1, memory_cost=64, parallelism=1)
    yield
    users._hasher = before


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "users.txt"
    put(path, "ann", SECRET)
    put(path, "Bo Ek", "another long secret")
    return path


@pytest.fixture
def guarded(own_store, file):
    made = create(own_store, users=file)
    with TestClient(made, base_url="http://localhost", follow_redirects=False) as client:
        yield client


def log_in(client, name="ann", password=SECRET, **fields):
    page = client.get("/login").text
    token = page.split('name="token" value="')[1].split('"')[0]
    return client.post("/login", data={"token": token, "name": name, "password": password, "next": "/queue"} | fields)


# ---------------------------------------------------------------- the file
def test_the_verb_asks_twice_and_writes_for_the_owner_alone(tmp_path):
    path = tmp_path / "team.txt"
    asked = f"{SECRET}\n{SECRET}\n"
    done = CliRunner().invoke(app, ["user", str(path), "ann"], input=asked)
    assert done.exit_code == 0, done.output
    assert "ann is new" in done.output and SECRET not in done.output
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text().startswith("ann:$argon2id$") and SECRET not in path.read_text()
    before = path.read_text()
    done = CliRunner().invoke(app, ["user", str(path), "ann"], input="a second secret\na second secret\n")
    assert "another password" in done.output and path.read_text() != before
    assert Users(path).proves("ann", "a second secret") and not Users(path).proves("ann", SECRET)
    assert CliRunner().invoke(app, ["user", str(path), "bo"], input="short\nshort\n").exit_code == 1
    assert CliRunner().invoke(app, ["user", str(path), "bo:x"], input=asked).exit_code == 2
    assert len(path.read_text().splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "names nobody"),
        ("ann\n", r"users.txt:1: this is no name:hash"),
        ("\n :x\n", r"users.txt:2: this is no name:hash"),
        ("ann:secret\n", r"users.txt:1: what follows ann: is no Argon2 hash"),
        ("{ann}\n{ann}\n", r"users.txt:2: ann stands there twice"),
        ("\x00\n", r"users.txt:1"),
    ],
)
def test_bad_lines_are_named_with_file_and_line(file, text, message):
    file.write_text(text.replace("{ann}", file.read_text().splitlines()[0]))
    with pytest.raises(UsersError, match=message):
        Users(file)
    with pytest.raises(UsersError, match="cannot be read"):
        Users(file.with_name("none.txt"))


def test_serve_says_what_is_wrong_with_the_file(own_store, tmp_path):
    (tmp_path / "users.txt").write_text("ann:x\n")
    done = CliRunner().invoke(app, ["serve", str(own_store), "--no-browser", "--users", str(tmp_path / "users.txt")])
    assert done.exit_code == 1 and "users.txt:1" in done.output
    assert CliRunner().invoke(app, ["serve", str(own_store), "--name", "desk.example"]).exit_code == 2


# ---------------------------------------------------------------- the login
@pytest.mark.parametrize("path", ["/", "/queue", "/nothing", "/report/x?claim=y", "/docs"])
def test_no_page_is_shown_without_a_login(guarded, path):
    answer = guarded.get(path)
    assert (answer.status_code, answer.text) == (303, "")
    assert answer.headers["location"].startswith("/login?next=/")


@pytest.mark.parametrize(
    "path", ["/api/situation", "/api/acts", "/api/live", "/api/openapi.json", "/api/session", "/api/queue"]
)
def test_the_api_says_nothing_without_a_login(guarded, path):
    answer = guarded.get(path)
    assert (answer.status_code, answer.json()) == (401, {"detail": "log in first"})
    assert guarded.post(path, json={}).status_code == 401


def test_logging_in_acting_under_ones_name_and_logging_out(guarded):
    answer = log_in(guarded)
    assert (answer.status_code, answer.headers["location"]) == (303, "/queue")
    cookie = next(each for each in answer.headers.get_list("set-cookie") if each.startswith("tocsin="))
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Secure" not in cookie and "Max-Age" in cookie
    told = guarded.get("/api/session").json()
    assert (told["user"], told["users"]) == ("ann", True)
    name = guarded.app.state.store.list("claims")[0].claim.id
    body = {"seen": guarded.get("/api/situation").json()["moment"]}
    assert guarded.post(f"/api/claims/{name}/accept", json=body).status_code == 403
    done = guarded.post(f"/api/claims/{name}/accept", json=body, headers={"X-CSRF-Token": told["csrf"]})
    assert done.json()["act"]["who"] == "ann"
    assert "Log out" in guarded.get("/").text
    assert guarded.post("/logout", data={"csrf": "x"}).status_code == 403
    kept = dict(guarded.cookies)
    assert guarded.post("/logout", data={"csrf": told["csrf"]}).headers["location"] == "/login"
    assert guarded.get("/api/acts", cookies=kept).status_code == 401, "the session is over, whoever kept the cookie"


def test_the_cookie_is_secure_where_the_address_is(own_store, file):
    with TestClient(create(own_store, users=file), base_url="https://localhost", follow_redirects=False) as client:
        for cookie in log_in(client).headers.get_list("set-cookie"):
            assert "Secure" in cookie or "tocsin-login=" in cookie
        assert client.get("/api/session").status_code == 200


@pytest.mark.parametrize(
    ("name", "password"), [("ann", "wrong"), ("nobody", SECRET), ("ann", ""), ("", ""), ("Ann", SECRET)]
)
def test_a_wrong_login_is_none(guarded, name, password):
    answer = log_in(guarded, name, password)
    assert answer.status_code == 401 and "do not go together" in answer.text
    assert "tocsin=" not in str(answer.headers.get_list("set-cookie")).replace("tocsin-login=", "")


def test_guessing_is_stopped_and_others_still_come_in(guarded):
    for _ in range(sessions.TRIES):
        assert log_in(guarded, password="guess again").status_code == 401
    answer = log_in(guarded)
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) > 200
    assert log_in(guarded, "Bo Ek", "another long secret").status_code == 303


def test_a_login_from_another_page_is_none(guarded):
    fields = {"name": "ann", "password": SECRET, "next": "/"}
    assert guarded.post("/login", data=fields).status_code == 403
    assert guarded.post("/login", data=fields | {"token": "x"}).status_code == 403
    page = guarded.get("/login").text.split('name="token" value="')[1].split('"')[0]
    strange = {"Origin": "http://evil.example"}
    assert guarded.post("/login", data=fields | {"token": page}, headers=strange).status_code == 403
    assert guarded.post("/login", content=b"x" * 100_000).status_code == 403


def test_another_password_or_none_ends_the_sessions(guarded, file):
    log_in(guarded)
    put(file, "ann", "some other secret")
    assert guarded.get("/api/session").status_code == 401
    assert log_in(guarded, password="some other secret").status_code == 303
    file.write_text("".join(line for line in file.read_text().splitlines(True) if not line.startswith("ann:")))
    assert guarded.get("/api/session").status_code == 401


def test_sessions_and_failures_run_out():
    clock = [0.0]
    held, tries = sessions.Sessions(lambda: clock[0]), sessions.Tries(lambda: clock[0])
    token = held.begin("ann", "h")
    for _ in range(11):
        clock[0] += sessions.IDLE - 1
        found = held.of(token)
        assert (found is not None) == (clock[0] < sessions.LONGEST)
    token = held.begin("ann", "h")
    clock[0] += sessions.IDLE
    assert held.of(token) is None and held.of("x") is None and held.of(None) is None
    for _ in range(sessions.TRIES):
        assert tries.wait("ann", "here") == 0
        tries.failed("ann", "here")
    assert tries.wait("ann", "here") == sessions.WITHIN and tries.wait("ann", "there") == tries.wait("bo", "here") == 0
    clock[0] += sessions.WITHIN
    assert tries.wait("ann", "here") == 0
    for number in range(sessions.TRIES_OF_PLACE):
        tries.failed(f"u{number}", "here")
    assert tries.wait("anybody", "here") > 0


@pytest.mark.parametrize(
    ("given", "led"),
    [
        ("/report/x?claim=y", "/report/x?claim=y"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\nb", "/"),
        ("", "/"),
    ],
)
def test_a_login_leads_nowhere_else(given, led):
    assert inside(given) == led
