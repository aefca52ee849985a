import type { Db } from "@plumbline/db/client";
import type { Clock } from "@plumbline/runtime/clock";
import { AttemptLimit } from "./attempt-limit.ts";

/**
 * Attempts within a quarter of an hour: from one network address, and about one subject (an e-mail
 * address, an account, a link). Addresses can be made up where no proxy vouches for them, so both count.
 */
const most = {
  "sign-in": { fromAddress: 10, aboutSubject: 100 },
  "sign-up": { fromAddress: 30, aboutSubject: 5 },
  "password-check": { fromAddress: 30, aboutSubject: 10 },
  "reset-request": { fromAddress: 20, aboutSubject: 3 },
  "link-opening": { fromAddress: 120, aboutSubject: 240 },
  "link-use": { fromAddress: 30, aboutSubject: 10 },
} as const;
type AttemptKind = keyof typeof most;

interface Limits {
  fromAddress: AttemptLimit;
  aboutSubject: AttemptLimit;
}

/** One table per connection pool: deps objects come and go with requests. */
const limits = new WeakMap<Db, Map<AttemptKind, Limits>>();

export interface Attempt {
  /** Network address of the caller. */
  ip: string;
  subject: string;
}

/**
 * Counts the attempt before it is checked, so that parallel ones count too; throws `rate_limited` with
 * details.retryAfterMs. The answer wipes the slate, for attempts that turned out to be right.
 */
export function beginAttempt(
  { db, clock }: { db: Db; clock: Clock },
  kind: AttemptKind,
  { ip, subject }: Attempt,
): () => void {
  const { fromAddress, aboutSubject } = limitsOf(db, kind);
  // Somebody who signs in wrongly must not lock out the colleagues behind the same address.
  const address = kind === "sign-in" ? `${ip}\0${subject}` : ip;
  fromAddress.begin(address, clock);
  aboutSubject.begin(subject, clock);
  return () => {
    fromAddress.succeed(address);
    aboutSubject.succeed(subject);
  };
}

function limitsOf(db: Db, kind: AttemptKind): Limits {
  let ofDb = limits.get(db);
  if (ofDb === undefined) {
    ofDb = new Map();
    limits.set(db, ofDb);
  }
  let known = ofDb.get(kind);
  if (known === undefined) {
    known = {
      fromAddress: new AttemptLimit(most[kind].fromAddress),
      aboutSubject: new AttemptLimit(most[kind].aboutSubject),
    };
    ofDb.set(kind, known);
  }
  return known;
}
