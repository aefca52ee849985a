import type { Prisma } from "@plumbline/db/client";
import { listCustomCards, withCustomPrices } from "@plumbline/pricing/custom-price";
import { createPriceBook, type PriceBook, type RateCard } from "@plumbline/pricing/price-book";
import { findPublicCard } from "@plumbline/pricing/rate-card-index";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { toCustomPrice } from "../custom-price/to-custom-price.ts";
import type { ObservationRow } from "./types.ts";

/** The model definition that a span falls under. */
export interface ModelLink {
  /** Of a price of the project's own, or `<provider>/<model>` of the public book. */
  modelId: string;
  /** What the span was priced with, or would have been; null when the definition says nothing of tokens. */
  card: RateCard | null;
  /** Whether the span's cost came from that card. */
  isApplied: boolean;
  /** Of a price of the project's own, as a client defined it. */
  definition: Prisma.JsonValue;
}

type Linked = Pick<
  ObservationRow,
  "promptName" | "promptVersion" | "rateCardId" | "provider" | "model" | "startTime" | "inputTokens" | "kind"
>;

export interface ObservationLinks {
  /** null when the prompt is not, or no longer, in the registry. */
  promptIdOf(row: Linked): string | null;
  modelOf(row: Linked): ModelLink | null;
}

/** Building it reads the whole public list, so once per process. */
let publicBook: PriceBook | undefined;

/** What spans of one page refer to: prompts and models, each in one query whatever the number of spans. */
export async function listObservationLinks(
  ctx: ServiceContext,
  input: { projectId: string; rows: readonly Linked[] },
): Promise<ObservationLinks> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "traces:read");
  const [promptIds, modelOf] = await Promise.all([
    readPromptIds(ctx, projectId, input.rows),
    readModels(ctx, projectId, input.rows),
  ]);
  return {
    promptIdOf: (row) => promptIds.get(promptKey(row.promptName, row.promptVersion)) ?? null,
    modelOf,
  };
}

function promptKey(name: string | null, version: number | null): string {
  return `${version}\0${name}`;
}

const maxInt4 = 2_147_483_647;

async function readPromptIds(
  ctx: ServiceContext,
  projectId: string,
  rows: readonly Linked[],
): Promise<Map<string, string>> {
  const wanted = new Map<string, [name: string, version: number]>();
  for (const { promptName, promptVersion } of rows) {
    if (promptName === null || promptVersion === null) continue;
    if (promptName.includes("\0") || promptVersion > maxInt4) continue;
    wanted.set(promptKey(promptName, promptVersion), [promptName, promptVersion]);
  }
  if (wanted.size === 0) return new Map();
  const names = [...wanted.values()].map(([name]) => name);
  const versions = [...wanted.values()].map(([, version]) => version);
  const found = await ctx.db.$queryRaw<Array<{ id: string; name: string; version: number }>>`
    SELECT v.id, p.name, v.version FROM prompt_versions v JOIN prompts p ON p.id = v.prompt_id
    WHERE p.project_id = ${projectId}
      AND (p.name, v.version) IN (SELECT * FROM unnest(${names}::text[], ${versions}::int[]))`;
  return new Map(found.map(({ id, name, version }) => [promptKey(name, version), id]));
}

async function readModels(
  ctx: ServiceContext,
  projectId: string,
  rows: readonly Linked[],
): Promise<ObservationLinks["modelOf"]> {
  if (rows.every(({ model, rateCardId }) => model === null && rateCardId === null)) return () => null;
  // Removed ones too: spans that were priced by them name them.
  const customs = await ctx.db.customPrice.findMany({ where: { projectId } });
  const known = new Map(
    customs.map(({ id, definition, definitionId }) => [id, { modelId: definitionId ?? id, definition }]),
  );
  const prices = customs.map(toCustomPrice);
  const cards = new Map<string, ModelLink>();
  for (const price of prices) {
    for (const card of listCustomCards(price)) {
      const { modelId = price.id, definition = null } = known.get(price.id) ?? {};
      cards.set(card.id, { modelId, card, isApplied: true, definition });
    }
  }
  const living = new Set(customs.filter(({ deletedAt }) => deletedAt === null).map(({ id }) => id));
  publicBook ??= createPriceBook();
  const book = withCustomPrices(
    publicBook,
    prices.filter(({ id }) => living.has(id)),
  );
  const byCard = (rateCardId: string): Omit<ModelLink, "isApplied"> | null => {
    const own = cards.get(rateCardId);
    if (own !== undefined) return own;
    const listed = findPublicCard(rateCardId);
    return listed === null ? null : { ...listed, definition: null };
  };
  return (row) => {
    if (row.rateCardId !== null) {
      const applied = byCard(row.rateCardId);
      return applied === null ? null : { ...applied, isApplied: true };
    }
    if (row.model === null || (row.kind !== "GENERATION" && row.kind !== "EMBEDDING")) return null;
    const query = {
      projectId,
      provider: row.provider ?? undefined,
      model: row.model,
      atUs: Date.parse(row.startTime) * 1_000,
      inputTokens: row.inputTokens ?? undefined,
    };
    const card = book.resolve(query);
    const matched = card === null ? null : byCard(card.id);
    if (matched !== null) return { ...matched, isApplied: false };
    const unpriced = known.get(book.matchCustom(query) ?? "");
    return unpriced === undefined ? null : { ...unpriced, card: null, isApplied: false };
  };
}
