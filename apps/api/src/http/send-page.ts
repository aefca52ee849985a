import type { PageMeta } from "@plumbline/contracts/langfuse";
import type { Page } from "@plumbline/services/trace";
import type { FastifyReply } from "fastify";

/** The header tells which window was looked at, since one is applied even when none was asked for. */
export function sendPage<Body>(reply: FastifyReply, page: Page<unknown>, data: Body[]): FastifyReply {
  const meta: PageMeta = {
    page: page.page,
    limit: page.limit,
    totalItems: page.totalItems,
    totalPages: page.totalPages,
  };
  return reply.header("x-plumbline-window", `${page.window.from}/${page.window.to}`).send({ data, meta });
}
