// A form travels in few sizes: who watches the network must not tell three words from two pages.
const SMALLEST = 16 * 1024; // as consultation/web/sizes.py has it
const LARGEST = 256 * 1024; // what the site takes; a form that is nearly as large goes as it is
const NAME = "_padding";

export function padded(body) {
  body.delete(NAME);
  const length = String(body).length + `&${NAME}=`.length;
  if (length > LARGEST) return body;
  let size = SMALLEST;
  while (size < length) size *= 2;
  body.append(NAME, "0".repeat(size - length));
  return body;
}
