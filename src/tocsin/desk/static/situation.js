// The situation page: the address says what is chosen, one answer of the API fills timeline, map and table.
import { beside, chosen, go, note } from "./address.js";
import { FIRST_SEEN, answer, asked, first } from "./asking.js";
import { Filters } from "./filters.js";
import { STANDINGS } from "./marks.js";
import { Table } from "./table.js";
import { Timeline } from "./timeline.js";

const by = (id) => document.getElementById(id);
const many = (count, noun) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
const countries = new Map([...by("countries").options].map((each) => [each.value, each.textContent]));
const state = { picture: null, event: beside().get("event"), asking: null, map: null };

// ---------------------------------------------------------------- asking
/** Asks for the whole picture again. `event`: turn to the page of this event; `enter`: put the focus into the table;
 * `coming`: what was asked for already. */
async function refresh({ event, enter, coming } = {}) {
  state.asking?.abort();
  const asking = (state.asking = new AbortController());
  const slow = setTimeout(() => document.body.classList.add("busy"), 200);
  const seen = state.map?.held && !state.map.complete ? state.map.view() : FIRST_SEEN;
  try {
    const picture = await (coming ?? answer(asked({ ...seen, event }), asking.signal));
    if (asking.signal.aborted) return;
    show(picture, { seen, enter, turned: event !== undefined });
    wrong(null);
  } catch (error) {
    if (error.name !== "AbortError") wrong(error);
  } finally {
    clearTimeout(slow);
    if (state.asking === asking) {
      state.asking = null;
      document.body.classList.remove("busy");
    }
  }
}

/** Asks again for what the map shows, as it was moved. */
async function look() {
  state.looking?.abort();
  const looking = (state.looking = new AbortController());
  const seen = state.map.view();
  try {
    const picture = await answer(asked({ ...seen, part: "map" }), looking.signal);
    if (!looking.signal.aborted) await state.map.show(picture.map, seen, picture.kinds);
  } catch (error) {
    if (error.name !== "AbortError") wrong(error);
  }
}

/** Other filters: the order stays, the table begins again. */
function change(params) {
  params.set("sort", chosen().get("sort") ?? "");
  params.delete("page");
  if (go(params)) follow();
}

/** The page as the address says. */
function follow(options) {
  const params = chosen();
  form.show(params);
  by("when-all").hidden = !params.has("since") && !params.has("until");
  state.map?.box(params.get("box"));
  return refresh(options);
}

// ---------------------------------------------------------------- showing
function show(picture, { seen, enter, turned }) {
  Object.assign(state, { picture, seen });
  if (turned) {
    const params = chosen();
    params.set("page", picture.page);
    go(params, { silently: true });
  }
  say(picture);
  form.count(picture.facets);
  for (const standing of STANDINGS) document.querySelector(`[data-count="${standing}"]`).textContent = (picture.facets.standing[standing] ?? 0).toLocaleString("en");
  timeline.show(picture.timeline);
  table.show(picture, chosen(), state.event, enter);
  unmapped(picture.unmapped);
  state.map?.show(picture.map, seen, picture.kinds);
  mark({ scroll: turned });
  by("main").dataset.usable = "true";
}

function say(picture) {
  const bold = Object.assign(document.createElement("strong"), { textContent: `${picture.events.toLocaleString("en")} of ${many(picture.of_events, "event")}` });
  const rule = Object.assign(document.createElement("span"), { className: "soft", textContent: ` in ${many(picture.claims, "claim")}. Counted: ${picture.rule}.` });
  const at = chosen().get("at");
  by("counts").replaceChildren(at ? `As the store knew it at ${at}: ` : "", bold, rule);
  const nothing = by("empty");
  nothing.hidden = picture.rows.length > 0;
  nothing.textContent = !picture.of_events && at ? `The store knew of no event yet at ${at}.` : !picture.of_events ? "This store holds no event yet: add reports with `tocsin add STORE PATH`, they appear here as they are read."
    : picture.events ? "This page is past the last one." : "No event fits all of these filters. Take one away above.";
}

function wrong(error) {
  const place = by("wrong");
  place.hidden = !error;
  if (!error) return;
  const again = Object.assign(document.createElement("button"), { type: "button", textContent: "Try again" });
  again.addEventListener("click", () => refresh());
  place.replaceChildren(`${error.message} What is shown below is from before. `, again);
}

/** What no pin can show honestly, beside the map. */
function unmapped({ countries: whole, nowhere }) {
  const made = [];
  const listed = Object.entries(whole);
  if (listed.length) made.push(Object.assign(document.createElement("span"), { className: "soft", textContent: "No pin, a whole country only:" }));
  for (const [code, count] of listed) {
    const name = countries.get(code) ?? code;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "chip", textContent: `${name} ${count.toLocaleString("en")}` });
    button.addEventListener("click", () => { const params = chosen(); params.set("place", code); change(params); });
    made.push(button);
  }
  if (nowhere) made.push(Object.assign(document.createElement("span"), { className: "soft", textContent: `No place known: ${nowhere.toLocaleString("en")}` }));
  by("unmapped").replaceChildren(...made);
}

