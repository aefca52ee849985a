import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { answerChat, sendJson, startUpstream, usage } from "./fake-upstream.fixture.ts";
import { gatewayKey, poolOf, startGateway } from "./gateway.fixture.ts";

const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: "user", content: "Say hello." }];

describe("a call through the gateway", () => {
  it("answers the openai client, whole and streamed, with the replica's model and usage", async () => {
    const upstream = await startUpstream(answerChat);
    const gateway = await startGateway({ pools: [poolOf(upstream.url)] });
    const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: gatewayKey, maxRetries: 0 });

    const whole = await client.chat.completions.create({ model: "model-a", messages });
    expect(whole.choices[0]?.message.content).toBe("Hello there.");
    expect(whole.usage).toEqual(usage);

    const stream = await client.chat.completions.create({ model: "model-a", messages, stream: true });
    let text = "";
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? "";
      expect(chunk.usage ?? null).toBeNull();
    }
    expect(text).toBe("One two thrée");
    expect(upstream.seen.map(({ path, body }) => [path, body.model])).toEqual([
      ["/v1/chat/completions", "real-model"],
      ["/v1/chat/completions", "real-model"],
    ]);
    expect(upstream.seen[0]?.headers.authorization).toBeUndefined();

    await expect.poll(() => gateway.recorded.length).toBe(2);
    for (const { call } of gateway.recorded) {
      expect(call.outcome).toBe("ok");
      expect(call.usage).toEqual({ input: 11, output: 3 });
      expect(call.usageFrom).toBe("upstream");
      expect(call.responseId).toBe("chatcmpl-1");
      expect(call.finishReasons).toEqual(["stop"]);
      expect(call.attempts).toHaveLength(1);
    }
    expect(gateway.recorded[1]?.response).not.toContain('"usage"');
  });

  it("shows usage to a client that asks for it", async () => {
    const upstream = await startUpstream(answerChat);
    const gateway = await startGateway({ pools: [poolOf(upstream.url)] });
    const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: gatewayKey, maxRetries: 0 });
    const stream = await client.chat.completions.create({
      model: "model-a",
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    const seen: unknown[] = [];
    for await (const chunk of stream) if (chunk.usage) seen.push(chunk.usage);
    expect(seen).toEqual([usage]);
  });

  it("tells of itself in headers", async () => {
    const upstream = await startUpstream(answerChat);
    const gateway = await startGateway({ pools: [poolOf(upstream.url)] });
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const response = await gateway.fetch("/v1/chat/completions", {
      headers: { "x-request-id": "mine-1", traceparent },
      body: { model: "model-a", messages },
    });
    const { headers } = response;
    expect(headers.get("x-request-id")).toBe("mine-1");
    expect(headers.get("x-plumbline-attempts")).toBe("1");
    expect(headers.get("x-plumbline-route")).toMatch(/^model-a\/127\.0\.0\.1/);
    expect(Number(headers.get("x-plumbline-overhead-ms"))).toBeGreaterThan(0);
    expect(headers.get("x-plumbline-trace-id")).toBe("0af7651916cd43dd8448eb211c80319c");
    expect(upstream.seen[0]?.headers["x-request-id"]).toBe("mine-1");
    expect(upstream.seen[0]?.headers.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-/);
    await expect.poll(() => gateway.recorded[0]?.call.parentSpanId).toBe("b7ad6b7169203331");
  });

  it("passes an unchanged body on byte for byte", async () => {
    const upstream = await startUpstream((_seen, response) =>
      sendJson(response, '{"object":"list","data":[]}'),
    );
    const gateway = await startGateway({ pools: [poolOf(upstream.url, { name: "real-model" })] });
    const body = '{ "model" : "real-model", "input" : "caf\\u00e9 \u{1f600}",\n"x":1e400 }';
    await gateway.fetch("/v1/embeddings", { body });
    expect(upstream.seen[0]?.text).toBe(body);
  });

  it("sends the client's own key upstream and records it nowhere", async () => {
    const upstream = await startUpstream(answerChat);
    const gateway = await startGateway({ pools: [poolOf(upstream.url)] });
    for (const header of ["x-plumbline-key", "helicone-auth"]) {
      const value = header === "helicone-auth" ? `Bearer ${gatewayKey}` : gatewayKey;
      await gateway.fetch("/v1/chat/completions", {
        headers: { authorization: "Bearer sk-their-own", [header]: value },
        body: { model: "model-a", messages },
      });
    }
    expect(upstream.seen.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer sk-their-own",
      "Bearer sk-their-own",
    ]);
    expect(JSON.stringify(upstream.seen.map(({ headers }) => headers))).not.toContain(gatewayKey);
    await expect.poll(() => gateway.recorded.length).toBe(2);
    expect(JSON.stringify(gateway.recorded)).not.toContain("sk-their-own");
  });

  it("sends the client's own key to nobody but the pool that it asked for", async () => {
    const asked = await startUpstream((_seen, response) => void response.writeHead(500).end());
    const other = await startUpstream((_seen, response) =>
      sendJson(response, '{"error":{"message":"Incorrect API key: sk-operator"}}', 401),
    );
    const replicas = [{ url: other.url, kind: "openai" as const, api_key: "sk-operator" }];
    const gateway = await startGateway({
      pools: [poolOf(asked.url, { fallbacks: ["other"] }), poolOf(other.url, { name: "other", replicas })],
    });
    const response = await gateway.fetch("/v1/chat/completions", {
      headers: { authorization: "Bearer sk-their-own", "x-plumbline-key": gatewayKey },
      body: { model: "model-a", messages },
    });
    expect(asked.seen[0]?.headers.authorization).toBe("Bearer sk-their-own");
    expect(other.seen[0]?.headers.authorization).toBe("Bearer sk-operator");
    // That ours was refused is not the client's to read.
    expect(response.status).toBe(502);
    expect(await response.text()).not.toContain("sk-operator");
  });
});
