// What the strings of one field say: what is given, or what is wrong with them. The same rules as
// surveys/questions/; both are tested on the same cases, and the site reads everything again.
const OTHER = "other";
const DATES = { day: ["day", "month", "year"], month: ["month", "year"], year: ["year"] };
const NEEDED = { day: "date_needed", month: "date_month_needed", year: "date_year_needed" };

class Wrong extends Error {
  constructor(code, params = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}

export function message(form, code, params = {}) {
  return form.messages[code].replace(/\{(\w+)(:,)?\}/g, (all, name, thousands) =>
    thousands ? Number(params[name]).toLocaleString("en-GB") : String(params[name]),
  );
}

const tidy = (text) =>
  text
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, "\n")
    .replace(/(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}]/gu, "")
    .replace(/\p{Zs}/gu, " ")
    .trim();
const sent = (raw, part = "") => (raw[part] ?? []).map((one) => one.trim()).filter((one) => tidy(one));
const first = (raw, part = "") => sent(raw, part)[0] ?? "";
// The site counts characters, not the halves that some are stored in here.
const size = (text) => [...text].length;

function limited(words, most) {
  const over = size(words) - most;
  if (over > 0) throw new Wrong("too_long", { most, over, letters: over === 1 ? "letter" : "letters" });
  return words;
}

function option(question, value) {
  const found = question.options.find((one) => String(one.value) === value);
  if (!found) throw new Wrong("choice_unknown");
  return found;
}

const words = (raw, form) => limited(tidy(first(raw, OTHER)), form.limits.other);

function one(question, raw, form) {
  const chosen = new Set(sent(raw));
  const said = question.rules.other ? words(raw, form) : "";
  if (said && !chosen.size) return { value: OTHER, text: said };
  if (question.rules.other && chosen.size === 1 && chosen.has(OTHER)) {
    if (!said) throw new Wrong("other_needed");
    return { value: OTHER, text: said };
  }
  if (chosen.size > 1) throw new Wrong("one_choice_only");
  return { value: option(question, first(raw)).value, ...(said && { text: said }) };
}

function many(question, raw, form) {
  const chosen = new Set(sent(raw));
  const said = question.rules.other ? words(raw, form) : "";
  const wantsOther = Boolean(question.rules.other && (chosen.has(OTHER) || said));
  const options = [...chosen].filter((value) => !(question.rules.other && value === OTHER)).map((value) => option(question, value));
  const values = question.options.filter((each) => options.includes(each)).map((each) => each.value);
  const count = values.length + (wantsOther ? 1 : 0);
  const alone = options.find((each) => each.exclusive);
  if (alone && count > 1) throw new Wrong("choice_alone", { label: alone.label });
  if (question.rules.most && count > question.rules.most) throw new Wrong("too_many_choices", { most: question.rules.most });
  if (!wantsOther) return { value: values };
  if (!said) throw new Wrong("other_needed");
  return { value: [...values, OTHER], text: said };
}

function grade(question, raw, form) {
  if (!first(raw)) throw new Wrong(question.needed);
  const value = option(question, first(raw)).value;
  const evidence = limited(tidy(first(raw, question.evidence)), form.limits.evidence);
  if (value !== form.not_graded && !evidence) throw new Wrong("evidence_needed");
  return { value, ...(evidence && { text: evidence }) };
}

function text(question, raw) {
  const said = tidy(first(raw));
  return { text: limited(question.control === "text" ? said.split(/\s+/).join(" ") : said, question.rules.max_length) };
}

function count(question, raw) {
  const { low, high, decimals } = question.rules;
  const typed = first(raw).replace(/(?<=[0-9])[, ](?=[0-9]{3}(?:[^0-9]|$))/g, "");
  const example = low || 3;
  if (!/^-?[0-9]{1,9}(\.[0-9]{1,4})?$/.test(typed)) throw new Wrong("number_needed", { example });
  if (!decimals && typed.includes(".")) throw new Wrong("number_whole", { example });
  if (low !== null && Number(typed) < low) throw new Wrong("number_low", { low });
  if (high !== null && Number(typed) > high) throw new Wrong("number_high", { high });
  return { value: Number(typed) };
}

function day(question, raw) {
  const asked = DATES[question.rules.precision];
  const least = question.rules.partial || question.rules.precision;
  const given = asked.filter((part) => first(raw, part));
  const isSome = Object.values(DATES).some((parts) => parts.join() === given.join());
  if (!isSome || !DATES[least].every((part) => given.includes(part))) throw new Wrong(NEEDED[least]);
  if (given.some((part) => !/^[0-9]{1,4}$/.test(first(raw, part)))) throw new Wrong(NEEDED[question.rules.precision]);
  const [year, month = 1, date = 1] = ["year", "month", "day"].filter((part) => given.includes(part)).map((part) => Number(first(raw, part)));
  const real = new Date(Date.UTC(year, month - 1, date));
  const isReal = real.getUTCFullYear() === year && real.getUTCMonth() === month - 1 && real.getUTCDate() === date;
  if (!isReal || year < 1900 || year > 2100) throw new Wrong("date_unreal");
  return { value: [String(year), ...[month, date].map((each) => String(each).padStart(2, "0"))].slice(0, given.length).join("-") };
}

function order(question, raw) {
  const places = new Map();
  for (const each of question.options) {
    const place = first(raw, String(each.value));
    if (!place) continue;
    if (!/^[1-9][0-9]*$/.test(place) || Number(place) > question.options.length) throw new Wrong("rank_unknown", { most: question.options.length });
    if (places.has(Number(place))) throw new Wrong("rank_twice", { rank: place });
    places.set(Number(place), each.value);
  }
  const numbers = [...places.keys()].sort((a, b) => a - b);
  if (numbers.some((place, index) => place !== index + 1)) throw new Wrong("rank_first");
  return { value: numbers.map((place) => places.get(place)) };
}

const READERS = { checkboxes: many, grade, text, textarea: text, number: count, date: day, ranking: order };

export function isEmpty(question, raw) {
  const own = question.specials.map(([value]) => value);
  const parts = question.parts.filter((part) => part !== "special");
  return !parts.some((part) => sent(raw, part).some((each) => !(question.special_is_choice && own.includes(each))));
}

function readAnswer(question, raw, form) {
  const from = sent(raw, question.special_is_choice ? "" : "special");
  const specials = question.specials.filter(([value]) => from.includes(value));
  const isBare = isEmpty(question, raw);
  if (specials.length > 1) throw new Wrong("special_twice");
  if (specials.length && !isBare) throw new Wrong("special_alone", { label: specials[0][1] });
  if (specials.length) return { special: specials[0][0] };
  if (isBare && question.required) throw new Wrong(question.needed);
  return isBare ? null : (READERS[question.control] ?? one)(question, raw, form);
}

// What is given (`given`, null for nothing), or why it can't be taken (`code` and `problem`).
export function read(form, question, raw = {}) {
  try {
    return { given: readAnswer(question, raw, form) };
  } catch (wrong) {
    if (!(wrong instanceof Wrong)) throw wrong;
    return { given: null, code: wrong.code, problem: message(form, wrong.code, wrong.params) };
  }
}
