// Saved questions: kept in this browser, with the words seen last time, so that what is new can be told.
import { node } from "./nodes.js";

const KEY = "onrecord.saved";
const MOST = 100;

function held() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(one => typeof one?.address === "string" && one.address.startsWith("/?")) : [];
  } catch {
    return [];
  }
}

const keep = all => localStorage.setItem(KEY, JSON.stringify(all.slice(0, MOST)));
const day = when => new Date(when).toLocaleDateString(undefined, { dateStyle: "long" });

// What an answer shows, by statement and place.
const keys = part => [...part.querySelectorAll("article[data-key]")].map(article => article.dataset.key);

function seen(part, { address, question }) {
  const others = held().filter(one => one.address !== address);
  keep([{ address, question, when: Date.now(), seen: keys(part) }, ...others]);
}

function mark(part, before) {
  const known = new Set(before.seen);
  const fresh = [...part.querySelectorAll("article[data-key]")].filter(one => !known.has(one.dataset.key));
  for (const article of fresh) {
    article.querySelector("figcaption").append(" ", node("span", { className: "new", textContent: `new since ${day(before.when)}` }));
  }
  const told = fresh.length ? `${fresh.length} new since ${day(before.when)}.` : `Nothing new since ${day(before.when)}.`;
  part.querySelector(".since")?.remove();
  part.querySelector("#of-answer").prepend(node("p", { className: "about since", textContent: told }));
}

function offer(button, part, answer, tell) {
  const known = held().some(one => one.address === answer.address);
  button.textContent = known ? "Forget this question" : "Save this question";
  button.hidden = false;
  button.onclick = () => {
    if (known) keep(held().filter(one => one.address !== answer.address));
    else seen(part, answer);
    tell(known ? "Forgotten." : "Saved in this browser.");
    offer(button, part, answer, tell);
  };
}

function list(section, tell) {
  const all = held();
  section.hidden = !all.length;
  section.querySelector("ul").replaceChildren(...all.map(one => {
    const forget = node("button", { type: "button", className: "quiet small", textContent: "Forget" });
    forget.append(node("span", { className: "unseen", textContent: ` ${one.question}` }));
    forget.onclick = () => {
      keep(held().filter(other => other.address !== one.address));
      list(section, tell);
      tell("Forgotten.");
    };
    const when = node("span", { className: "about", textContent: ` last asked ${day(one.when)} ` });
    return node("li", {}, node("a", { href: one.address, textContent: one.question }), when, forget);
  }));
}

export function prepare(part, tell) {
  const section = part.querySelector("#saved");
  if (section) list(section, tell);
  const place = part.querySelector("#of-answer");
  const button = part.querySelector("button.save");
  if (!place || !button || place.dataset.known) return;
  place.dataset.known = "yes";
  const answer = { address: place.dataset.address, question: place.dataset.question };
  const before = held().find(one => one.address === answer.address);
  if (before) {
    mark(part, before);
    seen(part, answer);
  }
  offer(button, part, answer, tell);
}
