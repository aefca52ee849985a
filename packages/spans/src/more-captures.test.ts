import type { SpanFields } from "@plumbline/contracts/events";
import { describe, expect, it } from "vitest";
import { fixtureBytes, fixtureRequests, fromJson, fromProtobuf } from "./otlp.test-data.ts";

/** Spans by their place in time, so that the tests can speak of the first and the second call. */
function fieldsIn(file: string): SpanFields[] {
  const all = file.endsWith(".json")
    ? fixtureRequests(file).map(({ body }) => fromJson(body))
    : [fromProtobuf(fixtureBytes(file))];
  expect(all.flatMap(({ rejected }) => rejected)).toEqual([]);
  return all
    .flatMap(({ spans, parts }) => [...spans, ...parts])
    .map(({ fields }) => fields)
    .sort((left, right) => (left.startTimeUs ?? 0) - (right.startTimeUs ?? 0));
}

const ofKind = (file: string, kind: SpanFields["kind"]) =>
  fieldsIn(file).filter((fields) => fields.kind === kind);
const json = (text: string | undefined): unknown => JSON.parse(text ?? "null");
const kindsOf = (file: string) => [...new Set(fieldsIn(file).map(({ kind = "" }) => `${kind}`))].sort();

describe("what other clients say", () => {
  it("Genkit: model, provider, parameters, tools and usage lie in its request and answer", () => {
    const file = "genkit-1.42.001.bin";
    expect(kindsOf(file)).toEqual(["CHAIN", "EMBEDDING", "GENERATION", "SPAN", "TOOL"]);
    const [call] = ofKind(file, "GENERATION");
    expect(call).toMatchObject({
      provider: "openai",
      modelRequested: "gpt-4o-mini",
      modelUsed: "gpt-4o-mini-2024-07-18",
      responseId: "chatcmpl-1",
      finishReasons: ["stop"],
      usageSource: "provider",
    });
    expect(json(call?.modelParameters)).toEqual({ temperature: 0.2, maxOutputTokens: 99 });
    expect(json(call?.toolDefinitions)).toMatchObject([{ name: "weather" }]);
    const failed = ofKind(file, "GENERATION").filter(({ level }) => level === "ERROR");
    expect(failed.map(({ errorClass }) => errorClass)).toEqual(["rate_limit", "invalid_request"]);
  });

  it("Google ADK: instructions and tools are its own fields; a tool has its own arguments and result", () => {
    const file = "google-adk-2.0.json";
    const [call] = ofKind(file, "GENERATION");
    expect(call).toMatchObject({
      provider: "gcp.vertex_ai",
      modelRequested: "gemini-2.5-flash",
      sessionId: "s1",
      usageDetails: {
        input: 120,
        output: 40,
        total: 160,
        input_cached_tokens: 64,
        output_reasoning_tokens: 16,
      },
    });
    expect(call?.systemInstructions).toContain("Be brief.");
    expect(call?.toolDefinitions).toContain('"weather"');
    expect(json(call?.modelParameters)).toEqual({ temperature: 0.2, maxOutputTokens: 99 });
    const [tool] = ofKind(file, "TOOL");
    expect([tool?.input, tool?.output]).toEqual(['{"city":"Paris"}', '{"result":"sunny in Paris"}']);
  });

  it("Mastra: who, what went in and out, and the failure that its call only names as a reason", () => {
    const file = "mastra-1.71.001.bin";
    const [run] = ofKind(file, "AGENT");
    expect(run).toMatchObject({ userId: "u1", sessionId: "s1", feature: "chat", tags: ["a", "b"] });
    expect(run).toMatchObject({ input: "Weather in Paris?", systemInstructions: "Be brief." });
    const [step] = fieldsIn(file).filter(({ name }) => name?.startsWith("agent_step"));
    expect(json(step?.output)).toMatchObject({ toolCalls: [{ toolName: "weather" }] });
    const calls = ofKind(file, "GENERATION");
    expect(calls[0]?.completionStartTimeUs).toBeGreaterThan(calls[0]?.startTimeUs ?? 0);
    expect(calls.at(-1)).toMatchObject({ modelRequested: "fail-429", level: "ERROR" });
    // Headers and bodies of answers are nobody's metadata.
    expect(fieldsIn(file).some(({ metadata }) => metadata?.["body"] ?? metadata?.["headers"])).toBe(false);
    const answered = fieldsIn(file).find(({ attributes }) => attributes?.["mastra.metadata.body"]);
    expect(answered?.attributes?.["mastra.metadata.headers"]).toContain("content-type");
  });

  it("LangWatch: values say what they are, and are taken out of it", () => {
    const [agent, call, search] = fieldsIn("langwatch-0.16.json");
    expect(agent).toMatchObject({ kind: "AGENT", userId: "u1", sessionId: "s1", tags: ["a", "b"] });
    expect([agent?.input, agent?.output]).toEqual(["Weather in Paris?", "It is sunny."]);
    expect(call).toMatchObject({ kind: "GENERATION", givenCost: { total: "0.01" } });
    expect(json(call?.input)).toEqual([
      { role: "system", content: "Be brief." },
      { role: "user", content: "hello" },
    ]);
    expect(search?.kind).toBe("RETRIEVER");
    expect(json(search?.output)).toMatchObject([{ content: "text" }]);
  });

  it("Sentry: text and calls of tools are one answer", () => {
    const calls = ofKind("sentry-node-10.78.001.bin", "GENERATION");
    expect(json(calls[0]?.output)).toMatchObject({
      role: "assistant",
      content: [
        { type: "tool-call", function: { name: "weather" } },
        { type: "tool-call", function: { name: "weather" } },
      ],
    });
    expect(json(calls[0]?.toolDefinitions)).toMatchObject([{ type: "function" }]);
    expect(calls[1]?.output).toBe("It is sunny.");
    expect(calls[0]?.systemInstructions).toContain("Be brief.");
    const [embedding] = ofKind("sentry-node-10.78.001.bin", "EMBEDDING");
    expect(embedding?.input).toBe("hello");
  });

  it("Strands: messages come as events, instructions of the agent as text", () => {
    const file = "strands-1.19.001.bin";
    const [agent] = ofKind(file, "AGENT");
    expect(agent).toMatchObject({ userId: "u1", sessionId: "s1", systemInstructions: "Be brief." });
    const [call] = ofKind(file, "GENERATION");
    expect(json(call?.input)).toMatchObject([{ role: "system" }, { role: "user" }]);
    expect(json(call?.output)).toMatchObject([{ role: "assistant", content: [{ type: "toolUse" }] }]);
  });

  it("OpenInference: instructions and tools of a request are no parameters", () => {
    const [call] = ofKind("openinference-anthropic-0.2.001.bin", "GENERATION");
    expect(call).toMatchObject({
      systemInstructions: "Be brief.",
      userId: "u1",
      sessionId: "s1",
      feature: "chat",
    });
    expect(json(call?.modelParameters)).toEqual({
      model: "claude-sonnet-4-5",
      max_tokens: 99,
      temperature: 0.2,
    });
    const [parallel] = ofKind("openinference-openai-4.2.001.bin", "GENERATION");
    expect(json(parallel?.output)).toMatchObject([{ tool_calls: [{ id: "call_1_0" }, { id: "call_1_1" }] }]);
    const chain = fieldsIn("openinference-langchain-4.1.001.bin");
    expect(chain.find(({ kind }) => kind === "GENERATION")?.provider).toBe("openai");
    expect(chain.find(({ name }) => name === "ChatPromptTemplate")?.kind).toBe("CHAIN");
  });

  it.each<[file: string, classes: string[]]>([
    ["aws-sdk-0.78.001.bin", ["rate_limit"]],
    ["azure-ai-inference-1.0.001.bin", ["rate_limit", "rate_limit"]],
    [
      "ai-sdk-7-providers.001.bin",
      ["invalid_request", "invalid_request", "invalid_request", "rate_limit", "rate_limit", "rate_limit"],
    ],
    ["openinference-vercel-2.8.001.bin", ["rate_limit", "rate_limit"]],
    ["traceloop-anthropic-0.27.001.bin", ["rate_limit", "invalid_request", "timeout"]],
  ])("%s: why calls failed, by the status of the answer where the texts are vague", (file, classes) => {
    const found = fieldsIn(file).filter(({ level }) => level === "ERROR");
    expect(found.map(({ errorClass = "" }) => errorClass).sort()).toEqual(classes.toSorted());
  });
});
