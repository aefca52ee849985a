import type { SpanPartEvent } from "@plumbline/contracts/events";
import { type FoldedSpan, fromRegisters, type Register, toRegisters } from "./span-parts.ts";

/** The parts of one span put together, whatever their order and however often each one comes. */
export function foldParts(events: Iterable<SpanPartEvent>): FoldedSpan {
  const greatest = new Map<string, Register>();
  for (const event of events) {
    for (const register of toRegisters(event)) {
      const held = greatest.get(register.field);
      if (held === undefined || isGreater(register, held)) greatest.set(register.field, register);
    }
  }
  return fromRegisters(greatest.values());
}

function isGreater(left: Register, right: Register): boolean {
  if (left.rank !== right.rank) return left.rank > right.rank;
  if (left.timeUs !== right.timeUs) return left.timeUs > right.timeUs;
  if (left.hash !== right.hash) return left.hash > right.hash;
  return left.value > right.value;
}
