import type { LangfuseClient } from "@langfuse/client";
import type { DatasetItemBody } from "@plumbline/contracts/langfuse-stored";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./api.fixture.ts";
import { langfuseClient } from "./langfuse-client.fixture.ts";

let api: TestApi;
let client: LangfuseClient;
beforeAll(async () => {
  api = await startTestApi();
  client = langfuseClient(api);
});
afterAll(() => api?.close());

interface Refusal {
  message: string;
  errors: string[];
}

async function post<Body = Refusal>(path: string, body: object) {
  const answer = await api.call(`/api/public/${path}`, { method: "POST", body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as Body };
}
const item = (datasetName: string, body: object) =>
  post<Refusal & DatasetItemBody>("dataset-items", { datasetName, ...body });

const question = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  properties: {
    question: { type: "string", minLength: 1 },
    user: { $ref: "#/$defs/user" },
  },
  required: ["question"],
  additionalProperties: false,
  $defs: { user: { type: "object", properties: { age: { type: "integer" }, mail: { format: "email" } } } },
};
const answer = { type: "string", pattern: "^[A-Z]" };

describe("items of a dataset with schemas", () => {
  beforeAll(async () => {
    const dataset = await client.api.datasets.create({
      name: "strict",
      inputSchema: question,
      expectedOutputSchema: answer,
    });
    expect(dataset.inputSchema).toEqual(question);
  });

  test("are taken when they fit", async () => {
    const body = {
      input: { question: "Why?", user: { age: 7, mail: "a@b.de" } },
      expectedOutput: "Because.",
    };
    expect(await item("strict", body)).toMatchObject({ status: 200, body });
  });

  test.each([
    [{ input: {}, expectedOutput: "B" }, ["input: must have required property 'question'"]],
    [
      { input: { question: "" }, expectedOutput: "B" },
      ["input/question: must NOT have fewer than 1 characters"],
    ],
    [
      { input: { question: "q", user: { age: 1.5 } }, expectedOutput: "B" },
      ["input/user/age: must be integer"],
    ],
    [
      { input: { question: "q", user: { mail: "nobody" } }, expectedOutput: "B" },
      ['input/user/mail: must match format "email"'],
    ],
    [
      { input: { question: "q", more: 1 }, expectedOutput: "B" },
      ['input: must NOT have additional properties: "more"'],
    ],
    [{ input: { question: "q" }, expectedOutput: "b" }, ['expectedOutput: must match pattern "^[A-Z]"']],
    [{ input: 7 }, ["input: must be object", "expectedOutput: must be string"]],
  ])("are refused with the path of the fault: %j", async (body, errors) => {
    expect(await item("strict", body)).toMatchObject({ status: 400, body: { errors } });
  });

  test("are held against them as they would be after a change, and stay as they were", async () => {
    const id = "changed/item ü";
    await item("strict", { id, input: { question: "q" }, expectedOutput: "Yes" });
    expect(await item("strict", { id, expectedOutput: "no" })).toMatchObject({ status: 400 });
    expect(await client.api.datasetItems.get(id)).toMatchObject({ expectedOutput: "Yes" });
    expect(await item("strict", { id, expectedOutput: "No" })).toMatchObject({
      status: 200,
      body: { input: { question: "q" }, expectedOutput: "No" },
    });
  });
});

describe("a schema that changes", () => {
  const change = (body: object) => post("v2/datasets", { name: "growing", ...body });

  test("is refused while items do not fit it, and names them", async () => {
    await change({});
    await item("growing", { id: "one", input: { n: 1 } });
    await item("growing", { id: "two", input: { n: "2" } });
    await item("growing", { id: "gone", input: "no object" });
    await api.call("/api/public/dataset-items/gone", { method: "DELETE" });
    const strict = { type: "object", properties: { n: { type: "number" } } };
    expect(await change({ inputSchema: strict, description: "new" })).toMatchObject({
      status: 400,
      body: { errors: ["item two: input/n: must be number"] },
    });
    expect(await client.api.datasets.get("growing")).toMatchObject({ inputSchema: null, description: null });
    expect(await item("growing", { id: "two", input: { n: 2 } })).toMatchObject({ status: 200 });
    expect(await change({ inputSchema: strict })).toMatchObject({ status: 200 });
    expect(await item("growing", { id: "three", input: { n: "3" } })).toMatchObject({ status: 400 });
    // The empty schema, which everything fits, takes it away again.
    expect(await change({ inputSchema: {} })).toMatchObject({ status: 200 });
    expect(await item("growing", { id: "three", input: { n: "3" } })).toMatchObject({ status: 200 });
  });

  test.each([
    ["no object", "text"],
    ["no schema", { type: "strnig" }],
    ["a reference to another document", { $ref: "http://127.0.0.1:1/schema.json" }],
    ["a reference that leads nowhere", { $ref: "#/$defs/none" }],
    ["an asynchronous one", { $async: true, type: "string" }],
    ["a pattern that no linear engine knows", { type: "string", pattern: "(?=a)a" }],
    ["too large", { enum: ["x".repeat(70_000)] }],
    ["too deep", JSON.parse(`${'{"not":'.repeat(100)}{}${"}".repeat(100)}`)],
  ])("is refused when it is %s", async (_name, inputSchema) => {
    expect(await post("v2/datasets", { name: "never", inputSchema })).toMatchObject({
      status: 400,
      body: { errors: [expect.stringMatching(/^inputSchema: /)] },
    });
    expect((await api.call("/api/public/v2/datasets/never")).status).toBe(404);
  });
});

describe("hostile schemas", () => {
  /** Each level tries two ways, so that a value of depth n takes 2^n steps. */
  const branching = {
    $defs: {
      a: {
        type: "object",
        anyOf: ["never", "either"].map((name) => ({
          allOf: [{ properties: { x: { $ref: "#/$defs/a" } } }, { required: [name] }],
        })),
      },
    },
    $ref: "#/$defs/a",
  };
  const deep = JSON.parse(`${'{"x":'.repeat(100)}{}${"}".repeat(100)}`);

  test("cannot hold up other requests", async () => {
    for (const [name, inputSchema, input] of [
      ["branching", branching, deep],
      ["pattern", { type: "string", pattern: "^(a+)+$" }, `${"a".repeat(50_000)}!`],
      ["unique", { type: "array", uniqueItems: true }, Array.from({ length: 30_000 }, (_, n) => ({ n }))],
    ] as const) {
      expect((await post("v2/datasets", { name, inputSchema })).status, name).toBe(200);
      const verdict = await item(name, { input });
      expect(verdict.status, name).toBe(400);
      expect(verdict.body.errors[0]).toMatch(/takes longer than|must match pattern/);
    }
  });

  test("are not tried again for a while after they were too slow", async () => {
    await post("v2/datasets", { name: "slow", inputSchema: { ...branching, title: "slow" } });
    const first = await item("slow", { input: deep });
    expect(first.body.errors).toEqual(["inputSchema: takes longer than 1000 ms to check"]);
    // This one would be quick, and fits nothing.
    expect((await item("slow", { input: 1 })).body.errors).toEqual(first.body.errors);
  });
});
