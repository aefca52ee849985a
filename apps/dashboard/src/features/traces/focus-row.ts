/** Moves the focus by rows of the list on the page; from nowhere it enters at the first. */
export function focusRow(step: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("[data-row-link]")];
  const index = links.findIndex((link) => link === document.activeElement);
  const next = links[index === -1 ? 0 : Math.min(links.length - 1, Math.max(0, index + step))];
  next?.focus({ preventScroll: true });
  next?.closest("tr")?.scrollIntoView({ block: "nearest" });
}
