import type { SpanFields } from "@plumbline/contracts/events";
import { createPriceBook, type PriceBook } from "@plumbline/pricing/price-book";
import { decodeOtlpJson } from "@plumbline/spans/decode-otlp";
import { buildSpanRow } from "./span-row.ts";

const publicBook = createPriceBook();
const defaultStartUs = 1_795_261_492_735_374;

/** What one span of OTLP/JSON becomes, priced. */
export function rowOf(
  attributes: Readonly<Record<string, string | number>>,
  { startUs = defaultStartUs, book = publicBook }: { startUs?: number; book?: PriceBook } = {},
) {
  const list = Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === "string" ? { stringValue: value } : { intValue: value },
  }));
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const span = { traceId, spanId: "b7ad6b7169203331", startTimeUnixNano: `${startUs}000`, attributes: list };
  let fields: SpanFields = {};
  const onSpan = (event: { type: string } & ({ fields: SpanFields } | object)) => {
    if ("fields" in event) fields = event.fields;
  };
  const body = { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] };
  const turns = decodeOtlpJson(body, onSpan, ({ reason }) => {
    throw new Error(reason);
  });
  while (!turns.next().done);
  const identity = { projectId: "p", traceId, spanId: span.spanId, source: "otlp", receivedAtUs: 1 } as const;
  return buildSpanRow(book, identity, fields, startUs, 1);
}
