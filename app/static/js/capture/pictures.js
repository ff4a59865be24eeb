// The photos of one voice under its questions: take one, look at it, take it away.
import { NoPhoto, preview, shrink } from "./camera.js";
import { addPhoto, contentOf, removePhoto } from "./carrying.js";
import { button, el, notice } from "./dom.js";
import * as photos from "./photos.js";

const NO_ROOM = "This device has no room for this photo, so it was not added. All that you wrote is kept. Send what waits, or free some room on the device, and take it again.";
const FULL = `An audit holds ${photos.MOST_PHOTOS} photos at most. Take one away to add another.`;
const HINT = "Of what was drawn, written or made. Ask first, and cover names and faces. Where and when it was taken is removed. No machine looks at it: if it shows that a child may not be safe, say so in the form, and ring.";
const STATES = { waiting: "Kept on this device until it can be sent.", safe: "On the site, and gone from this device." };

function photoOf(audit, photo, number, again) {
  const place = el("div", {});
  const label = `Photo ${number}`;
  const isLost = photo.problem && photo.isLost;
  if (photo.state === "waiting") contentOf(audit, photo.id).then(async (content) => content && place.append(await preview(content, label)));
  return el(
    "li",
    { class: "card" },
    el("p", {}, el("strong", {}, label), " ", !isLost && el("span", { class: "quietly" }, STATES[photo.state])),
    photo.problem && notice(`${photo.problem} ${isLost ? "What is damaged is in the rescue file. Take it away here to do without it." : "It is still on this device. Take it away here, or save a rescue file first if it may matter."}`, "error"),
    place,
    el("div", { class: "actions" }, button("Take it away for good", () => removePhoto(audit, photo.id).then(() => again("", true)), "secondary", `: ${label.toLowerCase()}`)),
  );
}

async function take(audit, part, input, told, again) {
  const [file] = input.files;
  if (!file) return;
  told.replaceChildren(notice("Making the photo small …"));
  try {
    const content = await shrink(file);
    if (await addPhoto(audit, part, content)) return again("", true);
    told.replaceChildren(notice(NO_ROOM, "error", true));
  } catch (error) {
    if (!(error instanceof NoPhoto)) throw error;
    told.replaceChildren(notice(error.message, "error", true));
  }
  input.value = "";
}

// `again` draws the page anew, with this part of it open.
export function pictures(audit, part, again, isOpen) {
  const mine = photos.shown(audit, part);
  const hasRoom = photos.of(audit).length < photos.MOST_PHOTOS;
  const told = el("div", { role: "status" });
  const input = el("input", { class: "input input--file", id: "photo", type: "file", accept: "image/*", "aria-describedby": "photo-hint", onchange: () => take(audit, part, input, told, again) });
  return el(
    "details",
    { class: "details", id: "photos", open: isOpen || mine.some((one) => one.problem) },
    el("summary", {}, mine.length ? `Photos of drawings (${mine.length})` : "Photos of drawings"),
    el("p", { class: "hint", id: "photo-hint" }, HINT),
    mine.length > 0 && el("ul", { class: "plain-list" }, mine.map((one, index) => photoOf(audit, one, index + 1, again))),
    hasRoom ? [el("label", { class: "label", for: "photo" }, "Add a photo"), input] : el("p", {}, FULL),
    told,
  );
}
