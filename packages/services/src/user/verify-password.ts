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

/** Addresses can be made up where no proxy vouches for them, so an e-mail has a limit of its own as well. */
const maxFailures = { byAddress: 10, byEmail: 100 };

interface Limits {
  byAddress: AttemptLimit;
  byEmail: AttemptLimit;
}

const limits = new WeakMap<Db, Limits>();
let decoy: Promise<string> | undefined;

/**
 * Nobody is signed in yet, so there is no actor. Throws `unauthenticated` alike, after the same work, for
 * an unknown e-mail and a wrong password; `rate_limited` after ten failures per e-mail and
 * address, or a hundred per e-mail, in a quarter of an hour.
 */
export async function verifyPassword(
  { db, clock }: { db: Db; clock: Clock },
  input: { email: string; password: string; ip: string },
): Promise<UserItem> {
  const parsed = credentials.safeParse(input);
  if (!parsed.success) throw wrongCredentials();
  const { email, password } = parsed.data;
  const { byAddress, byEmail } = limitsOf(db);
  const attempt = `${input.ip}\0${email}`;
  byAddress.begin(attempt, clock);
  byEmail.begin(email, clock);

  const user = await db.user.findUnique({ where: { email } });
  const storedHash = user?.passwordHash ?? null;
  const isRight = await verify(storedHash ?? (await decoyHash()), password);
  if (user === null || storedHash === null || !isRight) throw wrongCredentials();
  byAddress.succeed(attempt);
  byEmail.succeed(email);
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

function limitsOf(db: Db): Limits {
  let known = limits.get(db);
  if (known === undefined) {
    known = {
      byAddress: new AttemptLimit(maxFailures.byAddress),
      byEmail: new AttemptLimit(maxFailures.byEmail),
    };
    limits.set(db, known);
  }
  return known;
}
