import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { faultCatalogue, refusedUrl } from "./fault-catalogue.ts";

import { startVllm, type VllmSimulator } from "./start-vllm.ts";

let simulator: VllmSimulator;
let client: OpenAI;

beforeAll(async () => {
  simulator = await startVllm({
    models: ["llama"],
    seed: 3,
    profile: "instant",
    faultPaceMs: 1,
    record: true,
  });
  client = new OpenAI({ baseURL: `${simulator.url}/v1`, apiKey: "none", maxRetries: 0 });
});

afterAll(() => simulator.close());

const messages = [{ role: "user" as const, content: "Tell. [[utf8]] [[tokens=12]]" }];
const wholeText = "é Grüße 日本 😀 naïve Ωé Grüße 日本 😀 naïve Ω";
/** Faults that only somebody who gives up gets over. */
const neverEnding = /^fault-(silent|headers-then-nothing|stall-after)$/;
/** A server that says nothing for so long is given up. */
const patienceMs = (model: string): number => (neverEnding.test(model) ? 400 : 30_000);

interface Seen {
  text: string;
  end: "clean" | "error" | "gave up";
}

async function readStream(model: string): Promise<Seen> {
  const controller = new AbortController();
  const seen: Seen = { text: "", end: "clean" };
  let timer = setTimeout(() => controller.abort(), patienceMs(model));
  try {
    const options = { signal: controller.signal };
    const stream = await client.chat.completions.create(
      { model, messages, stream: true, stream_options: { include_usage: true } },
      options,
    );
    for await (const chunk of stream) {
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(), patienceMs(model));
      seen.text += chunk.choices[0]?.delta.content ?? "";
    }
  } catch {
    seen.end = "error";
  }
  clearTimeout(timer);
  if (controller.signal.aborted) seen.end = "gave up";
  return seen;
}

async function readWhole(model: string): Promise<Seen> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), patienceMs(model));
  try {
    const answer = await client.chat.completions.create({ model, messages }, { signal: controller.signal });
    return { text: answer.choices?.[0]?.message.content ?? "", end: "clean" };
  } catch {
    return { text: "", end: controller.signal.aborted ? "gave up" : "error" };
  } finally {
    clearTimeout(timer);
  }
}

/** Drips so slowly that the whole takes longer than anybody's patience: read as bytes instead. */
const slow = new Set(["fault-slow-drip"]);

describe("every fault of the catalogue", () => {
  for (const { model, phase } of faultCatalogue) {
    if (slow.has(model)) continue;
    it(`${model} is ${phase}`, async () => {
      const [streamed, whole] = [await readStream(model), await readWhole(model)];
      simulator.setDead(false);
      if (phase === "harmless") {
        expect(streamed).toEqual({ text: wholeText, end: "clean" });
        expect(whole).toEqual({ text: wholeText, end: "clean" });
        return;
      }
      // The second call of a flaky model is answered well.
      expect(whole.text).toBe(model === "fault-flaky" ? wholeText : "");
      if (phase === "before-first-frame") expect(streamed.text).toBe("");
      else if (!model.endsWith("-length")) {
        expect(streamed.text).toBe("é Grüße 日本");
        expect(whole.end).not.toBe("clean");
      }
    });
  }

  it("leaves other models alone, and refuses names that are none of its own", async () => {
    expect((await readStream("llama")).text).toBe(wholeText);
    expect(await readWhole("fault-unheard-of")).toEqual({ text: "", end: "error" });
  });
});

interface Raw {
  status: number;
  headers: IncomingHttpHeaders;
  chunks: Buffer[];
  error: string | null;
}

function raw(model: string, stream: boolean): Promise<Raw> {
  return new Promise((resolve) => {
    const seen: Raw = { status: 0, headers: {}, chunks: [], error: null };
    const sent = httpRequest(`${simulator.url}/v1/chat/completions`, { method: "POST" }, (response) => {
      seen.status = response.statusCode ?? 0;
      seen.headers = response.headers;
      response.on("data", (chunk: Buffer) => seen.chunks.push(chunk));
      response.on("error", (error) => {
        seen.error = error.message;
      });
      response.on("close", () => resolve(seen));
    });
    sent.on("error", (error) => resolve({ ...seen, error: error.message }));
    sent.end(
      JSON.stringify({
        model,
        messages,
        stream,
        ...(stream ? { stream_options: { include_usage: true } } : {}),
      }),
    );
  });
}

