/* The timeline without loading the whole page anew. Every link and form here also works without it. */
const place = () => document.getElementById("timeline");

/* On a narrow screen a timeline opens on today, with the past before it; newer browsers do it by the style alone. */
const toToday = (drawing = place()?.querySelector(".draw")) => {
  if (!drawing) return;
  drawing.scrollLeft += drawing.querySelector(".today").getBoundingClientRect().right - drawing.getBoundingClientRect().right;
};

const swap = async (address) => {
  const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
  const section = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("timeline");
  if (!section) { location.assign(address); return false; }
  place().replaceWith(document.adoptNode(section));
  toToday();
  return true;
};

const go = async (address) => {
  if (await swap(address)) history.pushState({ timeline: true }, "", address);
};

document.addEventListener("click", async (event) => {
  const link = event.target.closest("#timeline a[data-swap]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const words = link.textContent;
  await go(link.href);
  [...place().querySelectorAll("a[data-swap]")].find((each) => each.textContent === words)?.focus();
});

/* The part that one is at stands on this page already: whoever chooses it on a narrow screen is led there, out of the list. */
document.addEventListener("click", (event) => event.target.closest?.(".app-folds a")?.closest(":popover-open")?.hidePopover());

document.addEventListener("submit", (event) => {
  if (!event.target.matches("#timeline form[data-swap]")) return;
  event.preventDefault();
  go(`${event.target.action}?${new URLSearchParams(new FormData(event.target))}`);
});

/* With the drawing in focus: Home and End go to its ends, + and - zoom; the arrows scroll it, as they do by themselves. */
document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("#timeline .draw")) return;
  const zooms = [...place().querySelectorAll(".app-zoom a")];
  const here = zooms.findIndex((link) => link.getAttribute("aria-current"));
  const next = { "+": zooms[here + 1], "=": zooms[here + 1], "-": zooms[here - 1] }[event.key];
  if (event.key === "Home") event.target.scrollLeft = 0;
  else if (event.key === "End") event.target.scrollLeft = event.target.scrollWidth;
  else if (next) go(next.href).then(() => place().querySelector(".draw").focus());
  else return;
  event.preventDefault();
});

addEventListener("popstate", () => swap(location.href));
toToday();
