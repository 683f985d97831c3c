// Keeps the draft while somebody types. Without this file the page works all the same.
(function () {
  "use strict";
  var form = document.getElementById("answers");
  var note = document.getElementById("saved");
  if (!form || !note || !window.fetch || !window.URLSearchParams) return;
  var last = pack(), timer = 0, busy = false, leaving = false;

  function pack() { return new URLSearchParams(new FormData(form)).toString(); }

  function plan(delay) {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  }

  function save() {
    var body = pack();
    if (busy || leaving || body === last) return;
    busy = true;
    note.textContent = form.dataset.saving;
    fetch(form.dataset.autosave, {
      method: "POST", body: body, credentials: "same-origin",
      headers: { "Content-Type": "application/x-www-form-urlencoded" }
    }).then(function (answer) {
      if (answer.status === 409) { location.reload(); return null; }
      if (!answer.ok) throw new Error(answer.status);
      return answer.json();
    }).then(function (saved) {
      busy = false;
      if (!saved) return;
      last = body;
      note.textContent = form.dataset.saved.replace("{time}", saved.time);
      if (pack() !== last) plan(1500);
    }).catch(function () {
      busy = false;
      note.textContent = form.dataset.offline;
      plan(10000);
    });
  }

  form.addEventListener("input", function () { plan(1500); });
  form.addEventListener("change", function () { plan(300); });
  form.addEventListener("submit", function () { leaving = true; clearTimeout(timer); });
  window.addEventListener("pagehide", function () {
    var body = pack();
    if (leaving || body === last || !navigator.sendBeacon) return;
    navigator.sendBeacon(form.dataset.autosave,
      new Blob([body], { type: "application/x-www-form-urlencoded" }));
  });
})();
