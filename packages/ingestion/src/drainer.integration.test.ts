import { randomUUID } from "node:crypto";
import { createLogger } from "@plumbline/runtime/logger";
import { createMetrics } from "@plumbline/runtime/metrics";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { baseUs, completeSpan, type DrainRig, openDrainRig, part } from "./drain.fixture.ts";
import { type Drainer, startDrainer } from "./drainer.ts";
import { startTcpGate, type TcpGate } from "./tcp-gate.fixture.ts";

let rig: DrainRig;
let gate: TcpGate;
let drainer: Drainer;
const metrics = createMetrics({ process: "test" });

beforeAll(async () => {
  rig = await openDrainRig();
  gate = await startTcpGate(rig.url);
  drainer = startDrainer({
    journal: rig.journal,
    clickhouseUrl: gate.url,
    workerEntry: new URL("./drain-thread.ts", import.meta.url),
    metrics,
    logger: createLogger({ name: "test", level: "silent" }),
  });
});
afterAll(async () => {
  await drainer.stop();
  await gate.close();
  await rig.close();
});

async function rowsOf(table: string, projectId: string): Promise<unknown> {
  const [row] = await rig.select(`SELECT count() AS n FROM ${table} FINAL WHERE project_id = '${projectId}'`);
  return row?.["n"];
}

const patient = { timeout: 60_000, interval: 100 };

describe("the drainer", () => {
  test("brings what is accepted into ClickHouse and lets the journal go of it", async () => {
    const projectId = randomUUID();
    await rig.accept(projectId, [
      completeSpan("a", { kind: "GENERATION", modelUsed: "gpt-4o", usageDetails: { input: 10, output: 2 } }),
      part("b", { startTimeUs: baseUs, name: "b" }),
      completeSpan(""),
    ]);
    await vi.waitFor(async () => expect(await rowsOf("spans", projectId)).toBe(2), patient);
    await vi.waitFor(() => expect(rig.journal.stats().backlogRecords).toBe(0), patient);
    expect(drainer.status()).toMatchObject({ lagMs: 0, lastError: null });
    const { text } = await metrics.expose();
    expect(text).toContain('plumbline_ingest_rows_total{table="spans"} 2');
    expect(text).toContain('plumbline_rejected_events_total{code="span.missing_id"} 1');
    expect(text).toContain('llm_tokens_total{model="gpt-4o",direction="input",type="input"} 10');
    expect(text).toMatch(/plumbline_ingest_cpu_seconds_total\{stage="insert"\} \d/);
    expect(text).toContain("plumbline_journal_backlog_rows 0");
    expect(text).toContain("plumbline_drain_lag_seconds 0");
  });

  test("waits out an outage: everything is there afterwards, once, and nothing was given up", async () => {
    const projectId = randomUUID();
    gate.shut();
    for (let request = 0; request < 5; request++) {
      await rig.accept(
        projectId,
        Array.from({ length: 100 }, (_, index) => completeSpan(`r${request}-s${index}`)),
      );
    }
    await vi.waitFor(() => expect(drainer.status().lastError).not.toBeNull(), patient);
    expect(drainer.status().lagMs).toBeGreaterThan(0);
    expect(await rowsOf("spans", projectId)).toBe(0);
    gate.open();
    await vi.waitFor(async () => expect(await rowsOf("spans", projectId)).toBe(500), patient);
    await vi.waitFor(() => expect(drainer.status()).toMatchObject({ lagMs: 0, lastError: null }), patient);
    expect(await rowsOf("span_io", projectId)).toBe(500);
    expect(await rowsOf("dead_letters", projectId)).toBe(0);
  });

  test("survives connections that are cut in the middle of its work", async () => {
    const projectId = randomUUID();
    for (let request = 0; request < 10; request++) {
      await rig.accept(
        projectId,
        Array.from({ length: 300 }, (_, index) =>
          index % 2 === 0
            ? completeSpan(`r${request}-s${index}`, { input: "text ".repeat(100) })
            : part(`r${request}-s${index}`, { startTimeUs: baseUs + index }),
        ),
      );
      gate.shut();
      gate.open();
    }
    await vi.waitFor(async () => expect(await rowsOf("spans", projectId)).toBe(3_000), patient);
    expect(await rowsOf("dead_letters", projectId)).toBe(0);
  });
});
