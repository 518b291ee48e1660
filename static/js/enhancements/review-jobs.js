// Moves the bars of unfinished jobs every second, says what each is at, and shows the page anew when one of them has come to its end.
// Whoever is writing something on the page is told instead, and goes to the new result when they like.
const FIELDS = "input:not([type=hidden]):not([type=submit]), textarea, select";

export default function jobs(list) {
  if (!list.dataset.progress) return;
  const place = document.createElement("div");
  place.className = "job-ended";
  place.setAttribute("aria-live", "polite"); // there before it says anything, or nobody hears it
  document.querySelector("main").append(place);

  const look = async () => {
    try {
      const answer = await fetch(list.dataset.progress, { headers: { Accept: "application/json" } });
      const away = !answer.ok || answer.redirected; // signed out, perhaps
      if (away && !somebodyWrites()) return location.reload();
      const found = new Map(away ? [] : (await answer.json()).map((job) => [job.key, job]));
      for (const item of away ? [] : list.querySelectorAll("[data-job]")) {
        const job = found.get(item.dataset.job);
        if (job?.state !== item.dataset.state) {
          if (!somebodyWrites()) return location.reload();
          if (job?.state !== "running") return tell(place);
          item.dataset.state = "running"; // it waited, and has begun
        }
        move(item, job);
      }
    } catch {
      // The server is away for a moment; look again.
    }
    setTimeout(look, document.hidden ? 5000 : 1000);
  };
  setTimeout(look, 1000);
}

function move(item, job) {
  const bar = item.querySelector("progress");
  if (bar) bar.value = job.percent;
  for (const [part, words] of [[".job__percent", job.told], [".job__step", job.step]]) {
    const place = item.querySelector(part);
    if (place && place.textContent !== words) place.textContent = words;
  }
}

function tell(place) {
  const told = document.querySelector("template[data-job-ended]").content.cloneNode(true);
  // A page that came as the answer to a form has an address that cannot be asked for again.
  told.querySelector("a").href = document.querySelector(".rooms [aria-current]")?.href ?? location.href.split("#")[0];
  place.replaceChildren(told);
}

// Whether anything on the page would be lost with it: what was changed, what was refused and stands there again, or where the cursor is.
function somebodyWrites() {
  const main = document.querySelector("main");
  if (main.querySelector("[aria-invalid=true], [role=alert]:not([hidden])") || document.activeElement?.matches(FIELDS)) return true;
  return [...main.querySelectorAll(FIELDS)].some(changed);
}

function changed(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.type === "file") return field.files.length > 0;
  if (!field.options) return field.value !== field.defaultValue;
  const first = [...field.options].findIndex((option) => option.defaultSelected);
  return field.selectedIndex !== Math.max(first, field.multiple ? -1 : 0);
}
