"use strict";
(() => {
  const root = document.documentElement;
  const sections = [...document.querySelectorAll("section.report")];
  const filter = document.getElementById("filter");
  const hidden = new Set();
  let chosen = null;
  root.classList.add("js");

  const statusOf = (section, claim) => row(section, claim).dataset.status;
  const row = (section, claim) => document.getElementById(`${section.id}-c${claim}`);
  const trigger = (section, claim) => document.getElementById(`${section.id}-t${claim}`)?.closest(".hit");

  function clear() {
    if (!chosen) return;
    row(chosen.section, chosen.claim).classList.remove("on");
    row(chosen.section, chosen.claim).querySelector(".badge").removeAttribute("aria-current");
    for (const part of chosen.section.querySelectorAll("[data-in]")) {
      part.classList.remove("on", ...part.dataset.in.split(" ").map((role) => `on-${role.split(".")[1]}`));
    }
    chosen = null;
  }

  /** Marks a claim on both sides; brings the side named by `show` into view and, if asked, puts the focus there. */
  function choose(section, claim, show, focus) {
    clear();
    chosen = { section, claim };
    const line = row(section, claim);
    line.classList.add("on");
    line.querySelector(".badge").setAttribute("aria-current", "true");
    for (const part of section.querySelectorAll("[data-in]")) {
      for (const role of part.dataset.in.split(" ")) {
        const [number, name] = role.split(".");
        if (Number(number) === claim) part.classList.add("on", `on-${name}`);
      }
    }
    const target = show === "text" ? trigger(section, claim) : line;
    if (!target) return;
    if (focus) (show === "text" ? target : line.querySelector(".badge")).focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest" });
    history.replaceState(null, "", `#${section.id}-c${claim}`);
  }

  /** Where several claims share a word, another choice of the word takes the next of them. */
  function fromText(section, hit, focus) {
    const claims = hit.dataset.claims.split(" ").map(Number).filter((claim) => !hidden.has(statusOf(section, claim)));
    if (!claims.length) return;
    const now = chosen && chosen.section === section ? claims.indexOf(chosen.claim) : -1;
    choose(section, claims[(now + 1) % claims.length], "table", focus);
  }

  function step(by) {
    const rows = [...chosen.section.querySelectorAll(".claim:not([hidden])")];
    const next = rows[rows.indexOf(row(chosen.section, chosen.claim)) + by];
    if (!next) return;
    choose(chosen.section, Number(next.id.split("-c")[1]), "text", false);
    next.querySelector(".badge").focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  function fromAddress() {
    const found = /^#(r\d+)-[ct](\d+)$/.exec(location.hash);
    const section = found && document.getElementById(found[1]);
    if (section && row(section, found[2])) choose(section, Number(found[2]), "text", false);
  }

  for (const section of sections) {
    section.addEventListener("click", (event) => {
      const hit = event.target.closest(".hit");
      const line = event.target.closest(".claim");
      const keyboard = event.detail === 0;
      if (hit) {
        event.preventDefault();
        fromText(section, hit, keyboard);
      } else if (line && event.target.closest(".row")) {
        event.preventDefault();
        choose(section, Number(line.id.split("-c")[1]), "text", keyboard);
      }
    });
  }
  document.addEventListener("keydown", (event) => {
    if (!chosen || event.altKey || event.ctrlKey || event.metaKey) return;
    const inTable = event.target.closest?.(".claims");
    if (event.key === "Escape") clear();
    else if (inTable && event.key === "ArrowDown") step(1);
    else if (inTable && event.key === "ArrowUp") step(-1);
    else return;
    event.preventDefault();
  });

  function applyFilter() {
    for (const line of document.querySelectorAll(".claim")) line.hidden = hidden.has(line.dataset.status);
    for (const section of sections) {
      for (const hit of section.querySelectorAll(".hit")) {
        const seen = hit.dataset.claims.split(" ").map((claim) => statusOf(section, claim)).find((s) => !hidden.has(s));
        hit.classList.toggle("off", !seen);
        if (seen) hit.dataset.status = seen;
      }
    }
    if (chosen && hidden.has(statusOf(chosen.section, chosen.claim))) clear();
  }

  function makeFilter() {
    const counts = new Map();
    for (const line of document.querySelectorAll(".claim")) {
      counts.set(line.dataset.status, (counts.get(line.dataset.status) || 0) + 1);
    }
    for (const status of filter.dataset.order.split(" ").filter((name) => counts.has(name))) {
      const label = document.createElement("label");
      const box = document.createElement("input");
      box.type = "checkbox";
      box.checked = true;
      box.value = status;
      box.addEventListener("change", () => {
        hidden[box.checked ? "delete" : "add"](status);
        applyFilter();
      });
      label.dataset.status = status;
      label.append(box, ` ${status} ${counts.get(status)}`);
      filter.append(label);
    }
    for (const [words, on] of [["All", true], ["None", false]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words;
      button.addEventListener("click", () => {
        for (const box of filter.querySelectorAll("input")) {
          box.checked = on;
          hidden[on ? "delete" : "add"](box.value);
        }
        applyFilter();
      });
      filter.append(button);
    }
    filter.hidden = counts.size === 0;
  }

  function makeList() {
    const list = document.createElement("ol");
    for (const section of sections) {
      const item = document.createElement("li");
      const anchor = document.createElement("a");
      anchor.href = `#${section.id}`;
      const title = section.querySelector("h3.title");
      anchor.textContent = section.querySelector("h2").textContent + (title ? ` ${title.textContent}` : "");
      item.append(anchor);
      list.append(item);
    }
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = `${sections.length} reports`;
    details.append(summary, list);
    document.getElementById("reports").append(details);
    document.getElementById("reports").hidden = false;
  }

  makeFilter();
  if (sections.length > 1) makeList();
  addEventListener("hashchange", fromAddress);
  fromAddress();
})();