// ---------------------------------------------------------------- choosing an event
function choose(id, { turn = false } = {}) {
  state.event = id;
  note("event", id);
  if (turn && id && !state.picture.rows.some((row) => row.id === id)) refresh({ event: id });
  else mark({ scroll: turn });
}

function mark(options) {
  const row = table.mark(state.event, options);
  const told = row && !row.points.length ? `No pin: ${row.where ? `placed in ${row.where} only` : "no place known"}.` : "";
  by("where-read").textContent = told;
  if (row || !state.event) state.map?.choose(row);
}

/** Events of one place, as a list to choose from. */
function several(found) {
  const list = by("here");
  const close = Object.assign(document.createElement("button"), { type: "button", className: "quiet small", textContent: "Close" });
  close.addEventListener("click", () => { list.hidden = true; });
  const made = found.map(({ id, type, standing }) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "quiet" });
    const name = state.picture.types[type];
    const words = Object.assign(document.createElement("span"), { className: "status", textContent: name[0] + name.slice(1).toLowerCase() });
    words.dataset.standing = STANDINGS[standing];
    button.append(words);
    button.addEventListener("click", () => choose(id, { turn: true }));
    return button;
  });
  list.replaceChildren(Object.assign(document.createElement("p"), { className: "small soft", textContent: `${many(found.length, "event")} in this place` }), ...made, close);
  list.hidden = false;
  made[0].focus();
}

// ---------------------------------------------------------------- the parts
const form = new Filters(by("filters"), by("chips"), (params) => change(params));
const timeline = new Timeline(by("timeline"), (words) => { by("when-read").textContent = words; }, (since, until) => {
  const params = chosen();
  params.set("since", since);
  params.set("until", until);
  change(params);
});
const table = new Table(by("table"), by("pages"), {
  chose: (id) => choose(id),
  turned: (page, enter) => { const params = chosen(); params.set("page", page); if (go(params)) follow({ enter }); by("table").parentElement.scrollTop = 0; },
  sorted: (order) => { const params = chosen(); params.set("sort", order); params.delete("page"); if (go(params)) follow(); },
});

by("when-all").addEventListener("click", () => {
  const params = chosen();
  params.delete("since");
  params.delete("until");
  change(params);
});

function area(box) {
  drawing(false);
  const params = chosen();
  params.set("box", box);
  change(params);
}

function drawing(on) {
  by("draw").setAttribute("aria-pressed", on);
  state.map?.draw(on);
}

by("draw").addEventListener("click", () => drawing(by("draw").getAttribute("aria-pressed") !== "true"));
by("this-view").addEventListener("click", () => state.map && area(state.map.inView()));
addEventListener("keydown", (event) => { if (event.key === "Escape") drawing(false); });
addEventListener("popstate", () => { state.event = beside().get("event"); follow(); });

/** The map comes when the rest is there to be used: it is heavy. */
async function startMap() {
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: "/static/vendor/maplibre-gl.css" }));
  try {
    const { SituationMap } = await import("./map.js");
    let waiting;
    state.map = new SituationMap(by("map"), {
      chose: (id) => choose(id, { turn: true }), several, drew: area,
      moved: () => { clearTimeout(waiting); waiting = setTimeout(look, 150); },
      settled: () => { by("main").dataset.ready = "true"; },
      failed: (error) => { by("map-wrong").hidden = false; by("map-wrong").textContent = `The base map could not be read (${error.message}); the events are drawn without it.`; },
    });
    globalThis.situationMap = state.map; // for the tests and the bench
  } catch {
    for (const id of ["draw", "this-view"]) by(id).disabled = true;
    by("map").hidden = true;
    by("map-wrong").hidden = false;
    by("map-wrong").textContent = "This browser cannot draw the map (it has no WebGL). The timeline, the table and the filters work without it.";
    by("main").dataset.ready = "true";
    return;
  }
  state.map.box(chosen().get("box"));
  if (by("draw").getAttribute("aria-pressed") === "true") state.map.draw(true);
  if (state.picture) { state.map.show(state.picture.map, state.seen, state.picture.kinds); mark(); }
}

// ---------------------------------------------------------------- live
let waiting = null;
document.addEventListener("tocsin:moment", ({ detail }) => {
  if (waiting || chosen().has("at") || (detail && state.picture && detail.moment <= state.picture.moment)) return;
  waiting = setTimeout(async () => {
    waiting = null;
    const [events, moment] = [state.picture?.of_events ?? 0, state.picture?.moment];
    await refresh();
    if (!state.picture || state.picture.moment === moment) return;
    const more = state.picture.of_events - events;
    by("news").textContent = `The store changed at ${new Date().toISOString().slice(11, 19)} UTC${more > 0 ? `: ${many(more, "event")} more` : ""}.`;
  }, 1200);
});

const idle = globalThis.requestIdleCallback ?? ((done) => setTimeout(done, 50));
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
let touched = -Infinity;
for (const kind of ["keydown", "input", "pointerdown", "wheel"]) addEventListener(kind, () => { touched = performance.now(); }, { capture: true, passive: true });
await Promise.race([follow({ coming: first }), pause(1500)]);
do await pause(400); while (performance.now() - touched < 500 || (state.picture && state.asking)); // nobody who types waits for the map
idle(startMap, { timeout: 1000 });
