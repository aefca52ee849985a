import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface SeenRequest {
  path: string;
  headers: IncomingMessage["headers"];
  text: string;
  body: Record<string, unknown>;
  /** Resolves when the other side goes before the answer was complete. */
  closedEarly: Promise<void>;
}

export type Answer = (
  seen: SeenRequest,
  response: ServerResponse,
  request: IncomingMessage,
) => Promise<void> | void;

/** A model server that answers as the test says. */
export interface FakeUpstream {
  url: string;
  seen: SeenRequest[];
  answer: Answer;
  /** What GET gives, by path; "ok" for the rest. */
  pages: Map<string, { status: number; text: string }>;
  server: Server;
  close(): Promise<void>;
}

export async function startUpstream(answer: Answer): Promise<FakeUpstream> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    const closedEarly = new Promise<void>((resolve) => {
      response.once("close", () => {
        if (!response.writableFinished) resolve();
      });
    });
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const entry = {
        path: request.url ?? "",
        headers: request.headers,
        text,
        body: parse(text),
        closedEarly,
      };
      if (request.method === "GET") {
        // Health checks and metrics are not what tests count.
        const { status, text: page } = upstream.pages.get(request.url ?? "") ?? { status: 200, text: "ok" };
        response.writeHead(status).end(page);
        return;
      }
      seen.push(entry);
      void upstream.answer(entry, response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const upstream: FakeUpstream = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    answer,
    pages: new Map(),
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  onTestFinished(() => upstream.close());
  return upstream;
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

export const usage = { prompt_tokens: 11, completion_tokens: 3, total_tokens: 14 };

export function chatBody(content = "Hello there.", more: Record<string, unknown> = {}): string {
  return JSON.stringify({
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1_700_000_000,
    model: "real-model",
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
    usage,
    ...more,
  });
}

export function sendJson(response: ServerResponse, text: string, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(text);
}

export function chunkEvent(content: string, finishReason: string | null = null): string {
  const choice = { index: 0, delta: { content }, finish_reason: finishReason };
  return event({
    id: "chatcmpl-1",
    object: "chat.completion.chunk",
    created: 1,
    model: "real-model",
    choices: [choice],
  });
}

export function usageEvent(): string {
  return event({
    id: "chatcmpl-1",
    object: "chat.completion.chunk",
    created: 1,
    model: "real-model",
    choices: [],
    usage,
  });
}

export const doneEvent = "data: [DONE]\n\n";

export function event(data: unknown): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

export function beginStream(response: ServerResponse): ServerResponse {
  return response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
}

/** A well-behaved stream of three words, with usage as it was asked for. */
export function streamWords(seen: SeenRequest, response: ServerResponse): void {
  beginStream(response);
  for (const word of ["One", " two", " thrée"]) response.write(chunkEvent(word));
  response.write(chunkEvent("", "stop"));
  const options = seen.body.stream_options;
  if (typeof options === "object" && options !== null && "include_usage" in options)
    response.write(usageEvent());
  response.end(doneEvent);
}

/** Chat as vLLM answers it, streamed or not. */
export function answerChat(seen: SeenRequest, response: ServerResponse): void {
  if (seen.body.stream === true) streamWords(seen, response);
  else sendJson(response, chatBody());
}
