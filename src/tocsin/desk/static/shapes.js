// What is no point on the map: borders are lines and never pins, areas the circle that holds them. Only what is in view
// or chosen is drawn; where a border runs is asked of an event there, once.
import { chosen } from "./address.js";
import { circle, collection, source } from "./basemap.js";
import { STANDINGS, ofStanding } from "./marks.js";

const AREAS = ["admin1", "admin2", "region", "water"];
const MOST_LINES = 40;
const MOST_AREAS = 150;
const byStanding = () => ["match", ["get", "standing"], ...STANDINGS.flatMap((name, number) => [number, ofStanding(name)]), ofStanding(STANDINGS[0])];
const LAYERS = [["areas", "fill-color"], ["area-edges", "line-color"], ["lines", "line-color"]];
const key = (lon, lat) => `${lon.toFixed(4)},${lat.toFixed(4)}`;

/** Where an event was, as GeoJSON; nothing where the desk does not say. */
async function places(event) {
  const at = chosen().get("at");
  const answer = await fetch(`/api/events/${encodeURIComponent(event)}/geo${at ? `?at=${encodeURIComponent(at)}` : ""}`).catch(() => null);
  return answer?.ok ? (await answer.json()).features : [];
}

export class Shapes {
  constructor(map) {
    this.map = map;
    this.courses = new Map(); // where a border's place is said to be -> its geometry, null where none is known
    this.kinds = [];
    this.unknown = []; // borders of which it is still to be asked where they run, each with an event
    this.held = null;
    this.drawn = "";
  }

  /** Below the points. */
  layers() {
    for (const name of ["areas", "lines"]) this.map.addSource(name, source());
    this.map.addLayer({ id: "areas", type: "fill", source: "areas", paint: { "fill-color": byStanding(), "fill-opacity": 0.05 } });
    this.map.addLayer({ id: "area-edges", type: "line", source: "areas", paint: { "line-color": byStanding(), "line-width": 1.2, "line-dasharray": [3, 2] } });
    this.map.addLayer({ id: "lines", type: "line", source: "lines", layout: { "line-cap": "round" }, paint: { "line-color": byStanding(), "line-width": 5, "line-opacity": 0.55 } });
  }

  recolour() {
    for (const [layer, property] of LAYERS) this.map.setPaintProperty(layer, property, byStanding());
  }

  /** Draws the borders among these points whose course is known; gives the places in the arrays that are points. */
  split(held, kinds) {
    Object.assign(this, { held, kinds, drawn: "" });
    const groups = new Map();
    const points = [];
    held.lon.forEach((lon, at) => {
      if (kinds[held.kind[at]] !== "border") return points.push(at);
      const name = key(lon, held.lat[at]);
      if (!groups.has(name)) groups.set(name, []);
      return groups.get(name).push(at);
    });
    const largest = [...groups].sort(([, one], [, other]) => other.length - one.length);
    const asked = largest.slice(0, MOST_LINES);
    this.unknown = asked.filter(([name]) => !this.courses.has(name)).map(([name, [at]]) => [name, held.events[at]]);
    const none = asked.filter(([name]) => this.courses.get(name) === null);
    points.push(...[...none, ...largest.slice(MOST_LINES)].flatMap(([, group]) => group));
    this.map.getSource("lines").setData(collection(asked.filter(([name]) => this.courses.get(name)).map(([name, group]) => this.line(name, group))));
    return points;
  }

  /** Asks where the borders run that are not known yet; gives whether there were any. */
  async load() {
    const unknown = this.unknown;
    await Promise.all(unknown.map(([name, event]) => this.course(name, event)));
    return unknown.length > 0;
  }

  async course(name, event) {
    const found = (await places(event)).filter(({ properties }) => properties.shape === "line");
    if (!this.courses.has(name)) this.courses.set(name, null);
    for (const { geometry, properties: { lon, lat } } of found) this.courses.set(key(lon, lat), geometry);
  }

  /** Whether a place is known to be a line. */
  runs(lon, lat) {
    return Boolean(this.courses.get(key(lon, lat)));
  }

  /** A border with the events along it, in the colour of what most of them are. */
  line(name, group) {
    const counts = STANDINGS.map((_, number) => group.filter((at) => this.held.standing[at] === number).length);
    return { type: "Feature", geometry: this.courses.get(name), properties: { name, standing: counts.indexOf(Math.max(...counts)) } };
  }

  /** The events along a border. */
  along(name) {
    return this.held.lon.map((lon, at) => at).filter((at) => key(this.held.lon[at], this.held.lat[at]) === name);
  }

  /** The circles of the areas that are seen as points of their own. */
  areas() {
    if (!this.held) return;
    const seen = new Map();
    for (const { properties: { at } } of this.map.queryRenderedFeatures({ layers: ["singles"] })) {
      if (seen.size < MOST_AREAS && this.held.radius_km[at] > 0 && AREAS.includes(this.kinds[this.held.kind[at]])) seen.set(at, at);
    }
    const names = [...seen.keys()].sort().join(" ");
    if (names === this.drawn) return;
    this.drawn = names;
    this.map.getSource("areas").setData(collection([...seen.keys()].map((at) => {
      const made = circle(this.held.lon[at], this.held.lat[at], this.held.radius_km[at]);
      return { ...made, properties: { standing: this.held.standing[at] } };
    })));
  }

  /** Nothing of it is drawn: sums over cells have no shapes. No place is a point. */
  none() {
    Object.assign(this, { held: null, drawn: "" });
    for (const name of ["areas", "lines"]) this.map.getSource(name).setData(collection([]));
    return [];
  }
}

/** The lines of an event, and where they are said to be. */
export async function lines(event) {
  const found = (await places(event)).filter(({ properties }) => properties.shape === "line");
  return { features: found, at: new Set(found.map(({ properties: { lon, lat } }) => key(lon, lat))), key };
}
