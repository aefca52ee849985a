/** Moves the focus from the list into the trace beside it, to its spans if they are shown. */
export function enterPeek(): void {
  const panel = document.querySelector("[data-peek]");
  const target =
    panel?.querySelector<HTMLElement>('[role="treegrid"]') ??
    panel?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]');
  target?.focus();
}
