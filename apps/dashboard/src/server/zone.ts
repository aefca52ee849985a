import { cookies } from "next/headers";
import { zoneCookie } from "../features/preferences/zone-cookie.ts";
import { isTimeZone } from "../format/time.ts";

/** The zone that the browser told on an earlier visit, by its IANA name. */
export async function readZone(): Promise<string | null> {
  const zone = (await cookies()).get(zoneCookie)?.value;
  return zone !== undefined && isTimeZone(zone) ? zone : null;
}
