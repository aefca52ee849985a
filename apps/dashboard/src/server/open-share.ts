import { randomUUID } from "node:crypto";
import { PlumblineError } from "@plumbline/contracts/errors";
import { type OpenedTraceShare, openTraceShare } from "@plumbline/services/trace-share";
import { notFound } from "next/navigation";
import { systemDeps } from "./deps.ts";
import { getEnv } from "./env.ts";
import { remoteAddress } from "./remote-address.ts";

/** What the token of a shared trace leads to. Throws `not_found`, `rate_limited`. */
export function openShare(
  { requestId, ip }: { requestId: string; ip: string },
  token: string,
): Promise<OpenedTraceShare> {
  const linkSecret = getEnv().NEXTAUTH_SECRET;
  return openTraceShare({ ...systemDeps(requestId), linkSecret }, { token }, ip);
}

/** For the page: a link that leads nowhere is its not-found page. Other failures the page itself shows. */
export async function requireShare(token: string): Promise<void> {
  try {
    await openShare({ requestId: randomUUID(), ip: await remoteAddress() }, token);
  } catch (error) {
    if (PlumblineError.isInstance(error) && error.code === "not_found") notFound();
  }
}
