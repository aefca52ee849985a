import { gatewaySnapshot } from "@plumbline/contracts/gateway-snapshot";
import { openReference } from "@plumbline/runtime/gateway-secret";
import { describe, expect } from "vitest";
import { createApiKey, revokeApiKey, rotateApiKey } from "../api-key/index.ts";
import { contextOf, system, testPepper } from "../tenancy.fixture.ts";
import { poolAt, test } from "./gateway.fixture.ts";
import { createSnapshotPublisher, saveGatewayConfig, saveGatewaySecret } from "./index.ts";

describe("the snapshot", () => {
  test("has the newest documents with sealed secrets, and the keys that open the gateway", async ({
    ctx,
    db,
    projectId,
  }) => {
    const publisher = createSnapshotPublisher(db);
    await saveGatewaySecret(ctx, {
      projectId,
      name: "key",
      value: "sk-up",
      origins: ["https://api.example"],
    });
    const document = poolAt("https://api.example", "secret:key");
    await saveGatewayConfig(ctx, { projectId, document, basedOn: 0 });
    const before = await publisher.fingerprint();
    expect(await publisher.fingerprint()).toBe(before);
    const owner = contextOf(db, system);
    const limited = await createApiKey(owner, {
      projectId,
      name: "chat only",
      scopes: ["gateway"],
      models: ["model-a", "model-a"],
    });
    expect((await publisher.publish()).snapshot.keys).toContainEqual(
      expect.objectContaining({ keyId: limited.id, models: ["model-a"] }),
    );
    const { key: next } = await rotateApiKey(owner, { projectId, keyId: limited.id, overlapSeconds: 0 });
    expect(next.models).toEqual(["model-a"]);
    await expect(
      createApiKey(owner, { projectId, name: "app", scopes: ["read"], models: ["model-a"] }),
    ).rejects.toMatchObject({ code: "invalid_request" });
    for (const { id } of [limited, next]) await revokeApiKey(owner, { projectId, keyId: id });
    const key = await createApiKey(owner, { projectId, name: "app", scopes: ["gateway"] });
    await createApiKey(owner, { projectId, name: "sdk", scopes: ["ingest"] });
    expect(await publisher.fingerprint()).not.toBe(before);
    const { snapshot, unreadable } = await publisher.publish();
    expect(gatewaySnapshot.parse(JSON.parse(JSON.stringify(snapshot)))).toEqual(snapshot);
    expect(unreadable).toEqual([]);
    const project = snapshot.projects.find((each) => each.projectId === projectId);
    const sent = project?.pools[0]?.replicas[0]?.api_key ?? "";
    expect(sent).toMatch(/^sealed:key:/);
    expect(openReference(testPepper, projectId, sent)).toBe("sk-up");
    expect(snapshot.keys.filter((each) => each.projectId === projectId)).toEqual([
      expect.objectContaining({ keyId: key.id, name: "app", models: null }),
    ]);
    expect((await publisher.publish()).snapshot.version).toBe(snapshot.version);
    await revokeApiKey(owner, { projectId, keyId: key.id });
    expect((await publisher.publish()).snapshot.keys.filter((each) => each.projectId === projectId)).toEqual(
      [],
    );
    await db.project.update({ where: { id: projectId }, data: { deletedAt: new Date() } });
    const gone = await publisher.publish();
    expect(gone.snapshot.projects.some((each) => each.projectId === projectId)).toBe(false);
  });
});
