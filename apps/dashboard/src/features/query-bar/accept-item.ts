interface Accepted {
  text: string;
  caret: number;
}

interface Place {
  from: number;
  to: number;
}

/** The text with the item in its place, and the caret where one types on: behind a space unless it is open. */
export function acceptItem(
  text: string,
  { from, to }: Place,
  item: { insert: string; open: boolean },
): Accepted {
  const before = text.slice(0, from) + item.insert;
  const after = text.slice(to);
  if (item.open || after.startsWith(")")) return { text: before + after, caret: before.length };
  return { text: `${before} ${after.replace(/^\s/, "")}`, caret: before.length + 1 };
}
