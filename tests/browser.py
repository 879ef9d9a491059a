"""A real browser before the running admin."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page, sync_playwright

from claims.services.accounts import CURATORS, EDITORS

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PASSWORD = "open-the-gate"
#: By how much the page, or a part of it that would scroll, is wider than it may be.
TOO_WIDE = """() => [document.documentElement, ...document.querySelectorAll("#main *")]
  .filter((one) => one === document.documentElement || /auto|scroll/.test(getComputedStyle(one).overflowX))
  .filter((one) => !one.matches("pre, textarea, select") && one.scrollWidth > one.clientWidth)
  .map((one) => `${one.tagName.toLowerCase()}.${one.className}: ${one.scrollWidth - one.clientWidth} pixels`)"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.skip(f"no Chromium is installed (looked for {', '.join(CHROMIUM)}): install one to drive the admin as people do")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.fixture
def site(committed_db: str) -> Iterator[str]:
    """The address of the running product, over a database of its own, with an account for each role."""
    for name, group in (("carla", CURATORS), ("edith", EDITORS)):
        User.objects.create_user(name, password=PASSWORD, is_staff=True).groups.add(Group.objects.get(name=group))
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()


@pytest.fixture
def signed_in(browser: Browser, site: str) -> Iterator[Callable[[str], Page]]:
    """Sign an account in, each in a window of its own; a page that breaks, or asks for anything from elsewhere, fails the test."""
    faults: list[str] = []
    windows = []

    def sign_in(name: str) -> Page:
        window = browser.new_context(base_url=site, viewport={"width": 1400, "height": 900})
        windows.append(window)
        opened = window.new_page()
        opened.on("pageerror", lambda error: faults.append(f"{opened.url}: {error}"))
        opened.on(
            "request",
            lambda asked: None if asked.url.startswith((site, "data:", "blob:")) else faults.append(f"asks elsewhere: {asked.url}"),
        )
        opened.on("response", lambda answer: faults.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None)
        opened.goto("/admin/login/?next=/admin/")
        opened.fill("#id_username", name)
        opened.fill("#id_password", PASSWORD)
        opened.click("button[type=submit]")
        opened.wait_for_url("**/admin/")
        return opened

    yield sign_in
    for window in windows:
        window.close()
    assert faults == []
