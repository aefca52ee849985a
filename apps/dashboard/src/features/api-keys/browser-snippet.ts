import { trimAddress } from "../onboarding/snippets.ts";

/** How a page creates a score with a key that has no secret. */
export function browserSnippet(apiUrl: string, publicKey: string): string {
  return `await fetch("${trimAddress(apiUrl)}/api/public/scores", {
  method: "POST",
  headers: {
    "Authorization": "Bearer ${publicKey}",
    "Content-Type": "application/json",
  },
  body: JSON.stringify({ traceId: "the trace of the answer", name: "helpful", value: 1 }),
});`;
}
