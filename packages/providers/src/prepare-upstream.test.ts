import { replicaConfig } from "@plumbline/contracts/gateway-config";
import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scanMembers } from "./member-scanner.ts";
import { findFormField } from "./multipart-fields.ts";
import { prepareUpstream, type UpstreamCall } from "./prepare-upstream.ts";
import { translators } from "./translate/table.ts";

function replicaOf(more: Partial<Replica> = {}): Replica {
  const config = replicaConfig.parse({ url: "http://gpu-1:8000", kind: "vllm" });
  return { ...config, id: "p/pool/r", name: "r", model: "real-model", ...more };
}

function callOf(body: string, more: Partial<UpstreamCall> = {}): UpstreamCall {
  const bytes = Buffer.from(body);
  const members = scanMembers(bytes);
  return {
    operation: "chat",
    clientDialect: "openai",
    path: "/v1/chat/completions",
    query: "",
    stream: false,
    requestId: "req-1",
    contentType: "application/json",
    body: bytes,
    members,
    modelRange: members?.ranges.get("model") ?? null,
    requestedModel: "asked",
    passHeaders: [],
    ...more,
  };
}

const headerOf = (headers: readonly string[], name: string): string | undefined => {
  const at = headers.indexOf(name);
  return at === -1 ? undefined : headers[at + 1];
};

