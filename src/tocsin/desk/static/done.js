// The page of acts: each can be undone; what is done meanwhile is told.
import { mine, say, send } from "./acts.js";

const seen = Number(document.querySelector("[data-moment]").dataset.moment);

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-undo]");
  if (!button) return;
  button.disabled = true;
  const { ok, told } = await send("/api/undo", { seen, act: Number(button.dataset.undo), reason: "taken back" });
  if (ok) {
    sessionStorage.setItem("tocsin-said", `Undone: act ${button.dataset.undo}`);
    location.reload();
  } else {
    button.disabled = false;
    button.focus();
    say(told.detail, true);
  }
});

document.addEventListener("tocsin:act", ({ detail: { moment, who, verb } }) => {
  if (moment <= seen || mine(moment)) return;
  const again = Object.assign(document.createElement("a"), { href: location.href, textContent: "Show it" });
  document.getElementById("news").replaceChildren(`${who}: ${verb}. `, again);
});
