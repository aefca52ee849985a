import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { startDeafServer } from "./deaf-server.fixture.ts";
import {
  type Answer,
  answerChat,
  beginStream,
  chunkEvent,
  doneEvent,
  startUpstream,
} from "./fake-upstream.fixture.ts";
import { gatewayKey, poolOf, startGateway } from "./gateway.fixture.ts";
import { modelRoutes } from "./routes.ts";
import { firstByteMs } from "./upstream/first-byte-ms.ts";

const path = "/v1/chat/completions";
const body = { model: "model-a", messages: [{ role: "user" as const, content: "Hello." }] };
const silent: Answer = () => undefined;
const timeouts = { connect_ms: 100 };

describe("the limit of connecting", () => {
  it("gives up on who answers no SYN, and asks the next replica before the client has a byte", async () => {
    const deaf = await startDeafServer();
    const upstream = await startUpstream(answerChat);
    const replicas = [
      { url: deaf, kind: "vllm" as const, name: "deaf" },
      { url: upstream.url, kind: "vllm" as const, name: "good", model: "real-model" },
    ];
    const pool = poolOf(deaf, { replicas, strategy: "round_robin", retries: { attempts: 1 }, timeouts });
    const gateway = await startGateway({ pools: [pool] });
    for (const stream of [true, false]) {
      // One of two calls in turn meets the deaf one first.
      for (let call = 0; call < 2; call++) {
        const response = await gateway.fetch(path, { body: { ...body, stream } });
        expect(response.status).toBe(200);
        expect(response.headers.get("x-plumbline-route")).toBe("model-a/good");
        await response.text();
      }
    }
    await expect.poll(() => gateway.recorded.length).toBe(4);
    const met = gateway.recorded.filter(({ call }) => call.attempts.length === 2);
    expect(met.length).toBeGreaterThan(0);
    for (const { call } of met) {
      expect(call.outcome).toBe("ok");
      expect(call.timer).toBeUndefined();
      expect(call.attempts.map(({ outcome, timer }) => [outcome, timer])).toEqual([
        ["timeout", "connect"],
        ["ok", undefined],
      ]);
    }
  });

  it("is a 504 with its phase in the record when there is nobody else, and names no address", async () => {
    const deaf = await startDeafServer();
    const gateway = await startGateway({ pools: [poolOf(deaf, { timeouts })] });
    const response = await gateway.fetch(path, { body: { ...body, stream: true } });
    expect(response.status).toBe(504);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ error: { code: "call_timeout", type: "timeout_error" } });
    expect(text).toContain("accepted no connection in time. Try again");
    expect(text).not.toContain("127.0.0.1");
    await expect.poll(() => gateway.recorded[0]?.call.timer).toBe("connect");
    expect(gateway.recorded[0]?.call.attempts).toMatchObject([{ outcome: "timeout", timer: "connect" }]);
  });
});

describe("the limit of the first byte", () => {
  const times = {
    connect_ms: 1,
    queue_ms: 1,
    first_token_ms: 120_000,
    idle_ms: 1,
    total_ms: 300_000,
    ping_ms: 0,
    open_ms: 0,
  };
  const limit = (more: object, limits = times): number => {
    const route = modelRoutes.find(({ operation }) => operation === "chat");
    if (route === undefined) throw new Error("no route");
    return firstByteMs({ route, stream: false, shape: null, clampTokens: undefined, ...more }, limits);
  };

  it("leaves time to ask somebody else, however long the answer may become", () => {
    expect(limit({ stream: true })).toBe(120_000);
    expect(limit({})).toBe(210_000);
    expect(limit({ clampTokens: 256 })).toBe(132_800);
    expect(limit({ route: { operation: "embeddings" } })).toBe(120_000);
    expect(limit({}, { ...times, total_ms: 0 })).toBe(120_000 + 32_768 * 50);
    expect(limit({}, { ...times, total_ms: 1_000 })).toBe(120_000);
    expect(limit({}, { ...times, first_token_ms: 0 })).toBe(0);
  });

  it("holds for an answer that is not streamed and may be of any length", async () => {
    const upstream = await startUpstream(silent);
    const good = await startUpstream(answerChat);
    const limits = { first_token_ms: 80, total_ms: 20_000 };
    const pools = [
      poolOf(upstream.url, { timeouts: { ...limits, total_ms: 3_000 }, fallbacks: ["good"] }),
      poolOf(good.url, { name: "good", timeouts: limits }),
    ];
    const gateway = await startGateway({ pools });
    const response = await gateway.fetch(path, { body });
    expect(response.status).toBe(200);
    await response.text();
    await expect.poll(() => gateway.recorded[0]?.call.attempts[0]?.timer).toBe("first_token");
    await upstream.seen[0]?.closedEarly;
  });
});

it("asks elsewhere when a body that is not streamed stops coming", async () => {
  const upstream = await startUpstream((_seen, response) => {
    response.writeHead(200, { "content-type": "application/json" }).write('{"id":');
  });
  const gateway = await startGateway({ pools: [poolOf(upstream.url, { timeouts: { idle_ms: 80 } })] });
  const response = await gateway.fetch(path, { body: { ...body, max_tokens: 100_000 } });
  expect(response.status).toBe(504);
  await response.text();
  await expect.poll(() => gateway.recorded[0]?.call.timer).toBe("idle");
});

