// A shared tablet goes back to its start when nobody is there: it asks first, and waits.
// The first page has nothing to clear, so it has no box that asks.
const box = document.querySelector("#still-there");
const left = document.querySelector("#still-there-left");
const { idle, wait, finish } = box?.dataset ?? {};
let asksAt = 0;
let endsAt = 0;
let watch = 0;

function isHere() {
  asksAt = Date.now() + idle * 1000;
  endsAt = asksAt + wait * 1000;
  if (box.open) box.close();
}

function look() {
  const now = Date.now();
  if (now >= endsAt) {
    window.clearInterval(watch);
    document.body.hidden = true;
    window.location.replace(finish);
  } else if (now >= asksAt) {
    if (!box.open) box.showModal();
    left.textContent = Math.ceil((endsAt - now) / 1000);
  }
}

function begin() {
  for (const sign of ["pointerdown", "keydown", "input", "scroll", "touchstart", "listening"]) {
    // Once it asks, only the answer counts: somebody who pushes a chair against it is not there.
    window.addEventListener(sign, () => box.open || isHere(), { passive: true });
  }
  box.querySelector("button").addEventListener("click", isHere);
  box.addEventListener("cancel", isHere);
  // A page out of the browser's memory belonged to somebody else.
  window.addEventListener("pageshow", (shown) => shown.persisted && window.location.replace(finish));
  isHere();
  watch = window.setInterval(look, 500);
}

// Read aloud, as on every page of questions.
document.documentElement.classList.add("listens");
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-listen]");
  if (button) import(button.dataset.listen).then(({ press }) => press(button));
});
if (box) begin();
