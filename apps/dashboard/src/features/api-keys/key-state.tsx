import { classNames } from "../../components/class-names.ts";
import { formatMinute, type TimeZone } from "../../format/time.ts";
import type { ApiKey } from "../../trpc/types.ts";

interface KeyStateProps {
  apiKey: ApiKey;
  nowMs: number;
}

const looks = {
  active: { word: "Active", dot: "bg-accent" },
  replaced: { word: "Replaced", dot: "bg-warning" },
  expired: { word: "Expired", dot: "bg-line-strong" },
  revoked: { word: "Revoked", dot: "bg-error" },
} as const;

/** As of now, not as of the last answer: a key that runs out while one looks says so. */
export function stateOf({ state, expiresAt, replacedById }: ApiKey, nowMs: number): keyof typeof looks {
  if (state === "revoked") return "revoked";
  if (expiresAt !== null && Date.parse(expiresAt) <= nowMs) return "expired";
  return replacedById === null ? "active" : "replaced";
}

export function KeyState({ apiKey, nowMs }: KeyStateProps) {
  const { word, dot } = looks[stateOf(apiKey, nowMs)];
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <span aria-hidden className={classNames("size-1.5 rounded-full", dot)} />
      {word}
    </span>
  );
}

/** "Never", "21 Nov 2026, 14:03", and for a rotated key what it means. */
export function expiryText({ expiresAt, replacedById }: ApiKey, zone: TimeZone): string {
  if (expiresAt === null) return "Never";
  const at = formatMinute(Date.parse(expiresAt), zone);
  return replacedById === null ? at : `${at} (rotated)`;
}
