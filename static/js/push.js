/* Notifications in this browser, on the page "What you are told, and how" (templates/reminders/devices.html).

     data-push="…"        on the whole: the site's public key; data-push-worker is the service worker's address,
                          data-push-here the address to which this browser's notifications go, as we know it
     data-push-form       the form that turns them on; what the browser says of itself goes into its hidden fields
     data-push-say="…"    a line for one state of this browser: on, lost, ask, blocked, home, unable, failed;
                          what is there without script: script */
(() => {
  "use strict";

  const place = () => document.querySelector("[data-push]");
  const form = () => document.querySelector("[data-push-form]");

  const show = (state) => {
    place()
      ?.querySelectorAll("[data-push-say]")
      .forEach((line) => (line.hidden = line.dataset.pushSay !== state));
    form().hidden = !["ask", "lost", "failed"].includes(state);
  };

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

  const sameKey = (subscription) => {
    const theirs = new Uint8Array(subscription.options.applicationServerKey ?? []);
    const ours = bytes(place().dataset.push);
    return theirs.length === ours.length && theirs.every((byte, index) => byte === ours[index]);
  };

  const apple = () =>
    /iPhone|iPad/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

  const able = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

  const present = async () => {
    const registration = await navigator.serviceWorker.getRegistration("/");
    return (await registration?.pushManager.getSubscription()) ?? null;
  };

  const state = async (here) => {
    if (!able()) return apple() && !navigator.standalone ? "home" : "unable";
    if (Notification.permission === "denied") return "blocked";
    if (!here) return "ask";
    const subscription = await present();
    const shows = Notification.permission === "granted" && subscription?.endpoint === here && sameKey(subscription);
    return shows ? "on" : "lost";
  };

  const look = async () => {
    if (place()) show(await state(place().dataset.pushHere));
  };

  const subscribe = async () => {
    const registration = await navigator.serviceWorker.register(place().dataset.pushWorker, { scope: "/" });
    const old = await registration.pushManager.getSubscription();
    if (old && !sameKey(old)) await old.unsubscribe(); // made with a key that this site has no more
    await navigator.serviceWorker.ready;
    return registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: bytes(place().dataset.push),
    });
  };

  // The first press asks the browser; what it says fills the form, which then goes as any other.
  window.addEventListener(
    "submit",
    async (event) => {
      const turnOn = event.target;
      if (!turnOn.matches?.("[data-push-form]") || turnOn.elements.endpoint.value) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if ((await Notification.requestPermission()) !== "granted") {
        show(Notification.permission === "denied" ? "blocked" : "ask");
        return;
      }
      try {
        const { endpoint, keys } = (await subscribe()).toJSON();
        Object.assign(turnOn.elements.endpoint, { value: endpoint });
        Object.assign(turnOn.elements.p256dh, { value: keys.p256dh });
        Object.assign(turnOn.elements.auth, { value: keys.auth });
      } catch {
        show("failed");
        return;
      }
      turnOn.requestSubmit();
    },
    { capture: true },
  );

  document.addEventListener("htmx:load", (event) => {
    if (event.target.matches("[data-push]") || event.target.querySelector("[data-push]")) look();
  });

  look();
})();
