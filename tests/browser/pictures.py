"""Takes pictures of every page, light and dark, into docs/pictures, from a server of its own with made-up people.

Run `uv run python tests/browser/pictures.py`; with names of pictures after it, only those are taken.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser.chromium import FLAGS, HOW, chromium_path  # noqa: E402 -- the path comes first
from browser.sample import Sample, arrange  # noqa: E402 -- as above
from browser.server import RunningApp  # noqa: E402 -- as above
from browser.visits import join, sign_in  # noqa: E402 -- as above
from PIL import Image  # noqa: E402 -- as above
from playwright.sync_api import sync_playwright  # noqa: E402 -- as above

FOLDER = ROOT / "docs" / "pictures"
WIDTH, HEIGHT, TALLEST = 1280, 800, 2400
LARGEST = 200_000  # bytes
DRAFT = """Hello Kwabena,

thank you for writing, and I am sorry about the trouble this makes today. Here is what I found"""


class Album:
    """Takes the pictures of one colour scheme. wanted: the names of those to take, all where it is empty."""

    def __init__(self, browser, app: RunningApp, scheme: str, wanted: set[str]) -> None:
        self._browser, self._app, self._scheme, self._wanted = browser, app, scheme, wanted
        self.contexts, self.broken = [], []

    def new_page(self):
        """Return a page in a fresh browser of this scheme."""
        size = {"width": WIDTH, "height": HEIGHT}
        context = self._browser.new_context(viewport=size, color_scheme=self._scheme, locale="en-GB")
        context.set_default_timeout(60_000)
        self.contexts.append(context)
        return context.new_page()

    def take(self, page, name: str, *, whole: bool = True) -> None:
        """Take a picture. whole: as tall as the page is, up to a limit; otherwise of what a screen shows."""
        if self._wanted and name not in self._wanted:
            return
        settle(page)
        page.set_viewport_size({"width": WIDTH, "height": min(TALLEST, max(HEIGHT, height(page))) if whole else HEIGHT})
        settle(page)
        picture = page.screenshot(animations="disabled", caret="hide")
        file = FOLDER / f"{name}-{self._scheme}.png"
        file.write_bytes(small(picture))
        page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        if page.get_by_text("This app has encountered an error").count():
            self.broken.append(f"{file.name}: the page failed")
        sys.stdout.write(f"{file.name} {file.stat().st_size // 1000} kB\n")


def settle(page) -> None:
    """Wait until Streamlit has drawn the page, where it is Streamlit's, and pictures and charts stand still."""
    if page.locator("[data-testid=stApp]").count():
        page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
        page.locator("[data-testid=stSkeleton]").first.wait_for(state="detached")
    page.wait_for_timeout(700)


def height(page) -> int:
    """Return how tall the page would like to be: Streamlit scrolls within it."""
    return page.evaluate(
        """() => {
            const main = document.querySelector("[data-testid=stMain]");
            return Math.ceil(main ? main.scrollHeight : document.documentElement.scrollHeight);
        }"""
    )


def small(png: bytes) -> bytes:
    """Return the picture with 256 colours where it is large."""
    if len(png) <= LARGEST // 2:
        return png
    out = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def candidates_pages(album: Album, app: RunningApp) -> None:
    """Take the way of a candidate: the link, before, while it runs, and after."""
    page = album.new_page()
    invited = app.invite(name="Robin Okafor", company="Larkhour", contact="hiring@larkhour.example")
    page.goto(invited.link)
    album.take(page, "candidate-join")
    join(page, invited)
    page.get_by_label("I have read what is kept").wait_for()
    album.take(page, "candidate-before")
    page.get_by_label("I have read what is kept").check()
    page.get_by_label("I have read the rule on AI").check()
    page.get_by_role("button", name=re.compile("^Start")).click()
    box = page.get_by_label(re.compile("^Your reply to"))
    box.fill(DRAFT)
    page.locator("reply-editor .save-state[data-kind=saved]").first.wait_for()
    album.take(page, "candidate-running", whole=False)
    page.get_by_role("searchbox").first.fill("invoice")
    page.keyboard.press("Enter")
    page.wait_for_timeout(1500)
    album.take(page, "candidate-help", whole=False)
    page.get_by_role("button", name="Hand in early").click()
    album.take(page, "candidate-hand-in", whole=False)
    page.get_by_role("button", name="Hand in now").click()
    page.get_by_role("heading", level=1).first.wait_for()
    album.take(page, "candidate-over")


