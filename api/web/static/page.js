// What the page does only where scripts run: it keeps the basket in the browser and copies words with their
// citation. Everything else works without it. Nothing is asked of another machine; no markup is written here.
const BASKET = "onrecord.basket";
const STYLE = "onrecord.style";
const MOST = 200;
const boxes = [...document.querySelectorAll("input[name=passage][type=checkbox]")];
// A briefing shows the passages of its address, which may come from someone else's basket.
const briefing = location.pathname === "/brief";
const said = document.querySelector("#said");

function basket() {
  try {
    const kept = JSON.parse(localStorage.getItem(BASKET) ?? "[]");
    return Array.isArray(kept) ? kept.filter(id => typeof id === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function keep(ids) {
  localStorage.setItem(BASKET, JSON.stringify([...new Set(ids)].slice(0, MOST)));
  show();
}

function show() {
  const kept = basket();
  const link = document.querySelector("#basket-link");
  link.textContent = kept.length ? `Brief (${kept.length})` : "Brief";
  link.href = kept.length ? `/brief?${new URLSearchParams(kept.map(id => ["passage", id]))}` : "/brief";
  if (!briefing) for (const box of boxes) box.checked = kept.includes(box.value);
}

function toggled(event) {
  const { checked, value } = event.target;
  keep(checked ? [...basket(), value] : basket().filter(id => id !== value));
  const held = basket().length;
  said.textContent = `${checked ? "Put into" : "Taken out of"} the basket: ${held} ${held === 1 ? "passage" : "passages"}.`;
}

function carried(event) {
  const shown = new Set([...event.target.querySelectorAll("[name=passage]"), ...boxes].map(box => box.value));
  for (const id of basket().filter(id => !shown.has(id))) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "passage", value: id });
    event.target.append(field);
  }
}

async function copy(event) {
  const { statement, start, end } = event.target.dataset;
  const style = localStorage.getItem(STYLE) ?? "un";
  try {
    const asked = new URLSearchParams({ statement, from: start, to: end, style, words: "with" });
    const reply = await fetch(`/cite?${asked}`);
    if (!reply.ok) throw new Error(reply.statusText);
    await navigator.clipboard.writeText(await reply.text());
    said.textContent = "Copied with its citation.";
  } catch {
    said.textContent = "This could not be copied; the footnote below the words can be selected.";
  }
}

show();
addEventListener("pageshow", show);
addEventListener("storage", show);
for (const box of boxes) box.addEventListener("change", toggled);
document.querySelector("form#basket")?.addEventListener("submit", carried);
for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = false;
  button.addEventListener("click", copy);
}
for (const choice of document.querySelectorAll("select.style")) {
  choice.closest("label").hidden = false;
  choice.value = localStorage.getItem(STYLE) ?? "un";
  choice.addEventListener("change", () => localStorage.setItem(STYLE, choice.value));
}
document.querySelector("button.empty")?.addEventListener("click", () => {
  localStorage.removeItem(BASKET);
  location.assign("/brief");
});
for (const button of document.querySelectorAll("button.empty")) button.hidden = false;
