"use client";

import { PageError, type PageErrorProps } from "../../../features/shell/page-error.tsx";

/** Inside the frame of the project, so that the other pages stay within reach. */
export default function ErrorPage(props: PageErrorProps) {
  return <PageError {...props} />;
}
