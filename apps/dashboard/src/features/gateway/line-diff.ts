interface DiffLine {
  kind: "same" | "added" | "removed";
  text: string;
}

/** Beyond it a difference is shown as one block taken out and one put in. */
const maxCells = 4_000_000;

/** Lines of two texts, the fewest changed. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [old, next] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < old.length && start < next.length && old[start] === next[start]) start += 1;
  let end = 0;
  while (
    end < old.length - start &&
    end < next.length - start &&
    old[old.length - 1 - end] === next[next.length - 1 - end]
  ) {
    end += 1;
  }
  return [
    ...mark("same", old.slice(0, start)),
    ...diffMiddle(old.slice(start, old.length - end), next.slice(start, next.length - end)),
    ...mark("same", old.slice(old.length - end)),
  ];
}

/** Only what changed and some lines around it; null stands for lines left out. */
export function foldDiff(lines: readonly DiffLine[], context = 3): (DiffLine | null)[] {
  const kept = lines.map((_line, index) =>
    lines.slice(Math.max(0, index - context), index + context + 1).some(({ kind }) => kind !== "same"),
  );
  const folded: (DiffLine | null)[] = [];
  for (const [index, line] of lines.entries()) {
    if (kept[index]) folded.push(line);
    else if (folded.at(-1) !== null) folded.push(null);
  }
  return folded;
}

const mark = (kind: DiffLine["kind"], lines: readonly string[]): DiffLine[] =>
  lines.map((text) => ({ kind, text }));

function diffMiddle(old: readonly string[], next: readonly string[]): DiffLine[] {
  if (old.length * next.length > maxCells) return [...mark("removed", old), ...mark("added", next)];
  const width = next.length + 1;
  // Length of the longest common subsequence of what is left from each pair of lines on.
  const common = new Uint32Array((old.length + 1) * width);
  const at = (row: number, column: number): number => common[row * width + column] ?? 0;
  for (let row = old.length - 1; row >= 0; row--) {
    for (let column = next.length - 1; column >= 0; column--) {
      common[row * width + column] =
        old[row] === next[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const lines: DiffLine[] = [];
  let [row, column] = [0, 0];
  while (row < old.length || column < next.length) {
    const [from, to] = [old[row], next[column]];
    if (from !== undefined && from === to) {
      lines.push({ kind: "same", text: from });
      row += 1;
      column += 1;
    } else if (to === undefined || (from !== undefined && at(row + 1, column) >= at(row, column + 1))) {
      lines.push({ kind: "removed", text: from ?? "" });
      row += 1;
    } else {
      lines.push({ kind: "added", text: to });
      column += 1;
    }
  }
  return lines;
}
