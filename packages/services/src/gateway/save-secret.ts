import { runTransaction } from "@plumbline/db/transaction";
import { sealGatewaySecret } from "@plumbline/runtime/gateway-secret";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";
import { parseInput } from "../parse-input.ts";
import { lockGateway } from "./lock.ts";
import { secretNameInput } from "./types.ts";

const origin = z
  .url({ protocol: /^https?$/ })
  .max(300)
  .transform((text) => new URL(text).origin);

const saveSecretInput = z.strictObject({
  projectId: z.string(),
  name: secretNameInput,
  /** As it stands in a header. */
  value: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/)
    .max(2_000),
  /** Where it may be sent; of a URL only scheme, host and port count. */
  origins: z.array(origin).min(1).max(32),
});

/** Shorter ones would be given away by their last four characters. */
const shortestShown = 16;

/** Makes a secret or puts another in its place, for these addresses alone. Nobody can read it again. */
export async function saveGatewaySecret(
  ctx: ServiceContext & { pepper: string },
  input: z.input<typeof saveSecretInput>,
): Promise<{ name: string }> {
  const { name, value, ...wanted } = parseInput(saveSecretInput, input);
  const { projectId, organizationId } = await requireProjectPermission(
    ctx,
    wanted.projectId,
    "gateway:write",
  );
  const by = ctx.actor.type === "user" ? ctx.actor.userId : null;
  const origins = [...new Set(wanted.origins)];
  const stored = {
    ciphertext: sealGatewaySecret(ctx.pepper, { projectId, name }, value),
    lastFour: value.length < shortestShown ? "" : value.slice(-4),
    origins,
  };
  await runTransaction(ctx.db, async (tx) => {
    await lockGateway(tx, projectId);
    const where = { projectId_name: { projectId, name } };
    const before = await tx.gatewaySecret.findUnique({ where });
    await tx.gatewaySecret.upsert({
      where,
      create: { projectId, name, ...stored, createdByUserId: by },
      update: { ...stored, replacedByUserId: by, replacedAt: new Date(ctx.clock.nowMs()) },
    });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: before === null ? "gateway-secret.created" : "gateway-secret.replaced",
      entityId: name,
      ...(before === null ? {} : { before: { origins: before.origins } }),
      after: { origins },
    });
    await writeOutbox(tx, { type: "gateway.changed", projectId, payload: { projectId } });
  });
  return { name };
}
