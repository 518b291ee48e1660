// The draft that someone asked this tab to keep: one for each consultation, and never anything that was not asked for.
const key = () => `draft ${location.pathname.split("/")[2]}`;

function trying(what) {
  try {
    return what(sessionStorage);
  } catch {
    return null; // a browser that keeps nothing at all
  }
}

export const read = () => trying((storage) => storage.getItem(key()));
export const drop = () => trying((storage) => storage.removeItem(key()));
export const write = (text) => trying((storage) => storage.setItem(key(), text) ?? true);
