// Reads a page aloud by a voice of the device itself, sentence by sentence, or plays its recording.
// Fetched when somebody first presses Listen. Nothing that is read leaves the device.
const RATES = { slower: 0.7, usual: 1, quicker: 1.3 };
const ASKED = ".ask__words, .hint, .wrong, .choices__how, .scale__ends, .choice__words:not(.choices--scale *), .choice__hint, .choices__or, .ranks__label, .sublabel";
// A whole page: its words, what was answered where all of that is read back, and what can be pressed to go on.
// The code is left out, because whoever hears it can take the answers back.
const BLOCKS = ".words, .panel, .card, .problems";
const TOLD = `.title, :is(${BLOCKS}) > :is(h2, h3, p:not(.listen, .receipt)), .problems li, main > p:not(.quietly, .listen), .summary :is(dt, .summary__value), form:not(#page) .actions button`;
const LONGEST = 200;
const PATIENCE = 1500;
const SPOKEN = "spoken";
// Rules of the script's own, so that a page on which nobody listens has not one byte of them.
const LOOK = `
  ::highlight(${SPOKEN}) { background-color: #ffe066; color: #14130f; }
  .listen [aria-pressed=true] { border-color: currentColor; text-decoration: none; }
  .is-spoken { outline: 3px solid #b07d00; outline-offset: 3px; }
  @media (forced-colors: active) { ::highlight(${SPOKEN}) { background-color: Highlight; color: HighlightText; } }
`;
const ENGLISH = {
  stop: "Stop", how_fast: "How fast", slower: "Slower", usual: "Usual", quicker: "Quicker",
  none: "This device has no voice of its own for {language}, so it cannot read this to you. You can ask somebody you trust to read it with you.",
  some: "This device has no voice of its own for {language}, so it leaves those words out.",
};
let speed = document.querySelector("[data-pace]")?.dataset.pace ?? "usual";
let now = null;

// The page brings these words along where it is not in English.
function say(name) {
  const theirs = document.querySelector("[data-aloud]")?.dataset.aloud;
  return (theirs ? JSON.parse(theirs) : ENGLISH)[name];
}

// ---- What is read: the words of a question in the order they stand, each in its own language.

function runsOf(part) {
  const runs = [];
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const lang = node.parentElement.closest("[lang]").lang;
    const last = runs[runs.length - 1];
    const run = last?.lang === lang ? last : { part, lang, text: "", nodes: [] };
    if (run !== last) runs.push(run);
    run.nodes.unshift([run.text.length, node]);
    run.text += node.data;
  }
  return runs;
}

function segments({ text, lang }) {
  if ("Segmenter" in Intl) return [...new Intl.Segmenter(lang, { granularity: "sentence" }).segment(text)];
  return [...text.matchAll(/[^.!?…؟۔]+[.!?…؟۔]*/gu)].map((found) => ({ segment: found[0], index: found.index }));
}

// A browser may cut a long utterance off after fifteen seconds, so none is longer than a sentence.
function cut(text, index) {
  if (text.length <= LONGEST) return [[text, index]];
  const end = text.lastIndexOf(" ", LONGEST) + 1 || LONGEST;
  return [[text.slice(0, end), index], ...cut(text.slice(end), index + end)];
}

function sentencesOf(run) {
  const found = segments(run).flatMap(({ segment, index }) => cut(segment, index));
  return found
    .filter(([text]) => /[\p{L}\p{N}]/u.test(text))
    .map(([text, index]) => ({ run, text: text.trim(), start: index + text.length - text.trimStart().length }));
}

function partsOf(button) {
  const question = button.closest("fieldset, .field");
  return [...(question ?? document).querySelectorAll(question ? ASKED : TOLD)].filter((part) => part.getClientRects().length);
}

// ---- What is shown while it is read.

function rangeOf({ nodes }, start, end) {
  const place = (at) => nodes.find(([offset]) => offset < at) ?? nodes[nodes.length - 1];
  const range = document.createRange();
  const [first, last] = [place(start + 1), place(end)];
  range.setStart(first[1], start - first[0]);
  range.setEnd(last[1], Math.min(end - last[0], last[1].length));
  return range;
}

function mark(ranges, parts) {
  unmark();
  parts[0].scrollIntoView({ block: "nearest" });
  if (CSS.highlights) CSS.highlights.set(SPOKEN, new Highlight(...ranges));
  else for (const part of parts) part.classList.add("is-spoken");
}

function unmark() {
  CSS.highlights?.delete(SPOKEN);
  for (const part of document.querySelectorAll(".is-spoken")) part.classList.remove("is-spoken");
}

function markWord({ run, text, start }, { charIndex, charLength }) {
  const length = charLength || text.slice(charIndex).search(/\s|$/);
  mark([rangeOf(run, start + charIndex, start + charIndex + length)], [run.part]);
}

// ---- Who reads: only voices that live on the device, for others send the words away.

async function voicesHere() {
  const { speechSynthesis } = window;
  if (!speechSynthesis) return [];
  if (!speechSynthesis.getVoices().length) {
    await new Promise((done) => {
      speechSynthesis.addEventListener?.("voiceschanged", done, { once: true });
      window.setTimeout(done, PATIENCE);
    });
  }
  return speechSynthesis.getVoices().filter((voice) => voice.localService === true);
}

const tag = (voice) => voice.lang.replace("_", "-").toLowerCase();

