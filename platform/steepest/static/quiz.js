// An attempt: answers saved as they are given, one question checked in place, the time that is left, items moved.
import { post } from "./site.js";

const form = document.getElementById("attempt");
if (form) attempt(form);
document.querySelectorAll("[data-ordering]").forEach(movable);
document.addEventListener("drawn", (event) => event.target.querySelectorAll("[data-ordering]").forEach(movable));
if (document.querySelector(".score [data-waiting]")) setTimeout(() => location.reload(), 3000); // a grader has an answer

function attempt(form) {
  const SAVE_AFTER = 600; // milliseconds without a change
  const TRY_AGAIN_AFTER = 3000;
  const saved = document.getElementById("saved");
  const number = location.pathname.split("/").at(-1);
  let unsaved = false;
  let leaving = false;
  let sending = false;
  let timer = 0;
  let saving = Promise.resolve();

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  addEventListener("pagehide", () => {
    if (leaving || !(unsaved || sending)) return;
    unsaved = true; // what is on its way now may be cut off
    save(true);
    sessionStorage.setItem("late", number);
  });
  // A page that was loaded again at once may be older than the answers saved while it was left: they are there now.
  if (sessionStorage.getItem("late") === number) setTimeout(() => location.reload(), 400);
  sessionStorage.removeItem("late");
  document.addEventListener("visibilitychange", () => document.hidden && unsaved && save(true));
  form.addEventListener("submit", async (event) => {
    const button = event.submitter?.name === "save" ? entered() : event.submitter;
    if (button?.name === "finish") {
      leaving = true;
      clearTimeout(timer);
      return;
    }
    event.preventDefault();
    if (button) await check(button, button.value);
    else await save();
  });

  form.querySelectorAll("[data-waiting]").forEach((mark) => poll(mark.closest(".question").dataset.position));

  /** What Enter in a field presses: the button that checks its question, where there is one. */
  function entered() {
    return document.activeElement.closest(".question")?.querySelector("[data-check]");
  }

  function changed() {
    unsaved = true;
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER);
    count();
  }

  /** Save all answers. One saving follows the other, so that an older one never wins. */
  function save(keepalive = false) {
    clearTimeout(timer);
    saving = keepalive === true ? send(true) : saving.then(() => send(false));
    return saving;
  }

  async function send(keepalive) {
    if (!unsaved) return;
    unsaved = false;
    sending = true;
    try {
      const response = await post(form, { data: new FormData(form), keepalive });
      if (response.status === 409) return location.reload(); // time is up, or handed in elsewhere
      if (!response.ok) throw new Error(response.status);
      say(form.dataset.saved);
    } catch {
      unsaved = true;
      say(form.dataset.unsaved, true);
      timer = setTimeout(save, TRY_AGAIN_AFTER);
    } finally {
      sending = false;
    }
  }

  /** Have one question checked. All answers go along, so this is a saving too, and waits for its turn. */
  function check(button, position) {
    button.disabled = true;
    clearTimeout(timer);
    saving = saving.then(() => ask(button, position));
    return saving;
  }

  async function ask(button, position) {
    const data = new FormData(form);
    data.set("check", position);
    unsaved = false; // all of it is in `data`; what is changed from now on is not
    try {
      const response = await post(form, { data });
      if (response.status === 409) return location.reload();
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const question = page.querySelector(".question");
      if (!question) throw new Error(response.status);
      show(question, position);
      question.querySelector("[role=status]").focus();
    } catch {
      button.disabled = false;
      unsaved = true;
      say(form.dataset.unsaved, true);
      timer = setTimeout(save, TRY_AGAIN_AFTER);
    }
  }

  function show(question, position) {
    document.getElementById(`q${position}`).replaceWith(document.adoptNode(question));
    question.querySelectorAll("[data-ordering]").forEach(movable);
    if (question.querySelector("[data-waiting]")) poll(position);
    count();
  }

  /** A grader has the answer: look until it is judged. */
  function poll(position) {
    setTimeout(async () => {
      try {
        const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
        const question = page.getElementById(`q${position}`);
        if (question) show(question, position);
      } catch {
        poll(position);
      }
    }, 1500);
  }

  function say(words, isTrouble = false) {
    if (saved.textContent !== words) saved.textContent = words;
    saved.classList.toggle("error-text", isTrouble);
  }

  const counter = form.querySelector(".progress-of");
  function count() {
    const questions = [...form.querySelectorAll(".question")];
    const answered = questions.filter(isAnswered).length;
    counter.textContent = counter.textContent.replace(/\d+/, answered);
  }

  // --- the time that is left, by the server's clock when the page was made ---

  const clock = form.querySelector("[data-seconds]");
  if (!clock) return;
  const end = Date.now() + 1000 * clock.dataset.seconds; // goes on while the computer sleeps
  const announced = document.getElementById("clock-said");
  const steps = [600, 300, 120, 60]; // seconds at which it is said aloud
  let last = Infinity;
  const ticking = setInterval(tick, 500);
  tick();

  function tick() {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    clock.textContent = clock.dataset.left.replace("{time}", time);
    clock.classList.toggle("short", left <= 60);
    const step = steps.find((seconds) => left <= seconds && last > seconds);
    if (step && last !== Infinity) {
      announced.textContent = step === 60 ? clock.dataset.minute : clock.dataset.minutes.replace("{minutes}", step / 60);
    }
    last = left;
    if (left > 0) return;
    clearInterval(ticking);
    announced.textContent = clock.dataset.over;
    save().then(handIn);
  }

  /** Hand in what is there; while the connection is down, try again: the server counts what it has. */
  async function handIn() {
    leaving = true;
    const data = new FormData(form);
    data.set("finish", "1");
    data.set("sure", "1");
    try {
      await post(form, { data });
      location.reload();
    } catch {
      say(form.dataset.unsaved, true);
      setTimeout(handIn, TRY_AGAIN_AFTER);
    }
  }
}

