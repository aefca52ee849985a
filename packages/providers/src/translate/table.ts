import type { TranslatorTable } from "../translator.ts";
import { toAnthropic } from "./anthropic/translate.ts";
import { toCohere } from "./cohere/translate.ts";
import { toGemini } from "./gemini/translate.ts";
import { messagesToChat } from "./messages/translate.ts";
import { toOllama } from "./ollama/translate.ts";
import { toTgi } from "./tgi/translate.ts";

/**
 * Of every kind of upstream that speaks a dialect of its own; those of OpenAI's dialect are translated to
 * only for clients of Anthropic's.
 */
export const translators: TranslatorTable = {
  anthropic: toAnthropic,
  gemini: toGemini,
  cohere: toCohere,
  tgi_native: toTgi,
  ollama_native: toOllama,
  openai: messagesToChat,
  azure: messagesToChat,
  mistral: messagesToChat,
  together: messagesToChat,
  tgi: messagesToChat,
};
