"""`tocsin add` and `tocsin follow` of web addresses: what lists name is fetched, read and added, page by page.

Whatever is known of a page is in the store before the next is asked for, so a run may end at any time. A list's new
pages are noted with the list's own state: what was not fetched in this run is fetched in the next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from msgspec.structs import replace as changed

from tocsin import pipeline
from tocsin.commands.adding import line_of
from tocsin.commands.talk import Talk, output
from tocsin.fetching.addresses import host_of, is_front, page_of
from tocsin.fetching.client import Answer, Client, Limits
from tocsin.fetching.crawl import Crawl, Task
from tocsin.fetching.errors import FetchError
from tocsin.fetching.feeds import Entry, is_listing, listing, named_in
from tocsin.fetching.inflate import unpacked
from tocsin.reading import ReadError, Reading, pages
from tocsin.reading.articles import Facts, Options
from tocsin.records import Record
from tocsin.storage import web
from tocsin.storage.adding import Added
from tocsin.storage.database import StoreError
from tocsin.storage.store import Store
from tocsin.storage.web import Lead, Look

_READ: Final = frozenset({"", "text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml"})
_GONE: Final = frozenset({404, 410})
_DEEPEST: Final = 3  # lists within lists
_LISTS: Final = 50  # that one list may name
_TRIES: Final = 3
_FIRST_WAIT: Final = 5.0  # seconds before something is tried again, doubled each time
_LONGEST_WAIT: Final = 86_400.0
_SHOWN: Final = 5  # feeds that a front page names
_LONGEST_STATE: Final = 500  # characters


@dataclass(frozen=True, slots=True)
class Manner:
    """How the web is asked: limits of a request, pause for a host, pages of a list at once, and how often."""

    limits: Limits = field(default_factory=Limits)
    pause: float = 2.0
    newest: int = 200
    every: float | None = None  # null: once
    patience: float = 60.0


class Following:
    """One run."""

    def __init__(
        self, store: Store, options: Options, knowledge: Path | None, known: str | None, manner: Manner, talk: Talk
    ) -> None:
        self._store, self._options, self._knowledge, self._known = store, options, knowledge, known
        self._manner, self._talk = manner, talk
        self._reader = pipeline.fingerprint(knowledge)
        self._crawl = Crawl(Client(manner.limits), manner.pause, manner.patience)
        self._failed: Counter[str] = Counter()
        self._under_way: set[str] = set()
        self.counts: Counter[str] = Counter()

    def run(self, addresses: Sequence[str]) -> None:
        """Asks for these addresses, lists or pages, and for all that the lists name; again and again, or once."""
        for address in dict.fromkeys(addresses):
            self._name(address)
        for task, answer in self._crawl.answers():
            page = page_of(task.asked)
            self._under_way.discard(page)
            try:
                self._take(task, page, answer)
                self._failed.pop(page, None)
            except FetchError as error:
                self._fail(task, page, error)
            except StoreError as error:
                if error.damaged:
                    raise
                self._unread(task.asked, error.message)
            if task.named and self._manner.every:
                self._name(task.asked, self._wait(task.asked, page, answer))

    def _take(self, task: Task, page: str, answer: Answer | FetchError) -> None:
        if isinstance(answer, FetchError):
            raise answer
        if answer.status in _GONE:
            self._gone(task, page, answer)
        elif answer.status == 304:
            self._unchanged(task, page)
        elif task.lists or (task.named and is_listing(unpacked(answer.body, self._manner.limits.size))):
            self._list(task, page, answer)
        else:
            self._page(task, page, answer)

    # ---------------------------------------------------------------- what to ask for
    def _name(self, address: str, after: float = 0.0) -> None:
        """An address that the user named: a list or a page."""
        with self._store.web() as connection:
            before = web.last(connection, page_of(address))
        self._put(Task(address, feed=address, published=before.published if before else None), before, after)

    def _put(self, task: Task, before: Look | None, after: float = 0.0) -> None:
        page = page_of(task.asked)
        if page in self._under_way:
            return
        self._under_way.add(page)
        told = {"If-None-Match": before.etag, "If-Modified-Since": before.modified} if before else {}
        conditions = {name: value for name, value in told.items() if value}
        self._crawl.put(replace(task, final=before.url if before else None, conditions=conditions), after)

    def _put_waiting(self, feed: str) -> None:
        """What the list names and nobody has looked at, and what is to be looked at again."""
        with self._store.web() as connection:
            leads = web.waiting(connection, feed)
            looks = [web.last(connection, lead.page) for lead in leads]
            due = web.due(connection, feed)
        for lead, before in zip(leads, looks, strict=True):
            self._put(Task(lead.url, feed=feed, published=lead.published), before)
        for look in due:
            self._put(Task(look.asked, feed=feed, published=look.published), look)

    # ---------------------------------------------------------------- lists
    def _list(self, task: Task, page: str, answer: Answer) -> None:
        found = listing(unpacked(answer.body, self._manner.limits.size), answer.url, answer.charset)
        if found is None:
            raise FetchError("is no feed and no sitemap that can be read")
        feed = task.feed or task.asked
        entries = _newest(found.entries, self._manner.newest)
        left = len(found.entries) - len(entries)
        if left:
            self._talk.say(f"{task.asked}: {left} of {len(found.entries)} entries passed over (--newest)")
        leads = [Lead(page_of(each.url), each.url, feed, each.published, each.updated) for each in entries]
        look = self._look(task, page, answer)
        with self._store.web(writes=True) as connection:
            web.note_leads(connection, leads)
            if task.named and not found.lists and (look.etag or look.modified):
                web.note(connection, look)
        for address in found.lists[:_LISTS] if task.depth < _DEEPEST else ():
            self._put(Task(address, feed=feed, lists=True, depth=task.depth + 1), None)
        self._put_waiting(feed)

    def _wait(self, address: str, page: str, answer: Answer | FetchError) -> float:
        """The seconds until a list is asked for again: longer and longer where it fails."""
        every = self._manner.every or 0.0
        if not self._failed[page]:
            return every
        longer = min(every * 2.0 ** min(self._failed[page], 20), max(every, _LONGEST_WAIT))
        wait = max(longer, (answer.after or 0.0) if isinstance(answer, FetchError) else 0.0)
        self._talk.say(f"{address}: asked again in {wait / 60:.0f} minutes")
        return wait

    # ---------------------------------------------------------------- pages
    def _page(self, task: Task, page: str, answer: Answer) -> None:
        if answer.type not in _READ:
            raise FetchError(f"is {answer.type[:60]}, no page that can be read")
        if is_front(answer.url):
            raise FetchError(_front(task, answer))
        look = self._look(task, page, answer)
        with self._store.web() as connection:
            before = web.last(connection, page)
        if before and before.status in _GONE and before.report_id:
            with self._store.web(writes=True) as connection:
                web.back(connection, before.report_id, host_of(before.url), "the page is there again")
        self._read(look, answer.body)

    def _read(self, look: Look, body: bytes) -> None:
        """Reads a page and adds its report where it is new."""
        try:
            reading = read_page(look, body, self._options)
        except ReadError as error:
            self._note(changed(look, report_id=None, said=error.message), body)
            self._unread(look.page, error.message)
            return
        look = changed(look, report_id=reading.report.id)
        if self._store.has(reading.report, self._reader, now=True):
            self._note(look)
            self.counts["unchanged"] += 1
            return
        for result in pipeline.code([reading], self._knowledge):
            if isinstance(result, Record):
                self._say(self._store.add(result, self._reader, self._known, (look, body)))
            else:
                self._note(changed(look, said=str(result)), body)
                self._unread(look.page, str(result))

    def _unchanged(self, task: Task, page: str) -> None:
        """The server says that nothing has changed: what was kept is read again where the reader has changed."""
        with self._store.web() as connection:
            before, kept = web.last(connection, page), web.kept(connection, page)
            again = web.again(connection, page)
        if before is None or kept is None:
            self._put_waiting(task.feed or task.asked)
            return
        look = changed(before, status=304, at="", digest=None, said=None, again=again)
        self._read(look, kept.body)

    def _gone(self, task: Task, page: str, answer: Answer) -> None:
        with self._store.web() as connection:
            before = web.last(connection, page)
        if before is None or before.report_id is None:
            if before is None or before.status not in _GONE or task.named:
                self._refuse(task, page, f"answers {answer.status}", answer.status)
            return
        reason = f"its page answers {answer.status}, so the outlet has taken it back"
        look = self._look(task, page, answer, report_id=before.report_id, said=reason)
        if before.status in _GONE:
            self._note(look)
            return
        with self._store.web(writes=True) as connection:
            ended = web.gone(connection, look, host_of(before.url), reason)
        if ended is not None:
            self._say(Added(before.report_id, "withdrawn", ended=ended))

    def _look(
        self, task: Task, page: str, answer: Answer, report_id: str | None = None, said: str | None = None
    ) -> Look:
        with self._store.web() as connection:
            again = web.again(connection, page)
        etag, modified = answer.headers.get("etag"), answer.headers.get("last-modified")
        return Look(
            page=page,
            asked=task.asked,
            url=answer.url,
            status=answer.status,
            feed=task.feed,
            etag=_told(etag),
            modified=_told(modified),
            charset=answer.charset,
            type=answer.type[:100],
            published=task.published,
            report_id=report_id,
            said=said,
            again=None if task.named else again,  # what the user named is asked for whenever they say
        )

    def _note(self, look: Look, body: bytes | None = None) -> None:
        with self._store.web(writes=True) as connection:
            web.note(connection, look, body)

    # ---------------------------------------------------------------- what did not work
    def _fail(self, task: Task, page: str, error: FetchError) -> None:
        self._failed[page] += 1
        wait = max(_FIRST_WAIT * 2**task.tries, error.after or 0.0)
        if error.passing and task.tries + 1 < _TRIES and wait <= self._manner.patience and not task.named:
            self._under_way.add(page)
            self._crawl.put(replace(task, url=task.asked, hops=0, tries=task.tries + 1), wait)
        elif error.passing or task.lists or task.named:
            self._unread(task.asked, error.message)
        else:
            self._refuse(task, page, error.message)

    def _refuse(self, task: Task, page: str, message: str, status: int = 0) -> None:
        """Says that a page cannot be had, and notes it, so that it is not asked for each time."""
        with self._store.web() as connection:
            before = web.last(connection, page)
            again = web.again(connection, page) if before is None or before.again else None
        report_id = before.report_id if before else None
        final = before.url if before else task.url
        self._note(Look(page, task.asked, final, status, task.feed, report_id=report_id, said=message, again=again))
        self._unread(task.asked, message)

    def _unread(self, address: str, message: str) -> None:
        self._talk.unread += 1
        self._talk.say(message if message.startswith(address) else f"{address}: {message}")

    def _say(self, added: Added) -> None:
        self.counts[added.what] += 1
        if added.what != "unchanged":
            print(line_of(added), file=output(), flush=True)


def read_page(look: Look, body: bytes, options: Options) -> Reading:
    """The report on a page that was fetched, named by where it was found; raises ReadError where there is none."""
    page = page_of(look.url)
    known = Facts(id=pages.report_id(page), url=page, published=look.published)
    return replace(pages.read(body, known, options, look.charset, look.type), path=look.page)


def _front(task: Task, answer: Answer) -> str:
    """What is to be said of the front page of a site, which is no article."""
    if not task.named or not is_front(task.asked):
        return "sends on to the front page of its site"
    feeds = named_in(answer.body, answer.url)[:_SHOWN]
    return "is the front page of a site; " + (f"it names the feeds {' '.join(feeds)}" if feeds else "it names no feed")


def _told(header: str | None) -> str | None:
    """What a server calls the state of a page, where it can be said back to it."""
    return header if header and len(header) < _LONGEST_STATE and header.isascii() and header.isprintable() else None


def _newest(entries: Sequence[Entry], most: int) -> Sequence[Entry]:
    """The newest entries by what they say in ISO days, else the first: in a list's own order."""
    if len(entries) <= most:
        return entries
    places = range(len(entries))
    days = [entry.updated or entry.published or "" for entry in entries]
    iso = all(day[:4].isdecimal() for day in days)
    wanted = sorted(places, key=lambda place: days[place], reverse=True)[:most] if iso else places[:most]
    return [entries[place] for place in sorted(wanted)]
