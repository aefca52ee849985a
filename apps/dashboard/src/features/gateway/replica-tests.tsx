"use client";

import { useMutation } from "@tanstack/react-query";
import { CircleCheck, CircleX, Info } from "lucide-react";
import { FormError } from "../../components/form-error.tsx";
import { Button } from "../../components/ui/button.tsx";
import { formatDuration } from "../../format/duration.ts";
import { useTRPC } from "../../trpc/client.ts";
import type { GatewayCheck, ReplicaCheck } from "../../trpc/types.ts";

type Replica = GatewayCheck["replicas"][number];

interface ReplicaTestsProps {
  projectId: string;
  /** As it stands in the editor. */
  text: string;
  replicas: readonly Replica[];
}

/** Every replica of the text, and whether it works: asked when somebody wants to know. */
export function ReplicaTests({ projectId, text, replicas }: ReplicaTestsProps) {
  return (
    <section aria-labelledby="gateway-tests">
      <h2 id="gateway-tests" className="mb-1 text-xs font-medium text-faint">
        Replicas
      </h2>
      {replicas.length === 0 ? (
        <p className="text-soft">They can be tested once the text is valid and names some.</p>
      ) : (
        <ul className="divide-y rounded-lg border">
          {replicas.map((replica) => (
            <ReplicaTest key={replica.id} {...{ projectId, text, replica }} />
          ))}
        </ul>
      )}
    </section>
  );
}

function ReplicaTest({
  projectId,
  text,
  replica,
}: Omit<ReplicaTestsProps, "replicas"> & { replica: Replica }) {
  const trpc = useTRPC();
  const test = useMutation(trpc.gateway.testReplica.mutationOptions());
  return (
    <li className="space-y-1.5 px-3 py-2">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1">
          <span className="block text-xs font-medium break-all">{`${replica.pool} / ${replica.name}`}</span>
          <span className="block font-mono text-2xs break-all text-soft">{replica.url}</span>
        </span>
        <Button
          disabled={test.isPending}
          aria-label={`Test this replica: ${replica.name}`}
          onClick={() => test.mutate({ projectId, document: text, replicaId: replica.id })}
        >
          {test.isPending ? "Testing…" : "Test this replica"}
        </Button>
      </div>
      <FormError error={test.error} />
      <ul aria-live="polite" className="space-y-1 empty:hidden">
        {test.data?.map((check) => (
          <CheckItem key={check.asked} check={check} />
        ))}
      </ul>
    </li>
  );
}

function CheckItem({ check }: { check: ReplicaCheck }) {
  const { asked, ok, tookMs, saw, todo } = check;
  const [Icon, look, word] =
    ok === null
      ? ([Info, "text-soft", "Note"] as const)
      : ok
        ? ([CircleCheck, "text-accent", "Good"] as const)
        : ([CircleX, "text-error", "Failed"] as const);
  return (
    <li className="flex gap-1.5 text-xs">
      <Icon aria-label={word} className={`mt-0.5 size-3.5 shrink-0 ${look}`} />
      <span className="min-w-0 break-words">
        <span className="font-medium">{asked}</span>
        {tookMs > 0 && <span className="text-soft tabular-nums">{` ${formatDuration(tookMs)}`}</span>}
        {` · ${saw}`}
        {todo !== null && <span className="block text-soft">{todo}</span>}
      </span>
    </li>
  );
}