def teams_pages(album: Album, app: RunningApp, sample: Sample) -> None:
    """Take the pages of owner and manager, and those of a rater."""
    page = album.new_page()
    page.goto(f"{app.url}/sign-in")
    album.take(page, "sign-in")
    sign_in(page, app, "owner")
    album.take(page, "home")
    for name in ("practise", "rounds"):
        page.goto(f"{app.url}/{name}")
        album.take(page, name)
    planning_pages(album, page, app.url)
    page.goto(f"{app.url}/round?round={sample.round_id}")
    tabs_of(album, page, "round")
    page.goto(f"{app.url}/results?round={sample.round_id}")
    settle(page)
    album.take(page, "results-candidates")
    for label in ("Raters", "Agreement", "To talk about", "Between groups", "Export"):
        page.get_by_test_id("stButtonGroup").get_by_role("button", name=label).or_(
            page.get_by_test_id("stButtonGroup").get_by_role("radio", name=label)
        ).first.click()
        album.take(page, f"results-{label.lower().replace(' ', '-')}")
    page.goto(f"{app.url}/scorecard?candidate={sample.candidate_id}")
    album.take(page, "scorecard")
    rater = album.new_page()
    sign_in(rater, app, "rater", sample.raters[0])
    rater.goto(f"{app.url}/rate")
    album.take(rater, "rate-list")
    rater.get_by_role("button", name=re.compile("^Rate ")).first.click()
    rater.wait_for_timeout(1500)
    album.take(rater, "rate")


def planning_pages(album: Album, page, url: str) -> None:
    """Take the planning pages, of a preset that is played at one click."""
    page.goto(f"{url}/plan")
    album.take(page, "plan")
    page.get_by_role("button", name="Compare its plans").first.click()
    page.get_by_role("button", name="The whole report").wait_for(timeout=120_000)
    run = page.url.split("run=")[1].split("&")[0]
    for label in ("Who waits", "When", "Over time", "The team", "What if", "How sure?"):
        page.get_by_role("tab", name=label).click()
        page.wait_for_timeout(4000)
        album.take(page, f"compare-{label.lower().replace(' ', '-').strip('?')}")
    for name in ("cost", "replay", "library"):
        page.goto(f"{url}/{name}?run={run}")
        page.wait_for_timeout(4000)
        album.take(page, name, whole=name != "replay")
    page.goto(f"{url}/scenario")
    begin = page.get_by_role("button", name="Begin with the example")
    teams = page.get_by_role("tab", name="Teams and shifts")
    begin.or_(teams).first.wait_for()
    if begin.is_visible():  # in the other colours the draft is there already
        begin.click()
    teams.wait_for()
    for label in ("Customers", "Teams and shifts", "Who comes first"):
        page.get_by_role("tab", name=label).click()
        page.wait_for_timeout(4000)
        album.take(page, f"scenario-{label.lower().replace(' ', '-')}")


def practice_pages(album: Album, app: RunningApp, sample: Sample) -> None:
    """Take the desk before and at work, the debrief of a shift that is over, and the trainer's page."""
    page = album.new_page()
    sign_in(page, app, "owner")
    page.goto(f"{app.url}/practice/{sample.shifts['before']}")
    page.get_by_role("button", name=re.compile("^Start")).wait_for()
    album.take(page, "practice-before")
    page.goto(f"{app.url}/practice/{sample.shifts['at_work']}")
    start = page.get_by_role("button", name=re.compile("^Start"))
    desk = page.locator(".desk")
    start.or_(desk).first.wait_for()
    if start.is_visible():  # in the other colours it runs already
        start.click()
    desk.wait_for()
    page.keyboard.press("Alt+J")
    page.wait_for_timeout(1500)
    album.take(page, "practice-desk", whole=False)
    page.goto(f"{app.url}/debrief?shift={sample.shifts['over']}")
    settle(page)
    page.wait_for_timeout(3000)
    album.take(page, "debrief")
    page.goto(f"{app.url}/cohort")
    album.take(page, "cohort")


def tabs_of(album: Album, page, name: str) -> None:
    """Take each tab of a page."""
    settle(page)
    for tab in page.get_by_role("tab").all():
        tab.click()
        words = tab.inner_text().strip().lower()
        album.take(page, f"{name}-{re.sub('[^a-z]+', '-', words)}")


def main(wanted: set[str]) -> None:
    """Take them all, or those that are wanted."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = chromium_path(Path(playwright.chromium.executable_path))
        if path is None:
            sys.exit(HOW)
        app, browser = RunningApp(Path(folder)), playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            sample = arrange(app)
            app.start()
            failed = [
                problem for scheme in ("light", "dark") for problem in tried(browser, app, scheme, wanted, sample)
            ]
        finally:
            browser.close()
            app.kill()
            log = app.log()
    if failed:
        sys.exit("\n".join(["not all could be taken:", *failed, log]))


def tried(browser, app, scheme, wanted, sample):
    """Take the pictures of one scheme and yield what went wrong: one page's trouble is not the others'."""
    for way, more in ((candidates_pages, ()), (teams_pages, (sample,)), (practice_pages, (sample,))):
        album = Album(browser, app, scheme, wanted)
        try:
            way(album, app, *more)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the other pages are tried
            pages = [page for context in album.contexts for page in context.pages]
            yield f"{way.__name__} {scheme}: {str(error)[:600]} at {[page.url for page in pages]}"
        yield from album.broken
        for context in album.contexts:
            context.close()


if __name__ == "__main__":
    main(set(sys.argv[1:]))
