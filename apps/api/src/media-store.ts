import { join } from "node:path";
import { createDiskStore } from "@plumbline/media-store/disk-store";
import type { MediaStore } from "@plumbline/media-store/media-store";
import { createS3Store } from "@plumbline/media-store/s3-store";
import type { ApiEnv } from "./env.ts";

/** The bucket when one is configured, else this machine's disk. */
export async function openMediaStore(env: ApiEnv): Promise<MediaStore> {
  const directory = join(env.PLUMBLINE_DATA_DIR, "media");
  const {
    MEDIA_S3_ENDPOINT: endpoint,
    MEDIA_S3_BUCKET: bucket,
    MEDIA_S3_REGION: region,
    MEDIA_S3_ACCESS_KEY_ID: accessKeyId,
    MEDIA_S3_SECRET_ACCESS_KEY: secretAccessKey,
  } = env;
  return endpoint && bucket && region && accessKeyId && secretAccessKey
    ? createS3Store({ endpoint, bucket, region, accessKeyId, secretAccessKey, directory })
    : createDiskStore(directory);
}
