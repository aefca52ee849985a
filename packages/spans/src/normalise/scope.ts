import { roleOf, slotOf } from "../conventions/table.ts";
import { attributeText, isEmptyValue, type RawResource, type RawScope } from "../otlp/raw-span.ts";

/** What all spans of one resource share, worked out once. */
export interface SharedFields {
  serviceName: string;
  environment: string;
  release: string;
  version: string;
  /** The key that gave the environment, for the attribute that remains when a span names its own. */
  environmentKey: string;
  /** Codes of the rows that gave something. */
  claimedCodes: string;
  /** Keys and texts of what no field claimed, keys with their "resource." prefix. */
  attributeKeys: readonly string[];
  attributeTexts: readonly string[];
}

export interface SpanScope {
  name: string;
  version: string;
  shared: SharedFields;
}

const sharedSlots = new Map(
  (["serviceName", "environment", "release", "version"] as const).map((target) => [slotOf(target), target]),
);

// Every span of the resource carries a copy, so a small request must not grow into a huge one.
const maxSharedLength = 1000;
const maxAttributes = 128;
const maxAttributesLength = 8192;

export function prepareResource(resource: RawResource): SharedFields {
  const texts = { serviceName: "", environment: "", release: "", version: "" };
  const holders = { serviceName: "", environment: "", release: "", version: "" };
  const ranks = { serviceName: 0, environment: 0, release: 0, version: 0 };
  const codes = { serviceName: "", environment: "", release: "", version: "" };
  const leftovers = new Map<string, string>();
  for (let index = 0; index < resource.keys.length; index++) {
    const key = resource.keys[index] ?? "";
    const value = resource.values[index] ?? null;
    const text = attributeText(value);
    const role = roleOf(key);
    const target = role === null ? undefined : sharedSlots.get(role.slot);
    const isUsable = !isEmptyValue(value) && text.length <= maxSharedLength;
    if (
      role === null ||
      target === undefined ||
      !isUsable ||
      (ranks[target] !== 0 && ranks[target] <= role.rank)
    ) {
      leftovers.set(`resource.${key}`, text);
      continue;
    }
    if (holders[target] !== "") leftovers.set(`resource.${holders[target]}`, texts[target]);
    texts[target] = text;
    holders[target] = key;
    ranks[target] = role.rank;
    codes[target] = role.code;
  }
  const claimedCodes = codes.serviceName + codes.environment + codes.release + codes.version;
  return { ...texts, environmentKey: holders.environment, claimedCodes, ...limited(leftovers) };
}

function limited(
  leftovers: ReadonlyMap<string, string>,
): Pick<SharedFields, "attributeKeys" | "attributeTexts"> {
  const attributeKeys: string[] = [];
  const attributeTexts: string[] = [];
  let length = 0;
  for (const [key, text] of leftovers) {
    if (attributeKeys.length >= maxAttributes || length + key.length + text.length > maxAttributesLength)
      continue;
    length += key.length + text.length;
    attributeKeys.push(key);
    attributeTexts.push(text);
  }
  const droppedCount = leftovers.size - attributeKeys.length;
  if (droppedCount > 0) {
    attributeKeys.push("resource.dropped_attributes");
    attributeTexts.push(String(droppedCount));
  }
  return { attributeKeys, attributeTexts };
}

export function prepareScope(shared: SharedFields, scope: RawScope): SpanScope {
  return {
    name: scope.name.slice(0, maxSharedLength),
    version: scope.version.slice(0, maxSharedLength),
    shared,
  };
}
