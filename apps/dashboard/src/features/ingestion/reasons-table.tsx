import Link from "next/link";
import { classNames } from "../../components/class-names.ts";
import { formatInteger } from "../../format/number.ts";
import { formatExact, formatRelative, type TimeZone } from "../../format/time.ts";
import type { IngestionHealth } from "../../trpc/types.ts";
import { PriceTableHead, priceCell, wideOnly } from "../prices/price-table-head.tsx";
import { sourceName } from "./source-name.ts";

interface ReasonsTableProps {
  reasons: IngestionHealth["reasons"];
  hrefOf: (code: string) => string;
  zone: TimeZone;
  nowMs: number;
}

const columns = [
  { label: "Code" },
  { label: "Latest reason", wide: true },
  { label: "Source", wide: true },
  { label: "Last", wide: true },
  { label: "Events", numeric: true },
] as const;

/** Why events were refused; each code leads to what it refused. */
export function ReasonsTable({ reasons, hrefOf, zone, nowMs }: ReasonsTableProps) {
  return (
    <section aria-label="Rejects by reason">
      <h2 className="mb-1 text-xs font-medium text-faint">Rejects by reason</h2>
      {reasons.length === 0 ? (
        <p className="py-2 text-soft">Nothing was refused in this time.</p>
      ) : (
        <table className="w-full border-separate border-spacing-0">
          <PriceTableHead columns={columns} caption="Rejects by reason" />
          <tbody>
            {reasons.map(({ code, stage, sources, reason, events, lastAt }) => {
              const lastMs = Date.parse(lastAt);
              return (
                <tr key={`${code}/${stage}`}>
                  <th scope="row" className={`${priceCell} text-left font-normal`}>
                    <Link
                      href={hrefOf(code)}
                      className="font-mono text-xs break-all text-accent underline-offset-2 hover:underline"
                    >
                      {code}
                    </Link>
                    <span className="block text-xs text-soft md:hidden">{reason}</span>
                  </th>
                  <td className={classNames(priceCell, wideOnly, "text-soft")}>{reason}</td>
                  <td className={classNames(priceCell, wideOnly, "whitespace-nowrap text-soft")}>
                    {sources.map(sourceName).join(", ")}
                    {stage === "drain" && " (by the store)"}
                  </td>
                  <td className={classNames(priceCell, wideOnly, "whitespace-nowrap text-soft")}>
                    <time dateTime={lastAt} title={formatExact(lastMs, zone)}>
                      {formatRelative(lastMs, nowMs, zone)}
                    </time>
                  </td>
                  <td className={`${priceCell} text-right tabular-nums`}>{formatInteger(events)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
