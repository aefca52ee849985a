export interface Line {
  label: string;
  value: string;
  target?: string;
}

/** Labels, figures and targets in three columns. */
export function printTable(title: string, lines: readonly Line[]): void {
  const labelWidth = Math.max(...lines.map(({ label }) => label.length));
  const valueWidth = Math.max(...lines.map(({ value }) => value.length));
  console.log(`\n${title}`);
  for (const { label, value, target } of lines) {
    const figure = target === undefined ? value : value.padEnd(valueWidth);
    console.log(
      `  ${label.padEnd(labelWidth)}  ${figure}${target === undefined ? "" : `   target ${target}`}`,
    );
  }
}

export function micros(seconds: number, count: number): string {
  return `${((seconds / count) * 1e6).toFixed(1)} µs`;
}

export function milliseconds(value: number): string {
  return `${value.toFixed(1)} ms`;
}

export function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}

export function rate(count: number, seconds: number): string {
  return `${Math.round(count / seconds).toLocaleString("en")}/s`;
}
