import { isRecord, tryParseJson } from "../parsed-json.ts";

/** The message of a streamed Anthropic answer put together, its content blocks by index. */
export function assembleAnthropic(events: readonly Record<string, unknown>[]): unknown {
  const blocks = new Map<number, Record<string, unknown>>();
  const inputs = new Map<number, string>();
  for (const event of events) {
    const index = typeof event["index"] === "number" ? event["index"] : 0;
    if (event["type"] === "content_block_start" && isRecord(event["content_block"])) {
      blocks.set(index, { ...event["content_block"] });
    }
    const delta = event["delta"];
    if (event["type"] === "content_block_delta" && isRecord(delta)) addDelta(blocks, inputs, index, delta);
  }
  if (blocks.size === 0) return undefined;
  for (const [index, text] of inputs) {
    const block = blocks.get(index);
    // Arguments that were cut stay as the text that came.
    if (block !== undefined) block["input"] = tryParseJson(text) ?? text;
  }
  const content = [...blocks.entries()].sort(([a], [b]) => a - b).map(([, block]) => block);
  return { role: "assistant", content };
}

function addDelta(
  blocks: Map<number, Record<string, unknown>>,
  inputs: Map<number, string>,
  index: number,
  delta: Record<string, unknown>,
): void {
  const block = blocks.get(index) ?? { type: "text" };
  blocks.set(index, block);
  for (const name of ["text", "thinking", "signature"]) {
    const piece = delta[name];
    if (typeof piece !== "string") continue;
    const before = block[name];
    block[name] = (typeof before === "string" ? before : "") + piece;
  }
  const piece = delta["partial_json"];
  if (typeof piece === "string") inputs.set(index, (inputs.get(index) ?? "") + piece);
}
