const escapes = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
const letters = new Map([...escapes].map(([letter, char]) => [char, `\\${letter}`]));

/** In quotes; line ends are escaped, since the bar has one line. */
export function quote(value: string): string {
  return `"${value.replace(/["\\]/g, "\\$&").replace(/[\n\r\t]/g, (char) => letters.get(char) ?? char)}"`;
}

/** What stood between the quotes. A backslash before any other letter stands for itself. */
export function unquote(inner: string): string {
  return inner.replace(/\\(.)/gs, (both, char: string) =>
    char === '"' || char === "\\" ? char : (escapes.get(char) ?? both),
  );
}

/** A value of a field as it can be typed: in quotes where it would be read as something else. */
export function writeValue(value: string): string {
  const isPlain =
    /^[^\s"()*:]+$/.test(value) &&
    !/^[<>=-]/.test(value) &&
    !value.includes("..") &&
    !/^(?:and|or|not)$/i.test(value);
  return isPlain ? value : quote(value);
}

/** A key of a map as it can be typed behind `metadata.`. */
export function writeKey(key: string): string {
  return /^[^\s:"()]+$/.test(key) ? key : quote(key);
}

/** `metadata.plan`, `score."is helpful"`. */
export function writeField(field: string, key: string | undefined): string {
  return key === undefined ? field : `${field}.${writeKey(key)}`;
}
