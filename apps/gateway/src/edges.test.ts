import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import type { Translate } from "@plumbline/providers/translator";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import {
  type Answer,
  answerChat,
  beginStream,
  chatBody,
  chunkEvent,
  doneEvent,
  event,
  sendJson,
  startUpstream,
  usage,
} from "./fake-upstream.fixture.ts";
import { gatewayKey, poolOf, startGateway, type TestGateway } from "./gateway.fixture.ts";

const path = "/v1/chat/completions";
const body = { model: "model-a", messages: [{ role: "user" as const, content: "Hello." }] };

async function start(answer: Answer, more: Parameters<typeof poolOf>[1] = {}) {
  const upstream = await startUpstream(answer);
  const gateway = await startGateway({ pools: [poolOf(upstream.url, more)] });
  return { upstream, gateway };
}

/** Bytes to the gateway's port; what came back when it closed. */
function raw(gateway: TestGateway, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(new URL(gateway.url).port), "127.0.0.1", () => socket.write(text));
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      answer += chunk;
    });
    socket.on("close", () => resolve(answer)).on("error", reject);
  });
}

describe("requests at the edge", () => {
  it("names of pools and replicas may hold anything, and no header is made of it", async () => {
    const { gateway, upstream } = await start(answerChat);
    const replicas = [{ url: upstream.url, kind: "vllm" as const, name: "gpu\r\nset-cookie: a=b" }];
    for (const name of ["\u{1f999} llama", "half \ud83d", "line\r\nbreak", "grüße"]) {
      gateway.configure({ pools: [poolOf(upstream.url, { name, replicas })] });
      const response = await gateway.fetch(path, { body: { ...body, model: name } });
      expect(response.status, name).toBe(200);
      expect(response.headers.get("set-cookie")).toBeNull();
      expect(response.headers.get("x-plumbline-route")).toMatch(/^[\u0020-\u007e]+$/);
      await response.text();
    }
  });

  it("two lengths of one body are refused, and nothing of it is asked", async () => {
    const { gateway, upstream } = await start(answerChat);
    const text = JSON.stringify(body);
    const head = `POST ${path} HTTP/1.1\r\nhost: g\r\nauthorization: Bearer ${gatewayKey}\r\n`;
    for (const lengths of [
      `content-length: ${text.length}\r\ntransfer-encoding: chunked\r\n`,
      `content-length: ${text.length}\r\ncontent-length: 4\r\n`,
      "transfer-encoding: chunked, identity\r\n",
    ]) {
      expect(await raw(gateway, `${head}${lengths}\r\n${text}`)).toMatch(/^HTTP\/1\.1 400 /);
    }
    expect(upstream.seen).toHaveLength(0);
  });

  it("a compressed body is refused with what to do", async () => {
    const { gateway } = await start(answerChat);
    const response = await fetch(`${gateway.url}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${gatewayKey}`, "content-encoding": "gzip" },
      body: gzipSync(JSON.stringify(body)),
    });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({
      error: { code: "compressed_body", message: expect.stringContaining("without Content-Encoding") },
    });
  });

  it("what there is not is said in the client's dialect, and no page of another origin may call", async () => {
    const { gateway } = await start(answerChat);
    const unknown = await gateway.fetch("/v1/unknown", { method: "POST", body: {} });
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toMatchObject({
      error: { type: "invalid_request_error", code: "not_found" },
    });
    const counting = await gateway.fetch("/v1/messages/count_tokens", { method: "POST", body: {} });
    expect(await counting.json()).toMatchObject({ type: "error", error: { type: "not_found_error" } });
    const preflight = await gateway.fetch(path, {
      method: "OPTIONS",
      headers: { origin: "https://elsewhere.example", "access-control-request-method": "POST" },
    });
    expect(preflight.status).toBe(404);
    expect([...preflight.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
    const head = await gateway.fetch("/v1/models", { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });
});

describe("answers at the edge", () => {
  it("a redirect is no answer, and nobody follows it with a key", async () => {
    const elsewhere = await startUpstream(answerChat);
    const upstream = await startUpstream(
      (_seen, response) => void response.writeHead(307, { location: `${elsewhere.url}${path}` }).end(),
    );
    const replicas = [{ url: upstream.url, kind: "openai" as const, api_key: "sk-provider" }];
    const gateway = await startGateway({ pools: [poolOf(upstream.url, { replicas })] });
    const response = await gateway.fetch(path, { body });
    expect(response.status).toBe(502);
    expect(response.headers.get("location")).toBeNull();
    await response.text();
    expect(elsewhere.seen).toHaveLength(0);
  });

  it("of an operator's account nothing is passed on, of a client's own what concerns it", async () => {
    const { gateway } = await start((_seen, response) => {
      response.writeHead(200, {
        "content-type": "application/json",
        connection: "keep-alive",
        "set-cookie": "session=1",
        server: "uvicorn",
        "x-powered-by": "secrets",
        "openai-organization": "org-operator",
        "openai-project": "proj-operator",
        "openai-processing-ms": "12",
        "anthropic-organization-id": "org-operator",
        "anthropic-ratelimit-tokens-remaining": "5",
        "x-ratelimit-remaining-tokens": "5",
        "x-api-key": "sk-provider",
      });
      response.end(chatBody());
    });
    const namesOf = async (headers: Record<string, string>): Promise<string[]> => {
      const response = await gateway.fetch(path, { body, headers });
      await response.text();
      const ours = /^(?:x-plumbline-|x-request-id|content-|date|connection|keep-alive)/;
      return [...response.headers.keys()].filter((name) => !ours.test(name)).sort();
    };
    expect(await namesOf({})).toEqual(["openai-processing-ms"]);
    expect(await namesOf({ authorization: "Bearer sk-own", "x-plumbline-key": gatewayKey })).toEqual([
      "anthropic-organization-id",
      "anthropic-ratelimit-tokens-remaining",
      "openai-organization",
      "openai-processing-ms",
      "openai-project",
      "x-ratelimit-remaining-tokens",
    ]);
  });

  it.each<[string, Answer, number]>([
    ["204", (_seen, response) => void response.writeHead(204).end(), 502],
    ["200 of nothing", (_seen, response) => void response.writeHead(200).end(), 502],
    [
      "an early hint before it",
      (seen, response) => {
        response.writeEarlyHints({ link: "</a>; rel=preload" });
        answerChat(seen, response);
      },
      200,
    ],
    [
      "compressed JSON that nobody asked for",
      (_seen, response) =>
        void response
          .writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" })
          .end(gzipSync(chatBody())),
      200,
    ],
    [
      "something that only says it is compressed",
      (_seen, response) =>
        void response
          .writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" })
          .end(chatBody()),
      502,
    ],
  ])("of %s", async (_name, answer, status) => {
    const { gateway } = await start(answer);
    const response = await gateway.fetch(path, { body });
    expect(response.status).toBe(status);
    await response.text();
    await expect.poll(() => gateway.worker.underWay.size).toBe(0);
  });
});

it("survives a translator that an answer breaks, however it came", async () => {
  const breaks = (): never => {
    throw new TypeError("not foreseen");
  };
  const stream = () => ({ push: breaks, end: breaks, usage: () => undefined });
  const translate: Translate = ({ body: { model } }) => ({
    path: "/chat",
    headers: [],
    body: Buffer.from(JSON.stringify({ model })),
    framing: "sse",
    whole: breaks,
    stream,
  });
  const upstream = await startUpstream((_seen, response) => void response.end());
  const replicas = [{ url: upstream.url, kind: "gemini" as const }];
  const pools = [poolOf(upstream.url, { replicas, breaker: { failures: 100 } })];
  const gateway = await startGateway({ pools }, { translators: { gemini: translate } });
  for (const isStream of [false, true]) {
    for (const encoding of ["identity", "gzip"]) {
      upstream.answer = (_seen, response) => {
        const bytes = Buffer.from(isStream ? chunkEvent("x") : chatBody());
        const type = isStream ? "text/event-stream" : "application/json";
        response.writeHead(200, { "content-type": type, "content-encoding": encoding });
        response.end(encoding === "gzip" ? gzipSync(bytes) : bytes);
      };
      const response = await gateway.fetch(path, { body: { ...body, stream: isStream } });
      expect(response.status).toBe(502);
      await response.text();
    }
  }
  await expect.poll(() => gateway.worker.underWay.size).toBe(0);
});

describe("streams at the edge", () => {
  const choice = (index: number, content: string, finish: string | null = null): string =>
    event({ id: "c", choices: [{ index, delta: { content }, finish_reason: finish }] });
  const whole = choice(0, "a") + choice(1, "b") + choice(0, "", "stop") + choice(1, "", "length");

  it("of several choices is whole when each has finished, though its last mark is missing", async () => {
    const { gateway, upstream } = await start((_seen, response) => void beginStream(response).end(whole));
    const ask = { ...body, stream: true, n: 2 };
    const response = await gateway.fetch(path, { body: ask });
    expect(await response.text()).toBe(whole);
    const last = choice(1, "", "length");
    upstream.answer = (_seen, answer) => void beginStream(answer).end(whole.slice(0, -last.length));
    const torn = await gateway.fetch(path, { body: ask });
    await expect(torn.text()).rejects.toThrow();
    await expect.poll(() => gateway.recorded.map(({ call }) => call.outcome)).toEqual(["ok", "cut"]);
    expect(gateway.recorded[0]?.call.finishReasons).toEqual(["stop", "length"]);
  });

  it("with tools and logprobs that speak of usage and errors pass unharmed, usage hidden as it was asked", async () => {
    const words = ['"usage":{"a":1}', '"error":{"message":"no"}', "data: [DONE]", '"finish_reason":"x"'];
    const logprobs = {
      content: words.map((token) => ({ token, logprob: -0.1, bytes: [1], top_logprobs: [] })),
    };
    const delta = {
      tool_calls: [
        { index: 0, id: "t", type: "function", function: { name: "f", arguments: words.join("") } },
      ],
    };
    const frames = [
      event({ id: "c", choices: [{ index: 0, delta, logprobs, finish_reason: null }] }),
      ...words.map((word) => chunkEvent(word)),
      event({ id: "c", choices: [{ index: 0, delta: {}, finish_reason: "tool_calls" }] }),
    ];
    const { gateway, upstream } = await start((_seen, response) => {
      beginStream(response).end([...frames, event({ id: "c", choices: [], usage }), doneEvent].join(""));
    });
    const openai = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: gatewayKey, maxRetries: 0 });
    const asked = { ...body, stream: true as const, stream_options: { include_usage: false } };
    const response = await openai.chat.completions.create(asked).asResponse();
    expect(await response.text()).toBe(frames.join("") + doneEvent);
    expect(upstream.seen[0]?.body.stream_options).toMatchObject({ include_usage: true });
    await expect
      .poll(() => gateway.recorded[0]?.call)
      .toMatchObject({
        outcome: "ok",
        finishReasons: ["tool_calls"],
        usage: { input: 11, output: 3 },
      });
  });

  it("that is answered by an error under status 200 is asked for elsewhere", async () => {
    const { gateway, upstream } = await start((_seen, response) =>
      sendJson(response, '{"error":{"message":"overloaded","type":"overloaded_error"}}'),
    );
    const good = await startUpstream(answerChat);
    gateway.configure({
      pools: [poolOf(upstream.url, { fallbacks: ["good"] }), poolOf(good.url, { name: "good" })],
    });
    const response = await gateway.fetch(path, { body: { ...body, stream: true } });
    expect(response.headers.get("x-plumbline-route")).toMatch(/^good\//);
    expect(await response.text()).toContain(doneEvent);
  });
});
