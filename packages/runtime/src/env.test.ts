import { describe, expect, it } from "vitest";
import { z } from "zod";
import { envFlag, envInteger, envPort, envUrl, parseEnv, processEnv } from "./env.ts";

const schema = z.object({
  ...processEnv,
  API_PORT: envPort(3001),
  DATABASE_URL: envUrl(["postgresql", "postgres"]),
  REDIS_URL: envUrl(["redis", "rediss"]).optional(),
  SIGNUP_ENABLED: envFlag(true),
  BATCH_ROWS: envInteger({ min: 1, max: 10, default: 5 }),
});
const valid = { DATABASE_URL: "postgresql://u:canary@localhost:5432/db" };

function messageOf(source: Record<string, string | undefined>): string {
  try {
    parseEnv(schema, source);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "no error";
}

describe("parseEnv", () => {
  it("fills defaults and treats empty values as unset", () => {
    expect(parseEnv(schema, { ...valid, API_PORT: "", REDIS_URL: "" })).toEqual({
      ...valid,
      LOG_LEVEL: "info",
      PLUMBLINE_SUPERVISED: false,
      API_PORT: 3001,
      SIGNUP_ENABLED: true,
      BATCH_ROWS: 5,
    });
    expect(parseEnv(schema, { ...valid, SIGNUP_ENABLED: "off", PLUMBLINE_SUPERVISED: "1" })).toMatchObject({
      SIGNUP_ENABLED: false,
      PLUMBLINE_SUPERVISED: true,
    });
  });

  it("names the variable and what it should be, in one line", () => {
    expect(messageOf({})).toBe(
      "DATABASE_URL is not set: expected a URL that starts with postgresql:// or postgres://",
    );
    expect(messageOf({ ...valid, API_PORT: "99999" })).toBe(
      "API_PORT is not valid: expected a whole number from 1 to 65535",
    );
    expect(messageOf({ ...valid, SIGNUP_ENABLED: "maybe" })).toBe(
      "SIGNUP_ENABLED is not valid: expected true or false",
    );
    expect(messageOf({ ...valid, LOG_LEVEL: "loud" })).toMatch(
      /^LOG_LEVEL is not valid: expected one of fatal, error/,
    );
  });

  it("reports several at once and never repeats a value", () => {
    const message = messageOf({ DATABASE_URL: "mysql://u:canary@h/d", API_PORT: "canary" });
    expect(message).toContain("DATABASE_URL is not valid");
    expect(message).toContain("; ");
    expect(message).toContain("API_PORT is not valid");
    expect(message).not.toMatch(/canary|\n/);
  });

  it("speaks plainly about schemas without a message of their own", () => {
    expect(() => parseEnv(z.object({ NAME: z.string() }), {})).toThrow("NAME is not set: expected string");
  });
});
