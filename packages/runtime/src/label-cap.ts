/** The first `max` distinct values keep their name, later ones share "other": a label never grows unbounded. */
export function createLabelCap(max: number): (value: string) => string {
  const known = new Set<string>();
  return (value) => {
    if (known.has(value)) return value;
    if (known.size >= max) return "other";
    known.add(value);
    return value;
  };
}
