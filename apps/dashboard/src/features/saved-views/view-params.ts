/** Search parameters of a list's address by name; what is absent is at its default. */
export type ViewParams = Readonly<Record<string, string>>;

export function isSameView(left: ViewParams, right: ViewParams): boolean {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].every((name) => left[name] === right[name]);
}

/** Of all parameters of an address those that a view keeps. */
export function keepParams(search: URLSearchParams, kept: readonly string[]): ViewParams {
  return Object.fromEntries(
    kept.flatMap((name) => {
      const value = search.get(name);
      return value === null || value === "" ? [] : [[name, value]];
    }),
  );
}
