"use client";

import { Component, lazy, type ReactNode, Suspense } from "react";
import { usePreferences } from "../../preferences/preferences.tsx";
import { LongText } from "./long-text.tsx";
import { isTame } from "./tame-markdown.ts";

const Markdown = lazy(() => import("./markdown.tsx").then((module) => ({ default: module.Markdown })));

interface MessageTextProps {
  text: string;
  limit: number;
  className?: string;
}

/** What somebody wrote: plain, or as markdown when the reader prefers it. */
export function MessageText(props: MessageTextProps) {
  const { text } = props;
  const { markdown } = usePreferences();
  const plain = <LongText {...props} />;
  if (!markdown || !isTame(text)) return plain;
  return (
    <PlainOnError plain={plain}>
      <Suspense fallback={plain}>
        <Markdown text={text} />
      </Suspense>
    </PlainOnError>
  );
}

class PlainOnError extends Component<{ plain: ReactNode; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? this.props.plain : this.props.children;
  }
}
