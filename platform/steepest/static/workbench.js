// The exercise page: the editor over its textarea, the draft saved as one types, the verdict in place.
import { mount } from "./editor.js";
import { post, reading, showMoment } from "./site.js";

const form = document.getElementById("work");
const textarea = document.getElementById("source");
const result = document.getElementById("result");
const said = document.getElementById("said");
const words = JSON.parse(document.getElementById("words").textContent);
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const editor = mount(textarea, {
  nonce: form.dataset.nonce,
  label: textarea.labels[0].textContent,
  describedBy: "keys",
  onChange: changed,
  onSubmit: () => form.requestSubmit(document.getElementById("submit")),
});

// --- the draft ---

const { slug, reader = "" } = form.dataset;
const SAVE_AFTER = 700; // milliseconds without a key
const TRY_AGAIN_AFTER = 4000;
let unsaved = false;
let kept = textarea.value; // what the site has of it
let timer = 0;
let saving = Promise.resolve();

function changed() {
  editor.markLine(0);
  unsaved = true;
  clearTimeout(timer);
  timer = setTimeout(save, SAVE_AFTER);
}

/** Save what stands in the editor; saves follow one another, so that an older text never wins. */
function save({ keepalive = false } = {}) {
  clearTimeout(timer);
  saving = keepalive ? send(true) : saving.then(() => send(false));
  return saving;
}

async function send(keepalive) {
  if (!unsaved) return;
  unsaved = false;
  const data = new FormData();
  const source = textarea.value;
  data.set("csrf_token", form.elements.csrf_token.value);
  data.set("source", source);
  try {
    const response = await post(form, { url: form.dataset.draft, data, keepalive });
    if (response.ok) {
      kept = source;
      return showSaved(words.saved.replace("{time}", clock()));
    }
    if (response.status === 400) return showSaved(words.signedOut, true);
    if (response.status === 413) return showSaved(words.tooLarge, true);
    if (response.status === 422) return showSaved(await response.text(), true);
    throw new Error(response.status);
  } catch {
    unsaved = true;
    showSaved(words.notSaved, true);
    timer = setTimeout(save, TRY_AGAIN_AFTER);
  }
}

function showSaved(text, isError = false) {
  const saved = document.getElementById("saved");
  saved.textContent = text;
  saved.classList.toggle("error-text", isError);
}

const clock = () => new Date().toLocaleTimeString(reading(), { timeStyle: "short" });

document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save({ keepalive: true }));
addEventListener("pagehide", () => {
  if (textarea.value === kept) return;
  unsaved = true;
  save({ keepalive: true });
  sessionStorage.setItem("left", JSON.stringify({ slug, reader, source: textarea.value, at: Date.now() }));
});

// A page that is loaded again at once may be older than what was saved while it was left.
const JUST_NOW = 10_000; // milliseconds; afterwards the site's text may be a newer one, from elsewhere
const left = JSON.parse(sessionStorage.getItem("left"));
sessionStorage.removeItem("left");
if (left?.slug === slug && left.reader === reader && Date.now() - left.at < JUST_NOW && left.source !== kept) {
  editor.replace(left.source);
}

// --- submit, and follow the verdict ---

const SAME_WISH = 1000; // milliseconds: a verdict may be quicker than the second press of a double click
let isSending = false;
let sent = "";
let lastPress = 0; // or the verdict, if that came later
form.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!["run", "submit"].includes(button?.value)) return;
  event.preventDefault();
  const wish = button.value + textarea.value;
  const isSameWish = wish === sent && performance.now() - lastPress < SAME_WISH;
  lastPress = performance.now(); // so that a key held down stays one press
  if (isSending || isSameWish) return; // Ctrl+Enter asks no button whether it is disabled
  isSending = true;
  sent = wish;
  const data = new FormData(form, button);
  const buttons = form.querySelectorAll("button");
  const focused = form.contains(document.activeElement) ? document.activeElement : null;
  buttons.forEach((each) => (each.disabled = true));
  editor.markLine(0);
  try {
    await save();
    const response = await post(form, { data });
    if (response.status === 400) return tellSignedOut();
    if (!show(await response.text())) throw new Error(response.status);
    await follow();
  } catch {
    sent = "";
    said.textContent = words.unreachable;
    showSaved(words.unreachable, true);
  } finally {
    isSending = false;
    lastPress = performance.now();
    buttons.forEach((each) => (each.disabled = false));
    if (document.activeElement === document.body) focused?.focus({ preventScroll: true }); // a disabled button loses it
  }
});

