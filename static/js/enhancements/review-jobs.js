// Moves the bars of running jobs every second, and shows the page anew when a job has come to its end.
export default function jobs(list) {
  if (!list.dataset.progress) return;
  const look = async () => {
    try {
      const answer = await fetch(list.dataset.progress, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return location.reload();
      for (const job of await answer.json()) {
        const item = list.querySelector(`[data-job="${CSS.escape(job.key)}"]`);
        if (!item || item.dataset.state !== job.state) return location.reload();
        const bar = item.querySelector("progress");
        if (bar) bar.value = job.percent;
      }
    } catch {
      // The server is away for a moment; look again.
    }
    setTimeout(look, document.hidden ? 5000 : 1000);
  };
  setTimeout(look, 1000);
}
