// Dictation by the device itself, and by nobody else: where a browser can't promise that speech
// stays on the device, nothing listens, and the page says what else there is (decision 15).
import { button, el } from "./dom.js";

const LANGUAGE = "en-GB";
const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
const STOPS = {
  "not-allowed": "This device lets no page use its microphone. Nothing was heard, and what you wrote is kept.",
  "audio-capture": "No microphone was found. What you wrote is kept.",
  "no-speech": "Nothing was heard. What you wrote is kept.",
};
const STOPPED = "The device stopped listening. What it wrote is kept.";
const ELSE = "This browser can't write down speech without sending the sound to its maker, so Earshot does not use it. The microphone key of your device's own keyboard may do it. Where that sends the sound depends on the device: ask whoever looks after it whether its dictation works on the device alone, and don't dictate a child's words before you know.";

let listening = null;

// Whether the language is on this device already. A pack that would have to be fetched is none.
async function asked() {
  if (!Recognition?.available || !("processLocally" in Recognition.prototype)) return false;
  return (await Recognition.available({ langs: [LANGUAGE], processLocally: true }).catch(() => "")) === "available";
}

export const canDictate = asked();

function stop() {
  listening?.abort();
  listening = null;
}

// Nobody is listened to on a page that they have left, nor behind a lock.
document.querySelector("#capture").addEventListener("leaving", stop);

// Begins to listen, or returns null where the browser does not promise to keep the sound here.
function begin(heard, ended) {
  const one = new Recognition();
  one.processLocally = true;
  if (one.processLocally !== true) return null;
  Object.assign(one, { lang: LANGUAGE, continuous: true, interimResults: false });
  one.onresult = (event) => heard([...event.results].slice(event.resultIndex).filter((each) => each.isFinal).map((each) => each[0].transcript.trim()).join(" "));
  one.onerror = (event) => event.error !== "aborted" && ended(STOPS[event.error] ?? STOPPED);
  one.onend = () => ended("");
  one.start();
  return one;
}

// Adds to a field of words a button that writes down what is said, where the device can.
export async function offer(field) {
  if (!(await canDictate)) return;
  const told = el("span", { class: "quietly", role: "status" });
  const press = button("Dictate", () => (listening?.field === field ? stop() : start()), "secondary", ` into: ${field.labels?.[0]?.textContent ?? "this answer"}`);
  const rest = (why) => {
    if (listening?.field === field) listening = null;
    press.firstChild.data = "Dictate";
    if (why || told.textContent.startsWith("Listening")) told.textContent = why;
  };
  const heard = (words) => {
    if (!words) return;
    field.value = [field.value.trimEnd(), words].filter(Boolean).join(" ");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const start = () => {
    stop();
    const one = begin(heard, rest);
    if (!one) return (told.textContent = ELSE);
    listening = Object.assign(one, { field });
    press.firstChild.data = "Stop dictating";
    told.textContent = "Listening on this device. Nothing that is said is sent anywhere.";
  };
  field.after(el("p", { class: "actions" }, press, told));
}

// What there is where the device can't; nothing where it can.
export async function instead(place) {
  if (await canDictate) return;
  place.append(el("details", { class: "details", id: "dictation" }, el("summary", {}, "If you would rather speak than type"), el("p", {}, ELSE)));
}