function voiceFor(lang, voices) {
  const wanted = lang.toLowerCase();
  const able = voices.filter((voice) => tag(voice).split("-")[0] === wanted.split("-")[0]);
  return able.find((voice) => tag(voice) === wanted) ?? able.find((voice) => voice.default) ?? able[0];
}

function nameOf(lang) {
  const names = "DisplayNames" in Intl ? new Intl.DisplayNames([document.documentElement.lang], { type: "language" }) : null;
  return say("names")?.[lang] ?? names?.of(lang.split("-")[0]) ?? lang;
}

// ---- The buttons.

function made(name, attributes, words, parent) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = words;
  parent.append(element);
  return element;
}

function showSpeed() {
  for (const one of document.querySelectorAll("[data-speed]")) one.setAttribute("aria-pressed", one.dataset.speed === speed);
}

function offerSpeeds(button) {
  if (button.parentElement.querySelector("[data-speed]")) return;
  const bar = made("span", { class: "listen__speeds", role: "group", "aria-label": say("how_fast") }, "", button.parentElement);
  for (const name of Object.keys(RATES)) {
    const one = made("button", { class: "button button--quiet", type: "button", "data-speed": name }, say(name), bar);
    one.addEventListener("click", () => choose(name));
  }
  showSpeed();
}

// The next page reads at this speed too: it goes with this page when it is sent.
function sendAlong(name) {
  for (const form of document.querySelectorAll("main form[method=post]")) {
    const field = form.elements._speed ?? made("input", { type: "hidden", name: "_speed" }, "", form);
    field.value = name;
  }
}

function choose(name) {
  speed = name;
  showSpeed();
  sendAlong(name);
  if (now?.audio) now.audio.playbackRate = RATES[speed];
  if (!now?.words) return;
  now.words = null; // What is being spoken cannot change its speed, so the sentence begins anew.
  window.speechSynthesis.cancel();
  speak(now);
}

// ---- Reading.

async function read(mine) {
  const runs = mine.parts.flatMap(runsOf).filter((run) => sentencesOf(run).length);
  const voices = await voicesHere();
  if (now !== mine) return;
  for (const run of runs) run.voice = voiceFor(run.lang, voices);
  const able = runs.filter((run) => run.voice);
  const lacking = runs.find((run) => !run.voice);
  mine.sentences = able.flatMap(sentencesOf);
  const gap = lacking && say(able.length ? "some" : "none").replace("{language}", nameOf(lacking.lang));
  if (gap) made("span", { class: "listen__note", role: "status" }, gap, mine.button.parentElement);
  if (able.length) offerSpeeds(mine.button);
  speak(mine);
}

function speak(mine) {
  const sentence = mine.sentences[mine.at];
  if (!sentence) return stop();
  const { run, text, start } = sentence;
  const words = new SpeechSynthesisUtterance(text);
  const isCurrent = () => now === mine && mine.words === words;
  // Who listens is there, though nothing is touched.
  window.dispatchEvent(new Event("listening"));
  // Kept, or a browser forgets it while it is spoken and never says that it has ended.
  mine.words = words;
  Object.assign(words, { voice: run.voice, lang: run.voice.lang, rate: RATES[speed] });
  words.onboundary = (event) => isCurrent() && event.name !== "sentence" && markWord(sentence, event);
  words.onerror = () => isCurrent() && stop();
  words.onend = () => isCurrent() && ((mine.at += 1), speak(mine));
  mark([rangeOf(run, start, start + text.length)], [run.part]);
  window.speechSynthesis.speak(words);
}

function play(mine) {
  const audio = new Audio(mine.button.dataset.recording);
  // What cannot be fetched is read by the device instead.
  const isGone = () => now === mine && mine.audio === audio && ((mine.audio = null), read(mine));
  mine.audio = audio;
  audio.playbackRate = RATES[speed];
  audio.addEventListener("timeupdate", () => window.dispatchEvent(new Event("listening")));
  audio.addEventListener("ended", () => now === mine && stop());
  audio.play().catch(isGone);
  offerSpeeds(mine.button);
  mark(mine.parts.flatMap(runsOf).map((run) => rangeOf(run, 0, run.text.length)), mine.parts);
}

function begin(button) {
  const words = button.querySelector("span");
  const mine = { button, words: null, at: 0, sentences: [], parts: partsOf(button), name: button.getAttribute("aria-label"), label: words.textContent };
  button.parentElement.querySelector(".listen__note")?.remove();
  button.removeAttribute("aria-label");
  words.textContent = say("stop");
  return mine;
}

function stop() {
  if (!now) return;
  const { button, audio, name, label } = now;
  now = null;
  window.speechSynthesis?.cancel();
  audio?.pause();
  unmark();
  button.setAttribute("aria-label", name);
  button.querySelector("span").textContent = label;
}

// Reads what a Listen button is for, or stops when that is being read.
export function press(button) {
  const isStop = now?.button === button;
  stop();
  if (isStop || !button.isConnected) return;
  now = begin(button);
  return button.dataset.recording ? play(now) : read(now);
}

// What is no longer in sight is no longer read: another page, a page that was left, a hidden one.
new MutationObserver(() => now && !now.button.isConnected && stop()).observe(document, { childList: true, subtree: true });
window.addEventListener("pagehide", stop);
document.addEventListener("visibilitychange", () => document.hidden && stop());
if ("adoptedStyleSheets" in document) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(LOOK);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
