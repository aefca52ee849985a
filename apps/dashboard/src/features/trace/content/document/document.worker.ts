import { answer } from "./answer.ts";
import type { DocumentAnswer, DocumentMessage, DocumentReply, DocumentRequest } from "./protocol.ts";
import { TextDocument } from "./text-document.ts";

let opening: Promise<TextDocument> | undefined;

self.addEventListener("message", ({ data }: MessageEvent<DocumentMessage>) => {
  handle(data.request).then(
    (result) => reply({ id: data.id, answer: result }),
    () => reply({ id: data.id, failed: true }),
  );
});

const reply = (message: DocumentReply) => self.postMessage(message);

async function handle(request: DocumentRequest): Promise<DocumentAnswer> {
  if (request.type !== "open") {
    if (!opening) throw new Error("nothing is open");
    return answer(await opening, request);
  }
  opening = open(request);
  return { shape: (await opening).shape(request.mode) };
}

async function open({ source }: Extract<DocumentRequest, { type: "open" }>): Promise<TextDocument> {
  if ("text" in source) return new TextDocument(source.text);
  const response = await fetch(source.url);
  if (!response.ok) throw new Error(String(response.status));
  return new TextDocument(await response.text());
}
