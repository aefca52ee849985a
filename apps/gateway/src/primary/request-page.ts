import { requestText } from "@plumbline/egress/request-text";
import type { UpstreamPool } from "@plumbline/egress/upstream-pool";

export interface Page {
  status: number;
  text: string;
}

export interface PageRequest {
  method: "GET" | "POST";
  path: string;
  timeoutMs: number;
  headers?: string[];
  body?: Buffer;
}

const maxBytes = 8 * 1024 * 1024;

/** A small page of an upstream; null when it does not come in time, or not at all. */
export async function requestPage(upstream: UpstreamPool, request: PageRequest): Promise<Page | null> {
  const { method, path, headers = [], body = null, timeoutMs } = request;
  const answer = await requestText(upstream, { method, path, headers, body }, { timeoutMs, maxBytes });
  return answer.ok ? { status: answer.status, text: answer.text } : null;
}
