import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Profile, profiles } from "../profiles.ts";
import { Engine } from "./engine.ts";

const small: Profile = {
  ...profiles["llama-3.1-8b-h100"],
  blockSize: 4,
  numGpuBlocks: 20,
  maxNumSeqs: 4,
  maxBatchedTokens: 16,
  maxModelLen: 80,
};

interface Job {
  prompt: number;
  output: number;
  prefix: number;
}

const keysOf = ({ prompt, output, prefix }: Job): number[] =>
  Array.from(
    { length: Math.floor((prompt + output) / small.blockSize) },
    (_, place) => prefix * 1_000 + place,
  );

/** Runs until nothing is left; time is what the steps take. */
function drain(engine: Engine, startMs = 0, mostSteps = 20_000): number {
  let nowMs = startMs;
  for (let steps = 0; steps < mostSteps; steps += 1) {
    const durationMs = engine.begin(nowMs);
    if (durationMs === null) return nowMs;
    nowMs += durationMs;
    engine.finish(nowMs);
  }
  throw new Error("the engine does not come to an end");
}

function addJob(engine: Engine, job: Job, places: number[], nowMs = 0) {
  const sequence = engine.add(
    {
      promptTokens: job.prompt,
      outputTokens: job.output,
      keys: keysOf(job),
      finish: "stop",
      onToken: (place) => {
        // A token needs all before it.
        expect(sequence.computed).toBe(job.prompt + place);
        places.push(place);
      },
    },
    nowMs,
  );
  return sequence;
}

const job = fc.record({
  prompt: fc.integer({ min: 1, max: 40 }),
  output: fc.integer({ min: 1, max: 40 }),
  prefix: fc.nat(3),
});

describe("the scheduler", () => {
  it("gives everyone all tokens in order, whatever is preempted or aborted, and ends with a free cache", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ job, abortAfter: fc.option(fc.nat(60).map((halves) => halves / 2)) }), {
          maxLength: 12,
        }),
        (jobs) => {
          const engine = new Engine(small, { maxQueuedRequests: Number.POSITIVE_INFINITY });
          const runs = jobs.map(({ job: each, abortAfter }) => {
            const places: number[] = [];
            return { job: each, abortAfter, places, sequence: addJob(engine, each, places) };
          });
          let nowMs = 0;
          for (let step = 0; ; step += 1) {
            for (const { sequence, abortAfter } of runs)
              if (abortAfter === step) engine.abort(sequence, nowMs);
            const durationMs = engine.begin(nowMs);
            expect(engine.running).toBeLessThanOrEqual(small.maxNumSeqs);
            if (durationMs === null) break;
            nowMs += durationMs;
            // Clients go away in the middle of steps, too.
            for (const { sequence, abortAfter } of runs)
              if (abortAfter === step + 0.5) engine.abort(sequence, nowMs);
            engine.finish(nowMs);
            for (const { sequence } of runs) {
              if (sequence.state !== "running") continue;
              const room = sequence.table.blocks.length * small.blockSize;
              expect(room).toBeGreaterThanOrEqual(sequence.computed);
            }
            if (step > 20_000) throw new Error("the engine does not come to an end");
          }
          for (const { job: each, places, abortAfter, sequence } of runs) {
            expect(places).toEqual(places.map((_, index) => index));
            if (abortAfter === null) expect(places).toHaveLength(each.output);
            expect(sequence.generated).toBe(places.length);
          }
          const { finished, generationTokens } = engine.metrics;
          expect(finished.stop + finished.abort).toBe(jobs.length);
          expect(generationTokens).toBe(runs.reduce((total, { places }) => total + places.length, 0));
          expect(engine.cache.usage).toBe(0);
          expect([engine.running, engine.waiting]).toEqual([0, 0]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("takes as long as its profile says", () => {
    const { stepBaseMs, stepPerSequenceMs, stepPerContextTokenMs, prefillTokensPerSecond } = small;
    const engine = new Engine(small, { maxQueuedRequests: 0 });
    addJob(engine, { prompt: 10, output: 3, prefix: 0 }, []);
    const prefillMs = stepBaseMs + (10 / prefillTokensPerSecond) * 1_000;
    const decodeMs = (context: number): number =>
      stepBaseMs + stepPerSequenceMs + context * stepPerContextTokenMs;
    expect(drain(engine)).toBeCloseTo(prefillMs + decodeMs(11) + decodeMs(12), 9);
    expect(engine.metrics.firstToken.sum).toBeCloseTo(prefillMs / 1_000, 9);
  });

  it("computes a shared prefix once", () => {
    const engine = new Engine(small, { maxQueuedRequests: 0 });
    addJob(engine, { prompt: 16, output: 1, prefix: 1 }, []);
    const firstMs = drain(engine);
    addJob(engine, { prompt: 16, output: 1, prefix: 1 }, [], firstMs);
    const secondMs = drain(engine, firstMs) - firstMs;
    // All but the last block of four.
    expect(engine.metrics.prefixHits).toBe(12);
    expect(engine.metrics.prefixQueries).toBe(32);
    expect(firstMs - secondMs).toBeCloseTo((12 / small.prefillTokensPerSecond) * 1_000, 9);
  });

  it("pushes out the one that came last when the cache is full", () => {
    const engine = new Engine(small, { maxQueuedRequests: 0 });
    const [early, late]: [number[], number[]] = [[], []];
    addJob(engine, { prompt: 30, output: 30, prefix: 1 }, early);
    addJob(engine, { prompt: 30, output: 30, prefix: 2 }, late);
    drain(engine);
    expect(engine.metrics.preemptions).toBeGreaterThan(0);
    expect([early.length, late.length]).toEqual([30, 30]);
  });
});
