import type { TokenUsage } from "@plumbline/contracts/gateway-call";
import { dataOf } from "../../sse-frames.ts";
import type { CallToTranslate, StreamTranslation } from "../../translator.ts";
import { ChunkWriter } from "./chunk-writer.ts";
import { parseObject } from "./read-values.ts";

/** A provider's events, each a JSON object, as frames of OpenAI's dialect. What they say, each kind reads itself. */
export abstract class AnswerStream implements StreamTranslation {
  protected readonly writer: ChunkWriter;
  /** As far as the events told it. */
  protected known: TokenUsage | undefined;

  constructor(call: CallToTranslate, model: string) {
    this.writer = new ChunkWriter(call, model);
  }

  protected abstract read(event: Record<string, unknown>): void;

  push(event: Buffer): Buffer | null {
    const data = dataOf(event);
    return data === null || data.trim() === "[DONE]" ? null : this.readText(data, event);
  }

  /** What is no JSON is no event of any dialect: `event` goes on as it is, and who reads on finds that out. */
  protected readText(text: string, event: Buffer): Buffer | null {
    const parsed = parseObject(text);
    if (parsed === null) return event;
    this.read(parsed);
    return this.writer.take();
  }

  end(): Buffer | null {
    this.writer.done(this.usage());
    return this.writer.take();
  }

  usage(): TokenUsage | undefined {
    return this.known;
  }
}
