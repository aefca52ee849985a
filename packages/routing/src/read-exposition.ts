/** A line of a Prometheus page. */
export interface Sample {
  name: string;
  /** What stands between the braces; `readLabels` takes it apart. */
  labelText: string;
  /** May be NaN or infinite. */
  value: number;
}

const line = /^([a-zA-Z_:][\w:]*)(?:\{([^\n]*)\})?[ \t]+(\S+)(?:[ \t]+-?\d+)?[ \t]*$/;
/** Longer lines are no samples; the pages are those of strangers. */
const longestLine = 16_384;
// From the beginning of a word alone: else a long one is read again from each of its letters.
const label = /\b([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;
const numbers: Readonly<Record<string, number>> = {
  "+Inf": Number.POSITIVE_INFINITY,
  Inf: Number.POSITIVE_INFINITY,
  "-Inf": Number.NEGATIVE_INFINITY,
};

/** Lines that are no samples are passed over: comments, and what an exporter says beyond the format. */
export function* readSamples(page: string): Generator<Sample> {
  for (const text of page.split("\n")) {
    if (text.length > longestLine) continue;
    const match = line.exec(text);
    if (match === null) continue;
    const [, name = "", labelText = "", value = ""] = match;
    yield { name, labelText, value: numbers[value] ?? Number(value) };
  }
}

export function readLabels(labelText: string): Map<string, string> {
  const labels = new Map<string, string>();
  for (const [, name = "", value = ""] of labelText.matchAll(label)) {
    labels.set(
      name,
      value.replaceAll(/\\(.)/g, (_, escaped: string) => (escaped === "n" ? "\n" : escaped)),
    );
  }
  return labels;
}
