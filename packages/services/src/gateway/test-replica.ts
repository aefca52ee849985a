import { PlumblineError } from "@plumbline/contracts/errors";
import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import { secretName } from "@plumbline/routing/check-stored-config";
import { resolvePools } from "@plumbline/routing/resolve-pools";
import { openGatewaySecret } from "@plumbline/runtime/gateway-secret";
import { z } from "zod";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { checkDocument } from "./check-document.ts";
import type { ReplicaCheck } from "./describe-page.ts";
import { probeReplica } from "./probe-replica.ts";
import { readStatusRows } from "./status-rows.ts";
import { documentInput } from "./types.ts";

const testInput = z.strictObject({
  projectId: z.string(),
  /** As it is being edited; it need not be saved. */
  document: documentInput,
  replicaId: z.string().max(1_000),
});

/**
 * Asks a replica of a document how it is, as the gateway would: a call of one token, and the pages that
 * its kind has. Secrets are sent only to the addresses that they were given for.
 */
export async function testReplica(
  ctx: ServiceContext & { pepper: string },
  input: z.input<typeof testInput>,
): Promise<ReplicaCheck[]> {
  const wanted = parseInput(testInput, input);
  const { projectId } = await requireProjectPermission(ctx, wanted.projectId, "gateway:write");
  const { config, issues } = await checkDocument(ctx.db, projectId, wanted.document);
  if (config === null) {
    const [first] = issues;
    throw new PlumblineError("invalid_request", {
      message: `Line ${first?.line}: ${first?.message}`,
      details: { issues },
    });
  }
  const replica = resolvePools(projectId, config)
    .flatMap((pool) => pool.replicas)
    .find(({ id }) => id === wanted.replicaId);
  if (replica === undefined) throw new PlumblineError("not_found");
  const rows = await readStatusRows(ctx.db, ctx.clock.nowMs());
  const allowedPrivate = rows.flatMap(({ report }) => report.allowedPrivateHosts);
  return probeReplica(await withSecrets(ctx, projectId, replica), allowedPrivate);
}

async function withSecrets(
  ctx: ServiceContext & { pepper: string },
  projectId: string,
  replica: Replica,
): Promise<Replica> {
  const open = async (text: string): Promise<string> => {
    const name = secretName(text);
    if (name === null) return text;
    const row = await ctx.db.gatewaySecret.findUnique({ where: { projectId_name: { projectId, name } } });
    const { origin } = new URL(replica.url);
    if (row === null || !row.origins.includes(origin)) throw new PlumblineError("not_found");
    const opened = openGatewaySecret(ctx.pepper, { projectId, name }, row.ciphertext);
    if (opened !== null) return opened;
    throw new PlumblineError("invalid_request", {
      message: `The secret "${name}" was sealed under another PLUMBLINE_KEY_PEPPER. Enter it again.`,
    });
  };
  const headers: Record<string, string> = {};
  for (const [name, text] of Object.entries(replica.headers)) headers[name] = await open(text);
  const { api_key: key } = replica;
  return { ...replica, headers, ...(key === undefined ? {} : { api_key: await open(key) }) };
}
