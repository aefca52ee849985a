import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readCleanMarker } from "./clean-marker.ts";
import {
  decodeBoundary,
  decodeEntryTag,
  decodeRelease,
  decodeRepeat,
  type FrameHead,
  frameHeadBytes,
  frameType,
  saltOf,
} from "./format.ts";
import { loadIdentity } from "./identity.ts";
import { Lanes } from "./lanes.ts";
import { countQuarantined, quarantineRegion } from "./quarantine.ts";
import { RecordIndex } from "./record-index.ts";
import { FileWindow, scanSegment } from "./scan-segment.ts";
import { parseSegmentName, type Segment, Segments } from "./segments.ts";

export type IncidentKind = "quarantined" | "sync-failed" | "kept-short";

export interface Incident {
  kind: IncidentKind;
  message: string;
}

export interface RecoveredBatch {
  id: string;
  slots: number[];
  /** Released before an unclean end; given out once more. */
  released: boolean;
}

export interface Recovered {
  identity: Buffer;
  salt: number;
  segments: Segments;
  index: RecordIndex;
  lanes: Lanes;
  /** In the order in which they were frozen. */
  batches: RecoveredBatch[];
  /** Batches released since then are among those to be repeated; null when none are. */
  repeatSinceMs: number | null;
  nextSequence: number;
  quarantined: number;
}

interface RecoverOptions {
  directory: string;
  keepReleasedMs: number;
  nowMs: number;
  onIncident(incident: Incident): void;
}

/** What the frames of all segments say, before boundaries and releases are matched with their records. */
interface Findings {
  boundaries: Array<{ batchId: string; sequences: number[] }>;
  releasedAtMs: Map<string, number>;
  /** Still to be repeated since an earlier unclean end. */
  owed: Set<string>;
  lastSequence: number;
  lastActivityMs: number;
}

/** After an unclean end the numbers of lost frames are not given out again. */
const uncleanSequenceGap = 1_000_000;

/** Reads a journal's directory; repairs what a crash or a bad disk left, so that a second run finds nothing to do. */
export async function recover(options: RecoverOptions): Promise<Recovered> {
  const { directory } = options;
  const names = readdirSync(directory)
    .flatMap((name) => {
      const parsed = parseSegmentName(name);
      return parsed ? [{ name, ...parsed }] : [];
    })
    .sort((a, b) => (a.stem < b.stem ? -1 : 1));
  const clean = readCleanMarker(directory);
  const identity = loadIdentity(
    directory,
    names.map(({ name }) => join(directory, name)),
  );
  const recovered: Recovered = {
    identity,
    salt: saltOf(identity),
    segments: new Segments(directory),
    index: new RecordIndex(),
    lanes: new Lanes(new RecordIndex()),
    batches: [],
    repeatSinceMs: null,
    nextSequence: 1,
    quarantined: countQuarantined(directory),
  };
  recovered.lanes = new Lanes(recovered.index);
  const findings: Findings = {
    boundaries: [],
    releasedAtMs: new Map(),
    owed: new Set(),
    lastSequence: 0,
    lastActivityMs: 0,
  };
  let isSettled = true;
  for (const [position, { stem, released }] of names.entries()) {
    // What a later one says of records before it counts as long as any of them waits.
    isSettled &&= released;
    findings.lastSequence = Math.max(findings.lastSequence, Number(stem));
    const segment = recovered.segments.add(stem, { released, bytes: 0 });
    const isLast = position === names.length - 1;
    if (clean && isSettled) {
      segment.lastReleasedAtMs = clean.releasedAtMs.get(stem) ?? options.nowMs;
      measure(recovered.segments, segment);
    } else {
      scan(recovered, findings, segment, { mayBeTorn: isLast && !clean, onIncident: options.onIncident });
    }
    // Lets the process answer signals and health checks while gigabytes are read.
    await new Promise((resolve) => setImmediate(resolve));
  }
  match(recovered, findings, {
    unclean: !clean,
    keepReleasedMs: options.keepReleasedMs,
    firstSequence: Number(names[0]?.stem ?? 0),
  });
  recovered.nextSequence = findings.lastSequence + (clean || names.length === 0 ? 1 : uncleanSequenceGap);
  return recovered;
}

function measure(segments: Segments, segment: Segment): void {
  const descriptor = openSync(segment.path, "r");
  segments.grew(segment, fstatSync(descriptor).size);
  closeSync(descriptor);
}

