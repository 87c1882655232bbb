// An answer as it comes. The service sends markup made by its own templates, every word of the record escaped
// there; this is the one gate through which markup enters a page (`trusted-types onrecord` in the policy).
import { node } from "./nodes.js";

const gate = globalThis.trustedTypes?.createPolicy("onrecord", { createHTML: markup => markup });
const markup = text => gate?.createHTML(text) ?? text;
const READ = ".written, blockquote";
const READING = 1000;
let running = null;
let shown = location.pathname + location.search;

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (text + value).split("\n\n");
    text = parts.pop();
    for (const part of parts) {
      const [, name, data] = part.match(/^event: (.*)\ndata: (.*)$/) ?? [];
      if (name) yield { name, data: JSON.parse(data) };
    }
  }
}

// The form folds away as it will stand beside the answer, so that nothing moves when that comes.
function fold() {
  const form = document.querySelector("search form.ask");
  const folded = form.closest("details");
  if (folded) {
    folded.open = false;
    return;
  }
  const again = node("details", { className: "again" }, node("summary", { textContent: "Change the question" }));
  form.replaceWith(again);
  again.append(form);
}

// The place where the answer will stand, with what is being done and a way to stop it.
function waiting(question, control) {
  const result = document.querySelector("#result");
  const doing = node("span", { textContent: "Looking through the record…" });
  const stop = node("button", { type: "button", className: "quiet", textContent: "Stop" });
  stop.addEventListener("click", () => control.abort());
  // The button first: what is being done changes its length, and may move nothing.
  const progress = node("p", { className: "row progress" }, stop, doing);
  document.querySelector("h1").textContent = question;
  fold();
  result.replaceChildren(progress);
  result.setAttribute("aria-busy", "true");
  scrollTo(0, 0);
  stop.focus({ preventScroll: true });
  return { result, progress, doing };
}

function stopped({ result, progress }, address) {
  const again = node("a", { href: address, textContent: "Ask it again" });
  progress.replaceChildren("Stopped. What had arrived is below. ", again);
  result.removeAttribute("aria-busy");
  again.focus();
}

// Words that somebody may be reading stay where they are when what belongs above them comes.
function finish({ html, title }, address, prepare, { result, since }) {
  const main = document.querySelector("main");
  const top = part => part.querySelector(READ)?.getBoundingClientRect().top;
  const before = performance.now() - since > READING ? top(result) : undefined;
  main.innerHTML = markup(html);
  if (before !== undefined && top(main) !== undefined) scrollBy(0, top(main) - before);
  document.title = title;
  history.pushState(null, "", address);
  shown = location.pathname + location.search;
  prepare(main);
  main.focus({ preventScroll: true });
}

export async function ask(event, prepare, tell) {
  event.preventDefault();
  const asked = new URLSearchParams([...new FormData(event.target)].filter(([, value]) => value.trim()));
  const address = `/?${asked}`;
  running?.abort();
  const control = running = new AbortController();
  const place = waiting(asked.get("q"), control);
  tell("Looking through the record.");
  try {
    const headers = { Accept: "text/event-stream" };
    const reply = await fetch(`/stream?${asked}`, { headers, signal: control.signal });
    if (!reply.ok) throw new Error(reply.statusText);
    for await (const { name, data } of events(reply.body)) {
      if (name === "passages" || name === "progress") place.doing.textContent = data.html.trim();
      const shows = name === "listed" || (name === "sentence" && !place.listed);
      // The sentences of a list are what was settled before, in order: `done` brings them.
      if (name === "listed") place.listed = true;
      if (shows) place.since ??= performance.now();
      if (shows) place.result.insertAdjacentHTML("beforeend", markup(data.html));
      if (name === "error") throw new Error(data.title);
      if (name === "done") {
        finish(data, address, prepare, place);
        tell("The answer is here.");
      }
    }
  } catch {
    // What went wrong is said by the page of the question itself; a question asked since has the place.
    if (running !== control) return;
    if (control.signal.aborted) stopped(place, address);
    else location.assign(address);
  }
}

export function installed() {
  addEventListener("popstate", () => {
    if (location.pathname + location.search !== shown) location.reload();
  });
}
