/* A register that loses no mark: each is kept on the phone and sent by itself, with or without a signal. */
(async () => {
  "use strict";
  const bar = document.querySelector("[data-registers]");
  if (!bar || !window.indexedDB || !navigator.locks) return;
  try { await Registers.open(); } catch { return; } // the form is saved with its button
  const words = bar.dataset;
  const { account } = words;
  const part = (name) => document.querySelector(`[data-${name}]`);
  const fill = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);
  const say = (element, text) => { if (element && element.textContent !== text) element.textContent = text; };
  const form = part("register");
  const session = form ? form.dataset.session : "";
  const asksReason = Boolean(form && form.elements.reason);
  const planned = form ? Number(form.dataset.minutes) : 0;
  const rows = form ? [...form.querySelectorAll("[data-mark]")] : [];
  const rowOf = (enrolment) => rows.find((row) => row.dataset.mark === String(enrolment));
  const keyOf = (enrolment) => `${account}:${session}:${enrolment}`;
  const nameOf = (row) => row.querySelector("legend").textContent.trim();
  let worker = null, outcome = "sent", isSending = false, again = 0;
  bar.hidden = false;

  /* -- What stands: known to the server, and marked here and not sent yet -------------------- */

  const known = new Map();
  for (const row of rows) {
    const [status, minutes] = row.querySelector("[name^=seen_]").value.split(":");
    known.set(row.dataset.mark, status ? { status, minutes: Number(minutes) } : null);
  }
  let at = form ? Number(form.dataset.at) : 0;
  let pending = new Map(), elsewhere = [], people = [];

  async function read() {
    const [marks, stands, persons] = await Promise.all(["marks", "known", "people"].map((name) => Registers.all(name)));
    const own = marks.filter((entry) => entry.account === account);
    pending = new Map(own.filter((entry) => entry.session === session).map((entry) => [String(entry.enrolment), entry]));
    elsewhere = own.filter((entry) => entry.session !== session);
    people = persons.filter((person) => person.account === account);
    const newer = stands.find((state) => state.key === `${account}:${session}` && state.at > at);
    if (newer) {
      at = newer.at;
      for (const [enrolment, [status, minutes]] of Object.entries(newer.marks)) known.set(enrolment, { status, minutes });
    }
    // Sent with the form's button: it stands, so it waits no more.
    const done = asksReason ? [...pending].filter(([enrolment, entry]) => Registers.same(known.get(enrolment), Registers.value(entry))) : [];
    done.forEach(([enrolment]) => pending.delete(enrolment));
    await Registers.update("marks", done.map(([, entry]) => entry.key), () => null);
  }

  /* -- The screen ---------------------------------------------------------------------------- */

  const isPart = (status) => status === "late" || status === "left-early";
  const digits = (text) => text.trim().replace(/[០-៩]/g, (digit) => String("០១២៣៤៥៦៧៨៩".indexOf(digit)));
  const drafts = new Set(); // late or left early, minutes not written yet
  const minutesOf = (row) => row.querySelector("[name^=minutes_]");
  const labelOf = (status) => form.querySelector(`[value=${status}]`).parentElement.textContent.trim();
  const inWords = ({ status, minutes }) =>
    labelOf(status) + (isPart(status) ? `, ${fill(words.minutes, { n: minutes })}` : "");

  function paint(row) {
    const enrolment = row.dataset.mark;
    const entry = pending.get(enrolment);
    row.classList.toggle("mark--pending", Boolean(entry));
    problem(row, entry && entry.problem);
    const shown = entry || known.get(enrolment);
    if (drafts.has(enrolment) || !shown) return;
    row.querySelector(`[value=${shown.status}]`).checked = true;
    const box = minutesOf(row);
    if (box !== document.activeElement) box.value = isPart(shown.status) ? shown.minutes : "";
  }

  function problem(row, text) {
    let place = row.querySelector("[data-problem]");
    if (!text) return place && place.remove();
    if (!place) row.querySelector("legend").after((place = Object.assign(document.createElement("p"), { className: "errorlist" })));
    place.dataset.problem = "";
    say(place, text.trim() || words.lost);
  }

  function show() {
    rows.forEach(paint);
    const marked = rows.filter((row) => pending.has(row.dataset.mark) || known.get(row.dataset.mark)).length;
    say(part("counter"), fill(words.counter, { n: marked, all: rows.length }));
    const next = part("next");
    if (next) next.hidden = marked === rows.length || !rows.length;
    const entries = [...pending.values(), ...elsewhere, ...people];
    const number = entries.filter(Registers.waiting).length;
    const looked = entries.length - number;
    const text = number
      ? (isSending ? words.sending : fill(words.pending, { n: number })) + (outcome === "offline" && !isSending ? ` ${words.offline}` : "")
      : looked ? words.look : words.saved;
    say(part("state"), asksReason && pending.size ? words.reason : text);
    bar.classList.toggle("saving--pending", entries.length > 0);
    if (!form && !entries.length) bar.hidden = true;
    const out = part("signed-out");
    out.hidden = outcome !== "signed-out" || !number;
    say(part("kept"), fill(words.kept, { n: number }));
    showConflicts();
    showPeople();
  }

  function showConflicts() {
    const section = part("conflicts");
    if (!section) return;
    const list = section.querySelector("ul");
    const open = [...pending.values()].filter((entry) => entry.conflict);
    const had = section.hidden;
    section.hidden = !open.length;
    const shown = JSON.stringify(open);
    if (list.dataset.shown === shown) return;
    list.dataset.shown = shown;
    list.replaceChildren(...open.map((entry) => {
      const item = section.querySelector("template").content.cloneNode(true).firstElementChild;
      say(item.querySelector("[data-name]"), nameOf(rowOf(entry.enrolment)));
      say(item.querySelector("[data-theirs]"), inWords(entry.conflict));
      say(item.querySelector("[data-by]"), fill(words.by, entry.conflict));
      say(item.querySelector("[data-mine]"), inWords(entry));
      item.querySelector("[data-take=theirs]").onclick = () => decide(entry, null);
      item.querySelector("[data-take=mine]").onclick = () =>
        decide(entry, { ...entry, seen: Registers.value(entry.conflict), tried: [], conflict: null, n: entry.n + 1 });
      return item;
    }));
    if (had && open.length) section.querySelector("h2").focus();
  }

  async function decide(entry, kept) {
    known.set(String(entry.enrolment), Registers.value(entry.conflict));
    await Registers.update("marks", [entry.key], () => kept);
    await refresh();
    send();
  }

  function showPeople() {
    const list = part("people");
    if (!list) return;
    list.replaceChildren(...people.filter((person) => person.session === session).map((person) => {
      const item = document.createElement("li");
      item.textContent = `${person.fields.family_name} ${person.fields.given_name} – ${person.look ? words.look : words.unsent} `;
      if (person.look) {
        const button = Object.assign(document.createElement("button"), { className: "button button--quiet", textContent: words.open });
        button.onclick = () => look(person);
        item.append(button);
      }
      return item;
    }));
  }

  /* -- Marking ------------------------------------------------------------------------------- */

  async function mark(values) {
    await Registers.update("marks", values.map(([enrolment]) => keyOf(enrolment)), (old, key) => {
      const enrolment = key.split(":")[2];
      const { status, minutes } = values.find(([each]) => each === enrolment)[1];
      const stands = known.get(enrolment) || null;
      if (!old && Registers.same(stands, { status, minutes })) return null;
      const { seen, tried, n } = old && !old.conflict ? old : { seen: old ? old.seen : stands, tried: [], n: old ? old.n : 0 };
      return { key, account, session, url: form.dataset.url, enrolment: Number(enrolment), status, minutes, seen, tried, n: n + 1 };
    });
    await refresh();
    later(400);
  }

  function chosen(row) {
    const status = (row.querySelector("[type=radio]:checked") || {}).value;
    if (!isPart(status)) return status && { status, minutes: status === "present" ? planned : 0 };
    const minutes = digits(minutesOf(row).value);
    return /^\d{1,4}$/.test(minutes) && minutes > 0 && minutes <= planned ? { status, minutes: Number(minutes) } : null;
  }

  function changed(row, isFinal) {
    const value = chosen(row);
    const enrolment = row.dataset.mark;
    if (value === undefined) return;
    if (value) {
      drafts.delete(enrolment);
      mark([[enrolment, value]]);
    } else {
      drafts.add(enrolment);
      problem(row, isFinal && minutesOf(row).value ? fill(words.wrong, { planned }) : "");
    }
  }

  async function refresh() { await read(); show(); }

  /* -- Sending: at once, when the signal is back, and every now and then ---------------------- */

  function later(wait) { clearTimeout(again); again = setTimeout(send, wait); }

  async function send() {
    clearTimeout(again);
    const isWaiting = [...(asksReason ? [] : pending.values()), ...elsewhere, ...people].some(Registers.waiting);
    if (isSending) return later(1000);
    if (!isWaiting) return show();
    isSending = true;
    show();
    const arrived = people.filter((person) => person.session === session).map((person) => person.key);
    try {
      outcome = await Registers.send(account, (document.querySelector("[name=csrfmiddlewaretoken]") || {}).value, asksReason ? session : "");
    } catch { outcome = "offline"; }
    isSending = false;
    await refresh();
    if (outcome === "sent" && arrived.some((key) => !people.some((person) => person.key === key))) return location.reload();
    if (outcome === "sent") { if ([...pending.values()].some(Registers.waiting) && !asksReason) later(0); return; }
    later(15000);
    if (worker && worker.sync) worker.sync.register("registers").catch(() => {});
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
  }

  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") send(); });
  new BroadcastChannel("registers").onmessage = () => { if (!isSending) refresh(); };

  /* -- The page ------------------------------------------------------------------------------ */

  if ("serviceWorker" in navigator && words.worker) {
    navigator.serviceWorker.register(words.worker).catch(() => {});
    navigator.serviceWorker.ready.then((ready) => {
      worker = ready;
      if (form && !navigator.serviceWorker.controller) ready.active.postMessage(location.href);
    });
  }

  if (form && asksReason) {
    // What waits becomes what the form says, so that it is found to stand once the form is saved.
    form.addEventListener("submit", () => Registers.update("marks", [...pending.values()].map((entry) => entry.key), (entry) =>
      entry && { ...entry, ...chosen(rowOf(entry.enrolment)) }));
  } else if (form) {
    const locked = form.querySelector("[data-locked]");
    const today = new Date().toLocaleDateString("en-CA", { timeZone: form.dataset.zone });
    if (locked && form.dataset.day <= today) {
      locked.disabled = false;
      part("not-yet").hidden = true;
      part("on-the-day").hidden = false;
    }
    for (const button of form.querySelectorAll("[data-plain]")) button.hidden = true;
    form.addEventListener("change", (event) => {
      const row = event.target.closest("[data-mark]");
      if (!row) return;
      changed(row, event.target.type !== "radio");
      if (event.target.type === "radio" && drafts.has(row.dataset.mark)) minutesOf(row).focus();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!event.submitter || event.submitter.name !== "all_present") return send();
      const open = rows.filter((row) => !drafts.has(row.dataset.mark) && !pending.has(row.dataset.mark) && !known.get(row.dataset.mark));
      mark(open.map((row) => [row.dataset.mark, { status: "present", minutes: planned }]));
    });
  }

  const find = part("find");
  if (find && rows.length > 8) {
    find.hidden = false;
    const texts = rows.map((row) => nameOf(row).toLowerCase());
    find.querySelector("input").addEventListener("input", (event) => {
      const wanted = event.target.value.trim().toLowerCase().split(/\s+/);
      rows.forEach((row, index) => { row.hidden = !wanted.every((word) => texts[index].includes(word)); });
      say(part("found"), fill(words.found, { n: rows.filter((row) => !row.hidden).length }));
    });
  }
  const next = part("next");
  if (next) {
    next.addEventListener("click", () => {
      const row = rows.find((each) => !pending.has(each.dataset.mark) && !known.get(each.dataset.mark));
      if (!row) return;
      row.hidden = false;
      row.scrollIntoView({ block: "center" });
      row.querySelector("input").focus({ preventScroll: true });
    });
  }

  /* -- Someone who is not on the list, without a connection ----------------------------------- */

  const door = part("walk-in");
  if (door) {
    door.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        if ((await fetch(form.dataset.url, { redirect: "manual" })).ok) return door.submit();
      } catch {
        const fields = Object.fromEntries(new FormData(door));
        delete fields.csrfmiddlewaretoken;
        if (!(fields.family_name + fields.given_name).trim()) return door.reportValidity();
        await Registers.put("people", { key: fields.key, account, session, url: door.action, stateUrl: form.dataset.url, fields });
        door.reset();
        door.elements.key.value = crypto.randomUUID();
        outcome = "offline";
        await refresh();
        return later(15000);
      }
      outcome = "signed-out";
      show();
    });
  }

  // The server's page shows what it asks; there it is settled, so here it is taken off.
  async function look(person) {
    for (const [name, text] of Object.entries(person.fields)) {
      const field = door.elements[name];
      if (!field) continue;
      if (field.type === "checkbox") field.checked = true;
      else field.value = text;
    }
    await Registers.remove("people", person.key);
    door.submit();
  }

  await refresh();
  send();
})();
