import { headers } from "next/headers";

/** The last hop: behind a proxy the address that it saw, without one whatever the client wrote. */
export function lastHop(forwardedFor: unknown): string {
  return typeof forwardedFor === "string" ? (forwardedFor.split(",").at(-1)?.trim() ?? "") : "";
}

export async function remoteAddress(): Promise<string> {
  return lastHop((await headers()).get("x-forwarded-for"));
}
