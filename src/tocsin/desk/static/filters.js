// The form of filters and the chips that say what is chosen: both follow the address, and change it.
import { SEVERAL, SINGLE, filters } from "./address.js";

const SAID = {
  search: (value) => `words: ${value}`, actor: (value) => `actor: ${value}`, place: (value) => `place: ${value}`,
  since: (value) => `from ${value}`, until: (value) => `to ${value}`, box: (value) => `area ${value}`,
  origins: (value) => `at least ${value} origin${value === "1" ? "" : "s"}`, confidence: (value) => `coded at least ${value} surely`,
  at: (value) => `as known at ${value}`, status: (value) => value, type: (value) => value[0] + value.slice(1).toLowerCase(), outlet: (value) => value,
};

export class Filters {
  constructor(form, chips, changed) {
    this.form = form;
    this.chips = chips;
    this.changed = changed;
    this.panels = [...form.querySelectorAll("details.several")];
    form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    form.addEventListener("change", () => this.send());
    document.getElementById("f-box").addEventListener("change", () => this.send());
    form.addEventListener("search", () => this.send(), true);
    document.addEventListener("pointerdown", ({ target }) => this.close((panel) => !panel.contains(target)));
    form.addEventListener("focusin", ({ target }) => this.close((panel) => !panel.contains(target)));
    form.addEventListener("keydown", (event) => event.key === "Escape" && this.escape(event));
  }

  send() {
    if (this.form.reportValidity()) this.changed(new URLSearchParams(new FormData(this.form)));
  }

  close(which) {
    for (const panel of this.panels) if (panel.open && which(panel)) panel.open = false;
  }

  escape(event) {
    const open = this.panels.find((panel) => panel.open);
    if (!open) return;
    event.preventDefault();
    open.open = false;
    open.querySelector("summary").focus();
  }

  /** What the address says. */
  show(params) {
    for (const name of SINGLE) {
      const field = this.form.elements[name];
      const value = params.get(name) ?? "";
      if (field.value !== value) field.value = value;
    }
    for (const panel of this.panels) {
      const picked = params.getAll(panel.dataset.name);
      for (const box of panel.querySelectorAll("input")) box.checked = picked.includes(box.value);
      panel.querySelector(".picked").textContent = picked.length ? (picked.length === 1 ? SAID[panel.dataset.name](picked[0]) : `${picked.length} of them`) : "any";
      panel.classList.toggle("on", picked.length > 0);
    }
    this.showChips(params);
  }

  showChips(params) {
    const made = [];
    for (const name of [...SINGLE, ...SEVERAL]) {
      for (const value of params.getAll(name)) made.push(this.chip(params, name, value));
    }
    if (filters(params)) made.push(this.button("Clear all", "Clear all filters", new URLSearchParams()));
    this.chips.replaceChildren(...made.map((each) => {
      const item = document.createElement("li");
      item.append(each);
      return item;
    }));
  }

  chip(params, name, value) {
    const left = new URLSearchParams(params);
    left.delete(name, value);
    const said = SAID[name](value);
    const made = this.button(said, `Remove: ${said}`, left);
    made.classList.add("chip");
    const cross = document.createElement("span");
    cross.textContent = "×";
    cross.setAttribute("aria-hidden", "true");
    made.append(cross);
    return made;
  }

  button(words, label, params) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "small quiet";
    made.textContent = words;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", () => { this.changed(params); document.getElementById("main").focus({ preventScroll: true }); });
    return made;
  }

  /** How many of what fits have each status, type and outlet; outlets that are new get a box. */
  count(facets) {
    for (const panel of this.panels) {
      const { name } = panel.dataset;
      const counts = facets[name];
      const boxes = new Map([...panel.querySelectorAll("input")].map((box) => [box.value, box]));
      for (const value of Object.keys(counts)) if (!boxes.has(value)) boxes.set(value, this.add(panel, name, value));
      for (const [value, box] of boxes) {
        const count = counts[value] ?? 0;
        const label = box.closest("label");
        label.querySelector(".count").textContent = count ? count.toLocaleString("en") : "";
        label.classList.toggle("none", !count && !box.checked);
      }
    }
  }

  add(panel, name, value) {
    const label = document.createElement("label");
    label.className = "choice";
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name, value });
    const words = Object.assign(document.createElement("span"), { textContent: value });
    label.append(box, words, Object.assign(document.createElement("span"), { className: "count number" }));
    panel.querySelector(".choices").append(label);
    return box;
  }
}
