"""What people's words say: themes, feelings, how common they are, and what must not be shown.

Nothing here knows of the web, of a database, or of a person.
"""

from analysis.codebook import Codebook, CodebookError, Theme, load, shipped
from analysis.corpus import Corpus, Passage
from analysis.language import Understanding
from analysis.models import Coded, ModelError, ThemeModel, serving_model
from analysis.pipeline import Analysis, analyse
from analysis.sentiment import Sentiment

__all__ = [
    "Analysis",
    "Codebook",
    "CodebookError",
    "Coded",
    "Corpus",
    "ModelError",
    "Passage",
    "Sentiment",
    "Theme",
    "ThemeModel",
    "Understanding",
    "analyse",
    "load",
    "serving_model",
    "shipped",
]
