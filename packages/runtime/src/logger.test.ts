import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLogger } from "./logger.ts";

const names = [
  "authorization",
  "Authorization",
  "proxy-authorization",
  "cookie",
  "Set-Cookie",
  "x-api-key",
  "X_API_KEY",
  "apiKey",
  "password",
  "newPassword",
  "secret",
  "secretKey",
  "secret_key",
  "clientSecret",
  "token",
  "access_token",
];

function capture(log: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  log(
    createLogger({ name: "test", level: "trace", destination: { write: (line) => void lines.push(line) } }),
  );
  return lines.join("");
}

describe("createLogger", () => {
  it("writes JSON with time, level, name and the bindings of its children", () => {
    const line = JSON.parse(
      capture((logger) => logger.child({ requestId: "r1" }).child({ step: 2 }).info({ rows: 3 }, "done")),
    );
    expect(line).toMatchObject({
      level: "info",
      name: "test",
      requestId: "r1",
      step: 2,
      rows: 3,
      msg: "done",
    });
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it("hides every credential field at any depth, in fields and in child bindings", () => {
    const path = fc.array(fc.constantFrom("a", "headers", "list"), { maxLength: 12 });
    const value = fc.constantFrom<unknown>(
      "canary-1",
      ["canary-1"],
      { inner: "canary-1" },
      0xca9a21,
      'canary-1"\\x',
    );
    fc.assert(
      fc.property(path, fc.constantFrom(...names), value, fc.boolean(), (keys, name, secret, inArray) => {
        let fields: Record<string, unknown> = { [name]: secret };
        for (const key of keys) fields = { [key]: inArray ? [fields] : fields };
        expect(capture((logger) => logger.info(fields, "x"))).not.toMatch(/canary-1|13277729/);
        expect(capture((logger) => logger.child(fields).info("x"))).not.toMatch(/canary-1|13277729/);
        expect(capture((logger) => logger.child({}).child(fields, { level: "info" }).info("x"))).not.toMatch(
          /canary-1|13277729/,
        );
      }),
    );
  });

  it("hides them in errors, their causes and their own properties", () => {
    const cause = Object.assign(new Error("inner"), { config: { headers: { authorization: "canary-2" } } });
    const error = Object.assign(new Error("outer", { cause }), { token: "canary-2" });
    const text = capture((logger) => {
      logger.error(error);
      logger.error({ err: error }, "failed");
    });
    const first = JSON.parse(text.split("\n", 1)[0] ?? "");
    expect(first).toMatchObject({
      msg: "outer",
      err: { type: "Error", message: "outer", cause: { message: "inner" } },
    });
    expect(first.err.stack).toContain("logger.test.ts");
    expect(text).toContain("outer");
    expect(text).toContain("inner");
    expect(text).not.toContain("canary-2");
  });

  it("hides them in texts: messages, connection URLs, JSON inside strings, instances", () => {
    class Request {
      readonly headers = { cookie: "canary-3" };
    }
    const text = capture((logger) => {
      logger.info("Authorization: Basic canary-3canary-3");
      logger.info("failed for sk-pl-project_live_canary-3");
      logger.info({ url: "postgresql://plumbline:canary-3@localhost/db" });
      logger.info({ body: JSON.stringify({ password: "canary-3", rest: "kept" }) });
      logger.info({ request: new Request() });
    });
    expect(text).not.toContain("canary-3");
    expect(text).toContain("kept");
    for (const line of text.trim().split("\n")) expect(() => JSON.parse(line)).not.toThrow();
  });

  it("leaves token counts, cycles, byte arrays and big numbers readable", () => {
    const cyclic: Record<string, unknown> = { inputTokens: 12, total: 5n, bytes: new Uint8Array(3) };
    cyclic["self"] = cyclic;
    expect(JSON.parse(capture((logger) => logger.info(cyclic)))).toMatchObject({
      inputTokens: 12,
      total: "5",
      bytes: "[3 bytes]",
      self: "[circular]",
    });
  });
});
