import Link from "next/link";
import { classNames } from "../../components/class-names.ts";
import { formatInteger, unknown } from "../../format/number.ts";
import { formatExact, formatRelative, type TimeZone } from "../../format/time.ts";
import type { IngestionHealth } from "../../trpc/types.ts";
import { PriceTableHead, priceCell, wideOnly } from "../prices/price-table-head.tsx";
import { sourceName } from "./source-name.ts";

interface SendersTableProps {
  projectId: string;
  senders: IngestionHealth["senders"];
  senderCount: number;
  zone: TimeZone;
  nowMs: number;
}

const columns = [
  { label: "Service" },
  { label: "Instrumentation", wide: true },
  { label: "Source", wide: true },
  { label: "Unknown price", numeric: true, wide: true },
  { label: "Last seen", numeric: true },
  { label: "Spans", numeric: true },
] as const;

/** Who sent, and when last. */
export function SendersTable({ projectId, senders, senderCount, zone, nowMs }: SendersTableProps) {
  return (
    <section aria-label="Senders">
      <h2 className="mb-1 text-xs font-medium text-faint">
        Senders
        {senderCount > senders.length &&
          ` (the largest ${formatInteger(senders.length)} of ${formatInteger(senderCount)})`}
      </h2>
      {senders.length === 0 ? (
        <p className="py-2 text-soft">Nobody sent anything in this time.</p>
      ) : (
        <table className="w-full border-separate border-spacing-0">
          <PriceTableHead columns={columns} caption="Senders" />
          <tbody>
            {senders.map(({ service, scope, source, spans, unpriced, lastSeenAt }) => {
              const lastMs = Date.parse(lastSeenAt);
              return (
                <tr key={`${service}/${scope}/${source}`}>
                  <th scope="row" className={`${priceCell} text-left font-normal`}>
                    <span className="break-all">{service ?? <Unnamed />}</span>
                    <span className="block font-mono text-xs break-all text-soft md:hidden">
                      {scope ?? sourceName(source)}
                    </span>
                  </th>
                  <td className={classNames(priceCell, wideOnly, "font-mono text-xs break-all")}>
                    {scope ?? unknown}
                  </td>
                  <td className={classNames(priceCell, wideOnly, "whitespace-nowrap text-soft")}>
                    {sourceName(source)}
                  </td>
                  <td className={classNames(priceCell, wideOnly, "text-right tabular-nums")}>
                    {unpriced === 0 ? (
                      "0"
                    ) : (
                      <Link
                        href={`/project/${encodeURIComponent(projectId)}/settings/prices`}
                        className="text-warning underline underline-offset-2"
                      >
                        {formatInteger(unpriced)}
                      </Link>
                    )}
                  </td>
                  <td className={`${priceCell} text-right whitespace-nowrap text-soft tabular-nums`}>
                    <time dateTime={lastSeenAt} title={formatExact(lastMs, zone)}>
                      {formatRelative(lastMs, nowMs, zone)}
                    </time>
                  </td>
                  <td className={`${priceCell} text-right tabular-nums`}>{formatInteger(spans)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Unnamed() {
  return <span className="text-soft">no service name</span>;
}
