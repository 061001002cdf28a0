// The trainer's check-in screen: asks for the next code when the minute is over, and for the count
// in between. Without it the browser loads the page again.
(() => {
  "use strict";

  const COUNT_EVERY = 20; // seconds
  const TRY_AGAIN_AFTER = 5;
  const place = document.querySelector("[data-check-in]");
  const stale = document.querySelector("[data-stale]");
  const shown = () => place.querySelector("[data-seconds]");
  let holdsUntil = 0;

  const wait = (seconds) => setTimeout(renew, seconds * 1000);

  const plan = () => {
    const code = shown();
    if (!code) return location.reload(); // the session is over
    const left = Number(code.dataset.seconds);
    holdsUntil = performance.now() + left * 1000;
    stale.hidden = true;
    wait(Math.min(left + 0.2, COUNT_EVERY));
  };

  const renew = async () => {
    try {
      const answer = await fetch(location.href, { redirect: "error", cache: "no-store" });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.querySelector("[data-check-in]");
      place.replaceChildren(...next.childNodes);
    } catch {
      stale.hidden = performance.now() < holdsUntil;
      wait(TRY_AGAIN_AFTER);
      return;
    }
    plan();
  };

  plan();
})();
