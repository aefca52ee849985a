import { valueText } from "./clean-text.ts";
import { isRecord } from "./parsed-json.ts";

/** An object gives one text per key; anything else goes under the key "metadata". Nulls are "not sent". */
export function addMetadataTexts(texts: Record<string, string>, value: unknown): void {
  if (!isRecord(value)) {
    texts["metadata"] = valueText(value);
    return;
  }
  for (const [key, entry] of Object.entries(value)) {
    if (entry !== null && entry !== undefined) texts[valueText(key)] = valueText(entry);
  }
}
