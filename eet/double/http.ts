import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a desk of the double says to a request; `headers` besides those that every answer has. */
export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** No message is half as long; what is longer is not read on. */
const REQUEST_BYTES_MAX = 64 * 1024;

/** The body of a request, of a longer one its beginning; undefined when it broke off. */
export async function readRequest(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > REQUEST_BYTES_MAX) break;
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}

export function write(response: ServerResponse, { status, type, body, headers = {} }: Reply): void {
  const bytes = Buffer.from(body);
  // What was not read of a request would be taken for the next one.
  const unread = response.req.complete ? {} : { Connection: 'close' };
  response.writeHead(status, {
    ...(type === '' ? {} : { 'Content-Type': type }),
    'Content-Length': bytes.length,
    ...unread,
    ...headers,
  });
  response.end(bytes);
}
