/* What is better with JavaScript; every page works without it. */
"use strict";

(function () {
  /* Names of places while one is typed. */
  const list = document.getElementById("place-names");
  let waiting = 0;
  function suggest(input) {
    const text = input.value.trim();
    if (!list || text.length < 2) return;
    fetch(input.dataset.places + "?q=" + encodeURIComponent(text))
      .then(function (answer) { return answer.ok ? answer.json() : []; })
      .then(function (places) {
        list.replaceChildren(...places.map(function (place) {
          const option = document.createElement("option");
          option.value = place.name;
          return option;
        }));
      })
      .catch(function () { /* typing goes on without suggestions */ });
  }
  document.querySelectorAll("input[data-places]").forEach(function (input) {
    input.addEventListener("input", function () {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(suggest, 150, input);
    });
  });

  /* What is printed says when, and from where: an address never has private facts. */
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("[data-printed]").forEach(function (line) {
      const day = new Date().toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
      const address = window.location.href.split("#")[0];
      line.textContent = line.dataset.printed.replace("{day}", day).replace("{address}", address);
      line.hidden = false;
    });
  });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll("[data-printed]").forEach(function (line) { line.hidden = true; });
  });

  /* Copy a permanent link, print an answer. */
  document.querySelectorAll("a[data-copy]").forEach(function (link) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "second small";
    button.textContent = link.dataset.copy;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(link.href).then(function () {
        button.textContent = link.dataset.copied;
      });
    });
    if (navigator.clipboard) link.after(" ", button);
  });
  document.querySelectorAll("[data-print]").forEach(function (holder) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "second";
    button.textContent = holder.dataset.print;
    button.addEventListener("click", function () { window.print(); });
    holder.append(button);
  });

  /* A slider over the days of a list, the newest of which stands first; the map follows it. */
  document.querySelectorAll("select[data-slider]").forEach(function (select) {
    const last = select.options.length - 1;
    const slider = document.createElement("input");
    let asked = 0;
    if (last < 1) return;
    slider.type = "range";
    slider.max = String(last);
    slider.setAttribute("aria-label", select.dataset.slider);
    function say() {
      slider.value = String(last - select.selectedIndex);
      slider.setAttribute("aria-valuetext", select.options[select.selectedIndex].text);
    }
    function show(number) {
      if (number !== asked) return;
      const form = select.form;
      const there = new URL(window.location.href);
      there.searchParams.set("what", form.elements.what.value);
      there.searchParams.set("on", select.value);
      fetch(there)
        .then(function (answer) { return answer.ok ? answer.text() : Promise.reject(); })
        .then(function (text) {
          if (number !== asked) return;
          const page = new DOMParser().parseFromString(text, "text/html");
          ["#shown", "#tables", ".bottom", ".languages"].forEach(function (part) {
            document.querySelector(part).replaceWith(page.querySelector(part));
          });
          document.title = page.title;
          window.history.replaceState(null, "", there);
        })
        .catch(function () { form.requestSubmit(); });
    }
    slider.addEventListener("input", function () {
      select.selectedIndex = last - Number(slider.value);
      say();
      asked += 1;
      window.setTimeout(show, 120, asked);
    });
    select.addEventListener("change", say);
    say();
    select.after(slider);
  });

  /* Take the reader to what went wrong. */
  const error = document.getElementById("error");
  if (error) {
    error.tabIndex = -1;
    error.focus();
  }
})();
