// One page of an audit after another, kept field by field; two versions side by side; handing in.
import { desk, formOf, give, givens, lacking, pagesOf, save, sync } from "./desk.js";
import { button, el, notice, show } from "./dom.js";
import { instead, offer } from "./dictation.js";
import { draw, rawOf, tell } from "./fields.js";
import * as ledger from "./ledger.js";
import * as photos from "./photos.js";
import { pictures } from "./pictures.js";
import { read } from "./questions.js";
import { numbers } from "./duty.js";
import { ofPage } from "./revoked.js";

const PAUSE = 400;
const WORDS = ["textarea", "grade"];
// The last save took so long, in milliseconds, from the last key to the disk; a bench reads it.
export const timing = { saved: [] };

const KEPT = "Kept on this device.";
const NOT_STORED = "This device has no room left: the last change is only on this page, not on its disk. Keep this page open. Send it if there is a signal (“Your audits”, then “Send and fetch”), or free some room on the device.";
const UNSAFE = "This device has told nobody. If a child is in danger now, ring 999. Then ring the front door, or out of hours the emergency duty team. The safeguarding officer is told when this audit is sent.";
const titleOf = (one) => `${desk.state.voices[one.part] ?? "Audit"}: ${one.title}`;
const keysOf = (audit) => pagesOf(audit).map((one) => [one.key, ...one.questions.map((question) => question.key)].join()).join(";");

function versions(audit, question, again) {
  const said = ledger.heads(audit, question.key);
  const texts = said.map((one) => Object.values(one.raw).flat().map((value) => question.options.find((option) => String(option.value) === value)?.label ?? value).join("; ") || "No answer");
  return el(
    "section",
    { class: "card", "aria-labelledby": `${question.key}-versions` },
    el("h2", { id: `${question.key}-versions` }, question.label),
    notice("This was written in two places, and neither knew of the other. Both are kept. Choose which one holds.", "warning"),
    said.map((one, index) => el("div", {}, el("blockquote", { class: "quote" }, el("p", {}, texts[index])), el("div", { class: "actions" }, button(`Let version ${index + 1} hold`, () => give(audit, question.key, one.raw, { chooses: true }).then(again), "secondary", `: ${texts[index].slice(0, 40)}`)))),
  );
}

// Keeps one field, and draws the page anew only when other questions are asked because of it, or
// when another version came meanwhile: what was drawn is what its author had seen.
async function keep(audit, question, drawn, again) {
  const began = performance.now();
  const before = keysOf(audit);
  const saving = give(audit, question.key, rawOf(drawn), { shown: drawn.shown });
  if (!saving) return;
  drawn.shown = ledger.heads(audit, question.key);
  const said = (await saving) ? KEPT : NOT_STORED;
  timing.saved.push(performance.now() - began);
  const { code, problem } = read(formOf(audit), question, ledger.rawOf(audit, question.key));
  tell(drawn, code && code !== question.needed ? problem : "");
  if (keysOf(audit) !== before || ledger.isClash(audit, question.key)) again(document.activeElement?.id);
  // Whoever is on another page by now is told there, and on a list there is no place for it.
  const place = document.querySelector("#kept");
  if (place) place.textContent = said;
}

function fieldOf(audit, question, again) {
  if (ledger.isClash(audit, question.key)) return versions(audit, question, again);
  const drawn = draw(question, ledger.rawOf(audit, question.key), audit.problems[question.key] ?? audit.missing[question.key]);
  drawn.shown = ledger.heads(audit, question.key);
  let timer = 0;
  const now = () => {
    clearTimeout(timer);
    return keep(audit, question, drawn, again);
  };
  drawn.addEventListener("change", now);
  drawn.addEventListener("input", (event) => {
    if (["radio", "checkbox"].includes(event.target.type)) return;
    clearTimeout(timer);
    timer = setTimeout(now, PAUSE);
  });
  return drawn;
}

// What was typed last is kept before the page goes.
const flush = (audit) => document.querySelectorAll("[data-question]").forEach((drawn) => give(audit, drawn.dataset.question, rawOf(drawn), { shown: drawn.shown }));

