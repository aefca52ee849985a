/** Of a node of the graph, in pixels before zooming. */
export const graphNodeWidth = 188;
export const graphNodeHeight = 58;
