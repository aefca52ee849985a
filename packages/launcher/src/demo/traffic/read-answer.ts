import { isRecord, listOf, recordOf, textOf } from "./json.ts";

/** What came back of a call, as far as it came. */
export interface Answer {
  text: string;
  tool: { id: string; name: string; arguments: string } | null;
}

type Dialect = "openai" | "anthropic";

/** Throws what the answer says about its failure. */
export async function readWhole(response: Response, dialect: Dialect): Promise<Answer> {
  const body: unknown = await response.json();
  if (dialect === "anthropic") {
    const texts = listOf(recordOf(body)["content"]).map((block) => textOf(recordOf(block)["text"]));
    return { text: texts.join(""), tool: null };
  }
  const answer: Answer = { text: "", tool: null };
  addMessage(answer, recordOf(recordOf(listOf(recordOf(body)["choices"])[0])["message"]));
  return answer;
}

/** Adds what arrives to `answer`, so that it is there when the stream breaks off. */
export async function readStream(response: Response, dialect: Dialect, answer: Answer): Promise<void> {
  const decoder = new TextDecoder();
  let rest = "";
  if (response.body === null) return;
  for await (const chunk of response.body) {
    rest += decoder.decode(chunk, { stream: true });
    const events = rest.split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) takeEvent(event, dialect, answer);
  }
}

function takeEvent(event: string, dialect: Dialect, answer: Answer): void {
  const data = event
    .split("\n")
    .filter((line) => line.startsWith("data:"))
    .map((line) => line.slice("data:".length).trim())
    .join("\n");
  if (data === "" || data === "[DONE]") return;
  const parsed: unknown = JSON.parse(data);
  const failure = recordOf(recordOf(parsed)["error"]);
  if (textOf(failure["message"]) !== "") throw new Error(textOf(failure["message"]));
  if (dialect === "anthropic") answer.text += textOf(recordOf(recordOf(parsed)["delta"])["text"]);
  else addMessage(answer, recordOf(recordOf(listOf(recordOf(parsed)["choices"])[0])["delta"]));
}

function addMessage(answer: Answer, message: Record<string, unknown>): void {
  answer.text += textOf(message["content"]);
  const call = listOf(message["tool_calls"])[0];
  if (!isRecord(call)) return;
  const named = recordOf(call["function"]);
  answer.tool ??= { id: "", name: "", arguments: "" };
  answer.tool.id += textOf(call["id"]);
  answer.tool.name += textOf(named["name"]);
  answer.tool.arguments += textOf(named["arguments"]);
}
