import { randomBytes, randomUUID } from "node:crypto";
import type { GatewayCall } from "@plumbline/contracts/gateway-call";
import type { ServiceContext } from "@plumbline/services/context";
import type { TestApi } from "./api.fixture.ts";

/** What a client asks, after the words of the system; the last one is asked now. */
export const chat = (...contents: unknown[]) =>
  JSON.stringify({
    model: "llama",
    messages: [
      { role: "system", content: "Be kind." },
      ...contents.map((content) => ({ role: "user", content })),
    ],
  });

export function handedOver(projectId: string, given: Partial<GatewayCall> = {}): GatewayCall {
  const startUs = Date.now() * 1_000 - 60_000_000;
  return {
    v: 1,
    requestId: randomUUID(),
    projectId,
    keyId: "key",
    keyName: "web",
    traceId: randomBytes(16).toString("hex"),
    spanId: randomBytes(8).toString("hex"),
    operation: "chat",
    clientDialect: "openai",
    stream: false,
    requestedModel: "llama",
    poolId: `${projectId}/llama`,
    priority: "standard",
    startUs,
    endUs: startUs + 1_000_000,
    overheadUs: 100,
    status: 200,
    outcome: "ok",
    attempts: [],
    degraded: "handover",
    degradedWhen: "busy",
    userId: "user-7",
    sessionId: "chat-7",
    record: "full",
    ...given,
  };
}

/** Two members, an admin and a viewer of the project's organisation. */
export async function createPeople(api: TestApi, projectId: string) {
  const { organizationId } = await api.db.project.findUniqueOrThrow({ where: { id: projectId } });
  const person = async (name: string, role: "admin" | "member" | "viewer"): Promise<ServiceContext> => {
    const { id: userId } = await api.db.user.create({
      data: { name, email: `${randomUUID()}@example.com` },
    });
    await api.db.membership.create({ data: { organizationId, userId, role } });
    return { ...api.ctx, actor: { type: "user", userId } };
  };
  return {
    ada: await person("Ada", "member"),
    bob: await person("Bob", "member"),
    chief: await person("Chief", "admin"),
    viewer: await person("Viewer", "viewer"),
  };
}
