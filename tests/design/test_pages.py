"""Every component, in its place on a page, on a phone and a laptop, in the light and in the dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PAGES = ["/", "/week/", "/form/", "/people/", "/charts/", "/shell/404/", "/shell/403/", "/shell/500/", "/shell/503/"]
ACCOUNT_PAGES = [
    "/accounts/login/",
    "/accounts/login/code/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/confirm-email/",
    "/accounts/inactive/",
]
WCAG = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


LIGHT_PHONE, DARK_LAPTOP = (390, "light"), (1280, "dark")
LOOKS = [LIGHT_PHONE, DARK_LAPTOP, (390, "dark"), (1280, "light")]


def visit(page: Page, address: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200
    page.locator("main h1").wait_for()


def faults(page: Page) -> list[str]:
    report = Axe().run(page, options=WCAG).response
    return [
        f"{violation['id']}: {node['html'][:160]} ({node['failureSummary']})"
        for violation in report["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize(
    ("path", "width", "scheme"),
    [(path, *look) for path in PAGES for look in LOOKS]
    + [(path, *look) for path in ACCOUNT_PAGES for look in (LIGHT_PHONE, DARK_LAPTOP)],
)
def test_a_page_has_no_fault_that_axe_can_find(
    browser: Browser, showroom: str, path: str, width: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    visit(page, showroom + path)
    assert faults(page) == []
    page.close()


def test_axe_finds_the_fault_that_is_put_there(page: Page, showroom: str) -> None:
    visit(page, showroom + "/week/")
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert any(fault.startswith("button-name") for fault in faults(page))


def test_a_form_with_errors_has_no_fault_that_axe_can_find(page: Page, showroom: str) -> None:
    page.goto(showroom + "/form/")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Please look at this again").wait_for()
    assert faults(page) == []


@pytest.mark.parametrize("path", PAGES + ACCOUNT_PAGES)
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_page_never_scrolls_sideways_at_320_px(browser: Browser, showroom: str, path: str, direction: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 256})
    visit(page, showroom + path)
    page.evaluate("direction => { document.documentElement.dir = direction }", direction)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.close()


@pytest.mark.parametrize("path", PAGES + ACCOUNT_PAGES)
def test_a_page_obeys_the_content_security_policy(browser: Browser, showroom: str, path: str) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    visit(page, showroom + path)
    page.wait_for_load_state("networkidle")
    assert said == []
    page.close()


def test_what_can_be_pressed_on_a_phone_is_big_enough(browser: Browser, showroom: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(showroom + "/week/")
    heights = page.locator(".main-nav a, .day > summary").evaluate_all(
        "elements => elements.map(element => element.getBoundingClientRect().height)"
    )
    rows = page.locator(".day[open] .place").evaluate_all(
        "elements => elements.map(element => element.getBoundingClientRect().height)"
    )
    assert heights
    assert rows
    assert min(heights + rows) >= 44
    page.close()


def test_the_skip_link_leads_to_the_page(page: Page, showroom: str) -> None:
    page.goto(showroom + "/week/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the page"
    page.keyboard.press("Enter")
    assert page.locator(":focus").get_attribute("id") == "main"


def test_print_shows_the_week_and_nothing_to_press(page: Page, showroom: str) -> None:
    page.goto(showroom + "/week/")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.get_by_text("Sian P.").first.is_visible()
    assert not page.locator(".main-nav").is_visible()
    assert not page.get_by_role("link", name="Book it").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_a_first_visit_stays_small(page: Page, showroom: str) -> None:
    """The aim is 150 kB compressed; this stays below it even uncompressed."""
    sizes: dict[str, int] = {}
    page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}))
    page.goto(showroom + "/week/")
    page.wait_for_load_state("networkidle")
    assert sum(sizes.values()) < 150_000
