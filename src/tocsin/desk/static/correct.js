// The form of a correction, in a dialog: words are picked in the text, places looked up or put on a map.
import { opened, say } from "./acts.js";
import { counts, figures, move, row, speakers } from "./correctrows.js";

const FIELDS = ["actors", "recipients", "places"];
const PICKS = [...FIELDS, "sources", "quantities", "of"];
const SAID = { actors: "who", recipients: "to whom", sources: "a source", quantities: "a figure" };

/** Asks for a correction; gives { change, reason, seen }, or null where the person turns away. */
export async function correct(claim, reason) {
  const answer = await fetch(`/correct?claim=${encodeURIComponent(claim)}`);
  if (!answer.ok) {
    say((await answer.json()).detail ?? "the desk does not answer", true);
    return null;
  }
  const dialog = opened(await answer.text(), "correct-title");
  const form = new Form(dialog.querySelector("form"), reason);
  return new Promise((done) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      done(form.result);
    });
    form.saved = () => dialog.close();
  });
}

class Form {
  constructor(form, reason) {
    this.form = form;
    this.result = null;
    this.at = 0;
    this.from = 0;
    this.words = [...form.querySelectorAll(".words [role=button]")];
    form.reason.value = reason;
    this.before = this.collected();
    this.modes();
    form.type.addEventListener("change", () => this.modes(true));
    form.addEventListener("submit", (event) => this.submit(event));
    form.addEventListener("click", (event) => this.click(event));
    form.addEventListener("keydown", (event) => this.key(event));
    const start = Math.max(0, this.words.findIndex((word) => word.classList.contains("is-trigger")));
    this.go(start, false, false);
    this.words[start]?.scrollIntoView({ block: "center" });
    this.words[start]?.focus();
  }

  /** Only the modes of the chosen type can be chosen. */
  modes(changed = false) {
    const { type, mode } = this.form;
    for (const option of mode.options) option.hidden = option.disabled = Boolean(option.dataset.type) && option.dataset.type !== type.value;
    if (changed) mode.value = "";
  }

  // ------------------------------------------------------------ picking words
  go(to, further, pick = true) {
    const last = this.words.length - 1;
    if (last < 0) return;
    this.at = Math.max(0, Math.min(last, to));
    if (!further) this.from = this.at;
    this.words.forEach((word, number) => {
      word.tabIndex = number === this.at ? 0 : -1;
      word.setAttribute("aria-pressed", String(pick && number >= Math.min(this.at, this.from) && number <= Math.max(this.at, this.from)));
    });
    const span = this.picked();
    this.form.querySelector("[data-picked]").textContent = span ? `“${span.text}”` : "nothing picked";
  }

