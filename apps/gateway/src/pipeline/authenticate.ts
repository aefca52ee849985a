import type { IncomingHttpHeaders } from "node:http";
import type { SnapshotKey } from "@plumbline/contracts/gateway-snapshot";
import type { GatewayDeps } from "../deps.ts";
import { GatewayError } from "../http/gateway-error.ts";
import type { Serving } from "../serving.ts";
import type { Call } from "./call.ts";

/** Runs before the body is read: nobody without a key makes us hold bytes. */
export function authenticate(call: Call, deps: GatewayDeps): void {
  const found = checkKey(call.request.headers, call.serving, deps.clock.nowMs());
  call.key = found.key;
  call.authorization = found.authorization;
}

/**
 * Ours stands in `x-plumbline-key` or `Helicone-Auth`; then `Authorization` (or `x-api-key`) is the
 * client's own and goes upstream. Otherwise it is ours.
 */
export function checkKey(
  headers: IncomingHttpHeaders,
  serving: Serving,
  nowMs: number,
): { key: SnapshotKey; authorization: string | undefined } {
  const beside = textOf(headers["x-plumbline-key"]) ?? bearer(textOf(headers["helicone-auth"]));
  const theirs = textOf(headers["x-api-key"]);
  const secret = beside ?? bearer(headers.authorization) ?? theirs ?? textOf(headers["api-key"]);
  const key = secret === undefined ? null : serving.keyOf(secret);
  if (key === null) throw new GatewayError("gateway_key_invalid", "auth");
  if (key.expiresAtMs !== null && key.expiresAtMs <= nowMs) {
    throw new GatewayError("key_revoked", "auth", { message: "This gateway key has expired." });
  }
  if (beside === undefined) return { key, authorization: undefined };
  return {
    key,
    authorization: headers.authorization ?? (theirs === undefined ? undefined : `Bearer ${theirs}`),
  };
}

function textOf(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function bearer(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const match = /^Bearer +(\S+)\s*$/i.exec(value);
  return match?.[1] ?? (value.includes(" ") ? undefined : textOf(value));
}
