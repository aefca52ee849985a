export { announceMedia } from "./announce.ts";
export { getMedia } from "./get.ts";
export { completeMediaUpload, openMediaDownload, openMediaUpload } from "./open-upload.ts";
export { listMediaReferences, type MediaReference } from "./references.ts";
export { reportMediaUpload } from "./report-upload.ts";
export type { MediaFile, MediaItem, MediaSecret } from "./types.ts";
