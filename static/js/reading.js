// A lesson's page: keeps the reader's place, and saves their notes while they type.
// Without it the page remembers the lesson opened last, and notes are saved with the button.
(() => {
  "use strict";

  const keeper = document.querySelector("[data-place-url]");
  const blocks = [...document.querySelectorAll("[id^=block-]")];
  if (keeper && blocks.length > 1) {
    const inView = new Set();
    let place = blocks[0];
    let kept = place;
    const keepPlace = () => {
      if (place === kept || place === blocks[0]) return;
      const body = new FormData();
      body.append("csrfmiddlewaretoken", keeper.querySelector("[name=csrfmiddlewaretoken]").value);
      body.append("place", place.id.slice("block-".length));
      if (navigator.sendBeacon(keeper.dataset.placeUrl, body)) kept = place;
    };
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) inView.add(target);
          else inView.delete(target);
        }
        place = blocks.find((block) => inView.has(block)) || place;
      },
      { rootMargin: "0px 0px -50% 0px" },
    );
    blocks.forEach((block) => observer.observe(block));
    setInterval(keepPlace, 10000);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") keepPlace();
    });
    addEventListener("pagehide", keepPlace);
  }

  const form = document.querySelector("form[data-note]");
  if (!form) return;
  const { text, seen } = form.elements;
  const status = form.querySelector("[data-note-status]");
  let saved = text.value;
  let timer = 0;
  let isSaving = false;
  let isStale = false; // the note was changed on another page: the server shows both

  const save = async () => {
    clearTimeout(timer);
    if (isSaving || isStale || text.value === saved) return "";
    isSaving = true;
    const typed = text.value;
    const body = new FormData(form);
    body.append("keep", "1");
    let outcome = "saved";
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body,
        redirect: "error",
        keepalive: typed.length < 15000, // a browser sends no more than 64 KB after the page is gone
      });
      const result = await answer.json();
      if (answer.ok) {
        saved = typed;
        seen.value = result.seen;
        status.textContent = status.dataset.saved;
      } else {
        outcome = "refused";
        isStale = answer.status === 409;
        status.textContent = result.problem;
      }
    } catch {
      outcome = "failed";
      status.textContent = status.dataset.failed;
    }
    isSaving = false;
    if (text.value !== typed) changed();
    return outcome;
  };

  const changed = () => {
    if (isStale) return;
    clearTimeout(timer);
    const isSaved = text.value === saved;
    status.textContent = isSaved ? status.dataset.saved : status.dataset.unsaved;
    if (!isSaved) timer = setTimeout(save, 1500);
  };

  text.addEventListener("input", changed);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (text.value.trim() && !isStale) {
      if (text.value === saved) status.textContent = status.dataset.saved;
      if ((await save()) !== "refused") return;
    }
    saved = text.value; // it goes to the server as it is: nothing to warn about
    form.submit();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
  addEventListener("beforeunload", (event) => {
    if (text.value !== saved) event.preventDefault();
  });
})();
