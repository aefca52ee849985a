import { isObject } from "../../read-usage.ts";
import { type Json, present } from "../openai/read-values.ts";
import { refuse } from "../refuse.ts";

type Body = Record<string, unknown>;

/** The conversation in OpenAI's messages: results of tools come first, each as a message of its own. */
export function writeTurns(body: Json): Body[] {
  const turns: Body[] = [];
  const system = textOf(body.system, "system");
  if (system !== "") turns.push({ role: "system", content: system });
  if (!Array.isArray(body.messages)) refuse("messages", "is no list.");
  for (const [index, message] of body.messages.entries()) {
    const at = `messages[${index}]`;
    if (!isObject(message)) refuse(at, "is no object.");
    if (message.role === "assistant") turns.push(assistantTurn(message.content, at));
    else if (message.role === "user") turns.push(...userTurns(message.content, at));
    else if (message.role === "system") turns.push({ role: "system", content: textOf(message.content, at) });
    else refuse(`${at}.role`, "is none of user, assistant and system.");
  }
  return turns;
}

function blocksOf(content: unknown, at: string): Body[] {
  if (typeof content === "string") return content === "" ? [] : [{ type: "text", text: content }];
  if (!Array.isArray(content)) refuse(`${at}.content`, "is neither a text nor a list of blocks.");
  return content.map((block: unknown, index) => {
    if (!isObject(block)) refuse(`${at}.content[${index}]`, "is no object.");
    return block;
  });
}

function textOf(content: unknown, at: string): string {
  if (content === undefined || content === null) return "";
  return blocksOf(content, at)
    .map((block, index) => {
      if (block.type !== "text" || typeof block.text !== "string") {
        refuse(`${at}.content[${index}]`, "may only be text here.");
      }
      return block.text;
    })
    .join("\n");
}

function assistantTurn(content: unknown, at: string): Body {
  let text = "";
  const calls: Body[] = [];
  for (const [index, block] of blocksOf(content, at).entries()) {
    if (block.type === "text" && typeof block.text === "string") text += block.text;
    else if (block.type === "tool_use") {
      const { id, name, input } = block;
      calls.push({ id, type: "function", function: { name, arguments: JSON.stringify(input ?? {}) } });
    } else if (block.type !== "thinking" && block.type !== "redacted_thinking") {
      refuse(`${at}.content[${index}].type`, "cannot be said to this upstream.");
    }
  }
  return present({
    role: "assistant",
    content: text === "" && calls.length > 0 ? null : text,
    tool_calls: calls.length === 0 ? undefined : calls,
  });
}

function userTurns(content: unknown, at: string): Body[] {
  const results: Body[] = [];
  const parts: Body[] = [];
  for (const [index, block] of blocksOf(content, at).entries()) {
    const here = `${at}.content[${index}]`;
    if (block.type === "tool_result") results.push(resultTurn(block, here));
    else parts.push(partOf(block, here));
  }
  const [only] = parts;
  if (only === undefined) return results;
  const isText = parts.length === 1 && only.type === "text";
  return [...results, { role: "user", content: isText ? only.text : parts }];
}

/** OpenAI has no mark for a failed tool: its text says so instead. */
function resultTurn(block: Body, at: string): Body {
  const text = textOf(block.content, at);
  return {
    role: "tool",
    tool_call_id: block.tool_use_id,
    content: block.is_error === true ? `Error: ${text}` : text,
  };
}

function partOf(block: Body, at: string): Body {
  if (block.type === "text") return { type: "text", text: block.text };
  const source = isObject(block.source) ? block.source : {};
  const { type, media_type: mediaType, data, url } = source;
  if (block.type === "image" && type === "url") return { type: "image_url", image_url: { url } };
  if (type !== "base64" || typeof mediaType !== "string" || typeof data !== "string") {
    refuse(at, "cannot be said to this upstream.");
  }
  const dataUrl = `data:${mediaType};base64,${data}`;
  if (block.type === "image") return { type: "image_url", image_url: { url: dataUrl } };
  if (block.type !== "document") refuse(`${at}.type`, "cannot be said to this upstream.");
  const filename = typeof block.title === "string" ? block.title : "document.pdf";
  return { type: "file", file: { filename, file_data: dataUrl } };
}