  picked() {
    const words = this.words.filter((word) => word.getAttribute("aria-pressed") === "true");
    if (!words.length) return null;
    const text = words.map((word) => word.textContent).join(" ");
    const [before, after] = [/^[“"‘'(\[]+/.exec(text)?.[0].length ?? 0, /(?:['’]s)?[.,;:!?”"’')\]]*$/.exec(text)?.[0].length ?? 0];
    return {
      start: Number(words[0].dataset.start) + before,
      end: Number(words.at(-1).dataset.end) - after,
      text: text.slice(before, text.length - after),
    };
  }

  key(event) {
    const word = event.target.closest(".words [role=button]");
    if (event.key === "Enter" && event.target.name === "place") {
      event.preventDefault();
      this.search();
    }
    if (!word) return;
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8, Home: -this.words.length, End: this.words.length }[event.key];
    if (by) this.go(this.at + by, event.shiftKey);
    else if (event.key === " " || event.key === "Enter") this.go(this.at, event.shiftKey);
    else if (PICKS[event.key - 1]) this.use(PICKS[event.key - 1]);
    else return;
    event.preventDefault();
    if (by) this.words[this.at].focus();
  }

  use(field) {
    const span = this.picked();
    if (!span || span.end <= span.start) return this.told("nothing picked: click a word, or go to it with the arrow keys and press Space");
    if (field === "places") {
      this.placed = span;
      this.form.place.value = span.text;
      this.search();
    } else if (field === "of") {
      this.count(span, this.form.querySelector("[data-field=quantities] > li:last-child"));
    } else {
      if (field === "sources" || field === "quantities") row(this.form, field, span);
      else this.add(field, span.text, span);
      this.told(`${span.text}: ${SAID[field]}`);
    }
  }

  count(span, line) {
    if (line && span) this.told(counts(line, span));
    else this.told(span ? "There is no figure yet: pick its number and press 5" : "nothing picked");
  }

  told(words) {
    this.form.querySelector("[data-picked]").textContent = words;
  }

  add(field, name, data) {
    const line = document.createElement("li");
    for (const key of ["start", "end", "id", "lat", "lon"]) if (data[key] !== undefined) line.dataset[key] = data[key];
    const button = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: "×" });
    button.dataset.remove = "";
    button.setAttribute("aria-label", `Remove ${name}`);
    line.append(Object.assign(document.createElement("span"), { textContent: name }), " ", button);
    const list = this.form.querySelector(`[data-field=${field}]`);
    if (field === "places") list.replaceChildren(line);
    else list.append(line);
  }

  // ------------------------------------------------------------ places
  click({ target, shiftKey }) {
    const word = target.closest(".words [role=button]");
    if (word) this.go(this.words.indexOf(word), shiftKey);
    const button = target.closest("button");
    if (!button) return;
    const { as, place, name, remove, search, point, map, move: by } = button.dataset;
    if (as) this.use(as);
    if (by) this.told(move(button, Number(by)));
    if (button.dataset.counts !== undefined) this.count(this.picked(), button.closest("li"));
    if (remove !== undefined) this.remove(button);
    if (search !== undefined) this.search();
    if (place) this.settle(name, { id: place, ...this.span() });
    if (point !== undefined) this.point();
    if (map !== undefined) this.map(button);
  }

  span() {
    return this.placed && { start: this.placed.start, end: this.placed.end };
  }

  settle(name, data) {
    this.add("places", name, data);
    this.told(`${name}: where`);
    this.form.querySelector(".found").replaceChildren();
  }

  remove(button) {
    const list = button.closest("ul, ol");
    button.closest("li").remove();
    (list.querySelector("button") ?? this.words[this.at])?.focus();
  }

  async search() {
    const name = this.form.place.value.trim();
    const found = this.form.querySelector(".found");
    if (!name) return;
    const answer = await fetch(`/api/places?name=${encodeURIComponent(name)}`);
    const places = answer.ok ? await answer.json() : [];
    found.replaceChildren(...places.map((each) => {
      const button = Object.assign(document.createElement("button"), { type: "button" });
      button.textContent = `${[each.name, each.admin1, each.country].filter(Boolean).join(", ")} (${each.kind})`;
      Object.assign(button.dataset, { place: each.id, name: each.name });
      const line = document.createElement("li");
      line.append(button);
      return line;
    }));
    if (places.length) found.querySelector("button").focus();
    else found.textContent = `No place called ${name} is known.`;
  }

  point() {
    const { lat, lon } = this.form;
    if (!lat.value || !lon.value || !lat.checkValidity() || !lon.checkValidity()) return void (lat.value ? lon : lat).focus();
    this.settle(`${lat.value}, ${lon.value}`, { lat: lat.value, lon: lon.value, ...this.span() });
  }

  /** The map is drawn only when asked for; where the browser draws none, the numbers do. */
  async map(button) {
    const place = this.form.querySelector(".pick-map");
    place.hidden = !place.hidden;
    button.setAttribute("aria-expanded", String(!place.hidden));
    place.scrollIntoView({ block: "center" });
    if (place.hidden || this.drawn) return;
    try {
      const { pickMap } = await import("./pickmap.js");
      this.drawn = pickMap(place, ({ lat, lng }) => {
        this.form.lat.value = lat.toFixed(4);
        this.form.lon.value = lng.toFixed(4);
        this.point();
      });
    } catch {
      place.textContent = "This browser draws no map: give latitude and longitude.";
    }
  }

  // ------------------------------------------------------------ saving
  collected() {
    const { form } = this;
    const lines = (field) => [...form.querySelectorAll(`[data-field=${field}] > li`)].map(({ dataset }) => {
      const { id, lat, lon, start, end } = dataset;
      const found = { id, lat: lat && Number(lat), lon: lon && Number(lon), start: start && Number(start), end: end && Number(end) };
      return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
    });
    const days = (name) => {
      const [start, end] = [form[`${name}-start`].value || null, form[`${name}-end`].value || null];
      return start || end ? { start, end } : null;
    };
    return {
      type: form.type.value, mode: form.mode.value || null, status: form.status.value,
      ...Object.fromEntries(FIELDS.map((field) => [field, lines(field)])), when: days("when"), due: days("due"),
      sources: speakers(form), quantities: figures(form),
    };
  }

  submit(event) {
    event.preventDefault();
    const now = this.collected();
    const changed = Object.entries(now).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(this.before[name]));
    const change = Object.fromEntries(changed);
    if ("type" in change) change.mode = now.mode;
    const empty = now.quantities.some(({ low, high }) => low === null && high === null);
    if (!changed.length || empty) {
      const wrong = this.form.querySelector("[role=alert]");
      wrong.hidden = false;
      wrong.textContent = empty ? "A figure has no number: give at least one end, or remove it." : "Nothing is changed: accept the claim if it is right.";
      return;
    }
    this.result = { change, reason: this.form.reason.value.trim(), seen: Number(this.form.dataset.seen) };
    this.saved();
  }
}
