import { formatDuration } from "../../format/duration.ts";
import { exactMoney, formatMoney } from "../../format/money.ts";
import { formatInteger } from "../../format/number.ts";
import type { SpanGraph } from "./span-graph.ts";
import { KindIcon, kindLooks } from "./span-kinds.tsx";

interface GraphListProps {
  graph: SpanGraph;
  selectedNode: number;
  onOpenNode: (node: number) => void;
}

const figure = "py-1.5 pl-3 text-right tabular-nums";

/** The same as the graph, in rows. */
export function GraphList({ graph, selectedNode, onOpenNode }: GraphListProps) {
  const namesOf = (type: "calls" | "then", node: number) =>
    graph.edges
      .filter((edge) => edge.type === type && edge.to === node && edge.from !== node)
      .map(({ from }) => graph.nodes[from]?.name ?? "")
      .join(", ");
  return (
    <div className="scroll-thin min-h-0 flex-1 overflow-auto px-4 py-2">
      <table className="w-full text-xs">
        <caption className="sr-only">Nodes of the graph</caption>
        <thead className="text-faint">
          <tr className="border-b">
            <th scope="col" className="py-1.5 text-left font-medium">
              Node
            </th>
            <th scope="col" className="py-1.5 pl-3 text-left font-medium">
              Called by
            </th>
            <th scope="col" className="py-1.5 pl-3 text-left font-medium">
              After
            </th>
            <th scope="col" className={`${figure} font-medium`}>
              Calls
            </th>
            <th scope="col" className={`${figure} font-medium`}>
              Errors
            </th>
            <th scope="col" className={`${figure} font-medium`}>
              Time
            </th>
            <th scope="col" className={`${figure} font-medium`}>
              Cost
            </th>
          </tr>
        </thead>
        <tbody>
          {graph.nodes.map((node) => (
            <tr key={node.id} className={`border-b ${node.id === selectedNode ? "bg-selected" : ""}`}>
              <th scope="row" className="py-1 text-left font-normal">
                <button
                  type="button"
                  aria-pressed={node.id === selectedNode}
                  onClick={() => onOpenNode(node.id)}
                  className="inline-flex min-h-6 items-center gap-1.5 rounded hover:underline"
                >
                  <KindIcon kind={node.kind} />
                  {node.name || kindLooks[node.kind].label}
                </button>
              </th>
              <td className="py-1 pl-3 text-soft">{namesOf("calls", node.id)}</td>
              <td className="py-1 pl-3 text-soft">{namesOf("then", node.id)}</td>
              <td className={figure}>{formatInteger(node.spans.length)}</td>
              <td className={`${figure} ${node.errorCount > 0 ? "text-error" : ""}`}>
                {formatInteger(node.errorCount)}
              </td>
              <td className={figure}>{formatDuration(node.durationMs)}</td>
              <td className={figure} title={node.cost === null ? undefined : exactMoney(node.cost)}>
                {formatMoney(node.cost)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
