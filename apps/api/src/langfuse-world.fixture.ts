import { startTestApi, type TestApi } from "./api.fixture.ts";

const hourMs = 3_600_000;
/** A whole hour at the beginning of a day three days ago, in UTC. */
const baseMs = Math.floor(Date.now() / (24 * hourMs)) * 24 * hourMs - 3 * 24 * hourMs + 10 * hourMs;

export const at = (ms: number): string => new Date(baseMs + ms).toISOString();
/** yyyy-mm-dd of so many hours after the base. */
export const dayAt = (hours: number): string => at(hours * hourMs).slice(0, 10);
export const hours = (count: number): number => count * hourMs;

function event(type: string, body: Record<string, unknown>, ms = 0) {
  return { id: `event-${type}-${String(body["id"])}`, type, timestamp: at(ms), body };
}

/** Three traces in two sessions on two days, and a score of every kind on everything one can score. */
export const worldEvents = [
  event("trace-create", {
    id: "t1",
    timestamp: at(0),
    name: "chat",
    userId: "ada",
    sessionId: "s1",
    tags: ["a", "b"],
    environment: "prod",
    release: "r1",
    version: "1",
    metadata: { plan: "gold", seats: 7 },
    input: { q: "Why?" },
    output: "Because.",
  }),
  event("generation-create", {
    id: "g1",
    traceId: "t1",
    name: "answer",
    startTime: at(0),
    completionStartTime: at(500),
    endTime: at(2_000),
    model: "gpt-4o",
    modelParameters: { temperature: 0 },
    usageDetails: { input: 100, output: 20, total: 120 },
    costDetails: { input: 0.04, output: 0.06, total: 0.1 },
    environment: "prod",
    version: "1",
    promptName: "greeting",
    promptVersion: 3,
    input: [{ role: "user", content: "Why?" }],
    output: "Because.",
    metadata: { long: "x".repeat(300), short: "y" },
  }),
  event("span-create", {
    id: "p1",
    traceId: "t1",
    parentObservationId: "g1",
    name: "lookup",
    startTime: at(100),
    endTime: at(300),
    level: "ERROR",
    statusMessage: "no such page",
    environment: "prod",
  }),
  event("trace-create", { id: "t2", timestamp: at(hours(1)), name: "chat", userId: "bob", sessionId: "s1" }),
  event("generation-create", {
    id: "g2",
    traceId: "t2",
    name: "answer",
    startTime: at(hours(1)),
    endTime: at(hours(1) + 4_000),
    model: "gpt-4o-mini",
    usageDetails: { input: 50, output: 10, total: 60 },
    costDetails: { total: 0.2 },
  }),
  event("trace-create", {
    id: "t3",
    timestamp: at(hours(26)),
    name: "batch",
    sessionId: "s2",
    tags: ["b"],
    environment: "prod",
  }),
  event("event-create", {
    id: "e3",
    traceId: "t3",
    name: "tick",
    startTime: at(hours(26)),
    environment: "prod",
  }),
  event("score-create", {
    id: "sc-number",
    traceId: "t1",
    name: "quality",
    value: 0.9,
    comment: "fine",
    timestamp: at(0),
    metadata: { judge: "j1" },
    environment: "prod",
  }),
  event("score-create", {
    id: "sc-flag",
    traceId: "t1",
    observationId: "g1",
    name: "correct",
    value: 1,
    dataType: "BOOLEAN",
    timestamp: at(1_000),
  }),
  event("score-create", {
    id: "sc-word",
    traceId: "t2",
    name: "tone",
    value: "kind",
    dataType: "CATEGORICAL",
    timestamp: at(2_000),
    configId: "config-1",
    queueId: "queue-1",
  }),
  event("score-create", {
    id: "sc-session",
    sessionId: "s1",
    name: "quality",
    value: 0.5,
    timestamp: at(3_000),
  }),
  event("score-create", {
    id: "sc-run",
    datasetRunId: "run-1",
    name: "quality",
    value: 0.25,
    timestamp: at(4_000),
  }),
  event("score-create", {
    id: "sc-text",
    traceId: "t2",
    name: "note",
    value: "well said",
    dataType: "TEXT",
    timestamp: at(5_000),
  }),
];

export interface Paged<Row> {
  data: Row[];
  meta: { page: number; limit: number; totalItems: number; totalPages: number; cursor?: string };
}

export interface LangfuseWorld {
  api: TestApi;
  /** The answer of a GET below /api/public, which has to be 200. */
  get<Body>(path: string): Promise<Body>;
  /** Status and body, whatever they are. */
  ask(path: string, init?: Parameters<TestApi["call"]>[1]): Promise<{ status: number; body: ErrorBody }>;
  ids(path: string): Promise<string[]>;
}

interface ErrorBody {
  message: string;
  error?: string;
  errors?: string[];
}

export async function startWorld(): Promise<LangfuseWorld> {
  const api = await startTestApi();
  await api.db.scoreConfig.create({
    data: {
      id: "config-1",
      projectId: api.projectId,
      name: "tone",
      dataType: "categorical",
      categories: [{ label: "kind", value: 0 }],
    },
  });
  const body = JSON.stringify({ batch: worldEvents });
  const answer = await api.call("/api/public/ingestion", { method: "POST", body });
  const { errors } = (await answer.json()) as { errors: unknown[] };
  if (answer.status !== 207 || errors.length > 0) throw new Error(`refused: ${JSON.stringify(errors)}`);
  await api.drained();
  const get: LangfuseWorld["get"] = async <Body>(path: string) => {
    const found = await api.call(`/api/public/${path}`);
    if (found.status !== 200) throw new Error(`${path}: ${found.status} ${await found.text()}`);
    return (await found.json()) as Body;
  };
  return {
    api,
    get,
    ask: async (path, init) => {
      const found = await api.call(`/api/public/${path}`, init);
      return { status: found.status, body: (await found.json()) as ErrorBody };
    },
    ids: async (path) => (await get<Paged<{ id: string }>>(path)).data.map(({ id }) => id).toSorted(),
  };
}

export function filter(...conditions: object[]): string {
  return `filter=${encodeURIComponent(JSON.stringify(conditions))}`;
}
