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
        fc.integer({ min: 1, max: 20 }),
        fc.array(action, { maxLength: 200 }),
        (replicas, cap, actions) => {
          const pool = capped(replicas, cap);
          const { ledger, pass } = ledgerOf(pool);
          const leases = new Map([1, 2, 3].map((worker) => [worker, createSlotLeases()]));
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