function scan(
  recovered: Recovered,
  findings: Findings,
  segment: Segment,
  options: { mayBeTorn: boolean; onIncident(incident: Incident): void },
): void {
  const descriptor = openSync(segment.path, "r");
  const size = fstatSync(descriptor).size;
  const window = new FileWindow(descriptor, size);
  const damage: Array<{ from: number; to: number; sequence: number }> = [];
  let end = size;
  let sequence = Number(segment.stem);
  let frames = 0;
  for (const event of scanSegment(window, { salt: recovered.salt, verifyEntries: !segment.released })) {
    if (event.kind === "frame") {
      sequence = event.head.sequence;
      if (event.head.type !== frameType.header) frames += 1;
      note(recovered, findings, segment, event);
    } else if (event.kind === "damaged") {
      damage.push({ from: event.from, to: event.to, sequence });
    } else if (options.mayBeTorn) {
      end = event.from;
    } else {
      damage.push({ from: event.from, to: size, sequence });
    }
  }
  closeSync(descriptor);
  for (const region of damage) {
    const file = quarantineRegion({
      directory: recovered.segments.directory,
      file: segment.path,
      stem: segment.stem,
      salt: recovered.salt,
      ...region,
    });
    recovered.quarantined += 1;
    if (region.to - region.from < frameHeadBytes) end = Math.min(end, region.from);
    const message = `${region.to - region.from} damaged bytes of ${segment.path} were moved to ${file}.`;
    options.onIncident({ kind: "quarantined", message });
  }
  if (end < size) truncate(segment.path, end);
  recovered.segments.grew(segment, end);
  findings.lastSequence = Math.max(findings.lastSequence, sequence);
  if (frames === 0 && damage.length === 0) recovered.segments.remove(segment);
}

function truncate(path: string, bytes: number): void {
  const descriptor = openSync(path, "r+");
  ftruncateSync(descriptor, bytes);
  fsyncSync(descriptor);
  closeSync(descriptor);
}

function note(
  recovered: Recovered,
  findings: Findings,
  segment: Segment,
  frame: { head: FrameHead; offset: number; body: Buffer },
): void {
  const { head, offset, body } = frame;
  if (head.type === frameType.boundary) {
    const boundary = decodeBoundary(body);
    findings.boundaries.push(boundary);
    // Frozen after its release: that was forgotten, since the first boundary was damaged.
    findings.releasedAtMs.delete(boundary.batchId);
    findings.owed.delete(boundary.batchId);
  } else if (head.type === frameType.release) {
    const { batchId, releasedAtMs } = decodeRelease(body);
    findings.releasedAtMs.set(batchId, releasedAtMs);
    findings.owed.delete(batchId);
    findings.lastActivityMs = Math.max(findings.lastActivityMs, releasedAtMs);
  } else if (head.type === frameType.repeat) {
    const sinceMs = decodeRepeat(body);
    for (const [id, atMs] of findings.releasedAtMs) if (atMs >= sinceMs) findings.owed.add(id);
  } else if (head.type === frameType.entry) {
    const tag = decodeEntryTag(body);
    if (!tag) return;
    findings.lastActivityMs = Math.max(findings.lastActivityMs, tag.appendedAtMs);
    recovered.index.add({
      sequence: head.sequence,
      appendedAtMs: tag.appendedAtMs,
      segment: segment.number,
      offset,
      length: head.bodyLength - tag.prefixBytes,
      crc: head.bodyCrc,
      rows: tag.rows,
      lane: recovered.lanes.id(tag.lane),
    });
  }
}

/** Slots lie in the order of sequences here, since nothing was removed yet. */
function slotOf(index: RecordIndex, count: number, sequence: number): number | null {
  let low = 0;
  let high = count - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = index.sequence(middle);
    if (found === sequence) return middle;
    if (found < sequence) low = middle + 1;
    else high = middle - 1;
  }
  return null;
}

const inBatch = 1;
/** Released already: the journal remembers by itself that these are owed. */
const repeated = 2;
const done = 3;

function match(
  recovered: Recovered,
  findings: Findings,
  options: { unclean: boolean; keepReleasedMs: number; firstSequence: number },
): void {
  const { index, segments } = recovered;
  const count = index.used;
  const state = new Uint8Array(count);
  const sinceMs = findings.lastActivityMs - options.keepReleasedMs;
  for (const { batchId, sequences } of findings.boundaries) {
    const slots: number[] = [];
    for (const sequence of sequences) {
      const slot = slotOf(index, count, sequence);
      if (slot !== null && state[slot] === 0) slots.push(slot);
    }
    const releasedAtMs = findings.releasedAtMs.get(batchId);
    const released = releasedAtMs !== undefined;
    // A released batch of which segments were deleted already is older than what has to be repeated.
    const isWhole = (sequences[0] ?? 0) >= options.firstSequence;
    const isRecent = options.unclean && (releasedAtMs ?? 0) >= sinceMs;
    const replay = isWhole && (isRecent || findings.owed.has(batchId));
    const keep = slots.length > 0 && (!released || replay);
    for (const slot of slots) {
      state[slot] = keep ? (released ? repeated : inBatch) : done;
      const segment = segments.get(index.segment(slot));
      if (segment && released) segment.lastReleasedAtMs = Math.max(segment.lastReleasedAtMs, releasedAtMs);
    }
    if (keep) recovered.batches.push({ id: batchId, slots, released });
    if (keep && released) recovered.repeatSinceMs = sinceMs;
  }
  for (let slot = 0; slot < count; slot += 1) {
    const segment = segments.get(index.segment(slot));
    if (state[slot] !== done && segment) segment.waiting += 1;
    if (segment && state[slot] !== done && state[slot] !== repeated) segments.reopen(segment);
    if (state[slot] === 0) recovered.lanes.push(slot);
  }
  for (let slot = 0; slot < count; slot += 1) {
    if (state[slot] === done) index.remove(slot);
  }
}
