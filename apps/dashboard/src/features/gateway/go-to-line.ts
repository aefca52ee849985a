/** Selects a line of the editor and brings it into view. */
export function goToLine(field: HTMLTextAreaElement, line: number): void {
  const lines = field.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((total, { length }) => total + length + 1, 0);
  field.focus({ preventScroll: true });
  field.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  const scroller = field.parentElement?.parentElement;
  if (!scroller) return;
  const lineHeight = field.scrollHeight / Math.max(lines.length, 12);
  scroller.scrollTo({ top: Math.max(0, (line - 4) * lineHeight), left: 0 });
}
