import type { Pool, Replica } from "@plumbline/contracts/gateway-snapshot";
import type { UpstreamPool } from "@plumbline/egress/upstream-pool";
import { prepareShortChat } from "@plumbline/providers/short-chat";
import { supportOf } from "@plumbline/providers/upstream-target";
import { randomHex } from "../http/ids.ts";
import { requestPage } from "./request-page.ts";

/** So many short calls, one after the other; false when one was not answered: it is tried again later. */
export async function prewarm(upstream: UpstreamPool, pool: Pool, replica: Replica): Promise<boolean> {
  if (supportOf(replica.kind, "chat") !== "same") return true;
  for (let call = 0; call < pool.health.prewarm; call++) {
    const { path, headers, body } = prepareShortChat(replica, `warm_${randomHex(8)}`);
    const timeoutMs = pool.timeouts.first_token_ms || 120_000;
    const page = await requestPage(upstream, { method: "POST", path, headers, body, timeoutMs });
    if (page === null || page.status >= 500) return false;
  }
  return true;
}
