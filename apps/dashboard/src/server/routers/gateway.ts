import {
  checkGatewayConfig,
  deleteGatewaySecret,
  getGatewayConfig,
  listGatewaySecrets,
  listGatewayVersions,
  readGatewayStatus,
  restoreGatewayVersion,
  saveGatewayConfig,
  saveGatewaySecret,
  setReplicaDrain,
  testReplica,
} from "@plumbline/services/gateway";
import { z } from "zod";
import { getEnv } from "../env.ts";
import { projectProcedure, router } from "../trpc.ts";

const document = z.string().max(1_000_000);
const version = z.number().int().min(1);
const replicaId = z.string().max(1_000);
const secretName = z.string().max(64);

const withPepper = <Services>(services: Services) => ({
  ...services,
  pepper: getEnv().PLUMBLINE_KEY_PEPPER,
});

export const gatewayRouter = router({
  /** Asked every two seconds by a page that is looked at. */
  status: projectProcedure("gateway:read").query(({ ctx, input }) => readGatewayStatus(ctx.services, input)),

  config: projectProcedure("gateway:read")
    .input(z.object({ version: version.optional() }))
    .query(({ ctx, input: { version: wanted, ...input } }) =>
      getGatewayConfig(ctx.services, { ...input, ...(wanted === undefined ? {} : { version: wanted }) }),
    ),

  /** A mutation for the length of what it takes; it changes nothing. */
  check: projectProcedure("gateway:read")
    .input(z.object({ document }))
    .mutation(({ ctx, input }) => checkGatewayConfig(ctx.services, input)),

  versions: projectProcedure("gateway:read").query(({ ctx, input }) =>
    listGatewayVersions(ctx.services, input),
  ),

  save: projectProcedure("gateway:write")
    .input(z.object({ document, note: z.string().max(500).default(""), basedOn: z.number().int().min(0) }))
    .mutation(({ ctx, input }) => saveGatewayConfig(ctx.services, input)),

  restore: projectProcedure("gateway:write")
    .input(z.object({ version }))
    .mutation(({ ctx, input }) => restoreGatewayVersion(ctx.services, input)),

  setDrain: projectProcedure("gateway:write")
    .input(z.object({ replicaId, drain: z.boolean() }))
    .mutation(({ ctx, input }) => setReplicaDrain(ctx.services, input)),

  testReplica: projectProcedure("gateway:write")
    .input(z.object({ document, replicaId }))
    .mutation(({ ctx, input }) => testReplica(withPepper(ctx.services), input)),

  secrets: projectProcedure("gateway:read").query(({ ctx, input }) =>
    listGatewaySecrets(ctx.services, input),
  ),

  saveSecret: projectProcedure("gateway:write")
    .input(
      z.object({
        name: secretName,
        value: z.string().max(2_000),
        origins: z.array(z.string().max(300)).max(32),
      }),
    )
    .mutation(({ ctx, input }) => saveGatewaySecret(withPepper(ctx.services), input)),

  deleteSecret: projectProcedure("gateway:write")
    .input(z.object({ name: secretName }))
    .mutation(({ ctx, input }) => deleteGatewaySecret(ctx.services, input)),
});
