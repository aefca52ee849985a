import type { Pool } from "@plumbline/contracts/gateway-snapshot";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { poolOf } from "./routing.fixture.ts";
import { createSlotLeases } from "./slot-leases.ts";
import { SlotLedger, type SlotRequest } from "./slot-ledger.ts";

function ledgerOf(pool: Pool) {
  let nowMs = 0;
  const ledger = new SlotLedger({ now: () => nowMs });
  ledger.setPools([pool]);
  return {
    ledger,
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

const capped = (count: number, cap: number, max_length = 1_000): Pool =>
  poolOf({ count, replica: { max_concurrency: cap }, queue: { max_length, ageing_ms: 1_000 } });

function requestOf(pool: Pool, given: Partial<SlotRequest> & Pick<SlotRequest, "grant">): SlotRequest {
  return {
    workerId: 1,
    ticket: 1,
    pool,
    replicaIds: pool.replicas.map(({ id }) => id),
    priority: "standard",
    ...given,
  };
}

describe("slot ledger", () => {
  it("never lends more than the cap, and serves everybody in the end", () => {
    const action = fc.oneof(
      fc.record({
        type: fc.constant("call" as const),
        worker: fc.integer({ min: 1, max: 3 }),
        priority: fc.constantFrom("interactive" as const, "standard" as const, "batch" as const),
      }),
      fc.record({ type: fc.constant("end" as const), pick: fc.nat() }),
      fc.record({ type: fc.constant("tick" as const), worker: fc.integer({ min: 1, max: 3 }) }),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 50, max: 70 })),
        fc.array(action, { maxLength: 200 }),
        (replicas, cap, actions) => {
          const pool = capped(replicas, cap);
          const { ledger, pass } = ledgerOf(pool);
          const leases = new Map(
            [1, 2, 3].map((worker) => {
              const own = createSlotLeases();
              own.setPools([{ projectId: "p", configVersion: 1, pools: [pool] }]);
              return [worker, own];
            }),
          );
          const running: { worker: number; replicaId: string }[] = [];
          let asked = 0;
          let begun = 0;
          const tick = (worker: number): void => {
            for (const [id, slots] of leases.get(worker)?.takeSurplus(new Set(ledger.wanted())) ?? []) {
              ledger.release(worker, id, slots);
            }
          };
          const begin = (worker: number, replicaId: string): void => {
            begun += 1;
            running.push({ worker, replicaId });
            for (const { id } of pool.replicas) {
              expect(running.filter((call) => call.replicaId === id).length).toBeLessThanOrEqual(cap);
            }
          };
          const end = (index: number): void => {
            const [call] = running.splice(index, 1);
            if (call === undefined) return;
            leases.get(call.worker)?.giveBack(call.replicaId);
            tick(call.worker);
          };
          for (const each of actions) {
            pass(10);
            if (each.type === "tick") tick(each.worker);
            else if (each.type === "end") end(running.length === 0 ? 0 : each.pick % running.length);
            else {
              asked += 1;
              const own = pool.replicas.find(({ id }) => leases.get(each.worker)?.tryTake(id));
              if (own !== undefined) begin(each.worker, own.id);
              else {
                const answer = ledger.acquire(
                  requestOf(pool, {
                    workerId: each.worker,
                    ticket: asked,
                    priority: each.priority,
                    grant: (id, slots) => {
                      leases.get(each.worker)?.granted(id, slots);
                      begin(each.worker, id);
                    },
                  }),
                );
                expect(answer.type).not.toBe("full");
                for (const worker of leases.keys()) tick(worker);
              }
            }
          }
          while (running.length > 0) end(0);
          expect(begun).toBe(asked);
        },
      ),
    );
  });

  it("counts the connections of replicas whose calls nobody limits, and takes the freest of the others", () => {
    const pool = poolOf({ count: 3, replica: { max_connections: 2 } });
    const { ledger } = ledgerOf(pool);
    const granted: string[] = [];
    const ask = (ticket: number, ...names: string[]) =>
      ledger.acquire(
        requestOf(pool, {
          ticket,
          replicaIds: names.map((name) => `p/m/${name}`),
          grant: (id) => granted.push(id.slice(-2)),
        }),
      ).type;
    for (const ticket of [1, 2]) expect(ask(ticket, "r0", "r1", "r2")).toBe("granted");
    expect(ask(3, "r1")).toBe("granted");
    // r0 is full: r1 has one of two left, r2 both.
    for (const ticket of [4, 5, 6]) expect(ask(ticket, "r0", "r1", "r2")).toBe("granted");
    expect(ask(7, "r0", "r1", "r2")).toBe("queued");
    expect(granted).toEqual(["r0", "r0", "r1", "r2", "r1", "r2"]);
  });

  it("lends many at once where there are many, so that far from the cap a worker asks seldom", () => {
    const pool = poolOf({ count: 1, replica: { max_connections: 100 } });
    const { ledger } = ledgerOf(pool);
    const own = createSlotLeases();
    own.setPools([{ projectId: "p", configVersion: 1, pools: [pool] }]);
    let asked = 0;
    const begin = (): void => {
      if (own.tryTake("p/m/r0")) return;
      asked += 1;
      ledger.acquire(requestOf(pool, { ticket: asked, grant: (id, slots) => own.granted(id, slots) }));
    };
    for (let wave = 0; wave < 50; wave++) {
      for (let call = 0; call < 12; call++) begin();
      for (let call = 0; call < 12; call++) own.giveBack("p/m/r0");
      for (const [id, slots] of own.takeSurplus(new Set(ledger.wanted()))) ledger.release(1, id, slots);
    }
    expect(asked).toBe(1);
  });

  it("serves the urgent first, and lifts what waits by a class per ageing time", () => {
    const pool = capped(1, 1);
    const { ledger, pass } = ledgerOf(pool);
    const order: string[] = [];
    const ask = (name: string, priority: SlotRequest["priority"], ticket: number) =>
      ledger.acquire(requestOf(pool, { ticket, priority, grant: () => order.push(name) }));
    ask("running", "standard", 1);
    ask("old batch", "batch", 2);
    pass(2_500);
    expect(ask("standard", "standard", 3)).toMatchObject({ type: "queued", position: 2 });
    expect(ask("interactive", "interactive", 4)).toMatchObject({ type: "queued", position: 2 });
    for (let turn = 0; turn < 3; turn++) ledger.release(1, "p/m/r0", 1);
    expect(order).toEqual(["running", "old batch", "interactive", "standard"]);
  });

  it("refuses beyond the length of the queue and forgets who gave up or died", () => {
    const pool = capped(1, 1, 2);
    const { ledger } = ledgerOf(pool);
    const granted: number[] = [];
    const ask = (ticket: number, workerId = 1) =>
      ledger.acquire(requestOf(pool, { ticket, workerId, grant: () => granted.push(ticket) })).type;
    expect([ask(1), ask(2), ask(3, 2), ask(4)]).toEqual(["granted", "queued", "queued", "full"]);
    expect(ledger.cancel(1, 2)).toBe(true);
    expect(ledger.cancel(1, 2)).toBe(false);
    ledger.workerGone(2);
    expect(ledger.state(pool.id).waiting).toBe(0);
    expect([ask(5, 3)]).toEqual(["queued"]);
    ledger.workerGone(1);
    expect(granted).toEqual([1, 5]);
  });

  it("does not let one that waits for a busy replica hold up one that does not", () => {
    const pool = capped(2, 1);
    const { ledger } = ledgerOf(pool);
    const granted: string[] = [];
    const ask = (name: string, replicaIds: string[], ticket: number) =>
      ledger.acquire(requestOf(pool, { ticket, replicaIds, grant: (id) => granted.push(`${name} ${id}`) }));
    ask("a", ["p/m/r0"], 1);
    ask("b", ["p/m/r0"], 2);
    expect(ask("c", ["p/m/r1"], 3)).toEqual({ type: "granted" });
    expect(granted).toEqual(["a p/m/r0", "c p/m/r1"]);
  });
});
