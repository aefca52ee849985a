import type { Prisma } from "@plumbline/db/client";
import { isStoredText, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { type NumberedPage, numberedPage, skipTo } from "../numbered-page.ts";
import { labelsOf, latestLabel, type PromptType } from "./types.ts";

/** A prompt with its versions that fit what was asked for. */
export interface PromptSummary {
  name: string;
  type: PromptType;
  versions: number[];
  labels: string[];
  tags: string[];
  lastUpdatedAt: string;
  /** Of the highest of these versions. */
  lastConfig: Prisma.JsonValue;
}

export interface ListPromptsInput {
  projectId: string;
  page: number;
  limit: number;
  name?: string | undefined;
  tag?: string | undefined;
  label?: string | undefined;
  version?: number | undefined;
  /** Versions that were made or labelled since then, and before then. */
  fromUpdatedAt?: Date | undefined;
  toUpdatedAt?: Date | undefined;
}

/** By name. */
export async function listPrompts(
  ctx: ServiceContext,
  input: ListPromptsInput,
): Promise<NumberedPage<PromptSummary>> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "prompts:read");
  if (!isStoredText(input.name, input.tag, input.label)) return numberedPage(input, [], 0);
  const fitting = versionFilter(input);
  const where: Prisma.PromptWhereInput = {
    projectId,
    versions: { some: fitting },
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.tag === undefined ? {} : { tags: { has: input.tag } }),
  };
  const [total, prompts] = await Promise.all([
    ctx.db.prompt.count({ where }),
    ctx.db.prompt.findMany({
      where,
      orderBy: { name: "asc" },
      ...skipTo(input),
      include: {
        versions: {
          where: fitting,
          orderBy: { version: "asc" },
          select: { id: true, version: true, updatedAt: true, labels: { select: { label: true } } },
        },
      },
    }),
  ]);
  const highest = await highestVersions(
    ctx,
    prompts.map(({ id }) => id),
  );
  const listed = prompts.map((prompt) => ({
    prompt,
    versions:
      input.label === latestLabel
        ? prompt.versions.filter(({ version }) => version === highest.get(prompt.id))
        : prompt.versions,
  }));
  const configs = await ctx.db.promptVersion.findMany({
    where: { id: { in: listed.flatMap(({ versions }) => versions.at(-1)?.id ?? []) } },
    select: { promptId: true, config: true },
  });
  const configOf = new Map(configs.map(({ promptId, config }) => [promptId, config]));
  const rows = listed.map(({ prompt, versions }): PromptSummary => {
    const times = versions.map(({ updatedAt }) => updatedAt.getTime());
    return {
      name: prompt.name,
      type: prompt.type,
      versions: versions.map(({ version }) => version),
      labels: versions.flatMap((version) => labelsOf(version, highest.get(prompt.id) ?? 0)),
      tags: prompt.tags,
      lastUpdatedAt: new Date(Math.max(prompt.createdAt.getTime(), ...times)).toISOString(),
      lastConfig: configOf.get(prompt.id) ?? null,
    };
  });
  return numberedPage(input, rows, total);
}

/** "latest" is no row: every prompt has it. */
function versionFilter(input: ListPromptsInput): Prisma.PromptVersionWhereInput {
  const { label, version, fromUpdatedAt, toUpdatedAt } = input;
  return {
    ...(label === undefined || label === latestLabel ? {} : { labels: { some: { label } } }),
    ...(version === undefined ? {} : { version }),
    ...(fromUpdatedAt === undefined && toUpdatedAt === undefined
      ? {}
      : {
          updatedAt: {
            ...(fromUpdatedAt === undefined ? {} : { gte: fromUpdatedAt }),
            ...(toUpdatedAt === undefined ? {} : { lt: toUpdatedAt }),
          },
        }),
  };
}

async function highestVersions(
  { db }: Pick<ServiceContext, "db">,
  promptIds: string[],
): Promise<Map<string, number>> {
  const groups = await db.promptVersion.groupBy({
    by: ["promptId"],
    where: { promptId: { in: promptIds } },
    _max: { version: true },
  });
  return new Map(groups.map(({ promptId, _max }) => [promptId, _max.version ?? 0]));
}
