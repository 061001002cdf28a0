/* Marks on their way: kept in the browser's database until the server has them.
   Shared by the pages and by the worker, so that a mark is sent by whichever is awake. */
const Registers = (() => {
  "use strict";
  const STORES = ["marks", "known", "people"];
  let database;

  const open = () => (database ||= new Promise((resolve, reject) => {
    const asked = indexedDB.open("registers", 1);
    asked.onupgradeneeded = () => STORES.forEach((name) => asked.result.createObjectStore(name, { keyPath: "key" }));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = asked.onblocked = () => reject(asked.error);
  }));

  async function work(name, mode, action) {
    const transaction = (await open()).transaction(name, mode);
    const asked = action(transaction.objectStore(name));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(asked && asked.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }

  const all = (name) => work(name, "readonly", (store) => store.getAll());
  const put = (name, entry) => work(name, "readwrite", (store) => store.put(entry));
  const remove = (name, key) => work(name, "readwrite", (store) => store.delete(key));

  // change(old) gives the new entry, or nothing to take it away; all keys in one transaction.
  const update = (name, keys, change) => work(name, "readwrite", (store) => {
    for (const key of keys) {
      store.get(key).onsuccess = (event) => {
        const entry = change(event.target.result, key);
        if (entry) store.put(entry);
        else store.delete(key);
      };
    }
  });

  const tell = (text) => { const to = new BroadcastChannel("registers"); to.postMessage(text); to.close(); };
  const same = (a, b) => a === b || Boolean(a && b && a.status === b.status && a.minutes === b.minutes);
  const value = ({ status, minutes }) => ({ status, minutes });
  const waiting = (entry) => !entry.conflict && !entry.problem && !entry.look;

  /* -- Sending: idle, or one at a time over all tabs and the worker ------------------------- */

  class SignedOut extends Error {}

  async function ask(url, options) {
    const answer = await fetch(url, { redirect: "manual", ...options });
    if (answer.type === "opaqueredirect") throw new SignedOut();
    if (answer.status >= 500) throw new TypeError("no answer");
    return answer;
  }

  // A form token ends with each sign-in: one that is refused is asked for again, once.
  async function post(url, stateUrl, token, options) {
    const send = () => ask(url, { ...options, method: "POST", headers: { ...options.headers, "X-CSRFToken": token.csrf } });
    let answer = token.csrf ? await send() : null;
    if (answer && answer.status !== 403) return answer;
    const state = await ask(stateUrl);
    if (!state.ok) return state;
    token.csrf = (await state.json()).csrf;
    answer = await send();
    if (answer.status === 403) throw new SignedOut();
    return answer;
  }

  async function sendMarks(sent, token) {
    const { account, session, url } = sent[0];
    const keys = sent.map((entry) => entry.key);
    await update("marks", keys, (entry) => entry && {
      ...entry, tried: [...entry.tried.filter((old) => !same(old, value(entry))), value(entry)].slice(-10),
    });
    const marks = sent.map((entry) => ({ enrolment: entry.enrolment, ...value(entry), seen: entry.seen, tried: entry.tried }));
    const answer = await post(url, url, token, {
      body: JSON.stringify({ account, marks }), headers: { "Content-Type": "application/json" },
    });
    const result = await answer.json().catch(() => ({}));
    const find = (list, entry) => (list || []).find((row) => row.enrolment === entry.enrolment);
    await update("marks", keys, (entry, key) => {
      const was = sent.find((old) => old.key === key);
      if (!entry || entry.n !== was.n) return entry && answer.ok && !find(result.conflicts, entry) ? { ...entry, seen: value(was), tried: [] } : entry;
      if (!answer.ok) return { ...entry, problem: result.problem || " " };
      const refused = find(result.refused, entry);
      if (refused) return { ...entry, problem: refused.problem };
      const conflict = find(result.conflicts, entry);
      return conflict && { ...entry, conflict };
    });
    if (answer.ok) await know(account, session, result);
  }

  const know = (account, session, { at, marks }) => put("known", { key: `${account}:${session}`, at, marks });

  async function sendPerson(person, token) {
    const answer = await post(person.url, person.stateUrl, token, {
      body: new URLSearchParams(person.fields), headers: { Accept: "application/json" },
    });
    if (answer.ok) await remove("people", person.key);
    else await put("people", { ...person, look: true });
  }

  /* Send what waits, of one account or of all, but nothing of the register `besides`.
     Tells how it went: "sent", "offline" or "signed-out". */
  async function send(account, csrf, besides) {
    const own = (entry) => waiting(entry) && (!account || entry.account === account) && entry.session !== besides;
    const token = { csrf };
    return navigator.locks.request("registers", async () => {
      try {
        for (const person of (await all("people")).filter(own)) await sendPerson(person, token);
        const registers = new Map();
        for (const entry of (await all("marks")).filter(own)) {
          const name = `${entry.account} ${entry.url}`;
          registers.set(name, [...(registers.get(name) || []), entry]);
        }
        for (const marks of registers.values()) await sendMarks(marks, token);
        return "sent";
      } catch (problem) {
        if (problem instanceof SignedOut) return "signed-out";
        if (problem instanceof TypeError) return "offline";
        throw problem;
      } finally {
        tell("changed");
      }
    });
  }

  return { open, all, put, remove, update, send, tell, same, value, waiting, know };
})();
