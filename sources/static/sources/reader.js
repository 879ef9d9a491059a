// The reader of a text: places chosen in the words, by pointer or keyboard. Offsets count Unicode code points of the verbatim text.
"use strict";

(() => {
  const reader = () => document.querySelector(".pin-reader");
  const panel = () => document.getElementById("pin-pages");
  const field = (name) => document.getElementById(`pin-pages-${name}`);
  const isWord = (sign) => /[\p{L}\p{N}]/u.test(sign) && !/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u.test(sign);

  // The text nodes of a stretch: its words, not the signs that are drawn among them.
  const nodesOf = (words) => {
    const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest(".pin-place") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    return nodes;
  };

  // How many code points of a stretch stand before a place in it.
  const pointsBefore = (words, container, offset) => {
    const range = document.createRange();
    let points = 0;
    for (const node of nodesOf(words)) {
      if (node === container) return points + [...node.data.slice(0, offset)].length;
      range.selectNode(node);
      if (range.comparePoint(container, offset) <= 0) return points;
      points += [...node.data].length;
    }
    return points;
  };

  // The verbatim span of the reading's characters [first, last).
  const verbatim = (words, first, last) => {
    const from = Number(words.dataset.from);
    if (!words.dataset.runs) return [from + first, from + last];
    const runs = JSON.parse(words.dataset.runs);
    const at = (place) => runs.findLast((run) => run[0] <= place);
    const isPlain = (run) => run[1] === run[3] - run[2];
    const opening = at(first), closing = at(last - 1);
    return [
      isPlain(opening) ? opening[2] + first - opening[0] : opening[2],
      isPlain(closing) ? closing[2] + last - closing[0] : closing[3],
    ];
  };

  const textOf = (words) => [...nodesOf(words).map((node) => node.data).join("")];

  // The start of the word at a place, so that a click in a word does not divide it.
  const wordStart = (signs, place) => {
    let start = place;
    while (start < signs.length && /\s/u.test(signs[start])) start += 1;
    if (start === place) while (start > 0 && isWord(signs[start - 1]) && isWord(signs[start] ?? " ")) start -= 1;
    return start;
  };

  const select = (words, first, last) => {
    const range = document.createRange();
    let points = 0, isOpen = false;
    for (const node of nodesOf(words)) {
      const signs = [...node.data];
      const within = (place) => signs.slice(0, place - points).join("").length;
      if (!isOpen && first < points + signs.length) { range.setStart(node, within(first)); isOpen = true; }
      if (isOpen && last <= points + signs.length) { range.setEnd(node, within(last)); break; }
      points += signs.length;
    }
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    const seen = reader().getBoundingClientRect(), word = range.getBoundingClientRect();
    if (word.top < seen.top) reader().scrollTop -= seen.top - word.top + 40;
    if (word.bottom > seen.bottom) reader().scrollTop += word.bottom - seen.bottom + 40;
  };

  // Choosing a place.

  let cursor = null;
  // Which field takes the next place: a click in the words takes the focus away from it.
  let target = "start";

  const caretAt = (x, y) => {
    if (document.caretPositionFromPoint) {
      const found = document.caretPositionFromPoint(x, y);
      return found && [found.offsetNode, found.offset];
    }
    const found = document.caretRangeFromPoint(x, y);
    return found && [found.startContainer, found.startOffset];
  };

  const choose = (words, place, label) => {
    const signs = textOf(words);
    const start = wordStart(signs, place);
    if (start >= signs.length) return;
    cursor = { words, start };
    field(target).value = Number(words.dataset.from) + start;
    field("words").textContent = `…${signs.slice(Math.max(0, start - 30), start).join("")} ▸ ${signs.slice(start, start + 40).join("")}…`;
    if (target === "start") field("label").value = label ?? "";
  };

  const isEditing = () => panel()?.open && !document.querySelector(".pin-words[data-runs]");

  const onClick = (event) => {
    if (!isEditing()) return;
    const sign = event.target.closest(".pin-page");
    const words = event.target.closest(".pin-words");
    if (!words) return;
    event.preventDefault();
    if (sign) {
      target = "start";
      choose(words, Number(sign.dataset.start) - Number(words.dataset.from), sign.dataset.basis === "typed" ? sign.dataset.value : "");
      field("label").focus();
      return;
    }
    const caret = caretAt(event.clientX, event.clientY);
    if (caret && getSelection().isCollapsed) choose(words, pointsBefore(words, ...caret));
  };

  const STEPS = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 10, ArrowUp: -10 };

  const onKey = (event) => {
    if (!isEditing()) return;
    if (event.target.matches(".pin-page") && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      event.target.click();
      return;
    }
    if (event.target !== reader()) return;
    if (event.key === "Enter" && cursor) {
      event.preventDefault();
      choose(cursor.words, cursor.start);
      field(target === "to" ? "to" : "label").focus();
    }
    if (event.key in STEPS) {
      event.preventDefault();
      step(STEPS[event.key]);
    }
  };

  const step = (by) => {
    const words = cursor?.words.isConnected ? cursor.words : document.querySelector(".pin-words");
    const text = textOf(words).join("");
    const found = [...text.matchAll(/\S+/gu)];
    if (!found.length) return;
    const places = found.map((one) => [...text.slice(0, one.index)].length);
    const now = cursor ? Math.max(0, places.findLastIndex((place) => place <= cursor.start)) : -1;
    const next = Math.min(found.length - 1, Math.max(0, cursor ? now + by : 0));
    select(words, places[next], places[next] + [...found[next][0]].length);
    choose(words, places[next]);
  };

  // What is drawn is drawn again where marks have changed, without losing the place.
  const redraw = async () => {
    const box = reader();
    const top = box.scrollTop;
    for (const words of box.querySelectorAll(".pin-words")) {
      const answer = await fetch(`${box.dataset.words}?from=${words.dataset.from}`);
      if (!answer.ok) continue;
      const drawn = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".pin-words");
      words.replaceChildren(...drawn.childNodes);
    }
    box.scrollTop = top;
    cursor = null;
  };

  // Words chosen in the reading are pinned by the verbatim span that they stand for.
  const onSelect = () => {
    const form = document.getElementById("pin-selected");
    const selection = getSelection();
    if (!form || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    const inside = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest(".pin-words");
    const words = inside(range.startContainer);
    const isOne = !range.collapsed && words && words === inside(range.endContainer);
    form.hidden = !isOne;
    if (!isOne) return;
    const first = pointsBefore(words, range.startContainer, range.startOffset);
    const last = pointsBefore(words, range.endContainer, range.endOffset);
    if (first >= last) return;
    const [start, end] = verbatim(words, first, last);
    form.elements.start.value = start;
    form.elements.end.value = end;
  };

  document.addEventListener("DOMContentLoaded", () => {
    if (!reader()) return;
    document.addEventListener("selectionchange", onSelect);
    if (!panel()) return;
    reader().addEventListener("click", onClick);
    reader().addEventListener("keydown", onKey);
    for (const name of ["start", "label", "to"]) {
      field(name).addEventListener("focus", () => { target = name === "to" ? "to" : "start"; });
    }
    panel().addEventListener("toggle", () => reader().classList.toggle("pin-editing", panel().open));
    document.body.addEventListener("pin-marks-changed", redraw);
  });
})();
