// Where somebody has just sent, no draft stays in this tab, whichever way they came here.
import { drop } from "../tab.js";

export default function forget() {
  drop();
  window.navigation?.updateCurrentEntry?.({ state: { sent: true } }); // a form further back knows by this to be empty
}
