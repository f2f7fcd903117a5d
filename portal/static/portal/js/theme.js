// The reader's choice between light and dark, kept on this device only; without a choice the
// device decides. The button is made here, since without scripts it could do nothing.
const root = document.documentElement;
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const read = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
const keep = (choice) => { try { localStorage.setItem("theme", choice); } catch { /* private window */ } };

const chosen = read();
if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;

const footer = document.querySelector(".footer .wrap");
const labels = footer?.querySelector("[data-to-dark]");
if (labels) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "theme";
  const isDark = () => (root.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark";
  const label = () => { button.textContent = isDark() ? labels.dataset.toLight : labels.dataset.toDark; };
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    keep(root.dataset.theme);
    label();
  });
  dark.addEventListener("change", label);
  label();
  footer.append(button);
}