function tellSignedOut() {
  sent = "";
  said.textContent = words.signedOut;
  showSaved(words.signedOut, true);
}

/** Ask for the verdict until it is there: a long poll, which the server may refuse to hold. */
async function follow() {
  let gap = 200;
  for (let panel = result.firstElementChild; panel?.dataset.poll; panel = result.firstElementChild) {
    const asked = performance.now();
    try {
      const response = await fetch(`${panel.dataset.poll}?wait=1`, { headers: { "X-Fragment": "1" } });
      const html = await response.text();
      if (result.firstElementChild !== panel) return; // something newer was sent meanwhile, and is followed
      if (response.ok) show(html);
      else if (response.status < 500) return;
    } catch {
      said.textContent = words.unreachable;
    }
    const isPending = result.firstElementChild?.dataset.poll;
    if (isPending && performance.now() - asked < 1000) await pause((gap = Math.min(gap * 1.5, 3000)));
  }
}

function show(html) {
  const before = result.firstElementChild?.dataset.said;
  const page = new DOMParser().parseFromString(html, "text/html");
  const panel = page.querySelector(".verdict");
  if (!panel) return false;
  const old = page.getElementById("history");
  if (old) document.getElementById("history").replaceWith(document.adoptNode(old));
  result.replaceChildren(document.adoptNode(panel));
  document.querySelectorAll("#history time, #result time").forEach(showMoment);
  if (panel.dataset.said !== before) said.textContent = panel.dataset.said;
  if (!panel.dataset.poll) {
    editor.markLine(Number(panel.dataset.line) || 0);
    const { top } = panel.getBoundingClientRect();
    if (top > innerHeight * 0.8 || top < 0) panel.scrollIntoView({ block: "nearest" });
  }
  return true;
}

result.addEventListener("click", (event) => {
  const line = event.target.closest("[data-go-to-line]")?.dataset.goToLine;
  if (line) editor.goToLine(Number(line));
});

// --- hints ---

document.addEventListener("click", async (event) => {
  const button = event.target.closest("#hints button[name=hint]");
  if (!button) return;
  event.preventDefault();
  const data = new FormData();
  data.set("csrf_token", form.elements.csrf_token.value);
  data.set("hint", button.value);
  try {
    const response = await post(form, { url: button.getAttribute("formaction"), data });
    if (!response.ok) throw new Error(response.status);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    document.getElementById("hints").replaceWith(document.adoptNode(page.getElementById("hints")));
    document.getElementById(`hint-${button.value}`)?.focus();
  } catch {
    said.textContent = words.unreachable;
    showSaved(words.unreachable, true);
  }
});

// --- a file of one's own ---

const file = document.getElementById("file");
file.addEventListener("change", async () => {
  try {
    editor.replace(new TextDecoder("utf-8", { fatal: true }).decode(await file.files[0].arrayBuffer()));
    editor.focus();
  } catch {
    showSaved(words.notText, true);
    said.textContent = words.notText;
  }
  file.value = ""; // its text is in the editor now: what is sent is what is seen
});

// --- back to the starter, and back again ---

const reset = document.getElementById("reset");
const undo = document.getElementById("undo");
let previous = form.elements.previous?.value ?? ""; // what a submission that was put back has replaced
reset.addEventListener("click", (event) => {
  event.preventDefault();
  previous = textarea.value;
  editor.replace(document.getElementById("starter").content.textContent);
  undo.hidden = false;
  undo.focus();
});
undo.addEventListener("click", (event) => {
  event.preventDefault();
  editor.replace(previous);
  undo.hidden = true;
  editor.focus();
});

// A verdict that was on its way when the page was loaded.
if (result.firstElementChild?.dataset.line) editor.markLine(Number(result.firstElementChild.dataset.line));
follow();
