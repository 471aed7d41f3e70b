// The table: a page of events; arrows go from row to row, Page Up and Page Down from page to page, Enter opens.
const made = (name, words, kind) => Object.assign(document.createElement(name), { textContent: words ?? "", className: kind ?? "" });
const titled = (type) => type[0] + type.slice(1).toLowerCase();

export class Table {
  /** `does` tells what was done: chose(row, by), turned(page), sorted(order). */
  constructor(table, pages, does) {
    this.table = table;
    this.body = table.tBodies[0];
    this.pages = pages;
    this.does = does;
    this.rows = [];
    this.body.addEventListener("focusin", ({ target }) => this.focused(target.closest("tr")));
    this.body.addEventListener("click", ({ target }) => target.closest("a") || target.closest("tr")?.focus());
    this.body.addEventListener("keydown", (event) => this.key(event));
    for (const button of pages.querySelectorAll("button")) {
      button.addEventListener("click", () => does.turned(this.page + Number(button.dataset.step)));
    }
    for (const button of table.querySelectorAll("[data-sorts]")) button.addEventListener("click", () => this.sort(button));
  }

  sort(button) {
    const orders = button.dataset.sorts.split(",");
    const at = orders.indexOf(this.order);
    this.does.sorted(at < 0 ? orders[0] : orders[(at + 1) % orders.length] === this.order ? "newest" : orders[(at + 1) % orders.length]);
  }

  /** Shows a page, keeping the focus on its event and the place scrolled to; `enter` puts it on the first or last row. */
  show(found, address, chosen, enter) {
    const order = address.get("sort") ?? "newest";
    this.at = address.has("at") ? `?at=${encodeURIComponent(address.get("at"))}` : "";
    const held = document.activeElement?.closest?.("tr")?.dataset.id;
    Object.assign(this, { rows: found.rows, page: found.page, count: found.pages, order, chosen });
    this.body.replaceChildren(...found.rows.map((row) => this.row(row)));
    const [previous, next] = this.pages.querySelectorAll("button");
    previous.disabled = found.page <= 0;
    next.disabled = found.page + 1 >= found.pages;
    this.pages.querySelector("#page-read").textContent = found.pages ? `Page ${found.page + 1} of ${found.pages.toLocaleString("en")}` : "";
    for (const button of this.table.querySelectorAll("[data-sorts]")) {
      const is = button.dataset.sorts.split(",").includes(order);
      const way = order === "oldest" || order === "least-certain" ? "ascending" : "descending";
      if (is) button.closest("th").setAttribute("aria-sort", way);
      else button.closest("th").removeAttribute("aria-sort");
    }
    this.mark(chosen);
    const stays = held && this.body.querySelector(`[data-id="${CSS.escape(held)}"]`);
    const entered = enter && this.body.rows[enter === "last" ? this.body.rows.length - 1 : 0];
    (entered ?? stays)?.focus({ preventScroll: !entered });
  }

  row(event) {
    const row = made("tr");
    row.dataset.id = event.id;
    row.tabIndex = -1;
    const status = made("td");
    const state = made("span", event.status, "status");
    Object.assign(state.dataset, { status: event.status, standing: event.standing });
    status.append(state, " ", made("span", event.standing === "claimed" ? "claimed" : "", "also small soft"));
    const what = made("th", null, "reported");
    what.scope = "row";
    const link = made("a", titled(event.type) + (event.mode ? `, ${event.mode}` : ""));
    link.href = `/event/${encodeURIComponent(event.id)}${this.at}`;
    link.tabIndex = -1;
    const people = [event.who, event.whom].filter(Boolean).join(" → ");
    what.append(link, " ", made("span", people, "people"), " ", made("span", event.quote.trim(), "words"));
    if (event.figures.length) what.append(" ", made("span", event.figures.join("; "), "figures"));
    const origins = made("td", null, "number");
    origins.append(made("span", String(event.origins)), " ", made("span", `${event.outlets} outlet${event.outlets === 1 ? "" : "s"}`, "also small soft"));
    const when = made("td", event.when || "no day", event.when ? "" : "soft");
    when.append(" ", made("span", event.where || "no place", event.where ? "also" : "also soft"));
    row.append(status, what, when, made("td", event.according_to), origins);
    return row;
  }

  /** Marks the chosen event's row; without one the first row is where Tab comes in. */
  mark(id, { scroll = false } = {}) {
    this.chosen = id;
    const rows = [...this.body.rows];
    const found = rows.find((row) => row.dataset.id === id);
    for (const row of rows) {
      row.tabIndex = row === (found ?? rows[0]) ? 0 : -1;
      if (row === found) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    if (scroll) found?.scrollIntoView({ block: "nearest" });
    return this.rows.find((row) => row.id === id);
  }

  focused(row) {
    if (row && row.dataset.id !== this.chosen) this.does.chose(row.dataset.id);
  }

  key(event) {
    const row = event.target.closest("tr");
    const rows = [...this.body.rows];
    const at = rows.indexOf(row);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.tagName === "A") return;
    if (event.key === "Enter") { row.querySelector("a").click(); return; }
    if (event.key === "Escape") { event.preventDefault(); this.does.chose(null); return; }
    const turn = { PageDown: 1, PageUp: -1 }[event.key] ?? (to === rows.length ? 1 : to === -1 ? -1 : 0);
    if (to === undefined && !turn) return;
    event.preventDefault();
    if (!turn) rows[to].focus();
    else if (this.page + turn >= 0 && this.page + turn < this.count) this.does.turned(this.page + turn, to === -1 ? "last" : "first");
  }
}
