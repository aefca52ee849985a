import { setTimeout as sleep } from "node:timers/promises";
import { openClickHouseHttp } from "./clickhouse-http.ts";
import { folderSizes, measureDisk } from "./disk.ts";
import { type Line, mebibytes, printTable, rate } from "./report.ts";
import { untilCommitted } from "./scrape.ts";
import { runSoak, type SoakMinute, type SoakRun } from "./soak.ts";

/** What a span takes of the disk, its own text and the text indexes apart. */
export async function printDisk(clickhouseUrl: string): Promise<void> {
  const use = await measureDisk(openClickHouseHttp(clickhouseUrl));
  const each = (bytes: number) => `${(bytes / use.spans).toFixed(1)} bytes`;
  const columns = use.columns.reduce((sum, { bytes }) => sum + bytes, 0);
  const beyond = use.previewBytes + use.otherIndexBytes + columns + use.remainderBytes;
  printTable(`Disk per span, compressed, ${use.spans} spans merged to one part a month`, [
    { label: "Own text, attributes and metadata", value: each(use.ownTextBytes) },
    { label: "Text indexes", value: each(use.textIndexBytes) },
    { label: "Everything else", value: each(beyond), target: "≤ 120 bytes" },
    { label: "  columns", value: each(columns) },
    ...use.columns.slice(0, 8).map(({ name, bytes }) => ({ label: `    ${name}`, value: each(bytes) })),
    { label: "  previews of the text", value: each(use.previewBytes) },
    { label: "  other indexes", value: each(use.otherIndexBytes) },
    { label: "  keys, marks, checksums", value: each(use.remainderBytes) },
  ]);
}

/** A line a minute: flat memory is what it is about. */
export async function printSoak(run: Omit<SoakRun, "onMinute">): Promise<void> {
  console.log(`\nSoak: ${run.seconds} s at ${run.spansPerSecond} spans/s`);
  let lastSeconds = 0;
  const tell = (minute: SoakMinute): void => {
    const { atSeconds, acceptedSpans, refused, apiBytes, clickhouseBytes, lagSeconds } = minute;
    const reached = rate(acceptedSpans, atSeconds - lastSeconds);
    lastSeconds = atSeconds;
    console.log(
      `  ${atSeconds.toFixed(0).padStart(4)} s  ${reached.padStart(8)}  RSS of the API ${mebibytes(apiBytes)}, of ClickHouse ${mebibytes(clickhouseBytes)}, backlog ${lagSeconds.toFixed(1)} s, refused ${refused}`,
    );
  };
  await runSoak({ ...run, onMinute: tell });
  await untilCommitted(run.apiUrl);
}

/** Merges of what was sent before are not what an idle product writes. */
const settleMs = 60_000;

/** Growth of a product that nobody uses. */
export async function printIdle(dataDir: string, minutes: number): Promise<void> {
  await sleep(settleMs);
  const before = folderSizes(dataDir);
  await sleep(minutes * 60_000);
  const after = folderSizes(dataDir);
  const lines: Line[] = [...after].map(([name, bytes]) => ({
    label: name,
    value: kibibytes(bytes - (before.get(name) ?? 0)),
  }));
  const total = (sizes: ReadonlyMap<string, number>) =>
    [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
  printTable(`Growth of the idle product in ${minutes} min`, [
    { label: "All", value: kibibytes(total(after) - total(before)), target: "≤ 0.7 MB in 20 min" },
    ...lines,
  ]);
}

const kibibytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;
