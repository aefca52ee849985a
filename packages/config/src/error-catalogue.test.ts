import { errorCatalogue } from "@plumbline/contracts/errors";
import { describe, expect, it } from "vitest";

describe("error catalogue", () => {
  it.each(Object.entries(errorCatalogue))("%s says what happened and what to do next", (code, entry) => {
    expect(code).toMatch(/^[a-z][a-z_]*$/);
    expect(entry.message).toMatch(/^[A-Z].*\.$/);
    expect(entry.nextStep).toMatch(/^[A-Z].*\.$/);
    expect(entry.status).toBeGreaterThanOrEqual(400);
  });

  it("only errors that time can heal are retryable", () => {
    const retryable = Object.values(errorCatalogue).filter((entry) => entry.retryable);
    expect(retryable.every((entry) => entry.status === 429 || entry.status >= 500)).toBe(true);
  });
});
