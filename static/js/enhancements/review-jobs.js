// Moves the bars of unfinished jobs every second, says what each is at, and shows the page anew when one of them has come to its end.
export default function jobs(list) {
  if (!list.dataset.progress) return;
  const look = async () => {
    try {
      const answer = await fetch(list.dataset.progress, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return location.reload();
      const found = new Map((await answer.json()).map((job) => [job.key, job]));
      for (const item of list.querySelectorAll("[data-job]")) {
        const job = found.get(item.dataset.job);
        if (job?.state !== item.dataset.state) return location.reload();
        const bar = item.querySelector("progress");
        if (bar) bar.value = job.percent;
        for (const [part, words] of [[".job__percent", job.told], [".job__step", job.step]]) {
          const place = item.querySelector(part);
          if (place && place.textContent !== words) place.textContent = words;
        }
      }
    } catch {
      // The server is away for a moment; look again.
    }
    setTimeout(look, document.hidden ? 5000 : 1000);
  };
  setTimeout(look, 1000);
}
