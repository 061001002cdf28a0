/* A test that loses no answer: each is sent as it is given, and kept on the phone until it is. */
(() => {
  "use strict";
  const memory = {
    name: (attempt) => `answers:${attempt}`,
    read(attempt) {
      try {
        return JSON.parse(localStorage.getItem(this.name(attempt))) || {};
      } catch {
        return {};
      }
    },
    // Without room, or in a private window, the answers are still on the page.
    write(attempt, pending) {
      try {
        if (Object.keys(pending).length) localStorage.setItem(this.name(attempt), JSON.stringify(pending));
        else localStorage.removeItem(this.name(attempt));
      } catch {}
    },
  };

  const handedIn = document.querySelector("[data-handed-in]");
  if (handedIn) memory.write(handedIn.dataset.handedIn, {});
  const form = document.querySelector("[data-answers]");
  if (!form) return;

  const attempt = form.dataset.attempt;
  const bar = form.querySelector("[data-saving]");
  const words = bar.dataset;
  const part = (name) => bar.querySelector(`[data-${name}]`);
  const say = (element, text) => { if (element.textContent !== text) element.textContent = text; };
  const boxOf = (key) => form.querySelector(`[data-question="${CSS.escape(key)}"]`);
  const inputsOf = (box) => [...box.querySelectorAll("input, select, textarea")];
  bar.hidden = false;

  /* -- What was given and not sent yet: question key to pairs of name and value ----------- */

  const pending = memory.read(attempt);
  const refused = new Set();
  const given = (box) =>
    inputsOf(box)
      .filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked)
      .map((input) => [input.name, input.value]);

  function restore(key) {
    const box = boxOf(key);
    if (!box) return delete pending[key];
    const pairs = pending[key];
    for (const input of inputsOf(box)) {
      if (["radio", "checkbox"].includes(input.type)) {
        input.checked = pairs.some(([name, value]) => name === input.name && value === input.value);
      } else {
        const pair = pairs.find(([name]) => name === input.name);
        if (pair) input.value = pair[1];
      }
    }
  }

  /* -- Sending ---------------------------------------------------------------------------- */

  let sending = false, again = 0;
  const toSend = () => Object.keys(pending).filter((key) => !refused.has(key));

  function show(offline) {
    const number = toSend().length;
    const kept = offline && number ? ` ${words.offline}` : "";
    const settled = refused.size ? words.refused : words.saved;
    say(part("state"), number ? words.pending.replace("{n}", number) + kept : settled);
    bar.classList.toggle("saving--pending", number + refused.size > 0);
  }

  function problem(key, messages) {
    const box = boxOf(key), place = box.querySelector("[data-problem]");
    box.classList.toggle("field--error", Boolean(messages));
    place.replaceChildren();
    if (!messages) return;
    const list = document.createElement("ul");
    list.className = "errorlist";
    for (const message of messages) list.append(Object.assign(document.createElement("li"), { textContent: message }));
    place.append(list);
  }

  function settle(sent, result) {
    for (const [key, pairs] of sent) {
      const isStill = pending[key] === pairs;
      if (result.errors[key] && isStill) refused.add(key);
      else if (isStill) delete pending[key];
      problem(key, result.errors[key]);
    }
    memory.write(attempt, pending);
  }

  async function send() {
    clearTimeout(again);
    const sent = toSend().map((key) => [key, pending[key]]);
    if (sending || !sent.length) return show();
    sending = true;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const [key, pairs] of sent) {
      body.append("question", key);
      for (const [name, value] of pairs) body.append(name, value);
    }
    let offline = false;
    try {
      const response = await fetch(form.dataset.url, { method: "POST", body, redirect: "manual" });
      const signedOut = response.type === "opaqueredirect" || response.status === 403;
      part("signed-out").hidden = !signedOut;
      if (response.status === 409) {
        memory.write(attempt, {});
        location.assign((await response.json()).url);
      } else if (response.ok) {
        settle(sent, await response.json());
      } else {
        offline = !signedOut;
      }
    } catch {
      offline = true;
    }
    sending = false;
    show(offline);
    if (offline) again = setTimeout(send, 15000);
    else if (toSend().some((key) => !sent.some(([other, pairs]) => other === key && pending[key] === pairs))) send();
  }

  function keep(event) {
    const box = event.target.closest("[data-question]");
    if (!box) return;
    refused.delete(box.dataset.question);
    pending[box.dataset.question] = given(box);
    memory.write(attempt, pending);
    show();
    clearTimeout(again);
    again = setTimeout(send, event.type === "change" ? 0 : 1200);
  }

  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  addEventListener("online", send);
  form.addEventListener("submit", () => clearTimeout(again));

  /* -- Putting in order: up and down instead of a list of places --------------------------- */

  function orderable(list) {
    const place = (row) => Number(row.querySelector("select").value);
    const mark = (row) => say(row.querySelector(".rows__place"), place(row) ? `${place(row)}.` : "–");

    function move(row, button, up) {
      const other = up ? row.previousElementSibling : row.nextElementSibling;
      if (other) (up ? other.before(row) : other.after(row));
      [...list.children].forEach((each, index) => {
        each.querySelector("select").value = String(index + 1);
        mark(each);
      });
      button.focus();
      say(part("warning"), `${row.querySelector("label").textContent}: ${words.place.replace("{n}", place(row))}`);
      list.dispatchEvent(new Event("change", { bubbles: true }));
    }

    const rows = [...list.children];
    if (rows.every(place)) list.append(...rows.sort((a, b) => place(a) - place(b)));
    for (const row of rows) {
      row.querySelector("select").hidden = true;
      row.prepend(Object.assign(document.createElement("span"), { className: "rows__place" }));
      mark(row);
      for (const up of [true, false]) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button button--quiet";
        button.textContent = up ? "↑" : "↓";
        button.lang = document.documentElement.lang;
        const label = row.querySelector("label").textContent;
        button.setAttribute("aria-label", (up ? words.up : words.down).replace("{text}", label));
        button.addEventListener("click", () => move(row, button, up));
        row.append(button);
      }
    }
  }

  /* -- The time that is left, said calmly -------------------------------------------------- */

  function countDown(seconds) {
    const end = Date.now() + seconds * 1000;
    let before = Infinity;
    const clock = setInterval(tick, 1000);
    function tick() {
      const left = end - Date.now();
      const minutes = Math.ceil(left / 60000);
      const text = left > 60000 ? words.minutes.replace("{n}", minutes) : words.last;
      say(part("time"), text);
      if ([5, 1].includes(minutes) && minutes < before) say(part("warning"), text);
      before = minutes;
      if (left > 0) return;
      clearInterval(clock);
      if (!navigator.onLine) return;
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "hand_in_anyway", value: "1" }));
      form.submit();
    }
    tick();
  }

  Object.keys(pending).forEach(restore);
  form.querySelectorAll("[data-ordering]").forEach(orderable);
  if (Number(words.left) > 0) countDown(Number(words.left));
  show();
  send();
})();
