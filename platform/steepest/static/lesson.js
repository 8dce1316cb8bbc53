// The reading page: quick checks answered in place, code that can be copied, where one is on the page.
import { copy, post } from "./site.js";

document.addEventListener("submit", async (event) => {
  const form = event.target.closest(".check form");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const response = await post(form);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const check = page.querySelector(".check");
    if (!check) throw new Error(response.status);
    form.closest(".check").replaceWith(document.adoptNode(check));
    check.dispatchEvent(new CustomEvent("drawn", { bubbles: true })); // for what quiz.js adds to it
    check.querySelector("[role=status]")?.focus();
    for (const id of ["course-progress", "lesson-progress"]) {
      const now = page.getElementById(id);
      if (now) document.getElementById(id)?.replaceWith(document.adoptNode(now));
    }
  } catch {
    form.submit(); // without us it works too, and says what is wrong
  } finally {
    button.disabled = false;
  }
});

// A discussion's preview beneath the form; without us it is a page of its own.
document.addEventListener("click", async (event) => {
  const button = event.target.closest(".write button[value=preview]");
  if (!button || button.form.dataset.plain || !button.form.reportValidity()) return;
  event.preventDefault();
  const data = new FormData(button.form, button);
  try {
    const response = await post(button.form, { data });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const shown = page.querySelector("section.preview, .error-text");
    if (!shown) throw new Error(response.status);
    button.form.querySelector(".preview").replaceChildren(document.adoptNode(shown));
  } catch {
    button.form.dataset.plain = "yes"; // a page of its own says what is wrong
    button.click();
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button.closest(".snippet").querySelector("pre").textContent, button, button.dataset.copy);
});

const links = new Map([...document.querySelectorAll("#on-this-page a")].map((link) => [link.hash.slice(1), link]));
const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    for (const link of links.values()) link.removeAttribute("aria-current");
    links.get(entry.target.id)?.setAttribute("aria-current", "true");
  }
}, { rootMargin: "0px 0px -70% 0px" });
for (const id of links.keys()) {
  const heading = document.getElementById(decodeURIComponent(id));
  if (heading) seen.observe(heading);
}
