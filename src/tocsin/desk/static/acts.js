// What a person does to a claim: the buttons of acts.html, on whatever page. What is done is said in #said (made where
// there is none) and told to the page by the event "tocsin:acted"; a page that does nothing about it is shown anew.
import { correct } from "./correct.js";

const KEPT = "tocsin-acts";
const DONE = { accept: "Accepted", correct: "Corrected", reject: "Rejected", split: "Split off", merge: "Merged", undo: "Undone" };

/** Sends what was decided; `refused` says that another act stands in the way. */
export async function send(path, body) {
  const headers = { "Content-Type": "application/json", "X-CSRF-Token": document.querySelector("meta[name=csrf]")?.content ?? "" };
  try {
    const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
    const told = await answer.json();
    if (answer.status === 401) location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
    return { ok: answer.ok, refused: answer.status === 409, told };
  } catch {
    return { ok: false, refused: false, told: { detail: "the desk does not answer: nothing was done" } };
  }
}

/** Says what was done or why not, to eyes and ears. */
export function say(words, wrong = false) {
  let place = document.getElementById("said");
  if (!place) {
    place = Object.assign(document.createElement("p"), { id: "said" });
    place.setAttribute("role", "status");
    document.getElementById("main").prepend(place);
  }
  place.classList.toggle("wrong", wrong);
  place.textContent = words;
}

const kept = () => JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
const keep = (acts) => sessionStorage.setItem(KEPT, JSON.stringify(acts.slice(-100)));
export const mine = (moment) => kept().some((each) => each.moment === moment || each.undo === moment);

/** Does what a button says: of a claim, or of all (undo). */
export async function act(bar, kind) {
  if (kind === "undo") return undo(bar);
  const { claim, event, seen } = bar.dataset;
  const field = bar.querySelector("[name=reason]");
  const body = { seen: Number(seen), reason: field?.value.trim() ?? "" };
  let path = `/api/claims/${encodeURIComponent(claim)}/${kind}`;
  if (kind === "split" || kind === "merge") path = `/api/events/${encodeURIComponent(event)}/${kind}`;
  if (kind === "split") body.claims = [claim];
  if (kind === "merge" && !(body.other = await chosenEvent(event))) return null;
  if (kind === "correct") {
    const given = await correct(claim, body.reason);
    if (!given) return null;
    Object.assign(body, given);
  }
  return finish(bar, kind, await send(path, body));
}

async function undo(bar) {
  const acts = kept();
  const last = acts.findLast((each) => !each.undo);
  if (!last) return say("You have done nothing in this tab that could be undone; the page Acts has what you did before", true);
  const answer = await send("/api/undo", { seen: last.moment, act: last.moment, reason: "taken back" });
  if (answer.ok) keep(acts.map((each) => (each === last ? { ...each, undo: answer.told.act.moment } : each)));
  return finish(bar, "undo", answer, last.claim);
}

function finish(bar, kind, answer, claim = bar.dataset.claim) {
  if (!answer.ok) {
    say(answer.told.detail, true);
    document.dispatchEvent(new CustomEvent("tocsin:refused", { detail: { claim, refused: answer.refused, act: answer.told.act } }));
    return false;
  }
  const { act: done, result } = answer.told;
  if (kind !== "undo") keep([...kept(), { moment: done.moment, claim }]);
  const words = `${DONE[kind]}: ${done.verb === "undo" ? `act ${done.undoes}` : claim}`;
  say(words);
  const told = new CustomEvent("tocsin:acted", { cancelable: true, detail: { kind, claim, act: done, result, words } });
  if (document.dispatchEvent(told)) {
    sessionStorage.setItem("tocsin-said", words);
    location.reload();
  }
  return true;
}

/** The event that another is to be merged with, found by words or given by its id; null where none is chosen. */
function chosenEvent(event) {
  const dialog = opened(`<form class="merge" method="dialog"><h2 id="merge-title">Merge with which event?</h2>
    <p><label>Words of it, or its id <input name="words" required autocomplete="off"></label> <button type="button" data-find>Look up</button></p>
    <fieldset><legend>Events</legend><div class="found small" aria-live="polite">Nothing looked up yet.</div></fieldset>
    <p><button class="main" type="submit" value="yes" disabled>Merge</button> <button type="button" data-close>Cancel</button></p></form>`, "merge-title");
  const [form, found, field] = ["form", ".found", "[name=words]"].map((each) => dialog.querySelector(each));
  const submit = form.querySelector("[type=submit]");
  const look = async () => {
    const words = field.value.trim();
    if (!words) return;
    const answer = await fetch(`/api/situation?search=${encodeURIComponent(words)}`);
    const rows = answer.ok ? (await answer.json()).rows.filter((row) => row.id !== event).slice(0, 12) : [];
    if (/^e\S+$/.test(words) && words !== event) rows.unshift({ id: words, quote: "the event of this id", when: "", where: "" });
    found.replaceChildren(...rows.map(choice));
    if (!rows.length) found.textContent = "No other event has these words.";
    submit.disabled = true;
  };
  form.querySelector("[data-find]").addEventListener("click", look);
  field.addEventListener("keydown", (key) => { if (key.key === "Enter") { key.preventDefault(); look(); } });
  found.addEventListener("change", () => { submit.disabled = false; });
  return new Promise((done) => {
    dialog.addEventListener("close", () => {
      done(dialog.returnValue === "yes" ? form.querySelector("input[name=other]:checked")?.value ?? null : null);
      dialog.remove();
    });
  });
}

function choice({ id, quote, when, where }) {
  const label = document.createElement("label");
  const radio = Object.assign(document.createElement("input"), { type: "radio", name: "other", value: id });
  label.append(radio, ` ${[when, where].filter(Boolean).join(", ")} ${quote}`);
  const line = document.createElement("p");
  line.append(label);
  return line;
}

/** A dialog with this content (ours, never a report's), open; closing gives the focus back. */
export function opened(content, title) {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", title);
  dialog.innerHTML = content;
  const before = document.activeElement;
  dialog.addEventListener("close", () => before?.isConnected && before.focus());
  dialog.addEventListener("click", (click) => { if (click.target.closest("[data-close]")) dialog.close(""); });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

document.addEventListener("click", (click) => {
  const button = click.target.closest(".acts [data-act]");
  if (button) act(button.closest(".acts"), button.dataset.act);
});
const left = sessionStorage.getItem("tocsin-said");
if (left) {
  sessionStorage.removeItem("tocsin-said");
  say(left);
}
