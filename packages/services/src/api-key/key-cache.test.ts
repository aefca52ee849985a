import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FakeClock } from "../fake-clock.fixture.ts";
import { KeyCache, type KeyRecord } from "./key-cache.ts";

const record = (revoked = false): KeyRecord => ({
  keyId: "k",
  projectId: "p",
  publicKey: "pk",
  scopes: ["read"],
  allowedOrigins: [],
  revoked,
  expiresAtMs: null,
  lastUsedAtMs: null,
});
const away = () => Promise.reject(new Error("away"));
const never = () => new Promise<never>(() => undefined);

describe("KeyCache", () => {
  test("shares one read between concurrent misses", async () => {
    const cache = new KeyCache();
    let reads = 0;
    const read = async () => {
      reads++;
      return record();
    };
    const clock = new FakeClock();
    await Promise.all([1, 2, 3].map(() => cache.get("a", clock, read)));
    await cache.get("a", clock, read);
    expect(reads).toBe(1);
    await cache.get("A", clock, read);
    expect(reads).toBe(2);
  });

  test("answers stale while the database hangs, and says unavailable once the answer is too old", async () => {
    const cache = new KeyCache({ patienceMs: 50, deadlineMs: 100 });
    const clock = new FakeClock();
    await cache.get("a", clock, async () => record());
    clock.advance(10_000);
    expect(await cache.get("a", clock, never)).toMatchObject({ keyId: "k" });
    clock.advance(49_000);
    // Known to hang: answered at once, without a second wait.
    const late = new Promise((resolve) => setImmediate(resolve, "late"));
    expect(await Promise.race([cache.get("a", clock, never), late])).toMatchObject({ keyId: "k" });
    clock.advance(2_000);
    await expect(cache.get("a", clock, never)).rejects.toMatchObject({ code: "unavailable" });
  });

  test("pauses after a failure instead of asking for every request", async () => {
    const cache = new KeyCache();
    const clock = new FakeClock();
    await cache.get("a", clock, async () => record());
    clock.advance(10_000);
    let reads = 0;
    const failing = () => {
      reads++;
      return away();
    };
    for (let request = 0; request < 50; request++) await cache.get("a", clock, failing);
    expect(reads).toBe(1);
    clock.advance(1_000);
    await cache.get("a", clock, failing);
    expect(reads).toBe(2);
  });

  test("keeps known keys while strangers guess", async () => {
    const cache = new KeyCache();
    const clock = new FakeClock();
    await cache.get("known", clock, async () => record());
    for (let guess = 0; guess < 20_000; guess++) await cache.get(`guess ${guess}`, clock, async () => null);
    expect(await cache.get("known", clock, away)).toMatchObject({ keyId: "k" });
  });

  test("property: never older than 5 s while the database answers, than 60 s while it does not", async () => {
    const step = fc.record({
      advanceMs: fc.integer({ min: 0, max: 30_000 }),
      up: fc.boolean(),
      revoke: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const cache = new KeyCache();
        const clock = new FakeClock();
        let revokedAtMs = Number.POSITIVE_INFINITY;
        let lastFailureMs = Number.NEGATIVE_INFINITY;
        let lastGoodReadMs = Number.NEGATIVE_INFINITY;
        for (const { advanceMs, up, revoke } of steps) {
          clock.advance(advanceMs);
          const nowMs = clock.nowMs();
          if (revoke && revokedAtMs > nowMs) revokedAtMs = nowMs;
          const read = async () => {
            if (!up) {
              lastFailureMs = nowMs;
              throw new Error("away");
            }
            lastGoodReadMs = nowMs;
            return record(nowMs >= revokedAtMs);
          };
          const answer = await cache.get("a", clock, read).catch(() => "unavailable" as const);
          if (answer === "unavailable") {
            expect(up).toBe(false);
            expect(nowMs - lastGoodReadMs).toBeGreaterThan(60_000);
          } else {
            expect(nowMs - lastGoodReadMs).toBeLessThanOrEqual(60_000);
            const isLate = answer?.revoked === false && nowMs >= revokedAtMs;
            // Four seconds of freshness, and a pause of one after a failed read: nothing else is late.
            if (up && isLate)
              expect(nowMs - revokedAtMs <= 4_000 || nowMs - lastFailureMs < 1_000).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
