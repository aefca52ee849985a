export { announceMedia } from "./announce.ts";
export { eraseUnlinkedMedia } from "./erase-unlinked.ts";
export { getMedia } from "./get.ts";
export { listStoredMedia, type StoredMedia } from "./list-stored.ts";
export { completeMediaUpload, openMediaDownload, openMediaUpload } from "./open-upload.ts";
export { listMediaReferences, type MediaReference } from "./references.ts";
export { reportMediaUpload } from "./report-upload.ts";
export type { MediaFile, MediaItem, MediaSecret } from "./types.ts";
