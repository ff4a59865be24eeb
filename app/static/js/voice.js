// Records a voice in the page. The recording becomes the file of the form; nothing is sent before the page is.
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const BITS = 32_000;
const canRecord = "MediaRecorder" in window && navigator.mediaDevices?.getUserMedia && "DataTransfer" in window;
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

function wire(box) {
  const most = Number(box.dataset.voice);
  const input = box.closest("fieldset").querySelector("input[type=file]");
  const button = (name) => box.querySelector(`[data-do=${name}]`);
  const time = box.querySelector(".voice__time");
  const show = (...names) => {
    for (const one of box.querySelectorAll("[data-do]")) one.hidden = !names.includes(one.dataset.do);
  };
  // The page brings these words along where it is not in English.
  const theirs = box.dataset.words ? JSON.parse(box.dataset.words) : {};
  const said = (name, english) => theirs[name] ?? english;
  const say = (words) => (box.querySelector(".voice__said").textContent = words);
  let recorder = null;
  let sound = null;
  let seconds = 0;
  let tick = 0;

  const forget = () => {
    sound?.pause();
    if (sound) URL.revokeObjectURL(sound.src);
    sound = null;
    input.value = "";
    time.textContent = "";
  };

  const keep = (chunks, type) => {
    const plain = type.split(";")[0];
    const file = new File(chunks, `recording.${plain.split("/")[1]}`, { type: plain });
    const holder = new DataTransfer();
    holder.items.add(file);
    input.files = holder.files;
    sound = new Audio(URL.createObjectURL(file));
    show("start", "play", "delete");
    button("start").lastChild.textContent = ` ${said("again", "Record it again")}`;
    const english = `Your recording is ${seconds === 1 ? "1 second" : `${seconds} seconds`} long. It is sent when you save this page.`;
    say(said("long", english).replace("{seconds}", seconds));
    button("play").focus();
  };

  const start = async () => {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      say(said("no_microphone", "We could not use the microphone. You can choose a recording below, or skip this."));
      return;
    }
    forget();
    const chunks = [];
    const type = TYPES.find((one) => MediaRecorder.isTypeSupported(one));
    recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: BITS });
    recorder.addEventListener("dataavailable", (event) => chunks.push(event.data));
    recorder.addEventListener("stop", () => {
      window.clearInterval(tick);
      for (const track of stream.getTracks()) track.stop();
      if (box.isConnected) keep(chunks, recorder.mimeType);
    });
    seconds = 0;
    time.textContent = clock(0);
    tick = window.setInterval(() => {
      seconds += 1;
      time.textContent = `${clock(seconds)} of ${clock(most)}`;
      if (seconds >= most || !box.isConnected) recorder.stop();
    }, 1000);
    recorder.start();
    show("stop");
    say(said("recording", "Recording. Press Stop when you have finished."));
    button("stop").focus();
  };

  button("start").addEventListener("click", start);
  button("stop").addEventListener("click", () => recorder.stop());
  button("play").addEventListener("click", () => sound.play());
  button("delete").addEventListener("click", () => {
    forget();
    show("start");
    say(said("deleted", "Your recording is deleted."));
    button("start").focus();
  });
  box.hidden = false;
}

if (canRecord) document.querySelectorAll("[data-voice]").forEach(wire);
