import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { CopyId } from "../../components/copy-id.tsx";
import { exactMoney, formatMoneyBreakdown } from "../../format/money.ts";
import { formatInteger } from "../../format/number.ts";
import type { Span, SpanDetail } from "../../trpc/types.ts";
import { isUnpriced } from "./span-measures.ts";
import { useTraceSource } from "./trace-source.tsx";

interface SpanUsageProps {
  span: Span;
  detail: SpanDetail | null;
}

/** Tokens by kind with what each cost. Cached and reasoning tokens are part of input and output. */
export function SpanUsage({ span, detail }: SpanUsageProps) {
  const { projectId } = useTraceSource();
  const parts = detail?.costDetails ?? {};
  const rows = [
    { label: "Input", tokens: span.inputTokens, cost: detail?.inputCost ?? parts.input ?? null, depth: 0 },
    { label: "of which read from cache", tokens: span.cacheReadTokens, cost: null, depth: 1 },
    { label: "of which written to cache", tokens: span.cacheWriteTokens, cost: null, depth: 1 },
    { label: "of which audio", tokens: detail?.inputAudioTokens ?? null, cost: null, depth: 1, id: "in" },
    {
      label: "Output",
      tokens: span.outputTokens,
      cost: detail?.outputCost ?? parts.output ?? null,
      depth: 0,
    },
    { label: "of which reasoning", tokens: span.reasoningTokens, cost: null, depth: 1 },
    { label: "of which audio", tokens: detail?.outputAudioTokens ?? null, cost: null, depth: 1, id: "out" },
    { label: "Total", tokens: span.totalTokens, cost: span.cost, depth: 0 },
  ].filter(({ tokens, cost, depth }) => tokens !== null || (depth === 0 && cost !== null));
  if (rows.length === 0) return null;
  const costs = formatMoneyBreakdown(rows.map(({ cost }) => cost));
  return (
    <section aria-label="Usage and cost">
      <h3 className="mb-1 text-xs font-medium text-soft">Usage and cost</h3>
      <table className="w-full">
        <thead className="sr-only">
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">Tokens</th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, tokens, cost, depth, id }, index) => (
            <tr key={`${label}${id ?? ""}`} className={label === "Total" ? "border-t font-medium" : ""}>
              <th scope="row" className={`py-1 text-left font-normal ${depth === 1 ? "pl-4 text-soft" : ""}`}>
                {label}
              </th>
              <td className={`py-1 text-right tabular-nums ${depth === 1 ? "text-soft" : ""}`}>
                {formatInteger(tokens)}
              </td>
              <td
                className="py-1 pl-4 text-right tabular-nums"
                title={cost === null ? undefined : exactMoney(cost)}
              >
                {depth === 1 ? "" : costs[index]}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Provenance detail={detail} />
      <CostParts parts={parts} />
      {isUnpriced(span) && (
        <p className="mt-1.5 flex items-start gap-2 rounded-md bg-warning-soft px-2.5 py-1.5 text-xs">
          <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0 text-warning" />
          <span>
            No price known for {span.model ?? "this model"}: its cost is left out of every sum.{" "}
            {projectId !== null && (
              <Link
                href={pricesUrl(projectId, span)}
                prefetch={false}
                className="font-medium text-accent underline"
              >
                Set a price
              </Link>
            )}
          </span>
        </p>
      )}
      {span.cost !== null && (
        <p className="mt-1 flex flex-wrap items-center gap-x-2 text-2xs text-soft">
          Exactly <CopyId id={exactMoney(span.cost)} label="exact cost" /> {describeCost(span)}
        </p>
      )}
      {span.cost === null && <p className="mt-1 text-2xs text-soft">{describeCost(span)}</p>}
    </section>
  );
}

const countedBy: Readonly<Record<string, { text: string; title: string }>> = {
  gateway: { text: "the gateway", title: "Read by the gateway from the provider's own answer." },
  provider: { text: "the provider", title: "The provider's counts, as the client passed them on." },
  client: {
    text: "the client",
    title: "The client sent these counts and does not say whether they are the provider's or an estimate.",
  },
  ours: {
    text: "Plumbline",
    title: "The call came without counts, so its text was counted with the model's tokenizer: an estimate.",
  },
};

function Provenance({ detail }: { detail: SpanDetail | null }) {
  const source = detail?.usageSource ? countedBy[detail.usageSource] : undefined;
  const tier = detail?.serviceTier ?? null;
  if (source === undefined && tier === null) return null;
  return (
    <p className="mt-1 text-2xs text-soft">
      {source && <span title={source.title}>Counted by {source.text}. </span>}
      {tier !== null && <span>Service tier {tier}.</span>}
    </p>
  );
}

/** Parts finer than input and output, such as cache writes. */
function CostParts({ parts }: { parts: Record<string, string> }) {
  const finer = Object.entries(parts).filter(([name]) => !["input", "output", "total"].includes(name));
  if (finer.length === 0) return null;
  const shown = formatMoneyBreakdown(finer.map(([, cost]) => cost));
  return (
    <details className="mt-1 text-xs">
      <summary className="text-soft">Parts of the cost</summary>
      <dl className="pt-1 pl-4">
        {finer.map(([name, cost], index) => (
          <div key={name} className="flex justify-between py-0.5">
            <dt className="text-soft">{name}</dt>
            <dd title={exactMoney(cost)}>{shown[index]}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function describeCost(span: Span): string {
  const source =
    span.costSource === "given"
      ? "Cost as the client sent it."
      : span.rateCardId
        ? `Priced by ${span.rateCardId}.`
        : "";
  const counted =
    !span.billable && span.totalTokens !== null
      ? ` Not counted in sums: ${reasonText(span.billableReason)}.`
      : "";
  return `${source}${counted}`.trim();
}

function reasonText(reason: string | null): string {
  if (reason === "also-recorded-by-gateway") return "also recorded by the gateway, whose row counts";
  if (reason === "repeats-children") return "the calls below it say the same and count";
  return reason ?? "not billable";
}

function pricesUrl(projectId: string, { model, provider }: Span): string {
  const path = `/project/${encodeURIComponent(projectId)}/settings/prices`;
  if (model === null) return path;
  return `${path}?${new URLSearchParams({ model, ...(provider === null ? {} : { provider }) })}`;
}
