"use client";

import { Download } from "lucide-react";
import { buttonStyle } from "../../components/ui/button.tsx";
import { useTraceSource } from "./trace-source.tsx";

export function DownloadTrace() {
  const source = useTraceSource();
  return (
    <a
      title="Download as JSON"
      href={source.downloadUrl()}
      download
      aria-label="Download the trace as JSON"
      className={buttonStyle({ size: "icon" })}
    >
      <Download aria-hidden />
    </a>
  );
}