export function page(audit, key, back, focus = "", isOpen = false) {
  const pages = pagesOf(audit);
  const place = Math.max(0, pages.findIndex((one) => one.key === key));
  const here = pages[place];
  const kept = el("span", { id: "kept", role: "status" }, "What you write is kept on this device at once.");
  // What took long ends when another page may be open, of another audit even: that one stays.
  const again = (id, keepsOpen = false) => {
    if (!kept.isConnected) return;
    flush(audit);
    page(audit, here.key, back, typeof id === "string" ? id : "", keepsOpen);
  };
  const go = (to) => () => {
    flush(audit);
    const now = pagesOf(audit);
    const at = now.findIndex((one) => one.key === here.key) + to;
    return now[at] ? page(audit, now[at].key, back) : review(audit, back);
  };
  const isUnsafe = here.questions.some((one) => one.key === "safe_now") && ["no", "unsure"].includes(givens(audit).safe_now?.value);
  const speech = el("div", {});
  const hasWords = here.questions.some((one) => !ledger.isClash(audit, one.key) && WORDS.includes(one.control));
  if (hasWords) instead(speech);
  show(
    titleOf(here),
    el("p", { class: "quietly" }, `Case ${audit.case_ref}. Page ${place + 1} of ${pages.length}. `, kept),
    here.introduction && el("p", {}, here.introduction),
    isUnsafe && [notice(desk.state.revoked ? ofPage(audit) : UNSAFE, "error", true), numbers(desk.state.duty)],
    here.questions.map((question) => fieldOf(audit, question, again)),
    pictures(audit, here.part, again, isOpen),
    speech,
    el("div", { class: "actions" }, button("Go on", go(1)), place > 0 && button("Back", go(-1), "secondary"), button("All of it, and handing in", () => review(audit, back), "secondary"), button("Your audits", back, "secondary")),
  );
  if (hasWords) document.querySelectorAll("[data-question] textarea").forEach(offer);
  if (isOpen) document.querySelector("#photos summary").focus();
  if (focus) document.getElementById(focus)?.focus();
}

function lines(audit, wanted, back) {
  return el("ul", { class: "plain-list" }, wanted.map(([key, one]) => el("li", {}, button(one.label, () => page(audit, one.page, back, key), "secondary"), el("span", { class: "quietly" }, ` ${one.wrong}`))));
}

function review(audit, back) {
  const lacks = Object.entries(lacking(audit));
  const isJoint = (audit.about ?? audit.opening)?.kind === "multi_agency";
  const pages = pagesOf(audit);
  const handIn = async () => {
    audit.hand_in = true;
    await save(audit);
    back();
    await sync();
  };
  const refused = photos.refused(audit);
  const parts = [...new Set(pages.map((one) => one.part))];
  const voices = parts.map((part) => [desk.state.voices[part] ?? "Audit", pages.find((one) => one.part === part)]);
  show(
    `Case ${audit.case_ref}: all of it`,
    el("h2", {}, "Voices"),
    el("div", { class: "actions" }, voices.map(([label, first]) => button(label, () => page(audit, first.key, back), "secondary"))),
    el("h2", {}, "Hand it in"),
    isJoint && el("p", {}, "Several agencies write in this audit too. Once all of them have handed in, hand it in on the site."),
    refused.length > 0 && notice(`${refused.length === 1 ? "1 photo" : `${refused.length} photos`} could not be sent; “Your audits” says why. Take it away under “Photos of drawings” of its voice before you hand in.`, "error"),
    lacks.length ? [el("p", {}, "It can be handed in when nothing is missing. This must still be said:"), lines(audit, lacks, back)] : !isJoint && [el("p", {}, audit.hand_in ? "It is handed in as soon as there is a signal." : "Nothing is missing. Once it is handed in, its words and grades can't be changed."), !audit.hand_in && !refused.length && el("div", { class: "actions" }, button("Hand in this audit", handIn))],
    el("div", { class: "actions" }, button("Your audits", back, "secondary")),
  );
}
