// Tells at once that a file is too large, instead of after a long upload. Not needed to upload.
(function () {
  "use strict";
  var form = document.getElementById("upload");
  if (!form) return;
  var input = document.getElementById("file"), error = document.getElementById("file-error");

  function tooLarge() {
    var file = input.files && input.files[0];
    var large = file && file.size > Number(form.dataset.limit) * 1048576;
    error.textContent = large ? form.dataset.tooLarge : "";
    return large;
  }

  input.addEventListener("change", tooLarge);
  form.addEventListener("submit", function (event) {
    if (tooLarge()) { event.preventDefault(); input.focus(); return; }
    document.getElementById("progress").textContent = form.dataset.uploading;
  });
})();
