// Pages are made of elements and text, never of markup: what people wrote is never read as code.
const main = document.querySelector("#capture");
// A browser writes what stands in a form into its own session file, unsealed, unless it is told not to.
const WRITTEN_IN = ["form", "input", "select", "textarea"];

export function el(name, about = {}, ...inside) {
  const made = document.createElement(name);
  const kept = WRITTEN_IN.includes(name) ? { autocomplete: "off", ...about } : about;
  for (const [key, value] of Object.entries(kept)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (["checked", "value", "disabled", "required"].includes(key)) made[key] = value;
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...inside.flat(3).filter((one) => one !== null && one !== undefined && one !== false && one !== ""));
  return made;
}

export const button = (text, onclick, kind = "primary", unseen = "") =>
  el("button", { class: `button button--${kind}`, type: "button", onclick }, text, unseen && el("span", { class: "unseen" }, unseen));

export const notice = (text, kind = "info", live = false) => {
  const words = { info: "Note", success: "Done", warning: "Take care", error: "Problem" };
  const role = live ? { role: kind === "error" ? "alert" : "status" } : {};
  return el("p", { class: `notice notice--${kind}`, ...role }, el("strong", { class: "notice__kind" }, words[kind]), " ", el("span", {}, text));
};

// One labelled field of the device's own forms.
export function field(label, id, about = {}, { hint = "", problem = "" } = {}) {
  const described = [hint && `${id}-hint`, problem && `${id}-error`].filter(Boolean).join(" ");
  return el(
    "div",
    { class: problem ? "field field--wrong" : "field" },
    el("label", { class: "label", for: id }, label),
    hint && el("p", { class: "hint", id: `${id}-hint` }, hint),
    problem && el("p", { class: "wrong", id: `${id}-error` }, el("span", {}, "Problem:"), ` ${problem}`),
    el("input", { class: "input", id, "aria-describedby": described || null, "aria-invalid": problem ? "true" : null, ...about }),
  );
}

// Shows another screen, and leads the keyboard and the screen reader to its heading.
export function show(title, ...inside) {
  main.dispatchEvent(new Event("leaving"));
  main.dataset.screen = "";
  document.title = `${title} – ${main.dataset.organisation}`;
  const heading = el("h1", { class: "title", tabindex: "-1" }, title);
  main.replaceChildren(heading, ...inside.flat(3).filter(Boolean));
  window.scrollTo(0, 0);
  heading.focus({ preventScroll: true });
}
