// Reads the page aloud with a voice of the device itself: what a distant one reads is sent there.
// The server says in data- attributes what the buttons are called; without a voice there are none.
const box = document.querySelector(".read-aloud");
const speech = globalThis.speechSynthesis;

if (box && speech) {
  const BLOCKS = "h1, h2, h3, p, li, dt, dd, th, td, caption, summary";
  const OUTSIDE = "nav, aside, form, footer, svg, .source, .hero-names, .read-aloud";
  const { go, pause, on, stop, skipped } = box.dataset;
  const [start, end, status] = ["button", "button", "p"].map((name) => document.createElement(name));
  let parts = [];
  let spoken;

  // Norwegian voices are called "nb" or "no".
  const code = (lang) => lang.toLowerCase().split(/[-_]/)[0].replace(/^no$/, "nb");
  const voiceOf = (lang) => speech.getVoices().find((voice) =>
    voice.localService && code(voice.lang) === code(lang));

  // Pieces of text, each in one block and one language, in the order of the page.
  const collect = () => {
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node; (node = walker.nextNode());) {
      const parent = node.parentElement;
      const block = parent.closest(BLOCKS);
      if (!block || parent.closest(OUTSIDE) || !parent.checkVisibility()) continue;
      const { lang } = parent.closest("[lang]");
      const last = found.at(-1);
      if (last?.block === block && last.lang === lang) last.text += node.data;
      else found.push({ block, lang, text: node.data });
    }
    return found.filter(({ text }) => text.trim());
  };

  const hush = (label) => {
    parts[0]?.block.classList.remove("spoken");
    spoken = null;
    speech.cancel();
    start.textContent = label;
  };

  const finish = () => {
    hush(go);
    parts = [];
    end.hidden = true;
  };

  const speak = () => {
    while (parts.length && !voiceOf(parts[0].lang)) {
      status.textContent = skipped;
      parts.shift();
    }
    if (!parts.length) return finish();
    const [{ block, lang, text }] = parts;
    block.classList.add("spoken");
    spoken = new SpeechSynthesisUtterance(text.replace(/\s+/g, " ").trim());
    spoken.voice = voiceOf(lang);
    spoken.lang = spoken.voice.lang;
    // Also told of what was stopped: then it is no longer the one that is spoken.
    spoken.onend = spoken.onerror = ({ target }) => {
      if (target !== spoken) return;
      block.classList.remove("spoken");
      parts.shift();
      speak();
    };
    start.textContent = pause;
    end.hidden = false;
    speech.speak(spoken);
  };

  start.onclick = () => {
    if (spoken) return hush(on);
    if (!parts.length) {
      status.textContent = "";
      parts = collect();
    }
    speak();
  };
  end.onclick = () => {
    finish();
    start.focus();
  };
  addEventListener("keydown", ({ key }) => key === "Escape" && parts.length && finish());
  addEventListener("pagehide", () => parts.length && finish());

  for (const button of [start, end]) {
    button.type = "button";
    button.className = "button quiet";
  }
  start.textContent = go;
  end.textContent = stop;
  end.hidden = true;
  status.setAttribute("role", "status");
  // Some browsers find their voices late.
  speech.onvoiceschanged = () => {
    if (!box.hidden || !voiceOf(document.documentElement.lang)) return;
    box.hidden = false;
    box.append(start, end, status);
  };
  speech.onvoiceschanged();
}
