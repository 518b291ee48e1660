// While somebody writes, their browser works out a riddle: it costs a person nothing, and a flood of answers a lot.
const AT_ONCE = 8;
const MOST = 100_000; // tries; a riddle of ours takes some hundreds
const SPARE = 60_000; // milliseconds before it expires that a riddle is renewed
const PATIENCE = 20_000; // then the answers go without it, as they do from a browser without script
const asHex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const asBytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => Number.parseInt(pair, 16));
let riddle;

// The browser derives keys outside the thread that draws the page, so that no worker is needed and typing stays smooth.
async function derived({ nonce, salt, cost, keyLength }, counter) {
  const password = new Uint8Array([...asBytes(nonce), 0, 0, 0, 0]);
  new DataView(password.buffer).setUint32(password.length - 4, counter);
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: asBytes(salt), iterations: cost };
  return asHex(await crypto.subtle.deriveBits(how, key, keyLength * 8));
}

async function solved(challenge) {
  for (let first = 0; first < MOST; first += AT_ONCE) {
    const keys = await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => derived(challenge.parameters, first + at)));
    const found = keys.findIndex((key) => key.startsWith(challenge.parameters.keyPrefix));
    if (found >= 0) return btoa(JSON.stringify({ challenge, solution: { counter: first + found, derivedKey: keys[found] } }));
  }
  throw new Error("no solution");
}

async function ask(form, own) {
  const body = new URLSearchParams({ _nonce: own.nonce });
  const answer = await fetch(`${form.dataset.here}challenge`, { method: "POST", body, credentials: "omit" });
  const { challenge, lasts } = await answer.json();
  own.until = own.begun + lasts * 1000 - SPARE;
  if (form.dataset.step === "check") setTimeout(() => form.closest("main") && work(form), Math.max(own.until - Date.now(), SPARE));
  return solved(challenge);
}

function work(form, anew = false) {
  const nonce = form.elements._nonce.value;
  if (anew || riddle?.nonce !== nonce || Date.now() > riddle.until) {
    const own = { nonce, begun: Date.now(), until: Date.now() + SPARE };
    own.proof = ask(form, own).catch(() => {
      own.until = 0;
      return "";
    });
    riddle = own;
  }
  return riddle.proof;
}

const patience = () => new Promise((over) => setTimeout(over, PATIENCE, ""));

// Puts the proof with what is sent, a new one if need be; says whether there is one. Only a site with https can have one.
export async function prove(form, body, anew = false) {
  const proof = crypto.subtle ? await Promise.race([work(form, anew), patience()]) : "";
  body.delete("_proof");
  if (proof) body.set("_proof", proof);
  return Boolean(proof);
}

export function workAhead(form) {
  if (!crypto.subtle) return;
  if (form.dataset.step === "check") work(form);
  else form.addEventListener("input", () => work(form), { once: true });
}
