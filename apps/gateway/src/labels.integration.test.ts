import { request } from "node:http";
import { createClickHouse, defineQuery } from "@plumbline/clickhouse/client";
import { createTestDatabase } from "@plumbline/testing/engines";
import OpenAI from "openai";
import { expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { answerChat, startUpstream } from "./fake-upstream.fixture.ts";
import { gatewayKey, poolOf } from "./gateway.fixture.ts";
import { startGatewayProcess } from "./gateway-process.fixture.ts";

const storedCalls = defineQuery({
  name: "test.labelled-calls",
  params: z.object({ projectId: z.string(), input: z.string() }),
  row: z.object({
    trace: z.string(),
    parent: z.string(),
    user: z.string(),
    session: z.string(),
    tags: z.array(z.string()),
    environment: z.string(),
    metadata: z.record(z.string(), z.string()),
    requestId: z.string(),
  }),
  sql: `SELECT s.trace_id AS trace, s.parent_span_id AS parent, s.user_id AS user, s.session_id AS session,
      s.tags AS tags, s.environment AS environment, s.metadata AS metadata,
      i.attributes['gateway.request_id'] AS requestId
    FROM (SELECT * FROM spans FINAL WHERE project_id = {projectId:String} AND kind = 'GENERATION') AS s
    INNER JOIN (SELECT * FROM span_io FINAL WHERE project_id = {projectId:String}) AS i USING (trace_id, span_id)
    WHERE position(s.input_preview, {input:String}) > 0`,
});

interface Labelled {
  headers?: Record<string, string>;
  body?: object;
}

const traceId = "0af7651916cd43dd8448eb211c80319c";
const parent = "b7ad6b7169203331";
const uuid = "f9a8b7c6-1111-4222-8333-444455556666";
const traceparent = `00-${traceId}-${parent}-01`;

const cases: [string, Labelled, object][] = [
  [
    "Helicone",
    {
      headers: {
        "Helicone-User-Id": "john@doe.com",
        "Helicone-Session-Id": uuid,
        "Helicone-Session-Path": "/analyze/summary",
        "Helicone-Session-Name": "Document analysis",
        "Helicone-Property-Conversation": "support_issue_2",
        "Helicone-Property-App": "mobile",
        "Helicone-Prompt-Id": "prompt_story",
        "Helicone-Request-Id": "123e4567-e89b-12d3-a456-426614174000",
        traceparent,
      },
    },
    {
      user: "john@doe.com",
      session: uuid,
      trace: traceId,
      parent,
      requestId: "123e4567-e89b-12d3-a456-426614174000",
      metadata: {
        "session-path": "/analyze/summary",
        "session-name": "Document analysis",
        conversation: "support_issue_2",
        app: "mobile",
        "prompt-id": "prompt_story",
        "request-id": "123e4567-e89b-12d3-a456-426614174000",
      },
    },
  ],
  [
    "Portkey",
    {
      headers: {
        "x-portkey-metadata": JSON.stringify({
          _user: "user-123",
          _environment: "production",
          _prompt: "p1",
          feature: "summarization",
          request_id: "1729",
          beta: true,
        }),
        "x-portkey-trace-id": uuid,
        "x-portkey-parent-span-id": parent,
        "x-portkey-span-id": "span-3",
        "x-portkey-span-name": "LLM Call",
      },
    },
    {
      user: "user-123",
      environment: "production",
      trace: uuid,
      parent,
      metadata: {
        _prompt: "p1",
        feature: "summarization",
        request_id: "1729",
        beta: "true",
        "portkey-trace-id": uuid,
        "portkey-parent-span-id": parent,
        "portkey-span-id": "span-3",
        "portkey-span-name": "LLM Call",
      },
    },
  ],
  [
    "LiteLLM's headers",
    {
      headers: {
        "x-litellm-end-user-id": "end-user-1",
        "x-litellm-tags": "team-api,production, us-east-1",
        "x-litellm-spend-logs-metadata": '{"project_id":"proj_abc","request_type":"chat_completion"}',
        "x-litellm-timeout": "30",
        "x-litellm-num-retries": "2",
      },
      body: { user: "body-user", metadata: { tags: ["production", "body-tag"], project_id: "of the body" } },
    },
    {
      user: "end-user-1",
      tags: ["team-api", "production", "us-east-1", "body-tag"],
      metadata: { project_id: "proj_abc", request_type: "chat_completion" },
    },
  ],
  [
    "LiteLLM's body",
    {
      body: {
        user: "palantir",
        metadata: {
          generation_name: "ishaan-test-generation",
          trace_id: traceId,
          parent_observation_id: parent,
          session_id: "session-1",
          tags: ["jobID:214590dsff09fds", "taskName:run_page_classification"],
          spend_logs_metadata: { hello: "world" },
        },
      },
    },
    {
      user: "palantir",
      session: "session-1",
      trace: traceId,
      parent,
      tags: ["jobID:214590dsff09fds", "taskName:run_page_classification"],
      metadata: {
        generation_name: "ishaan-test-generation",
        trace_id: traceId,
        parent_observation_id: parent,
        hello: "world",
      },
    },
  ],
  [
    "Plumbline's own",
    {
      headers: {
        "x-plumbline-user-id": "u",
        "x-plumbline-session-id": "s",
        "x-plumbline-tags": "a,b",
        "x-plumbline-environment": "staging",
        "x-plumbline-metadata": '{"tier":"gold","seats":3}',
        "x-plumbline-trace-id": traceId.toUpperCase(),
        "x-plumbline-parent-span-id": parent,
      },
    },
    {
      user: "u",
      session: "s",
      tags: ["a", "b"],
      environment: "staging",
      trace: traceId,
      parent,
      metadata: { tier: "gold", seats: "3" },
    },
  ],
];

/** A gateway whose calls are read back from the store. */
async function startStored() {
  const { clickhouseUrl } = await createTestDatabase();
  const upstream = await startUpstream(answerChat);
  const gateway = await startGatewayProcess({ pools: [poolOf(upstream.url)] }, { workers: 1, clickhouseUrl });
  const clickhouse = createClickHouse({ url: clickhouseUrl });
  onTestFinished(() => clickhouse.close());
  const read = (mark: string) => clickhouse.query(storedCalls, { projectId: "project-1", input: mark });
  const openai = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: gatewayKey, maxRetries: 0 });
  return {
    gateway,
    upstream,
    read,
    async stored({ headers = {}, body = {} }: Labelled) {
      const mark = `call ${crypto.randomUUID()}`;
      const messages = [{ role: "user" as const, content: mark }];
      await openai.chat.completions.create({ model: "model-a", messages, ...body }, { headers });
      await expect.poll(async () => (await read(mark)).length).toBe(1);
      const [row] = await read(mark);
      return row;
    },
  };
}