describe("prepareUpstream", () => {
  it("changes the model and asks for usage, and nothing else", () => {
    const names = fc.string().filter((name) => !["model", "stream_options", "__proto__"].includes(name));
    // As JSON says it, which has no -0.
    const others = fc.dictionary(names, fc.jsonValue()).map((body) => JSON.parse(JSON.stringify(body)));
    const options = fc.option(
      fc.record({ include_usage: fc.boolean(), other: fc.nat() }, { requiredKeys: [] }),
    );
    fc.assert(
      fc.property(others, options, fc.nat(3), fc.boolean(), (body, given, indent, stream) => {
        const asked = { ...body, model: "asked", ...(given === null ? {} : { stream_options: given }) };
        const prepared = prepareUpstream(
          callOf(JSON.stringify(asked, null, indent), { stream }),
          replicaOf(),
          {},
        );
        const options = { ...given, include_usage: true, continuous_usage_stats: true };
        const wanted = stream ? { stream_options: options } : {};
        expect(JSON.parse(prepared.body.toString())).toEqual({ ...asked, model: "real-model", ...wanted });
        const isAsked = given?.include_usage === true;
        expect(prepared.hides).toEqual({
          last: stream && !isAsked,
          running: stream ? (isAsked ? "null" : "cut") : "none",
        });
      }),
    );
  });

  it("gives the very bytes on when there is nothing to change", () => {
    const call = callOf('{"model":"real-model"}', { requestedModel: "real-model" });
    expect(prepareUpstream(call, replicaOf(), {}).body).toBe(call.body);
  });

  it("clamps a degraded call", () => {
    const clamp = (body: object) =>
      JSON.parse(
        prepareUpstream(callOf(JSON.stringify(body), { clampTokens: 256 }), replicaOf(), {}).body.toString(),
      );
    expect(clamp({ model: "asked" })).toEqual({ model: "real-model", max_tokens: 256, temperature: 0 });
    expect(clamp({ max_completion_tokens: 900, model: "asked", temperature: 1 })).toEqual({
      model: "real-model",
      max_completion_tokens: 256,
      temperature: 0,
    });
    expect(clamp({ max_tokens: 9, model: "asked" })).toMatchObject({ max_tokens: 9 });
    expect(clamp({ max_tokens: 900, max_completion_tokens: 9, model: "asked" })).toMatchObject({
      max_tokens: 256,
      max_completion_tokens: 9,
    });
  });

  const clampAt = (replica: Partial<Replica>, body: object, more: Partial<UpstreamCall> = {}) =>
    JSON.parse(
      prepareUpstream(
        callOf(JSON.stringify(body), { clampTokens: 256, requestedModel: "real-model", ...more }),
        replicaOf({ model: "real-model", ...replica }),
        translators,
      ).body.toString(),
    );

  it.each<[Partial<Replica>, boolean]>([
    [{ kind: "openai", model: "o3-mini" }, true],
    [{ kind: "openai", model: "o1" }, true],
    [{ kind: "azure", model: "gpt-5.1-2025-11-13" }, true],
    [{ kind: "openai_compatible", model: "openai/gpt-5-nano" }, true],
    [{ kind: "openai", model: "gpt-5-chat-latest" }, false],
    [{ kind: "openai", model: "gpt-4o" }, false],
    [{ kind: "vllm", model: "o1-open" }, false],
  ])("clamps %j by what such a model takes: it reasons: %s", (replica, reasons) => {
    const wanted = reasons ? { max_completion_tokens: 256 } : { max_tokens: 256, temperature: 0 };
    expect(clampAt(replica, { messages: [] })).toEqual({ messages: [], ...wanted });
    const responses = clampAt(replica, { input: "x" }, { operation: "responses" });
    expect(responses).toEqual({ input: "x", max_output_tokens: 256, ...(reasons ? {} : { temperature: 0 }) });
  });

  it("clamps Claude's own dialect without a temperature, and leaves room for its thoughts", () => {
    const ask = (body: object) =>
      clampAt({ kind: "anthropic" }, { max_tokens: 9_000, ...body }, { operation: "messages" });
    const thinking = { type: "enabled", budget_tokens: 4_000 };
    expect(ask({})).toEqual({ max_tokens: 256 });
    expect(ask({ temperature: 0.5 })).toEqual({ max_tokens: 256, temperature: 0 });
    expect(ask({ thinking, temperature: 1 })).toEqual({ max_tokens: 9_000, thinking, temperature: 1 });
  });

  it("clamps nothing that writes no text", () => {
    const body = { input: "x", model: "real-model" };
    expect(clampAt({}, body, { operation: "embeddings" })).toEqual(body);
  });

  it("finds a body that is no JSON when it has to be read", () => {
    const broken = callOf('{"model":"asked","messages":[,]}');
    expect(broken.members).not.toBeNull();
    expect(() => prepareUpstream(broken, replicaOf({ kind: "gemini" }), translators)).toThrow(
      "The body is no JSON object.",
    );
  });

  it("clamps a call that is translated, and brings Claude no temperature of its own", () => {
    const clamp = (body: object, kind: "anthropic" | "gemini") =>
      JSON.parse(
        prepareUpstream(
          callOf(JSON.stringify({ messages: [], ...body }), { clampTokens: 256 }),
          replicaOf({ kind }),
          translators,
        ).body.toString(),
      );
    expect(clamp({ max_completion_tokens: 900 }, "anthropic")).toEqual({
      model: "real-model",
      max_tokens: 256,
      messages: [],
    });
    expect(clamp({ temperature: 0.7, max_tokens: 9 }, "anthropic")).toMatchObject({
      max_tokens: 9,
      temperature: 0,
    });
    expect(clamp({}, "gemini").generationConfig).toEqual({ maxOutputTokens: 256, temperature: 0 });
  });

  it.each<[Partial<Replica>, string, [string, string]]>([
    [{}, "/v1/chat/completions", ["authorization", "Bearer k"]],
    [{ url: "http://gpu-1:8000/v1/" }, "/v1/chat/completions", ["authorization", "Bearer k"]],
    [
      { url: "https://x.example/openai/v1", kind: "openai_compatible" },
      "/openai/v1/chat/completions",
      ["authorization", "Bearer k"],
    ],
    [
      { url: "https://x.openai.azure.com", kind: "azure", deployment: "d 1", api_version: "2025-01-01" },
      "/openai/deployments/d%201/chat/completions?api-version=2025-01-01",
      ["api-key", "k"],
    ],
  ])("finds the path and the credentials of %o", (more, path, [header, value]) => {
    const prepared = prepareUpstream(callOf('{"model":"asked"}'), replicaOf({ ...more, api_key: "k" }), {});
    expect(prepared.path).toBe(path);
    expect(headerOf(prepared.headers, header)).toBe(value);
    expect(headerOf(prepared.headers, "accept-encoding")).toBe("identity");
    const own = callOf('{"model":"asked"}', { authorization: "Bearer theirs" });
    const brought = prepareUpstream(own, replicaOf({ ...more, api_key: "k" }), {}).headers;
    expect(headerOf(brought, header)).toBe(value.replace("k", "theirs"));
    expect(brought).not.toContain(value);
  });

  it("asks Anthropic for its own version unless the client named one", () => {
    const anthropic = replicaOf({ kind: "anthropic", url: "https://api.anthropic.com", api_key: "k" });
    const call = callOf('{"model":"asked"}', { operation: "messages", path: "/v1/messages" });
    const plain = prepareUpstream(call, anthropic, {});
    expect(plain.path).toBe("/v1/messages");
    expect(headerOf(plain.headers, "x-api-key")).toBe("k");
    expect(headerOf(plain.headers, "anthropic-version")).toBe("2023-06-01");
    const named = prepareUpstream(
      { ...call, passHeaders: ["anthropic-version", "2099-01-01"] },
      anthropic,
      {},
    );
    expect(named.headers.filter((name) => name === "anthropic-version")).toHaveLength(1);
  });

  it("refuses what a kind cannot take", () => {
    const call = callOf('{"model":"asked"}', { operation: "messages" });
    expect(() => prepareUpstream(call, replicaOf({ kind: "gemini" }), {})).toThrow(/gemini/);
    expect(() => prepareUpstream(callOf('{"model":"asked"}'), replicaOf({ kind: "gemini" }), {})).toThrow(
      /chat/,
    );
  });
});

describe("findFormField", () => {
  it("finds a field between files that hold anything", () => {
    const form = (name: string, value: string, file = ""): string =>
      `--b0\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`;
    const body = Buffer.from(
      `${form("file", 'name="model"\r\n\r\nnot-it', '; filename="model"')}${form("model", "asked")}${form("x", "y")}--b0--\r\n`,
    );
    const range = findFormField(body, 'multipart/form-data; boundary="b0"', "model");
    expect(range).not.toBeNull();
    if (range !== null) expect(body.toString("utf8", range.start, range.end)).toBe("asked");
    expect(findFormField(body, "multipart/form-data; boundary=b0", "absent")).toBeNull();
    expect(findFormField(body, "multipart/form-data", "model")).toBeNull();
  });
});
