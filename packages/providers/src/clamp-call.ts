import type { GatewayOperation } from "@plumbline/contracts/gateway-call";
import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import { type Members, readMember } from "./member-scanner.ts";
import { isObject } from "./read-usage.ts";

/** What a degraded call asks for: at most so many tokens and, where the model takes a temperature, none. */
export type Clamped = [name: string, value: number][];

const written: ReadonlySet<GatewayOperation> = new Set<GatewayOperation>([
  "chat",
  "completions",
  "responses",
  "messages",
]);
const limitNames = ["max_tokens", "max_completion_tokens", "max_output_tokens"];

/** OpenAI's models that reason take no temperature but their own, and no `max_tokens`. */
const reasoners = /^(?:o[1-9](?:-|$)|gpt-5(?!.*chat)|codex-)/;
const openaiKinds: ReadonlySet<string> = new Set(["openai", "azure", "openai_compatible"]);

function reasonsAtOpenai({ kind, model }: Replica): boolean {
  return openaiKinds.has(kind) && reasoners.test(model.slice(model.lastIndexOf("/") + 1).toLowerCase());
}

/** Members to be set in a body that passes through. */
export function clampMembers(
  call: { operation: GatewayOperation; body: Buffer; members: Members },
  limit: number,
  replica: Replica,
): Clamped {
  const { operation, body, members } = call;
  if (!written.has(operation)) return [];
  const read = (name: string): unknown => readMember(body, members, name);
  const clamped: Clamped = [];
  const given = limitNames.filter((name) => members.ranges.has(name));
  for (const name of given.length > 0 ? given : [limitName(operation, replica)]) {
    // Thoughts have a budget of their own, which the limit must not go below.
    if (!hasBudget(read("thinking"), limit)) clamped.push([name, smaller(read(name), limit)]);
  }
  if (takesZero(replica, members.ranges.has("temperature"), read("thinking"))) {
    clamped.push(["temperature", 0]);
  }
  return clamped;
}

/** The same for a body that is translated. */
export function clampBody(
  body: Readonly<Record<string, unknown>>,
  limit: number,
  replica: Replica,
): Record<string, unknown> {
  const { max_completion_tokens: newer, ...rest } = body;
  const clamped: Record<string, unknown> = rest;
  const given = newer ?? body.max_tokens;
  if (!hasBudget(body.thinking, limit)) clamped.max_tokens = smaller(given, limit);
  else if (given !== undefined) clamped.max_tokens = given;
  if (takesZero(replica, typeof body.temperature === "number", body.thinking)) clamped.temperature = 0;
  return clamped;
}

function limitName(operation: GatewayOperation, replica: Replica): string {
  if (operation === "responses") return "max_output_tokens";
  return operation === "chat" && reasonsAtOpenai(replica) ? "max_completion_tokens" : "max_tokens";
}

/** Claude's newer models refuse a temperature: who sends one asks a model that takes it, unless it thinks. */
function takesZero(replica: Replica, isGiven: boolean, thinking: unknown): boolean {
  if (reasonsAtOpenai(replica)) return false;
  return replica.kind !== "anthropic" || (isGiven && !isObject(thinking));
}

function hasBudget(thinking: unknown, limit: number): boolean {
  return isObject(thinking) && typeof thinking.budget_tokens === "number" && thinking.budget_tokens >= limit;
}

function smaller(given: unknown, limit: number): number {
  return typeof given === "number" && given < limit ? given : limit;
}
