import type { Pool } from "@plumbline/contracts/gateway-snapshot";
import { describe, expect, it } from "vitest";
import { prefixHashes } from "./prefix-hashes.ts";
import { createRouter, type Router } from "./router.ts";
import type { ReplicaView } from "./router-view.ts";
import { unknownReplica } from "./router-view.ts";
import { poolOf, poolsOf, seededRandom, shapeOf } from "./routing.fixture.ts";

const none: ReadonlySet<string> = new Set();

function routerOf(pools: readonly Pool[], costs: Record<string, number> = {}): Router {
  const router = createRouter({
    now: () => 0,
    random: seededRandom(7),
    costOf: (pool) => costs[pool.name] ?? null,
  });
  router.setPools([{ projectId: "p", configVersion: 1, pools: [...pools] }]);
  return router;
}

function picksOf(router: Router, times: number, shape = shapeOf(), hold = false): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let time = 0; time < times; time++) {
    const [planned] = router.plan(shape);
    if (planned === undefined) throw new Error("no plan");
    const replica = router.pick(planned, shape, none);
    if (typeof replica === "string") throw new Error(replica);
    counts[replica.name] = (counts[replica.name] ?? 0) + 1;
    const ticket = router.begin(planned, replica, shape);
    if (!hold) ticket.end("ok");
  }
  return counts;
}

const seen = (replicas: Record<string, Partial<ReplicaView>>) => ({
  prefixes: [],
  replicas: Object.fromEntries(
    Object.entries(replicas).map(([id, view]) => [id, { ...unknownReplica, ...view }]),
  ),
});

describe("plan", () => {
  const pools = poolsOf(
    {
      name: "a",
      aliases: ["gpt"],
      replicas: [{ url: "http://a", context_length: 1_000, modalities: ["text"] }],
      fallbacks: ["b"],
    },
    { name: "b", replicas: [{ url: "http://b", modalities: ["text", "image"] }], fallbacks: ["c", "a"] },
    { name: "c", replicas: [{ url: "http://c", kind: "tgi_native" }], auto: false },
  );
  const names = (router: Router, shape = shapeOf({ requestedModel: "gpt" })) =>
    router.plan(shape).map(({ pool }) => pool.name);

  it("follows names, aliases and chains of fallbacks once", () => {
    expect(names(routerOf(pools))).toEqual(["a", "b", "c"]);
  });

  it("leaves out who cannot serve the call", () => {
    const router = routerOf(pools);
    expect(names(router, shapeOf({ requestedModel: "a", modalities: ["text", "image"] }))).toEqual(["b"]);
    expect(names(router, shapeOf({ requestedModel: "a", tools: true }))).toEqual(["a", "b"]);
    expect(names(router, shapeOf({ requestedModel: "a", promptTokens: 900, maxTokens: 101 }))).toEqual([
      "b",
      "c",
    ]);
  });

  it("says why nobody can", () => {
    const router = routerOf(pools);
    expect(() => router.plan(shapeOf({ requestedModel: "a", modalities: ["audio"] }))).toThrow(
      /does not take audio/,
    );
    expect(() => router.plan(shapeOf({ requestedModel: "zzz" }))).toThrow(/does not exist/);
    expect(() => router.plan(shapeOf({ projectId: "other", requestedModel: "a" }))).toThrow(/does not exist/);
  });

  it("finds the cheapest for auto; an unknown price never wins", () => {
    expect(names(routerOf(pools, { a: 2, b: 1 }), shapeOf({ requestedModel: "auto" }))).toEqual(["b", "a"]);
    expect(names(routerOf(pools, { a: 2 }), shapeOf({ requestedModel: "auto" }))).toEqual(["a", "b"]);
  });
});

