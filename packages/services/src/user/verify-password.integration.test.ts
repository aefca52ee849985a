import type { Db } from "@plumbline/db/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FakeClock } from "../fake-clock.fixture.ts";
import { freshDatabase } from "../tenancy.fixture.ts";
import { hashPassword, verifyPassword } from "./index.ts";

let db: Db;
let passwordHash: string;

beforeAll(async () => {
  ({ db } = await freshDatabase());
  passwordHash = await hashPassword("correct horse");
  await db.user.create({ data: { email: "ada@example.com", name: "Ada", passwordHash } });
  await db.user.create({ data: { email: "sso@example.com", name: "Sso" } });
});
afterAll(() => db.$disconnect());

describe("verifyPassword", () => {
  test("knows its users, whatever the case of their address", async () => {
    const credentials = { email: " ADA@example.com ", password: "correct horse", ip: "a" };
    expect(await verifyPassword({ db, clock: new FakeClock() }, credentials)).toEqual({
      id: expect.any(String),
      email: "ada@example.com",
      name: "Ada",
      sessionEpoch: 0,
    });
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  test("says the same of everything else, a stored hash for a password included", async () => {
    const wrong = [
      ["ada@example.com", "wrong"],
      ["ada@example.com", ""],
      ["ada@example.com", passwordHash],
      ["ada@example.com", "x".repeat(2_000)],
      ["sso@example.com", "correct horse"],
      ["sso@example.com", "nobody's password"],
      ["nobody@example.com", "nobody's password"],
      ["ada@example.com\0", "correct horse"],
    ] as const;
    const messages = new Set<string>();
    for (const [email, password] of wrong) {
      const attempt = verifyPassword({ db, clock: new FakeClock() }, { email, password, ip: "b" });
      await expect(attempt).rejects.toMatchObject({ code: "unauthenticated" });
      await attempt.catch((error: Error) => messages.add(error.message));
    }
    expect(messages.size).toBe(1);
  });

  test("stops listening after ten failures from one address, parallel ones too, for 15 minutes", async () => {
    const clock = new FakeClock();
    const attempt = (password: string, ip = "c") =>
      verifyPassword({ db, clock }, { email: "Ada@example.com", password, ip });
    const guesses = await Promise.allSettled(Array.from({ length: 12 }, () => attempt("guess")));
    const codes = guesses.map((guess) => (guess.status === "rejected" ? guess.reason.code : "ok"));
    expect(codes.filter((code) => code === "unauthenticated")).toHaveLength(10);
    expect(codes.filter((code) => code === "rate_limited")).toHaveLength(2);
    await expect(attempt("correct horse")).rejects.toMatchObject({
      code: "rate_limited",
      details: { retryAfterMs: 900_000 },
    });
    await attempt("correct horse", "d");
    clock.advance(900_000);
    await attempt("correct horse");
    // A success wipes the slate.
    for (let guess = 0; guess < 9; guess++) await expect(attempt("guess")).rejects.toThrow();
    await attempt("correct horse");
    await expect(attempt("guess")).rejects.toMatchObject({ code: "unauthenticated" });
  });
});
