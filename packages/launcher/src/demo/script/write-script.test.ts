import { expect, test } from "vitest";
import { forecast } from "../world/weather.ts";
import { type Conversation, callsOf, features } from "./conversation.ts";
import { writeScript } from "./write-script.ts";

function take<T>(source: Iterator<T, never>, count: number): T[] {
  return Array.from({ length: count }, () => source.next().value);
}

const turnsOf = (script: readonly Conversation[]) => script.flatMap(({ turns }) => turns);

test("the same seed writes the same script and the same weather, another seed others", () => {
  const script = take(writeScript(7), 200);
  expect(take(writeScript(7), 200)).toEqual(script);
  expect(take(writeScript(8), 200)).not.toEqual(script);
  const weather = take(forecast(7), 50);
  expect(take(forecast(7), 50)).toEqual(weather);
  expect(take(forecast(8), 50)).not.toEqual(weather);
});

test("for any seed there is between one and two calls a second", () => {
  for (const seed of [0, 1, 2, 3, 4_294_967_295]) {
    const script = take(writeScript(seed), 1_000);
    const calls = turnsOf(script).reduce((total, turn) => total + callsOf(turn), 0);
    const seconds = script.reduce((total, { gapMs }) => total + gapMs, 0) / 1_000;
    expect(calls / seconds).toBeGreaterThan(1);
    expect(calls / seconds).toBeLessThan(2);
  }
});

test("ten minutes show every feature and everything that happens to an assistant", () => {
  const script = take(writeScript(1), 320);
  expect(new Set(script.map(({ feature }) => feature))).toEqual(new Set(features));
  expect(new Set(script.map(({ user }) => user)).size).toBe(12);
  const turns = turnsOf(script);
  const asks = turns.map(({ ask }) => ask);
  const seen = {
    searches: turns.some(({ search }) => search !== null),
    longDocuments: turns.some(({ attachment }) => attachment !== null && attachment.length > 80_000),
    tools: asks.some(({ tool }) => tool !== null && tool.failure === null),
    failedTools: asks.some(({ tool }) => tool !== null && tool.failure !== null),
    whole: asks.some(({ isStreamed }) => !isStreamed),
    leavers: asks.some(({ leavesAfterMs }) => leavesAfterMs !== null),
    unknownModels: asks.some(({ model }) => model === "llama-3.1-70b-instruct"),
    wrongLimits: asks.some(({ maxTokens }) => maxTokens === 0),
    secondDialect: asks.some(({ dialect }) => dialect === "anthropic"),
    talks: script.some(({ turns: { length } }) => length > 2),
  };
  expect(Object.entries(seen).filter(([, isSeen]) => !isSeen)).toEqual([]);
});

test("every kind of trouble comes, none in the first half minute", () => {
  const [first, ...later] = take(forecast(1), 60);
  expect(first?.fairMs).toBeGreaterThanOrEqual(30_000);
  const kinds = later.map(({ trouble }) => (trouble.kind === "provider" ? trouble.fault : trouble.kind));
  expect(new Set(kinds).size).toBe(5);
});
