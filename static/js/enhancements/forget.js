// Where somebody has just sent, no draft stays in this tab, whichever way they came here.
import { drop } from "../tab.js";

export default function forget() {
  drop();
}
