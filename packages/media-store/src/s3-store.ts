import { createReadStream } from "node:fs";
import { PlumblineError } from "@plumbline/contracts/errors";
import { prepareIncoming } from "./disk-store.ts";
import { type MediaStore, storePath } from "./media-store.ts";
import { type S3Account, s3Request } from "./s3-request.ts";
import { withStagedFile } from "./stage.ts";

export interface S3StoreOptions extends S3Account {
  bucket: string;
  /** Where uploads wait until they are whole and checked. */
  directory: string;
}

/**
 * In a bucket of anything that speaks S3, addressed by path. Clients never see the bucket: bytes pass
 * through this process, which checks them, so that the store may lie where only the server reaches it.
 */
export async function createS3Store({ bucket, directory, ...account }: S3StoreOptions): Promise<MediaStore> {
  const incoming = await prepareIncoming(directory);
  const base = account.endpoint.replace(/\/+$/, "");
  const urlOf = (path: string) => new URL(`${base}/${encodeURIComponent(bucket)}/${path}`);
  return {
    async put(key, bytes, lengthBytes) {
      await withStagedFile(incoming, bytes, { sha256: key.sha256, lengthBytes }, async (staged) => {
        const answer = await s3Request(account, {
          method: "PUT",
          url: urlOf(storePath(key)),
          // The store compares the bytes with it too.
          sha256: key.sha256,
          body: { stream: createReadStream(staged), lengthBytes },
        });
        answer.resume();
        if (answer.statusCode !== 200) throw refused("PUT", answer.statusCode);
      });
    },
    async open(key) {
      const answer = await s3Request(account, { method: "GET", url: urlOf(storePath(key)) });
      if (answer.statusCode === 200) return answer;
      answer.resume();
      if (answer.statusCode === 404) return null;
      throw refused("GET", answer.statusCode);
    },
    async remove(key) {
      const answer = await s3Request(account, { method: "DELETE", url: urlOf(storePath(key)) });
      answer.resume();
      const { statusCode } = answer;
      if (statusCode !== 200 && statusCode !== 204 && statusCode !== 404) throw refused("DELETE", statusCode);
    },
  };
}

function refused(method: string, status: number | undefined): PlumblineError {
  return new PlumblineError("unavailable", {
    message: "The media store does not answer as it should.",
    cause: new Error(`${method} was answered with status ${status ?? "none"}`),
  });
}
