"use strict";
/** Each side finds the other: words of an article their claim, a claim its words; by mouse and by keyboard. */
(() => {
  const root = document.documentElement;
  const sections = [...document.querySelectorAll("section.report")];
  let chosen = null;
  root.classList.add("js");

  const row = (section, claim) => document.getElementById(`${section.id}-c${claim}`);
  const trigger = (section, claim) => document.getElementById(`${section.id}-t${claim}`)?.closest(".hit");
  const numberOf = (line) => Number(line.id.split("-c")[1]);

  function clear() {
    if (!chosen) return;
    row(chosen.section, chosen.claim).classList.remove("on");
    row(chosen.section, chosen.claim).querySelector(".badge").removeAttribute("aria-current");
    for (const part of chosen.section.querySelectorAll("[data-in]")) {
      part.classList.remove("on", ...part.dataset.in.split(" ").map((role) => `on-${role.split(".")[1]}`));
    }
    chosen = null;
  }

  /** ?claim=ID where the page is of one report, else #r0-c3. */
  function addressed(section, line) {
    if (!("byId" in section.dataset)) return `#${line.id}`;
    const asked = new URLSearchParams(location.search);
    asked.set("claim", line.dataset.id);
    return `?${asked}`;
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
    history.replaceState(null, "", addressed(section, line));
    document.dispatchEvent(new CustomEvent("claim-chosen", { detail: line.dataset.id }));
    const target = show === "text" ? trigger(section, claim) : line;
    if (!target) return;
    if (focus) (show === "text" ? target : line.querySelector(".badge")).focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest" });
  }

  /** Where several claims share a word, another choice of the word takes the next of them. */
  function fromText(section, hit, focus) {
    const claims = hit.dataset.claims.split(" ").map(Number).filter((claim) => !row(section, claim).hidden);
    if (!claims.length) return;
    const now = chosen && chosen.section === section ? claims.indexOf(chosen.claim) : -1;
    choose(section, claims[(now + 1) % claims.length], "table", focus);
  }

  function step(by) {
    const rows = [...chosen.section.querySelectorAll(".claim:not([hidden])")];
    const next = rows[rows.indexOf(row(chosen.section, chosen.claim)) + by];
    if (!next) return;
    choose(chosen.section, numberOf(next), "text", false);
    next.querySelector(".badge").focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  function fromAddress() {
    const asked = new URLSearchParams(location.search).get("claim");
    const line = [...document.querySelectorAll(".claim")].find((each) => each.dataset.id === asked);
    const found = line ? null : /^#(r\d+)-[ct](\d+)$/.exec(location.hash);
    const section = line ? line.closest("section.report") : found && document.getElementById(found[1]);
    const number = line ? numberOf(line) : found && Number(found[2]);
    if (section && row(section, number)) choose(section, number, "text", false);
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
        choose(section, numberOf(line), "text", keyboard);
      }
    });
  }
  document.addEventListener("keydown", (event) => {
    if (!chosen || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.closest?.("input, select, textarea")) return;
    const inTable = event.target.closest?.(".claims");
    if (event.key === "Escape") clear();
    else if (inTable && event.key === "ArrowDown") step(1);
    else if (inTable && event.key === "ArrowUp") step(-1);
    else return;
    event.preventDefault();
  });
  document.addEventListener("claims-hidden", () => {
    if (chosen && row(chosen.section, chosen.claim).hidden) clear();
  });
  addEventListener("hashchange", fromAddress);
  fromAddress();
})();
