/* What makes a page easier where scripts run; every page works without it. */
import { initAll, createAll } from "./vendor/govuk-frontend.min.js";
import { FilterToggleButton } from "./vendor/moj-frontend.min.js";

initAll();
createAll(FilterToggleButton, { startHidden: false }); // else it is hidden on a wide screen too, where nothing shows it again

/* Ask before leaving a page whose typed words were not sent. A form that came back with errors holds such words from the start. */
const unsaved = new Set();
for (const form of document.querySelectorAll("[data-module='unmissed-unsaved']")) {
  if (form.hasAttribute("data-typed")) unsaved.add(form);
  form.addEventListener("input", () => unsaved.add(form));
  form.addEventListener("submit", () => unsaved.clear());
}
window.addEventListener("beforeunload", (event) => {
  if (unsaved.size) event.preventDefault();
});

/* Find some of many people: whoever is ticked stays in sight, so that nobody is named unseen. */
for (const list of document.querySelectorAll("[data-module='unmissed-find']")) {
  const box = list.querySelector("[data-find-box]");
  const says = list.querySelector("[data-find-says]");
  const find = (typed) => {
    let found = 0;
    for (const group of list.querySelectorAll("[data-find-group]")) {
      let shown = 0;
      for (const item of group.querySelectorAll(".govuk-checkboxes__item")) {
        const fits = `${item.textContent} ${group.dataset.findGroup}`.toLowerCase().includes(typed);
        item.hidden = !fits && !item.querySelector("input").checked;
        found += fits;
        shown += !item.hidden;
      }
      group.hidden = !shown;
    }
    says.textContent = typed ? `${found} found. Whoever is ticked stays in the list.` : "";
  };
  box.hidden = false;
  box.querySelector("input").addEventListener("input", (event) => find(event.target.value.trim().toLowerCase()));
  box.querySelector("input").addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
}
