import { type KeyRole, roleOf, slotCount, slotOf } from "../conventions/table.ts";
import { type AttributeValue, attributeText, isEmptyValue } from "../otlp/raw-span.ts";
import { safeRecord } from "../safe-record.ts";

const metadataEntry = slotOf("metadataEntry");
const traceMetadataEntry = slotOf("traceMetadataEntry");
const modelParameter = slotOf("modelParameter");
const dropped = slotOf("dropped");

/**
 * Sorts the attributes of one span by what they mean. Each target keeps the value of its best row;
 * whatever no target holds in the end stays among `attributes`, so nothing is lost. Reused span by span.
 */
export class Claims {
  readonly #roles = Array.from<unknown, KeyRole | null>({ length: slotCount() }, () => null);
  readonly #values = Array.from<unknown, AttributeValue>({ length: slotCount() }, () => null);
  metadata: Record<string, string> | undefined;
  traceMetadata: Record<string, string> | undefined;
  attributes: Record<string, string> | undefined;
  modelParameters: [string, AttributeValue][] = [];

  clear(): void {
    this.#roles.fill(null);
    this.metadata = undefined;
    this.traceMetadata = undefined;
    this.attributes = undefined;
    if (this.modelParameters.length > 0) this.modelParameters = [];
  }

  add(keys: readonly string[], values: readonly AttributeValue[]): void {
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index] ?? "";
      const value = values[index] ?? null;
      const role = roleOf(key);
      if (role === null || isEmptyValue(value)) this.keep(key, value);
      else if (role.entry === "") this.#claim(role, key, value);
      else this.#claimEntry(role, key, value);
    }
  }

  #claim(role: KeyRole, key: string, value: AttributeValue): void {
    if (role.slot === dropped) return;
    if (role.row.keep) this.keep(key, value);
    const holder = this.#roles[role.slot] ?? null;
    if (holder === null || role.rank < holder.rank) {
      const loser = this.#values[role.slot] ?? null;
      if (holder !== null && loser !== value) this.keep(holder.row.key, loser);
      this.#roles[role.slot] = role;
      this.#values[role.slot] = value;
    } else if (value !== this.#values[role.slot]) this.keep(key, value);
  }

  #claimEntry(role: KeyRole, key: string, value: AttributeValue): void {
    switch (role.slot) {
      case metadataEntry:
        this.metadata ??= safeRecord();
        this.metadata[role.entry] = attributeText(value);
        return;
      case traceMetadataEntry:
        this.traceMetadata ??= safeRecord();
        this.traceMetadata[role.entry] = attributeText(value);
        return;
      case modelParameter:
        this.modelParameters.push([role.entry, value]);
        return;
      case dropped:
        return;
      default:
        this.keep(key, value);
    }
  }

  /** The winning row of a target; its value is `value(slot)`. */
  role(slot: number): KeyRole | null {
    return this.#roles[slot] ?? null;
  }

  value(slot: number): AttributeValue {
    return this.#roles[slot] === null ? null : (this.#values[slot] ?? null);
  }

  /** Undefined when nothing was claimed: empty values never are. */
  text(slot: number): string | undefined {
    return this.#roles[slot] === null ? undefined : attributeText(this.#values[slot] ?? null);
  }

  /** For a value that turned out not to be what its target holds. */
  giveBack(slot: number): void {
    const role = this.#roles[slot];
    if (role) this.keep(role.row.key, this.#values[slot] ?? null);
  }

  keep(key: string, value: AttributeValue): void {
    this.attributes ??= safeRecord();
    this.attributes[key] = attributeText(value);
  }
}
