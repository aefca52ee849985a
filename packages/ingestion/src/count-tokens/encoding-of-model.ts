/** The encodings that are counted with; others have no exact tokenizer that could be shipped. */
export type Encoding = "o200k_base" | "cl100k_base";

const notText = /audio|realtime|image|tts|transcribe|whisper|moderation|live/;
const o200k = /^(?:gpt-(?:4o|4\.1|4\.5|5|oss)|chatgpt-4o|o[134](?:-|$))/;
const cl100k = /^(?:gpt-4(?:-|$)|gpt-3\.5-turbo|text-embedding-(?:3|ada-002))/;

/** The tokenizer that a model is known to use, by its name; null when it is not known. */
export function encodingOfModel(model: string): Encoding | null {
  let name = model.trim().toLowerCase();
  name = name.slice(name.lastIndexOf("/") + 1);
  if (name.startsWith("ft:")) name = name.slice("ft:".length);
  if (notText.test(name)) return null;
  if (o200k.test(name)) return "o200k_base";
  return cl100k.test(name) ? "cl100k_base" : null;
}