const textOf = ({ chunks }: Raw): string => Buffer.concat(chunks).toString();

describe("on the wire", () => {
  it("Retry-After comes in seconds, milliseconds and as a date", async () => {
    expect((await raw("fault-429-after-7", false)).headers["retry-after"]).toBe("7");
    expect((await raw("fault-429-ms-1500", true)).headers["retry-after-ms"]).toBe("1500");
    const date = (await raw("fault-429-date-3600", false)).headers["retry-after"] ?? "";
    expect(Date.parse(date)).toBeGreaterThan(Date.now());
    expect((await raw("fault-status-529", false)).status).toBe(529);
  });

  it("empty, HTML and an error in the first frame all say 200", async () => {
    expect(textOf(await raw("fault-empty-200", true))).toBe("");
    expect((await raw("fault-html-200", true)).headers["content-type"]).toBe("text/html");
    const error = await raw("fault-error-first-frame", true);
    expect(error.status).toBe(200);
    expect(textOf(error)).toMatch(/^data: \{"error":\{"message":.*"code":500\}\}\n\ndata: \[DONE\]\n\n$/);
  });

  it("a drip comes byte by byte, a character in halves, lines end with CRLF, data lies on several lines", async () => {
    const drip = await raw("fault-slow-drip-0", false);
    expect(JSON.parse(textOf(drip))).toMatchObject({ object: "chat.completion" });
    expect(drip.chunks.length).toBeGreaterThan(100);
    const halves = await raw("fault-split-utf8", true);
    expect(halves.chunks.some((chunk) => ((chunk[0] ?? 0) & 0xc0) === 0x80)).toBe(true);
    expect(textOf(await raw("fault-crlf", true))).not.toMatch(/[^\r]\n/);
    expect(textOf(await raw("fault-multi-line", true))).toContain("data: {\ndata:  ");
  });

  it("usage is missing, late, beside choices or behind the end", async () => {
    expect(textOf(await raw("fault-missing-usage", true))).not.toContain('"usage"');
    expect(textOf(await raw("fault-missing-usage", false))).not.toContain('"usage"');
    expect(textOf(await raw("fault-usage-after-done", true))).toMatch(/\[DONE\]\n\ndata: .*"usage"/);
    const beside = textOf(await raw("fault-usage-with-choices", true));
    expect(beside).toMatch(/"finish_reason":"stop".*"usage":\{"prompt_tokens"/);
    expect(beside).not.toContain('"choices":[]');
    expect(textOf(await raw("fault-duplicate-done", true)).match(/\[DONE\]/g)).toHaveLength(2);
    expect(textOf(await raw("fault-no-done", true))).not.toContain("[DONE]");
  });

  it("cuts after as many tokens as the name says, and tells giants from dwarfs", async () => {
    const cut = await raw("fault-cut-after-5", true);
    expect(textOf(cut).match(/"content":"[^"]/g)).toHaveLength(5);
    expect(cut.error).not.toBeNull();
    expect((await raw("fault-end-after-1", true)).error).toBeNull();
    expect(textOf(await raw("fault-giant-frame-64", true)).length).toBeGreaterThan(65_536);
    expect((await raw("fault-gzip", false)).headers["content-encoding"]).toBe("gzip");
    expect(Number((await raw("fault-long-length", false)).headers["content-length"])).toBeGreaterThan(100);
  });

  it("dead answers 500 and takes /health with it; flaky recovers; nobody listens at the refused address", async () => {
    expect((await raw("fault-dead", false)).status).toBe(500);
    expect((await fetch(`${simulator.url}/health`)).status).toBe(503);
    simulator.setDead(false);
    const statuses = [];
    for (let attempt = 0; attempt < 4; attempt += 1)
      statuses.push((await raw("fault-flaky-2", false)).status);
    expect(statuses).toEqual([500, 500, 200, 200]);
    await expect(fetch(await refusedUrl())).rejects.toThrow();
  });

  it("records when a silent server was given up", async () => {
    const { end } = await readWhole("fault-silent");
    expect(end).toBe("gave up");
    const entry = await simulator.recorder.find(
      ({ body, closedEarly }) => closedEarly && body?.includes("fault-silent") === true,
    );
    expect(entry).toMatchObject({ method: "POST", status: null });
    expect(entry.endedMs).toBeGreaterThan(entry.arrivedMs);
  });
});
