import { type KeyRole, roleOf, slotCount, slotOf } from "../conventions/table.ts";
import { type AttributeValue, attributeText, isEmptyValue } from "../otlp/raw-span.ts";
import { safeRecord } from "../safe-record.ts";
import { emptyShape, shapeWith } from "./key-shape.ts";
import { type ListEntries, listJson } from "./list-entries.ts";
import { withoutInlineMedia } from "./media.ts";

const metadataEntry = slotOf("metadataEntry");
const traceMetadataEntry = slotOf("traceMetadataEntry");
const modelParameter = slotOf("modelParameter");
const dropped = slotOf("dropped");
const attribute = slotOf("attribute");

export interface ModelParameter {
  key: string;
  name: string;
  value: AttributeValue;
}

/**
 * Sorts the attributes of one span by what they mean. Each target keeps the value of its best row;
 * whatever no target holds in the end stays among `attributes`, so nothing is lost. Reused span by span.
 */
export class Claims {
  readonly #roles = Array.from<unknown, KeyRole | null>({ length: slotCount() }, () => null);
  readonly #values = Array.from<unknown, AttributeValue>({ length: slotCount() }, () => null);
  /** Rows that hold many keys, are dropped, or say what a better row said; each once. */
  readonly #more: KeyRole[] = [];
  #lists: ListEntries[] = [];
  metadata: Record<string, string> | undefined;
  traceMetadata: Record<string, string> | undefined;
  attributes: Record<string, string> | undefined;
  modelParameters: ModelParameter[] = [];

  clear(): void {
    this.#roles.fill(null);
    this.#more.length = 0;
    this.metadata = undefined;
    this.traceMetadata = undefined;
    this.attributes = undefined;
    if (this.modelParameters.length > 0) this.modelParameters = [];
    if (this.#lists.length > 0) this.#lists = [];
  }

  add(keys: readonly string[], values: readonly AttributeValue[]): void {
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index] ?? "";
      const value = withoutInlineMedia(values[index] ?? null);
      const role = roleOf(key);
      if (role === null || isEmptyValue(value)) this.keep(key, value);
      else if (role.entry === "") this.#claim(role, key, value);
      else this.#claimEntry(role, key, value);
    }
  }

  #claim(role: KeyRole, key: string, value: AttributeValue): void {
    if (role.slot === dropped) {
      this.#noteMany(role);
      return;
    }
    if (role.slot === attribute) {
      this.keep(key, value);
      return;
    }
    if (role.row.keep) this.keep(key, value);
    const holder = this.#roles[role.slot] ?? null;
    if (holder === null || role.rank < holder.rank) {
      const loser = this.#values[role.slot] ?? null;
      if (holder !== null && loser === value) this.#noteMany(holder);
      else if (holder !== null) this.keep(holder.row.key, loser);
      this.#roles[role.slot] = role;
      this.#values[role.slot] = value;
    } else if (value === this.#values[role.slot]) this.#noteMany(role);
    else this.keep(key, value);
  }

  #claimEntry(role: KeyRole, key: string, value: AttributeValue): void {
    if (role.row.unit === "list") {
      this.#addToList(role, key, value);
      return;
    }
    switch (role.slot) {
      case metadataEntry:
        this.metadata ??= safeRecord();
        this.metadata[role.entry] = attributeText(value);
        break;
      case traceMetadataEntry:
        this.traceMetadata ??= safeRecord();
        this.traceMetadata[role.entry] = attributeText(value);
        break;
      case modelParameter:
        this.modelParameters.push({ key, name: role.entry, value });
        break;
      case dropped:
        break;
      default:
        this.keep(key, value);
        return;
    }
    this.#noteMany(role);
  }

  #addToList(role: KeyRole, key: string, value: AttributeValue): void {
    let list = this.#lists.find((known) => known.role.row === role.row);
    if (list === undefined) {
      list = { role, keys: [], paths: [], values: [] };
      this.#lists.push(list);
    }
    list.keys.push(key);
    list.paths.push(role.entry);
    list.values.push(value);
  }

  #noteMany(role: KeyRole): void {
    for (const known of this.#more) if (known.index === role.index) return;
    this.#more.push(role);
  }

  /** Puts lists together where no better key gave the field; the others stay attributes, entry by entry. */
  settleLists(): void {
    if (this.#lists.length === 0) return;
    this.#lists.sort((left, right) => left.role.rank - right.role.rank);
    for (const list of this.#lists) {
      const { role, keys, values } = list;
      const holder = this.#roles[role.slot] ?? null;
      if (holder === null || role.rank < holder.rank) {
        if (holder !== null) this.keep(holder.row.key, this.#values[role.slot] ?? null);
        this.#roles[role.slot] = role;
        this.#values[role.slot] = listJson(list);
      } else {
        for (let index = 0; index < keys.length; index++) this.keep(keys[index] ?? "", values[index] ?? null);
      }
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

  /** For a value that turned out not to be what its target holds: it is an attribute then. */
  giveBack(slot: number): void {
    const role = this.#roles[slot];
    if (!role) return;
    this.keep(role.row.key, this.#values[slot] ?? null);
    this.#roles[slot] = null;
  }

  keep(key: string, value: AttributeValue): void {
    this.attributes ??= safeRecord();
    this.attributes[key] = attributeText(value);
  }

  /** The codes of all rows that gave something, in the order of the targets. */
  claimedCodes(): string {
    let shape = emptyShape;
    for (const role of this.#roles) if (role !== null) shape = shapeWith(shape, role);
    for (const role of this.#more) shape = shapeWith(shape, role);
    return shape.codes;
  }
}
