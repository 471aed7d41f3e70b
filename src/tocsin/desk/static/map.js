// The map: each place of each event as its standing's shape, many together as a ring; the reach of what is chosen.
import { Map as Drawn, NavigationControl, ScaleControl, setWorkerUrl } from "./vendor/maplibre-gl.mjs";
import { beside, note } from "./address.js";
import { WORD, circle, collection, fetched, fill, images, repaint, source, style } from "./basemap.js";
import { RATIO, STANDINGS, colour, point, ring, words } from "./marks.js";
import { Shapes, lines } from "./shapes.js";

setWorkerUrl("/static/vendor/maplibre-gl-worker.mjs");
const CLOSEST = 14;
const SHARES = ["happened", "claimed", "not_yet", "doubtful"];
const total = ["coalesce", ["get", "point_count"], 1];
const eighths = (name) => ["case", [">", ["get", name], 0], ["max", 1, ["round", ["/", ["*", 8, ["get", name]], total]]], 0];
const size = ["step", total, 0, 10, 1, 100, 2, 1000, 3];
const label = ["case", ["<", total, 1000], ["to-string", total], ["concat", ["to-string", ["/", ["round", ["/", total, 100]], 10]], "k"]];
const still = matchMedia("(prefers-reduced-motion: reduce)");

const MADE = {
  ...WORD,
  count: ([number, size]) => words(number, [11, 12, 13, 14][size], "ink", "paper", RATIO),
  point: ([standing]) => point(STANDINGS[standing], RATIO),
  ring: ([size, ...shares]) => ring(Number(size), shares.map(Number), RATIO),
};

function together(source) {
  const unhindered = { "icon-allow-overlap": true, "icon-ignore-placement": true };
  return [
    { id: `${source}-rings`, type: "symbol", source, filter: ["has", "point_count"], layout: {
      ...unhindered, "icon-image": ["concat", "ring|", size, ...SHARES.flatMap((name) => ["|", eighths(name)])] } },
    { id: `${source}-counts`, type: "symbol", source, filter: ["has", "point_count"], layout: {
      ...unhindered, "icon-image": ["concat", "count|", label, "|", size] } },
  ];
}

const single = (source, id) => ({ id, type: "symbol", source, filter: ["!", ["has", "point_count"]], layout: {
  "icon-allow-overlap": true, "icon-ignore-placement": true, "icon-size": 1.15, "icon-image": ["concat", "point|", ["get", "standing"]] } });

