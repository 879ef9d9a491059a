// Names for screen readers, and keys, where the admin's package has signs alone; and one heading to a page.
"use strict";

const NAMES = {
  "#searchbar": "Search this list",
  "#searchbar-submit": "Search",
  ".select2-search__field": "Type to find",
  "[id^=calendarlink]": "Choose a date",
  "[id^=clocklink]": "Choose a time",
  ".selector-filter input": "Filter the choices",
};

// What a field is called on the page: by its label, or by the heading of its column.
function called(field) {
  const label = field.labels?.[0] ?? field.closest(".field-line")?.querySelector("label:not([for])");
  return (label?.textContent ?? field.closest("td")?.dataset.label ?? "").replace("*", "").trim();
}

// Choosers draw a box of their own beside the field, which is heard as what is chosen alone; choices are heard without what they are of.
function nameChoices(root) {
  for (const box of root.querySelectorAll(".select2-selection[role=combobox]")) {
    const field = box.closest(".select2-container").previousElementSibling;
    const words = field?.matches("select") ? called(field) : "";
    if (!words) continue;
    const chosen = box.querySelector(".select2-selection__rendered");
    const asked = box.querySelector(".select2-search__field");
    box.setAttribute("aria-label", words);
    if (chosen && !field.multiple) {
      box.id ||= `${field.id}-box`;
      box.setAttribute("aria-labelledby", `${box.id} ${chosen.id}`);
    }
    if (asked) asked.setAttribute("aria-label", `${words}: type to find`);
  }
  for (const group of root.querySelectorAll(".field-line div[id]:has(> div > label > input[type=radio]):not([role])")) {
    group.setAttribute("role", "radiogroup");
    group.setAttribute("aria-label", called(group));
  }
}

function name(root) {
  nameChoices(root);
  for (const [selector, words] of Object.entries(NAMES)) {
    for (const one of root.querySelectorAll(`${selector}:not([aria-label])`)) one.setAttribute("aria-label", words);
  }
  // Rows of a table: the column's heading.
  for (const one of root.querySelectorAll("td[data-label] :is(input:not([type=hidden]), select, textarea):not([aria-label])")) {
    if (!one.labels?.length) one.setAttribute("aria-label", one.closest("td").dataset.label);
  }
  // The ends of a stretch of time: a date and a time each.
  for (const one of root.querySelectorAll("input[name$='_0'], input[name$='_1']")) {
    const parts = /^(.+?)(?:_(from|to))?_([01])$/.exec(one.name);
    if (!parts || one.hasAttribute("aria-label") || !one.matches(".vDateField, .vTimeField")) continue;
    const words = [parts[1].replaceAll("_", " "), parts[2], parts[3] === "0" ? "date" : "time"];
    one.setAttribute("aria-label", words.filter(Boolean).join(", "));
  }
  // A help text that says what a list is searched by is read with the box.
  const box = root.querySelector("#searchbar[placeholder]");
  if (box) box.setAttribute("aria-description", box.placeholder);
}

function pressable(sign, words) {
  sign.setAttribute("role", "button");
  sign.setAttribute("aria-label", words);
  sign.tabIndex = 0;
  sign.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    sign.click();
  });
}

// Past the sidebar's many links to what one came for.
function skip() {
  const content = document.getElementById("content");
  if (!content) return;
  content.tabIndex = -1;
  const link = document.createElement("a");
  link.href = "#content";
  link.className = "pin-skip";
  link.textContent = "Skip to the content";
  link.addEventListener("click", () => content.focus());
  document.body.prepend(link);
}

document.addEventListener("DOMContentLoaded", () => {
  name(document);
  skip();
  const header = document.querySelector("#header-inner h1");
  // A page with a title of its own has that as its heading; above it is the way back.
  if (header && document.querySelector("h1.pin-title")) header.setAttribute("role", "none");
  for (const sign of document.querySelectorAll("#header-inner [x-on\\:click*='sidebar']")) pressable(sign, "Show or hide the sidebar");
  for (const sign of document.querySelectorAll(".material-symbols-outlined")) {
    if (!sign.hasAttribute("role")) sign.setAttribute("aria-hidden", "true");
  }
  for (const link of document.querySelectorAll("#nav-sidebar a[href], header a[href], a[href='/admin/']")) {
    if (!link.textContent.replace(link.querySelector(".material-symbols-outlined")?.textContent ?? "", "").trim() && !link.hasAttribute("aria-label")) {
      link.setAttribute("aria-label", "Overview");
    }
  }
  // Boxes that choosers open later.
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) if (node.nodeType === Node.ELEMENT_NODE) name(node);
    }
  }).observe(document.body, { childList: true, subtree: true });
});
