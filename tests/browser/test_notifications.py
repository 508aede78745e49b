"""Notifications: turned on from the page that says how one is told, shown by the service worker, and opened by a tap.

Chromium in a test cannot subscribe to a push service, so what a push service would bring is brought by the browser's
own developer protocol, and what subscribing would answer is said in its place where a test says so.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from accounts.models import Person
from nursery.models import Nursery
from nursery.scope import nursery_scope
from reminders.models import PushDevice
from tests.browser.conftest import LAPTOP, PHONE
from tests.reminders.push_service import Phone

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]

NOTICE = {
    "title": "Tomorrow, Thu 1 Oct: Care, 09:00–13:00",
    "body": "You are on the rota.",
    "link": "/bluebell/rota/",
    "tag": "bcdfghjkmnpq",
    "lang": "en-gb",
}


SHOWN = """navigator.serviceWorker.ready.then(program => program.getNotifications()).then(all => all.map(
    each => ({title: each.title, body: each.body, tag: each.tag, link: each.data.link, icon: each.icon})))"""

# Asking what is shown while one is about to be would have Chromium forget it, so the service worker says when it is.
LISTEN = """() => {
    const show = registration.showNotification.bind(registration);
    const shown = [];
    registration.showNotification = (...what) => show(...what).then(() => shown.push(what));
    self.showing = async (number) => {
        for (const until = performance.now() + 20000; shown.length < number && performance.now() < until; ) {
            await new Promise(done => setTimeout(done, 10));
        }
    };
}"""


class Worker:
    """The site's service worker, and Chromium's word to it."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        page.context.grant_permissions(["notifications"], origin=site)
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.versions: list[dict[str, Any]] = []
        self.session.on("ServiceWorker.workerVersionUpdated", lambda event: self.versions.extend(event["versions"]))
        self.session.send("ServiceWorker.enable")
        page.evaluate(
            """navigator.serviceWorker.register('/service-worker.js', {scope: '/'})
                .then(() => navigator.serviceWorker.ready)"""
        )
        running = page.context.service_workers
        self.program = running[0] if running else page.context.wait_for_event("serviceworker")
        self.program.evaluate(LISTEN)
        self.pushed = 0

    def push(self, words: str) -> None:
        registration = self.versions[-1]["registrationId"]
        told = {"origin": f"{self.site}/", "registrationId": registration, "data": words}
        self.session.send("ServiceWorker.deliverPushMessage", told)
        self.pushed += 1

    def shown(self) -> list[dict[str, Any]]:
        """What is, once all that was pushed has been."""
        self.program.evaluate("number => showing(number)", self.pushed)
        shown: list[dict[str, Any]] = self.page.evaluate(SHOWN)
        return shown


@pytest.fixture(scope="module")
def browser(launch_browser: Callable[..., Browser], chromium: str) -> Iterator[Browser]:
    """Windows and all: the other shows no notifications."""
    started = launch_browser(executable_path=chromium)
    yield started
    started.close()


@pytest.fixture
def worker(page: Page, site: str, sign_in: SignIn) -> Worker:
    sign_in(page, "Amara Okafor")
    return Worker(page, site)


# --- what the service worker does ---------------------------------------------------------------------------------
def test_a_push_is_shown_as_a_notification_that_knows_where_it_leads(worker: Worker, site: str) -> None:
    worker.push(json.dumps(NOTICE))
    assert worker.shown() == [
        {
            "title": NOTICE["title"],
            "body": NOTICE["body"],
            "tag": NOTICE["tag"],
            "link": f"{site}/bluebell/rota/",
            "icon": f"{site}/static/img/icon-192.png",
        }
    ]


def test_a_second_copy_takes_the_place_of_the_first(worker: Worker) -> None:
    worker.push(json.dumps(NOTICE))
    worker.push(json.dumps(NOTICE | {"tag": "another", "title": "Another"}))
    assert {each["title"] for each in worker.shown()} == {NOTICE["title"], "Another"}
    worker.push(json.dumps(NOTICE | {"title": "Once more"}))
    assert {each["title"] for each in worker.shown()} == {"Another", "Once more"}


