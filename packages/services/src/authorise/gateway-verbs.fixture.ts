import type { Actor } from "@plumbline/access/actor";
import type { Permission } from "@plumbline/access/permissions";
import type { Db } from "@plumbline/db/client";
import {
  getGatewayConfig,
  listGatewaySecrets,
  readGatewayStatus,
  saveGatewayConfig,
  saveGatewaySecret,
} from "../gateway/index.ts";
import { contextOf } from "../tenancy.fixture.ts";

export interface Verb {
  permission: Permission;
  call: (actor: Actor, projectId: string) => Promise<unknown>;
}

/** Verbs of the gateway for the matrix; the database is there once its test runs. */
export const gatewayVerbs = (db: () => Db): Record<string, Verb> => ({
  "gateway/get-config": {
    permission: "gateway:read",
    call: (actor, projectId) => getGatewayConfig(contextOf(db(), actor), { projectId }),
  },
  "gateway/read-status": {
    permission: "gateway:read",
    call: (actor, projectId) => readGatewayStatus(contextOf(db(), actor), { projectId }),
  },
  "gateway/list-secrets": {
    permission: "gateway:read",
    call: (actor, projectId) => listGatewaySecrets(contextOf(db(), actor), { projectId }),
  },
  "gateway/save-config": {
    permission: "gateway:write",
    call: async (actor, projectId) => {
      await db().gatewayConfigVersion.deleteMany({ where: { projectId: projectId.replaceAll("\0", "") } });
      return saveGatewayConfig(contextOf(db(), actor), { projectId, document: "pools: []", basedOn: 0 });
    },
  },
  "gateway/save-secret": {
    permission: "gateway:write",
    call: (actor, projectId) =>
      saveGatewaySecret(contextOf(db(), actor), {
        projectId,
        name: "doomed",
        value: "sk-x",
        origins: ["https://a.example"],
      }),
  },
});
