import { CircleAlert, TriangleAlert } from "lucide-react";
import { exactMoney, formatMoney } from "../../format/money.ts";
import { formatCount, formatInteger, formatTokens } from "../../format/number.ts";
import type { TraceSums } from "../../trpc/types.ts";

export const cellStyle = "h-9 overflow-hidden border-b px-2.5 text-ellipsis whitespace-nowrap";
const numberStyle = `${cellStyle} text-right tabular-nums`;

/** Traces, errors, tokens and cost of a row; the columns of users and sessions alike. */
export function SumsCells({ sums }: { sums: TraceSums }) {
  const missing =
    sums.unpricedCount > 0
      ? `${formatCount(sums.unpricedCount, "call")} without a known price left out`
      : null;
  return (
    <>
      <td className={numberStyle}>{formatInteger(sums.traces)}</td>
      <td className={numberStyle}>
        {sums.errorTraces === 0 ? (
          <span className="text-faint">0</span>
        ) : (
          <span className="inline-flex items-center gap-1 text-error">
            <CircleAlert aria-hidden className="size-3.5" />
            {formatInteger(sums.errorTraces)}
          </span>
        )}
      </td>
      <td className={`${numberStyle} max-md:hidden`} title={`${formatInteger(sums.totalTokens)} tokens`}>
        {formatTokens(sums.totalTokens)}
      </td>
      <td className={numberStyle} title={[exactMoney(sums.cost), missing].filter(Boolean).join("; ")}>
        <span className="inline-flex items-center gap-1">
          {missing && (
            <>
              <TriangleAlert aria-hidden className="size-3.5 text-warning" />
              <span className="sr-only">{missing}. </span>
            </>
          )}
          {formatMoney(sums.cost)}
        </span>
      </td>
    </>
  );
}
