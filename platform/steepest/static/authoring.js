// The authors' editor: completion, problems at their lines, the preview beside it, a draft kept as one types.
import { mount } from "./question-editor.js";
import { post, reading } from "./site.js";

const form = document.getElementById("writing");
const textarea = document.getElementById("source");
const saved = document.getElementById("saved");
const words = JSON.parse(document.getElementById("words").textContent);
const help = JSON.parse(document.getElementById("help").textContent);

const WAIT = 500; // milliseconds without a key
const TRY_AGAIN = 4000;
let timer = 0;
let variants = 0;
let unsaved = false;
let keeping = Promise.resolve();
let round = 0;

const editor = mount(textarea, {
  nonce: form.dataset.nonce,
  label: textarea.labels[0].textContent,
  describedBy: textarea.getAttribute("aria-describedby"),
  keys: [{ key: "Mod-s", preventDefault: true, run: () => (form.requestSubmit(document.getElementById("save")), true) }],
  onChange: changed,
  onSubmit: show,
  complete,
});
markLines();
if (textarea.autofocus) editor.goToLine(Number(document.querySelector("#examined .fault")?.dataset.line) || 1); // refused

// --- the draft and the preview ---

function changed() {
  unsaved = true;
  clearTimeout(timer);
  timer = setTimeout(() => { keep(); show(); }, WAIT);
}

/** Keep what stands in the editor; one keeping follows the other, so that an older text never wins. */
function keep(keepalive = false) {
  keeping = keepalive ? send(true) : keeping.then(() => send(false));
  return keeping;
}

async function send(keepalive) {
  if (!unsaved) return;
  unsaved = false;
  try {
    const response = await post(form, { url: form.dataset.draft, data: fields(), keepalive });
    if (response.status === 204) return say(words.kept.replace("{time}", clock()));
    if (response.status === 409) return say(await response.text(), true);
    if (response.status === 413) return say(words.tooLong, true);
    throw new Error(response.status);
  } catch {
    unsaved = true;
    say(words.notKept, true);
    timer = setTimeout(keep, TRY_AGAIN);
  }
}

async function show() {
  const mine = ++round; // an answer to an older text comes too late
  const data = fields();
  data.set("slug", form.dataset.slug);
  if (variants) data.set("variants", variants);
  try {
    const response = await post(form, { url: form.dataset.preview, data });
    if (!response.ok || mine !== round) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const opened = [...document.querySelectorAll("#examined details")].map((details) => details.open);
    document.getElementById("examined").replaceWith(document.adoptNode(page.getElementById("examined")));
    document.querySelectorAll("#examined details").forEach((details, index) => (details.open = opened[index] ?? false));
    markLines();
  } catch {
    // the draft says that there is no connection
  }
}

function fields() {
  const data = new FormData();
  for (const name of ["csrf_token", "based_on"]) data.set(name, form.elements[name].value);
  data.set("source", textarea.value);
  return data;
}

function markLines() {
  const items = [...document.querySelectorAll("#examined [data-line]")];
  editor.mark(items.map((item) => ({ line: Number(item.dataset.line), kind: item.classList.contains("fault") ? "fault" : "advice" })));
}

function say(text, isError = false) {
  saved.textContent = text;
  saved.classList.toggle("error-text", isError);
}

const clock = () => new Date().toLocaleTimeString(reading(), { timeStyle: "short" });

document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep(true));
addEventListener("pagehide", () => keep(true));
let isSent = false;
form.addEventListener("submit", (event) => {
  if (isSent) return event.preventDefault(); // a second press would find the version of the first in its way
  isSent = true;
  unsaved = false;
  return undefined;
});
addEventListener("pageshow", () => { isSent = false; }); // Back leads here with the script as it was

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-go-to-line]");
  if (link) {
    event.preventDefault();
    editor.goToLine(Number(link.dataset.goToLine));
  }
  const more = event.target.closest("[data-more]");
  if (more) {
    event.preventDefault();
    variants = Number(more.value);
    show();
  }
});

// --- completion ---

const WORDS = { correct: ["true"], fixed: ["true"], case: ["true"], shuffle: ["true", "false"], attempts: ["unlimited"], ...help.words };
const ITEM = ["id", "text"];
const TOLD_APART = { short: "answers", formula: "answer", "code-reading": "output" }; // by what a wrong answer is known

/** What may stand at the cursor: `above` are the lines over it, `line` what stands before the word in its own. */
function complete(above, line) {
  const value = line.match(/^[\s-]*([\w-]+):\s*$/);
  if (value) return ofValue(value[1], parentOf(above, indentOf(line)));
  if (!/^[\s-]*$/.test(line)) return null;
  const parent = parentOf(above, indentOf(line));
  const type = above.map((text) => text.match(/^[\s-]*type:\s*([\w-]+)/)?.[1]).filter(Boolean).pop();
  return keysIn(parent, type).map((label) => ({ label, apply: `${label}: `, type: "property" }));
}

function ofValue(key, parent) {
  if (key === "type") return Object.entries(help.types).map(([label, detail]) => ({ label, detail }));
  if (key === "misconception") return Object.entries(help.misconceptions).map(([label, detail]) => ({ label, detail }));
  if (parent === "settings" && (key === "feedback" || key === "answers")) return help.whens.map((label) => ({ label }));
  if (key === "answer") return ["true", "false"].map((label) => ({ label }));
  return (WORDS[key] ?? []).map((label) => ({ label }));
}

function keysIn(parent, type) {
  if (help.texts.includes(parent)) return help.languages;
  if (parent === "items" && type === "matching") return [...ITEM, "match", "feedback", "misconception"];
  if (parent === "items" || parent === "targets") return ITEM;
  if (parent === "wrong") return [TOLD_APART[type] ?? "value", ...help.inside.wrong];
  if (parent in help.inside) return help.inside[parent];
  if (parent && parent !== "questions") return [];
  if (!type && !parent && location.pathname.includes("/quizzes/")) return help.head;
  return [...help.common, ...(help.own[type] ?? [])];
}

const indentOf = (text) => text.match(/^[\s-]*/)[0].length;

/** The key under which a line with this indentation stands; "" at the outermost level. */
function parentOf(above, indent) {
  for (const text of [...above].reverse()) {
    const key = text.match(/^([\s-]*)([\w-]+):\s*(?:#.*)?$/);
    if (key && key[1].length < indent) return key[2];
  }
  return "";
}
