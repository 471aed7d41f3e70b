// A small map on which a place is put by a click, or at its middle by Enter.
import { Map as Drawn, NavigationControl, Marker, setWorkerUrl } from "./vendor/maplibre-gl.mjs";
import { WORD, fetched, fill, images, style } from "./basemap.js";

setWorkerUrl("/static/vendor/maplibre-gl-worker.mjs");

export function pickMap(place, picked) {
  if (!document.querySelector('link[href="/static/vendor/maplibre-gl.css"]')) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: "/static/vendor/maplibre-gl.css" }));
  }
  const map = new Drawn({
    container: place, style: style(), center: [30, 25], zoom: 1, attributionControl: false, dragRotate: false, fadeDuration: 0,
    locale: { "Map.Title": "Map: a click puts the place there; arrow keys move it, Enter takes its middle" },
  });
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  images(map, WORD);
  map.once("style.load", async () => fill(map, ...(await fetched())));
  let mark = null;
  const put = (at) => {
    mark ??= new Marker().setLngLat(at).addTo(map);
    mark.setLngLat(at);
    picked(at);
  };
  map.on("click", (event) => put(event.lngLat));
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    put(map.getCenter());
  });
  return map;
}
