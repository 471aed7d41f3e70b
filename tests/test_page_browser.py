"""The page in a real browser; skipped where Playwright or Chromium is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from helpers import actor, claim, lines, record, source, span
from tocsin.exports import html
from tocsin.records import Record

TEXT = """Rivermen seize two ferries
Rivermen seized two ferries at the quay on Thursday.
Rivermen seized two ferries at the quay on Thursday, the harbour master said, and passengers fled.
Oru asked the League to send a patrol by June. A spokesman denied that anyone was hurt."""
SEIZED, REQUEST = TEXT.split("\n")[2], "Oru asked the League to send a patrol by June."
HURT = "A spokesman denied that anyone was hurt."
ATTACK = (
    "<script>window.owned=1</script><img src=x onerror=window.owned=1>\"'><svg onload=window.owned=1></style>"
    "</script><script>window.owned=1</script><!--</article></table><iframe src=https://evil.example></iframe>"
    "<link rel=stylesheet href=https://evil.example/a.css> ${window.owned=1} {{7*7}} \u202eevil\u2066 👩‍🚒🇺🇳"
)


def sample() -> Record:
    return record(
        TEXT,
        claim(TEXT, "seized", SEIZED, nth=1, sources=(source("harbour master"),)),
        claim(TEXT, "fled", SEIZED, type="FLEE", mode=None, actors=(actor(TEXT, "passengers"),)),
        claim(TEXT, "send a patrol", REQUEST, type="MOBILIZE", mode="troops", status="requested"),
        claim(TEXT, "send", REQUEST, type="AID", mode="military", status="planned"),
        claim(TEXT, "hurt", HURT, type="ASSAULT", mode=None, status="denied"),
        blocks=lines(TEXT, "title", "caption", "body", "body"),
        outlet="Delta Wire",
        published="2024-05-03",
    )


def hostile() -> Record:
    text = f"{ATTACK} seized {ATTACK}"
    return record(
        text,
        claim(
            text,
            "seized",
            text,
            actors=(actor(text, ATTACK),),
            sources=(source(ATTACK),),
            condition=span(text, ATTACK),
            rule=ATTACK,
            id=ATTACK,
        ),
        outlet=ATTACK,
        title=ATTACK,
        url="javascript:window.owned=1//" + ATTACK,
        warnings=(ATTACK,),
    )


class Opened:
    """A page of records, with every request it made and every complaint of the browser."""

    def __init__(self, browser: Any, folder: Path, *records: Record, **context: Any) -> None:
        path = folder / "page.html"
        with path.open("w", encoding="utf-8") as out:
            html.write(records, out)
        self.page = browser.new_context(**context).new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.address = path.as_uri()
        self.page.goto(self.address)

    def chosen(self) -> list[str]:
        return self.page.locator(".claim.on").evaluate_all("all => all.map(one => one.id)")  # type: ignore[no-any-return]

    def marked(self) -> list[str]:
        return self.page.locator(".hit.on-trigger").all_inner_texts()  # type: ignore[no-any-return]

    def focused(self) -> str:
        return self.page.evaluate("document.activeElement.innerText")  # type: ignore[no-any-return]


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Opened:
    return Opened(browser, tmp_path, sample(), record("Rain fell.", id="r2"))


def test_nothing_is_asked_for_and_the_browser_has_no_complaint(opened: Opened):
    opened.page.locator(".row").first.click()
    opened.page.wait_for_timeout(100)
    assert [url for url in opened.requests if not url.startswith((opened.address, "data:"))] == []
    assert opened.complaints == []


def test_a_hostile_report_runs_and_fetches_nothing(browser: Any, tmp_path: Path):
    opened = Opened(browser, tmp_path, hostile())
    for place in (".row", ".hit"):
        opened.page.locator(place).first.click()
    opened.page.wait_for_timeout(100)
    assert opened.page.evaluate("window.owned") is None
    assert [url for url in opened.requests if not url.startswith((opened.address, "data:"))] == []
    assert opened.complaints == []
    assert opened.page.locator("main img, main iframe, main svg, main script, main link, main style").count() == 0
    assert opened.page.locator("main a[href]:not([href^='#'])").count() == 0
    assert opened.page.locator("article").inner_text().count("<script>window.owned=1</script>") == 4
    assert "👩‍🚒🇺🇳" in opened.page.locator("article").inner_text()


def test_a_script_that_got_in_all_the_same_would_not_run(browser: Any, tmp_path: Path):
    opened = Opened(browser, tmp_path, sample())
    opened.page.evaluate(
        "() => { const own = document.createElement('script'); own.textContent = 'window.owned = 1';"
        " document.body.append(own); const image = new Image(); image.src = 'https://evil.example/a.png'; }"
    )
    opened.page.wait_for_timeout(100)
    assert opened.page.evaluate("window.owned") is None
    assert any("Content Security Policy" in complaint for complaint in opened.complaints)


def test_a_row_finds_its_words_in_the_text_and_in_the_caption_that_repeats_them(opened: Opened):
    opened.page.locator(".row").nth(0).click()
    assert opened.chosen() == ["r0-c0"]
    assert opened.marked() == ["seized", "seized"]
    opened.page.locator(".row").nth(1).click()
    assert opened.chosen() == ["r0-c1"]
    assert opened.marked() == ["fled"]
    assert opened.page.locator(".on-who").all_inner_texts() == ["passengers"]


def test_words_find_their_row(opened: Opened):
    opened.page.locator(".hit", has_text="hurt").click()
    assert opened.chosen() == ["r0-c4"]
    assert opened.page.locator(".claim.on .more").is_visible()
    assert opened.page.url.endswith("#r0-c4")


def test_words_of_two_claims_find_one_after_the_other(opened: Opened):
    shared = opened.page.locator(".hit").filter(has_text="send")
    shared.click()
    assert opened.chosen() == ["r0-c2"]
    shared.click()
    assert opened.chosen() == ["r0-c3"]


def test_the_keyboard_goes_there_and_back(opened: Opened):
    opened.page.locator(".badge").nth(1).focus()
    opened.page.keyboard.press("Enter")
    assert opened.marked() == ["fled"]
    assert opened.focused() == "fled"
    opened.page.keyboard.press("Enter")
    assert opened.focused() == "happened"
    opened.page.keyboard.press("ArrowDown")
    assert opened.chosen() == ["r0-c2"]
    opened.page.keyboard.press("Escape")
    assert opened.chosen() == opened.marked() == []


def test_an_address_with_a_claim_opens_it(opened: Opened):
    opened.page.goto("about:blank")
    opened.page.goto(opened.address + "#r0-c4")
    assert opened.marked() == ["hurt"]


def test_the_filter_hides_rows_and_uncolours_words(opened: Opened):
    opened.page.locator(".row").nth(4).click()
    opened.page.get_by_label("denied 1").uncheck()
    assert not opened.page.locator("#r0-c4").is_visible()
    assert opened.page.locator(".hit.off").all_inner_texts() == ["hurt"]
    assert opened.chosen() == []
    opened.page.get_by_label("requested 1").uncheck()
    assert opened.page.locator(".hit", has_text="send").first.get_attribute("data-status") == "planned"
    opened.page.get_by_role("button", name="None").click()
    assert opened.page.locator(".claim:visible").count() == 0
    opened.page.get_by_role("button", name="All").click()
    assert opened.page.locator(".claim:visible").count() == 5


def test_without_script_the_sides_are_still_linked(browser: Any, tmp_path: Path):
    opened = Opened(browser, tmp_path, sample(), java_script_enabled=False)
    assert opened.page.locator("a.badge").nth(4).get_attribute("href") == "#r0-t4"
    assert opened.page.locator("#r0-t4").count() == opened.page.locator("#r0-c4").count() == 1
    assert opened.page.locator(".more").first.is_visible()
    assert not opened.page.locator("#filter").is_visible()


@pytest.mark.parametrize("width", [320, 390, 1024, 1400])
def test_nothing_sticks_out_sideways(browser: Any, tmp_path: Path, width: int):
    opened = Opened(browser, tmp_path, sample(), hostile(), viewport={"width": width, "height": 844})
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


CONTRAST = """() => {
  const light = ([r, g, b]) => [r, g, b].map(c => (c /= 255) <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const over = (layers) => { for (const c of layers) { canvas.fillStyle = c; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const found = [];
  for (const one of document.querySelectorAll("article *, .claims *, .top *")) {
    if (![...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()) || !one.offsetParent) continue;
    const layers = [];
    for (let at = one; at; at = at.parentElement) layers.unshift(getComputedStyle(at).backgroundColor);
    const back = over(layers), fore = over([...layers, getComputedStyle(one).color]);
    const [a, b] = [light(back), light(fore)].sort((x, y) => y - x);
    found.push([(a + .05) / (b + .05), one.className || one.tagName]);
  }
  return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_has_contrast(browser: Any, tmp_path: Path, scheme: str):
    statuses = html.get_args(html.Status)
    text = " ".join(f"w{status}" for status in statuses)
    every = record(text, *(claim(text, f"w{status}", text, status=status) for status in statuses))
    opened = Opened(browser, tmp_path, every, sample(), color_scheme=scheme)
    opened.page.locator(".row").first.click()
    ratios = opened.page.evaluate(CONTRAST)
    assert len(ratios) > 60
    assert [pair for pair in ratios if pair[0] < 4.5] == []
