// The rows of a correction that hold more than words: sources with their kind and order, figures with their bounds.

const NUMBER = /\d[\d,]*(?:\.\d+)?/g;
const number = (field) => (field.value === "" ? null : Number(field.value));
const span = ({ start, end }) => (start === undefined ? null : { start: Number(start), end: Number(end) });

/** A new row of these words, from the form's template; a figure takes the numbers that stand in its words. */
export function row(form, field, picked) {
  const made = form.querySelector(`template[data-row=${field}]`).content.firstElementChild.cloneNode(true);
  Object.assign(made.dataset, { start: picked.start, end: picked.end });
  made.querySelector("span").textContent = picked.text;
  for (const each of made.querySelectorAll("[aria-label]")) each.setAttribute("aria-label", each.getAttribute("aria-label").replace("…", () => picked.text));
  form.querySelector(`[data-field=${field}]`).append(made);
  if (field === "sources") return void made.querySelector("[data-kind]").focus();
  const [low, high = low] = (picked.text.match(NUMBER) ?? []).map((each) => each.replaceAll(",", ""));
  if (low !== undefined) [made.querySelector("[data-low]").value, made.querySelector("[data-high]").value] = [low, high];
  made.querySelector(low === undefined ? "[data-low]" : "[data-about]").focus();
}

/** Moves a source further in or out; gives what is to be said. */
export function move(button, by) {
  const line = button.closest("li");
  const list = line.parentElement;
  if (by < 0) line.previousElementSibling?.before(line);
  else line.nextElementSibling?.after(line);
  button.focus();
  return `${line.querySelector("span").textContent}: number ${[...list.children].indexOf(line) + 1} of ${list.children.length}`;
}

/** The words are what the figure counts; gives what is to be said. */
export function counts(line, picked) {
  const held = line.querySelector("[data-of]");
  Object.assign(held.dataset, { start: picked.start, end: picked.end });
  held.textContent = picked.text;
  return `${line.querySelector("span").textContent}: counts ${picked.text}`;
}

const lines = (form, field) => [...form.querySelectorAll(`[data-field=${field}] > li`)];

export const speakers = (form) => lines(form, "sources").map((line) => {
  const { name, ...at } = line.dataset;
  return { ...(span(at) ?? { name }), kind: line.querySelector("[data-kind]").value };
});

export const figures = (form) => lines(form, "quantities").map((line) => {
  const of = (name) => line.querySelector(`[data-${name}]`);
  return {
    ...span(line.dataset), low: number(of("low")), high: number(of("high")), unit: of("unit").value.trim() || null,
    about: of("about").value, of: span(of("of").dataset),
  };
});
