import type { AttributeValue } from "./otlp-span.ts";
import {
  planSpans,
  resourceAttributes,
  type SpanPlan,
  scopeName,
  type TemplateOptions,
} from "./otlp-template.ts";
import { seededRandom } from "./random.ts";

/** OTLP's JSON mapping: 64-bit integers are texts, ids hexadecimal. */
function jsonValue(value: AttributeValue): object {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value !== "number") return { arrayValue: { values: value.map(jsonValue) } };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

const jsonAttributes = (attributes: SpanPlan["attributes"]) =>
  attributes.map(([key, value]) => ({ key, value: jsonValue(value) }));

/** The very spans of the protobuf templates, as JSON with ids and times of their own. */
export class JsonRequestStream {
  readonly #templates: { plan: SpanPlan; attributes: object[] }[][];
  readonly #random: () => number;
  #next = 0;

  constructor(templates: readonly TemplateOptions[], seed: number) {
    this.#templates = templates.map((options) =>
      planSpans(options).map((plan) => ({ plan, attributes: jsonAttributes(plan.attributes) })),
    );
    this.#random = seededRandom(seed);
  }

  next(nowMs: number): { body: string; spans: number } {
    const template = this.#templates[this.#next % this.#templates.length] ?? [];
    this.#next += 1;
    const traceIds = new Map<number, string>();
    const spanIds = template.map(() => this.#hex(16));
    const spans = template.map(({ plan, attributes }, number) => {
      const traceId = traceIds.get(plan.trace) ?? this.#hex(32);
      traceIds.set(plan.trace, traceId);
      const startMs = nowMs - 5000 + plan.startAfterMs;
      return {
        traceId,
        spanId: spanIds[number],
        ...(plan.parent === null ? {} : { parentSpanId: spanIds[plan.parent] }),
        name: plan.name,
        kind: plan.kind,
        startTimeUnixNano: `${startMs}000000`,
        endTimeUnixNano: `${startMs + plan.durationMs}000000`,
        attributes,
        status: { code: 1 },
      };
    });
    const scopeSpans = [{ scope: { name: scopeName, version: "1.0.0" }, spans }];
    const resource = { attributes: jsonAttributes(resourceAttributes) };
    return { body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans }] }), spans: spans.length };
  }

  #hex(digits: number): string {
    let text = "";
    while (text.length < digits) {
      text += Math.floor(this.#random() * 2 ** 32)
        .toString(16)
        .padStart(8, "0");
    }
    return text;
  }
}
