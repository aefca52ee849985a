import { JsonView } from "./json-view.tsx";
import { LongText } from "./long-text.tsx";
import type { ToolDefinition } from "./tools.ts";

/** What the model could call, one line each until it is opened. */
export function ToolList({ definitions }: { definitions: readonly ToolDefinition[] }) {
  return (
    <ul className="divide-y rounded-lg border">
      {definitions.map((definition, index) => (
        <li key={index}>
          <details>
            <summary className="flex min-w-0 cursor-default items-baseline gap-2 px-3 py-1.5 hover:bg-hover">
              <span className="max-w-[60%] shrink-0 truncate font-mono text-xs">{definition.name}</span>
              <span className="truncate text-xs text-soft">{definition.description?.slice(0, 200)}</span>
            </summary>
            <div className="space-y-1.5 border-t px-3 py-2">
              {definition.description && <LongText text={definition.description} limit={2_000} />}
              {definition.schema === undefined ? (
                <p className="text-xs text-faint">It takes no arguments that were declared.</p>
              ) : (
                <JsonView value={definition.schema} />
              )}
            </div>
          </details>
        </li>
      ))}
    </ul>
  );
}
