// The photos of one audit on a device. A photo comes whole and goes whole and never changes, so
// none can clash. It waits until the site has it, and only then leaves the device; the same rules
// as app/services/audit_photos.py.
export const MOST_PHOTOS = 20;

export const of = (audit) => audit.photos ?? [];
export const shown = (audit, part) => of(audit).filter((one) => one.part === part && one.state !== "leaving");
export const refused = (audit) => of(audit).filter((one) => one.problem);
export const unsent = (audit) => of(audit).filter((one) => one.state !== "safe").length;
export const next = (audit) => of(audit).find((one) => one.state !== "safe" && !one.problem);

export function add(audit, id, part) {
  audit.photos = [...of(audit), { id, part, state: "waiting", sent: false, problem: "" }];
}

export function forget(audit, id) {
  audit.photos = of(audit).filter((one) => one.id !== id);
}

// Takes a photo away. What may have arrived is asked back from the site; the rest is simply gone.
export function takeAway(audit, id) {
  const photo = of(audit).find((one) => one.id === id);
  if (!photo.sent) forget(audit, id);
  else Object.assign(photo, { state: "leaving", problem: "" });
  // Another may fit now.
  for (const other of refused(audit)) other.problem = "";
}

// A photo that was not here to be sent may be, once the device is opened anew.
export function lookAgain(audit) {
  for (const photo of refused(audit).filter((one) => one.isLost)) photo.problem = "";
}

// Hears what became of one: "safe", "gone", or a problem in words. Returns whether its content can go.
export function hear(audit, id, reply) {
  const photo = of(audit).find((one) => one.id === id);
  if (!photo) return true;
  if (reply.state === "gone") forget(audit, id);
  else if (reply.state !== "safe") {
    // One that can't be asked back stays where it is, and the audit says why.
    audit.hand_in = false;
    if (photo.state === "waiting") Object.assign(photo, { problem: reply.message, isLost: Boolean(reply.isLost) });
    else [photo.state, audit.message] = ["safe", reply.message];
  } else if (photo.state === "waiting") photo.state = "safe";
  return ["safe", "gone"].includes(reply.state);
}

// Brings what another device held, from a rescue file: what the site has is only named, and what was
// taken away there goes here as well.
export function bring(audit, other) {
  const gone = new Set(of(other).filter((one) => one.state === "leaving").map((one) => one.id));
  for (const one of of(audit).filter(({ id }) => gone.has(id))) Object.assign(one, { state: "leaving", sent: true, problem: "" });
  const known = new Set(of(audit).map((one) => one.id));
  const more = of(other).filter((one) => !known.has(one.id));
  audit.photos = [...of(audit), ...more.map((one) => ({ ...one, sent: true, problem: "" }))];
}
