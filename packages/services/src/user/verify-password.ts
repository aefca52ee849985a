import { verify } from "@node-rs/argon2";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { Db } from "@plumbline/db/client";
import type { Clock } from "@plumbline/runtime/clock";
import { z } from "zod";
import { beginAttempt } from "./attempts.ts";
import { hashPassword } from "./hash-password.ts";
import type { SignedInUser } from "./resolve-session.ts";

const credentials = z.object({
  email: z
    .string()
    .trim()
    .toLowerCase()
    .max(320)
    .regex(/^[^\0]+$/),
  password: z.string().min(1).max(1024),
});

let decoy: Promise<string> | undefined;

/**
 * Nobody is signed in yet, so there is no actor. Throws `unauthenticated` alike, after the same work, for
 * an unknown e-mail and a wrong password; `rate_limited` after ten failures per e-mail and
 * address, or a hundred per e-mail, in a quarter of an hour.
 */
export async function verifyPassword(
  { db, clock }: { db: Db; clock: Clock },
  input: { email: string; password: string; ip: string },
): Promise<SignedInUser> {
  const parsed = credentials.safeParse(input);
  if (!parsed.success) throw wrongCredentials();
  const { email, password } = parsed.data;
  const succeed = beginAttempt({ db, clock }, "sign-in", { ip: input.ip, subject: email });

  const user = await db.user.findUnique({ where: { email } });
  const storedHash = user?.passwordHash ?? null;
  const isRight = await verify(storedHash ?? (await decoyHash()), password);
  if (user === null || storedHash === null || !isRight) throw wrongCredentials();
  succeed();
  const { id, name, sessionEpoch } = user;
  return { id, email, name, sessionEpoch };
}

function wrongCredentials(): PlumblineError {
  return new PlumblineError("unauthenticated", { message: "The e-mail address or the password is wrong." });
}

/** Verified in place of a hash that does not exist, so that the time taken tells nothing. */
function decoyHash(): Promise<string> {
  decoy ??= hashPassword("nobody's password");
  return decoy;
}
