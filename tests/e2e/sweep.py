"""Looking at a page in every light: both widths, both themes, and with its errors."""

import re
from collections.abc import Collection, Iterable

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.e2e.conftest import DESK, overflows

NARROW = {"width": 320, "height": 640}
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# What is asked in which light: rules depend on the width, contrast on the theme too.
LIGHTS = (
    (NARROW, "light", {"runOnly": list(RULES)}),
    (NARROW, "dark", {"runOnly": {"type": "rule", "values": ["color-contrast"]}}),
    (DESK, "dark", {"runOnly": list(RULES)}),
    (DESK, "light", {"runOnly": {"type": "rule", "values": ["color-contrast"]}}),
)
FORM = "main form[method=post]:has(.field)"
# Sends the form of a page with nothing in it, past what the browser would ask for.
EMPTY_HANDED = """form => {
  form.noValidate = true;
  for (const one of form.elements) {
    if (one.type === "checkbox" || one.type === "radio") one.checked = false;
    else if (one.tagName === "SELECT") one.selectedIndex = 0;
    else if (["text", "date", "email", "textarea", "number"].includes(one.type))
      one.value = "";
  }
  const buttons = [...form.querySelectorAll("button.btn:not([type=button])")];
  form.requestSubmit(buttons.find(b => b.name !== "save" && !b.hidden));
}"""
# Only what is wrong comes back: all that is right would be a megabyte a page.
AXE_RUN = """async options => {
  const found = await axe.run(document, {...options, resultTypes: ["violations"]});
  return found.violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`));
}"""


def _faults(page: Page, options: dict) -> list[str]:
    """Return what axe finds on the page as it stands, a line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(AXE_RUN, options)


class Sweep:
    """What was found on the pages that one test looked at."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def look(self, page: Page) -> None:
        """Look at the page as it stands, in every light."""
        for size, theme, options in LIGHTS:
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            where = f"{page.url} ({size['width']}, {theme})"
            self.found += [f"{where} {fault}" for fault in _faults(page, options)]
            if overflows(page):
                self.found.append(f"{where} is wider than the window")

    def open(self, page: Page, paths: Iterable[str], *, status: int = 200) -> None:
        """Open these pages one after the other and look at each."""
        for path in paths:
            answer = page.goto(path)
            if answer is None or answer.status != status:
                self.found.append(f"{path} answers {answer and answer.status}")
            self.look(page)

    def send_empty(self, page: Page, form: str = FORM) -> None:
        """Send the form of this page with nothing in it and look at the errors."""
        before = page.url
        with page.expect_navigation():
            page.locator(form).first.evaluate(EMPTY_HANDED)
        if not page.locator(".err").count():
            self.found.append(f"{before} names no error for an empty form")
        self.look(page)


def steps_of(
    page: Page, wanted: Collection[str], path: str = "/can-bo/viec/?tab=all"
) -> dict[str, str]:
    """Return for each wanted step the address of a case of the inbox that offers it."""
    found: dict[str, str] = {}
    rows = page.request.get(path).text()
    for code in dict.fromkeys(re.findall(r"/can-bo/viec/([0-9A-Z-]{9})/", rows)):
        case = f"/can-bo/viec/{code}/"
        html = page.request.get(case).text()
        for step in wanted:
            if f'href="{case}{step}/"' in html:
                found.setdefault(step, f"{case}{step}/")
        if len(found) == len(wanted):
            break
    return found


def first_link(page: Page, path: str, pattern: str) -> str:
    """Return the first address on a page that matches the pattern."""
    found = re.search(f'href="({pattern})"', page.request.get(path).text())
    assert found is not None, f"{path} names no {pattern}"
    return found[1]
