"use client";

import type { ReactNode } from "react";
import { classNames } from "../../components/class-names.ts";
import { CopyId } from "../../components/copy-id.tsx";
import { useNow } from "../../components/use-now.ts";
import { formatMinute, formatRelative } from "../../format/time.ts";
import type { ApiKey } from "../../trpc/types.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { expiryText, KeyState, stateOf } from "./key-state.tsx";
import { RenameKey } from "./rename-key.tsx";
import { RevokeKey } from "./revoke-key.tsx";
import { RotateKey } from "./rotate-key.tsx";
import type { FreshKey } from "./use-key-mutations.ts";

interface ApiKeysTableProps {
  projectId: string;
  keys: readonly ApiKey[];
  onCreated: (key: FreshKey) => void;
  onRevoked: () => void;
}

const cell = "py-2 pr-4 align-top";

/** A table where there is room, a card per key where there is not. */
export function ApiKeysTable({ keys, ...actions }: ApiKeysTableProps) {
  return (
    <table className="block w-full text-left lg:table">
      <caption className="sr-only">API keys of this project, the newest first</caption>
      <thead className="hidden text-xs text-soft lg:table-header-group">
        <tr className="border-b">
          {["Key", "Scopes", "Created", "Last used", "Expires", "State"].map((label) => (
            <th key={label} scope="col" className="h-8 pr-4 font-medium whitespace-nowrap">
              {label}
            </th>
          ))}
          <th scope="col">
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody className="block lg:table-row-group">
        {keys.map((key) => (
          <KeyRow key={key.id} apiKey={key} {...actions} />
        ))}
      </tbody>
    </table>
  );
}

type KeyRowProps = Omit<ApiKeysTableProps, "keys"> & { apiKey: ApiKey };

function KeyRow({ apiKey, projectId, onCreated, onRevoked }: KeyRowProps) {
  const zone = useTimeZone();
  const nowMs = useNow(10_000);
  const state = stateOf(apiKey, nowMs);
  const isOver = state === "expired" || state === "revoked";
  const createdMs = Date.parse(apiKey.createdAt);
  return (
    <tr
      className={classNames(
        "grid grid-cols-2 gap-x-4 border-b py-3 lg:table-row lg:py-0",
        isOver && "text-soft",
      )}
    >
      <th scope="row" className={classNames(cell, "col-span-2 py-1 font-normal lg:py-2")}>
        <span className="-my-1 flex items-center gap-1 font-medium">
          <span className="min-w-0 break-words">{apiKey.name}</span>
          <RenameKey projectId={projectId} apiKey={apiKey} />
        </span>
        <CopyId id={apiKey.publicKey} label="public key" />
        <span className="mt-0.5 block font-mono text-xs text-soft">
          {apiKey.publicOnly ? (
            <span className="font-sans">For web pages, no secret</span>
          ) : (
            apiKey.displaySecret
          )}
        </span>
      </th>
      <td className={classNames(cell, "col-span-2 py-1 lg:py-2")}>
        <Scopes apiKey={apiKey} />
      </td>
      <Fact label="Created">
        <span className="block whitespace-nowrap">{formatMinute(createdMs, zone)}</span>
        <span className="block truncate text-soft" title={apiKey.createdBy?.email}>
          {apiKey.createdBy === null ? "by the installation" : `by ${apiKey.createdBy.name}`}
        </span>
      </Fact>
      <Fact label="Last used">
        {apiKey.lastUsedAt === null ? "Never" : formatRelative(Date.parse(apiKey.lastUsedAt), nowMs, zone)}
      </Fact>
      <Fact label="Expires">{expiryText(apiKey, zone)}</Fact>
      <Fact label="State">
        <KeyState apiKey={apiKey} nowMs={nowMs} />
      </Fact>
      <td className="col-span-2 -ml-2 py-1 text-right lg:align-top whitespace-nowrap lg:ml-0 lg:py-1.5">
        <span className="flex lg:justify-end">
          {state === "active" && <RotateKey projectId={projectId} apiKey={apiKey} onCreated={onCreated} />}
          {!isOver && <RevokeKey projectId={projectId} apiKey={apiKey} nowMs={nowMs} onRevoked={onRevoked} />}
        </span>
      </td>
    </tr>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <td className={classNames(cell, "py-1 text-xs lg:py-2.5")}>
      <span className="block text-soft lg:hidden">{label}</span>
      {children}
    </td>
  );
}

function Scopes({ apiKey }: { apiKey: ApiKey }) {
  return (
    <>
      <ul aria-label="Scopes" className="flex max-w-56 flex-wrap gap-1">
        {apiKey.scopes.map((scope) => (
          <li key={scope} className="rounded border px-1.5 py-px font-mono text-2xs text-soft">
            {scope}
          </li>
        ))}
      </ul>
      {apiKey.models.length > 0 && (
        <span className="mt-1 block max-w-56 text-xs break-words text-soft">
          {`Only ${apiKey.models.join(", ")}`}
        </span>
      )}
      {apiKey.publicOnly && (
        <span className="mt-1 block max-w-56 text-xs break-words text-soft">
          {apiKey.allowedOrigins.length === 0 ? "On any page" : `On ${apiKey.allowedOrigins.join(", ")}`}
        </span>
      )}
    </>
  );
}
