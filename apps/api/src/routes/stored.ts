import type { FastifyInstance } from "fastify";
import type { RouteDeps } from "../deps.ts";
import { announceMedia } from "./announce-media/route.ts";
import { createComment } from "./create-comment/route.ts";
import { createDataset } from "./create-dataset/route.ts";
import { createDatasetRunItem } from "./create-dataset-run-item/route.ts";
import { createModel } from "./create-model/route.ts";
import { createPrompt } from "./create-prompt/route.ts";
import { createScoreConfig } from "./create-score-config/route.ts";
import { deleteDatasetItem } from "./delete-dataset-item/route.ts";
import { deleteDatasetRun } from "./delete-dataset-run/route.ts";
import { deleteModel } from "./delete-model/route.ts";
import { deletePrompt } from "./delete-prompt/route.ts";
import { getComment } from "./get-comment/route.ts";
import { getDataset } from "./get-dataset/route.ts";
import { getDatasetItem } from "./get-dataset-item/route.ts";
import { getDatasetRun } from "./get-dataset-run/route.ts";
import { getMedia } from "./get-media/route.ts";
import { getModel } from "./get-model/route.ts";
import { getPrompt } from "./get-prompt/route.ts";
import { getScoreConfig } from "./get-score-config/route.ts";
import { labelPrompt } from "./label-prompt/route.ts";
import { listComments } from "./list-comments/route.ts";
import { listDatasetItems } from "./list-dataset-items/route.ts";
import { listDatasetRunItems } from "./list-dataset-run-items/route.ts";
import { listDatasetRuns } from "./list-dataset-runs/route.ts";
import { listDatasets } from "./list-datasets/route.ts";
import { listModels } from "./list-models/route.ts";
import { listPrompts } from "./list-prompts/route.ts";
import { listScoreConfigs } from "./list-score-configs/route.ts";
import { receiveMedia } from "./receive-media/route.ts";
import { replaceModel } from "./replace-model/route.ts";
import { reportMedia } from "./report-media/route.ts";
import { sendMedia } from "./send-media/route.ts";
import { updateScoreConfig } from "./update-score-config/route.ts";
import { upsertDatasetItem } from "./upsert-dataset-item/route.ts";

/** What the Langfuse protocol stores in PostgreSQL and in the media store. */
export function registerStoredRoutes(scope: FastifyInstance, deps: RouteDeps): void {
  for (const version of ["v1", "v2"] as const) {
    for (const route of versioned) scope.route(route(deps, version));
  }
  for (const route of routes) scope.route(route(deps));
}

const versioned = [createDataset, listDatasets, getDataset, getPrompt, createPrompt];

const routes = [
  announceMedia,
  createComment,
  createDatasetRunItem,
  createModel,
  createScoreConfig,
  deleteDatasetItem,
  deleteDatasetRun,
  deleteModel,
  deletePrompt,
  getComment,
  getDatasetItem,
  getDatasetRun,
  getMedia,
  getModel,
  getScoreConfig,
  labelPrompt,
  listComments,
  listDatasetItems,
  listDatasetRunItems,
  listDatasetRuns,
  listModels,
  listPrompts,
  listScoreConfigs,
  receiveMedia,
  replaceModel,
  reportMedia,
  sendMedia,
  updateScoreConfig,
  upsertDatasetItem,
];