export class SituationMap {
  /** `does` tells what was done: chose(id), several(ids), drew(box), moved(). Throws where the browser draws no map. */
  constructor(place, does) {
    this.does = does;
    this.held = null;
    const [zoom, lat, lon] = (beside().get("map") ?? "").split("/").map(Number);
    this.placed = Number.isFinite(lon);
    this.map = new Drawn({
      container: place, style: style(), center: this.placed ? [lon, lat] : [30, 25], zoom: this.placed ? zoom : 0.6,
      maxZoom: CLOSEST, attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, fadeDuration: 0,
      locale: { "Map.Title": "Map of the events that fit; the table lists the same" },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.map.addControl(new ScaleControl(), "bottom-left");
    images(this.map, MADE);
    this.map.on("moveend", (event) => this.moved(event));
    this.map.on("idle", () => { if (this.held) this.settled(place); });
    this.map.on("click", (event) => this.clicked(event));
    this.map.on("mousemove", ({ point }) => { this.map.getCanvas().style.cursor = this.drawing ? "crosshair" : this.hit(point) ? "pointer" : ""; });
    this.shapes = new Shapes(this.map);
    this.ready = new Promise((done) => this.map.once("style.load", done)).then(() => this.layers());
    Promise.all([fetched(), this.ready]).then(([[land, waters]]) => this.base(place, land, waters)).catch((error) => does.failed(error));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.ready.then(() => this.recolour()));
  }

  base(place, land, waters) {
    fill(this.map, land, waters);
    place.dataset.base = "land";
  }

  settled(place) {
    if (this.held.as === "points") this.shapes.areas();
    place.dataset.drawn = this.held.as;
    this.does.settled();
  }

  layers() {
    const sums = Object.fromEntries(SHARES.map((name, number) => [name, ["+", ["case", ["==", ["get", "standing"], number], 1, 0]]]));
    this.map.addSource("points", { ...source(), cluster: true, clusterRadius: 38, clusterMaxZoom: CLOSEST, clusterProperties: sums });
    for (const name of ["cells", "reach", "chosen", "chosen-lines", "box"]) this.map.addSource(name, source());
    this.shapes.layers();
    this.map.addLayer({ id: "box", type: "line", source: "box", paint: { "line-color": colour("focus"), "line-width": 2, "line-dasharray": [3, 2] } });
    this.map.addLayer({ id: "reach", type: "fill", source: "reach", paint: { "fill-color": colour("focus"), "fill-opacity": 0.14 } });
    this.map.addLayer({ id: "reach-edge", type: "line", source: "reach", paint: { "line-color": colour("focus"), "line-width": 1.5 } });
    this.map.addLayer({ id: "chosen-lines", type: "line", source: "chosen-lines", paint: { "line-color": colour("focus"), "line-width": 3 } });
    for (const layer of [...together("cells"), ...together("points"), single("points", "singles")]) this.map.addLayer(layer);
    this.map.addLayer({ id: "chosen-mark", type: "circle", source: "chosen", paint: {
      "circle-radius": 12, "circle-color": "transparent", "circle-stroke-color": colour("focus"), "circle-stroke-width": 3 } });
    this.map.addLayer(single("chosen", "chosen"));
  }

  recolour() {
    repaint(this.map);
    this.shapes.recolour();
    for (const [layer, property] of [["box", "line-color"], ["reach", "fill-color"], ["reach-edge", "line-color"], ["chosen-lines", "line-color"], ["chosen-mark", "circle-stroke-color"]]) {
      this.map.setPaintProperty(layer, property, colour("focus"));
    }
    for (const id of this.map.listImages()) {
      const [kind, ...parts] = id.split("|");
      if (!MADE[kind]) continue;
      this.map.removeImage(id);
      this.map.addImage(id, MADE[kind](parts), { pixelRatio: RATIO });
    }
  }

  /** Points, or cells, and what of the map the server was told to be seen. */
  async show(held, seen, kinds) {
    await this.ready;
    Object.assign(this, { held, seen, kinds });
    this.complete = !seen.view && held.as === "points";
    this.points();
    const cells = held.as === "cells" ? held.lon.map((lon, at) => feature([lon, held.lat[at]], sizes(held.counts, at))) : [];
    this.map.getSource("cells").setData(collection(cells));
    if (!this.placed && held.lon.length) this.fit(held);
    if (held.as === "points" && await this.shapes.load() && this.held === held) this.points();
  }

  /** The places that are points; those that are lines are drawn as such. */
  points() {
    const { held, kinds } = this;
    const alone = held.as === "points" ? this.shapes.split(held, kinds) : this.shapes.none();
    this.map.getSource("points").setData(collection(alone.map((at) => feature([held.lon[at], held.lat[at]], { at, standing: held.standing[at] }))));
  }

  fit({ lon, lat }) {
    this.placed = true;
    const reach = (all) => all.reduce(([low, high], each) => [Math.min(low, each), Math.max(high, each)], [Infinity, -Infinity]);
    const [[west, east], [south, north]] = [reach(lon), reach(lat)];
    if (east - west > 180) return;
    this.map.fitBounds([[west, south], [east, north]], { padding: 50, maxZoom: 6, animate: false });
  }

  /** What the server has to know of the view, with room around it; no view where all of it is seen. */
  view() {
    const bounds = this.map.getBounds();
    const [across, up] = [(bounds.getEast() - bounds.getWest()) / 4, (bounds.getNorth() - bounds.getSouth()) / 4];
    const zoom = Math.max(0, Math.floor(this.map.getZoom()));
    const around = [bounds.getWest() - across, Math.max(-90, bounds.getSouth() - up), bounds.getEast() + across, Math.min(90, bounds.getNorth() + up)];
    if (around[2] - around[0] >= 360) return { zoom };
    return { zoom, view: [turned(around[0]), around[1], turned(around[2]), around[3]].map((each) => each.toFixed(3)).join(",") };
  }

  /** What is in view now was in the last answer, as fine as it is to be. */
  covered() {
    const { zoom, view } = this.seen;
    if (this.held.as === "cells" && zoom !== Math.max(0, Math.floor(this.map.getZoom()))) return false;
    if (!view) return true;
    const [west, south, east, north] = view.split(",").map(Number);
    const bounds = this.map.getBounds();
    const eastward = (lon) => (((lon - west) % 360) + 360) % 360;
    const wide = eastward(bounds.getWest()) + bounds.getEast() - bounds.getWest();
    return wide <= eastward(east) && bounds.getSouth() >= south && bounds.getNorth() <= north;
  }

  moved({ originalEvent, meant }) {
    if (originalEvent || meant) this.noted();
    if (this.held && !this.complete && !this.covered()) this.does.moved();
  }

  /** The address holds what somebody moved to, not what was fitted for them. */
  noted() {
    const { lng, lat } = this.map.getCenter();
    note("map", `${this.map.getZoom().toFixed(2)}/${lat.toFixed(3)}/${lng.toFixed(3)}`);
  }

  hit({ x, y }) {
    const layers = ["chosen", "singles", "points-rings", "cells-rings", "lines"].filter((id) => this.map.getLayer(id));
    return layers.length ? this.map.queryRenderedFeatures([[x - 4, y - 4], [x + 4, y + 4]], { layers })[0] : undefined;
  }

  async clicked({ point }) {
    const found = this.drawing ? null : this.hit(point);
    if (!found) return;
    if (found.layer.id === "singles") this.does.chose(this.held.events[found.properties.at]);
    else if (found.layer.id === "lines") this.list(this.shapes.along(found.properties.name));
    else if (found.layer.id === "cells-rings") this.go({ center: found.geometry.coordinates, zoom: Math.min(CLOSEST, this.map.getZoom() + 2) });
    else if (found.layer.id === "points-rings") await this.open(found);
  }

  /** A ring opens into its parts; where all lie in one place, they are told in a list. */
  async open(found) {
    const source = this.map.getSource("points");
    const { cluster_id: id, point_count: count } = found.properties;
    const leaves = await source.getClusterLeaves(id, 200, 0);
    const apart = leaves.some((leaf) => leaf.geometry.coordinates.some((each, at) => Math.abs(each - leaves[0].geometry.coordinates[at]) > 0.001));
    if (apart || count > 200) this.go({ center: found.geometry.coordinates, zoom: Math.min(CLOSEST, await source.getClusterExpansionZoom(id)) });
    else this.list(leaves.map((leaf) => leaf.properties.at));
  }

  list(found) {
    this.does.several(found.slice(0, 200).map((at) => ({ id: this.held.events[at], type: this.held.type[at], standing: this.held.standing[at] })));
  }

  go(where) {
    if (still.matches) this.map.jumpTo(where, { meant: true });
    else this.map.easeTo(where, { meant: true });
  }

  /** Marks the places of an event, each with its reach, borders as lines; brings one into view where none is. */
  async choose(event) {
    await this.ready;
    this.event = event?.id;
    this.map.getSource("chosen-lines").setData(collection([]));
    const points = (event?.points ?? []).filter(([lon, lat]) => !this.shapes.runs(lon, lat));
    this.marked(points, event?.standing);
    const all = event?.points ?? [];
    if (all.length && !all.some(([lon, lat]) => this.map.getBounds().contains([lon, lat]))) this.go({ center: all[0].slice(0, 2) });
    const found = all.length ? await lines(event.id) : { features: [] };
    if (this.event !== event?.id) return;
    this.map.getSource("chosen-lines").setData(collection(found.features));
    if (found.features.length) this.marked(points.filter(([lon, lat]) => !found.at.has(found.key(lon, lat))), event.standing);
  }

  marked(points, named) {
    const standing = STANDINGS.indexOf(named);
    this.map.getSource("chosen").setData(collection(points.map(([lon, lat]) => feature([lon, lat], { standing }))));
    this.map.getSource("reach").setData(collection(points.filter(([, , km]) => km > 0).map((at) => circle(...at))));
  }

  async box(given) {
    await this.ready;
    const [west, south, east, north] = (given ?? "").split(",").map(Number);
    const far = west > east ? east + 360 : east;
    const line = [[west, south], [far, south], [far, north], [west, north], [west, south]];
    this.map.getSource("box").setData(Number.isFinite(north) ? { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: line } } : collection([]));
  }