it("brings what clients of other gateways say about a call to its span", async () => {
  const { stored, upstream } = await startStored();
  for (const [name, labelled, wanted] of cases) {
    const row = await stored(labelled);
    expect(row, name).toMatchObject(wanted);
    expect(row?.metadata, name).toEqual("metadata" in wanted ? wanted.metadata : {});
  }
  upstream.seen.length = 0;
  const row = await stored({
    headers: {
      traceparent,
      tracestate: "vendor=1",
      "x-portkey-trace-id": uuid,
      "x-plumbline-trace-id": uuid,
    },
    body: { metadata: { trace_id: uuid } },
  });
  // Before every other; its state goes on with a parent of our own.
  expect(row).toMatchObject({ trace: traceId, parent });
  const [seen] = upstream.seen;
  expect(seen?.headers.tracestate).toBe("vendor=1");
  expect(seen?.headers.traceparent).toMatch(new RegExp(`^00-${traceId}-(?!${parent})[0-9a-f]{16}-01$`));
});

it("fails no call for what its labels hold, and reads UTF-8", async () => {
  const { gateway, read, stored, upstream } = await startStored();
  const deep = `${'{"a":'.repeat(4_000)}1${"}".repeat(4_000)}`;
  const row = await stored({
    headers: {
      "x-portkey-metadata": "{not json",
      "x-plumbline-metadata": `{"deep":${deep},"nul\\u0000":"a\\u0000b\\ud800","__proto__":"x","u":"ok"}`,
      "helicone-property-long": "x".repeat(9_000),
      "helicone-property-": "no name",
      "x-litellm-tags": ",,,",
      "x-portkey-trace-id": "0000-0000",
      traceparent: "00-zz",
      tracestate: "x".repeat(2_000),
      "x-plumbline-priority": "first",
      "helicone-request-id": "two words\t",
    },
    body: { metadata: { big: "y".repeat(20_000), tags: 7 }, user: 7 },
  });
  expect(row?.metadata).toMatchObject({ "nul\ufffd": "a\ufffdb\ufffd", u: "ok", long: "x".repeat(1_000) });
  expect(Object.hasOwn(row?.metadata ?? {}, "big")).toBe(false);
  expect(row?.requestId).toMatch(/^req_/);
  expect(row?.user).toBe("");
  expect(upstream.seen[0]?.headers.tracestate).toBeUndefined();

  const mark = `call ${crypto.randomUUID()}`;
  const body = JSON.stringify({ model: "model-a", messages: [{ role: "user", content: mark }] });
  const headers = {
    authorization: `Bearer ${gatewayKey}`,
    "helicone-user-id": Buffer.from("Zoë Åström").toString("latin1"),
    "helicone-property-city": "Malmö",
  };
  await new Promise<void>((resolve, reject) => {
    const call = request(`${gateway.url}/v1/chat/completions`, { method: "POST", headers }, (response) =>
      response.resume().once("end", resolve),
    );
    call.once("error", reject).end(Buffer.from(body));
  });
  await expect.poll(() => read(mark)).toMatchObject([{ user: "Zoë Åström", metadata: { city: "Malmö" } }]);
});
