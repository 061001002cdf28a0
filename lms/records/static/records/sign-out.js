/* Registers kept on this phone go when their owner signs out, or when somebody else signs in.
   Marks that are not sent yet stay, and are sent when their owner is back. */
(() => {
  "use strict";
  if (!window.caches) return;
  const { account } = document.currentScript.dataset;
  const forget = async (but) => {
    for (const name of await caches.keys()) {
      if (name.startsWith("registers-pages-") && name !== but) await caches.delete(name);
    }
  };
  forget(`registers-pages-${account}`);
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      forget().finally(() => form.submit());
    });
  }
})();
