import { expect, it } from "vitest";
import { beginStream, chunkEvent, doneEvent, startUpstream } from "./fake-upstream.fixture.ts";
import { poolOf, startGateway } from "./gateway.fixture.ts";

it("writes a long call down as begun, once and without its texts, and again at its end", async () => {
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const upstream = await startUpstream(async (_seen, response) => {
    beginStream(response);
    response.write(chunkEvent("Hello"));
    await finished;
    response.end(chunkEvent("", "stop") + doneEvent);
  });
  const gateway = await startGateway({ pools: [poolOf(upstream.url)] }, { noteAfterMs: 50 });
  const messages = [{ role: "user", content: "Hi." }];
  const body = { model: "model-a", stream: true, messages };
  const answer = await gateway.fetch("/v1/chat/completions", { body });
  await expect.poll(() => gateway.recorded.length).toBe(1);
  // Two more looks at what is under way.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  finish();
  await answer.text();
  await expect.poll(() => gateway.recorded.length).toBe(2);
  const [begun, ended] = gateway.recorded;
  expect(begun?.call).toMatchObject({ open: true, record: "usage", spanId: ended?.call.spanId });
  expect([begun?.request, begun?.response]).toEqual(["", ""]);
  expect(ended?.call.open).toBeUndefined();
  expect(ended?.call.startUs).toBe(begun?.call.startUs);
  expect(ended?.response).toContain("Hello");
});
