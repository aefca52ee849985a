import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { startPlainUpstream } from "./plain-upstream.ts";
import { type RawStreamsReport, runRawStreams } from "./raw-streams.ts";

const tokens = 12;

function streamsFrom(url: string, requests: number): Promise<RawStreamsReport> {
  const bodies = [Buffer.from(`{"stream":true,"tail":"[[tokens=${tokens}]]"}`)];
  return runRawStreams({ url, headers: {}, bodies, perSecond: 100, requests, tokens, gapMs: 20 });
}

async function serveChunks(chunks: (call: number) => { bytes: Buffer[]; isCut: boolean }): Promise<string> {
  let calls = 0;
  const server = createServer((request, response) => {
    request.resume();
    const { bytes, isCut } = chunks(calls);
    calls += 1;
    for (const chunk of bytes) response.write(chunk);
    // A turn later, so that what was written has gone.
    if (isCut) setTimeout(() => response.destroy(), 50);
    else response.end();
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/x`;
}

test("the plain upstream's streams are whole, in every frame and at its pace", async () => {
  const report = await streamsFrom(`${await startPlainUpstream()}/v1/x`, 8);
  expect(report).toMatchObject({ whole: 8, frames: 8 * tokens, lost: 0 });
  expect(report.firstFrame.p50).toBeGreaterThan(0);
});

test("what is missing, torn off or cut at any byte shows", async () => {
  const frames = (missing: number): Buffer =>
    Buffer.from(
      `${Array.from({ length: tokens }, (_, number) => (number === missing ? "" : `data: "#${number}"\n\n`)).join("")}data: [DONE]\n\n`,
    );
  const url = await serveChunks((call) => {
    const whole = frames(call === 1 ? 5 : -1);
    const at = 1 + call * 7;
    if (call === 2) return { bytes: [whole.subarray(0, 40)], isCut: true };
    return { bytes: [whole.subarray(0, at), whole.subarray(at)], isCut: false };
  });
  const report = await streamsFrom(url, 6);
  expect(report.whole).toBe(5);
  // One frame of the second, and those that the third never sent.
  const cut = (frames(-1).toString("latin1", 0, 40).match(/#\d+/g) ?? []).length;
  expect(report.frames).toBe(5 * tokens - 1 + cut);
});
