import { join } from "node:path";
import type { Clock } from "@plumbline/runtime/clock";
import type { JournalFiles } from "./files.ts";
import { encodeFrame, encodeHeader, frameType } from "./format.ts";
import type { CommitTarget } from "./group-commit.ts";
import type { Recovered } from "./recover.ts";
import { segmentStem } from "./segments.ts";

/** Creates a segment with its header; durable, its directory entry included, when this resolves. */
export async function startSegment(
  options: { directory: string; recovered: Recovered; clock: Clock; files: JournalFiles },
  firstSequence: number,
): Promise<CommitTarget> {
  const { files, directory, recovered, clock } = options;
  const stem = segmentStem(firstSequence);
  const file = await files.create(join(directory, `${stem}.journal`));
  const body = encodeHeader(recovered.identity, clock.nowMs());
  const header = encodeFrame(frameType.header, firstSequence, body, recovered.salt);
  const written = await file.writev([header], 0);
  if (written !== header.length) throw new Error(`the disk took ${written} of ${header.length} bytes`);
  await file.datasync();
  await files.syncDirectory(directory);
  const segment = recovered.segments.add(stem, { released: false, bytes: header.length });
  return { file, segment: segment.number, offset: header.length };
}
