// The way through a form: which pages and questions the earlier answers show. The same rules as
// surveys/conditions.py and surveys/routing.py; both are tested on the same cases.
const number = (value) => typeof value === "number" && Number.isFinite(value);

function passes(test, given) {
  if ("answered" in test) return Boolean(given) === Boolean(test.answered);
  const value = given ? given.special || given.value : null;
  if ("is" in test) return value === test.is;
  if ("is_not" in test) return value !== test.is_not;
  if ("any_of" in test) return test.any_of.includes(value);
  if ("includes" in test) return Array.isArray(value) && value.includes(test.includes);
  if (!number(value)) return false;
  return "at_least" in test ? value >= test.at_least : value <= test.at_most;
}

export function holds(condition, givens) {
  if (!condition) return true;
  if (condition.all) return condition.all.every((part) => holds(part, givens));
  if (condition.any) return condition.any.some((part) => holds(part, givens));
  if (condition.not) return !holds(condition.not, givens);
  return passes(condition, givens[condition.question]);
}

// Conditions look only backwards, so one walk from the front settles everything. Each voice has
// a walk of its own, as each voice has a response of its own.
export function visiblePages(form, givens) {
  const seen = {};
  const pages = [];
  for (const page of form.pages) {
    const known = (seen[page.part] ??= {});
    if (!holds(page.show_if, known)) continue;
    const questions = [];
    for (const question of page.questions) {
      if (!holds(question.show_if, known)) continue;
      questions.push(question);
      if (givens[question.key]) known[question.key] = givens[question.key];
    }
    if (questions.length) pages.push({ ...page, questions });
  }
  return pages;
}