@pytest.mark.parametrize("words", ["", "no JSON", "null", "[]", '{"title": 7}', '{"link": "/"}'])
def test_what_cannot_be_read_still_says_that_there_is_something(worker: Worker, words: str) -> None:
    worker.push(words)
    [shown] = worker.shown()
    assert (shown["title"], shown["body"]) == ("Turnabout", "There is something new for you.")


@pytest.mark.parametrize(
    "link", ["https://elsewhere.example/x", "//elsewhere.example/x", "javascript:alert(1)", 7, None]
)
def test_no_notification_leads_to_another_site(worker: Worker, site: str, link: object) -> None:
    worker.push(json.dumps(NOTICE | {"link": link}))
    [shown] = worker.shown()
    assert shown["link"].startswith(f"{site}/")
    assert "elsewhere" not in shown["link"]


CLICK = """async () => {
    const [notification] = await self.registration.getNotifications();
    const event = new NotificationEvent("notificationclick", { notification });
    const going = [];
    Object.defineProperty(event, "waitUntil", { value: (promise) => going.push(promise) });
    const opened = [];
    // Without a finger on a real notification Chromium opens no window, so where it would lead is written down.
    self.clients.openWindow = async (url) => opened.push(url);
    self.dispatchEvent(event);
    await Promise.allSettled(going);
    return { opened, left: (await self.registration.getNotifications()).length };
}"""


def test_a_tap_leads_to_what_it_is_about_and_the_notification_goes(worker: Worker, site: str) -> None:
    worker.push(json.dumps(NOTICE))
    worker.shown()
    assert worker.program.evaluate(CLICK) == {"opened": [f"{site}/bluebell/rota/"], "left": 0}
    worker.page.goto(f"{site}/bluebell/rota/")
    expect(worker.page.get_by_role("heading", level=1)).to_be_visible()


def test_a_tap_opens_no_second_window_on_a_page_that_is_open(worker: Worker, site: str) -> None:
    worker.page.goto(f"{site}/bluebell/rota/")
    worker.push(json.dumps(NOTICE))
    worker.shown()
    assert worker.program.evaluate(CLICK) == {"opened": [], "left": 0}


# --- the page -----------------------------------------------------------------------------------------------------
PAGE = "/bluebell/reminders/"


SUBSCRIBING = """{
const told = TOLD;
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
const keep = (key) => sessionStorage.setItem("subscribed", key);
const made = () => sessionStorage.getItem("subscribed") && {
    endpoint: told.endpoint,
    options: { applicationServerKey: bytes(sessionStorage.getItem("subscribed")).buffer },
    toJSON: () => ({ endpoint: told.endpoint, keys: { p256dh: told.p256dh, auth: told.auth } }),
    unsubscribe: async () => sessionStorage.removeItem("subscribed"),
};
PushManager.prototype.getSubscription = async () => made() || null;
PushManager.prototype.subscribe = async (options) => {
    keep(btoa(String.fromCharCode(...options.applicationServerKey)));
    return made();
};
}"""


def subscribing_answers(page: Page, phone: Phone) -> None:
    """In the place of the browser's own push service, which Chromium has none of without a window."""
    page.add_init_script(SUBSCRIBING.replace("TOLD", json.dumps(phone.told)))


