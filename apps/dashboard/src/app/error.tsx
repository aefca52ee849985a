"use client";

import { PageError, type PageErrorProps } from "../features/shell/page-error.tsx";

export default function ErrorPage(props: PageErrorProps) {
  return (
    <main className="flex min-h-dvh">
      <PageError {...props} />
    </main>
  );
}
