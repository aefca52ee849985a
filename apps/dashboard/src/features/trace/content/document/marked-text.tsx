/** A text with the words that were looked for marked, upper or lower case. */
export function MarkedText({ text, words }: { text: string; words: string }) {
  if (words === "") return <>{text}</>;
  const lower = text.toLowerCase();
  const sought = words.toLowerCase();
  // Where lower case is longer than upper case, positions would not agree.
  if (lower.length !== text.length || sought === "") return <>{text}</>;
  const pieces: React.ReactNode[] = [];
  let at = 0;
  for (let found = lower.indexOf(sought); found >= 0; found = lower.indexOf(sought, at)) {
    pieces.push(text.slice(at, found));
    at = found + sought.length;
    pieces.push(
      <mark key={found} className="rounded-xs bg-warning/30 text-inherit">
        {text.slice(found, at)}
      </mark>,
    );
  }
  pieces.push(text.slice(at));
  return <>{pieces}</>;
}
