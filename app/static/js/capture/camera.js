// A photo made small on the device: drawn anew from its dots, so that where and when it was taken,
// and with what, stays behind. The site draws it anew once more.
const LONGEST = 1600;
const MOST_BYTES = 600_000;
const LARGEST_FILE = 40_000_000;
const QUALITIES = [0.82, 0.7, 0.55];
const SMALL = 320;

export class NoPhoto extends Error {}

const UNREADABLE = "This device can't read that file as a photo, so nothing was added. Take it again, or choose a JPEG, PNG or WebP.";
const TOO_LARGE = "This file is larger than 40 megabytes, so it was not added. Choose a smaller one.";

function drawn(picture, longest) {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d");
  // What was clear becomes white, as paper is.
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const jpeg = (canvas, quality) => new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));

// Returns the bytes of a JPEG of at most 1600 dots a side and 600,000 bytes.
export async function shrink(file) {
  if (file.size > LARGEST_FILE) throw new NoPhoto(TOO_LARGE);
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (!picture) throw new NoPhoto(UNREADABLE);
  for (let longest = LONGEST; longest >= SMALL; longest /= 2) {
    const canvas = drawn(picture, longest);
    for (const quality of QUALITIES) {
      const made = await jpeg(canvas, quality);
      if (made?.size <= MOST_BYTES) return made.arrayBuffer();
    }
  }
  throw new NoPhoto(UNREADABLE);
}

// Draws a photo small. A canvas, for the page's own policy lets no picture in that is not the site's.
export async function preview(content, label) {
  const picture = await createImageBitmap(new Blob([content], { type: "image/jpeg" }));
  const canvas = drawn(picture, SMALL);
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", label);
  return canvas;
}
