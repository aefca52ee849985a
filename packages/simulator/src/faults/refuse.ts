import { gzipSync } from "node:zlib";
import { sendText } from "../http/send.ts";
import type { Fault } from "./fault.ts";
import { type Exchange, openStream, playReply, streamHeaders } from "./reply.ts";

function answerStatus(status: number, headers: Record<string, string> = {}) {
  return ({ response, reply }: Exchange): void =>
    sendText(response, status, reply.errorBody(status, sentences[status] ?? "Injected by the simulator."), {
      "content-type": "application/json",
      ...headers,
    });
}

const sentences: Record<number, string> = {
  400: "This model's maximum context length is 8192 tokens. However, your prompt contains at least 9000 input tokens. Please reduce the length of the input prompt.",
  401: "Unauthorized",
  429: "Rate limit reached. Try again later.",
  500: "EngineCore encountered an issue. See stack trace (above) for the root cause.",
  502: "Bad gateway",
  503: "The engine's queue of waiting requests is full. Try again later.",
};

const plainStatus = (status: number): Fault => ({
  phase: "before-first-frame",
  fallback: 0,
  play: answerStatus(status),
});

const html = "<!doctype html><html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>";

/** No useful answer begins. */
export const refusals: Readonly<Record<string, Fault>> = {
  silent: { phase: "before-first-frame", fallback: 0, play: () => undefined },
  "400": plainStatus(400),
  "401": plainStatus(401),
  "500": plainStatus(500),
  "502": plainStatus(502),
  "503": plainStatus(503),
  "context-length": plainStatus(400),
  status: {
    phase: "before-first-frame",
    fallback: 529,
    play: (exchange, status) => answerStatus(status)(exchange),
  },
  "429": plainStatus(429),
  "429-after": {
    phase: "before-first-frame",
    fallback: 1,
    play: (exchange, seconds) => answerStatus(429, { "retry-after": String(seconds) })(exchange),
  },
  "429-ms": {
    phase: "before-first-frame",
    fallback: 500,
    play: (exchange, ms) => answerStatus(429, { "retry-after-ms": String(ms) })(exchange),
  },
  "429-date": {
    phase: "before-first-frame",
    fallback: 2,
    play: (exchange, seconds) => {
      const date = new Date(Date.now() + seconds * 1_000).toUTCString();
      answerStatus(429, { "retry-after": date })(exchange);
    },
  },
  "empty-200": {
    phase: "before-first-frame",
    fallback: 0,
    play: ({ response, reply }) =>
      sendText(response, 200, "", { "content-type": reply.stream ? reply.contentType : "application/json" }),
  },
  "html-200": {
    phase: "before-first-frame",
    fallback: 0,
    play: ({ response }) => sendText(response, 200, html, { "content-type": "text/html" }),
  },
  "error-first-frame": {
    phase: "before-first-frame",
    fallback: 0,
    play: (exchange) => {
      const { response, reply } = exchange;
      const done = reply.frames.find(({ kind }) => kind === "done")?.text ?? "";
      if (!reply.stream) return answerStatus(200)(exchange);
      sendText(response, 200, reply.errorFrame + done, streamHeaders(reply));
    },
  },
  "cut-before-headers": {
    phase: "before-first-frame",
    fallback: 0,
    play: ({ response }) => {
      response.socket?.destroy();
    },
  },
  reset: {
    phase: "before-first-frame",
    fallback: 0,
    play: ({ response }) => {
      response.socket?.resetAndDestroy();
    },
  },
  "headers-then-nothing": {
    phase: "before-first-frame",
    fallback: 0,
    play: (exchange) => {
      openStream(exchange);
    },
  },
  dead: {
    phase: "before-first-frame",
    fallback: 0,
    play: (exchange) => {
      exchange.killServer();
      answerStatus(500)(exchange);
    },
  },
  /** The first n requests fail, those after them do not. */
  flaky: {
    phase: "before-first-frame",
    fallback: 1,
    play: (exchange, failures) =>
      exchange.attempt <= failures ? answerStatus(500)(exchange) : playReply(exchange),
  },
};

/** Compresses although nobody offered to inflate. */
export function sendGzip({ response, reply }: Exchange): void {
  const text = reply.stream ? reply.frames.map((frame) => frame.text).join("") : reply.body;
  const bytes = gzipSync(text);
  response.writeHead(200, {
    "content-type": reply.stream ? reply.contentType : "application/json",
    "content-encoding": "gzip",
    "content-length": String(bytes.length),
  });
  response.end(bytes);
}
