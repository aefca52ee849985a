"use client";

import { ImageOff } from "lucide-react";
import { memo } from "react";
import ReactMarkdown, { type Components, defaultUrlTransform } from "react-markdown";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { safeLink } from "./safe-link.ts";

/** Markup that is written out in the text stays text: nothing turns it into elements. */
const schema = {
  ...defaultSchema,
  protocols: {
    ...defaultSchema.protocols,
    src: ["http", "https", "data"],
    href: ["http", "https", "mailto"],
  },
};

const components: Components = {
  a: ({ href, children }) => <MarkdownLink href={href}>{children}</MarkdownLink>,
  img: ({ src, alt }) => <NamedImage src={typeof src === "string" ? src : undefined} alt={alt} />,
};

const look = [
  "min-w-0 space-y-2 break-words [overflow-wrap:anywhere]",
  "[&_h1]:text-base [&_h1]:font-semibold [&_h2]:text-base [&_h2]:font-semibold [&_h3]:font-semibold [&_h4]:font-semibold",
  "[&_ul]:list-disc [&_ul]:pl-5 [&_ol]:list-decimal [&_ol]:pl-5 [&_li]:my-0.5 [&_input]:mr-1.5",
  "[&_blockquote]:border-l-2 [&_blockquote]:pl-3 [&_blockquote]:text-soft [&_hr]:my-3",
  "[&_code]:rounded [&_code]:bg-hover [&_code]:px-1 [&_code]:font-mono [&_code]:text-xs",
  "[&_pre]:overflow-x-auto [&_pre]:rounded-md [&_pre]:border [&_pre]:bg-canvas [&_pre]:px-3 [&_pre]:py-2 [&_pre_code]:bg-transparent [&_pre_code]:p-0",
  "[&_table]:block [&_table]:overflow-x-auto [&_th]:border [&_th]:px-2 [&_th]:py-0.5 [&_th]:text-left [&_th]:font-medium [&_td]:border [&_td]:px-2 [&_td]:py-0.5",
].join(" ");

/** Text as markdown, made safe; links say where they lead and images stay where they are. */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  return (
    <div className={look}>
      <ReactMarkdown
        remarkPlugins={[[remarkGfm, { singleTilde: false }]]}
        rehypePlugins={[[rehypeSanitize, schema]]}
        components={components}
        urlTransform={(url, key) => (key === "src" ? url : defaultUrlTransform(url))}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
});

function MarkdownLink({ href, children }: { href?: string; children: React.ReactNode }) {
  const link = safeLink(href);
  if (link === null) return <span title={href}>{children}</span>;
  return (
    <>
      <a
        href={link.href}
        target="_blank"
        rel="noreferrer noopener nofollow"
        title={link.href}
        className="text-accent underline underline-offset-2"
      >
        {children}
      </a>
      <span className="ml-1 text-2xs text-faint">({link.host})</span>
    </>
  );
}

function NamedImage({ src, alt }: { src?: string; alt?: string }) {
  const link = safeLink(src);
  return (
    <span className="inline-flex max-w-full items-center gap-1.5 rounded border bg-surface px-1.5 text-xs text-soft">
      <ImageOff aria-hidden className="size-3.5 shrink-0 text-faint" />
      <span className="truncate">{alt || "Image"}</span>
      {link && (
        <a
          href={link.href}
          target="_blank"
          rel="noreferrer noopener nofollow"
          title={link.href}
          className="underline"
        >
          open at {link.host}
        </a>
      )}
    </span>
  );
}
