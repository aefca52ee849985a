import { gatewayConfig, type Strategy } from "@plumbline/contracts/gateway-config";
import type { CallShape } from "@plumbline/routing/call-shape";
import { prefixHashes } from "@plumbline/routing/prefix-hashes";
import { resolvePools } from "@plumbline/routing/resolve-pools";
import { createRouter, type Router } from "@plumbline/routing/router";
import { Switchboard } from "@plumbline/routing/switchboard";
import { Engine } from "@plumbline/simulator/engine";
import { profiles } from "@plumbline/simulator/profiles";
import { percentile } from "../ingest/percentile.ts";
import { textOf } from "./payload.ts";

export interface Traffic {
  /** So many beginnings, each shared by the calls of its group. */
  groups: number;
  sharedTokens: number;
  ownTokens: number;
  answerTokens: number;
  concurrency: number;
  calls: number;
}

export interface Served {
  tokensPerSecond: number;
  firstTokenP99Ms: number;
  /** Of all prompt tokens, the share that engines found in their caches. */
  hits: number;
}

const profile = profiles["llama-3.1-8b-a10g"];
const replicas = 4;
const workers = 2;
const charactersPerToken = 4;

/** What happens when, without a clock: the same in every run, however busy the machine. */
class VirtualTime {
  nowMs = 0;
  #due: { atMs: number; run: () => void }[] = [];

  after(ms: number, run: () => void): void {
    this.#due.push({ atMs: this.nowMs + ms, run });
  }

