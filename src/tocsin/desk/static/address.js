// The address holds what is chosen: filters, order and page in its query, the map's place and the chosen event after #.
export const SEVERAL = ["status", "type", "outlet"];
export const SINGLE = ["search", "actor", "place", "since", "until", "box", "origins", "confidence", "at"];
const KNOWN = [...SEVERAL, ...SINGLE, "sort", "page"];
const UNSAID = { sort: "newest", page: "0", origins: "0", confidence: "0" };

/** The query in one order, without what says nothing. */
export function tidy(params) {
  const found = new URLSearchParams();
  for (const name of KNOWN) {
    for (const value of new Set(params.getAll(name))) {
      if (value.trim() !== "" && value !== UNSAID[name]) found.append(name, value.trim());
    }
  }
  return found;
}

export function chosen() {
  return tidy(new URLSearchParams(location.search));
}

/** Whether anything but order and page is chosen. */
export function filters(params) {
  return [...params.keys()].some((name) => SEVERAL.includes(name) || SINGLE.includes(name));
}

export function go(params, { silently = false } = {}) {
  const query = tidy(params).toString();
  const address = location.pathname + (query ? `?${query}` : "") + location.hash;
  if (address === location.pathname + location.search + location.hash) return false;
  history[silently ? "replaceState" : "pushState"](null, "", address);
  return true;
}

export function beside() {
  return new URLSearchParams(location.hash.slice(1));
}

/** Notes something after the #, which is no step to go back to. */
export function note(name, value) {
  const held = beside();
  if (value) held.set(name, value);
  else held.delete(name);
  const hash = held.toString().replaceAll("%2C", ",").replaceAll("%2F", "/");
  history.replaceState(null, "", location.pathname + location.search + (hash ? `#${hash}` : ""));
}