describe("a stream with a long gap", () => {
  /** Its second half comes when it is told to. */
  async function startGapped(first: string, second: string) {
    let goOn: () => void = () => undefined;
    const going = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const upstream = await startUpstream(async (_seen, response) => {
      beginStream(response).write(first);
      await going;
      response.end(second);
    });
    const pool = poolOf(upstream.url, { timeouts: { idle_ms: 60_000, ping_ms: 20 } });
    const gateway = await startGateway({ pools: [pool] });
    return { gateway, goOn };
  }

  it("is kept alive by comments, which the openai package passes over and the record leaves out", async () => {
    const whole = chunkEvent("One") + chunkEvent(" two", "stop") + doneEvent;
    const { gateway, goOn } = await startGapped(chunkEvent("One"), whole.slice(chunkEvent("One").length));
    const response = await gateway.fetch(path, { body: { ...body, stream: true } });
    const openai = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: gatewayKey, maxRetries: 0 });
    const chunks = await openai.chat.completions.create({ ...body, stream: true });
    let raw = "";
    for await (const chunk of response.body ?? []) {
      raw += Buffer.from(chunk).toString("utf8");
      if (raw.includes(": ping\n\n: ping\n\n")) goOn();
    }
    expect(raw.replaceAll(": ping\n\n", "")).toBe(whole);
    let text = "";
    for await (const chunk of chunks) text += chunk.choices[0]?.delta.content ?? "";
    expect(text).toBe("One two");
    await expect.poll(() => gateway.recorded.map((entry) => entry.response)).toEqual([whole, whole]);
  });

  it("is kept alive by Anthropic's own event, which its package passes over", async () => {
    const named = (type: string, data: object): string =>
      `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
    const usage = { input_tokens: 1, output_tokens: 1 };
    const message = { id: "m", type: "message", role: "assistant", model: "m", content: [], usage };
    const first =
      named("message_start", { message }) +
      named("content_block_start", { index: 0, content_block: { type: "text", text: "" } });
    const second =
      named("content_block_delta", { index: 0, delta: { type: "text_delta", text: "Hello" } }) +
      named("content_block_stop", { index: 0 }) +
      named("message_delta", { delta: { stop_reason: "end_turn", stop_sequence: null }, usage }) +
      named("message_stop", {});
    const { gateway, goOn } = await startGapped(first, second);
    const headers = { "x-api-key": gatewayKey, authorization: "" };
    const call = { ...body, max_tokens: 9 };
    const response = await gateway.fetch("/v1/messages", { headers, body: { ...call, stream: true } });
    const anthropic = new Anthropic({ baseURL: gateway.url, apiKey: gatewayKey, maxRetries: 0 });
    const answered = anthropic.messages.stream(call).finalMessage();
    let raw = "";
    for await (const chunk of response.body ?? []) {
      raw += Buffer.from(chunk).toString("utf8");
      if (raw.includes("event: ping")) goOn();
    }
    expect((await answered).content).toMatchObject([{ type: "text", text: "Hello" }]);
    await expect
      .poll(() => gateway.recorded.map((entry) => entry.response))
      .toEqual([first + second, first + second]);
  });
});

describe("a streaming client that waits long", () => {
  const waiting = (url: string, more: object = {}) => ({
    pools: [poolOf(url, { timeouts: { open_ms: 30, ping_ms: 20, ...more }, retries: { attempts: 0 } })],
  });
  /** Says nothing until it is told to. */
  async function startHeld(answer: Answer) {
    let goOn: () => void = () => undefined;
    const going = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const upstream = await startUpstream(async (...asked) => {
      await going;
      return answer(...asked);
    });
    return { upstream, goOn };
  }

  it("is answered and pinged before the first token, and then served by whoever can", async () => {
    const { upstream: failing, goOn } = await startHeld((_seen, response) => void response.destroy());
    const good = await startUpstream(answerChat);
    const [first] = waiting(failing.url).pools;
    if (first === undefined) throw new Error("no pool");
    const pools = [{ ...first, fallbacks: ["good"] }, poolOf(good.url, { name: "good" })];
    const gateway = await startGateway({ pools });
    const response = await gateway.fetch(path, { body: { ...body, stream: true } });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
    let text = "";
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString("utf8");
      if (text.startsWith(": ping\n\n: ping\n\n")) goOn();
    }
    const answer = text.replaceAll(": ping\n\n", "");
    expect(answer).toContain(" thrée");
    expect(answer.endsWith(doneEvent)).toBe(true);
    await expect.poll(() => gateway.recorded[0]?.response).toBe(answer);
    expect(gateway.recorded[0]?.call).toMatchObject({ outcome: "ok", poolId: "project-1/good" });
  });

  it("reads of a failure as an event, on which the openai package raises", async () => {
    const { upstream, goOn } = await startHeld((_seen, response) => void response.writeHead(500).end());
    const gateway = await startGateway(waiting(upstream.url));
    const openai = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: gatewayKey, maxRetries: 0 });
    const stream = await openai.chat.completions.create({ ...body, stream: true });
    goOn();
    const read = async (): Promise<void> => {
      for await (const chunk of stream) expect(chunk).toBeUndefined();
    };
    await expect(read()).rejects.toMatchObject({ code: "upstream_failed" });
    await expect.poll(() => gateway.recorded[0]?.call.outcome).toBe("api_error");
  });

  it("is not told to wait where nobody streams, or where it was switched off", async () => {
    const upstream = await startUpstream(silent);
    const gateway = await startGateway(waiting(upstream.url, { first_token_ms: 120, total_ms: 120 }));
    expect((await gateway.fetch(path, { body })).status).toBe(504);
    gateway.configure(waiting(upstream.url, { first_token_ms: 120, open_ms: 0 }));
    expect((await gateway.fetch(path, { body: { ...body, stream: true } })).status).toBe(504);
  });
});
