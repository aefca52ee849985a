import { type AddressInfo, createServer, type Socket } from "node:net";
import { upstreamModel } from "./payload.ts";
import { PlainStreams } from "./plain-stream.ts";

const answerTokens = 32;
const headEnd = "\r\n\r\n";
/** Of a body's end: what is asked for stands at the end of its prompt. */
const markedBytes = 200;

/**
 * The least that an upstream can be: every POST gets the same ready-made chat answer, or so many frames as
 * `[[tokens=N]]` in its body asks for; everything else an empty 200. For parts that share two cores with it;
 * all others are served by the simulator.
 */
export async function startPlainUpstream(): Promise<string> {
  const chat = answerBytes("application/json", JSON.stringify(chatAnswer()));
  const empty = answerBytes("text/plain", "");
  const streams = new PlainStreams();
  const answer = (socket: Socket, head: string, body: string): void => {
    const tokens = /\[\[tokens=(\d+)\]\]/.exec(body)?.[1];
    if (tokens !== undefined) streams.begin(socket, Number(tokens));
    else socket.write(head.startsWith("POST") ? chat : empty);
  };
  const server = createServer({ noDelay: true }, (socket) => serve(socket, answer));
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** One request at a time on a connection, as every hop here sends them. */
function serve(socket: Socket, answer: (socket: Socket, head: string, body: string) => void): void {
  let head = "";
  let body = "";
  let left = -1;
  socket.on("error", () => socket.destroy());
  socket.on("data", (bytes: Buffer) => {
    let at = 0;
    if (left === -1) {
      const end = bytes.indexOf(headEnd);
      head += bytes.toString("latin1", 0, end === -1 ? bytes.length : end);
      if (end === -1) return;
      at = end + headEnd.length;
      left = Number(/\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    }
    left -= bytes.length - at;
    body = (body + bytes.toString("latin1", at)).slice(-markedBytes);
    if (left > 0) return;
    answer(socket, head, body);
    head = "";
    body = "";
    left = -1;
  });
}

function answerBytes(contentType: string, body: string): Buffer {
  const head = `HTTP/1.1 200 OK\r\ncontent-type: ${contentType}\r\ncontent-length: ${Buffer.byteLength(body)}`;
  return Buffer.from(`${head}\r\nconnection: keep-alive${headEnd}${body}`);
}

/** As vLLM answers. */
function chatAnswer(): object {
  const message = {
    role: "assistant",
    content: "token ".repeat(answerTokens),
    refusal: null,
    annotations: null,
    audio: null,
    function_call: null,
    tool_calls: [],
    reasoning_content: null,
  };
  return {
    id: "chatcmpl-00000000000000000000000000000001",
    object: "chat.completion",
    created: 1_790_000_000,
    model: upstreamModel,
    choices: [{ index: 0, message, logprobs: null, finish_reason: "stop", stop_reason: null }],
    service_tier: null,
    system_fingerprint: null,
    usage: {
      prompt_tokens: 275,
      total_tokens: 275 + answerTokens,
      completion_tokens: answerTokens,
      prompt_tokens_details: null,
    },
    prompt_logprobs: null,
    kv_transfer_params: null,
  };
}
