import { exactMoney, formatMoney } from "../../format/money.ts";
import { formatInteger } from "../../format/number.ts";
import { formatExact, formatMinute, type TimeZone } from "../../format/time.ts";
import type { TraceSums } from "../../trpc/types.ts";

interface SumsFactsProps {
  /** null while it loads. */
  sums: TraceSums | null;
  zone: TimeZone;
}

/** What the traces of one user or session come to. */
export function SumsFacts({ sums, zone }: SumsFactsProps) {
  const time = (iso: string | undefined) =>
    iso === undefined
      ? { shown: "", exact: "" }
      : { shown: formatMinute(Date.parse(iso), zone), exact: formatExact(Date.parse(iso), zone) };
  const first = time(sums?.firstSeenAt);
  const last = time(sums?.lastSeenAt);
  const facts = [
    ["Traces", sums && formatInteger(sums.traces), undefined],
    ["With errors", sums && formatInteger(sums.errorTraces), undefined],
    ["Input tokens", sums && formatInteger(sums.inputTokens), undefined],
    ["Output tokens", sums && formatInteger(sums.outputTokens), undefined],
    ["Cost", sums && formatMoney(sums.cost), sums ? exactMoney(sums.cost) : undefined],
    [
      "Without price",
      sums && formatInteger(sums.unpricedCount),
      "Model calls with tokens whose price is unknown",
    ],
    ["First seen", sums && first.shown, first.exact],
    ["Last seen", sums && last.shown, last.exact],
  ] as const;
  return (
    <dl className="grid grid-cols-4 gap-x-6 gap-y-3 border-b px-4 py-3 max-md:grid-cols-2">
      {facts.map(([label, value, title]) => (
        <div key={label} title={title}>
          <dt className="text-2xs text-soft">{label}</dt>
          <dd className="min-h-5 font-medium tabular-nums">{value ?? ""}</dd>
        </div>
      ))}
    </dl>
  );
}
