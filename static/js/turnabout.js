/* What makes the pages better once they work without it. Nothing here is needed to book a shift.

   Attributes that a template may use:
     data-focus             after a swap (or on opening) focus comes here
     data-announce="…"      after a swap this is read out
     data-fold="key"        on <details>: open or shut is remembered for this visit
     data-open-wide         on <details>: open on a laptop, whatever the server folded for a phone
     data-refresh           with hx-get and hx-trigger="turnabout:stale": fetched anew when the page was left, or nothing was done on it, for 10 minutes
     data-copy="selector"   on a hidden <button>: shown, and copies that field; data-copied="…" is what it then says
     data-download          on a form whose answer is a file: the page stays, so nothing is waited for
     data-mirror            an e-mail address typed into one form inside appears in the others
   Words come from <body data-say-…>, so that they are translated with the page. */
(() => {
  "use strict";

  const SLOW = 300; // ms until waiting is shown
  const STALE = 10 * 60 * 1000; // ms until a page left alone is out of date
  const REPEAT = 8000; // ms in which a second press of the same form is a slip
  const wide = window.matchMedia("(min-width: 60rem)");
  const say = (key) => document.body.dataset["say" + key];

  const announce = (text) => {
    const place = document.getElementById("announcer");
    place.textContent = "";
    window.requestAnimationFrame(() => (place.textContent = text));
  };

  // --- focus ---------------------------------------------------------------------------------------------
  const focusOn = (element) => {
    if (!element.matches("a[href], button, input, select, textarea, summary, [tabindex]")) {
      element.setAttribute("tabindex", "-1");
    }
    element.focus({ preventScroll: false });
  };

  const take = (attribute) => {
    const found = [...document.querySelectorAll(`[${attribute}]`)];
    const first = found[0] && { element: found[0], text: found[0].getAttribute(attribute) };
    found.forEach((element) => element.removeAttribute(attribute));
    return first;
  };

  const lost = () => document.activeElement === null || document.activeElement === document.body;

  const settle = (target, asked) => {
    const spoken = take("data-announce");
    const wanted = take("data-focus");
    if (spoken) announce(spoken.text);
    if (!asked) return;
    if (wanted) focusOn(wanted.element);
    else if (lost()) focusOn(target && target.isConnected && target !== document.body ? target : document.getElementById("main"));
  };

  // --- waiting, and one press for one thing ---------------------------------------------------------------
  const waiting = new Map(); // what is asked for → how to stop saying so
  const going = new WeakMap(); // form → until when a second press is a slip

  const wait = (key, element) => {
    const timer = window.setTimeout(() => {
      element.setAttribute("aria-busy", "true");
      announce(say("Busy"));
    }, SLOW);
    waiting.set(key, () => {
      window.clearTimeout(timer);
      element.removeAttribute("aria-busy");
    });
  };

  const rest = (key) => {
    waiting.get(key)?.();
    waiting.delete(key);
  };

  const pressed = (form, event) => event?.submitter ?? form.querySelector("button:not([type=button])") ?? form;

  window.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      const slip = (going.get(form) ?? 0) > Date.now();
      const offline = !navigator.onLine && !form.matches("[hx-post], [hx-get]");
      if (!slip && !offline) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (offline) trouble(form, "Offline", "Retry", () => form.requestSubmit(event.submitter));
    },
    { capture: true },
  );

  window.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.matches("[data-download]")) return; // htmx carries it; the page stays
    going.set(event.target, Date.now() + REPEAT);
    wait(event.target, pressed(event.target, event));
  });

  // --- no connection ---------------------------------------------------------------------------------------
  const clearTrouble = (element) => {
    if (element.nextElementSibling?.matches(".trouble")) element.nextElementSibling.remove();
  };

  const trouble = (element, what, way, action) => {
    clearTrouble(element);
    const line = document.createElement("div");
    line.className = "trouble";
    line.setAttribute("role", "alert");
    const words = document.createElement("span");
    words.textContent = say(what);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button plain small";
    button.textContent = say(way);
    button.addEventListener("click", () => {
      line.remove();
      action();
    });
    line.append(words, button);
    element.after(line);
  };

  const again = (element, event) => () => {
    if (element instanceof HTMLFormElement) element.requestSubmit(event?.submitter?.isConnected ? event.submitter : null);
    else if (event?.type === "click") element.click();
    else window.htmx.trigger(element, event?.type ?? "click");
  };

  const stale = (detail) => detail.requestConfig?.triggeringEvent?.type === "turnabout:stale";

  const failed = (event) => {
    const { elt, xhr, requestConfig } = event.detail;
    if (stale(event.detail) || !elt.isConnected) return;
    going.delete(elt);
    const status = xhr?.status ?? 0;
    if (status >= 400 && status < 500) trouble(elt, "Refused", "Reload", () => window.location.reload());
    else trouble(elt, status ? "Broken" : "Offline", "Retry", again(elt, requestConfig?.triggeringEvent));
  };

  // --- htmx ------------------------------------------------------------------------------------------------
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, xhr, requestConfig } = event.detail;
    clearTrouble(elt);
    if (elt instanceof HTMLFormElement) going.set(elt, Date.now() + REPEAT);
    if (!stale(event.detail)) {
      wait(xhr, elt instanceof HTMLFormElement ? pressed(elt, requestConfig?.triggeringEvent) : elt);
    }
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    rest(event.detail.xhr);
    going.delete(event.detail.elt);
  });

  ["htmx:sendError", "htmx:timeout", "htmx:responseError"].forEach((name) => document.addEventListener(name, failed));

  // A whole page came back (the view led elsewhere, or signing in is due): show it whole, not inside a piece.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const detail = event.detail;
    if (!detail.shouldSwap || detail.isError || !/^\s*<!doctype/i.test(detail.serverResponse)) return;
    const shell = /<body class="has-nav"/.test(detail.serverResponse);
    const url = new URL(detail.xhr.responseURL || window.location.href);
    if (shell !== document.body.classList.contains("has-nav")) {
      detail.shouldSwap = false;
      window.location.assign(url);
      return;
    }
    detail.target = document.body;
    detail.swapOverride = "innerHTML";
    detail.selectOverride = "unset";
    if (url.pathname + url.search === window.location.pathname + window.location.search) return;
    window.history.replaceState({ htmx: true }, "", window.location.href);
    window.history.pushState({ htmx: true }, "", url);
    window.scrollTo(0, 0);
  });

  let settling = null;
  document.addEventListener("htmx:afterSettle", (event) => {
    fresh = Date.now();
    const first = { target: event.target, asked: !stale(event.detail) };
    if (settling === null) {
      window.setTimeout(() => {
        const { target, asked } = settling;
        settling = null;
        settle(target, asked);
      });
    }
    settling ??= first;
  });

  document.addEventListener("htmx:load", (event) => prepare(event.target));

  // Out-of-band pieces come without a load of their own when the main swap is "none".
  document.addEventListener("htmx:oobAfterSwap", () => {
    prepare(document.body);
    settling ?? window.setTimeout(() => settle(document.getElementById("main"), true));
  });

  // --- folds -----------------------------------------------------------------------------------------------
  const memory = (() => {
    try {
      return window.sessionStorage;
    } catch {
      return null; // the browser keeps nothing for this site; the folds then start as the server drew them
    }
  })();

  document.addEventListener("click", (event) => {
    const summary = event.target.closest?.("details[data-fold] > summary");
    if (summary) memory?.setItem(`fold:${summary.parentElement.dataset.fold}`, String(!summary.parentElement.open));
  });

  const unfold = (root) => {
    const folds = [...root.querySelectorAll("details")].concat(root.matches("details") ? [root] : []);
    folds.forEach((fold) => {
      const kept = fold.dataset.fold === undefined ? null : memory?.getItem(`fold:${fold.dataset.fold}`);
      if (kept) fold.open = kept === "true";
      else if (wide.matches && "openWide" in fold.dataset) fold.open = true;
    });
  };

  wide.addEventListener("change", () => unfold(document.body));

  let shut = [];
  window.addEventListener("beforeprint", () => {
    shut = [...document.querySelectorAll("details.day:not([open])")];
    shut.forEach((fold) => (fold.open = true));
  });
  window.addEventListener("afterprint", () => shut.forEach((fold) => (fold.open = false)));

  // --- messages that can be put away -------------------------------------------------------------------------
  const closable = (root) =>
    root.querySelectorAll(".message:not(:has(.close))").forEach((message) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button small close";
      button.setAttribute("aria-label", say("Close"));
      button.textContent = "✕";
      button.addEventListener("click", () => {
        message.remove();
        if (lost()) focusOn(document.getElementById("main"));
      });
      message.append(button);
    });

  // --- typed once ----------------------------------------------------------------------------------------------
  document.addEventListener("input", (event) => {
    if (event.target.type !== "email") return;
    event.target.closest("[data-mirror]")?.querySelectorAll("input[type=email]").forEach((other) => {
      if (other !== event.target) other.value = event.target.value;
    });
  });

  // --- copying an address -----------------------------------------------------------------------------------
  const copyable = (root) => root.querySelectorAll("[data-copy]").forEach((button) => (button.hidden = false));

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const field = document.querySelector(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      return; // it is selected: a long press or Ctrl-C does the rest
    }
    button.textContent = button.dataset.copied;
    announce(button.dataset.copied);
  });

  // --- a page left open --------------------------------------------------------------------------------------
  let fresh = Date.now();

  const typedIn = (element) =>
    [...element.querySelectorAll("input:not([type=hidden]), textarea")].some((input) => input.value !== input.defaultValue);

  const refresh = () => {
    if (document.visibilityState !== "visible" || Date.now() - fresh < STALE) return;
    fresh = Date.now();
    document.querySelectorAll("[data-refresh]").forEach((element) => {
      if (!typedIn(element)) window.htmx.trigger(element, "turnabout:stale");
    });
  };

  document.addEventListener("visibilitychange", refresh);
  window.addEventListener("focus", refresh);
  window.setInterval(refresh, 60 * 1000); // a tablet on the wall is never left, and never comes back

  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    [...waiting.keys()].forEach(rest);
    document.querySelectorAll("form").forEach((form) => going.delete(form));
    refresh();
  });

  const prepare = (root) => {
    unfold(root);
    closable(document.body);
    copyable(root);
  };

  prepare(document.body);
  const wanted = take("data-focus");
  if (wanted) focusOn(wanted.element);
})();