  /** From now to the next press and release, dragging draws an area. */
  draw(on) {
    this.drawing = on;
    const { map } = this;
    const box = map.getCanvasContainer();
    this.undraw?.();
    this.undraw = null;
    map.dragPan[on ? "disable" : "enable"]();
    map.getCanvas().style.cursor = on ? "crosshair" : "";
    if (!on) return;
    let from = null;
    const at = (event) => map.unproject([event.clientX - box.getBoundingClientRect().left, event.clientY - box.getBoundingClientRect().top]);
    const down = (event) => { from = at(event); };
    const move = (event) => from && this.box(boxOf(from, at(event)));
    const up = (event) => { if (from) this.does.drew(boxOf(from, at(event))); };
    for (const [name, does] of [["pointerdown", down], ["pointermove", move]]) box.addEventListener(name, does);
    addEventListener("pointerup", up);
    this.undraw = () => {
      for (const [name, does] of [["pointerdown", down], ["pointermove", move]]) box.removeEventListener(name, does);
      removeEventListener("pointerup", up);
    };
  }

  inView() {
    const bounds = this.map.getBounds();
    return boxOf(bounds.getSouthWest(), bounds.getNorthEast());
  }
}

/** The same longitude between -180 and 180. */
const turned = (lon) => ((((lon + 180) % 360) + 360) % 360) - 180;
const feature = (coordinates, properties) => ({ type: "Feature", geometry: { type: "Point", coordinates }, properties });

function sizes(counts, at) {
  const found = Object.fromEntries(STANDINGS.map((standing, number) => [SHARES[number], counts[standing][at]]));
  return { ...found, point_count: Object.values(found).reduce((sum, count) => sum + count, 0) };
}

function boxOf(one, other) {
  const whole = Math.abs(one.lng - other.lng) >= 360;
  const [west, east] = whole ? [-180, 180] : [Math.min(one.lng, other.lng), Math.max(one.lng, other.lng)].map(turned);
  const [south, north] = [Math.min(one.lat, other.lat), Math.max(one.lat, other.lat)];
  return [west, south, east, north].map((each) => String(Number(each.toFixed(2)))).join(",");
}
