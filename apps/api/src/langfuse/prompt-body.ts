import type { PromptBody } from "@plumbline/contracts/langfuse-stored";
import type { PromptItem, ResolutionGraph } from "@plumbline/services/prompt";

export function promptBody(item: PromptItem & { resolutionGraph?: ResolutionGraph | null }): PromptBody {
  return {
    id: item.id,
    createdAt: item.createdAt,
    updatedAt: item.updatedAt,
    projectId: item.projectId,
    createdBy: item.createdByUserId ?? "API",
    prompt: item.content,
    name: item.name,
    version: item.version,
    type: item.type,
    isActive: item.labels.includes("production"),
    config: item.config,
    tags: item.tags,
    labels: item.labels,
    commitMessage: item.commitMessage,
    resolutionGraph: item.resolutionGraph ?? null,
  };
}
