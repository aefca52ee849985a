"use client";

import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { FormError } from "../../components/form-error.tsx";
import { Button, buttonStyle } from "../../components/ui/button.tsx";
import { useInBrowser } from "../../components/use-in-browser.ts";
import { formatMinute } from "../../format/time.ts";
import { useTRPC } from "../../trpc/client.ts";
import type { DeletedProject } from "../../trpc/types.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { FullPageNote } from "../shell/full-page-note.tsx";

/** What somebody sees who has just deleted a project: that it is gone, and the way back. */
export function ProjectDeletedPage({ deleted }: { deleted: DeletedProject }) {
  const trpc = useTRPC();
  const router = useRouter();
  const isTakenOver = useInBrowser();
  const zone = useTimeZone();
  const { id: projectId, organizationId } = deleted;
  const restore = useMutation(
    trpc.project.restore.mutationOptions({
      onSuccess: ({ id }) => {
        router.push(`/project/${encodeURIComponent(id)}/settings/general`);
        router.refresh();
      },
    }),
  );
  const pending = restore.isPending || restore.isSuccess;
  return (
    <main className="flex min-h-dvh flex-col">
      <FullPageNote
        title={`${deleted.name} is deleted`}
        text={`Its keys have stopped. An owner can bring it back with everything in it until ${formatMinute(Date.parse(deleted.restorableUntil), zone)}.`}
      >
        <div className="flex w-full flex-col gap-3">
          <div className="flex justify-center gap-2">
            <Button
              size="medium"
              disabled={!isTakenOver || pending}
              onClick={() => restore.mutate({ organizationId, projectId })}
            >
              {pending ? "Restoring…" : "Undo"}
            </Button>
            <Link href="/" className={buttonStyle({ look: "solid", size: "medium" })}>
              Continue
            </Link>
          </div>
          <FormError error={restore.error} />
        </div>
      </FullPageNote>
    </main>
  );
}
