import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import { targetOf } from "@plumbline/providers/upstream-target";
import type { Call } from "./call.ts";

/**
 * The client's own credentials, if it sent some, for whom it meant them: the servers of the pool that it
 * asked for. A fallback may be another company's, and is asked with the replica's own key.
 */
export function ownCredentials(
  { authorization, plan }: Pick<Call, "authorization" | "plan">,
  replica: Replica,
): string | undefined {
  if (authorization === undefined) return undefined;
  const { origin } = targetOf(replica);
  const meant = plan[0]?.pool.replicas ?? [];
  return meant.some((known) => targetOf(known).origin === origin) ? authorization : undefined;
}
