// A worker thread does not inherit the TypeScript loader of its parent: this entry installs it first.
import { register } from "tsx/esm/api";

register();
await import("@plumbline/ingestion/drain-thread");
