"""Take the README's pictures from the running page: `python scripts/take_picture.py FOLDER`."""

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
RACERS = "&".join(
    f"racer=r{place}.{rule};schedule=constant;look={place - 1}"
    for place, rule in enumerate(
        [
            "sgd.textbook(lr:0.1)",
            "momentum.textbook(lr:1,beta:0.9)",
            "rmsprop.textbook(lr:0.01,beta:0.9,eps:1e-8)",
            "adam.textbook(lr:0.02,beta1:0.9,beta2:0.999,eps:1e-8)",
        ],
        start=1,
    )
)
PICTURES = {  # what is in the address
    "picture.png": "",
    "network.png": "v=1&problem=network&data=spirals&test=0.3&hidden=16,16&activation=tanh"
    "&initializer=xavier_uniform&scale=1&batch=32&l1=0&l2=0&dropout=0&steps=1000&seed=0"
    f"&{RACERS}&step=600&view=decisions&across=steps&threshold=0.1",
}


def main(folder: Path) -> None:
    """Serve the page, let each race run, and write what it looks like."""
    folder.mkdir(parents=True, exist_ok=True)
    path = find()
    with (
        tempfile.TemporaryDirectory() as scratch,
        serving(Path(scratch) / "log.txt") as server,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(executable_path=path, args=flags())
        for name, fragment in PICTURES.items():
            page = chromium.new_page(viewport=SIZE, device_scale_factor=1)  # type: ignore[arg-type]
            page.goto(f"{server.url}/#{fragment}", wait_until="networkidle")
            page.wait_for_timeout(RACE)
            page.screenshot(path=folder / name)
            page.close()
            print(f"Wrote {folder / name} ({(folder / name).stat().st_size // 1024} KB)")
        chromium.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
