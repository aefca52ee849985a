const scientific = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/;

/** The shortest decimal text of a number, never in scientific notation; undefined unless it is an amount ≥ 0. */
export function decimalText(value: unknown): string | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number) || number < 0) return undefined;
  const text = typeof value === "string" && /^\d+(?:\.\d+)?$/.test(value) ? value : String(number);
  const match = scientific.exec(text);
  if (!match) return text;
  const digits = `${match[2]}${match[3] ?? ""}`;
  const exponent = Number(match[4]);
  if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${digits}`;
  return digits.padEnd(exponent + 1, "0");
}
