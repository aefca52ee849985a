import { classNames } from "../../components/class-names.ts";
import { formatDuration } from "../../format/duration.ts";
import { formatBytes, formatInteger } from "../../format/number.ts";
import { formatExact, formatRelative, type TimeZone } from "../../format/time.ts";
import type { IngestInstance } from "../../trpc/types.ts";
import { PriceTableHead, priceCell, wideOnly } from "../prices/price-table-head.tsx";

interface InstancesTableProps {
  instances: readonly IngestInstance[];
  zone: TimeZone;
  nowMs: number;
}

const columns = [
  { label: "API" },
  { label: "State" },
  { label: "Oldest that waits", numeric: true, wide: true },
  { label: "On disk", numeric: true, wide: true },
  { label: "Damaged", numeric: true, wide: true },
  { label: "Last heard", numeric: true, wide: true },
  { label: "Waiting", numeric: true },
] as const;

/** The journal of each API process. One that is silent says nothing new: its figures are its last words. */
export function InstancesTable({ instances, zone, nowMs }: InstancesTableProps) {
  if (instances.length === 0) return null;
  return (
    <section aria-label="Journals">
      <h2 className="mb-1 text-xs font-medium text-faint">Journals, one for each API process</h2>
      <table className="w-full border-separate border-spacing-0">
        <PriceTableHead columns={columns} caption="Journals" />
        <tbody>
          {instances.map((one) => {
            const saidMs = Date.parse(one.saidAt);
            const number = `${priceCell} text-right whitespace-nowrap tabular-nums`;
            return (
              <tr key={one.instance} className={classNames(one.silent && "text-soft")}>
                <th scope="row" className={`${priceCell} text-left font-normal`}>
                  <span className="break-all">{one.host || "unnamed"}</span>
                  <span className="block font-mono text-2xs break-all text-soft">{one.instance}</span>
                </th>
                <td className={priceCell}>
                  <InstanceState one={one} />
                  <time dateTime={one.saidAt} className="block text-2xs text-soft md:hidden">
                    {formatRelative(saidMs, nowMs, zone)}
                  </time>
                </td>
                <td className={classNames(number, wideOnly)}>{formatDuration(one.lagMs)}</td>
                <td className={classNames(number, wideOnly)}>
                  {formatBytes(one.diskBytes)}
                  {one.allowanceBytes !== null && (
                    <span className="block text-2xs text-soft">{`of ${formatBytes(one.allowanceBytes)}`}</span>
                  )}
                </td>
                <td className={classNames(number, wideOnly)}>{formatInteger(one.damagedRecords)}</td>
                <td className={classNames(number, wideOnly, "text-soft")}>
                  <time dateTime={one.saidAt} title={formatExact(saidMs, zone)}>
                    {formatRelative(saidMs, nowMs, zone)}
                  </time>
                </td>
                <td className={number}>{formatInteger(one.backlogRows)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

const troubles: Record<IngestInstance["trouble"], string> = {
  "": "In order",
  store: "Waits for the store",
  refused: "The store refuses too much",
  journal: "Its disk fails",
};

function InstanceState({ one: { silent, full, trouble } }: { one: IngestInstance }) {
  if (silent) return <span className="font-medium text-warning">Silent</span>;
  if (full) return <span className="font-medium text-warning">Full: refuses events</span>;
  return <span className={trouble === "" ? "" : "font-medium text-warning"}>{troubles[trouble]}</span>;
}
