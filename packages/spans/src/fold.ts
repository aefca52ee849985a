import type { SpanPartEvent } from "@plumbline/contracts/events";
import { type FoldedSpan, fromRegisters, isGreater, type Register, toRegisters } from "./span-parts.ts";

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
