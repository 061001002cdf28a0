// Saves a long form while someone writes, through lost connections: what was typed waits on the
// device until the server has it. Without this script the form is saved with its buttons.
(() => {
  "use strict";

  const form = document.querySelector("form[data-autosave]");
  const status = form?.querySelector("[data-saving]");
  if (!status) return;
  const key = `seedgrants:${form.dataset.autosave}`;
  const version = form.elements.version;
  let timer = 0;
  let wait = 5000;
  let saving = null; // the save under way, if any
  let isStale = false;
  let isPassing = false;

  const values = () =>
    [...new FormData(form)].filter(
      ([name, value]) =>
        typeof value === "string" && !["csrfmiddlewaretoken", "version", "go"].includes(name),
    );
  const asText = (pairs) => JSON.stringify(pairs);
  let saved = asText(values());

  const stored = () => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const store = () => {
    try {
      localStorage.setItem(key, JSON.stringify({ version: version.value, values: values() }));
    } catch {
      // A full or forbidden store: the server still gets what is typed.
    }
  };
  const forget = () => {
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing was kept there.
    }
  };
  const say = (text, pending) => {
    status.hidden = false;
    status.textContent = text;
    status.classList.toggle("saving--pending", pending);
    // The line sticks to the foot of the screen: the box one types in stays above it.
    const box = document.activeElement;
    if (form.contains(box)) {
      const hidden = box.getBoundingClientRect().bottom - status.getBoundingClientRect().top;
      if (hidden > 0 && status.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_PRECEDING) {
        scrollBy(0, hidden + 16);
      }
    }
  };

  const send = (pairs, atVersion) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append("version", atVersion);
    body.append("go", "autosave");
    pairs.forEach(([name, value]) => body.append(name, value));
    const size = pairs.reduce((sum, [, value]) => sum + value.length, 0);
    return fetch(location.pathname, {
      method: "POST",
      body,
      redirect: "error",
      keepalive: size < 15000, // a browser sends no more than 64 KB after the page is gone
    });
  };

  // "saved", "refused" (the server says why), "stale" or "failed" (no connection). One at a time:
  // what was typed while another was under way goes after it.
  const save = async () => {
    clearTimeout(timer);
    while (saving) await saving;
    if (isStale) return "stale";
    if (asText(values()) === saved) return "saved";
    saving = sendNow();
    const outcome = await saving;
    saving = null;
    if (outcome === "saved" && asText(values()) !== saved) changed();
    return outcome;
  };

  const sendNow = async () => {
    const pairs = values();
    const typed = asText(pairs);
    let outcome = "failed";
    try {
      const answer = await send(pairs, version.value);
      const result = await answer.json();
      outcome = result.outcome;
      if (outcome === "saved") {
        saved = typed;
        version.value = result.version;
        wait = 5000;
        if (asText(values()) === typed) forget();
        else store();
      } else if (outcome === "stale") {
        isStale = true;
        forget(); // the server keeps it beside the newer text
      }
      say(result.message, outcome !== "saved");
    } catch {
      say(status.dataset.offline, true);
      timer = setTimeout(save, wait);
      wait = Math.min(wait * 2, 60000);
    }
    return outcome;
  };

  const changed = () => {
    if (isStale) return;
    store();
    say(status.dataset.unsaved, true);
    clearTimeout(timer);
    timer = setTimeout(save, 1500);
  };

  const put = (pairs) => {
    form.querySelectorAll("[type=checkbox], [type=radio]").forEach((box) => (box.checked = false));
    pairs.forEach(([name, value]) => {
      [...form.elements].filter((field) => field.name === name).forEach((field) => {
        if (field.type === "checkbox" || field.type === "radio") field.checked ||= field.value === value;
        else if (field.type !== "hidden") field.value = value;
      });
    });
  };

  const restore = async () => {
    const kept = stored();
    if (!kept) return;
    if (asText(kept.values) === saved) {
      forget();
    } else if (kept.version === version.value) {
      put(kept.values);
      say(status.dataset.restored, true);
      save();
    } else {
      try {
        await send(kept.values, kept.version); // the server finds it old, and keeps it
        forget();
        location.reload();
      } catch {
        say(status.dataset.offline, true);
      }
    }
  };

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", async (event) => {
    // With nothing to send the browser goes on by itself: a form cannot be sent anew from within.
    if (isPassing || isStale || (!saving && asText(values()) === saved)) return forget();
    event.preventDefault();
    store();
    if ((await save()) === "failed") {
      say(status.dataset.offline, true);
      return;
    }
    isPassing = true;
    forget();
    form.requestSubmit(event.submitter);
  });
  addEventListener("online", save);
  addEventListener("pageshow", () => (isPassing = false));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && asText(values()) !== saved) save();
  });
  restore();
})();
