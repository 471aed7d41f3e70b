// The small map of an event: towns as points with their radius, borders as lines, areas as circles; never a country's pin.
import { Map as Drawn, NavigationControl, ScaleControl, setWorkerUrl } from "./vendor/maplibre-gl.mjs";
import { WORD, circle, fetched, fill, images, repaint, source, style } from "./basemap.js";
import { RATIO, STANDINGS, ofStanding, point } from "./marks.js";

const place = document.getElementById("event-map");

function extent(features) {
  const points = features.flatMap(({ geometry, properties: { shape, lat, lon, radius_km: km } }) => {
    if (shape === "line") return geometry.coordinates.flat();
    const reach = Math.max(km ?? 0, 15) / 111.2;
    return [[lon - reach, lat - reach], [lon + reach, lat + reach]];
  });
  const at = (number, pick) => pick(...points.map((each) => each[number]));
  return [[at(0, Math.min), Math.max(-85, at(1, Math.min))], [at(0, Math.max), Math.min(85, at(1, Math.max))]];
}

async function draw() {
  const answer = await fetch(place.dataset.geo);
  if (!answer.ok) return;
  const { features } = await answer.json();
  place.hidden = false;
  setWorkerUrl("/static/vendor/maplibre-gl-worker.mjs");
  const map = new Drawn({
    container: place, style: style(), bounds: extent(features), fitBoundsOptions: { padding: 30, maxZoom: 8 }, maxZoom: 12,
    attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, fadeDuration: 0,
    locale: { "Map.Title": "Map of the places of this event; the list below says the same" },
  });
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl(), "bottom-left");
  images(map, { ...WORD, point: ([standing]) => point(standing, RATIO) });
  await new Promise((done) => map.once("style.load", done));
  const standing = STANDINGS.includes(place.dataset.standing) ? place.dataset.standing : STANDINGS[0];
  const areas = features.filter(({ properties: { shape, radius_km: km } }) => shape !== "line" && km > 0)
    .map(({ properties: { lon, lat, radius_km: km } }) => circle(lon, lat, km));
  const of = (shape) => source(features.filter(({ properties }) => properties.shape === shape));
  map.addSource("areas", source(areas));
  map.addSource("lines", of("line"));
  map.addSource("points", of("point"));
  map.addLayer({ id: "areas", type: "fill", source: "areas", paint: { "fill-color": ofStanding(standing), "fill-opacity": 0.16 } });
  map.addLayer({ id: "edges", type: "line", source: "areas", paint: { "line-color": ofStanding(standing), "line-width": 1.5, "line-dasharray": [3, 2] } });
  map.addLayer({ id: "lines", type: "line", source: "lines", paint: { "line-color": ofStanding(standing), "line-width": 5, "line-opacity": 0.55 } });
  map.addLayer({ id: "points", type: "symbol", source: "points", layout: { "icon-allow-overlap": true, "icon-image": `point|${standing}` } });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    repaint(map);
    for (const [layer, property] of [["areas", "fill-color"], ["edges", "line-color"], ["lines", "line-color"]]) map.setPaintProperty(layer, property, ofStanding(standing));
  });
  map.once("idle", () => { place.dataset.drawn = features.length; });
  const [land, waters] = await fetched();
  fill(map, land, waters);
}

if (place) draw().catch(() => { place.hidden = true; });
