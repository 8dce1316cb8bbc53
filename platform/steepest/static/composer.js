// A quiz is written by a form or as a text: what was changed in one of them is not lost by a press in the other.
const composer = document.querySelector(".composer");
const writing = document.getElementById("writing");
const source = writing.elements.source;
const before = source.value;
let isComposed = false;

composer.addEventListener("input", () => { isComposed = true; });
ask(composer, () => source.value !== before);
ask(writing, () => isComposed);

function ask(form, isElsewhere) {
  form.addEventListener("submit", (event) => {
    if (!isElsewhere() || confirm(form.dataset.elsewhere)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
}
