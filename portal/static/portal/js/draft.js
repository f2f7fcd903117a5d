// Keeps what is being written in the log, every few seconds: a line that breaks or a session that
// ends loses nothing. The form says where to, and what to tell.
const EVERY = 3000;
const told = document.querySelector("[data-draft]");
const form = told?.closest("form");

if (form) {
  const state = told.matches("[role=status]") ? told : form.querySelector("[role=status]");
  const written = () => JSON.stringify([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  let kept = written();
  let busy = null;
  let sent = false;

  const tell = (text, failed = false) => {
    if (state.textContent !== text) state.textContent = text;
    state.classList.toggle("error", failed);
  };

  async function keep(options = {}) {
    const now = written();
    if (sent || busy || now === kept) return;
    busy = new AbortController();
    try {
      const answer = await fetch(told.dataset.draft, {
        method: "POST",
        body: new FormData(form),
        redirect: "manual",
        signal: busy.signal,
        ...options,
      });
      if (answer.status === 204) {
        kept = now;
        tell(told.dataset.kept);
      } else {
        tell(answer.status === 413 ? told.dataset.long : told.dataset.lost, true);
      }
    } catch (error) {
      if (error.name !== "AbortError") tell(told.dataset.lost, true);
    } finally {
      busy = null;
    }
  }

  setInterval(keep, EVERY);
  // A telephone that is put away keeps what stands there.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep({ keepalive: true });
  });
  form.addEventListener("submit", () => {
    sent = true;
    busy?.abort();
  });
  // Back from the next page without loading: the form is here again.
  addEventListener("pageshow", () => { sent = false; });
}
