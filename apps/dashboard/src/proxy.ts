import { type NextRequest, NextResponse } from "next/server";
import { isProduction } from "./server/env.ts";
import { pathHeader } from "./server/path-header.ts";

/** A fresh nonce for every page: scripts without it do not run. Sessions are checked by the pages. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  headers.set(pathHeader, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("cache-control", "private, no-store");
  if (request.nextUrl.pathname.startsWith("/share/")) {
    // The address is the key to the trace: no other site may learn it, and none may list it.
    response.headers.set("referrer-policy", "no-referrer");
    response.headers.set("x-robots-tag", "noindex, nofollow");
  }
  return response;
}

function contentSecurityPolicy(nonce: string): string {
  const development = isProduction ? "" : " 'unsafe-eval'";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development}`,
    `style-src-elem 'self' ${isProduction ? `'nonce-${nonce}'` : "'unsafe-inline'"}`,
    // Positions and widths are style attributes in the HTML that the server renders.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    // Large texts are read off the page's own thread.
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

export const config = {
  matcher: ["/((?!_next/static|api/|metrics|health|ready|icon.svg|favicon.ico).*)"],
};
