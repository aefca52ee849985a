import { Button } from "../../components/ui/button.tsx";
import { FullPageNote } from "../shell/full-page-note.tsx";

interface TraceMissingProps {
  traceId: string;
  retrying: boolean;
  onRetry: () => void;
  onBack: () => void;
}

/** A link can be faster than its trace: what was sent a moment ago is on its way. */
export function TraceMissing({ traceId, retrying, onRetry, onBack }: TraceMissingProps) {
  return (
    <FullPageNote
      title="This trace is not here (yet)"
      text={
        <>
          A trace shows up within two seconds of being sent. If it was sent longer ago, check the project and
          the id:
          <code className="mt-2 block font-mono text-xs break-all">{traceId}</code>
        </>
      }
    >
      <Button size="medium" look="solid" disabled={retrying} onClick={onRetry}>
        {retrying ? "Looking…" : "Look again"}
      </Button>
      <Button size="medium" onClick={onBack}>
        All traces
      </Button>
    </FullPageNote>
  );
}
