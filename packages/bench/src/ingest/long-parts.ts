import { setTimeout as sleep } from "node:timers/promises";
import { openClickHouseHttp } from "./clickhouse-http.ts";
import { type FolderSize, folderSizes, measureDisk, sumSizes } from "./disk.ts";
import { mebibytes, printTable, rate } from "./report.ts";
import { untilCommitted } from "./scrape.ts";
import { type Resident, runSoak, type SoakMinute, type SoakRun } from "./soak.ts";

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
  console.log(
    `\nSoak: ${run.seconds} s at ${run.spansPerSecond} spans/s, RSS in the middle of each minute's looks`,
  );
  let lastSeconds = 0;
  const minutes: SoakMinute[] = [];
  const tell = (minute: SoakMinute): void => {
    const { atSeconds, acceptedSpans, refused, api, clickhouse, lagSeconds } = minute;
    const reached = rate(acceptedSpans, atSeconds - lastSeconds);
    lastSeconds = atSeconds;
    minutes.push(minute);
    console.log(
      `  ${atSeconds.toFixed(0).padStart(4)} s  ${reached.padStart(8)}  API ${memory(api)}, ClickHouse ${memory(clickhouse)}, backlog ${lagSeconds.toFixed(1)} s, refused ${refused}`,
    );
  };
  await runSoak({ ...run, onMinute: tell });
  printTable("Memory after the first minute, first half against second", [
    { label: "API", value: describeTrend(minutes.map(({ api }) => api)) },
    { label: "ClickHouse", value: describeTrend(minutes.map(({ clickhouse }) => clickhouse)) },
  ]);
  await untilCommitted(run.apiUrl);
}

const memory = ({ medianBytes, maxBytes }: Resident) =>
  `${mebibytes(medianBytes)} (at most ${mebibytes(maxBytes)})`;

/** Growth that ten more minutes would show again; less is noise of a minute. */
const flatWithin = 0.1;

/** A plain word on whether memory grows. Caches fill in the first minute. */
function describeTrend(minutes: readonly Resident[]): string {
  const settled = minutes.slice(1);
  if (settled.length < 4) return "too short to tell";
  const middle = Math.floor(settled.length / 2);
  const mean = (some: readonly Resident[]) =>
    some.reduce((sum, { medianBytes }) => sum + medianBytes, 0) / some.length;
  const [first, second] = [mean(settled.slice(0, middle)), mean(settled.slice(middle))];
  const growth = second / first - 1;
  const highest = Math.max(...settled.map(({ maxBytes }) => maxBytes));
  const word = growth <= flatWithin ? "flat" : "GROWS";
  const percent = `${growth < 0 ? "" : "+"}${(growth * 100).toFixed(0)} %`;
  return `${word}: ${mebibytes(first)}, then ${mebibytes(second)} (${percent}), never more than ${mebibytes(highest)}`;
}

/** Merges of what was sent before are not what an idle product writes. */
const settleMs = 60_000;

/** Growth of a product that nobody uses. */
export async function printIdle(dataDir: string, minutes: number): Promise<void> {
  await sleep(settleMs);
  const before = folderSizes(dataDir);
  await sleep(minutes * 60_000);
  const after = folderSizes(dataDir);
  const grown = (from: FolderSize, to: FolderSize) =>
    `${kibibytes(to.diskBytes - from.diskBytes)} on the disk, ${kibibytes(to.bytes - from.bytes)} in lengths`;
  printTable(`Growth of the idle product in ${minutes} min`, [
    {
      label: "All",
      value: grown(sumSizes(before.values()), sumSizes(after.values())),
      target: "≤ 0.7 MB in 20 min",
    },
    ...[...after].map(([name, size]) => ({
      label: name,
      value: grown(before.get(name) ?? { bytes: 0, diskBytes: 0 }, size),
    })),
  ]);
}

const kibibytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;
