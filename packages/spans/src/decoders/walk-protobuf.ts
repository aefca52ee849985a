import { prepareResource, prepareScope, type SharedFields, type SpanScope } from "../normalise/scope.ts";
import type { RawResource, RawScope } from "../otlp/raw-span.ts";
import { readResourceProtobuf, readScopeProtobuf } from "../otlp/read-protobuf.ts";
import type { WireReader } from "../otlp/wire-reader.ts";

/** What a signal does with each of its items; the envelopes around them have the same numbers. */
export interface ItemVisitor {
  /** Counts everything read, so that no run of empty items blocks the thread; true when others should run. */
  countItem(): boolean;
  visit(reader: WireReader, end: number, scope: SpanScope): void;
}

/** Walks an Export…ServiceRequest of spans or log records: resources, scopes, items. */
export function* walkProtobuf(reader: WireReader, end: number, visitor: ItemVisitor): Generator<void> {
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === 0x0a) {
      if (visitor.countItem()) yield;
      yield* walkResource(reader, reader.enter(end), visitor);
    } else reader.skip(tag, end);
  }
}

function* walkResource(reader: WireReader, end: number, visitor: ItemVisitor): Generator<void> {
  const start = reader.pos;
  let resource: RawResource = { keys: [], values: [] };
  // Fields may come in any order, so the resource is looked for before its items are read.
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === 0x0a) resource = readResourceProtobuf(reader, reader.enter(end));
    else reader.skip(tag, end);
  }
  const shared = prepareResource(resource);
  reader.pos = start;
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === 0x12) {
      if (visitor.countItem()) yield;
      yield* walkScope(reader, reader.enter(end), shared, visitor);
    } else reader.skip(tag, end);
  }
}

function* walkScope(
  reader: WireReader,
  end: number,
  shared: SharedFields,
  visitor: ItemVisitor,
): Generator<void> {
  const start = reader.pos;
  let rawScope: RawScope = { name: "", version: "" };
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === 0x0a) rawScope = readScopeProtobuf(reader, reader.enter(end));
    else reader.skip(tag, end);
  }
  const scope = prepareScope(shared, rawScope);
  reader.pos = start;
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === 0x12) {
      visitor.visit(reader, reader.enter(end), scope);
      if (visitor.countItem()) yield;
    } else reader.skip(tag, end);
  }
}
