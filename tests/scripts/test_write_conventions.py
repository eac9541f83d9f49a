from app.engine.catalogue import OPTIMIZERS
from scripts.write_conventions import PAGE, page


def test_the_committed_page_is_what_the_script_writes() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m scripts.write_conventions"


def test_every_convention_has_its_row() -> None:
    text = page()

    for entry in OPTIMIZERS.values():
        section = text.split(f"### {entry.label}\n")[1].split("\n### ")[0]
        for convention in entry.conventions:
            assert f"\n| {convention.label} | (" in section
