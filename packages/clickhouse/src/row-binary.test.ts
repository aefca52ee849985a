import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RowBinaryWriter } from "./row-binary.ts";

function bytesOf(write: (writer: RowBinaryWriter) => void): Buffer {
  const writer = new RowBinaryWriter(1);
  write(writer);
  return Buffer.from(writer.view());
}

/** Decimal(18, 12) is an Int64 of 10^-12. */
function decimalText(pico: bigint): string {
  const digits = (pico < 0n ? -pico : pico).toString().padStart(13, "0");
  return `${pico < 0n ? "-" : ""}${digits.slice(0, -12)}.${digits.slice(-12)}`;
}

describe("RowBinaryWriter", () => {
  test("a string is its length in bytes and its UTF-8", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const written = bytesOf((writer) => writer.string(text));
        const utf8 = Buffer.from(text);
        const prefix = written.length - utf8.length;
        expect(written.subarray(prefix)).toEqual(utf8);
        expect(prefix).toBe(utf8.length < 128 ? 1 : 2);
      }),
    );
  });

  test("a length of any size is LEB128", () => {
    expect([...bytesOf((writer) => writer.varUint(300))]).toEqual([0xac, 0x02]);
    for (const size of [127, 128, 16_383, 16_384, 2_097_151, 2_097_152]) {
      const written = bytesOf((writer) => writer.string("x".repeat(size)));
      let length = 0;
      let at = 0;
      for (; (written[at] ?? 0) >= 0x80; at++) length += ((written[at] ?? 0) & 0x7f) * 128 ** at;
      length += (written[at] ?? 0) * 128 ** at;
      expect(length).toBe(size);
      expect(written.length).toBe(size + at + 1);
    }
  });

  test("umlauts that lengthen the prefix keep their bytes", () => {
    const text = "ä".repeat(100);
    const written = bytesOf((writer) => writer.string(text));
    expect(written.subarray(2).toString()).toBe(text);
  });

  test("every decimal of its range is exact", () => {
    const limit = 10n ** 18n - 1n;
    fc.assert(
      fc.property(fc.bigInt({ min: -limit, max: limit }), (pico) => {
        expect(bytesOf((writer) => writer.decimal(decimalText(pico))).readBigInt64LE()).toBe(pico);
      }),
    );
    expect(bytesOf((writer) => writer.decimal("0.5")).readBigInt64LE()).toBe(500_000_000_000n);
    expect(bytesOf((writer) => writer.decimal("7")).readBigInt64LE()).toBe(7_000_000_000_000n);
  });

  test.each(["", "-", ".", "1e3", "1234567", "0.1234567890123", "1,5", "NaN", " 1"])(
    "%j is no decimal of the column",
    (text) => {
      const writer = new RowBinaryWriter();
      expect(() => writer.decimal(text)).toThrow(RangeError);
      expect(writer.length).toBe(0);
    },
  );

  test("64-bit integers are exact up to 2^53", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        expect(bytesOf((writer) => writer.uint64(value)).readBigUInt64LE()).toBe(BigInt(value));
        expect(bytesOf((writer) => writer.int64(-value)).readBigInt64LE()).toBe(BigInt(-value));
      }),
    );
  });

  test.each([-1, 0.5, Number.NaN, 2 ** 53])("%d is no UInt64", (value) => {
    expect(() => new RowBinaryWriter().uint64(value)).toThrow(RangeError);
  });

  test("rewind drops what was written since", () => {
    const writer = new RowBinaryWriter(1);
    writer.string("kept");
    const mark = writer.length;
    writer.string("dropped".repeat(100));
    writer.rewind(mark);
    expect(writer.view().toString("latin1")).toBe("\u0004kept");
  });
});
