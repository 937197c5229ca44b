"use strict";
// The page says everything without this script. With it, findings can be filtered, and figures lead to their rows.
(() => {
  const form = document.getElementById("filter");
  const count = document.getElementById("count");
  const heading = document.getElementById("children");
  const children = Array.from(document.querySelectorAll("article.child"), (article) => ({
    article,
    id: article.dataset.child.toLowerCase(),
    groups: Array.from(article.querySelectorAll(".group"), (group) => ({ group, found: Array.from(group.querySelectorAll(".finding")) })),
    parts: Array.from(article.querySelectorAll(".part")),
  }));
  const plural = (n, one, many) => n.toLocaleString("en-GB") + " " + (n === 1 ? one : many);

  const chosen = () => {
    const values = new FormData(form);
    return { child: values.get("child").trim().toLowerCase(), wanted: ["severity", "state", "check"].map((name) => [name, values.get(name)]) };
  };

  const apply = () => {
    const { child, wanted } = chosen();
    let findings = 0;
    let shown = 0;
    for (const entry of children) {
      let here = 0;
      for (const { group, found } of entry.groups) {
        let inGroup = 0;
        for (const finding of found) {
          const fits = entry.id.includes(child) && wanted.every(([name, value]) => !value || finding.dataset[name] === value);
          finding.hidden = !fits;
          inGroup += fits;
        }
        group.hidden = inGroup === 0;
        here += inGroup;
      }
      for (const part of entry.parts) part.hidden = !part.querySelector(".group:not([hidden])");
      entry.article.hidden = here === 0;
      shown += here > 0;
      findings += here;
    }
    count.textContent = "Showing " + plural(findings, "finding", "findings") + " of " + plural(shown, "child", "children") + ".";
  };

  const choose = (link) => {
    form.reset();
    for (const name of ["severity", "state", "check"]) {
      if (link.dataset[name]) form.elements[name].value = link.dataset[name];
    }
    apply();
    heading.focus({ preventScroll: true });
  };

  form.hidden = children.length === 0;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  document.querySelectorAll('a[href="#children"][data-severity], a[href="#children"][data-state], a[href="#children"][data-check]')
    .forEach((link) => link.addEventListener("click", () => choose(link)));
  apply();

  // On a narrow screen a timeline opens on today, with the past before it; newer browsers do it by the style alone.
  const toToday = new IntersectionObserver((seen) => seen.filter((one) => one.isIntersecting).forEach(({ target }) => {
    target.scrollLeft += target.querySelector(".today").getBoundingClientRect().right - target.getBoundingClientRect().right;
    toToday.unobserve(target);
  }));
  document.querySelectorAll(".draw").forEach((drawing) => toToday.observe(drawing));

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = Array.from(document.querySelectorAll("details:not([open])"));
    closed.forEach((element) => { element.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((element) => { element.open = false; }));
})();
