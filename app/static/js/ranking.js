// Puts things in order in the page. Without it each press sends the page, which comes back in the new order.
for (const ranking of document.querySelectorAll("[data-ranking]")) {
  const [order, rest] = ranking.querySelectorAll(".ranks");
  const said = ranking.querySelector(".ranking__said");
  const label = (row) => row.querySelector(".ranks__label").textContent;
  const button = (row, move) => row.querySelector(`[data-move=${move}]`);
  const first = [...ranking.querySelectorAll(".ranks__row")];

  const settle = () => {
    const rows = [...order.children];
    for (const row of ranking.querySelectorAll(".ranks__row")) {
      const place = rows.indexOf(row) + 1;
      row.querySelector("input").value = place || "";
      row.querySelector(".ranks__place").textContent = place || "";
      button(row, "add").hidden = place > 0;
      button(row, "up").hidden = place < 2;
      button(row, "down").hidden = !place || place === rows.length;
      button(row, "out").hidden = !place;
    }
    ranking.querySelector(".ranking__none").hidden = rows.length > 0;
    rest.previousElementSibling.hidden = !rest.children.length;
    return rows;
  };

  const moves = {
    add: (row) => order.append(row),
    up: (row) => row.previousElementSibling?.before(row),
    down: (row) => row.nextElementSibling?.after(row),
    out: (row) => rest.insertBefore(row, [...rest.children].find((one) => first.indexOf(one) > first.indexOf(row)) ?? null),
  };

  ranking.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-move]");
    if (!pressed) return;
    event.preventDefault();
    const row = pressed.closest(".ranks__row");
    // After adding, the next press is on what now stands where this stood.
    const neighbour = pressed.dataset.move === "add" ? (row.nextElementSibling ?? row.previousElementSibling) : null;
    moves[pressed.dataset.move](row);
    const rows = settle();
    const place = rows.indexOf(row) + 1;
    const words = place ? ranking.dataset.in : ranking.dataset.out;
    said.textContent = words.replace("{what}", () => label(row)).replace("{place}", place).replace("{count}", rows.length);
    const next = neighbour ? button(neighbour, "add") : pressed.hidden ? row.querySelector("[data-move]:not([hidden])") : pressed;
    next.focus();
  });
}
