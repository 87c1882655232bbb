// What the page does only where scripts run: it keeps the basket and saved questions in the browser, copies
// words with their citation, shows an answer as it comes, adds and removes records. All else works without it.
// Nothing is asked of another machine.
import * as asking from "./asking.js";
import * as basket from "./basket.js";
import * as records from "./records.js";
import * as saved from "./saved.js";

const STYLE = "onrecord.style";
const said = document.querySelector("#said");
const tell = text => { said.textContent = text; };

async function copy(button) {
  const { statement, start, end } = button.dataset;
  const style = localStorage.getItem(STYLE) ?? "un";
  try {
    const asked = new URLSearchParams({ statement, from: start, to: end, style, words: "with" });
    const reply = await fetch(`/cite?${asked}`);
    if (!reply.ok) throw new Error(reply.statusText);
    await navigator.clipboard.writeText(await reply.text());
    tell("Copied with its citation.");
  } catch {
    tell("This could not be copied. Open the footnote below the words and copy it from there.");
  }
}

// What a part of the page needs that is new on it: the whole at first, an answer once it has come.
function prepare(part) {
  for (const button of part.querySelectorAll("button.copy")) button.hidden = false;
  for (const choice of part.querySelectorAll("select.style")) {
    choice.closest("label").hidden = false;
    choice.value = localStorage.getItem(STYLE) ?? "un";
  }
  basket.prepare(part);
  saved.prepare(part, tell);
  records.prepare(part, tell);
}

document.addEventListener("click", event => {
  const button = event.target.closest("button");
  if (button?.matches(".copy")) copy(button);
  if (button?.matches(".empty")) basket.empty();
});
document.addEventListener("change", event => {
  if (event.target.matches("select.style")) localStorage.setItem(STYLE, event.target.value);
  if (event.target.matches("input[name=passage][type=checkbox]")) basket.toggled(event.target, tell);
});
document.addEventListener("submit", event => {
  if (event.target.matches("form#basket")) basket.carry(event.target);
  if (event.target.matches("form.ask")) asking.ask(event, prepare, tell);
});
addEventListener("pageshow", () => prepare(document));
addEventListener("storage", () => basket.prepare(document));
asking.installed();
prepare(document);
