import { setTimeout as sleep } from "node:timers/promises";
import { defineQuery } from "@plumbline/clickhouse/client";
import { z } from "zod";
import type { FaultProject, FaultRig } from "./fault-rig.ts";
import { noteFigures } from "./figures.ts";
import type { Ledger } from "./ledger.ts";

const page = z.looseObject({
  data: z.array(z.looseObject({ id: z.string(), calculatedTotalCost: z.number().nullable() })),
  meta: z.looseObject({ totalItems: z.number(), totalPages: z.number() }),
});

/** What is wrong between the ledger and what the product shows; all empty when nothing is. */
export interface Account {
  /** Acknowledged and not stored. */
  lost: string[];
  /** Stored and never sent. */
  unknown: string[];
  /** Listed more than once. */
  repeated: string[];
  /** Stored with another cost than the ledger's, to the last of 12 decimals. */
  wrongCost: string[];
  /** Dead letters of the project. */
  rejected: number;
  /** The store's own sum over the base table against the ledger's sum over what is stored. */
  totalDifference: string;
}

export const balanced: Account = {
  lost: [],
  unknown: [],
  repeated: [],
  wrongCost: [],
  rejected: 0,
  totalDifference: "0",
};

/** Waits until the journal holds nothing any more, then compares through the product's own reads. */
export async function settleAccount(rig: FaultRig, project: FaultProject, ledger: Ledger): Promise<Account> {
  await drained(rig);
  const stored = await readAll(rig, project);
  const account: Account = {
    lost: [...ledger.acknowledged].filter((id) => !stored.has(id)),
    unknown: [],
    repeated: [],
    wrongCost: [],
    rejected: await countRows(rig, project, "dead_letters"),
    totalDifference: "",
  };
  let listed = 0n;
  for (const [id, costs] of stored) {
    const span = ledger.sent.get(id);
    if (span === undefined) account.unknown.push(id);
    if (costs.length !== 1) account.repeated.push(id);
    for (const cost of costs) {
      const pico = cost === null ? null : toPico(cost);
      listed += pico ?? 0n;
      // What was never acknowledged may have arrived in part: then without a cost, never with a wrong one.
      const isUnfinished = pico === null && !ledger.acknowledged.has(id);
      if (!isUnfinished && pico !== span?.picoDollars) account.wrongCost.push(id);
    }
  }
  account.totalDifference = String((await sumPico(rig, project)) - listed);
  noteFigures({
    acknowledged: ledger.acknowledged.size,
    stored: [...stored.values()].reduce((rows, costs) => rows + costs.length, 0),
    distinct: stored.size,
    isCostEqual: account.wrongCost.length === 0 && account.totalDifference === "0",
  });
  return account;
}

/** Until the API says that nothing waits. */
export async function drained(rig: FaultRig, timeoutMs = 180_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    if ((await readGauge(rig, "plumbline_journal_backlog_rows").catch(() => 1)) === 0) return;
    if (Date.now() > deadline) throw new Error("The journal does not empty.");
    await sleep(100);
  }
}

/** The value of one metric without labels. */
export async function readGauge(rig: FaultRig, name: string): Promise<number> {
  const text = await (await fetch(`${rig.apiUrl}/metrics`)).text();
  const value = new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, "m").exec(text)?.[1];
  if (value === undefined) throw new Error(`No metric ${name}`);
  return Number(value);
}

async function readAll(rig: FaultRig, project: FaultProject): Promise<Map<string, Array<number | null>>> {
  const found = new Map<string, Array<number | null>>();
  const from = encodeURIComponent(new Date(Date.now() - 90 * 86_400_000).toISOString());
  for (let number = 1, pages = 1; number <= pages; number += 1) {
    const url = `${rig.apiUrl}/api/public/observations?limit=100&page=${number}&fromStartTime=${from}`;
    const response = await fetch(url, { headers: { authorization: project.authorization } });
    const answer = page.parse(await response.json());
    pages = answer.meta.totalPages;
    for (const { id, calculatedTotalCost } of answer.data) {
      found.set(id, [...(found.get(id) ?? []), calculatedTotalCost]);
    }
  }
  return found;
}

/** Costs below a thousand dollars keep their twelve decimals in a double. */
function toPico(cost: number): bigint {
  return BigInt(Math.round(cost * 1e12));
}

const params = z.object({ projectId: z.string() });

async function sumPico(rig: FaultRig, { projectId }: FaultProject): Promise<bigint> {
  const [row] = await rig.store.query(
    defineQuery({
      name: "faults.sum",
      params,
      row: z.object({ total: z.string().nullable() }),
      sql: `SELECT toString(sumIf(cost, billable)) AS total
        FROM spans FINAL WHERE project_id = {projectId:String}`,
    }),
    { projectId },
  );
  const [whole = "0", decimals = ""] = (row?.total ?? "0").split(".");
  return BigInt(whole + decimals.padEnd(12, "0"));
}

/** Of calls that came whole: as many rows as ClickHouse has, or, with FINAL, as a read sees. */
export async function countOtlpRows(
  rig: FaultRig,
  { projectId }: FaultProject,
  how: "FINAL" | "" = "",
): Promise<number> {
  const [row] = await rig.store.query(
    defineQuery({
      name: "faults.rows",
      params,
      row: z.object({ total: z.number() }),
      sql: `SELECT count() AS total FROM spans ${how}
        WHERE project_id = {projectId:String} AND source = 'otlp'`,
    }),
    { projectId },
  );
  return row?.total ?? 0;
}

/** Rows that a read sees. */
export async function countRows(
  rig: FaultRig,
  { projectId }: FaultProject,
  table: "spans" | "span_io" | "dead_letters",
): Promise<number> {
  const [row] = await rig.store.query(
    defineQuery({
      name: "faults.count",
      params,
      row: z.object({ total: z.number() }),
      sql: `SELECT count() AS total FROM ${table} FINAL WHERE project_id = {projectId:String}`,
    }),
    { projectId },
  );
  return row?.total ?? 0;
}
