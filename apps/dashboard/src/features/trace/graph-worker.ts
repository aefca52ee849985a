import { type GraphShape, layoutGraph } from "./layout-graph.ts";

/** Placing a graph can take a second; here nobody waits for it. */
self.addEventListener("message", ({ data }: MessageEvent<GraphShape>) => {
  self.postMessage(layoutGraph(data));
});
