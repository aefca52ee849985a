import { expect, test } from "vitest";
import { parseJournal } from "./read-journal.ts";

const metrics = `# HELP plumbline_journal_backlog_rows Events not yet in ClickHouse.
# TYPE plumbline_journal_backlog_rows gauge
plumbline_journal_backlog_rows 12
plumbline_journal_backlog_bytes 3.5e+3
plumbline_journal_disk_bytes 0
plumbline_drain_lag_seconds NaN
plumbline_drain_alarm 1
`;

test("reads what the API says, and takes what it does not say for unknown", () => {
  expect(parseJournal(metrics)).toEqual({
    backlogEvents: 12,
    backlogBytes: 3_500,
    diskBytes: 0,
    damagedRecords: null,
    lagSeconds: null,
    alarm: true,
  });
  expect(parseJournal("")).toMatchObject({ backlogEvents: null, alarm: false });
});
