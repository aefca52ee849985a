"use client";

import { useQuery } from "@tanstack/react-query";
import { TriangleAlert, Wrench } from "lucide-react";
import { createContext, type ReactNode, useContext } from "react";
import { LevelIcon } from "../../../components/level-icon.tsx";
import type { Span } from "../../../trpc/types.ts";
import { useTraceSource } from "../trace-source.tsx";
import { Card } from "./card.tsx";
import { JsonView } from "./json-view.tsx";
import { LongText } from "./long-text.tsx";
import type { ToolCall, ToolDefinition, Tools } from "./tools.ts";
import { Value } from "./value.tsx";

export interface ToolContext extends Tools {
  /** Tools that ran as spans of their own, for calls that no message answers. */
  spans: ReadonlyMap<ToolCall, Span>;
}

const Context = createContext<ToolContext | null>(null);
export const ToolProvider = Context.Provider;
export const useTools = () => useContext(Context);

/** One call of a tool: what it was asked, what it answered, and what the model knew of it. */
export function ToolCallCard({ call }: { call: ToolCall }) {
  const tools = useTools();
  const result = tools?.results.get(call);
  const span = tools?.spans.get(call);
  const definition = tools?.definitions.get(call.name);
  const failed = result?.isError === true || (!result && span?.level === "ERROR");
  return (
    <Card
      icon={<Wrench />}
      title={call.name}
      id={call.id}
      caption="Tool call"
      state={
        failed && (
          <span className="flex items-center gap-1 rounded bg-error-soft px-1.5 text-2xs font-medium text-error">
            <TriangleAlert aria-hidden className="text-error!" /> failed
          </span>
        )
      }
    >
      <Labelled label="Arguments">
        <Value value={call.arguments} />
      </Labelled>
      {result ? (
        <Labelled label="Result">
          <Value value={result.result} />
        </Labelled>
      ) : span ? (
        <ToolSpanResult span={span} />
      ) : (
        <p className="pt-1.5 text-xs text-faint">No result for this call in the span.</p>
      )}
      <Definition definition={definition} known={(tools?.definitions.size ?? 0) > 0} />
    </Card>
  );
}

function ToolSpanResult({ span }: { span: Span }) {
  const source = useTraceSource();
  const text = useQuery({ ...source.spanText(span.spanId), staleTime: 60_000 });
  return (
    <Labelled
      label={
        <>
          Result, from the span{" "}
          <a
            href={`?span=${encodeURIComponent(span.spanId)}`}
            className="text-accent underline underline-offset-2"
          >
            {span.name}
          </a>{" "}
          <LevelIcon level={span.level} />
        </>
      }
    >
      {text.isPending && <p className="text-xs text-faint">Loading…</p>}
      {text.isError && <p className="text-xs text-error">It could not be loaded.</p>}
      {text.isSuccess &&
        (text.data.output ? (
          <Value value={text.data.output.text} />
        ) : (
          <p className="text-xs text-faint">It recorded no output.</p>
        ))}
      {span.statusMessage && (
        <p className="text-xs text-error [overflow-wrap:anywhere]">{span.statusMessage}</p>
      )}
    </Labelled>
  );
}

function Definition({ definition, known }: { definition: ToolDefinition | undefined; known: boolean }) {
  if (!definition) {
    return known ? <p className="pt-1 text-2xs text-faint">Not among the tool definitions.</p> : null;
  }
  return (
    <details className="pt-1.5">
      <summary className="text-2xs text-faint">Definition</summary>
      {definition.description && (
        <LongText text={definition.description} limit={600} className="pt-1 text-xs text-soft" />
      )}
      {definition.schema !== undefined && (
        <div className="pt-1">
          <JsonView value={definition.schema} />
        </div>
      )}
    </details>
  );
}

function Labelled({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className="pt-1">
      <div className="flex items-center gap-1 text-2xs text-faint">{label}</div>
      {children}
    </div>
  );
}
