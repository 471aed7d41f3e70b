"""One request at a time for each host, with the pause that it wants; hosts do not wait for each other."""

from __future__ import annotations

import threading
from itertools import pairwise

from fetching.served import serving
from tocsin.fetching import network
from tocsin.fetching.client import Answer, Client, Limits
from tocsin.fetching.crawl import Crawl, Task
from tocsin.fetching.errors import FetchError, Forbidden


def crawl(pause: float = 0.0, patience: float = 60.0, private: bool = True) -> Crawl:
    return Crawl(Client(Limits(private=private, seconds=3, silence=1)), pause, patience)


def outcomes(of: Crawl, *addresses: str) -> dict[str, Answer | FetchError]:
    for address in addresses:
        of.put(Task(address))
    return {task.asked: answer for task, answer in of.answers()}


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause(site):
    busy, most = [], []
    lock = threading.Lock()

    def slow(handler) -> None:
        with lock:
            busy.append(1)
            most.append(len(busy))
        threading.Event().wait(0.05)
        with lock:
            busy.pop()
        handler.send_response(200)
        handler.end_headers()

    site.says |= {"/1": slow, "/2": slow, "/3": slow}
    outcomes(crawl(pause=0.15), *(f"{site.address}/{n}" for n in (1, 2, 3)))
    times = [time for path, _, time in site.asked if path != "/robots.txt"]
    assert max(most) == 1
    assert all(later - earlier >= 0.15 for earlier, later in pairwise(times))


def test_hosts_do_not_wait_for_each_other(site):
    other = site.address.replace("127.0.0.1", "localhost")
    site.says["/slow"] = lambda handler: site.over.wait(2)
    site.says["/quick"] = b"x"
    work = crawl(pause=5.0)
    work.put(Task(f"{site.address}/slow"))
    work.put(Task(f"{other}/quick"))
    first = next(work.answers())
    assert first[0].asked == f"{other}/quick"


def test_what_robots_txt_asks_is_done_and_it_is_read_once(site):
    site.says["/robots.txt"] = "User-agent: tocsin\nCrawl-delay: 0.2\nDisallow: /*/draft$\n\nUser-agent: *\nDisallow: /"
    site.says |= {"/a": b"x", "/b": b"x"}
    found = outcomes(crawl(), f"{site.address}/a", f"{site.address}/b", f"{site.address}/x/draft")
    assert isinstance(found[f"{site.address}/x/draft"], Forbidden)
    assert [path for path, _, _ in site.asked] == ["/robots.txt", "/a", "/b"]
    assert site.asked[2][2] - site.asked[1][2] >= 0.2


def test_a_site_whose_robots_txt_cannot_be_had_is_left_alone(site):
    site.says |= {"/robots.txt": (503, {}, ""), "/a": b"x"}
    (error,) = outcomes(crawl(), f"{site.address}/a").values()
    assert isinstance(error, FetchError) and error.passing and "robots.txt" in error.message
    assert site.paths() == []


def test_robots_txt_of_where_a_redirect_leads_is_asked_too(site):
    with serving() as other:
        site.says["/a"] = 302, {"Location": f"{other.address}/b"}, ""
        other.says |= {"/robots.txt": "User-agent: *\nDisallow: /", "/b": b"x"}
        (error,) = outcomes(crawl(), f"{site.address}/a").values()
        assert isinstance(error, Forbidden) and other.paths() == []


def test_a_circle_of_redirects_ends(site):
    site.says |= {"/a": (302, {"Location": "/b"}, ""), "/b": (302, {"Location": "/a"}, "")}
    (error,) = outcomes(crawl(), f"{site.address}/a").values()
    assert isinstance(error, FetchError) and "times" in error.message
    assert len(site.paths()) == 6


def test_a_redirect_into_a_private_network_leads_nowhere(site, monkeypatch):
    monkeypatch.setattr(network, "is_public", lambda address: address == "127.0.0.1")
    for target in (
        "http://127.0.0.2/",
        "http://10.0.0.1/x",
        "http://169.254.169.254/latest",
        "http://[::ffff:10.0.0.1]/",
    ):
        site.says["/a"] = 302, {"Location": target}, ""
        (error,) = outcomes(crawl(private=False), f"{site.address}/a").values()
        assert isinstance(error, FetchError) and "open network" in error.message


def test_a_host_that_asks_for_more_patience_than_there_is_is_given_up(site):
    site.says |= {"/a": (429, {"Retry-After": "3600"}, ""), "/b": b"x"}
    found = outcomes(crawl(patience=10), f"{site.address}/a", f"{site.address}/b")
    assert "60 minutes" in str(found[f"{site.address}/b"]) and site.paths() == ["/a"]
