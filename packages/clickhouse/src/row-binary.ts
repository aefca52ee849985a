const twoTo32 = 4_294_967_296;
const initialBytes = 64 * 1024;
/** Up to here a loop over char codes beats the call into native code. */
const shortString = 40;

/**
 * Writes ClickHouse's RowBinary into one growing buffer that is kept between batches. A value that its
 * type cannot hold throws RangeError; `mark` and `rewind` drop the row that was under way.
 */
export class RowBinaryWriter {
  #buffer: Buffer;
  #offset = 0;

  constructor(capacityBytes = initialBytes) {
    this.#buffer = Buffer.allocUnsafeSlow(capacityBytes);
  }

  /** Bytes written since the last reset; a place to come back to with `rewind`. */
  get length(): number {
    return this.#offset;
  }

  rewind(length: number): void {
    this.#offset = length;
  }

  /** A view, valid until the next write. */
  view(): Buffer {
    return this.#buffer.subarray(0, this.#offset);
  }

  /** Starts anew; a buffer that one huge batch blew up is given back. */
  reset(keepAtMostBytes = 32 * 1024 * 1024): void {
    this.#offset = 0;
    if (this.#buffer.length > keepAtMostBytes) this.#buffer = Buffer.allocUnsafeSlow(initialBytes);
  }

  uint8(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#offset++] = value;
  }

  bool(value: boolean): void {
    this.uint8(value ? 1 : 0);
  }

  uint32(value: number): void {
    if (!Number.isInteger(value) || value < 0 || value >= twoTo32) {
      throw new RangeError(`${value} does not fit UInt32`);
    }
    this.#reserve(4);
    this.#offset = this.#buffer.writeUInt32LE(value, this.#offset);
  }

  /** Integers from 0 to 2^53 − 1. */
  uint64(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} does not fit UInt64`);
    this.#reserve(8);
    this.#halves(Math.floor(value / twoTo32), value % twoTo32);
  }

  uint64BigInt(value: bigint): void {
    this.#reserve(8);
    this.#offset = this.#buffer.writeBigUInt64LE(value, this.#offset);
  }

  /** Any safe integer. */
  int64(value: number): void {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} does not fit Int64`);
    this.#reserve(8);
    const high = Math.floor(value / twoTo32);
    this.#halves(high, value - high * twoTo32);
  }

  float64(value: number): void {
    this.#reserve(8);
    this.#offset = this.#buffer.writeDoubleLE(value, this.#offset);
  }

  /** DateTime64(6) from microseconds since the epoch. */
  dateTime64(us: number): void {
    this.int64(us);
  }

  /** DateTime from microseconds since the epoch, cut to whole seconds. */
  dateTime(us: number): void {
    this.uint32(Math.floor(us / 1_000_000));
  }

  /** Decimal(18, 12) from a plain decimal text of at most 6 digits before and 12 behind the point. */
  decimal(text: string): void {
    const negative = text.charCodeAt(0) === 45;
    const start = negative ? 1 : 0;
    const point = text.indexOf(".", start);
    const end = point === -1 ? text.length : point;
    const whole = digits(text, start, end, 6);
    const fraction =
      point === -1 ? 0 : digits(text, end + 1, text.length, 12) * 10 ** (12 - (text.length - end - 1));
    // whole · 10^12 + fraction in two halves of 32 bits; no step leaves the exact range of a double.
    const low = whole * 3_567_587_328 + fraction;
    let high = whole * 232 + Math.floor(low / twoTo32);
    let lowHalf = low % twoTo32;
    if (negative) {
      lowHalf = lowHalf === 0 ? 0 : twoTo32 - lowHalf;
      high = lowHalf === 0 ? -high : -high - 1;
    }
    this.#reserve(8);
    this.#halves(high, lowHalf);
  }

  /** A length (or a count of elements): LEB128. */
  varUint(value: number): void {
    this.#reserve(5);
    this.#offset = putVarUint(this.#buffer, this.#offset, value);
  }

  string(value: string): void {
    const length = value.length;
    // The worst case of UTF-8 is three bytes for one unit of UTF-16.
    this.#reserve(length * 3 + 5);
    const buffer = this.#buffer;
    const start = this.#offset;
    if (length <= shortString) {
      let at = start + 1;
      for (let index = 0; index < length; index++) {
        const code = value.charCodeAt(index);
        if (code > 127) {
          at = -1;
          break;
        }
        buffer[at++] = code;
      }
      if (at !== -1) {
        buffer[start] = length;
        this.#offset = at;
        return;
      }
    }
    // Assume one byte a unit, then move the bytes if the length turned out to need more digits.
    const prefix = varUintSize(length);
    const written = buffer.write(value, start + prefix);
    const needed = varUintSize(written);
    if (needed !== prefix) buffer.copyWithin(start + needed, start + prefix, start + prefix + written);
    putVarUint(buffer, start, written);
    this.#offset = start + needed + written;
  }

  /** String of any bytes. */
  bytes(value: Buffer): void {
    this.varUint(value.length);
    this.#reserve(value.length);
    this.#offset += value.copy(this.#buffer, this.#offset);
  }

  int32(value: number): void {
    if (!Number.isInteger(value) || value < -twoTo32 / 2 || value >= twoTo32 / 2) {
      throw new RangeError(`${value} does not fit Int32`);
    }
    this.#reserve(4);
    this.#offset = this.#buffer.writeInt32LE(value, this.#offset);
  }

  nullableInt32(value: number | undefined): void {
    if (value === undefined) return this.uint8(1);
    this.uint8(0);
    this.int32(value);
  }

  /** Array(String) and Array(LowCardinality(String)). */
  strings(values: readonly string[] | undefined): void {
    if (values === undefined) {
      this.varUint(0);
      return;
    }
    this.varUint(values.length);
    for (const value of values) this.string(value);
  }

  /** Array(Float64). */
  float64s(values: readonly number[] | undefined): void {
    this.varUint(values?.length ?? 0);
    for (const value of values ?? []) this.float64(value);
  }

  /** Array(UInt64). */
  uint64s(values: readonly number[] | undefined): void {
    this.varUint(values?.length ?? 0);
    for (const value of values ?? []) this.uint64(value);
  }

  /** Map(String, String). */
  stringMap(map: Readonly<Record<string, string>> | undefined): void {
    const keys = this.#mapKeys(map);
    for (const key of keys) {
      this.string(key);
      this.string(map?.[key] ?? "");
    }
  }

  /** Map(String, UInt64). */
  uint64Map(map: Readonly<Record<string, number>> | undefined): void {
    const keys = this.#mapKeys(map);
    for (const key of keys) {
      this.string(key);
      this.uint64(map?.[key] ?? 0);
    }
  }

  /** Map(String, Decimal(18, 12)). */
  decimalMap(map: Readonly<Record<string, string>> | undefined): void {
    const keys = this.#mapKeys(map);
    for (const key of keys) {
      this.string(key);
      this.decimal(map?.[key] ?? "0");
    }
  }

  nullableUint32(value: number | undefined): void {
    if (value === undefined) return this.uint8(1);
    this.uint8(0);
    this.uint32(value);
  }

  nullableUint64(value: number | undefined): void {
    if (value === undefined) return this.uint8(1);
    this.uint8(0);
    this.uint64(value);
  }

  nullableFloat64(value: number | undefined): void {
    if (value === undefined) return this.uint8(1);
    this.uint8(0);
    this.float64(value);
  }

  nullableDateTime64(us: number | undefined): void {
    if (us === undefined) return this.uint8(1);
    this.uint8(0);
    this.int64(us);
  }

  nullableDecimal(text: string | null | undefined): void {
    if (text === null || text === undefined) return this.uint8(1);
    this.uint8(0);
    this.decimal(text);
  }

  #mapKeys(map: object | undefined): readonly string[] {
    const keys = map === undefined ? noKeys : Object.keys(map);
    this.varUint(keys.length);
    return keys;
  }

  #halves(high: number, low: number): void {
    const buffer = this.#buffer;
    buffer.writeUInt32LE(low, this.#offset);
    this.#offset = buffer.writeInt32LE(high | 0, this.#offset + 4);
  }

  #reserve(bytes: number): void {
    const needed = this.#offset + bytes;
    if (needed <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(grown, 0, 0, this.#offset);
    this.#buffer = grown;
  }
}

const noKeys: readonly string[] = [];

function digits(text: string, start: number, end: number, most: number): number {
  if (end - start > most || (end === start && start === text.length)) throw notDecimal(text);
  let value = 0;
  for (let index = start; index < end; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) throw notDecimal(text);
    value = value * 10 + digit;
  }
  return value;
}

function notDecimal(text: string): RangeError {
  return new RangeError(`${JSON.stringify(text.slice(0, 64))} does not fit Decimal(18, 12)`);
}

function varUintSize(value: number): number {
  return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : value < 0x1000_0000 ? 4 : 5;
}

function putVarUint(buffer: Buffer, offset: number, value: number): number {
  let rest = value;
  let at = offset;
  while (rest >= 0x80) {
    buffer[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  buffer[at++] = rest;
  return at;
}
