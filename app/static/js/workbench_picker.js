// Finds a theme by part of its name in a dialog, so that no hand leaves the keyboard.
// Asked by the event "earshot:pick" with {title, words, done}; done gets a theme's key, or nothing.
const picker = document.querySelector("[data-picker]");

if (picker?.showModal) {
  const input = picker.querySelector("input");
  const count = picker.querySelector("[data-picker-count]");
  const themes = [...picker.querySelectorAll("[data-picker-theme]")];
  const plain = (text) => text.toLowerCase().replace(/\s+/g, " ").trim();
  const shown = () => themes.filter((theme) => !theme.parentElement.hidden);
  let done = null;

  const show = () => {
    const wanted = plain(input.value);
    const named = themes.filter((theme) => plain(theme.querySelector("strong").textContent).includes(wanted));
    // A theme whose name has the letters comes before one whose definition has them.
    const found = named.length ? named : themes.filter((theme) => plain(theme.textContent).includes(wanted));
    for (const theme of themes) theme.parentElement.hidden = !found.includes(theme);
    count.textContent = wanted ? `${found.length} of ${themes.length} themes` : "";
  };

  const close = (key) => {
    const tell = done;
    done = null;
    if (picker.open) picker.close();
    tell?.(key);
  };

  document.addEventListener("earshot:pick", ({ detail }) => {
    done = detail.done;
    picker.querySelector("#picker-title").textContent = detail.title;
    picker.querySelector("[data-picker-words]").textContent = detail.words ? `For the words “${detail.words}”` : "For the whole passage";
    input.value = "";
    show();
    picker.showModal();
    input.focus();
  });
  input.addEventListener("input", show);
  picker.addEventListener("close", () => close(null));
  picker.addEventListener("click", (event) => {
    const theme = event.target.closest("[data-picker-theme]");
    if (theme) close(theme.value);
    else if (event.target.closest("[data-picker-close]")) close(null);
  });
  picker.addEventListener("keydown", (event) => {
    const here = shown();
    const at = here.indexOf(document.activeElement);
    if (event.key === "Enter" && event.target === input) {
      event.preventDefault();
      if (here.length) close(here[0].value);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = at + (event.key === "ArrowDown" ? 1 : -1);
      (here[Math.min(next, here.length - 1)] ?? input).focus();
    }
  });
}
