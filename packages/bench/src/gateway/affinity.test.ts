import { describe, expect, it } from "vitest";
import { serveVirtually, type Traffic } from "./virtual-pool.fixture.ts";

/** The beginnings together are about twice what one engine's cache holds. */
const shared: Traffic = {
  groups: 24,
  sharedTokens: 3_500,
  ownTokens: 100,
  answerTokens: 64,
  concurrency: 32,
  calls: 600,
};

const cases: readonly [name: string, traffic: Traffic][] = [
  ["as many as saturate the pool", shared],
  ["few at a time", { ...shared, concurrency: 8 }],
  [
    "shorter beginnings and longer answers",
    { ...shared, groups: 64, sharedTokens: 2_048, answerTokens: 256 },
  ],
];

describe("prefix affinity on simulated engines, in virtual time", () => {
  it.each(cases)(
    "never keeps the slowest waiting longer than least outstanding does: %s",
    (_name, traffic) => {
      const own = serveVirtually("prefix_affinity", traffic);
      const least = serveVirtually("least_outstanding", traffic);
      expect(own.firstTokenP99Ms).toBeLessThanOrEqual(least.firstTokenP99Ms);
      expect(own.hits).toBeGreaterThan(least.hits);
      expect(own.tokensPerSecond).toBeGreaterThan(least.tokensPerSecond);
    },
  );

  it("makes half again as many tokens as round robin where prompts are long and shared", () => {
    const own = serveVirtually("prefix_affinity", shared);
    const turns = serveVirtually("round_robin", shared);
    expect(own.tokensPerSecond / turns.tokensPerSecond).toBeGreaterThanOrEqual(1.5);
  });
});