describe("strategies", () => {
  it("weighted: exactly by weight over a whole turn", () => {
    const [pool] = poolsOf({
      name: "m",
      strategy: "weighted",
      replicas: [5, 3, 0, 2].map((weight, index) => ({ name: `r${index}`, url: `http://h${index}`, weight })),
    });
    if (pool === undefined) throw new Error("no pool");
    expect(picksOf(routerOf([pool]), 100)).toEqual({ r0: 50, r1: 30, r3: 20 });
  });

  it("round robin: each in turn", () => {
    expect(picksOf(routerOf([poolOf({ strategy: "round_robin" })]), 9)).toEqual({ r0: 3, r1: 3, r2: 3 });
  });

  it.each(["least_outstanding", "lowest_latency"] as const)("%s: calls under way spread", (strategy) => {
    expect(picksOf(routerOf([poolOf({ strategy })]), 9, shapeOf(), true)).toEqual({ r0: 3, r1: 3, r2: 3 });
  });

  it("two choices: never the busiest of all, and nobody idle", () => {
    const counts = picksOf(routerOf([poolOf({ strategy: "two_choices" })]), 300, shapeOf(), true);
    for (const name of ["r0", "r1", "r2"]) expect(counts[name]).toBeGreaterThan(90);
  });

  it("two choices: work of other workers and strangers in the engine count", () => {
    const router = routerOf([poolOf({ strategy: "two_choices", count: 2 })]);
    router.applyView(seen({ "p/m/r0": { otherTokens: 100_000, otherCalls: 50 } }));
    expect(picksOf(router, 50)).toEqual({ r1: 50 });
    router.applyView(seen({ "p/m/r0": {}, "p/m/r1": { load: { running: 40, waiting: 10 } } }));
    expect(picksOf(router, 50)).toEqual({ r0: 50 });
    router.applyView(
      seen({ "p/m/r0": { load: { running: 0, waiting: 0, kvCacheUse: 0.98 } }, "p/m/r1": {} }),
    );
    expect(picksOf(router, 50)).toEqual({ r1: 50 });
  });

  it("session affinity: one replica per session, and only its own sessions move when one goes", () => {
    const pool = poolOf({ strategy: "session_affinity", count: 8 });
    const where = (router: Router, session: number) =>
      Object.keys(picksOf(router, 3, shapeOf({ sessionKey: `s${session}` }))).join();
    const before = routerOf([pool]);
    const after = routerOf([{ ...pool, replicas: pool.replicas.slice(1) }]);
    const sessions = Array.from({ length: 400 }, (_, session) => session);
    for (const session of sessions) {
      const old = where(before, session);
      if (old !== "r0") expect(where(after, session)).toBe(old);
    }
    const homes = new Map<string, number>();
    for (const session of sessions) {
      homes.set(where(before, session), (homes.get(where(before, session)) ?? 0) + 1);
    }
    expect(homes.size).toBe(8);
    for (const count of homes.values()) expect(count).toBeGreaterThan(20);
  });

  it("prefix affinity: the same beginning meets the same replica, new ones spread, load goes first", () => {
    const router = routerOf([poolOf({ strategy: "prefix_affinity", count: 4 })]);
    const shape = (conversation: number) =>
      shapeOf({ prefixHashes: prefixHashes([`system ${conversation} `.repeat(200)], 1) });
    const homes = Array.from({ length: 40 }, (_, index) =>
      Object.keys(picksOf(router, 1, shape(index))).join(),
    );
    expect(new Set(homes).size).toBe(4);
    homes.forEach((home, index) => {
      expect(picksOf(router, 5, shape(index))).toEqual({ [home]: 5 });
    });
    const [home = ""] = homes;
    router.applyView(seen({ [`p/m/${home}`]: { otherTokens: 1_000_000, otherCalls: 100 } }));
    expect(Object.keys(picksOf(router, 20, shape(0)))).not.toContain(home);
  });

  const manual = (number: number, promptTokens = 3_800) =>
    shapeOf({ promptTokens, prefixHashes: prefixHashes([`manual ${number} `.repeat(1_300)], 1) });
  const homeOf = (router: Router, shape = manual(0)) => Object.keys(picksOf(router, 1, shape)).join();

  it("prefix affinity: workers that know nothing of each other send a new beginning to the same replica", () => {
    const pool = poolOf({ strategy: "prefix_affinity", count: 4 });
    for (let number = 0; number < 30; number++) {
      expect(homeOf(routerOf([pool]), manual(number))).toBe(homeOf(routerOf([pool]), manual(number)));
    }
  });

  it("prefix affinity: a beginning stays until the others would read it sooner than it is waited for", () => {
    const router = routerOf([poolOf({ strategy: "prefix_affinity", count: 2 })]);
    const home = homeOf(router);
    const other = home === "r0" ? "r1" : "r0";
    // Half a prompt of work is less than reading all of it; two prompts are more.
    router.applyView(seen({ [`p/m/${home}`]: { otherTokens: 2_000, otherCalls: 1 } }));
    expect(homeOf(router)).toBe(home);
    router.applyView(seen({ [`p/m/${home}`]: { otherTokens: 9_000, otherCalls: 2 } }));
    expect(homeOf(router)).toBe(other);
  });

  it("prefix affinity: one beginning that everybody shares does not keep the other replicas idle", () => {
    const router = routerOf([poolOf({ strategy: "prefix_affinity", count: 4 })]);
    const counts = picksOf(router, 64, manual(0), true);
    expect(Object.keys(counts)).toHaveLength(4);
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(6);
  });

  it("prefix affinity: what the engine's cache cannot hold any more counts as gone", () => {
    const router = routerOf([poolOf({ strategy: "prefix_affinity", count: 2 })]);
    const home = homeOf(router);
    const load = { running: 0, waiting: 0, cacheTokens: 4_000 };
    const busy = { otherTokens: 2_500, otherCalls: 1, load };
    router.applyView(seen({ [`p/m/${home}`]: busy }));
    expect(homeOf(router)).toBe(home);
    // Others have pushed it out of the cache of its home.
    const gone = manual(1).prefixHashes;
    router.applyView({
      ...seen({ [`p/m/${home}`]: busy }),
      prefixes: [[`p/m/${home}`, [...gone]]],
    });
    expect(homeOf(router)).not.toBe(home);
  });

  it("prefix affinity: prompts too short to be told apart spread by load", () => {
    const router = routerOf([poolOf({ strategy: "prefix_affinity", count: 3 })]);
    for (const hold of [false, true]) {
      const counts = picksOf(router, 90, shapeOf({ promptTokens: 20 }), hold);
      for (const name of ["r0", "r1", "r2"]) expect(counts[name]).toBeGreaterThan(20);
    }
  });
});

