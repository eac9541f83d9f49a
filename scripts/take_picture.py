"""Take the README's picture from the running page: `python scripts/take_picture.py FILE`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts.find_chromium import find, flags  # noqa: E402
from tests.serving import serving  # noqa: E402

SIZE = {"width": 1440, "height": 900}  # CSS pixels, and of the picture
RACE = 6_000  # milliseconds for the race to be computed and played


def main(target: Path) -> None:
    """Serve the page, let its first race run, and write what it looks like."""
    target.parent.mkdir(parents=True, exist_ok=True)
    path = find()
    with (
        tempfile.TemporaryDirectory() as scratch,
        serving(Path(scratch) / "log.txt") as server,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(executable_path=path, args=flags())
        page = chromium.new_page(viewport=SIZE, device_scale_factor=1)  # type: ignore[arg-type]
        page.goto(server.url, wait_until="networkidle")
        page.wait_for_timeout(RACE)
        page.screenshot(path=target)
        chromium.close()
    print(f"Wrote {target} ({target.stat().st_size // 1024} KB)")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
