// Asks for the picture of what is chosen. The first is asked for at once, while the scripts that show it still come.
import { chosen } from "./address.js";

export async function answer(params, signal) {
  const found = await fetch(`/api/situation?${params}`, { signal }).catch((error) => {
    if (error.name === "AbortError") throw error;
    throw new Error("The desk does not answer. Is `tocsin serve` still running?");
  });
  const body = await found.json().catch(() => null);
  if (found.ok) return body;
  const told = typeof body?.detail === "string" ? body.detail : body?.detail?.map((each) => `${each.loc.at(-1)}: ${each.msg}`).join("; ");
  throw new Error(told ?? `The desk answered ${found.status}.`);
}

export function asked(extra) {
  const params = chosen();
  for (const [name, value] of Object.entries(extra)) if (value !== undefined) params.set(name, value);
  return params;
}

export const FIRST_SEEN = { zoom: 1 };
export const first = answer(asked(FIRST_SEEN));
first.catch(() => {}); // told where it is waited for
