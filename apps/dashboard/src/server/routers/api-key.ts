import { scopes } from "@plumbline/access/scopes";
import {
  createApiKey,
  createPublicApiKey,
  listApiKeys,
  renameApiKey,
  revokeApiKey,
  rotateApiKey,
  rotationOverlapsSeconds,
} from "@plumbline/services/api-key";
import { z } from "zod";
import { getEnv } from "../env.ts";
import { projectProcedure, router } from "../trpc.ts";

const expiresAt = z.iso
  .datetime()
  .transform((text) => new Date(text))
  .nullable();
const keyId = z.string().max(200);

const withPepper = <Services>(services: Services) => ({
  ...services,
  pepper: getEnv().PLUMBLINE_KEY_PEPPER,
});

export const apiKeyRouter = router({
  list: projectProcedure("api-keys:read").query(({ ctx, input }) => listApiKeys(ctx.services, input)),

  create: projectProcedure("api-keys:manage")
    .input(
      z.object({
        name: z.string(),
        scopes: z.array(z.enum(scopes)),
        models: z.array(z.string().max(200)).max(100).default([]),
        expiresAt,
      }),
    )
    .mutation(({ ctx, input }) =>
      createApiKey(withPepper(ctx.services), { ...input, expiresAt: input.expiresAt ?? undefined }),
    ),

  createPublic: projectProcedure("api-keys:manage")
    .input(z.object({ name: z.string(), allowedOrigins: z.array(z.string()).max(50), expiresAt }))
    .mutation(({ ctx, input }) =>
      createPublicApiKey(withPepper(ctx.services), { ...input, expiresAt: input.expiresAt ?? undefined }),
    ),

  rename: projectProcedure("api-keys:manage")
    .input(z.object({ keyId, name: z.string() }))
    .mutation(({ ctx, input }) => renameApiKey(ctx.services, input)),

  rotate: projectProcedure("api-keys:manage")
    .input(z.object({ keyId, overlapSeconds: z.literal(rotationOverlapsSeconds) }))
    .mutation(({ ctx, input }) => rotateApiKey(withPepper(ctx.services), input)),

  revoke: projectProcedure("api-keys:manage")
    .input(z.object({ keyId }))
    .mutation(({ ctx, input }) => revokeApiKey(ctx.services, input)),
});
