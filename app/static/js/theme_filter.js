// Finds a theme by part of its name while words are coded, so that no hand leaves the keyboard.
// Without it the page is a plain list of boxes to tick, and works as well.
const form = document.querySelector("[data-theme-form]");
const box = document.querySelector("[data-theme-filter]");

if (form && box) {
  const input = box.querySelector("input");
  const count = box.querySelector("[data-theme-count]");
  const themes = [...form.querySelectorAll("[data-theme]")];
  const plain = (text) => text.toLowerCase().replace(/\s+/g, " ").trim();

  const show = () => {
    const wanted = plain(input.value);
    // What is ticked always stays in sight.
    for (const theme of themes) {
      const isTicked = theme.querySelector("input").checked;
      theme.hidden = !isTicked && !plain(theme.textContent).includes(wanted);
    }
    const found = themes.filter((theme) => !theme.hidden).length;
    count.textContent = wanted ? `${found} of ${themes.length} themes shown` : "";
  };

  const tickFirst = () => {
    const wanted = plain(input.value);
    const first = themes.find((theme) => wanted && plain(theme.textContent).includes(wanted) && !theme.querySelector("input").checked);
    if (!first) return;
    first.querySelector("input").checked = true;
    input.value = "";
    show();
    count.textContent = `Ticked: ${first.querySelector("label").textContent.trim()}`;
  };

  input.addEventListener("input", show);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[value=save]"));
    } else if (event.target === input) {
      event.preventDefault();
      tickFirst();
    }
  });
  box.hidden = false;
}
