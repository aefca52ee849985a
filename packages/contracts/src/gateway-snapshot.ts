import { z } from "zod";
import { poolConfig, replicaConfig } from "./gateway-config.ts";

/**
 * All that the gateway serves by. It is pushed to it, swapped as a whole, and kept on its disk, where
 * secrets lie encrypted. Nobody asks a database for any of it while a call is under way.
 */

const resolvedReplica = replicaConfig.extend({
  /** Stable over changes of the document: "<pool>/<name>". */
  id: z.string(),
  name: z.string(),
  model: z.string(),
});

const resolvedPool = poolConfig.extend({
  /** "<projectId>/<name>" */
  id: z.string(),
  replicas: z.array(resolvedReplica),
});

const snapshotKey = z.object({
  /** As packages/access hashes it. */
  hash: z.string(),
  keyId: z.string(),
  name: z.string(),
  projectId: z.string(),
  /** null allows every model. */
  models: z.array(z.string()).nullable(),
  feature: z.string().nullable(),
  expiresAtMs: z.number().nullable(),
});

export const gatewaySnapshot = z.object({
  /** Of its content: the same text means the same snapshot. */
  version: z.string(),
  projects: z.array(
    z.object({
      projectId: z.string(),
      /** The version of the project's document that people see; 0 for the file's. */
      configVersion: z.number(),
      pools: z.array(resolvedPool),
    }),
  ),
  keys: z.array(snapshotKey),
  /** Private hosts and networks that upstreams may have. */
  allowedPrivateHosts: z.array(z.string()),
});

export type GatewaySnapshot = z.output<typeof gatewaySnapshot>;
export type SnapshotKey = z.output<typeof snapshotKey>;
export type Pool = z.output<typeof resolvedPool>;
export type Replica = z.output<typeof resolvedReplica>;
