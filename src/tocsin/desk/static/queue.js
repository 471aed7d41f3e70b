// The review queue: one claim after the other, by keys; what another reviewer does meanwhile is told, never overwritten.
import { act, mine, say } from "./acts.js";

const review = document.getElementById("review");
const news = document.getElementById("news");
const help = document.getElementById("help");
const keysOn = document.getElementById("keys-on");
const passed = [];

const bar = () => review.querySelector(".acts");
const links = () => [...review.querySelectorAll(".queue-list [data-go]")];
const current = () => bar()?.dataset.claim ?? null;

/** Shows a claim (or that of a rank, or the first of the page), and keeps the focus where it was. */
async function show(claim, { push = true, said = null, page = null, rank = null } = {}) {
  const asked = new URLSearchParams(location.search);
  for (const [name, value] of [["claim", claim], ["rank", rank], ["page", page ?? asked.get("page")]]) {
    if (value === null || value === "") asked.delete(name);
    else asked.set(name, value);
  }
  const held = document.activeElement?.closest("#review") ? document.activeElement.dataset.act ?? "title" : "title";
  const answer = await fetch(`/queue?${asked}&bare=1`, { redirect: "error" }).catch(() => null);
  if (!answer?.ok) return say("the desk does not answer", true);
  const made = new DOMParser().parseFromString(await answer.text(), "text/html");
  review.replaceChildren(...made.body.childNodes);
  news.replaceChildren();
  asked.delete("rank");
  asked.set("page", review.firstElementChild.dataset.page);
  if (current()) asked.set("claim", current());
  if (asked.get("page") === "0") asked.delete("page");
  if (push) history.pushState(null, "", `/queue?${asked}`);
  (review.querySelector(`.acts [data-act="${CSS.escape(held)}"]`) ?? document.getElementById("claim-title"))?.focus({ preventScroll: true });
  review.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  scrollTo({ top: 0 });
  if (said) say(`${said}. Now: ${document.getElementById("claim-title").textContent.trim()}`);
  return null;
}

/** The claim after this one in the list; after the last of a page, the rank of what follows it in the queue. */
function following(left) {
  const names = links().map((link) => link.dataset.go);
  const at = names.indexOf(current());
  if (names[at + 1]) return { claim: names[at + 1] };
  const first = Number(review.querySelector(".queue-list ol").start) - 1;
  return { claim: null, rank: at < 0 ? first : first + at + (left ? 0 : 1) };
}

/** On to the next; `left`: this one is out of the queue by now. */
function next(said, left = false) {
  const { claim, rank } = following(left);
  if (current()) passed.push(current());
  return show(claim, { said, rank });
}

const back = () => (passed.length ? show(passed.pop()) : say("There is no claim before this one"));

document.addEventListener("tocsin:acted", (event) => {
  event.preventDefault();
  const { kind, claim, words } = event.detail;
  if (kind === "undo" || kind === "merge") show(claim, { said: words });
  else next(words, kind !== "split");
});

document.addEventListener("tocsin:refused", ({ detail }) => { if (detail.refused) told(detail.act); });

/** Another's act on what is shown: it is told, and the claim can be looked at anew. */
function told(done) {
  const words = document.createElement("span");
  words.textContent = `${done.who}: ${done.verb} ${done.target} (${done.reason}) `;
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Look again" });
  button.addEventListener("click", () => show(current(), { push: false }));
  const box = Object.assign(document.createElement("p"), { className: "wrong" });
  box.append(words, button);
  news.replaceChildren(box);
}

/** It touches the claim that is shown, its event, its item or its report. */
function touches({ target }) {
  const { claim, event } = bar()?.dataset ?? {};
  return Boolean(claim) && [claim, event, `l${claim}`].includes(target);
}

document.addEventListener("tocsin:act", ({ detail: done }) => {
  if (mine(done.moment)) return;
  if (touches(done)) told(done);
  const link = links().find((each) => each.dataset.go === done.target);
  if (link) link.closest("li").querySelector(".soft").textContent = `${done.who}: ${done.verb}`;
});

/** The page was not looked at for a while, and was told nothing. */
document.addEventListener("tocsin:moment", async ({ detail }) => {
  if (detail || !current()) return;
  const answer = await fetch(`/api/acts?limit=1&target=${encodeURIComponent(current())}`);
  const [last] = answer.ok ? await answer.json() : [];
  if (last && last.moment > Number(bar().dataset.seen) && !mine(last.moment)) told(last);
});

const KEYS = {
  a: () => bar() && act(bar(), "accept"), c: () => bar() && act(bar(), "correct"), x: () => bar() && act(bar(), "reject"),
  s: () => (review.querySelector("[data-act=split]") ? act(bar(), "split") : say("The claim is alone in its event", true)),
  m: () => bar() && act(bar(), "merge"), u: () => act(bar() ?? review, "undo"),
  w: () => bar()?.querySelector("[name=reason]").focus(), n: () => next(), j: () => next(), b: back, k: back, "?": () => help.showModal(),
};

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (key === "Escape" && target.name === "reason") document.getElementById("claim-title")?.focus();
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || document.querySelector("dialog[open]")) return;
  if (target.closest("input, textarea, select, [contenteditable]") || !KEYS[key] || !(keysOn.checked || key === "?")) return;
  event.preventDefault();
  KEYS[key]();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-go], .queue-list [data-page]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    if (current()) passed.push(current());
    show(link.dataset.go ?? null, { page: link.dataset.page });
  }
  if (event.target.closest("[data-help]")) help.showModal();
  if (event.target.closest("#help [data-close]")) help.close();
});
addEventListener("popstate", () => show(new URLSearchParams(location.search).get("claim"), { push: false }));
keysOn.checked = localStorage.getItem("tocsin-keys") !== "off";
keysOn.addEventListener("change", () => localStorage.setItem("tocsin-keys", keysOn.checked ? "on" : "off"));
