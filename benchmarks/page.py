"""A page with ten racers over 500 steps, on a server of this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from app.web.assets import compress_all
from benchmarks.eleven_rules import RATES
from scripts.find_chromium import find, flags
from tests.serving import Server, serving

RACERS = list(RATES.items())[:10]
STEPS = 500
VIEW = ViewportSize(width=1280, height=800)


def address(step: int) -> str:
    """The page's address with the ten racers, `step` on show."""
    racers = "&".join(
        f"racer=r{place}.{name}.pytorch(lr:{rate});schedule=constant;look={place}"
        for place, (name, rate) in enumerate(RACERS)
    )
    return (
        f"/#v=1&surface=rosenbrock&start=-1.2,1&noise=0&steps={STEPS}&seed=0&{racers}"
        f"&step={step}&view=2d&threshold=0.0001"
    )


@contextmanager
def served() -> Iterator[tuple[Server, Browser]]:
    """A running server, its files compressed as the image has them, and a browser."""
    compress_all()
    with (
        TemporaryDirectory() as folder,
        serving(Path(folder) / "log.txt") as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find(), args=flags())
        yield server, browser
        browser.close()


@contextmanager
def raced(step: int) -> Iterator[Page]:
    """The page with a race that is computed to its end, at rest, at `step`."""
    with served() as (server, browser):
        page = browser.new_page(viewport=VIEW)
        page.goto(server.url + address(step))
        page.wait_for_function(f"document.getElementById('scrubber').value === '{step}'")
        page.wait_for_function("document.getElementById('map-state').textContent === ''")
        page.wait_for_timeout(2000)  # whatever else a load brings is done by then
        yield page
