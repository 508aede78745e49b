{% load i18n static %}/* Shows notifications and leads from them into the site. It touches no request: pages come as they always do. */
"use strict";

const ICON = "{% static 'img/icon-192.png' %}";
const UNREAD = { title: "Turnabout", body: "{% filter escapejs %}{% translate 'There is something new for you.' %}{% endfilter %}" };

const told = (event) => {
  try {
    const notice = event.data.json();
    return typeof notice.title === "string" && notice.title ? notice : UNREAD;
  } catch {
    return UNREAD; // a browser that is woken and shows nothing is told off, so it shows what is always true
  }
};

/* An address of this site; what leads elsewhere leads to the first page. */
const ours = (link) => {
  const url = new URL(link || "/", self.location.origin);
  return url.origin === self.location.origin ? url.href : `${self.location.origin}/`;
};

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("push", (event) => {
  const notice = told(event);
  event.waitUntil(
    self.registration.showNotification(notice.title, {
      body: notice.body,
      tag: notice.tag || "turnabout",
      lang: notice.lang || "",
      dir: "auto",
      icon: ICON,
      data: { link: ours(notice.link) },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const link = ours(event.notification.data?.link);
  const open = async () => {
    const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const there = windows.find((each) => each.url === link);
    return there ? there.focus() : self.clients.openWindow(link);
  };
  event.waitUntil(open());
});

/* The browser has taken the address back. Where it gave another, or gives one now, we are told it. */
self.addEventListener("pushsubscriptionchange", (event) => {
  const renew = async () => {
    const options = event.oldSubscription?.options;
    const next = event.newSubscription ?? (options && (await self.registration.pushManager.subscribe(options)));
    if (!next) return;
    await fetch("{% url 'renewed' %}", {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(next),
    });
  };
  event.waitUntil(renew());
});
