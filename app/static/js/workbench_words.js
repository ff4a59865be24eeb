// Which words of a passage are chosen: with the mouse, or word after word with the arrows.
// Asked by events, because each file has an address of its own that changes with it:
// "earshot:words" gets {work, found}, and "earshot:step" gets {work, by, more, said}.
const boxOf = (node) => (node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement)?.closest("[data-words]");
const letters = (text) => [...text].length;
let picked = null;

// The chosen words, and how many letters of the passage come before them.
function live(work) {
  const selection = getSelection();
  const box = work.querySelector("[data-words]");
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0).cloneRange();
  if (!range.intersectsNode(box)) return null;
  const begins = boxOf(range.startContainer) === box;
  const ends = boxOf(range.endContainer) === box;
  if (!begins && !ends) return null;
  if (!begins) range.setStart(box, 0);
  if (!ends) range.setEnd(box, box.childNodes.length);
  const words = range.toString();
  if (!words.trim()) return null;
  const before = document.createRange();
  before.setStart(box, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const margin = words.length - words.trimStart().length;
  return { words: words.trim(), start: letters(before.toString() + words.slice(0, margin)) };
}

function nodeAt(box, offset) {
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  let left = offset;
  let node = walker.nextNode();
  while (node && left > node.length) {
    left -= node.length;
    node = walker.nextNode();
  }
  return [node, left];
}

function step(work, by, more) {
  const box = work.querySelector("[data-words]");
  if (!by) {
    const words = [...box.textContent.matchAll(/\S+/g)].map((one) => [one.index, one.index + one[0].length]);
    picked = { words, first: 0, last: 0 };
  } else {
    const last = Math.min(Math.max(picked.last + by, more ? picked.first : 0), picked.words.length - 1);
    picked = { ...picked, first: more ? picked.first : last, last };
  }
  const [from, to] = [picked.words[picked.first][0], picked.words[picked.last][1]];
  getSelection().setBaseAndExtent(...nodeAt(box, from + 1).map((it, at) => (at ? it - 1 : it)), ...nodeAt(box, to));
  return box.textContent.slice(from, to);
}

document.addEventListener("earshot:words", ({ detail }) => {
  detail.found = live(detail.work);
});
document.addEventListener("earshot:step", ({ detail }) => {
  detail.said = step(detail.work, detail.by, detail.more);
});
