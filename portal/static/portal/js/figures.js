// Beside the text editor: a list of figures, and the token of the chosen one at the cursor. And from
// a warning to the field it is about, which the editor has hidden.
const told = document.querySelector("[data-figures]")?.dataset;
const boxes = new Map();
let asked = null;

document.addEventListener("prose-editor:ready", (event) => {
  const { editor, textarea } = event.detail;
  boxes.set(textarea.id, editor);
  if (!told) return;
  const button = make("button", { type: "button", className: "button pick-figure", textContent: told.open });
  const label = document.querySelector(`label[for="${textarea.id}"]`)?.textContent.replace(/:\s*$/, "");
  if (label) button.setAttribute("aria-label", `${told.open}: ${label}`);
  button.addEventListener("click", () => pick(editor));
  (textarea.closest(".prose-editor") ?? textarea).after(button);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest('.language-warnings a[href^="#id_"]');
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  for (let parent = field.closest("details"); parent; parent = parent.parentElement.closest("details")) {
    parent.open = true;
  }
  const editor = boxes.get(field.id);
  (editor ? editor.view.dom : field).scrollIntoView({ block: "center" });
  if (editor) editor.commands.focus();
  else field.focus();
});

// The municipality may be chosen in the form itself.
function place() {
  return document.querySelector("form [name=municipality]")?.value || told.place;
}

async function figures() {
  const wanted = `${told.figures}?place=${encodeURIComponent(place())}`;
  if (asked?.wanted !== wanted) {
    const answer = await fetch(wanted, { headers: { accept: "application/json" }, redirect: "error" });
    if (!answer.ok) throw new Error(String(answer.status));
    asked = { wanted, found: (await answer.json()).figures };
  }
  return asked.found;
}

async function pick(editor) {
  const dialog = make("dialog", { className: "figure-picker" });
  const title = make("h2", { id: "figure-picker-title", textContent: told.title });
  const label = make("label", { htmlFor: "figure-picker-search", textContent: told.search });
  const search = make("input", { type: "search", id: "figure-picker-search", autocomplete: "off" });
  const status = make("p", { role: "status" });
  const list = make("ul", {});
  const close = make("button", { type: "button", className: "button", textContent: told.close });
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(title, label, search, status, list, close);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    editor.commands.focus();
  });
  // Enter in the search box takes the first; it must not save the form behind.
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (search.value) list.querySelector("button")?.click();
  });
  document.body.append(dialog);
  dialog.showModal();
  try {
    const all = await figures();
    const show = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      const found = all.filter((each) => words.every((word) => textOf(each).includes(word)));
      list.replaceChildren(...found.map((each) => item(each, dialog, editor)));
      status.textContent = `${told.count} ${found.length}`;
    };
    search.addEventListener("input", show);
    show();
  } catch {
    status.textContent = told.failed;
  }
}

function item(figure, dialog, editor) {
  const button = make("button", { type: "button" });
  const about = `${figure.value} · ${figure.as_of} · ${figure.place} · ${figure.key}`;
  button.append(
    make("strong", { textContent: figure.label }),
    make("span", { className: "figure-about", textContent: about }),
  );
  button.addEventListener("click", () => {
    dialog.close();
    editor.chain().focus().insertContent(`[[figure:${figure.key}]]`).run();
  });
  const row = make("li", {});
  row.append(button);
  return row;
}

function textOf(figure) {
  return Object.values(figure).join(" ").toLowerCase();
}

function make(tag, properties) {
  const { role, ...others } = properties;
  const element = Object.assign(document.createElement(tag), others);
  if (role) element.setAttribute("role", role);
  return element;
}
