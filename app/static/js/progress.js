// Keeps a progress bar true while something slow is done, and loads the page again when it is.
// The address in data-progress-url answers {"done": 3, "total": 12, "label": "3 of 12", "finished": false}.
const EVERY = 1500;

async function follow(box) {
  const bar = box.querySelector("progress");
  const words = box.querySelector("[aria-live]");
  try {
    const answer = await fetch(box.dataset.progressUrl, { headers: { Accept: "application/json", "X-Earshot-Poll": "1" } });
    if (answer.ok) {
      const state = await answer.json();
      bar.max = state.total || 1;
      bar.value = state.done;
      if (words.textContent !== state.label) words.textContent = state.label;
      if (state.finished) return window.location.reload();
    }
  } catch {
    // The network may come back; the page still says how far it had come.
  }
  window.setTimeout(follow, EVERY, box);
}

document.querySelectorAll("[data-progress-url]").forEach(follow);
