import type { Pool, Replica } from "@plumbline/contracts/gateway-snapshot";
import type { UpstreamPool } from "@plumbline/egress/upstream-pool";
import { scanMembers } from "@plumbline/providers/member-scanner";
import { prepareUpstream } from "@plumbline/providers/prepare-upstream";
import { supportOf } from "@plumbline/providers/upstream-target";
import { randomHex } from "../http/ids.ts";
import { requestPage } from "./request-page.ts";

/** So many short calls, one after the other; false when one was not answered: it is tried again later. */
export async function prewarm(upstream: UpstreamPool, pool: Pool, replica: Replica): Promise<boolean> {
  if (supportOf(replica.kind, "chat") !== "same") return true;
  const body = Buffer.from(
    JSON.stringify({ model: replica.model, max_tokens: 1, messages: [{ role: "user", content: "Hi" }] }),
  );
  for (let call = 0; call < pool.health.prewarm; call++) {
    const prepared = prepareUpstream(
      {
        operation: "chat",
        clientDialect: "openai",
        path: "/v1/chat/completions",
        query: "",
        stream: false,
        requestId: `warm_${randomHex(8)}`,
        contentType: "application/json",
        body,
        members: scanMembers(body),
        modelRange: null,
        requestedModel: replica.model,
        passHeaders: [],
      },
      replica,
      {},
    );
    const { path, headers } = prepared;
    const timeoutMs = pool.timeouts.first_token_ms || 120_000;
    const page = await requestPage(upstream, { method: "POST", path, headers, body, timeoutMs });
    if (page === null || page.status >= 500) return false;
  }
  return true;
}
