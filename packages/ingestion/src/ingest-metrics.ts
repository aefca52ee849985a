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
  });
  alarm.set(0);
  return {
    addCpuSeconds: (stage, seconds) => cpu.inc({ stage }, seconds),
    addRows: (table, count) => rows.inc({ table }, count),
    addRejected: (code, events) => rejected.inc({ code }, events),
    setAlarm: (on) => alarm.set(on ? 1 : 0),
  };
}

/** Gauges that ask when they are scraped. */
export function observeBacklog(metrics: Metrics, read: () => BacklogReading): void {
  const gauge = (name: string, help: string, value: (reading: BacklogReading) => number): void => {
    metrics.gauge({
      name,
      help,
      collect() {
        this.set(value(read()));
      },
    });
  };
  gauge(
    "plumbline_journal_backlog_records",
    "Journal records not yet in ClickHouse.",
    (r) => r.backlogRecords,
  );
  gauge("plumbline_journal_backlog_rows", "Events not yet in ClickHouse.", (r) => r.backlogRows);
  gauge("plumbline_journal_backlog_bytes", "Bytes of records not yet in ClickHouse.", (r) => r.backlogBytes);
  gauge("plumbline_journal_disk_bytes", "Bytes of the journal on disk.", (r) => r.diskBytes);
  gauge(
    "plumbline_journal_allowance_bytes",
    "What the journal may take of the disk; at 90 % of it events are refused. +Inf without a limit.",
    (r) => r.allowanceBytes ?? Number.POSITIVE_INFINITY,
  );
  gauge("plumbline_journal_full", "1 while events are refused for want of disk space.", (r) =>
    r.full ? 1 : 0,
  );
  gauge("plumbline_journal_quarantined_records", "Damaged records set aside.", (r) => r.quarantinedRecords);
  gauge("plumbline_drain_lag_seconds", "Age of the oldest event not yet in ClickHouse.", (r) => r.lagSeconds);
}
