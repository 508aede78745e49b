"""Requests for a piece of a page, as htmx makes them."""

from django.http import HttpRequest


def page_around(request: HttpRequest) -> str:
    """Path and query of the page on this site that a piece was asked from; "" where none is named.

    It is a header, so whoever writes requests by hand may leave it out or write what is no address.
    """
    try:
        return request.htmx.current_url_abs_path or ""  # type: ignore[attr-defined]
    except ValueError:
        return ""
