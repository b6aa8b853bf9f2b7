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

  /* Take the reader to what went wrong. */
  const error = document.getElementById("error");
  if (error) {
    error.tabIndex = -1;
    error.focus();
  }
})();
