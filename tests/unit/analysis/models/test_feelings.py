"""Learning how words feel."""

import csv

from analysis.models import feelings
from analysis.sentiment import felt, own_lists, read, shipped

TEXTS = (
    ["The trips are zingy", "Zingy and warm", "So zingy here"] * 4
    + ["The trips are murky", "Murky and cold", "So murky here"] * 4
    + ["Zingy but murky", "Murky yet zingy"] * 4
)
LABELS = ["positive"] * 12 + ["negative"] * 12 + ["mixed"] * 8


class TestLearn:
    def test_learns_words_it_never_knew(self):
        """Words that stand on no list get the feeling of the comments they stood in."""
        weights = feelings.learn(TEXTS, ["neutral"] * len(TEXTS), LABELS)

        assert "positive" == felt("It was zingy", "neutral", weights).label
        assert "negative" == felt("It was murky", "neutral", weights).label

    def test_gives_our_own_words_a_weight(self):
        """What the comments did not teach, our own lists do; turned, against."""
        weights = feelings.learn(TEXTS, ["neutral"] * len(TEXTS), LABELS)

        assert weights.words["ghosted"] == weights.words["not reliable"]
        assert weights.words["reliable"] == weights.words["not ghosted"]


class TestMain:
    def test_writes_what_can_be_read(self, tmp_path):
        """The file that is written gives the weights that were learned."""
        train, out = tmp_path / "train.csv", tmp_path / "weights.json"
        with train.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["text", "question", "sentiment"])
            writer.writerows(zip(TEXTS, [""] * len(TEXTS), LABELS, strict=True))
            writer.writerow(["left out", "", ""])

        assert 0 == feelings.main(["--train", str(train)], out=out)
        assert feelings.learn(TEXTS, ["neutral"] * len(TEXTS), LABELS) == read(out)


class TestShipped:
    def test_names_no_place(self):
        """The words that ship speak of feelings, not of the service the comments came from."""
        lists = own_lists()
        learned = {word.removeprefix("not ") for word in shipped().words}

        assert lists.places.isdisjoint(learned - lists.praise - lists.grumbles)
