// What the store tells while a page is looked at: how far an `add` has come is shown here, on every page; the rest
// goes on as events of the document, `tocsin:moment` and `tocsin:act`, for whoever listens.
// A browser keeps few connections to one host: a page that nobody sees gives its own back, and asks again when seen.
const progress = document.getElementById("progress");
let source = null;

function told({ done, total, state }) {
  const many = (count) => `${count.toLocaleString("en")} report${count === 1 ? "" : "s"}`;
  if (state === "ended") return `Added ${many(done)}.`;
  if (state === "stopped") return `Adding stopped at ${many(done)}.`;
  return total ? `Adding: ${done.toLocaleString("en")} of ${many(total)}` : `Adding: ${many(done)} so far`;
}

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`tocsin:${name}`, { detail }));

function listen() {
  source = new EventSource("/api/live");
  for (const name of ["moment", "act", "run"]) source.addEventListener(name, ({ data }) => tell(name, JSON.parse(data)));
}

document.addEventListener("tocsin:run", ({ detail }) => {
  progress.textContent = told(detail);
  progress.dataset.state = detail.state;
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    source?.close();
    source = null;
  } else if (!source) {
    listen();
    tell("moment", null);
  }
});
addEventListener("pagehide", () => source?.close());
listen();
