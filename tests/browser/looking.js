// What axe-core does not judge: one function a rule, each returns what breaks it, one line a place.
(() => {
  const TARGET = 43.5;
  const PRESSED = "a[href], button, input:not([type=hidden]), select, textarea, summary, audio[controls]";

  const say = (one) => one.outerHTML.replace(/\s+/g, " ").slice(0, 110);
  const isSeen = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0 && !one.closest(".unseen, dialog:not([open])");
  const top = () => document.querySelector("dialog[open]") ?? document;
  const pressed = () => [...top().querySelectorAll(PRESSED)].filter((one) => isSeen(one) && !one.disabled);

  // The label of a choice is pressed as well as its mark, and the whole card as well as its link.
  function box(one) {
    const card = getComputedStyle(one, "::after").position === "absolute" ? [one.closest(".card")] : [];
    const boxes = [one, ...card, ...(one.labels ?? [])].filter((each) => each.getClientRects().length).map((each) => each.getBoundingClientRect());
    const left = Math.min(...boxes.map((each) => each.left));
    const upper = Math.min(...boxes.map((each) => each.top));
    return { left, top: upper, width: Math.max(...boxes.map((each) => each.right)) - left, height: Math.max(...boxes.map((each) => each.bottom)) - upper };
  }

  // WCAG 2.5.8 lets a link be as small as the line of the sentence that it stands in.
  function isInSentence(one) {
    const around = one.closest("p, li, dd, span.words");
    return one.matches("a, button.as-link") && around && around.textContent.trim().length > one.textContent.trim().length + 3;
  }

  function smallTargets() {
    return pressed()
      .filter((one) => !one.matches(".skip") && !isInSentence(one))
      .map((one) => [one, box(one)])
      .filter(([, its]) => Math.min(its.width, its.height) < TARGET)
      .map(([one, its]) => `smaller than 44 px (${its.width.toFixed()} x ${its.height.toFixed()}): ${say(one)}`);
  }

  function isScrolled(one) {
    const box = one.parentElement?.closest(".table, pre");
    return Boolean(box);
  }

  function cutOff() {
    const wide = document.documentElement.scrollWidth > window.innerWidth ? [`the page is wider than the screen: ${document.documentElement.scrollWidth}`] : [];
    const all = [...document.body.querySelectorAll("*")].filter((one) => !(one instanceof SVGElement) && isSeen(one));
    const hidden = all
      .filter((one) => ["hidden", "clip"].includes(getComputedStyle(one).overflowX) && !one.matches("progress, textarea, input, select, audio"))
      .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
      .map((one) => `words are cut off: ${say(one)}`);
    const outside = all
      .filter((one) => !one.matches(".skip") && !isScrolled(one) && one.children.length === 0 && one.textContent.trim())
      .filter((one) => { const its = one.getBoundingClientRect(); return its.right > window.innerWidth + 1 || its.left < -1; })
      .map((one) => `words stand outside the screen: ${say(one)}`);
    return [...wide, ...hidden, ...outside];
  }

  // How something and what stands round it are drawn, as far as a focus could change it.
  function drawn(one) {
    const near = [one, one.nextElementSibling, one.parentElement, ...(one.labels ?? [])].filter(Boolean);
    return near.flatMap((each) => [null, "::before", "::after"].map((part) => {
      const style = getComputedStyle(each, part);
      return style.outlineStyle === "none" ? "" : `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}`;
    })).join("|");
  }

  // A long label reaches far above its field, and some marks are drawn by their label: one of the
  // two that is in sight is enough. The words of one link may take several lines, with a hole at
  // every corner of its box.
  function isCovered(one) {
    const here = [one, ...(one.labels ?? [])];
    const parts = [0.1, 0.5, 0.9];
    return !here.some((each) => {
      const its = each.getBoundingClientRect();
      return parts.some((x) => parts.some((y) => {
        const met = document.elementFromPoint(its.left + its.width * x, its.top + its.height * y);
        return met && here.some((either) => either.contains(met) || (either.parentElement?.matches(".choice") && either.parentElement.contains(met)));
      }));
    });
  }

  // Of everything that can be pressed; see looking.py for the key that comes before.
  function focus() {
    const found = [];
    for (const one of pressed()) {
      document.activeElement?.blur();
      const before = drawn(one);
      one.focus();
      if (document.activeElement !== one) found.push(`takes no focus: ${say(one)}`);
      else {
        if (drawn(one) === before) found.push(`focus is not seen: ${say(one)}`);
        if (isCovered(one)) found.push(`focus is covered: ${say(one)}`);
      }
    }
    document.activeElement?.blur();
    window.scrollTo(0, 0);
    return found;
  }

  function frame(language, direction) {
    const root = document.documentElement;
    const count = (selector) => [...document.querySelectorAll(selector)].filter(isSeen).length;
    const heads = document.querySelectorAll("h1").length;
    return [
      ...(heads === 1 ? [] : [`${heads} h1`]),
      ...(count("main") === 1 ? [] : [`${count("main")} main`]),
      ...(root.lang.startsWith(language) ? [] : [`lang is ${root.lang}`]),
      ...(root.dir === direction ? [] : [`dir is ${root.dir}`]),
      ...(document.title.trim() ? [] : ["no title"]),
    ];
  }

  function moving() {
    const playing = document.getAnimations().filter((one) => !(one instanceof CSSTransition)).map((one) => `moves: ${one.animationName}`);
    const ready = [...document.querySelectorAll("*")].filter((one) => {
      const style = getComputedStyle(one);
      return [style.transitionDuration, style.animationDuration].some((time) => time.split(",").some((each) => parseFloat(each) > 0));
    });
    return [...playing, ...ready.map((one) => `would move: ${say(one)}`)];
  }

  // The distances of WCAG 1.4.12.
  const spacing = new CSSStyleSheet();
  spacing.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }");

  function space(isOn) {
    document.adoptedStyleSheets = isOn ? [spacing] : [];
  }

  const word = "Unterstuetzungsbedarfsfeststellungsverfahrensverantwortliche";
  const kept = [];

  function grow(node, words) {
    kept.push([node, node.nodeValue]);
    const place = node.nodeValue.toLowerCase().indexOf(words.toLowerCase());
    if (place >= 0) node.nodeValue = `${node.nodeValue.slice(0, place)}${word} ${node.nodeValue.slice(place)}`;
  }

  // What a control is called grows with what stands on it: else the two would differ by our doing.
  function lengthen() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode;
      const words = text.data.trim();
      if (!words || text.parentElement.closest("script, style, textarea, option, .receipt")) continue;
      const name = text.parentElement.closest("[aria-label]")?.getAttributeNode("aria-label");
      if (name) grow(name, words);
      grow(text, words);
    }
  }

  function shorten() {
    for (const [node, words] of kept.splice(0).reverse()) node.nodeValue = words;
  }

  // One look takes the place of the one before.
  function wear(isSpaced, isLong) {
    space(isSpaced);
    shorten();
    if (isLong) lengthen();
  }

  window.earshot = { smallTargets, cutOff, focus, frame, moving, wear };
})();
