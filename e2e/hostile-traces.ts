import { randomBytes } from "node:crypto";
import type { Product } from "@plumbline/testing/product";
import { hostileKeys } from "./hostile-payloads.ts";
import { authorization } from "./product.ts";

type Attribute = { key: string; value: { stringValue: string } | { arrayValue: unknown } };

const text = (key: string, value: string): Attribute => ({ key, value: { stringValue: value } });

/** Puts every payload of the group everywhere a client can put a text; returns the trace id. */
export async function sendHostileTrace(product: Product, group: readonly string[]): Promise<string> {
  const traceId = randomBytes(16).toString("hex");
  const all = group.join("\n\n");
  const spans = [
    hostileSpan(traceId, "00000000000000c1", "chat", all, group, chatTexts(group)),
    hostileSpan(traceId, "00000000000000c2", "plain", all, group, [
      text("langfuse.observation.input", all),
      text("langfuse.observation.output", group.toReversed().join("\n\n")),
    ]),
    hostileSpan(traceId, "00000000000000c3", "json", all, group, [
      text(
        "langfuse.observation.input",
        JSON.stringify(Object.fromEntries(group.map((value) => [value, [value]]))),
      ),
      text("langfuse.observation.output", JSON.stringify({ nested: group })),
    ]),
  ];
  const response = await fetch(`${product.apiUrl}/v1/traces`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({
      resourceSpans: [
        {
          resource: { attributes: [text("service.name", group[0] ?? "")] },
          scopeSpans: [{ scope: { name: group[1] ?? "" }, spans }],
        },
      ],
    }),
  });
  if (!response.ok) throw new Error(`Refused with ${response.status}: ${await response.text()}`);
  for (const [index, payload] of group.entries()) await sendScore(product, traceId, index, payload);
  return traceId;
}

function hostileSpan(
  traceId: string,
  spanId: string,
  name: string,
  all: string,
  group: readonly string[],
  texts: Attribute[],
) {
  const startNs = BigInt(Date.now()) * 1_000_000n;
  const root = "00000000000000c1";
  return {
    traceId,
    spanId,
    parentSpanId: spanId === root ? "" : root,
    name: `${name}-span ${group[0]}`,
    kind: 1,
    startTimeUnixNano: String(startNs),
    endTimeUnixNano: String(startNs + 5_000_000n),
    status: { code: 2, message: all },
    attributes: [
      ...texts,
      text("langfuse.observation.type", "generation"),
      text("langfuse.trace.name", group[2] ?? ""),
      text("gen_ai.request.model", group[3] ?? ""),
      text("user.id", group[4] ?? ""),
      text("session.id", group[5] ?? ""),
      text("error.type", group[6] ?? ""),
      text("langfuse.observation.prompt.name", group[7] ?? ""),
      text("langfuse.release", group[8] ?? ""),
      {
        key: "langfuse.trace.tags",
        value: { arrayValue: { values: group.map((value) => ({ stringValue: value })) } },
      },
      ...[...hostileKeys, ...group].map((key, index) =>
        text(`langfuse.observation.metadata.${key}`, group[index % group.length] ?? ""),
      ),
      ...group.map((value) => text(value, value)),
    ],
  };
}

/** Every place of a conversation that a client can fill. */
function chatTexts(group: readonly string[]): Attribute[] {
  const messages = group.flatMap((payload, index) => [
    { role: "user", name: payload, content: [{ type: "text", text: payload }] },
    {
      role: payload,
      content: payload,
      tool_calls: [
        {
          id: `${index}${payload}`,
          type: "function",
          function: { name: payload, arguments: JSON.stringify({ [payload]: payload }) },
        },
      ],
    },
    { role: "tool", tool_call_id: `${index}${payload}`, name: payload, content: payload },
  ]);
  const image = {
    role: "user",
    content: [{ type: "image_url", image_url: { url: "https://evil.example/remote.png" } }],
  };
  const marker = { role: "user", content: "**rendered**" };
  const tools = group.map((payload) => ({
    type: "function",
    function: { name: payload, description: payload, parameters: { description: payload } },
  }));
  return [
    text("langfuse.observation.input", JSON.stringify([...messages, image, marker])),
    text(
      "langfuse.observation.output",
      JSON.stringify({ role: "assistant", content: `${group.join("\n\n")}\n\nend` }),
    ),
    text("gen_ai.system_instructions", JSON.stringify([{ type: "text", content: group.join("\n\n") }])),
    text("gen_ai.tool.definitions", JSON.stringify(tools)),
  ];
}

async function sendScore(product: Product, traceId: string, index: number, payload: string): Promise<void> {
  const response = await fetch(`${product.apiUrl}/api/public/scores`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({
      id: `${traceId}-${index}`,
      traceId,
      name: payload.slice(0, 200),
      value: payload.slice(0, 400),
      comment: payload.slice(0, 1_000),
    }),
  });
  if (!response.ok) throw new Error(`Refused with ${response.status}: ${await response.text()}`);
}
