/** Runs once before the server takes requests: a wrong setting is a clear line at the start. */
export async function register(): Promise<void> {
  // Written out here, because the bundler drops the branch only where it can read the condition.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { watchParent } = await import("../watch-parent.ts");
    watchParent();
  }
}
