// On every page: moments in the reader's own time, and a language switch that keeps the place.
// What the other scripts share: sending a form, copying a text.
for (const time of document.querySelectorAll("time[datetime]")) showMoment(time);

/** The reader's own kind of the page's language: British dates for somebody who reads British English. */
export function reading() {
  const { lang } = document.documentElement;
  return navigator.languages.find((each) => each.split("-")[0] === lang.split("-")[0]) ?? lang;
}

/** Write a moment (sent in UTC) as the reader's clock says it. */
export function showMoment(time) {
  const moment = new Date(time.dateTime);
  if (Number.isNaN(moment.valueOf())) return;
  time.title = time.textContent;
  time.textContent = moment.toLocaleString(reading(), { dateStyle: "medium", timeStyle: "short" });
}

const BUSY_TRIES = 6;

/** Send a form (or other data to its address) and answer the response.
 *
 * A site that is busy says so after it has written nothing, and when to come back: then the form is sent again, for
 * about half a minute. (A server that did not answer may have taken it: that is for the reader to look at.)
 * Signing in elsewhere makes a page's token worthless; the refusal brings a new one, and the form is sent again:
 * but not what somebody (`data-reader`) wrote as another one's, or nobody's. */
export async function post(form, { url, data = new FormData(form), keepalive = false } = {}) {
  url ??= form.getAttribute("action") ?? location.href; // form.action may be one of its buttons
  const send = async () => {
    for (let tries = 1; ; tries++) {
      const response = await fetch(url, { method: "POST", body: data, keepalive, headers: { "X-Fragment": "1" } });
      const seconds = Number(response.headers.get("Retry-After"));
      if (response.status !== 503 || !seconds || keepalive || tries === BUSY_TRIES) return response;
      const spread = 0.5 + Math.random(); // a class that was turned away together must not come back together
      await new Promise((resolve) => setTimeout(resolve, 1000 * seconds * spread));
    }
  };
  const response = await send();
  const token = response.headers.get("X-Token");
  if (response.status !== 400 || !token) return response;
  const { reader } = form.dataset;
  if (reader && reader !== response.headers.get("X-Reader")) return response;
  for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = token;
  data.set("csrf_token", token);
  return send();
}

/** Copy a text, and say so on the button for a moment. */
export async function copy(text, button, copied) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyByHand(text); // the site of a classroom, without TLS, has no clipboard
  }
  const label = (button.dataset.label ??= button.textContent); // a second press must not take "Copied" for it
  button.textContent = copied;
  setTimeout(() => (button.textContent = label), 2000);
}

function copyByHand(text) {
  const { activeElement } = document;
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "unseen";
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
  activeElement.focus();
}

// The second press of a double click would send a form again, and what it makes would be there twice.
// On the window, after the scripts that send their forms themselves.
const SAME_PRESS = 3000; // milliseconds; later it is somebody who waits for an answer in vain, and tries again
const sent = new WeakMap();
addEventListener("submit", (event) => {
  const pressed = event.submitter ?? event.target;
  if (event.defaultPrevented || event.target.getAttribute("method") !== "post") return;
  if (event.timeStamp - sent.get(pressed) < SAME_PRESS) event.preventDefault();
  else sent.set(pressed, event.timeStamp);
});

// A formula that is wider than its column can be scrolled by the keyboard too; one that fits is no stop on the way.
const widths = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const formula of document.querySelectorAll(".formula")) widths.observe(formula);

// The key / leads to the search, unless one is writing something.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  const field = document.querySelector("input[type=search]");
  if (field) field.focus();
  else location.assign(document.querySelector("[data-search]").href);
});

const languageSwitch = document.querySelector("[data-keep-place]");
languageSwitch?.addEventListener("click", () => {
  // The same heading has the same place in both languages, whatever it is called.
  const headings = [...document.querySelectorAll("main :is(h2, h3)[id], main .check[id]")];
  const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
  languageSwitch.search = location.search; // the same words, the same page of a table
  languageSwitch.hash = passed.length && scrollY > 0 ? `#place-${passed.length}` : "";
});
const place = location.hash.match(/^#place-(\d+)$/);
if (place) {
  document.querySelectorAll("main :is(h2, h3)[id], main .check[id]")[place[1] - 1]?.scrollIntoView();
  history.replaceState(history.state, "", location.pathname + location.search);
}
