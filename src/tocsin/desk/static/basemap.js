// Land, borders and waters of the map, and the names of countries as small images: nothing is fetched from elsewhere.
import "./vendor/topojson-client.min.js";
import { RATIO, colour, words } from "./marks.js";

const { topojson } = globalThis;
export const collection = (features) => ({ type: "FeatureCollection", features });
export const source = (features = []) => ({ type: "geojson", data: collection(features) });

/** The style before any data has come. */
export function style() {
  return {
    version: 8,
    sources: { land: source(), rivers: source(), lakes: source(), names: source() },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour("sea") } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": colour("land"), "fill-antialias": false } },
      { id: "lakes", type: "fill", source: "lakes", paint: { "fill-color": colour("water") } },
      { id: "rivers", type: "line", source: "rivers", minzoom: 2.5, paint: { "line-color": colour("water"), "line-width": 1.2 } },
      { id: "borders", type: "line", source: "land", paint: { "line-color": colour("border"), "line-width": 0.8 } },
      { id: "names", type: "symbol", source: "names", layout: {
        "icon-image": ["concat", "word|", ["get", "name"]], "symbol-sort-key": ["get", "order"], "icon-padding": 6 } },
    ],
  };
}

const PAINTS = {
  sea: ["background-color", "sea"], land: ["fill-color", "land"], lakes: ["fill-color", "water"],
  rivers: ["line-color", "water"], borders: ["line-color", "border"],
};

/** The colours of the scheme that holds now. */
export function repaint(map) {
  for (const [layer, [property, name]] of Object.entries(PAINTS)) map.setPaintProperty(layer, property, colour(name));
}

/** How an image called `kind|part|part` is drawn, by its kind; the names of countries are. */
export const WORD = { word: ([name]) => words(name, 11, "name", "land", RATIO) };

/** Draws the images that the map's layers call for, as they are called for. */
export function images(map, made) {
  map.setMissingStyleImageResolver((id) => {
    const [kind, ...parts] = id.split("|");
    if (made[kind] && !map.hasImage(id)) map.addImage(id, made[kind](parts), { pixelRatio: RATIO });
  });
}

/** What lies within so many kilometres of a point, on the ball of the earth. */
export function circle(lon, lat, km) {
  const [angle, phi] = [km / 6371, (lat * Math.PI) / 180];
  const edge = Array.from({ length: 73 }, (_, step) => {
    const way = (step * Math.PI) / 36;
    const north = Math.asin(Math.sin(phi) * Math.cos(angle) + Math.cos(phi) * Math.sin(angle) * Math.cos(way));
    const east = Math.atan2(Math.sin(way) * Math.sin(angle) * Math.cos(phi), Math.cos(angle) - Math.sin(phi) * Math.sin(north));
    return [lon + (east * 180) / Math.PI, (north * 180) / Math.PI];
  });
  return { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [edge] } };
}

async function one(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

export const fetched = () => Promise.all([one("/borders.json"), one("/static/vendor/waters-50m.json")]);

/** The features of a TopoJSON's layer (its first where none is named), or of a GeoJSON as it is. */
function features(held, layer) {
  if (held.type !== "Topology") return held;
  return topojson.feature(held, held.objects[layer ?? Object.keys(held.objects)[0]]);
}

/** A ring that goes on beyond 180 degrees instead of jumping across the map; one around a pole is closed at it. */
function continuous(ring) {
  let turn = 0;
  const made = ring.map(([lon, lat], at) => {
    const step = at ? lon - ring[at - 1][0] : 0;
    if (Math.abs(step) > 180) turn -= Math.sign(step) * 360;
    return [lon + turn, lat];
  });
  const pole = Math.sign(ring[0][1]) * 90;
  return turn ? [...made, [made.at(-1)[0], pole], [made[0][0], pole], made[0]] : made;
}

function whole(feature) {
  const { type, coordinates } = feature.geometry ?? {};
  if (type !== "Polygon" && type !== "MultiPolygon") return feature;
  const parts = type === "Polygon" ? coordinates.map(continuous) : coordinates.map((part) => part.map(continuous));
  return { ...feature, geometry: { type, coordinates: parts } };
}

export function fill(map, countries, waters) {
  const found = features(countries, countries.objects?.countries && "countries");
  const land = found.type === "FeatureCollection" ? collection(found.features.map(whole)) : found;
  map.getSource("land").setData(land);
  map.getSource("rivers").setData(features(waters, "rivers"));
  map.getSource("lakes").setData(features(waters, "lakes"));
  map.getSource("names").setData(collection((land.features ?? []).map(named).filter(Boolean)));
}

/** A country's name, on the middle of its largest part; larger countries are named first. */
function named({ geometry, properties }) {
  const name = properties?.name ?? properties?.NAME;
  if (!name || !geometry) return null;
  const parts = geometry.type === "MultiPolygon" ? geometry.coordinates : geometry.type === "Polygon" ? [geometry.coordinates] : [];
  const largest = parts.map((part) => [middle(part[0]), part]).sort((a, b) => b[0].area - a[0].area)[0];
  if (!largest || largest[0].area < 0.5) return null;
  return { type: "Feature", geometry: { type: "Point", coordinates: largest[0].point }, properties: { name, order: -largest[0].area } };
}

function middle(ring) {
  let area = 0, x = 0, y = 0;
  for (let at = 0; at + 1 < ring.length; at += 1) {
    const [[x1, y1], [x2, y2]] = [ring[at], ring[at + 1]];
    const cross = x1 * y2 - x2 * y1;
    area += cross; x += (x1 + x2) * cross; y += (y1 + y2) * cross;
  }
  return area ? { area: Math.abs(area / 2), point: [x / (3 * area), y / (3 * area)] } : { area: 0, point: ring[0] };
}
