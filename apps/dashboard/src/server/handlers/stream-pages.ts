/** A file written page by page as it is read; whoever stops reading stops the reading of the store. */
export function streamPages<Row>(
  first: Row[],
  rest: AsyncGenerator<Row[]>,
  write: (rows: readonly Row[], isFirst: boolean) => string,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let page: Row[] | null = first;
  let isFirst = true;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (page === null) return controller.close();
      const text = write(page, isFirst);
      if (text !== "") controller.enqueue(encoder.encode(text));
      isFirst = false;
      const next = await rest.next();
      page = next.done ? null : next.value;
      if (page === null) controller.close();
    },
    cancel: async () => void (await rest.return(undefined)),
  });
}