function isAnswered(question) {
  const fields = [...question.querySelectorAll("input, select, textarea")].filter((field) => field.type !== "hidden");
  return fields.some((field) => (/radio|checkbox/.test(field.type) ? field.checked : field.value.trim() !== ""));
}

/** An ordering: buttons and dragging beside the selects, which stay what is sent. */
function movable(list) {
  const items = () => [...list.children];
  if (list.querySelector("select:disabled")) return;
  const words = JSON.parse(list.dataset.ordering || "{}");
  list.classList.add("movable");
  for (const item of items()) {
    item.draggable = true;
    const moves = document.createElement("span");
    moves.className = "moves";
    const name = item.querySelector(".said").textContent.trim();
    moves.append(button("↑", words.up.replace("{item}", name), -1), button("↓", words.down.replace("{item}", name), 1));
    item.append(moves);
    item.querySelector("select").tabIndex = -1;
  }

  function button(sign, label, by) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", () => {
      const item = made.closest(".item");
      const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
      if (other) by < 0 ? other.before(item) : other.after(item);
      made.focus();
      changed(item);
    });
    return made;
  }

  let dragged = null;
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest(".item");
    dragged.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest(".item");
    if (!dragged || !over) return;
    event.preventDefault();
    const { top, height } = over.getBoundingClientRect();
    if (over !== dragged) event.clientY < top + height / 2 ? over.before(dragged) : over.after(dragged);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", () => {
    dragged?.classList.remove("dragged");
    if (dragged) changed(dragged);
    dragged = null;
  });

  /** The places follow the order on the page; a status says where the item is now. */
  function changed(moved) {
    items().forEach((item, index) => (item.querySelector("select").value = String(index + 1)));
    const place = items().indexOf(moved) + 1;
    said.textContent = words.place.replace("{item}", moved.querySelector(".said").textContent.trim()).replace("{place}", place);
    moved.querySelector("select").dispatchEvent(new Event("change", { bubbles: true }));
  }

  const said = document.createElement("p");
  said.className = "unseen";
  said.setAttribute("role", "status");
  list.after(said);
}
