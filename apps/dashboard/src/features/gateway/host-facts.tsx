import { formatBytes, unknown } from "../../format/number.ts";
import { formatRowTime, type TimeZone } from "../../format/time.ts";
import type { GatewayReplica } from "../../trpc/types.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { Fact } from "./fact.tsx";
import { describeGpuUse, goodGpuUse } from "./gpu-band.ts";

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** The machine under a replica, where its exporters are named. */
export function HostFacts({ replica }: { replica: GatewayReplica }) {
  const zone = useTimeZone();
  const { gpu, host } = replica;
  return (
    <>
      {gpu !== null && (
        <>
          <Fact
            label={gpu.count !== null && gpu.count > 1 ? `GPU, mean of ${gpu.count}` : "GPU"}
            value={gpu.use === null ? unknown : percent(gpu.use)}
            share={gpu.use}
            band={goodGpuUse}
            note={gpu.use === null ? whyUnknown(gpu.toldAtMs, zone) : describeGpuUse(gpu.use)}
          />
          <MemoryFact label="GPU memory" of={gpu} />
          <Fact label="Power, heat" value={describeHeat(gpu)} />
        </>
      )}
      {host !== null && (
        <>
          <Fact
            label="Host CPU"
            value={host.cpuUse === null ? unknown : percent(host.cpuUse)}
            share={host.cpuUse}
            note={host.cpuUse === null ? whyUnknown(host.toldAtMs, zone) : null}
          />
          <MemoryFact label="Host memory" of={host} />
        </>
      )}
    </>
  );
}

interface Memory {
  memoryUsedBytes: number | null;
  memoryTotalBytes: number | null;
}

function MemoryFact({ label, of }: { label: string; of: Memory }) {
  const { memoryUsedBytes: used, memoryTotalBytes: total } = of;
  return (
    <Fact
      label={label}
      value={used === null ? unknown : formatBytes(used)}
      share={used === null || total === null || total === 0 ? null : used / total}
      note={total === null ? null : `of ${formatBytes(total)}`}
    />
  );
}

function describeHeat({ watts, celsius }: { watts: number | null; celsius: number | null }): string {
  if (watts === null && celsius === null) return unknown;
  return `${watts === null ? unknown : `${Math.round(watts)} W`}, ${celsius === null ? unknown : `${Math.round(celsius)} °C`}`;
}

const staleMs = 15_000;

/** Unknown is not idle: who reads it shall know since when, or what is missing. */
function whyUnknown(toldAtMs: number | null, zone: TimeZone): string {
  if (toldAtMs === null) return "the exporter has not answered";
  return Date.now() - toldAtMs > staleMs
    ? `silent since ${formatRowTime(toldAtMs, zone)}`
    : "the exporter does not tell";
}
