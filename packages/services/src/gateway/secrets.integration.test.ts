import { describe, expect } from "vitest";
import { contextOf } from "../tenancy.fixture.ts";
import { failureOf, poolAt, test } from "./gateway.fixture.ts";
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
  testReplica,
} from "./index.ts";

describe("secrets", () => {
  test("are sealed, and nothing that is read back gives them away", async ({ ctx, db, projectId }) => {
    const value = "sk-very-secret-value-1234";
    await saveGatewaySecret(ctx, {
      projectId,
      name: "openai",
      value,
      origins: ["https://api.openai.com/v1"],
    });
    const row = await db.gatewaySecret.findFirstOrThrow({ where: { projectId } });
    expect(row.ciphertext).not.toContain("secret");
    const listed = await listGatewaySecrets(ctx, { projectId });
    expect(listed).toEqual([
      expect.objectContaining({
        name: "openai",
        lastFour: "1234",
        origins: ["https://api.openai.com"],
        inUse: false,
      }),
    ]);
    expect(JSON.stringify(listed)).not.toContain(row.ciphertext);
    const audit = await db.auditEntry.findMany({ where: { projectId } });
    expect(JSON.stringify(audit)).not.toContain("very-secret");
    expect(JSON.stringify(audit)).not.toContain(row.ciphertext);
    await saveGatewaySecret(ctx, { projectId, name: "short", value: "abc", origins: ["http://a:1"] });
    expect((await listGatewaySecrets(ctx, { projectId }))[1]?.lastFour).toBe("");
  });

  test("go to no other address than the one they were given for", async ({ ctx, projectId }) => {
    const origins = ["https://api.example"];
    await saveGatewaySecret(ctx, { projectId, name: "key", value: "sk-1234", origins });
    const good = poolAt("https://api.example/v1", "secret:key");
    await saveGatewayConfig(ctx, { projectId, document: good, basedOn: 0 });
    const swapped = poolAt("https://evil.example/v1", "secret:key");
    const failure = await failureOf(saveGatewayConfig(ctx, { projectId, document: swapped, basedOn: 1 }));
    expect(failure).toMatchObject({ code: "invalid_request", details: { issues: [{ line: 6 }] } });
    const replicaId = `${projectId}/model-a/evil.example`;
    expect(await failureOf(testReplica(ctx, { projectId, document: swapped, replicaId }))).toMatchObject({
      code: "invalid_request",
    });
    await saveGatewaySecret(ctx, {
      projectId,
      name: "key",
      value: "sk-5678",
      origins: ["https://evil.example"],
    });
    expect(await saveGatewayConfig(ctx, { projectId, document: swapped, basedOn: 1 })).toMatchObject({
      version: 2,
    });
    expect(await failureOf(restoreGatewayVersion(ctx, { projectId, version: 1 }))).toMatchObject({
      code: "invalid_request",
    });
  });

  test("reach no reader, sealed or not, by any verb that reads", async ({ ctx, db, tenants, projectId }) => {
    const value = "sk-planted-in-this-project";
    await saveGatewaySecret(ctx, { projectId, name: "key", value, origins: ["https://api.example"] });
    const document = poolAt("https://api.example", "secret:key");
    await saveGatewayConfig(ctx, { projectId, document, basedOn: 0 });
    const { ciphertext } = await db.gatewaySecret.findFirstOrThrow({ where: { projectId } });
    const viewer = contextOf(db, tenants.users.viewer);
    const answers = await Promise.all([
      getGatewayConfig(viewer, { projectId }),
      checkGatewayConfig(viewer, { projectId, document }),
      listGatewayVersions(viewer, { projectId }),
      listGatewaySecrets(viewer, { projectId }),
      readGatewayStatus(viewer, { projectId }),
    ]);
    const replicaId = `${projectId}/model-a/api.example`;
    const refused = await failureOf(testReplica(viewer, { projectId, document, replicaId }));
    expect(refused).toMatchObject({ code: "forbidden" });
    const text = JSON.stringify([answers, refused]);
    expect(text).not.toContain("planted");
    expect(text).not.toContain(ciphertext);
  });

  test("that are referred to stay; others can be deleted", async ({ ctx, projectId }) => {
    const unknown = poolAt("https://api.example", "secret:key");
    expect(
      await failureOf(saveGatewayConfig(ctx, { projectId, document: unknown, basedOn: 0 })),
    ).toMatchObject({
      code: "invalid_request",
    });
    await saveGatewaySecret(ctx, { projectId, name: "key", value: "sk-1", origins: ["https://api.example"] });
    await saveGatewayConfig(ctx, { projectId, document: unknown, basedOn: 0 });
    expect(await failureOf(deleteGatewaySecret(ctx, { projectId, name: "key" }))).toMatchObject({
      code: "conflict",
    });
    await saveGatewayConfig(ctx, { projectId, document: poolAt("https://api.example"), basedOn: 1 });
    await deleteGatewaySecret(ctx, { projectId, name: "key" });
    expect(await listGatewaySecrets(ctx, { projectId })).toEqual([]);
  });
});