describe("who may be picked", () => {
  it("nobody that is down, open, warming or draining; half open one at a time", () => {
    const pool = poolOf({ count: 4 });
    const [r0, ...rest] = pool.replicas;
    if (r0 === undefined) throw new Error("no replica");
    const router = routerOf([{ ...pool, replicas: [{ ...r0, drain: true }, ...rest] }]);
    router.applyView(
      seen({
        "p/m/r1": { healthy: false },
        "p/m/r2": { warming: true },
        "p/m/r3": { breaker: "half_open", mayProbe: true },
      }),
    );
    const shape = shapeOf();
    const [planned] = router.plan(shape);
    if (planned === undefined) throw new Error("no plan");
    const probe = router.pick(planned, shape, none);
    expect(probe).toMatchObject({ name: "r3" });
    if (typeof probe === "string") return;
    const ticket = router.begin(planned, probe, shape);
    expect(router.pick(planned, shape, none)).toBe("unhealthy");
    ticket.end("ok");
    expect(router.pick(planned, shape, none)).toMatchObject({ name: "r3" });
    expect(router.pick(planned, shape, new Set(planned.replicas.map(({ id }) => id)))).toBe("tried");
  });

  it("a replica that is new to a running gateway waits to be told that it is warm", () => {
    const pool = poolOf({ count: 2, health: { prewarm: 1 } });
    const router = routerOf([{ ...pool, replicas: pool.replicas.slice(0, 1) }]);
    router.setPools([{ projectId: "p", configVersion: 2, pools: [pool] }]);
    expect(picksOf(router, 10)).toEqual({ r0: 10 });
    router.applyView(seen({ "p/m/r1": {} }));
    expect(Object.keys(picksOf(router, 20)).sort()).toEqual(["r0", "r1"]);
  });

  it("a slow start takes its share", () => {
    const router = routerOf([poolOf({ strategy: "weighted", count: 2 })]);
    router.applyView(seen({ "p/m/r0": { share: 0.25 } }));
    expect(picksOf(router, 100)).toEqual({ r0: 20, r1: 80 });
  });
});

describe("reports", () => {
  it("tells work under way, endings in order and what was learned, once", () => {
    const router = routerOf([poolOf({ count: 1, strategy: "prefix_affinity" })]);
    const shape = shapeOf({ prefixHashes: [1, 2] });
    const [planned] = router.plan(shape);
    const replica = planned?.replicas[0];
    if (planned === undefined || replica === undefined) throw new Error("no plan");
    const outcomes = ["ok", "ok", "timeout", "rate_limit", "overloaded"] as const;
    const tickets = outcomes.map(() => router.begin(planned, replica, shape));
    expect(router.takeReport()).toMatchObject({
      // The prompt lies in the cache once the first has read it.
      replicas: { "p/m/r0": { calls: 5, tokens: 100 + 5 * 256 } },
      prefixes: Array(5).fill(["p/m/r0", [1, 2]]),
    });
    tickets[0]?.firstToken();
    tickets.forEach((ticket, index) => {
      ticket.end(outcomes[index] ?? "ok", { input: 100, output: 50 });
      ticket.end("connection");
    });
    expect(router.takeReport()).toMatchObject({
      replicas: {
        "p/m/r0": {
          calls: 0,
          tokens: 0,
          ended: 5,
          firstTokens: 1,
          inputTokens: 500,
          outputTokens: 250,
          verdicts: [
            ["alive", 2],
            ["failed", 1],
            ["neutral", 1],
            ["overloaded", 1],
          ],
        },
      },
    });
    expect(router.takeReport()).toBeNull();
  });
});
