// Draws one question as the pages online draw it, and reads what is in its inputs.
import { el } from "./dom.js";

const DATE_LABELS = { day: "Day", month: "Month", year: "Year" };

const nameOf = (question, part) => (part ? `${question.key}-${part}` : question.key);

function choice(kind, id, question, part, value, label, chosen, hint = "") {
  return el(
    "div",
    { class: "choice" },
    el("input", { class: "choice__input", type: kind, id, name: nameOf(question, part), "data-part": part, value: String(value), checked: chosen.includes(String(value)), "aria-describedby": hint ? `${id}-about` : null }),
    el("label", { class: "choice__label", for: id }, el("span", { class: "choice__words" }, label)),
    hint && el("p", { class: "choice__hint", id: `${id}-about` }, hint),
  );
}

function input(question, part, raw, about = {}) {
  const id = nameOf(question, part);
  return el(about.rows ? "textarea" : "input", { class: about.rows ? "input input--area" : "input", id, "data-part": part, value: raw[part]?.[0] ?? "", ...about });
}

function specials(question, raw) {
  if (!question.specials.length) return null;
  const [kind, part] = question.special_is_choice ? [question.control === "checkboxes" ? "checkbox" : "radio", ""] : ["checkbox", "special"];
  const drawn = question.specials.map(([value, label]) => choice(kind, `${question.key}-special-${value}`, question, part, value, label, raw[part] ?? []));
  return el("div", { class: question.special_is_choice ? "choices__apart" : "choices choices--special" }, drawn);
}

function choices(question, raw) {
  const kind = question.control === "checkboxes" ? "checkbox" : "radio";
  const chosen = raw[""] ?? [];
  const drawn = question.options.map((one, index) => choice(kind, index ? `${question.key}-${index + 1}` : question.key, question, "", one.value, one.label, chosen, one.hint));
  if (question.rules.other) {
    drawn.push(choice(kind, `${question.key}-else`, question, "", "other", "Something else", chosen));
    drawn.push(el("div", { class: "choice__more" }, el("label", { class: "sublabel", for: `${question.key}-other` }, "If something else, please say what"), input(question, "other", raw, { type: "text" })));
  }
  return el("div", { class: "choices choices--small" }, drawn, question.special_is_choice && specials(question, raw));
}

function grade(question, raw) {
  const id = `${question.key}-evidence`;
  return [
    choices(question, raw),
    el("div", { class: "evidence" }, el("label", { class: "sublabel", for: id }, "What is the evidence for this grade?"), el("p", { class: "hint", id: `${id}-hint` }, "What you saw, heard or read, and where. A grade needs evidence."), input(question, "evidence", raw, { rows: 5, "aria-describedby": `${id}-hint` })),
  ];
}

function date(question, raw) {
  const parts = question.parts.filter((part) => part in DATE_LABELS);
  return el("div", { class: "dates" }, parts.map((part) => el("div", {}, el("label", { class: "sublabel", for: nameOf(question, part) }, DATE_LABELS[part]), input(question, part, raw, { type: "text", inputmode: "numeric", class: `input input--${part}` }))));
}

function ranking(question, raw) {
  return question.options.map((one) => el("p", { class: "measure" }, input(question, String(one.value), raw, { type: "text", inputmode: "numeric", class: "input input--day" }), el("label", { for: nameOf(question, String(one.value)) }, one.label)));
}

const GROUPS = { grade, date, ranking, checkboxes: choices };

function notes(question, problem) {
  return [
    question.hint && el("p", { class: "hint", id: `${question.key}-hint` }, question.hint),
    el("p", { class: "wrong", id: `${question.key}-error`, role: "status", hidden: !problem }, problem && [el("span", {}, "Problem:"), ` ${problem}`]),
  ];
}

function words(question) {
  return el("span", { class: "ask__words" }, question.label, question.required ? null : [" ", el("span", { class: "ask__optional" }, "(you can skip this)")]);
}

export function draw(question, raw, problem = "") {
  const about = { class: problem ? "field field--wrong" : "field", "data-question": question.key };
  const described = [question.hint && `${question.key}-hint`, `${question.key}-error`].filter(Boolean).join(" ");
  if (question.is_file) return el("div", about, el("p", { class: "label" }, question.label), el("p", { class: "hint" }, "Add this on the site, once the audit is sent."));
  if (["text", "textarea", "number"].includes(question.control)) {
    const how = question.control === "textarea" ? { rows: 6 } : { type: "text", inputmode: question.control === "number" ? "decimal" : null };
    return el("div", about, el("label", { class: "label", for: question.key }, words(question)), notes(question, problem), input(question, "", raw, { ...how, "aria-describedby": described }), specials(question, raw));
  }
  const drawn = (GROUPS[question.control] ?? choices)(question, raw);
  const apart = question.special_is_choice ? null : specials(question, raw);
  return el("div", about, el("fieldset", { class: "group", "aria-describedby": described }, el("legend", { class: "label" }, words(question)), notes(question, problem), drawn, apart));
}

// What stands in the inputs of one question, by part, as a form would send it.
export function rawOf(drawn) {
  const raw = {};
  for (const one of drawn.querySelectorAll("[data-part]")) {
    if (["radio", "checkbox"].includes(one.type) && !one.checked) continue;
    (raw[one.dataset.part] ??= []).push(one.value);
  }
  return raw;
}

// Says beside a question what is wrong with its answer, without drawing it anew under somebody's hands.
export function tell(drawn, problem) {
  const note = drawn.querySelector(".wrong");
  if (!note) return;
  drawn.classList.toggle("field--wrong", Boolean(problem));
  note.hidden = !problem;
  note.replaceChildren(...(problem ? [el("span", {}, "Problem:"), ` ${problem}`] : []));
}
