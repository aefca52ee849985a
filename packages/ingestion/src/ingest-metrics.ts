import type { Metrics } from "@plumbline/runtime/metrics";

export interface IngestMetrics {
  /** Stages of the door: decode, normalise, journal. Of the drain: read, fold, price, encode, insert. */
  addCpuSeconds(stage: string, seconds: number): void;
  addRows(table: string, rows: number): void;
  addRejected(code: string, events: number): void;
  setAlarm(on: boolean): void;
}

/** What the gauges show at the moment of a scrape. */
export interface BacklogReading {
  backlogRecords: number;
  backlogRows: number;
  backlogBytes: number;
  diskBytes: number;
  allowanceBytes: number | null;
  full: boolean;
  quarantinedRecords: number;
  lagSeconds: number;
}

const declared = new WeakMap<Metrics, IngestMetrics>();

/** The same instruments for every caller of one process: the door and the drainer share them. */
export function ingestMetrics(metrics: Metrics): IngestMetrics {
  const known = declared.get(metrics);
  if (known !== undefined) return known;
  const created = declare(metrics);
  declared.set(metrics, created);
  return created;
}

function declare(metrics: Metrics): IngestMetrics {
  const cpu = metrics.counter({
    name: "plumbline_ingest_cpu_seconds_total",
    help: "CPU time of ingestion by stage.",
    labelNames: ["stage"],
  });
  const rows = metrics.counter({
    name: "plumbline_ingest_rows_total",
    help: "Rows sent to ClickHouse by table, replays included.",
    labelNames: ["table"],
  });
  const rejected = metrics.counter({
    name: "plumbline_rejected_events_total",
    help: "Events that were refused and kept with their reason, by code.",
    labelNames: ["code"],
  });
  const alarm = metrics.gauge({
    name: "plumbline_drain_alarm",
    help: "1 while draining stands still because ClickHouse refuses too many rows of a batch.",
    aggregator: "max",
  });
  alarm.set(0);
  return {
    addCpuSeconds: (stage, seconds) => cpu.inc({ stage }, seconds),
    addRows: (table, count) => rows.inc({ table }, count),
    addRejected: (code, events) => rejected.inc({ code }, events),
    setAlarm: (on) => alarm.set(on ? 1 : 0),
  };
}

interface BacklogGauge {
  name: string;
  help: string;
  read: (reading: BacklogReading) => number;
  /** Of several journals, where their sum says nothing. */
  aggregator?: "max";
}

const backlogGauges: readonly BacklogGauge[] = [
  {
    name: "plumbline_journal_backlog_records",
    help: "Journal records not yet in ClickHouse.",
    read: (reading) => reading.backlogRecords,
  },
  {
    name: "plumbline_journal_backlog_rows",
    help: "Events not yet in ClickHouse.",
    read: (reading) => reading.backlogRows,
  },
  {
    name: "plumbline_journal_backlog_bytes",
    help: "Bytes of records not yet in ClickHouse.",
    read: (reading) => reading.backlogBytes,
  },
  {
    name: "plumbline_journal_disk_bytes",
    help: "Bytes of the journal on disk.",
    read: (reading) => reading.diskBytes,
  },
  {
    name: "plumbline_journal_allowance_bytes",
    help: "What the journal may take of the disk; at 90 % of it events are refused. +Inf without a limit.",
    read: (reading) => reading.allowanceBytes ?? Number.POSITIVE_INFINITY,
  },
  {
    name: "plumbline_journal_full",
    help: "1 while events are refused for want of disk space.",
    read: ({ full }) => (full ? 1 : 0),
    aggregator: "max",
  },
  {
    name: "plumbline_journal_quarantined_records",
    help: "Damaged records set aside.",
    read: (reading) => reading.quarantinedRecords,
  },
  {
    name: "plumbline_drain_lag_seconds",
    help: "Age of the oldest event not yet in ClickHouse.",
    read: (reading) => reading.lagSeconds,
    aggregator: "max",
  },
];

/** Gauges that ask when they are scraped. */
export function observeBacklog(metrics: Metrics, read: () => BacklogReading): void {
  for (const { read: valueOf, ...named } of backlogGauges) {
    metrics.gauge({
      ...named,
      collect() {
        this.set(valueOf(read()));
      },
    });
  }
}
