/** Texts of one side of a call and how many messages they came in; the frame of a message costs tokens too. */
export interface CountableText {
  texts: string[];
  messages: number;
}

const notText = /image|audio|video|file|blob|media|document/i;
const dataUrl = /^data:[\w.+-]+\/[\w.+-]+;base64,/;
const deepest = 64;

/** The texts in an input or output as it was sent; null when it holds what no tokenizer can count. */
export function countableText(sent: string | undefined): CountableText | null {
  const found: CountableText = { texts: [], messages: 0 };
  if (sent === undefined || sent === "") return found;
  return collect(parsed(sent), found, 0) ? found : null;
}

function parsed(text: string): unknown {
  if (!/^\s*[[{"]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** False as soon as something is no text. */
function collect(value: unknown, found: CountableText, depth: number): boolean {
  if (depth > deepest) return false;
  if (typeof value === "string") {
    if (dataUrl.test(value)) return false;
    found.texts.push(value);
    return true;
  }
  if (Array.isArray(value)) return value.every((entry) => collect(entry, found, depth + 1));
  if (typeof value !== "object" || value === null) return true;
  return collectRecord(new Map(Object.entries(value)), found, depth);
}

function collectRecord(record: ReadonlyMap<string, unknown>, found: CountableText, depth: number): boolean {
  const type = record.get("type");
  if (typeof type === "string" && notText.test(type)) return false;
  const role = record.get("role");
  if (typeof role === "string") {
    found.messages += 1;
    found.texts.push(role);
  }
  const content = ["content", "parts", "text", "messages"].filter((name) => record.has(name));
  if (content.length > 0) {
    const calls = record.get("tool_calls") ?? record.get("function_call");
    if (calls !== undefined && calls !== null) found.texts.push(JSON.stringify(calls));
    return content.every((name) => collect(record.get(name), found, depth + 1));
  }
  // Tool calls and answers that are data: the model saw them as text.
  const { role: _role, ...rest } = Object.fromEntries(record);
  found.texts.push(JSON.stringify(rest));
  return true;
}
