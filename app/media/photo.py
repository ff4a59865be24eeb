"""Photos: decoded to pixels and drawn anew, so that nothing but the picture is left."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageFile, ImageOps

from app.media import Cleaned
from app.media.broken import BrokenFileError, TooMuchError

# Source: R-56; the largest picture of a present phone in its usual setting has 12 to 24.
MOST_PIXELS = 25_000_000
LONGEST_SIDE = 1600
THUMBNAIL = 320
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")


def clean(content: bytes) -> Cleaned:
    """Return a photo as a JPEG of at most 1600 pixels a side, with a small one.

    It is turned as it was held. Where it was taken, when, with what, its own thumbnail, its
    colour profile and whatever stood before or after the picture are not in what is returned.

    Raises:
        BrokenFileError: it is no JPEG, PNG or WebP, or parts of it are missing.
        TooMuchError: it has more than 25 million pixels; nothing of it was decoded.
    """
    # Pillow has a limit of its own and only warns at it; ours comes before any pixel.
    Image.MAX_IMAGE_PIXELS = None
    # What makes the printed pages sets this for the whole process, and halves would pass.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as found:
            if found.width * found.height > MOST_PIXELS:
                raise TooMuchError
            if found.format == "JPEG":
                found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            turned = ImageOps.exif_transpose(found)
            picture = _flat(turned)
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError) as error:
        raise BrokenFileError from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    small = picture.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    numbers = {"format": "jpeg", "width": picture.width, "height": picture.height}
    return Cleaned("image/jpeg", numbers, _jpeg(picture), _jpeg(small))


def _flat(picture: Image.Image) -> Image.Image:
    # Pasted on a new picture: only pixels can follow. What was clear becomes white.
    flat = Image.new("RGB", picture.size, "white")
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        flat.paste(clear, mask=clear.getchannel("A"))
    else:
        flat.paste(picture.convert("RGB"))
    return flat


def _jpeg(picture: Image.Image) -> bytes:
    kept = BytesIO()
    picture.save(kept, "JPEG", quality=QUALITY, optimize=True)
    return kept.getvalue()
