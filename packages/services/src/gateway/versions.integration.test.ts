import { describe, expect } from "vitest";
import { failureOf, poolAt, test } from "./gateway.fixture.ts";
import {
  checkGatewayConfig,
  getGatewayConfig,
  listGatewayVersions,
  restoreGatewayVersion,
  saveGatewayConfig,
  setReplicaDrain,
} from "./index.ts";

describe("versions", () => {
  test("count from 1 in each project, and the text is kept as it was written", async ({
    ctx,
    db,
    projectId,
  }) => {
    expect(await getGatewayConfig(ctx, { projectId })).toBeNull();
    const first = await saveGatewayConfig(ctx, { projectId, document: poolAt("http://a:1"), basedOn: 0 });
    const text = `${poolAt("http://b:1")}# kept\n`;
    const second = await saveGatewayConfig(ctx, { projectId, document: text, basedOn: 1, note: "  to b " });
    expect([first.version, second.version]).toEqual([1, 2]);
    expect(second).toMatchObject({ document: text, note: "to b", createdByName: "admin" });
    expect((await listGatewayVersions(ctx, { projectId })).map(({ version }) => version)).toEqual([2, 1]);
    expect(await getGatewayConfig(ctx, { projectId, version: 1 })).toMatchObject({ version: 1 });
    expect(await failureOf(getGatewayConfig(ctx, { projectId, version: 9 }))).toMatchObject({
      code: "not_found",
    });
    const audit = await db.auditEntry.findMany({ where: { projectId, entity: "gateway-config" } });
    expect(audit.map(({ action, after }) => ({ action, after }))).toEqual([
      { action: "gateway-config.saved", after: { version: 1, note: null } },
      { action: "gateway-config.saved", after: { version: 2, note: "to b" } },
    ]);
  });

  test("of two who edit the same one, the second is told; at once or later", async ({
    ctx,
    db,
    projectId,
  }) => {
    const save = (name: string) =>
      saveGatewayConfig(ctx, { projectId, document: poolAt(`http://${name}:1`), basedOn: 0 });
    const outcomes = await Promise.allSettled(["a", "b", "c", "d"].map(save));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await failureOf(save("e"))).toMatchObject({ code: "conflict", details: { version: 1 } });
    expect(await db.gatewayConfigVersion.count({ where: { projectId } })).toBe(1);
  });

  test("that cannot be served are refused with the lines that are wrong", async ({ ctx, db, projectId }) => {
    const document = "pools:\n  - name: a\n    replicas:\n      - url: nonsense\n        wieght: 2\n";
    const failure = await failureOf(saveGatewayConfig(ctx, { projectId, document, basedOn: 0 }));
    expect(failure).toMatchObject({ code: "invalid_request" });
    expect(failure.details?.issues).toEqual([
      expect.objectContaining({ line: 4 }),
      expect.objectContaining({ line: 5, message: 'There is no setting "wieght" here.' }),
    ]);
    const check = await checkGatewayConfig(ctx, { projectId, document });
    expect(check.issues).toEqual(failure.details?.issues);
    const stolen = poolAt("https://evil.example", "env:PLUMBLINE_KEY_PEPPER");
    expect(
      await failureOf(saveGatewayConfig(ctx, { projectId, document: stolen, basedOn: 0 })),
    ).toMatchObject({
      details: { issues: [expect.objectContaining({ line: 6 })] },
    });
    expect(await db.gatewayConfigVersion.count({ where: { projectId } })).toBe(0);
  });

  test("are restored as new ones", async ({ ctx, projectId }) => {
    await saveGatewayConfig(ctx, { projectId, document: poolAt("http://a:1"), basedOn: 0 });
    await saveGatewayConfig(ctx, { projectId, document: poolAt("http://b:1"), basedOn: 1 });
    const restored = await restoreGatewayVersion(ctx, { projectId, version: 1 });
    expect(restored).toMatchObject({
      version: 3,
      document: poolAt("http://a:1"),
      note: "Restored version 1",
    });
  });

  test("drain a replica and take it back in; a stranger's replica is not there", async ({
    ctx,
    projectId,
  }) => {
    await saveGatewayConfig(ctx, { projectId, document: poolAt("http://a:1"), basedOn: 0 });
    const replicaId = `${projectId}/model-a/a:1`;
    expect(await setReplicaDrain(ctx, { projectId, replicaId, drain: true })).toMatchObject({ version: 2 });
    expect(await setReplicaDrain(ctx, { projectId, replicaId, drain: true })).toMatchObject({ version: 2 });
    const back = await setReplicaDrain(ctx, { projectId, replicaId, drain: false });
    expect(back).toMatchObject({ version: 3, note: "Took model-a/a:1 back in" });
    expect(
      await failureOf(setReplicaDrain(ctx, { projectId, replicaId: "x/model-a/a:1", drain: true })),
    ).toMatchObject({ code: "not_found" });
  });
});
