import { FullPageNote } from "../shell/full-page-note.tsx";

/** The same for every reason: a link tells nothing of what it once led to. */
export function ShareGone() {
  return (
    <>
      <title>Link · Plumbline</title>
      <FullPageNote
        title="This link does not work any more"
        text="It was revoked, its time is over, or the trace was deleted. Check that the address is complete, or ask whoever sent it for a new one."
      />
    </>
  );
}
