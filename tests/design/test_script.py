"""What static/js/turnabout.js adds, and that the pages work without it."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(page: Page, showroom: str) -> Page:
    page.goto(showroom + "/script/")
    return page


def test_booking_changes_the_place_and_says_so(opened: Page) -> None:
    opened.get_by_role("button", name="Book it").click()
    expect(opened.get_by_text("Amara O. (you)")).to_be_visible()
    expect(opened.locator("#count")).to_have_text("1")
    expect(opened.locator("#messages")).to_contain_text("Booked: Wed 25.")


def test_focus_moves_to_what_changed(opened: Page) -> None:
    opened.get_by_role("button", name="Book it").click()
    expect(opened.locator("#spot")).to_be_focused()


def test_what_changed_is_read_out(opened: Page) -> None:
    opened.get_by_role("button", name="Book it").click()
    expect(opened.locator("#announcer")).to_have_text("Yours now.")


def test_undo_shows_the_whole_page_anew_with_its_message(opened: Page) -> None:
    opened.get_by_role("button", name="Book it").click()
    opened.get_by_role("button", name="Undo").click()
    expect(opened.locator("#messages")).to_contain_text("Taken back.")
    expect(opened.get_by_role("button", name="Book it")).to_be_visible()
    assert opened.locator("html main").count() == 1


def test_a_message_can_be_put_away(opened: Page) -> None:
    opened.get_by_role("button", name="Book it").click()
    opened.get_by_role("button", name="Close").click()
    expect(opened.locator(".message")).to_have_count(0)


def test_a_slow_answer_shows_where_it_is_slow(opened: Page) -> None:
    held: list[Route] = []
    opened.route("**/booked/", lambda route: held.append(route))
    button = opened.get_by_role("button", name="Book it")
    button.click()
    expect(button).to_have_attribute("aria-busy", "true")
    held[0].continue_()
    expect(opened.get_by_text("Amara O. (you)")).to_be_visible()


def test_pressing_twice_books_once(opened: Page) -> None:
    held: list[Route] = []
    opened.route("**/booked/", lambda route: held.append(route))
    button = opened.get_by_role("button", name="Book it")
    button.click()
    button.click()
    expect(button).to_have_attribute("aria-busy", "true")
    assert len(held) == 1
    held[0].continue_()
    expect(opened.locator("#count")).to_have_text("1")


def test_pressing_a_plain_form_twice_sends_it_once(opened: Page) -> None:
    sent = opened.evaluate("""() => {
        let sent = 0;
        window.addEventListener("submit", (event) => { sent += 1; event.preventDefault(); });
        const button = document.querySelector("form:not([hx-post]) button");
        button.click();
        button.click();
        return sent;
    }""")
    assert sent == 1


def test_without_a_connection_nothing_typed_is_lost_and_a_second_try_works(opened: Page) -> None:
    opened.get_by_role("textbox", name="A word").fill("kept")
    opened.context.set_offline(True)
    opened.get_by_role("button", name="Book it").click()
    trouble = opened.get_by_role("alert")
    expect(trouble).to_contain_text("No connection. Nothing was lost; try again.")
    expect(opened.get_by_role("textbox", name="A word")).to_have_value("kept")
    opened.context.set_offline(False)
    trouble.get_by_role("button", name="Try again").click()
    expect(opened.get_by_text("Amara O. (you)")).to_be_visible()


def test_a_fault_of_ours_is_said_beside_what_was_pressed(opened: Page) -> None:
    opened.get_by_role("button", name="Break it").click()
    expect(opened.get_by_role("alert")).to_contain_text("Something went wrong on our side.")


def test_an_answer_that_leads_elsewhere_fills_the_page_not_the_piece(opened: Page) -> None:
    opened.get_by_role("button", name="Lead elsewhere").click()
    expect(opened.locator("#messages")).to_contain_text("Taken back.")
    assert opened.locator("header.top").count() == 1


def test_a_page_left_for_ten_minutes_is_fetched_anew(page: Page, showroom: str) -> None:
    page.clock.install()
    page.goto(showroom + "/script/")
    page.clock.fast_forward("11:00")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("#old")).to_have_text("Fetched anew.")


def test_a_page_left_for_a_moment_stays_as_it_is(page: Page, showroom: str) -> None:
    page.clock.install()
    page.goto(showroom + "/script/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.fast_forward("09:00")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.clock.run_for(1000)
    assert [url for url in asked if url.endswith("/fresh/")] == []
    expect(page.locator("#old")).to_have_text("As it was.")


def test_a_fold_is_remembered_for_the_visit(opened: Page) -> None:
    opened.get_by_text("More", exact=True).last.click()
    expect(opened.get_by_text("Folded away.")).to_be_visible()
    opened.reload()
    expect(opened.get_by_text("Folded away.")).to_be_visible()


def test_past_days_are_folded_on_a_phone_and_open_on_a_laptop(browser: Browser, showroom: str) -> None:
    for width, open_days in ((390, 4), (1280, 5)):
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.goto(showroom + "/week/")
        expect(page.locator("details.day[open]")).to_have_count(open_days)
        page.close()


def test_a_form_sent_back_puts_focus_on_what_is_wrong(page: Page, showroom: str) -> None:
    page.goto(showroom + "/form/")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("group", name="What needs another look")).to_be_focused()


def test_an_error_leads_to_its_field(page: Page, showroom: str) -> None:
    page.goto(showroom + "/form/")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("link", name="Day:").click()
    expect(page.get_by_label("Day")).to_be_focused()
    expect(page.get_by_label("Day")).to_have_attribute("aria-describedby", "id_day_helptext id_day_error")


def test_an_address_typed_for_a_code_need_not_be_typed_again_for_a_password(page: Page, showroom: str) -> None:
    page.goto(showroom + "/accounts/login/")
    page.get_by_role("textbox", name="Your e-mail address").fill("amara@example.org")
    page.get_by_text("Use a password instead").click()
    expect(page.locator("#id_login")).to_have_value("amara@example.org")


def test_booking_and_taking_it_back_work_without_script(browser: Browser, showroom: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(showroom + "/script/")
    page.get_by_role("button", name="Book it").click()
    expect(page.locator("#count")).to_have_text("1")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#messages")).to_contain_text("Taken back.")
    page.close()


def test_a_plain_form_without_a_connection_keeps_its_page(opened: Page) -> None:
    opened.context.set_offline(True)
    opened.get_by_role("button", name="Plain form").click()
    expect(opened.get_by_role("alert")).to_contain_text("No connection.")
    opened.context.set_offline(False)
    opened.get_by_role("button", name="Try again").click()
    expect(opened.locator("#messages")).to_contain_text("Taken back.")
