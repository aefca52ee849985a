import { dirname } from "node:path";
import type { Product } from "@plumbline/testing/product";
import { describeMachine } from "../ingest/machine.ts";
import { type Line, printTable } from "../ingest/report.ts";
import { benchAborts } from "./bench-aborts.ts";
import { benchAffinity } from "./bench-affinity.ts";
import { benchClosing } from "./bench-closing.ts";
import { benchLatency } from "./bench-latency.ts";
import { benchMemory } from "./bench-memory.ts";
import { benchRates } from "./bench-rates.ts";
import { benchStreams } from "./bench-streams.ts";
import { findPortkey } from "./hops.ts";
import type { LoadCommands } from "./load-part.ts";
import { loadAnswers, upstreamAnswers } from "./part-answers.ts";
import { type Part, startPart } from "./parts.ts";
import { openServedGateway, type ServedGateway } from "./served-gateway.ts";
import type { PartName, Settings } from "./settings.ts";
import type { UpstreamCommands } from "./upstream-part.ts";

/** What every part of the bench gets; upstream and clients are new processes for each. */
export interface Bench {
  settings: Settings;
  gateway: ServedGateway;
  upstream: Part<UpstreamCommands>;
  load: Part<LoadCommands>;
  portkey: string | null;
}

const parts: Readonly<Record<PartName, { title: string; run(bench: Bench): Promise<Line[]> }>> = {
  rates: { title: "Calls of 1 KB, not streamed, recorded in full", run: benchRates },
  latency: { title: "One connection", run: (bench) => benchLatency(bench, "usual") },
  prompts: { title: "Prompts of 400 KB, one connection", run: (bench) => benchLatency(bench, "long") },
  streams: { title: "Streams of 50 frames a second", run: benchStreams },
  closing: { title: "From the client's close to the upstream's", run: benchClosing },
  aborts: { title: "Calls that are left at random moments", run: benchAborts },
  affinity: { title: "Shared beginnings, 4 simulated A10G replicas", run: benchAffinity },
  memory: { title: "Memory of all processes of the gateway", run: benchMemory },
};

export async function benchGateway(product: Product, settings: Settings, document: string): Promise<void> {
  const gateway = openServedGateway(product, document);
  const portkey = findPortkey(settings.portkey);
  printTable("Machine", [
    ...describeMachine(dirname(document)).map(([label, value]) => ({ label, value })),
    { label: "Processes per hop", value: `${settings.workers}, load client and upstream beside them` },
    { label: "Portkey", value: portkey === null ? "not installed, left out" : portkey },
  ]);
  for (const name of settings.parts) {
    const upstream = startPart<UpstreamCommands>("upstream-part.ts", upstreamAnswers);
    const load = startPart<LoadCommands>("load-part.ts", loadAnswers);
    try {
      const lines = await parts[name].run({ settings, gateway, upstream, load, portkey });
      printTable(parts[name].title, lines);
    } finally {
      await Promise.all([load.close(), upstream.close()]);
    }
  }
}
