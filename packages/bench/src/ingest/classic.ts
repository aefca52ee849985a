import type { ApiClient } from "./api-client.ts";
import { seededRandom, seededText } from "./random.ts";

const tracesPerBatch = 20;

/** Five events for each trace: its creation, a generation's creation and update, a span's creation and update. */
function buildBatch(random: () => number, nowMs: number): { body: string; events: number } {
  const id = (): string =>
    Math.floor(random() * 2 ** 48)
      .toString(16)
      .padStart(12, "0");
  const at = (afterMs: number): string => new Date(nowMs + afterMs).toISOString();
  const batch: object[] = [];
  const add = (type: string, afterMs: number, body: object): void => {
    batch.push({ id: `event-${id()}`, type, timestamp: at(afterMs), body });
  };
  for (let number = 0; number < tracesPerBatch; number += 1) {
    const traceId = `trace-${id()}`;
    const generationId = `generation-${id()}`;
    const spanId = `span-${id()}`;
    add("trace-create", 0, { id: traceId, name: "answer", userId: "user-1", input: seededText(random, 300) });
    add("span-create", 1, {
      id: spanId,
      traceId,
      name: "retrieve",
      startTime: at(1),
      input: seededText(random, 200),
    });
    add("generation-create", 2, {
      id: generationId,
      traceId,
      parentObservationId: spanId,
      name: "llm",
      model: "gpt-4o-mini",
      startTime: at(2),
      input: [{ role: "user", content: seededText(random, 500) }],
    });
    add("generation-update", 3, {
      id: generationId,
      endTime: at(900),
      output: { role: "assistant", content: seededText(random, 300) },
      usageDetails: { input: 420, output: 80 },
    });
    add("span-update", 4, { id: spanId, endTime: at(950), output: seededText(random, 200) });
  }
  return { body: JSON.stringify({ batch }), events: batch.length };
}

export interface ClassicResult {
  events: number;
  refused: number;
  seconds: number;
}

/** Closed loop, four batches in flight: as fast as the API takes them. */
export async function runClassic(client: ApiClient, seconds: number, seed: number): Promise<ClassicResult> {
  const random = seededRandom(seed);
  const result: ClassicResult = { events: 0, refused: 0, seconds: 0 };
  const startedAt = performance.now();
  const send = async (): Promise<void> => {
    while (performance.now() - startedAt < seconds * 1000) {
      const { body, events } = buildBatch(random, Date.now());
      const { status, text } = await client.sendClassic(body);
      const answer: unknown = status === 207 ? JSON.parse(text) : null;
      const isAnswer = typeof answer === "object" && answer !== null && "successes" in answer;
      const accepted = isAnswer && Array.isArray(answer.successes) ? answer.successes.length : 0;
      result.events += accepted;
      result.refused += events - accepted;
    }
  };
  await Promise.all([send(), send(), send(), send()]);
  result.seconds = (performance.now() - startedAt) / 1000;
  return result;
}
