import { toFile } from "openai";
import { describe, expect, it } from "vitest";
import { startAny } from "./answer-any.fixture.ts";

describe("endpoints", () => {
  it("serves what the openai client calls", async () => {
    const { openai, gateway } = await startAny();
    const model = "alias-a";
    expect((await openai.completions.create({ model, prompt: "Once" })).choices[0]?.text).toBe("Once");
    const embedded = await openai.embeddings.create({ model, input: "x", encoding_format: "float" });
    expect(embedded.data[0]?.embedding).toEqual([0.5, 0.25]);
    expect((await openai.moderations.create({ model, input: "x" })).results[0]?.flagged).toBe(false);
    expect((await openai.responses.create({ model, input: "x" })).output_text).toBe("Hi.");
    let text = "";
    for await (const event of await openai.responses.create({ model, input: "x", stream: true })) {
      if (event.type === "response.output_text.delta") text += event.delta;
    }
    expect(text).toBe("Hi.");
    await expect
      .poll(() => gateway.recorded.map(({ call }) => [call.operation, call.usage]))
      .toEqual([
        ["completions", { input: 11, output: 3 }],
        ["embeddings", { input: 7 }],
        ["moderations", undefined],
        ["responses", { input: 5, output: 2, reasoning: 1 }],
        ["responses", { input: 5, output: 2, reasoning: 1 }],
      ]);
    expect(gateway.recorded.map(({ call }) => call.outcome)).toEqual(Array(5).fill("ok"));
  });

  it("passes sound through, in forms and back", async () => {
    const { openai, upstream, gateway } = await startAny();
    const file = await toFile(Buffer.from("RIFF--boundary model"), "a.wav");
    expect((await openai.audio.transcriptions.create({ model: "model-a", file })).text).toBe("Spoken.");
    expect(upstream.seen[0]?.text).toContain("real-model");
    expect(upstream.seen[0]?.text).not.toContain("model-a");
    expect((await openai.audio.translations.create({ model: "model-a", file })).text).toBe("Spoken.");
    const speech = await openai.audio.speech.create({ model: "model-a", voice: "alloy", input: "Hi." });
    expect(Buffer.from(await speech.arrayBuffer())).toEqual(Buffer.from([0xff, 0xfb, 0, 0x80]));
    expect(speech.headers.get("content-type")).toBe("audio/mpeg");
    await expect.poll(() => gateway.recorded.length).toBe(3);
    expect(JSON.parse(gateway.recorded[0]?.request ?? "")).toMatchObject({ model: "model-a" });
    expect(gateway.recorded[2]?.response).toBe("");
  });

  it("reranks", async () => {
    const { gateway } = await startAny();
    const response = await gateway.fetch("/v1/rerank", {
      body: { model: "model-a", query: "q", documents: ["d"] },
    });
    expect(await response.json()).toMatchObject({ results: [{ index: 0 }] });
    await expect.poll(() => gateway.recorded[0]?.call.usage).toEqual({ input: 9 });
  });

  it("serves the Anthropic client, whole and streamed", async () => {
    const { anthropic, gateway, upstream } = await startAny();
    const ask = { model: "model-a", max_tokens: 16, messages: [{ role: "user" as const, content: "Hi" }] };
    const whole = await anthropic.messages.create(ask);
    expect(whole.content[0]).toMatchObject({ type: "text", text: "Hi." });
    const final = await anthropic.messages.stream(ask).finalMessage();
    expect(final.content[0]).toMatchObject({ text: "Hi." });
    expect(final.usage.output_tokens).toBe(2);
    expect(upstream.seen[0]?.headers["x-api-key"]).toBeUndefined();
    expect(upstream.seen[0]?.headers["anthropic-version"]).toBeDefined();
    await expect.poll(() => gateway.recorded.length).toBe(2);
    for (const { call } of gateway.recorded) {
      expect(call.usage).toEqual({ input: 12, output: 2, cacheRead: 3, cacheWrite5m: 4 });
      expect(call.finishReasons).toEqual(["end_turn"]);
      expect(call.clientDialect).toBe("anthropic");
    }
    await expect(anthropic.messages.create({ ...ask, model: "nobody" })).rejects.toMatchObject({
      status: 404,
      error: { type: "error", error: { type: "not_found_error" } },
    });
  });

  it("lists models from its snapshot", async () => {
    const { openai, upstream } = await startAny();
    const models = await openai.models.list();
    expect(models.data.map(({ id }) => id)).toEqual(["model-a", "alias-a"]);
    expect((await openai.models.retrieve("alias-a")).id).toBe("alias-a");
    await expect(openai.models.retrieve("nobody")).rejects.toMatchObject({
      status: 404,
      code: "model_not_found",
    });
    expect(upstream.seen).toHaveLength(0);
  });
});
