import Link from "next/link";
import { formatBytes, formatCount, formatInteger } from "../../format/number.ts";
import type { IngestionHealth, Journals, JournalTotal } from "../../trpc/types.ts";
import { type Figure, FigureCell } from "../home/figures.tsx";
import { formatPercent } from "../home/values.ts";

interface HealthFiguresProps {
  projectId: string;
  /** Undefined while it is on the way. */
  health: IngestionHealth | undefined;
  /** Null when the API does not answer. */
  journals: Journals | null | undefined;
  nowMs: number;
}

type Rates = IngestionHealth["accepted"];
type Shown = Omit<Figure, "before" | "ready">;

const totalOf = (rates: Rates) => rates.reduce((sum, { total }) => sum + total, 0);

/** The project in the chosen time, and the journal that stands before all projects now. */
export function HealthFigures({ projectId, health, journals, nowMs }: HealthFiguresProps) {
  const cells = (figures: readonly Shown[], ready: boolean) =>
    figures.map((figure) => (
      <FigureCell key={figure.label} figure={{ before: null, ready, ...figure }} comparedWith={null} />
    ));
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line sm:grid-cols-4">
      {cells(projectFigures(projectId, health, nowMs), health !== undefined)}
      {cells(journalFigures(journals ?? null), journals !== undefined)}
    </dl>
  );
}

function projectFigures(projectId: string, health: IngestionHealth | undefined, nowMs: number): Shown[] {
  const accepted = health ? totalOf(health.accepted) : null;
  const rejected = health ? totalOf(health.rejected) : null;
  const all = (accepted ?? 0) + (rejected ?? 0);
  return [
    { label: "Accepted spans", value: accepted, unit: "count" },
    {
      label: "Rejected events",
      value: rejected,
      unit: "count",
      aside: rejected !== null && rejected > 0 && <Aside>{`${formatPercent(rejected / all)} of all`}</Aside>,
    },
    {
      label: "Since the newest arrival",
      value: health?.newestAt ? Math.max(0, nowMs - Date.parse(health.newestAt)) : null,
      unit: "duration",
      aside: health && health.newestAt === null && <Aside>none in 30 days</Aside>,
    },
    {
      label: "Calls of unknown price",
      value: health?.unpriced ?? null,
      unit: "count",
      aside: health !== undefined && health.unpriced > 0 && (
        <Link
          href={`/project/${encodeURIComponent(projectId)}/settings/prices`}
          className="text-2xs text-accent underline-offset-2 hover:underline"
        >
          Set a price
        </Link>
      ),
    },
  ];
}

function journalFigures(journals: Journals | null): Shown[] {
  const total = journals?.total ?? null;
  const damaged = total?.damagedRecords ?? 0;
  return [
    {
      label: "Waiting to be stored",
      value: total?.backlogRows ?? null,
      unit: "count",
      aside: <Aside>{total ? waitingNote(total) : "the API does not answer"}</Aside>,
    },
    {
      label: "Oldest that waits",
      value: total?.lagMs ?? null,
      unit: "duration",
      aside: total?.alarm && (
        <span className="text-2xs font-medium text-warning">
          Storing stands still: the store refuses too many events.
        </span>
      ),
    },
    { label: "Journal on disk", value: total?.diskBytes ?? null, unit: "bytes" },
    {
      label: "Damaged records",
      value: total?.damagedRecords ?? null,
      unit: "count",
      aside: damaged > 0 && (
        <span className="text-2xs font-medium text-warning">{`${formatCount(damaged, "record")} set aside`}</span>
      ),
    },
  ];
}

/** One that is silent is not in the sums, which therefore have to say so. */
function waitingNote({ backlogBytes, heard, silent }: JournalTotal): string {
  if (heard + silent === 1) return `${formatBytes(backlogBytes)}, of all projects`;
  const of =
    silent === 0 ? formatInteger(heard) : `${formatInteger(heard)} of ${formatInteger(heard + silent)}`;
  return `${formatBytes(backlogBytes)}, ${of} APIs`;
}

function Aside({ children }: { children: string }) {
  return <span className="text-2xs text-soft tabular-nums">{children}</span>;
}
