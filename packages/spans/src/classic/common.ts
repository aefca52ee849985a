import { type SpanFields, spanLevels } from "@plumbline/contracts/events";
import { environmentPattern } from "../environment.ts";
import { addMetadataTexts } from "../metadata.ts";
import { safeRecord } from "../safe-record.ts";
import type { Body } from "./body.ts";

const maxNameLength = 1000;

export function readEnvironment(body: Body): string | undefined {
  const environment = body.text("environment");
  if (environment === undefined || environmentPattern.test(environment)) return environment;
  throw body.problem("environment", "1 to 40 characters of a-z, 0-9, - and _");
}

export function readMetadata(body: Body): Record<string, string> | undefined {
  const value = body.value("metadata");
  if (value === undefined) return undefined;
  const metadata = safeRecord<string>();
  addMetadataTexts(metadata, value);
  return Object.keys(metadata).length === 0 ? undefined : metadata;
}

/** What traces and observations have in common. */
export function addCommonFields(body: Body, fields: SpanFields): void {
  const name = body.text("name", maxNameLength);
  if (name !== undefined) fields.name = name;
  const environment = readEnvironment(body);
  if (environment !== undefined) fields.environment = environment;
  const version = body.text("version");
  if (version !== undefined) fields.version = version;
  const input = body.content("input");
  if (input !== undefined) fields.input = input;
  const output = body.content("output");
  if (output !== undefined) fields.output = output;
  const metadata = readMetadata(body);
  if (metadata !== undefined) fields.metadata = metadata;
  const level = body.oneOf("level", spanLevels);
  if (level !== undefined) fields.level = level;
  const statusMessage = body.text("statusMessage");
  if (statusMessage !== undefined) fields.statusMessage = statusMessage;
}
