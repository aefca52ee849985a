import { RE2JS } from "re2js";

const maxPatternLength = 500;
const longestName = 1_000;
const cachedNames = 1_000;

/**
 * Whether a pattern is found in a name; linear in the name, whatever clients wrote. Throws for one that is
 * too long or not in RE2's syntax. Names are remembered: models are few and calls are many.
 */
export function compilePattern(pattern: string): (name: string) => boolean {
  if (pattern.length > maxPatternLength) throw new RangeError(`longer than ${maxPatternLength} characters`);
  const compiled = RE2JS.compile(pattern);
  let known = new Map<string, boolean>();
  return (name) => {
    if (name.length > longestName) return false;
    const found = known.get(name);
    if (found !== undefined) return found;
    const matches = compiled.matcher(name).find();
    if (known.size >= cachedNames) known = new Map();
    known.set(name, matches);
    return matches;
  };
}
