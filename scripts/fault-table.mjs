// The table that `npm run test:faults` ends with, from the report of Vitest.

const numbers = (from, to) => Array.from({ length: to - from + 1 }, (_none, index) => `F${from + index}`);
/** The faults that the suite has to hold; a case begins with its name. */
const promised = [...numbers(1, 9), ...numbers(14, 21), "F28", "F29"];

/** Prints a line per case; returns the faults that have none. */
export function printFaultTable(report) {
  const cases = (report?.testResults ?? []).flatMap((file) => file.assertionResults);
  const lines = cases
    .toSorted((a, b) => numberOf(a) - numberOf(b))
    .map(({ title, status, meta }) => {
      const figures = meta?.faultFigures;
      const cost = figures === undefined ? "" : figures.isCostEqual ? "yes" : "no";
      const counts = ["acknowledged", "stored", "distinct"].map((name) => String(figures?.[name] ?? ""));
      return [title.slice(0, 76), ...counts, cost, status];
    });
  const table = [["case", "acknowledged", "stored", "distinct", "cost equal", "result"], ...lines];
  const widths = table[0].map((_head, column) => Math.max(...table.map((line) => line[column].length)));
  const isNumber = (column) => column > 0 && column < 4;
  for (const line of table) {
    const cells = line.map((cell, column) =>
      isNumber(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
    );
    console.log(cells.join("  ").trimEnd());
  }
  return promised.filter((name) => !cases.some((one) => `F${numberOf(one)}` === name));
}

function numberOf({ title }) {
  return Number(/^F(\d+)\b/.exec(title)?.[1] ?? Number.NaN);
}
