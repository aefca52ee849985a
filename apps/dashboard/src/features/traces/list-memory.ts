/** Where the reader was in the list; kept for this visit, so that coming back is coming back. */
interface ListMemory {
  address: string;
  scrollTop: number;
  openedHref: string | null;
}

let memory: ListMemory | null = null;

const currentAddress = () => `${location.pathname}${location.search}`;

export function rememberList(scrollTop: number, openedHref: string | null): void {
  memory = { address: currentAddress(), scrollTop, openedHref };
}

/** What was remembered of the list that is on the page now. */
export function recallList(): ListMemory | null {
  return memory?.address === currentAddress() ? memory : null;
}

/** The list that was left last in this visit. */
export function lastListAddress(projectId: string): string {
  const path = `/project/${encodeURIComponent(projectId)}/traces`;
  return memory?.address.startsWith(path) ? memory.address : path;
}

/** Whether the page was opened from the list, so that going back is one step in the history. */
export function cameFromList(): boolean {
  return memory?.openedHref === location.pathname;
}
