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
