// What the stock admin lacks: a key that saves, and names for boxes that scripts have drawn.

// Ctrl+Enter or Cmd+Enter saves the form one is in. Caught before the text editor sees the key:
// there it would be a line break.
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = document.activeElement?.closest("form");
    if (!form) return;
    event.preventDefault();
    event.stopPropagation();
    form.requestSubmit(form.querySelector("[type=submit][name=_save]"));
  },
  { capture: true },
);

// The text editor hides the <textarea> and draws a box of its own. The box gets what the <textarea>
// has: its label, its help and error, and the language for the spell checker.
document.addEventListener("prose-editor:ready", (event) => {
  const { editor, textarea } = event.detail;
  const box = editor.view.dom;
  const label = labelOf(textarea);
  if (label) {
    box.setAttribute("aria-labelledby", label.id);
    label.addEventListener("click", () => editor.commands.focus());
  }
  for (const name of ["lang", "dir", "aria-describedby", "aria-invalid"]) {
    if (textarea.hasAttribute(name)) box.setAttribute(name, textarea.getAttribute(name));
  }
});

// The × for all that Select2 puts into the list of what is chosen is no item of it; each has its own.
for (const select of document.querySelectorAll("select.admin-autocomplete[multiple]")) {
  select.dataset.allowClear = "false";
}

// The search box is named by a picture; with a help text beside it, that alone is not enough.
const search = document.getElementById("searchbar");
const picture = search?.labels[0]?.querySelector("img");
if (picture) search.setAttribute("aria-label", picture.alt);

// Select2 hides the <select> too, and leaves its own parts without the label. It draws them when
// jQuery is ready; whoever asks later is served later.
globalThis.django?.jQuery?.(() => {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const label = labelOf(select);
    const parts = select.nextElementSibling?.querySelectorAll(
      ".select2-selection, .select2-selection__rendered[role], .select2-search__field",
    );
    for (const part of label ? (parts ?? []) : []) {
      const value = part.querySelector(".select2-selection__rendered[role]");
      part.setAttribute("aria-labelledby", value ? `${label.id} ${value.id}` : label.id);
    }
  }
});

function labelOf(field) {
  const label = document.querySelector(`label[for="${field.id}"]`);
  if (label) label.id ||= `${field.id}_label`;
  return label;
}