def devices() -> list[PushDevice]:
    with nursery_scope(Nursery.objects.get(slug="bluebell")):
        return list(PushDevice.objects.select_related("person"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_turned_on_by_one_press_and_off_by_another(
    page: Page, site: str, sign_in: SignIn, look: Look, viewport: dict[str, int], scheme: str
) -> None:
    page.context.grant_permissions(["notifications"], origin=site)
    phone = Phone("https://push.example.org/phone")
    subscribing_answers(page, phone)
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    sign_in(page, "Amara Okafor")
    page.goto(f"{site}{PAGE}")
    page.get_by_label("Telephone number").fill("07700 900123")
    look(page, f"notifications-off-{scheme}")
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_text("on since")).to_be_visible()
    expect(page.get_by_label("Telephone number")).to_have_value("07700 900123")
    [device] = devices()
    assert (device.endpoint, device.person.name, device.p256dh) == (
        phone.endpoint,
        "Amara Okafor",
        phone.told["p256dh"],
    )
    page.reload()
    expect(page.get_by_text("on since")).to_be_visible()
    expect(page.get_by_role("button", name="Turn on")).to_be_hidden()
    look(page, f"notifications-on-{scheme}")
    page.get_by_role("button", name="Turn off").press("Enter")
    expect(page.get_by_role("button", name="Turn on")).to_be_visible()
    assert devices() == []


def test_a_browser_that_has_lost_them_offers_to_turn_them_on_again(page: Page, site: str, sign_in: SignIn) -> None:
    page.context.grant_permissions(["notifications"], origin=site)
    subscribing_answers(page, Phone("https://push.example.org/phone"))
    sign_in(page, "Amara Okafor")
    page.goto(f"{site}{PAGE}")
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_text("on since")).to_be_visible()
    page.evaluate("sessionStorage.clear()")
    page.reload()
    expect(page.get_by_text("This browser has stopped showing them.")).to_be_visible()
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_text("on since")).to_be_visible()
    assert len(devices()) == 1


def test_a_browser_that_reaches_no_push_service_says_so(page: Page, site: str, sign_in: SignIn, look: Look) -> None:
    page.context.grant_permissions(["notifications"], origin=site)
    sign_in(page, "Amara Okafor")
    page.goto(f"{site}{PAGE}")
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_text("could not reach the service that brings its notifications")).to_be_visible()
    look(page, "notifications-failed")


def test_where_they_are_blocked_it_says_where_to_allow_them(page: Page, site: str, sign_in: SignIn, look: Look) -> None:
    sign_in(page, "Amara Okafor")
    page.goto(f"{site}{PAGE}")
    page.get_by_role("button", name="Turn on").click()  # Chromium without a window says no to whoever asks
    expect(page.get_by_text("Blocked in this browser. Allow notifications for localhost")).to_be_visible()
    expect(page.get_by_role("button", name="Turn on")).to_be_hidden()
    look(page, "notifications-blocked")


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Add to Home Screen"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/40.0", "This browser cannot show notifications"),
    ],
    ids=["iphone", "old"],
)
def test_a_browser_that_cannot_show_any_is_told_what_helps(
    new_context: Callable[..., BrowserContext], site: str, sign_in: SignIn, look: Look, user_agent: str, words: str
) -> None:
    page = new_context(user_agent=user_agent).new_page()
    page.add_init_script("delete window.PushManager")
    sign_in(page, "Amara Okafor")
    page.goto(f"{site}{PAGE}")
    expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_role("button", name="Turn on")).to_be_hidden()
    look(page, f"notifications-{words.split()[0].lower()}")


def test_without_script_it_says_what_is_missing_and_another_device_can_be_removed(
    new_context: Callable[..., BrowserContext], site: str, sign_in: SignIn, look: Look
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, "Amara Okafor")
    nursery = Nursery.objects.get(slug="bluebell")
    with nursery_scope(nursery):
        amara = Person.objects.get(name="Amara Okafor")
        told = Phone("https://push.example.org/tablet").told
        PushDevice.objects.create(
            nursery=nursery, person=amara, label="Safari on iPad", added_at=timezone.now(), **told
        )
    page.goto(f"{site}{PAGE}")
    expect(page.get_by_text("Notifications need JavaScript")).to_be_visible()
    page.get_by_role("button", name="Remove Safari on iPad").click()
    expect(page.get_by_text("Safari on iPad shows no more notifications.")).to_be_visible()
    assert devices() == []
