// The form as one kind of plan and one kind of audit is asked it. The same rules as
// surveys/fitting.py; both are tested on the same cases.
const isOf = (one, listed) => !listed || listed.includes(one);

export function fitted(form, { kind, cohort }) {
  const applying = (form.variants ?? []).filter((one) => isOf(cohort, one.cohorts) && isOf(kind, one.kinds));
  const pages = new Set(applying.flatMap((one) => one.without ?? []));
  const parts = new Set(applying.flatMap((one) => one.without_parts ?? []));
  return { ...form, pages: form.pages.filter((page) => !pages.has(page.key) && !parts.has(page.part)) };
}
