import { setImmediate as nextTurn } from "node:timers/promises";
import type { IngestEvent, IngestSource } from "@plumbline/contracts/events";
import type { DoorResult } from "@plumbline/spans/decode-langsmith";
import type { RouteDeps } from "../deps.ts";
import { acceptInChunks } from "./accept-in-chunks.ts";
import { rejectedEvent } from "./rejected-event.ts";

/** An item of a request in another tool's protocol; decoded only when its turn comes. */
export interface DoorItem {
  /** What its sender calls it. */
  id: string | undefined;
  raw: unknown;
  decode(): DoorResult;
}

export interface RefusedItem {
  id: string | undefined;
  code: string;
  message: string;
}

const itemsPerTurn = 100;

/** Resolves when every item is durable, the refused ones with their reason; returns the refused. */
export async function acceptDecoded(
  deps: RouteDeps,
  input: { projectId: string; source: IngestSource; items: readonly DoorItem[]; requestBytes: number },
): Promise<RefusedItem[]> {
  const { projectId, source, items, requestBytes } = input;
  const timeUs = deps.clock.nowUs();
  const events: IngestEvent[] = [];
  for (const [index, item] of items.entries()) {
    if (index > 0 && index % itemsPerTurn === 0) await nextTurn();
    const decoded = item.decode();
    if (decoded.ok) events.push(decoded.event);
    else {
      const { code, reason } = decoded;
      const raw = JSON.stringify(item.raw) ?? "";
      // What is posted and what is patched later have the id of their run.
      events.push(rejectedEvent({ id: item.id, isSharedId: true, timeUs, code, reason, raw }));
    }
  }
  const { rejected } = await acceptInChunks(deps, { projectId, source, events, requestBytes });
  return rejected.map(({ index, code, reason }) => ({ id: items[index]?.id, code, message: reason }));
}

/** The id of an item for its sender to recognise, if it has one. */
export function idIn(item: unknown): string | undefined {
  if (typeof item !== "object" || item === null || !("id" in item)) return undefined;
  return typeof item.id === "string" && item.id !== "" ? item.id : undefined;
}
