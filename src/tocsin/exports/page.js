"use strict";
/** Which statuses are shown, and the list of reports. */
(() => {
  const sections = [...document.querySelectorAll("section.report")];
  const filter = document.getElementById("filter");
  const hidden = new Set();

  const row = (section, claim) => document.getElementById(`${section.id}-c${claim}`);

  function applyFilter() {
    for (const line of document.querySelectorAll(".claim")) line.hidden = hidden.has(line.dataset.status);
    for (const section of sections) {
      for (const hit of section.querySelectorAll(".hit")) {
        const statuses = hit.dataset.claims.split(" ").map((claim) => row(section, claim).dataset.status);
        const seen = statuses.find((status) => !hidden.has(status));
        hit.classList.toggle("off", !seen);
        if (seen) hit.dataset.status = seen;
      }
    }
    document.dispatchEvent(new Event("claims-hidden"));
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
      label.className = "badged";
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
})();
