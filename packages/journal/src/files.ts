import { type FileHandle, open, statfs } from "node:fs/promises";

/** The writing side of one segment. Positions are explicit: nothing depends on a file cursor. */
export interface JournalFile {
  /** Number of bytes written; fewer than given means that the disk refused the rest. */
  writev(buffers: readonly Uint8Array[], position: number): Promise<number>;
  datasync(): Promise<void>;
  close(): Promise<void>;
}

/** What the journal asks of the disk while it runs; a port, so that tests can fail a sync. */
export interface JournalFiles {
  /** Fails when the file exists. */
  create(path: string): Promise<JournalFile>;
  syncDirectory(path: string): Promise<void>;
  freeBytes(path: string): Promise<number>;
}

function fileOf(handle: FileHandle): JournalFile {
  return {
    writev: async (buffers, position) => (await handle.writev(buffers, position)).bytesWritten,
    datasync: () => handle.datasync(),
    close: () => handle.close(),
  };
}

export const diskFiles: JournalFiles = {
  create: async (path) => fileOf(await open(path, "wx", 0o600)),
  async syncDirectory(path) {
    const handle = await open(path, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  async freeBytes(path) {
    const disk = await statfs(path);
    return disk.bavail * disk.bsize;
  },
};
