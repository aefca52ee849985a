import { constants, createReadStream } from "node:fs";
import { access, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PlumblineError } from "@plumbline/contracts/errors";
import { type MediaStore, storePath } from "./media-store.ts";
import { withStagedFile } from "./stage.ts";

/** Below one directory of this machine. Uploads that a crash cut short are cleared away. */
export async function createDiskStore(directory: string): Promise<MediaStore> {
  const incoming = await prepareIncoming(directory);
  const files = join(directory, "files");
  return {
    async put(key, bytes, lengthBytes) {
      const path = join(files, storePath(key));
      await withStagedFile(incoming, bytes, { sha256: key.sha256, lengthBytes }, async (staged) => {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await rename(staged, path);
        await syncDirectory(dirname(path));
      });
    },
    async open(key) {
      const path = join(files, storePath(key));
      try {
        await access(path, constants.R_OK);
      } catch (cause) {
        if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return null;
        throw new PlumblineError("unavailable", { cause });
      }
      return createReadStream(path);
    },
    async remove(key) {
      const path = join(files, storePath(key));
      await rm(path, { force: true });
      await syncDirectory(dirname(path)).catch(() => undefined);
    },
  };
}

/** Where uploads wait until they are whole. */
export async function prepareIncoming(directory: string): Promise<string> {
  const incoming = join(directory, "incoming");
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  return incoming;
}

/** The name of the file survives a crash only when its directory is synced as well. */
async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
