import { Waypoints } from "lucide-react";
import Link from "next/link";
import { buttonStyle } from "../../components/ui/button.tsx";
import { CodeBlock } from "../onboarding/code-block.tsx";
import { examples } from "./examples.ts";

/** Before there is a pool: what one is for, and three documents to begin with. */
export function GettingStarted({ projectId, mayWrite }: { projectId: string; mayWrite: boolean }) {
  const editor = `/project/${encodeURIComponent(projectId)}/gateway/pools`;
  return (
    <section aria-labelledby="gateway-start" className="mx-auto max-w-5xl space-y-4 py-4">
      <div className="text-center">
        <Waypoints aria-hidden className="mx-auto mb-3 size-5 text-faint" />
        <h2 id="gateway-start" className="text-base font-semibold">
          No pools yet
        </h2>
        <p className="mx-auto mt-1 max-w-xl text-balance text-soft">
          A pool is a model name with one or more servers behind it. Applications point their base URL at the
          gateway; every call is routed, retried elsewhere when a server fails, and recorded as a trace.
        </p>
        {!mayWrite && <p className="mt-2 text-soft">Ask an admin of the project to set one up.</p>}
      </div>
      <div className="grid gap-3 lg:grid-cols-3">
        {examples.map(({ id, label, note, document }) => (
          <div key={id} className="flex min-w-0 flex-col overflow-hidden rounded-lg border bg-surface">
            <h3 className="px-3 pt-2.5 font-medium">{label}</h3>
            <CodeBlock note={note} code={document} label={`the document of ${label}`} />
            {mayWrite && (
              <div className="mt-auto px-3 pb-3">
                <Link href={`${editor}?example=${id}`} className={buttonStyle({ size: "medium" })}>
                  {`Begin with ${label}`}
                </Link>
              </div>
            )}
          </div>
        ))}
      </div>
    </section>
  );
}
