"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import Link from "next/link";
import { FormError } from "../../components/form-error.tsx";
import { Button } from "../../components/ui/button.tsx";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { useProject } from "../project/use-project.ts";
import { KeyOnce } from "./key-once.tsx";
import type { SnippetKeys } from "./snippets.ts";

interface FirstKeyProps {
  projectId: string;
  keys: SnippetKeys | undefined;
  onCreated: (keys: SnippetKeys) => void;
}

/** What an application needs and nothing that changes the project. */
const applicationScopes = ["ingest", "read", "prompts", "scores"] as const;

/** One click to a key for the snippets below; people who may not make one are told whom to ask. */
export function FirstKey({ projectId, keys, onCreated }: FirstKeyProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { project, can } = useProject(projectId);
  const create = useMutation(
    trpc.apiKey.create.mutationOptions({
      onSuccess: ({ publicKey, secretKey }) => {
        onCreated({ publicKey, secretKey });
        void client.invalidateQueries({ queryKey: trpc.apiKey.pathKey() });
      },
    }),
  );
  if (keys !== undefined) return <KeyOnce {...keys} title="Your API key" />;
  return (
    <div className="flex flex-col gap-2 rounded-lg border bg-surface px-3 py-2.5">
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2">
        <KeyRound aria-hidden className="size-4 shrink-0 text-faint" />
        {project === null ? (
          <Skeleton className="w-64" />
        ) : can("api-keys:manage") ? (
          <>
            <p className="min-w-0 flex-1 basis-56 text-soft">
              Create a key and the snippets below are filled in. You have one?{" "}
              <Link
                href={`/project/${encodeURIComponent(projectId)}/settings/keys`}
                className="text-accent underline underline-offset-2"
              >
                Look at the API keys
              </Link>
              .
            </p>
            <Button
              look="solid"
              size="medium"
              disabled={create.isPending}
              onClick={() =>
                create.mutate({
                  projectId,
                  name: "First key",
                  scopes: [...applicationScopes],
                  expiresAt: null,
                })
              }
            >
              {create.isPending ? "Creating…" : "Create an API key"}
            </Button>
          </>
        ) : (
          <p className="min-w-0 flex-1 text-soft">
            You need an API key of this project. Ask an admin of {project.organization.name} for one.
          </p>
        )}
      </div>
      <FormError error={create.error} />
    </div>
  );
}
