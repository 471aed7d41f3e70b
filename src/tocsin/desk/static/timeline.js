// The timeline: bars of days, weeks, months or years, stacked by standing. Dragging, a click or the keyboard picks a period.
import uPlot from "./vendor/uPlot.esm.js";
import { STANDINGS, colour, filling, ofStanding } from "./marks.js";

const DAY = 86400;
const seconds = (day) => Date.parse(`${day}T00:00:00Z`) / 1000;
const day = (at) => new Date(at * 1000).toISOString().slice(0, 10);

/** The first day of the next unit, in seconds. */
function following(start, unit) {
  const at = new Date(start * 1000);
  if (unit === "month") return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1) / 1000;
  if (unit === "year") return Date.UTC(at.getUTCFullYear() + 1, 0, 1) / 1000;
  return start + (unit === "week" ? 7 : 1) * DAY;
}

export class Timeline {
  constructor(place, read, picked) {
    this.place = place;
    this.read = read;
    this.picked = picked;
    this.at = null;
    new ResizeObserver(() => this.plot?.setSize(this.size())).observe(place);
    place.addEventListener("keydown", (event) => this.key(event));
    place.addEventListener("blur", () => this.stand(null));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.line && this.show(this.line));
  }

  size() {
    return { width: this.place.clientWidth, height: this.place.clientHeight };
  }

  show(line) {
    this.line = line;
    this.starts = line.starts.map(seconds);
    this.at = null;
    this.plot?.destroy();
    this.plot = null;
    this.idle();
    this.place.classList.toggle("without", this.starts.length === 0);
    if (this.starts.length) this.plot = new uPlot(this.options(), this.stacked(), this.place);
  }

  /** Each standing on top of those before it; drawn from the highest down. */
  stacked() {
    let below = this.starts.map(() => 0);
    const piles = STANDINGS.map((standing) => (below = below.map((sum, bar) => sum + this.line.counts[standing][bar])));
    this.highest = Math.max(1, ...below);
    return [this.starts, ...piles.reverse()];
  }

  options() {
    const bars = uPlot.paths.bars({ size: [0.92, 60], align: this.starts.length > 1 ? 1 : 0 });
    const axis = { stroke: () => colour("soft"), font: "12px system-ui", ticks: { show: false } };
    const lines = { stroke: () => colour("rule"), width: 1 };
    const last = following(this.starts.at(-1), this.line.unit);
    const ends = this.starts.length > 1 ? [this.starts[0], last] : [this.starts[0] - 15 * DAY, last + 15 * DAY];
    return {
      ...this.size(),
      tzDate: (at) => uPlot.tzDate(new Date(at * 1000), "Etc/UTC"),
      legend: { show: false },
      scales: { x: { range: () => ends }, y: { range: () => [0, this.highest] } },
      axes: [
        { ...axis, grid: { show: false }, size: 22, gap: 4, space: 84, values: (_, all) => all.map(day) },
        { ...axis, grid: lines, size: 40, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000], space: 24 },
      ],
      series: [{}, ...[...STANDINGS].reverse().map((standing) => ({
        paths: bars, points: { show: false }, width: 1,
        stroke: () => ofStanding(standing), fill: (plot) => filling(plot.ctx, standing),
      }))],
      cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
      hooks: {
        setSelect: [(plot) => this.dragged(plot)],
        setCursor: [(plot) => plot.cursor.left >= 0 ? this.tell(this.bar(plot.posToVal(plot.cursor.left, "x"))) : this.idle()],
        draw: [(plot) => this.frame(plot)],
      },
    };
  }

  bar(at) {
    let found = 0;
    while (found + 1 < this.starts.length && this.starts[found + 1] <= at) found += 1;
    return found;
  }

  dragged(plot) {
    if (this.clearing) return;
    const { left, width } = plot.select;
    const [from, to] = [left, left + width].map((x) => this.bar(plot.posToVal(x, "x")));
    this.clearing = true;
    plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
    this.clearing = false;
    this.pick(from, to);
  }

  pick(from, to) {
    this.picked(day(this.starts[from]), day(following(this.starts[to], this.line.unit) - DAY));
  }

  key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (!this.plot || (step === undefined && event.key !== "Enter")) return;
    event.preventDefault();
    const last = this.starts.length - 1;
    if (event.key === "Enter") { if (this.at !== null) this.pick(this.at, this.at); return; }
    const from = this.at ?? (step > 0 ? -1 : last + 1);
    this.stand(Math.min(last, Math.max(0, from + step)));
  }

  stand(bar) {
    this.at = bar;
    this.plot?.redraw(false);
    if (bar === null) this.idle();
    else this.tell(bar);
  }

  frame(plot) {
    if (this.at === null) return;
    const [from, to] = [this.starts[this.at], following(this.starts[this.at], this.line.unit)].map((x) => plot.valToPos(x, "x", true));
    plot.ctx.strokeStyle = colour("focus");
    plot.ctx.lineWidth = 2 * devicePixelRatio;
    plot.ctx.strokeRect(from, plot.bbox.top, Math.max(3, to - from), plot.bbox.height);
  }

  tell(bar) {
    const counts = STANDINGS.map((standing) => [this.line.counts[standing][bar], standing.replace("-", " ")]);
    const said = counts.filter(([count]) => count).map(([count, name]) => `${count} ${name}`).join(", ") || "none";
    const { unit } = this.line;
    const start = day(this.starts[bar]);
    const name = { day: start, week: `Week from ${start}`, month: start.slice(0, 7), year: start.slice(0, 4) }[unit];
    this.read(`${name}: ${said}`);
  }

  idle() {
    const { unit, undated, starts } = this.line;
    const without = undated ? `${undated.toLocaleString("en")} with no day known are not drawn` : "";
    const drawn = starts.length ? `Events by ${unit} of their first day` : "No event has a day";
    this.read([drawn, without].filter(Boolean).join("; "));
  }
}
