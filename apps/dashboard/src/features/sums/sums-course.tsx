import { formatMoney } from "../../format/money.ts";
import { formatCount } from "../../format/number.ts";
import { formatMinute, type TimeZone } from "../../format/time.ts";
import type { SumsOverTime } from "../../trpc/types.ts";

interface SumsCourseProps {
  /** null while it loads. */
  course: SumsOverTime | null;
  window: { fromMs: number; toMs: number };
  zone: TimeZone;
}

/** Traces by time as thin bars, errors in their foot; the same as a table for who cannot see it. */
export function SumsCourse({ course, window, zone }: SumsCourseProps) {
  const most = Math.max(1, ...(course?.buckets.map(({ traces }) => traces) ?? []));
  const lengthMs = window.toMs - window.fromMs;
  const buckets = course?.buckets ?? [];
  return (
    <figure className="border-b px-4 py-3">
      <figcaption className="mb-1.5 text-2xs text-soft">Traces over time</figcaption>
      <div aria-hidden className="relative h-14 rounded-sm bg-surface">
        {buckets.map(({ start, traces, errorTraces, cost }) => (
          <span
            key={start}
            title={`${formatMinute(Date.parse(start), zone)}: ${formatCount(traces, "trace")}, ${formatCount(errorTraces, "error")}, ${formatMoney(cost)}`}
            className="absolute bottom-0 flex min-w-px flex-col justify-end rounded-t-xs bg-accent/70 hover:bg-accent"
            style={{
              left: `${((Date.parse(start) - window.fromMs) / lengthMs) * 100}%`,
              width: `calc(${((course?.bucketMs ?? 0) / lengthMs) * 100}% - 1px)`,
              height: `${Math.max(4, (traces / most) * 100)}%`,
            }}
          >
            <span className="bg-error" style={{ height: `${(errorTraces / traces) * 100}%` }} />
          </span>
        ))}
      </div>
      <table className="sr-only">
        <caption>Traces over time</caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">Traces</th>
            <th scope="col">With errors</th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody>
          {buckets.map(({ start, traces, errorTraces, cost }) => (
            <tr key={start}>
              <th scope="row">{formatMinute(Date.parse(start), zone)}</th>
              <td>{traces}</td>
              <td>{errorTraces}</td>
              <td>{formatMoney(cost)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
