import { forgetTraces } from "../palette/recent-traces.ts";

/** Ends the session and leaves by a full load, so that nothing of it stays in memory. */
export async function signOutNow(leadTo = "/sign-in"): Promise<void> {
  const { signOut } = await import("next-auth/react");
  await signOut({ redirect: false });
  forgetTraces();
  location.assign(leadTo);
}