  runUntil(isOver: () => boolean): void {
    while (!isOver()) {
      let next = 0;
      for (const [index, { atMs }] of this.#due.entries()) {
        if (atMs < (this.#due[next]?.atMs ?? 0)) next = index;
      }
      const [event] = this.#due.splice(next, 1);
      if (event === undefined) return;
      this.nowMs = event.atMs;
      event.run();
    }
  }
}

/** An engine that steps in virtual time. */
class VirtualEngine {
  readonly engine = new Engine(profile, { maxQueuedRequests: Number.POSITIVE_INFINITY });
  readonly #time: VirtualTime;
  #isStepping = false;

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  step(): void {
    if (this.#isStepping) return;
    const durationMs = this.engine.begin(this.#time.nowMs);
    if (durationMs === null) return;
    this.#isStepping = true;
    this.#time.after(durationMs, () => {
      this.engine.finish(this.#time.nowMs);
      this.#isStepping = false;
      this.step();
    });
  }
}

/** Real routers and schedulers under closed-loop traffic; only the network and the clock are not real. */
export function serveVirtually(strategy: Strategy, traffic: Traffic): Served {
  const time = new VirtualTime();
  const random = seededRandom(7);
  const urls = Array.from({ length: replicas }, (_, index) => ({ url: `http://r${index}` }));
  const config = gatewayConfig.parse({ pools: [{ name: "m", strategy, replicas: urls }] });
  const projects = [{ projectId: "p", configVersion: 1, pools: resolvePools("p", config) }];
  const now = (): number => time.nowMs;
  const board = new Switchboard({ now });
  board.setPools(projects);
  const routers = Array.from({ length: workers }, () => {
    const router = createRouter({ now, random, costOf: () => null });
    router.setPools(projects);
    return router;
  });
  const ids = projects.flatMap(({ pools }) => pools).flatMap((pool) => pool.replicas.map(({ id }) => id));
  const engines = new Map(ids.map((id) => [id, new VirtualEngine(time)]));
  talk(time, board, routers, engines);
  return load({ time, routers, engines, traffic, random });
}

type Engines = ReadonlyMap<string, VirtualEngine>;

/** As between the primary and its workers: every 50 ms, and what engines say of themselves every second. */
function talk(time: VirtualTime, board: Switchboard, routers: readonly Router[], engines: Engines): void {
  const tell = (): void => {
    for (const [worker, router] of routers.entries()) {
      const report = router.takeReport();
      if (report !== null) board.report(worker, report);
    }
    for (const [worker, router] of routers.entries()) router.applyView(board.viewFor(worker));
    time.after(50, tell);
  };
  const scrape = (): void => {
    for (const [id, { engine }] of engines) {
      const { running, waiting, cache } = engine;
      const cacheTokens = profile.numGpuBlocks * profile.blockSize;
      board.observeLoad(id, { running, waiting, kvCacheUse: cache.usage, cacheTokens });
    }
    time.after(1_000, scrape);
  };
  time.after(0, tell);
  time.after(250, scrape);
}

interface Load {
  time: VirtualTime;
  routers: readonly Router[];
  engines: Engines;
  traffic: Traffic;
  random: () => number;
}

function load({ time, routers, engines, traffic, random }: Load): Served {
  const firstTokens: number[] = [];
  let sent = 0;
  let over = 0;
  const send = (): void => {
    if (sent >= traffic.calls) return;
    sent += 1;
    const { shape, keys } = promptOf(traffic, Math.floor(random() * traffic.groups), sent);
    const router = routers[Math.floor(random() * routers.length)];
    const [planned] = router?.plan(shape) ?? [];
    if (router === undefined || planned === undefined) throw new TypeError("There is one pool.");
    const replica = router.pick(planned, shape, new Set());
    const virtual = typeof replica === "string" ? undefined : engines.get(replica.id);
    if (typeof replica === "string" || virtual === undefined) throw new TypeError("Nobody was picked.");
    const ticket = router.begin(planned, replica, shape);
    const sentMs = time.nowMs;
    const onToken = (place: number, isLast: boolean): void => {
      if (place === 0) {
        firstTokens.push(time.nowMs - sentMs);
        ticket.firstToken();
      }
      if (!isLast) return;
      ticket.end("ok", { input: shape.promptTokens, output: traffic.answerTokens });
      over += 1;
      time.after(1, send);
    };
    const { promptTokens } = shape;
    const order = {
      promptTokens,
      outputTokens: traffic.answerTokens,
      keys,
      finish: "stop",
      onToken,
    } as const;
    virtual.engine.add(order, time.nowMs);
    time.after(0, () => virtual.step());
  };
  for (let lane = 0; lane < traffic.concurrency; lane += 1) time.after(lane, send);
  time.runUntil(() => over === traffic.calls);
  const metrics = [...engines.values()].map(({ engine }) => engine.metrics);
  const total = (read: (one: Engine["metrics"]) => number): number =>
    metrics.reduce((sum, one) => sum + read(one), 0);
  return {
    tokensPerSecond: total((one) => one.generationTokens) / (time.nowMs / 1_000),
    firstTokenP99Ms: percentile(firstTokens, 99),
    hits: total((one) => one.prefixHits) / total((one) => one.prefixQueries),
  };
}

/** The blocks that an engine would know it by, and what the gateway reads of it. */
function promptOf(
  { sharedTokens, ownTokens }: Traffic,
  group: number,
  number: number,
): { shape: CallShape; keys: number[] } {
  const promptTokens = sharedTokens + ownTokens;
  const shared = Math.floor(sharedTokens / profile.blockSize);
  const keys = Array.from({ length: Math.floor(promptTokens / profile.blockSize) }, (_, place) =>
    place < shared ? group * 1_000_000 + place : -(number * 1_000_000 + place),
  );
  const text = `${beginningOf(group, sharedTokens)}${textOf(ownTokens * charactersPerToken, number)}`;
  const shape: CallShape = {
    projectId: "p",
    requestedModel: "m",
    operation: "chat",
    stream: true,
    priority: "standard",
    promptTokens,
    maxTokens: undefined,
    modalities: ["text"],
    tools: false,
    sessionKey: undefined,
    prefixHashes: prefixHashes([text], 0),
  };
  return { shape, keys };
}

const beginnings = new Map<string, string>();

function beginningOf(group: number, tokens: number): string {
  const name = `${group}/${tokens}`;
  const length = tokens * charactersPerToken;
  const text = beginnings.get(name) ?? `Manual ${group}. ${textOf(length, group)}`.slice(0, length);
  beginnings.set(name, text);
  return text;
}

/** A linear congruential generator: good enough to mix traffic, and the same in every run. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
