import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import {
  type Answer,
  beginStream,
  chunkEvent,
  doneEvent,
  event,
  startUpstream,
  streamWords,
  usage,
  usageEvent,
} from "./fake-upstream.fixture.ts";
import { gatewayKey, poolOf, startGateway } from "./gateway.fixture.ts";

const body = { model: "model-a", stream: true, messages: [{ role: "user", content: "Count." }] };
const path = "/v1/chat/completions";

/** What a client got, and whether the answer ended in order. */
async function readAll(response: Response): Promise<{ text: string; isClean: boolean }> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
  } catch {
    return { text, isClean: false };
  }
  return { text, isClean: true };
}

describe("streams", () => {
  it("copies a stream byte for byte, whatever its line ends and chunks", async () => {
    const crlf = [chunkEvent("grüße 👋"), ": keep-alive\n\n", chunkEvent(" ok", "stop"), doneEvent]
      .join("")
      .replaceAll("\n", "\r\n");
    const bytes = Buffer.from(crlf);
    const upstream = await startUpstream(async (_seen, response) => {
      beginStream(response);
      for (let at = 0; at < bytes.length; at += 7) {
        response.write(bytes.subarray(at, at + 7));
        await sleep(1);
      }
      response.end();
    });
    const gateway = await startGateway({ pools: [poolOf(upstream.url)] });
    const response = await gateway.fetch(path, { body });
    expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    expect(await readAll(response)).toEqual({ text: crlf, isClean: true });
  });

  it("hides the usage that it asked for itself, wherever it stands", async () => {
    const late: Answer = (_seen, response) => {
      beginStream(response).write(chunkEvent("x", "stop"));
      response.write(doneEvent + usageEvent());
      response.end(doneEvent);
    };
    for (const answer of [streamWords, late]) {
      const upstream = await startUpstream(answer);
      const gateway = await startGateway({ pools: [poolOf(upstream.url)] });
      const { text, isClean } = await readAll(await gateway.fetch(path, { body }));
      expect(isClean).toBe(true);
      expect(text).not.toContain("usage");
      expect(text.split(doneEvent)).toHaveLength(2);
      await expect.poll(() => gateway.recorded[0]?.call.usage).toEqual({ input: 11, output: 3 });
    }
  });

  it.each<[string, Answer]>([
    [
      "an error as its first event",
      (_seen, response) => {
        beginStream(response).end(
          event({ error: { message: "CUDA out of memory", type: "InternalServerError", code: 500 } }) +
            doneEvent,
        );
      },
    ],
    ["nothing", (_seen, response) => void beginStream(response).end()],
    ["nothing but its end", (_seen, response) => void beginStream(response).end(doneEvent)],
    [
      "a page of HTML",
      (_seen, response) => void response.writeHead(200, { "content-type": "text/html" }).end("<html>"),
    ],
    ["no JSON", (_seen, response) => void beginStream(response).end('data: {"id": oops}\n\n')],
    [
      "half an event",
      (_seen, response) => {
        beginStream(response).write('data: {"id":"x"');
        setTimeout(() => response.destroy(), 20);
      },
    ],
    ["a closed connection", (_seen, response) => void response.destroy()],
  ])("asks the next pool when a stream begins with %s", async (_name, answer) => {
    const bad = await startUpstream(answer);
    const good = await startUpstream(streamWords);
    const gateway = await startGateway({
      pools: [poolOf(bad.url, { fallbacks: ["spare"] }), poolOf(good.url, { name: "spare" })],
    });
    const response = await gateway.fetch(path, { body });
    expect(response.status).toBe(200);
    expect(response.headers.get("x-plumbline-attempts")).toBe("2");
    const { text, isClean } = await readAll(response);
    expect(isClean).toBe(true);
    expect(text).toContain("thrée");
    await expect
      .poll(() => gateway.recorded[0]?.call.attempts.map(({ outcome }) => outcome === "ok"))
      .toEqual([false, true]);
  });

  it.each<[string, string, Answer]>([
    [
      "is cut",
      "cut",
      (_seen, response) => {
        beginStream(response).write(chunkEvent("One") + chunkEvent(" two") + "data: {");
        setTimeout(() => response.destroy(), 30);
      },
    ],
    ["ends without its end", "cut", (_seen, response) => void beginStream(response).end(chunkEvent("One"))],
    [
      "reports an error",
      "overloaded",
      (_seen, response) => {
        beginStream(response).write(chunkEvent("One"));
        response.end(event({ error: { message: "engine died", type: "x", code: 503 } }) + doneEvent);
      },
    ],
    [
      "turns into nonsense",
      "bad_response",
      (_seen, response) => {
        beginStream(response).write(chunkEvent("One"));
        response.end("data: <html>\n\n");
      },
    ],
  ])("never ends cleanly when a stream %s", async (_name, outcome, answer) => {
    const upstream = await startUpstream(answer);
    const spare = await startUpstream(streamWords);
    const gateway = await startGateway({
      pools: [poolOf(upstream.url, { fallbacks: ["spare"] }), poolOf(spare.url, { name: "spare" })],
    });
    const { text, isClean } = await readAll(await gateway.fetch(path, { body }));
    expect(isClean).toBe(false);
    expect(text).toMatch(/data: \{"error":\{"message":/);
    expect(text).not.toContain("[DONE]");
    expect(spare.seen).toHaveLength(0);
    await expect.poll(() => gateway.recorded[0]?.call.outcome).toBe(outcome);
    expect(gateway.recorded[0]?.call).toMatchObject({
      usage: { output: expect.any(Number) },
      usageFrom: "frames",
    });

    const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: gatewayKey, maxRetries: 0 });
    const stream = await client.chat.completions.create({ model: "model-a", stream: true, messages: [] });
    const read = async (): Promise<void> => {
      for await (const chunk of stream) expect(chunk.choices).toBeDefined();
    };
    await expect(read()).rejects.toThrow();
  });

  it("ends in order when only the last mark is missing", async () => {
    const upstream = await startUpstream((_seen, response) => {
      beginStream(response).end(chunkEvent("One", "stop"));
    });
    const gateway = await startGateway({ pools: [poolOf(upstream.url)] });
    expect((await readAll(await gateway.fetch(path, { body }))).isClean).toBe(true);
  });

  it("does not wait long for a server that has said its last", async () => {
    const upstream = await startUpstream((seen, response) => {
      beginStream(response).write(chunkEvent("One", "stop") + usageEvent() + doneEvent);
      void seen;
    });
    const gateway = await startGateway({ pools: [poolOf(upstream.url)] });
    expect((await readAll(await gateway.fetch(path, { body }))).isClean).toBe(true);
    await upstream.seen[0]?.closedEarly;
    await expect
      .poll(() => gateway.recorded[0]?.call.usage)
      .toEqual({ input: usage.prompt_tokens, output: 3 });
  });

  it("frames its chunks only for clients that know them", async () => {
    const upstream = await startUpstream(streamWords);
    const gateway = await startGateway({ pools: [poolOf(upstream.url)] });
    const { port, hostname } = new URL(gateway.url);
    const text = JSON.stringify(body);
    for (const version of ["1.0", "1.1"]) {
      const socket = connect(Number(port), hostname);
      socket.write(
        `POST ${path} HTTP/${version}\r\nhost: x\r\nauthorization: Bearer ${gatewayKey}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n${text}`,
      );
      const chunks: Buffer[] = [];
      for await (const chunk of socket) chunks.push(chunk);
      const answer = Buffer.concat(chunks).toString("utf8");
      expect(answer.endsWith(version === "1.0" ? doneEvent : `${doneEvent}\r\n0\r\n\r\n`)).toBe(true);
      expect(answer.includes("transfer-encoding: chunked")).toBe(version === "1.1");
    }
  });

  it("stops reading from upstream while the client does not read, and loses nothing", async () => {
    const frames = 40_000;
    const filler = "Z".repeat(1_000);
    let written = 0;
    const upstream = await startUpstream(async (_seen, response) => {
      beginStream(response);
      for (; written < frames; written++) {
        if (!response.write(chunkEvent(`${written} ${filler}`))) {
          await new Promise((resolve) => response.once("drain", resolve));
        }
      }
      response.end(chunkEvent("", "stop") + doneEvent);
    });
    const gateway = await startGateway({ pools: [poolOf(upstream.url, { record: "usage" })] });
    const { port, hostname } = new URL(gateway.url);
    const text = JSON.stringify(body);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${gatewayKey}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n${text}`,
    );
    socket.pause();
    // It settles when all buffers between the two are full.
    let before = -1;
    while (before !== written || written === 0) {
      before = written;
      await sleep(300);
    }
    expect(written).toBeLessThan(frames);
    let letters = 0;
    let tail = "";
    socket.on("data", (chunk: Buffer) => {
      for (const byte of chunk) if (byte === 0x5a) letters += 1;
      tail = (tail + chunk.toString("latin1")).slice(-200);
    });
    socket.resume();
    await new Promise((resolve) => socket.once("close", resolve));
    expect(written).toBe(frames);
    expect(letters).toBe(frames * filler.length);
    expect(tail).toContain("[DONE]");
    const input = Math.ceil(JSON.stringify(body.messages).length / 4);
    await expect.poll(() => gateway.recorded[0]?.call.usage).toEqual({ input, output: frames + 1 });
  });
});
