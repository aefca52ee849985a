import type { DatasetItemBody, MediaReferenceBody } from "@plumbline/contracts/langfuse-stored";
import type { DatasetItemDetail } from "@plumbline/services/dataset-item";
import { listMediaReferences, type MediaReference } from "@plumbline/services/media";
import type { FastifyRequest } from "fastify";
import type { RouteDeps } from "../deps.ts";
import { contextOf } from "../http/service-context.ts";
import { mediaUrl } from "./media-url.ts";

const fields = ["input", "expectedOutput", "metadata"] as const;

/** Items with the stored files that they mention; a key that may not read gets no addresses of files. */
export async function datasetItemBodies(
  deps: RouteDeps,
  request: FastifyRequest,
  items: readonly DatasetItemDetail[],
): Promise<DatasetItemBody[]> {
  const { actor, ...rest } = contextOf(request, deps);
  if (!actor.scopes.includes("read")) return items.map((item) => toBody(item, []));
  const references = await listMediaReferences(
    { actor, ...rest, mediaSecret: deps.pepper },
    {
      projectId: actor.projectId,
      documents: items.flatMap((item) => fields.map((field) => item[field])),
    },
  );
  return items.map((item, index) => {
    const ofItem = fields.flatMap((field, offset) =>
      (references[index * fields.length + offset] ?? []).map((reference) =>
        referenceBody(request, field, reference),
      ),
    );
    return toBody(item, ofItem);
  });
}

export async function datasetItemBody(
  deps: RouteDeps,
  request: FastifyRequest,
  item: DatasetItemDetail,
): Promise<DatasetItemBody> {
  const [body] = await datasetItemBodies(deps, request, [item]);
  return body ?? toBody(item, []);
}

function referenceBody(
  request: FastifyRequest,
  field: MediaReferenceBody["field"],
  { tag, path, media }: MediaReference,
): MediaReferenceBody {
  const { mediaId, contentType, contentLength, downloadToken, downloadExpiresAt } = media;
  return {
    field,
    referenceString: tag,
    jsonPath: path,
    media: {
      mediaId,
      contentType,
      contentLength,
      url: mediaUrl(request, "files", downloadToken),
      urlExpiry: downloadExpiresAt,
    },
  };
}

function toBody(item: DatasetItemDetail, mediaReferences: MediaReferenceBody[]): DatasetItemBody {
  return { ...item, status: item.status === "archived" ? "ARCHIVED" : "ACTIVE", mediaReferences };
}
