"""Someone at a screen. What they do is told in the words that they read there, and every page that they reach is whole."""
import pathlib
import re

from checks import axe_clean, no_foreign_requests, no_sideways_scroll, shot

def plain(text):
    """Text as one compares it: without the no-break spaces that French asks for."""
    return re.sub(r"\s+", " ", text).strip()


class Someone:
    def __init__(self, page, server):
        self.page, self.server = page, server
        self.width = page.viewport_size["width"]
        self.mark = "A" if self.width == 360 else "B"  # tells apart what the two screens make on one site

    @property
    def content(self):
        return self.page.locator("main")

    def arrives(self):
        """Holds the page that was reached to what is true of every page."""
        self.page.wait_for_load_state()
        assert self.page.locator("h1").count() == 1, f"{self.page.url} has no one title"
        axe_clean(self.page)
        no_sideways_scroll(self.page)
        no_foreign_requests(self.page, self.server)

    def opens(self, path, status=200):
        answer = self.page.goto(path)
        assert answer.status == status, f"{path}: status {answer.status}"
        self.arrives()

    def signs_in(self, role):
        """Signs in as the first sample account of that role."""
        account = self.server.account(role)
        self.signs_in_as(account["name"], account["password"])

    def signs_in_as(self, name, passphrase, code=None, comes_in=True):
        """Signs in, giving the one-time code if it is asked for."""
        self.opens("/sign-in")
        self.types_in(name, passphrase)
        if code:
            self.page.locator("[autocomplete=one-time-code]").fill(code)
            self.types_in(name, passphrase)
        came_in = self.page.locator("input[type=password][autocomplete=current-password][name=passphrase]").count() == 0 or "/me" in self.page.url
        assert came_in == comes_in, self.read()[:500]

    def types_in(self, name, passphrase):
        self.page.fill("input[autocomplete=username]", name)
        self.page.fill("input[autocomplete=current-password]", passphrase)
        self.presses("Se connecter")

    def leaves(self):
        self.page.locator("header").get_by_role("button", name="Quitter").click()
        self.arrives()

    def follows(self, link, inside=None):
        """Follows a link; `inside` is a text of the row or line that it stands in, where several are called the same."""
        place = self.line(inside) if inside else self.content
        place.get_by_role("link", name=link, exact=True).first.click()
        self.arrives()

    def goes_to(self, area):
        self.page.locator("header").get_by_role("link", name=area, exact=True).click()
        self.arrives()

    def line(self, text):
        return self.content.locator("li, tr, dl.summary > div").filter(has_text=text).last

    def field(self, label):
        """The field under that label, whether it is optional or not."""
        return self.content.get_by_label(re.compile(rf"^{re.escape(label)}( \(facultatif\))?$")).first

    def writes(self, label, text):
        self.field(label).fill(text)

    def chooses_file(self, label, name, content, kind="application/octet-stream"):
        self.field(label).set_input_files({"name": name, "mimeType": kind, "buffer": content})

    def chooses(self, label, option):
        self.field(label).select_option(label=option)

    def answers(self, field, code):
        """Chooses an answer by its code, in whatever form it is asked."""
        box = self.page.locator(f"input[name={field}][value='{code}']")
        if box.count():
            box.check()
        else:
            self.page.locator(f"select[name={field}]").select_option(code)

    def ticks(self, label):
        self.content.get_by_label(label, exact=True).check()

    def presses(self, button, inside=None):
        place = self.line(inside) if inside else self.content
        place.get_by_role("button", name=button, exact=True).first.click()
        self.arrives()

    def read(self):
        return plain(self.content.inner_text())

    def reads(self, *texts):
        seen = self.read()
        for text in texts:
            assert text in seen, f"« {text} » is not on {self.page.url}:\n{seen[:1500]}"

    def reads_nothing_of(self, *texts):
        """Nothing of these is in the page, seen or not."""
        source = plain(self.page.content())
        for text in texts:
            assert text not in source, f"« {text} » is on {self.page.url}"

    def until(self, *texts):
        """Reloads the page until it says so, where work goes on after the answer."""
        for _ in range(80):
            if all(text in self.read() for text in texts):
                break
            self.page.wait_for_timeout(250)
            self.page.goto(self.page.url.split("?")[0])
        self.reads(*texts)

    def is_asked(self, label, sentence):
        """The form came back: the field says what is missing, a summary on top leads to it, and nothing was saved."""
        field = self.field(label)
        error = self.page.locator(f"#{field.get_attribute('id')}-error")
        assert plain(error.inner_text()) == sentence, error.inner_text()
        assert self.page.locator(f"[role=alert] a[href='#{field.get_attribute('id')}']").count() == 1

    def downloads(self, link):
        """The file that a link leads to."""
        with self.page.expect_download() as download:
            self.content.get_by_role("link", name=link, exact=True).click()
        return pathlib.Path(download.value.path())

    def receives(self, button):
        """The file that pressing a button brings."""
        with self.page.expect_download() as download:
            self.content.get_by_role("button", name=button, exact=True).click()
        return pathlib.Path(download.value.path())

    def pictures(self, name, width=1280, height=800):
        """Takes a picture of the page's top for the guide, at one of the widths: there it says that the data are a sample's."""
        if self.width == width:
            shot(self.page, name, height)
