// Adding records and removing them, where the service lets this browser write: by its key, or on its machine.
import { node } from "./nodes.js";

const WRITE = { "X-OnRecord-Write": "1" };
const key = () => document.querySelector("#key")?.value.trim();
const headers = () => (key() ? { ...WRITE, Authorization: `Bearer ${key()}` } : WRITE);

const problem = text => {
  try {
    return JSON.parse(text).detail;
  } catch {
    return "The service did not answer as it should; its log says why.";
  }
};

function reported(place, report) {
  const counts = ["added", "updated", "unchanged", "removed"].map(name => `${report[name]} ${name}`).join(", ");
  const skipped = report.skipped.map(one => node("li", {}, node("bdi", { textContent: one.path }), `: ${one.reason}`));
  place.replaceChildren(node("p", { textContent: `Statements: ${counts}.` }));
  if (skipped.length) place.append(node("p", { textContent: `Files skipped: ${skipped.length}` }), node("ul", {}, ...skipped));
}

function refused(place, text) {
  place.replaceChildren(node("p", { className: "error", textContent: `That did not work: ${text}` }));
}

// Only this kind of request tells how much of a file has been sent.
function send(form, tell) {
  const place = form.querySelector(".report");
  const bar = node("progress", { max: 1, value: 0 });
  bar.setAttribute("aria-label", "Sent");
  const doing = node("p", { textContent: "Sending… " }, bar);
  const button = form.querySelector("button");
  const request = new XMLHttpRequest();
  place.replaceChildren(doing);
  button.disabled = true;
  request.upload.addEventListener("progress", ({ loaded, total }) => { bar.value = total ? loaded / total : 0; });
  request.upload.addEventListener("load", () => doing.replaceChildren("Sent. Now being read and indexed; long records take minutes…"));
  request.addEventListener("loadend", () => {
    button.disabled = false;
    if (request.status === 200) reported(place, JSON.parse(request.responseText));
    else refused(place, request.status ? problem(request.responseText) : "the connection was lost; send it again.");
    tell(place.textContent);
  });
  const body = new FormData();
  for (const file of form.querySelector("[type=file]").files) body.append("file", file, file.webkitRelativePath || file.name);
  body.append("collection", form.querySelector("[name=collection]").value.trim() || "default");
  request.open("POST", "/v1/statements");
  for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
  request.send(body);
}

async function remove(button, place, tell) {
  button.disabled = true;
  const reply = await fetch(button.dataset.address, { method: "DELETE", headers: headers() }).catch(() => null);
  if (reply?.ok) place.replaceChildren(node("p", { textContent: `Removed: ${button.dataset.what}.` }));
  else refused(place, reply ? problem(await reply.text()) : "the connection was lost.");
  tell(place.textContent);
}

// Removing asks once more, in words that name what goes.
function asked(button, tell) {
  const place = node("div", { className: "asked" });
  const yes = node("button", { type: "button", textContent: "Remove" });
  const no = node("button", { type: "button", className: "quiet", textContent: "Keep" });
  Object.assign(yes.dataset, button.dataset);
  yes.onclick = () => remove(yes, place, tell);
  no.onclick = () => {
    place.replaceWith(button);
    button.focus();
  };
  place.append(node("p", { textContent: `Remove ${button.dataset.what}? It cannot be undone.` }), node("p", { className: "row" }, yes, no));
  button.replaceWith(place);
  no.focus();
}

export function prepare(part, tell) {
  for (const form of part.querySelectorAll("form.add")) {
    form.hidden = false;
    form.onsubmit = event => {
      event.preventDefault();
      send(form, tell);
    };
  }
  for (const button of part.querySelectorAll("button.remove")) {
    button.hidden = false;
    button.onclick = () => asked(button, tell);
  }
  for (const field of part.querySelectorAll(".key")) field.hidden = false;
}
