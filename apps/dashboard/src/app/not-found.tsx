import type { Metadata } from "next";
import Link from "next/link";
import { buttonStyle } from "../components/ui/button.tsx";
import { FullPageNote } from "../features/shell/full-page-note.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="flex min-h-dvh">
      <FullPageNote
        title="Nothing here"
        text="There is no such page, or it belongs to a project that is not yours."
      >
        <Link href="/" className={buttonStyle({ look: "solid", size: "medium" })}>
          Go to your projects
        </Link>
      </FullPageNote>
    </main>
  );
}
