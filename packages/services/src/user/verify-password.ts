import { verify } from "@node-rs/argon2";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { Db } from "@plumbline/db/client";
import type { Clock } from "@plumbline/runtime/clock";
import { z } from "zod";
import { AttemptLimit } from "./attempt-limit.ts";
import type { UserItem } from "./get.ts";
import { hashPassword } from "./hash-password.ts";

const credentials = z.object({
  email: z
    .string()
    .trim()
    .toLowerCase()
    .max(320)
    .regex(/^[^\0]+$/),
  password: z.string().min(1).max(1024),
});

const limits = new WeakMap<Db, AttemptLimit>();
let decoy: Promise<string> | undefined;

/**
 * Nobody is signed in yet, so there is no actor. Throws `unauthenticated` alike, after the same work, for
 * an unknown e-mail and a wrong password; `rate_limited` after ten failures per e-mail and address.
 */
export async function verifyPassword(
  { db, clock }: { db: Db; clock: Clock },
  input: { email: string; password: string; ip: string },
): Promise<UserItem> {
  const parsed = credentials.safeParse(input);
  if (!parsed.success) throw wrongCredentials();
  const { email, password } = parsed.data;
  const limit = limitOf(db);
  const attempt = `${input.ip}\0${email}`;
  limit.begin(attempt, clock);

  const user = await db.user.findUnique({ where: { email } });
  const storedHash = user?.passwordHash ?? null;
  const isRight = await verify(storedHash ?? (await decoyHash()), password);
  if (user === null || storedHash === null || !isRight) throw wrongCredentials();
  limit.succeed(attempt);
  return { id: user.id, email: user.email, name: user.name };
}

function wrongCredentials(): PlumblineError {
  return new PlumblineError("unauthenticated", { message: "The e-mail address or the password is wrong." });
}

/** Verified in place of a hash that does not exist, so that the time taken tells nothing. */
function decoyHash(): Promise<string> {
  decoy ??= hashPassword("nobody's password");
  return decoy;
}

function limitOf(db: Db): AttemptLimit {
  let limit = limits.get(db);
  if (limit === undefined) {
    limit = new AttemptLimit();
    limits.set(db, limit);
  }
  return limit;
}
