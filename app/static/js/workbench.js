// The workbench by keyboard: one key decides, and only the passage it is about is drawn again.
// Without it every key has its button, and each decision loads the page; filters and order are kept.
const bench = document.querySelector("[data-bench]");
const REMEMBERED = "earshot.keys";
const NOT_KEPT = "That could not be kept, and nothing was changed. Load the page again, then try once more.";
const ask = (name, detail) => {
  document.dispatchEvent(new CustomEvent(name, { detail }));
  return detail;
};
const all = () => [...document.querySelectorAll("[data-work]")];
const codings = (work) => [...work.querySelectorAll("[data-coding]")];
const chosen = (work) => work.querySelector("[aria-current]");
let current = null;
let choosesWords = false;
let pointed = null;
// One thing after another, however fast somebody types: each acts on what the last has left.
let turn = Promise.resolve();

function say(text, kind = "success") {
  const box = bench.querySelector("[data-said]");
  box.dataset.kind = kind;
  box.textContent = text;
}

function inTurn(act) {
  turn = turn.then(act).catch(() => say(NOT_KEPT, "error"));
}

// Which theme of a passage the keys are about; its words stand out from those of the others.
function choose(work, coding) {
  for (const one of codings(work)) one.toggleAttribute("aria-current", false);
  coding?.setAttribute("aria-current", "true");
  for (const mark of work.querySelectorAll("[data-marks]")) {
    const isOther = coding && !mark.dataset.marks.split(" ").includes(coding.dataset.coding);
    mark.toggleAttribute("data-other", Boolean(isOther));
  }
}

function enter(work) {
  if (current?.id !== work.id) choosesWords = false;
  current = work;
  for (const one of all()) {
    one.tabIndex = one === work ? 0 : -1;
    if (one !== work) choose(one, null);
  }
  if (!chosen(work)) choose(work, work.querySelector("[data-waits=true]") ?? codings(work)[0]);
}

function go(work) {
  choosesWords = false;
  if (!work) return;
  enter(work);
  work.focus();
}

function move(work, by) {
  const next = all()[all().indexOf(work) + by];
  if (next) return go(next);
  if (by < 0) return say("This is the first passage.");
  document.querySelector("[data-next]")?.focus();
  return say("That was the last passage here. Press Enter for the next.");
}

function send(form, button) {
  const data = new URLSearchParams(new FormData(form));
  if (button?.name) data.append(button.name, button.value);
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "document";
    request.setRequestHeader("X-Earshot-Part", "passage");
    request.onload = () => (request.response?.querySelector("[data-bench]") ? done(request.response) : failed());
    request.onerror = failed;
    request.send(data);
  });
}

// Puts what came back in the place of what stands, and says what happened.
function take(page, work) {
  for (const fresh of page.querySelectorAll("[data-live]")) {
    const old = document.querySelector(`[data-live="${fresh.dataset.live}"]`);
    const isOpen = old.querySelector("details")?.open;
    old.replaceWith(document.importNode(fresh, true));
    if (isOpen) document.querySelector(`[data-live="${fresh.dataset.live}"] details`).open = true;
  }
  const notice = page.querySelector("main .problems, main .notice");
  say(notice?.querySelector("ul, span")?.textContent.trim() ?? "", /warning|error|problems/.test(notice?.className) ? "error" : "success");
  const came = page.querySelector("[data-work]");
  came?.querySelector(".notice")?.remove();
  const fresh = came && document.importNode(came, true);
  const stands = fresh && (document.getElementById(fresh.id) ?? work);
  if (stands) stands.replaceWith(fresh);
  else if (fresh) document.querySelector("[data-works]").prepend(fresh);
  return fresh;
}

async function decide(form, button) {
  const work = form.closest("[data-work]");
  const place = work && all().indexOf(work);
  work?.setAttribute("aria-busy", "true");
  try {
    const fresh = take(await send(form, button), work);
    if (button?.value === "check" && fresh && !fresh.querySelector("[data-does=check]")) move(all()[place], 1);
    else go(fresh);
  } finally {
    work?.removeAttribute("aria-busy");
  }
}

function press(work, does) {
  const button = (does === "check" ? work : chosen(work))?.querySelector(`[data-does=${does}]`);
  if (button) return decide(button.form, button);
  if (does === "check") {
    say("That is checked already.");
    return move(work, 1);
  }
  return say(chosen(work) ? "That is decided already." : "There is no theme here. Press T to give one.");
}

function fill(form, words) {
  form.elements.words.value = words?.words ?? "";
  form.elements.start.value = words?.start ?? "";
}

