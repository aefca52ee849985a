import { Download } from "lucide-react";
import { buttonStyle } from "./ui/button.tsx";

export type ExportFormat = "csv" | "jsonl";

interface DownloadLinksProps {
  hrefOf: (format: ExportFormat) => string;
  onChosen?: () => void;
}

/** The two forms in which every list can be taken along. */
export function DownloadLinks({ hrefOf, onChosen }: DownloadLinksProps) {
  return (["csv", "jsonl"] as const).map((format) => (
    <a
      key={format}
      href={hrefOf(format)}
      download
      onClick={onChosen}
      className={buttonStyle({ size: "medium" })}
    >
      <Download aria-hidden />
      {format === "csv" ? "CSV" : "JSONL"}
    </a>
  ));
}
