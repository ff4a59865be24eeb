"""How a plot is drawn."""

from types import SimpleNamespace

import pytest

from tests.controls import A_POINT, LONGEST, a_plot


class TestPlots:
    def draw(self, drawing, judge, name, *points):
        return judge(drawing.macro(f"components/{name}.html")("p", a_plot(*points)))

    @pytest.mark.parametrize("name", ["plot_dots", "plot_waves"])
    def test_are_called_by_what_they_say(self, drawing, judge, name):
        """A picture is an image to a screen reader, named by its finding in a sentence."""
        soup = self.draw(drawing, judge, name, A_POINT)
        picture = soup.select_one("[role=img]")

        assert LONGEST == soup.find(id=picture["aria-labelledby"]).get_text()
        assert all(svg["aria-hidden"] == "true" for svg in soup.select("svg"))

    @pytest.mark.parametrize("name", ["plot_dots", "plot_waves"])
    def test_have_their_numbers_as_a_table(self, drawing, judge, name):
        """Every point of a picture stands in the table with its interval and its count."""
        soup = self.draw(drawing, judge, name, A_POINT)

        assert [A_POINT.words] * 2 == [td.get_text(strip=True) for td in soup.select("td")]

    def test_show_withheld_as_withheld(self, drawing, judge):
        """A withheld wave has a dashed line and no dot, and the word in the table, never 0."""
        soup = self.draw(drawing, judge, "plot_waves", A_POINT, None, A_POINT)
        row = soup.select_one("tbody tr")

        assert (2 * 2, 2 * 1, 0) == tuple(
            len(soup.select(f".plot__{part}")) for part in ("dot", "gone", "line")
        )
        assert [A_POINT.words, "withheld", A_POINT.words] == [
            td.get_text(strip=True) for td in row.select("td")
        ]

    def test_join_waves_that_follow_one_another(self, drawing, judge):
        """A line joins two waves that are shown, and a higher share stands higher."""
        low = SimpleNamespace(at=0.1, low=0.05, high=0.2, words="4% (2% to 8%), 6 of 150")
        soup = self.draw(drawing, judge, "plot_waves", low, A_POINT)
        heights = [float(dot["d"].split()[1].split("h")[0]) for dot in soup.select(".plot__dot")]

        assert 2 == len(soup.select(".plot__line"))
        assert heights[0] > heights[1]
