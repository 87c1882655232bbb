// The basket: passages ticked, kept in this browser, carried to the briefing by its form.
const KEY = "onrecord.basket";
const MOST = 200;
const BOXES = "input[name=passage][type=checkbox]";
// A briefing shows the passages of its address, which may come from someone else's basket.
const briefing = location.pathname === "/brief";

function held() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(id => typeof id === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export function prepare(part) {
  const kept = held();
  const link = document.querySelector("#basket-link");
  link.textContent = kept.length ? `Brief (${kept.length})` : "Brief";
  link.href = kept.length ? `/brief?${new URLSearchParams(kept.map(id => ["passage", id]))}` : "/brief";
  if (!briefing) for (const box of part.querySelectorAll(BOXES)) box.checked = kept.includes(box.value);
  for (const button of part.querySelectorAll("button.empty")) button.hidden = false;
}

export function toggled({ checked, value }, tell) {
  const ids = checked ? [...held(), value] : held().filter(id => id !== value);
  localStorage.setItem(KEY, JSON.stringify([...new Set(ids)].slice(0, MOST)));
  prepare(document);
  const many = held().length;
  tell(`${checked ? "Put into" : "Taken out of"} the basket: ${many} ${many === 1 ? "passage" : "passages"}.`);
}

export function carry(form) {
  const shown = [...form.querySelectorAll("[name=passage]"), ...document.querySelectorAll(BOXES)];
  const known = new Set(shown.map(box => box.value));
  for (const id of held().filter(id => !known.has(id))) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "passage", value: id }));
  }
}

export function empty() {
  localStorage.removeItem(KEY);
  location.assign("/brief");
}