async function give(work, does) {
  const coding = chosen(work);
  const words = ask("earshot:words", { work }).found;
  const name = coding?.querySelector("[data-name]").textContent;
  const form = work.querySelector("[data-give-form]");
  const buttons = [...form.querySelectorAll(`[data-does=${does}]`)];
  const id = coding?.querySelector("[data-does=reject]")?.value.split(":")[1];
  const button = does === "add" ? buttons[0] : buttons.find((one) => one.value === id);
  if (!button) return say("There is no theme to replace here. Press T to give one.");
  if (!document.querySelector("[data-picker]").showModal) {
    work.querySelector("[data-give]").open = true; // A browser without dialogs has the plain form.
    return form.elements.theme.focus();
  }
  const title = does === "add" ? "Give a theme" : `Put a theme in the place of “${name}”`;
  const key = await new Promise((done) => ask("earshot:pick", { title, words: words?.words, done }));
  if (!key) return go(work);
  fill(form, words);
  form.elements.theme.value = key;
  return decide(form, button);
}

function turnTo(work, by) {
  const here = codings(work);
  if (!here.length) return;
  const coding = here[(here.indexOf(chosen(work)) + by + here.length) % here.length];
  choose(work, coding);
  say(coding.querySelector(".work__theme").textContent.replace(/\s+/g, " ").trim());
}

function stepTo(work, by, more) {
  choosesWords = true;
  work.focus();
  const { said } = ask("earshot:step", { work, by, more });
  say(by ? said : `${said}: the arrows choose other words, Shift and the arrows more of them. T gives a theme.`);
}

const KEYS = {
  j: (work) => move(work, 1),
  k: (work) => move(work, -1),
  ArrowDown: (work) => move(work, 1),
  ArrowUp: (work) => move(work, -1),
  ArrowRight: (work, event) => (choosesWords ? stepTo(work, 1, event.shiftKey) : turnTo(work, 1)),
  ArrowLeft: (work, event) => (choosesWords ? stepTo(work, -1, event.shiftKey) : turnTo(work, -1)),
  a: (work) => press(work, "accept"),
  x: (work) => press(work, "reject"),
  c: (work) => press(work, "check"),
  t: (work) => give(work, "add"),
  r: (work) => give(work, "replace"),
  w: (work) => stepTo(work, 0, false),
  Escape: (work) => {
    getSelection().removeAllRanges();
    go(work);
  },
  u: () => {
    const form = document.querySelector("[data-undo-form]");
    return form ? decide(form) : say("There is nothing left to undo.");
  },
  "?": () => {
    const help = document.querySelector("[data-keys]");
    help.open = true;
    help.querySelector("summary").focus();
  },
};

function listen() {
  const isOn = document.querySelector("[data-keys-on]");
  const show = () => document.querySelector("main").classList.toggle("with-keys", isOn.checked);
  for (const one of document.querySelectorAll("[data-with-keys]")) one.hidden = false;
  isOn.checked = remembered() !== "off";
  show();
  isOn.addEventListener("change", () => {
    remembered(isOn.checked ? "on" : "off");
    show();
  });
  document.addEventListener("keydown", (event) => {
    const work = event.target.closest("[data-work]");
    const isTyped = event.target.closest("input, select, textarea");
    const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!work || isTyped || !act || !isOn.checked) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    event.preventDefault();
    // Where the passage has been drawn again meanwhile, the new one has its id.
    inTurn(() => act(document.getElementById(work.id) ?? work, event));
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-decide-form], [data-give-form], [data-undo-form]")) return;
    event.preventDefault();
    inTurn(() => decide(event.target, event.submitter));
  });
}

function remembered(value) {
  try {
    if (value) localStorage.setItem(REMEMBERED, value);
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null; // Where nothing may be kept, the keys are on each time.
  }
}

if (bench) {
  listen();
  document.addEventListener("focusin", ({ target }) => {
    const work = target.closest("[data-work]");
    if (work) enter(work);
  });
  // A click on “Give a theme” lets go of the words that were chosen with the mouse.
  document.addEventListener("pointerdown", ({ target }) => {
    const work = target.closest("[data-give] > summary")?.closest("[data-work]");
    pointed = work ? ask("earshot:words", { work }).found : null;
  });
  document.addEventListener("toggle", ({ target }) => {
    if (!target.matches("[data-give]") || !target.open) return;
    const words = ask("earshot:words", { work: target.closest("[data-work]") }).found ?? pointed;
    if (words) fill(target.querySelector("form"), words);
  }, true);
  document.addEventListener("input", ({ target }) => {
    if (target.name === "words" && target.form.elements.start) target.form.elements.start.value = "";
  });
  if (all()[0]) all()[0].tabIndex = 0;
  if (location.hash.startsWith("#p-")) go(document.getElementById(location.hash.slice(1)));
}
