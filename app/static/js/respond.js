// For whoever answers: leaves at once, keeps one page in the history, keeps words when the network goes.
// Without it every page works; it then cannot take the pages out of the back button's list.
const WARN = 10 * 60_000;
const WIPE = 12 * 60_000;
const LOOK = 5_000;
const PRIVATE = /^\/(s\/[^/]+\/|carry-on|receipt)/;
const AWAY = "We could not send this page, because the connection is gone just now. What you wrote is still here. Wait a moment, then press “Try again”.";
const REFUSED = "We could not take this page just now. What you wrote is still here. If you wrote a lot or added a big file, make it shorter. Then press “Try again”.";
let hasLeft = false;

// The page brings these words along where it is not in English.
function say(name, english) {
  const words = document.querySelector("script[data-words]")?.dataset.words;
  return words ? JSON.parse(words)[name] : english;
}

// ---- Leaving: blank first, then tell the server, then go, and leave nothing to come back to.

function blank() {
  document.title = "…";
  document.body.className = "";
  document.body.replaceChildren();
}

function leave() {
  if (hasLeft) return;
  hasLeft = true;
  blank();
  navigator.sendBeacon("/exit");
  window.location.replace("/exit");
}

let presses = 0;
let isAlone = false;
let forget = 0;

document.addEventListener("keydown", (event) => {
  if (event.key === "Shift") {
    isAlone = true;
  } else {
    // Shift held for a capital letter is writing, not leaving.
    isAlone = false;
    presses = 0;
  }
});

document.addEventListener("keyup", (event) => {
  if (event.key !== "Shift" || !isAlone) return;
  isAlone = false;
  presses += 1;
  window.clearTimeout(forget);
  forget = window.setTimeout(() => (presses = 0), LOOK);
  if (presses === 3) leave();
});

window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  blank();
  window.location.reload();
});

// ---- Nobody there: asks after ten minutes, and closes after twelve.

let touched = Date.now();
let question = null;

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function stay() {
  touched = Date.now();
  question?.remove();
  question = null;
}

function ask() {
  question = element("dialog", "panel panel--warning", "");
  const title = element("h2", "panel__title", say("there", "Are you still there?"));
  const words = element("p", "", say("closing", "In 2 minutes we close this page, so that nobody else sees your answers. The pages you saved are safe."));
  const actions = element("p", "actions", "");
  const button = element("button", "button button--primary", say("here", "I am still here"));
  const way = element("a", "button button--secondary", say("leave", "Leave this page"));
  title.id = "still-there";
  question.setAttribute("aria-labelledby", title.id);
  button.type = "button";
  button.addEventListener("click", stay);
  question.addEventListener("close", stay);
  way.href = "/exit";
  actions.append(button, way);
  question.append(title, words, actions);
  document.body.append(question);
  question.showModal();
}

function look() {
  const idle = Date.now() - touched;
  if (hasLeft || !PRIVATE.test(window.location.pathname)) return;
  if (idle >= WIPE) {
    hasLeft = true;
    blank();
    window.location.replace("/exit?closed=1");
  } else if (idle >= WARN && !question) {
    ask();
  }
}

for (const name of ["keydown", "pointerdown", "input", "scroll", "listening"]) {
  window.addEventListener(name, () => question || (touched = Date.now()), { passive: true, capture: true });
}
document.addEventListener("visibilitychange", look);
window.setInterval(look, LOOK);

// ---- Read aloud: the script that does it is fetched when somebody first wants to listen.

document.documentElement.classList.add("listens");
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-listen]");
  if (button) import(button.dataset.listen).then(({ press }) => press(button), () => (button.lastChild.textContent = say("again", "Try again")));
});

// ---- One step after another in the place of the last, so that Back never walks through them.

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented) return;
  const address = new URL(link.href, window.location);
  const isElsewhere = link.target || link.hasAttribute("download") || event.shiftKey || event.metaKey || event.ctrlKey || event.altKey;
  if (address.origin !== window.location.origin) return;
  if (address.pathname === "/exit") {
    event.preventDefault();
    leave();
  } else if (!isElsewhere) {
    event.preventDefault();
    window.location.replace(address);
  }
});

function post(form, submitter) {
  const sent = new FormData(form);
  if (submitter?.name) sent.append(submitter.name, submitter.value);
  const isPlain = form.enctype !== "multipart/form-data";
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", submitter?.getAttribute("formaction") ?? form.getAttribute("action"));
    request.responseType = "document";
    request.timeout = 60_000;
    request.setRequestHeader("X-Earshot-Step", "1");
    request.onload = () => done(request);
    request.onerror = failed;
    request.ontimeout = failed;
    request.send(isPlain ? new URLSearchParams(sent) : sent);
  });
}

function keep(form, button, words) {
  form.querySelector("[data-not-sent]")?.remove();
  const notice = element("p", "notice notice--error", "");
  notice.dataset.notSent = "";
  notice.setAttribute("role", "alert");
  notice.append(element("strong", "notice__kind", say("problem", "Problem")), " ", element("span", "", words));
  const place = button?.closest(".actions") ?? button;
  place ? place.before(notice) : form.append(notice);
  if (button) button.textContent = say("again", "Try again");
  notice.scrollIntoView({ block: "nearest" });
}

let swaps = 0;

// What came back takes the place of what stands; its other scripts run once more for it.
function show(page) {
  const scripts = [...page.querySelectorAll("script[src]")].map((one) => one.src);
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang;
  document.documentElement.dir = page.documentElement.dir;
  document.documentElement.className = `${page.documentElement.className} listens`;
  for (const sheet of page.head.querySelectorAll("[rel=stylesheet]")) {
    if (![...document.styleSheets].some((one) => one.href === sheet.href)) document.head.append(sheet);
  }
  document.body.replaceWith(document.adoptNode(page.body));
  window.scrollTo(0, 0);
  const problems = document.querySelector(".problems");
  (problems ?? document.querySelector("main"))?.focus({ preventScroll: true });
  problems?.scrollIntoView({ block: "nearest" });
  question = null;
  swaps += 1;
  for (const address of scripts) if (address !== import.meta.url) import(`${address}#${swaps}`);
}

async function step(form, button) {
  if (form.dataset.sending) return;
  form.dataset.sending = "1";
  try {
    const request = await post(form, button);
    const next = request.getResponseHeader("X-Earshot-Next");
    const isOurs = request.response?.querySelector("main form, main h1");
    if (hasLeft) return;
    if (next) window.location.replace(next);
    else if (isOurs && ![413, 429, 500, 502, 504].includes(request.status)) show(request.response);
    else keep(form, button, say("refused", REFUSED));
  } catch {
    keep(form, button, say("away", AWAY));
  } finally {
    delete form.dataset.sending;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  event.preventDefault();
  step(form, event.submitter);
});
