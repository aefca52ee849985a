import { setTimeout as sleep } from "node:timers/promises";
import { type LoadReport, runLoad } from "@plumbline/simulator/load-client";
import type { FaultRig } from "./fault-rig.ts";
import type { GatewayRig, StoredCall } from "./gateway-rig.ts";

/** What went wrong, by the numbers of the calls; all empty when nothing did. */
export interface CallAccount {
  /** The client took a broken answer for a whole one. */
  lookedComplete: number[];
  /** Whole answers without exactly one record that says all their tokens. */
  notBookedOnce: number[];
  /** Broken answers that are not there exactly once: with their tokens, or flagged as without an end. */
  notFlaggedOnce: number[];
}

export const allBooked: CallAccount = { lookedComplete: [], notBookedOnce: [], notFlaggedOnce: [] };

/** Kills in the middle of streams: one of the processes that take calls, or all at once. */
export async function killMidStream(
  gateway: GatewayRig,
  { victim, streams, tokens, killAfterMs }: KillOrder,
): Promise<{ account: CallAccount; report: LoadReport }> {
  const load = runLoad({
    url: gateway.url,
    headers: gateway.headers,
    body: (place) => gateway.bodyOf(place, { stream: true, tokens }),
    pattern: { kind: "closed", concurrency: streams, requests: streams },
    expectedTokens: tokens,
  });
  // Calls are noted a moment after they came; on cold workers some come late.
  while (asked(gateway) < streams) await sleep(20);
  await sleep(killAfterMs);
  if (victim === "all") {
    await gateway.killAll();
    await gateway.start();
  } else {
    const [worker] = gateway.workers();
    if (worker === undefined) throw new TypeError("The gateway has no workers.");
    gateway.kill(worker);
  }
  const report = await load;
  const stored = await gateway.settle(report.streams.map(({ place }) => place));
  return { account: accountOf(report, stored, tokens), report };
}

function asked({ upstream }: GatewayRig): number {
  return upstream.received().filter(({ path }) => path === "/v1/chat/completions").length;
}

interface KillOrder {
  victim: "worker" | "all";
  streams: number;
  tokens: number;
  /** Counted from when the engine had been asked for all of them. */
  killAfterMs: number;
}

function accountOf(
  { streams }: LoadReport,
  stored: ReadonlyMap<number, readonly StoredCall[]>,
  tokens: number,
): CallAccount {
  const account: CallAccount = { lookedComplete: [], notBookedOnce: [], notFlaggedOnce: [] };
  for (const { place, end, numbered } of streams) {
    const rows = stored.get(place) ?? [];
    const isWhole = end === "complete" && numbered === tokens;
    if (!isWhole && (end === "complete" || end === "unfinished")) account.lookedComplete.push(place);
    if (isWhole && (rows.length !== 1 || rows[0]?.outputTokens !== tokens)) account.notBookedOnce.push(place);
    const isBookedOrFlagged = rows[0]?.isEnded === false || (rows[0]?.outputTokens ?? 0) > 0;
    if (!isWhole && (rows.length !== 1 || !isBookedOrFlagged)) account.notFlaggedOnce.push(place);
  }
  return account;
}

/** ClickHouse, PostgreSQL and the API are all gone for a while; calls go on before, meanwhile and after. */
export async function callWithStoresDown(
  rig: FaultRig,
  gateway: GatewayRig,
  { perSecond, downMs }: { perSecond: number; downMs: number },
): Promise<{ report: LoadReport; notOnce: number[] }> {
  const aroundMs = 1_500;
  const requests = Math.round((perSecond * (downMs + 2 * aroundMs)) / 1_000);
  const load = runLoad({
    url: gateway.url,
    headers: gateway.headers,
    body: (place) => gateway.bodyOf(place, { stream: place % 2 === 0, tokens: 5 }),
    pattern: { kind: "open", perSecond, requests },
  });
  await sleep(aroundMs);
  await Promise.all([rig.wire.cut(), rig.postgres.kill(), rig.api.kill()]);
  await sleep(downMs);
  await rig.wire.mend();
  const report = await load;
  await rig.postgres.start();
  await rig.api.start();
  const places = report.streams.map(({ place }) => place);
  const stored = await gateway.settle(places);
  const notOnce = places.filter((place) => {
    const [row, second] = stored.get(place) ?? [];
    return row?.outputTokens !== 5 || second !== undefined;
  });
  return { report, notOnce };
}

/** Clients go away in the middle of their streams. */
export async function leaveMidStream(
  gateway: GatewayRig,
  { streams, withinMs, seed }: { streams: number; withinMs: number; seed: number },
): Promise<{ wrong: string[]; slowestMs: number; left: number }> {
  const report = await runLoad({
    url: gateway.url,
    headers: gateway.headers,
    body: (place) => gateway.bodyOf(place, { stream: true, tokens: 500 }),
    pattern: { kind: "closed", concurrency: 16, requests: streams },
    abort: { share: 1, withinMs, seed },
  });
  const served = report.streams.filter(({ tokens }) => tokens > 0);
  const stored = await gateway.settle(served.map(({ place }) => place));
  const exchanges = new Map(
    gateway.upstream.received().map((entry) => [/call-\d+/.exec(entry.body ?? "")?.[0], entry]),
  );
  const wrong: string[] = [];
  let slowestMs = 0;
  let left = 0;
  // Of a call that was left before anything came nothing is known to have been used.
  for (const { place, tokens, abortedAtMs } of served) {
    if (abortedAtMs === null) continue;
    left += 1;
    const exchange = exchanges.get(`call-${place}`);
    if (exchange?.closedEarly !== true || exchange.endedMs === null) wrong.push(`${place} went on upstream`);
    else slowestMs = Math.max(slowestMs, exchange.endedMs - abortedAtMs);
    const [row, second] = stored.get(place) ?? [];
    if (row === undefined || second !== undefined) wrong.push(`${place} is not there exactly once`);
    else if (row.outputTokens === null || row.outputTokens < tokens)
      wrong.push(`${place} has too few tokens`);
  }
  return { wrong, slowestMs, left };
}
