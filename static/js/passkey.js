/* Passkeys, on the pages that have a button for one (templates/mfa/passkey_scripts.html). What speaks with the browser's
   own keys are django-allauth's scripts; this one shows what there is to press, and says when it did not work.

     data-passkey         what only works where there are passkeys: hidden until then
     data-passkey-say="…" a line for one state of this browser: unable, failed; what is there without script: script */
(() => {
  "use strict";

  const say = (state) =>
    document
      .querySelectorAll("[data-passkey-say]")
      .forEach((line) => (line.hidden = line.dataset.passkeySay !== state));

  const able = "PublicKeyCredential" in window;
  say(able ? "" : "unable");
  document.querySelectorAll("[data-passkey]").forEach((element) => (element.hidden = !able));
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    say("failed");
  });
})();
