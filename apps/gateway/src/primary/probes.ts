import { createAddressRules } from "@plumbline/egress/address-rules";
import { createUpstreamPool, type UpstreamPool } from "@plumbline/egress/upstream-pool";
import type { Hub } from "./hub.ts";
import { type Page, requestPage } from "./request-page.ts";

export interface Probes {
  /** Connections to an address, by the rules of the snapshot that is served by now. */
  connect(url: string): UpstreamPool;
  /** null when no answer comes in time. */
  get(url: string, timeoutMs: number): Promise<Page | null>;
  close(): Promise<void>;
}

/** What the primary asks replicas and their hosts through. */
export function createProbes(hub: Hub): Probes {
  const connections = new Map<string, UpstreamPool>();
  const connect = (url: string): UpstreamPool => {
    const { origin } = new URL(url);
    const allowed = hub.snapshot?.allowedPrivateHosts ?? [];
    const name = `${origin} ${allowed.join(",")}`;
    const known = connections.get(name);
    if (known !== undefined) return known;
    const created = createUpstreamPool(origin, { rules: createAddressRules(allowed), connections: 4 });
    connections.set(name, created);
    return created;
  };
  return {
    connect,
    get(url, timeoutMs) {
      const { pathname, search } = new URL(url);
      return requestPage(connect(url), { method: "GET", path: pathname + search, timeoutMs });
    },
    async close() {
      await Promise.all([...connections.values()].map((each) => each.destroy()));
    },
  };
}
