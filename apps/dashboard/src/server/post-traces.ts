import { PlumblineError } from "@plumbline/contracts/errors";
import { getEnv } from "./env.ts";

const timeoutMs = 10_000;

/** Sends OTLP JSON to the API as any client does. Throws `unavailable` when it cannot be reached. */
export async function postTraces(
  { publicKey, secretKey }: { publicKey: string; secretKey: string },
  body: unknown,
): Promise<void> {
  const { PLUMBLINE_API_URL, PLUMBLINE_API_INTERNAL_URL } = getEnv();
  const address = (PLUMBLINE_API_INTERNAL_URL ?? PLUMBLINE_API_URL).replace(/\/+$/, "");
  const basic = Buffer.from(`${publicKey}:${secretKey}`).toString("base64");
  const response = await fetch(`${address}/v1/traces`, {
    method: "POST",
    headers: { authorization: `Basic ${basic}`, "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw new PlumblineError("unavailable", {
      message: `The dashboard cannot reach the API at ${address}.`,
      cause: error,
    });
  });
  if (response.ok) return;
  if (response.status >= 500) throw new PlumblineError("unavailable");
  throw new PlumblineError("invalid_request", {
    message: `The API refused the trace with status ${response.status}. Is the key still valid?`,
  });
}
