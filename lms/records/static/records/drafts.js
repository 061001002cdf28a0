/* What is typed into a form stays on this phone until it is saved, also without a connection. */
(() => {
  "use strict";
  const PREFIX = "draft:";
  const DAYS = 14;
  const LEFT_OUT = new Set(["csrfmiddlewaretoken", "confirm", "warned"]);
  const page = document.querySelector("[data-drafts]");
  if (!page) return;
  let store;
  try {
    store = window.localStorage;
    store.length;
  } catch {
    return;
  }
  const owner = `${PREFIX}${page.dataset.drafts}:`;
  const read = (name) => {
    try {
      return JSON.parse(store.getItem(name));
    } catch {
      return null;
    }
  };

  // Another's drafts have no place on this phone now, nor old ones, nor what this page says is saved.
  const old = Date.now() - DAYS * 24 * 3600 * 1000;
  for (const name of Object.keys(store).filter((name) => name.startsWith(PREFIX))) {
    const draft = read(name);
    const isSaved = name === owner + page.dataset.saved;
    if (!draft || !name.startsWith(owner) || draft.at < old || isSaved) store.removeItem(name);
  }

  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const name = owner + form.dataset.draft;
  const bar = form.querySelector("[data-draft-status]");
  const words = bar.dataset;
  const fields = () => [...new FormData(form)].filter(([field, value]) => !LEFT_OUT.has(field) && typeof value === "string");
  const untouched = JSON.stringify(fields());
  const say = (text, isPending = false) => {
    bar.hidden = false;
    bar.classList.toggle("saving--pending", isPending);
    bar.querySelector("span").textContent = text;
  };
  const keep = () => {
    const typed = fields();
    try {
      if (JSON.stringify(typed) === untouched) store.removeItem(name);
      else store.setItem(name, JSON.stringify({ at: Date.now(), fields: typed }));
    } catch {
      return; // no room: the words are still on the page
    }
  };

  const draft = read(name);
  // A form that came back with errors holds what was sent already.
  if (draft && !form.querySelector(".errorlist, [role=alert]")) {
    for (const input of form.elements) {
      if (!input.name || LEFT_OUT.has(input.name) || input.type === "file") continue;
      const values = draft.fields.filter(([field]) => field === input.name).map(([, value]) => value);
      if (["radio", "checkbox"].includes(input.type)) input.checked = values.includes(input.value);
      else if (values.length && input.type !== "hidden") input.value = values[0];
      const box = input.closest("details");
      if (box && values.some((value) => value) && input.type !== "hidden") box.open = true;
    }
    say(words.found);
  }

  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => { keep(); say(words.kept); }, 400);
  });
  addEventListener("pagehide", () => { if (timer) keep(); });
  bar.querySelector("button").addEventListener("click", () => {
    clearTimeout(timer);
    timer = 0;
    store.removeItem(name);
    location.reload();
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!navigator.onLine) {
      event.preventDefault();
      keep();
      say(words.offline, true);
      bar.scrollIntoView({ block: "center" });
      return;
    }
    keep();
  });
})();
