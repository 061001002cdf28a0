// Saves a long form while someone writes, through lost connections: what was typed waits on the
// device until the server has it. Without this script the form is saved with its buttons.
(() => {
  "use strict";

  const form = document.querySelector("form[data-autosave]");
  const status = form?.querySelector("[data-saving]");
  if (!status) return;
  const key = `seedgrants:${form.dataset.autosave}`;
  const asideKey = `${key}:aside`; // copies that are older than the page, until the server has them
  const isAnswer = "typed" in form.dataset; // the page came back with what was typed
  // What stands beside newer work is kept by the site, and is saved over it only by its writer.
  const isTyped = isAnswer && !form.elements.standing;
  const version = form.elements.version;
  let timer = 0;
  let wait = 5000;
  let saving = null; // the save under way, if any
  let isStale = false;
  let isPassing = false;

  const values = () =>
    [...new FormData(form)].filter(
      ([name, value]) =>
        typeof value === "string" &&
        !["csrfmiddlewaretoken", "version", "go", "standing"].includes(name),
    );
  const asText = (pairs) => JSON.stringify(pairs);
  let saved = isTyped ? "" : asText(values());

  const read = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  };
  const write = (name, value) => {
    try {
      if (value) localStorage.setItem(name, JSON.stringify(value));
      else localStorage.removeItem(name);
    } catch {
      // A full or forbidden store: the server still gets what is typed.
    }
  };
  const store = () => write(key, { version: version.value, values: values() });
  // Only what the server has said that it holds, never what was typed since.
  const forget = (typed) => {
    const copy = read(key);
    if (copy && asText(copy.values) === typed) write(key, null);
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

  // What the server made of it: "saved", "refused" (it says why), "stale" (it keeps the text beside
  // newer work) or, where it said anything else, "unknown". Throws without a connection.
  const send = async (pairs, atVersion) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append("version", atVersion);
    body.append("go", "autosave");
    pairs.forEach(([name, value]) => body.append(name, value));
    const size = pairs.reduce((sum, [, value]) => sum + value.length, 0);
    const answer = await fetch(location.pathname, {
      method: "POST",
      body,
      redirect: "manual",
      keepalive: size < 15000, // a browser sends no more than 64 KB after the page is gone
    });
    const text = await answer.text();
    const unknown = { outcome: "unknown", message: status.dataset.unknown };
    try {
      const result = JSON.parse(text);
      const isKnown = ["saved", "refused"].includes(result.outcome) || (result.outcome === "stale" && result.kept);
      return isKnown ? result : unknown;
    } catch {
      return { ...unknown, again: answer.status >= 500 };
    }
  };

  // One of the outcomes above, or "failed" (no connection). One at a time: what was typed while
  // another was under way goes after it.
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
    let result = { outcome: "failed", message: status.dataset.offline, again: true };
    try {
      result = await send(pairs, version.value);
    } catch {
      // It stays on the device, and is sent again.
    }
    if (result.outcome === "saved") {
      saved = typed;
      document.querySelectorAll("input[name=version]").forEach((box) => (box.value = result.version));
      wait = 5000;
      if (asText(values()) === typed) forget(typed);
      else store();
    } else if (result.outcome === "stale") {
      isStale = true;
      forget(typed);
    } else if (result.again) {
      timer = setTimeout(save, wait);
      wait = Math.min(wait * 2, 60000);
    }
    say(result.message, result.outcome !== "saved");
    return result.outcome;
  };

  const changed = () => {
    store();
    if (isStale) return;
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

  const isOnThePage = (pairs) =>
    pairs.every(([name, value]) =>
      [...form.elements].some(
        (field) =>
          field.name === name &&
          (field.tagName !== "SELECT" || [...field.options].some((option) => option.value === value)),
      ),
    );

  const restore = () => {
    const copy = read(key);
    const here = asText(values());
    if (copy && asText(copy.values) !== here) {
      if (!isAnswer && copy.version === version.value && isOnThePage(copy.values)) {
        put(copy.values);
        say(status.dataset.restored, true);
        save();
        return;
      }
      write(asideKey, [...(read(asideKey) ?? []), copy]);
      write(key, null);
    }
    if (isTyped) store();
    else forget(here);
  };

  // The server finds an older copy old and keeps it; one that it does not take is shown here.
  const sendAside = async () => {
    const left = [];
    let isTaken = false;
    for (const copy of read(asideKey) ?? []) {
      let outcome = "failed";
      if (asText(copy.values) === saved) continue;
      try {
        if (!isAnswer) ({ outcome } = await send(copy.values, copy.version));
      } catch {
        say(status.dataset.offline, true);
      }
      if (["saved", "stale"].includes(outcome)) isTaken = true;
      else left.push(copy);
    }
    write(asideKey, left.length ? left : null);
    if (isTaken) location.reload();
    else show(left);
  };

  const show = (copies) => {
    document.querySelectorAll("[data-copy]").forEach((shown) => shown.remove());
    copies.forEach((copy) => {
      const section = form.querySelector("template").content.firstElementChild.cloneNode(true);
      copy.values.forEach(([name, value]) => {
        const fields = [...form.elements].filter((field) => field.name === name);
        if (!value.trim() || fields[0]?.type === "hidden") return;
        const term = document.createElement("dt");
        const words = document.createElement("dd");
        const group = fields.length > 1 && fields[0].closest("fieldset")?.querySelector("legend");
        term.textContent = (group || fields[0]?.labels?.[0])?.textContent.trim() ?? "";
        words.textContent =
          [...(fields[0]?.options ?? [])].find((option) => option.value === value)?.text ?? value;
        term.className = words.className = "facts__long";
        section.querySelector("dl").append(term, words);
      });
      section.querySelector("button").addEventListener("click", () => {
        const left = (read(asideKey) ?? []).filter((other) => asText(other.values) !== asText(copy.values));
        write(asideKey, left.length ? left : null);
        section.remove();
      });
      form.before(section);
    });
  };

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", async (event) => {
    // With nothing to send the browser goes on by itself: a form cannot be sent anew from within.
    if (isPassing || isStale || (!saving && asText(values()) === saved)) return;
    event.preventDefault();
    store();
    if ((await save()) === "failed") {
      say(status.dataset.offline, true);
      return;
    }
    isPassing = true;
    form.requestSubmit(event.submitter);
  });
  addEventListener("online", () => {
    save();
    sendAside();
  });
  addEventListener("pageshow", () => (isPassing = false));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && asText(values()) !== saved) save();
  });
  restore();
  sendAside();
})();
