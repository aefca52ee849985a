import { connectPath, invitationTokenOf } from "../features/sign-in/ways-back.ts";

/** What somebody who leaves for a provider wants to come back to. */
export interface AuthIntent {
  /** To add the provider to this account, which is signed in here. */
  connectTo?: string;
  /** To be somebody's guest, even where sign-up is closed. */
  invitationToken?: string;
}

interface Cookies {
  get(name: string): { value: string } | undefined;
}

/** From the cookie in which next-auth keeps the way back; it holds addresses of ours only. */
export function readWayBack(cookies: Cookies): { connects: boolean; invitationToken?: string } {
  const cookie = cookies.get("__Secure-next-auth.callback-url") ?? cookies.get("next-auth.callback-url");
  const base = "http://plumbline.invalid";
  if (cookie === undefined || !URL.canParse(cookie.value, base)) return { connects: false };
  const { pathname, search } = new URL(cookie.value, base);
  const connects = `${pathname}${search}` === connectPath;
  const invitationToken = invitationTokenOf(pathname);
  return invitationToken === undefined ? { connects } : { connects, invitationToken };
}
