import type { ErrorCode, FieldError } from "@latchkey/core"
import { z } from "zod"
import { apiPrefix, type Route } from "./route.ts"
import { Problem, problemMediaType } from "./schemas/problem.ts"

type Part<R extends Route, Name extends "params" | "query" | "body"> = R extends {
  readonly [N in Name]: infer Schema extends z.ZodType
}
  ? { readonly [N in Name]: z.input<Schema> }
  : { readonly [N in Name]?: undefined }

/** What a call of a route takes: its path parameters, query and body, as far as it has them. */
export type RequestOf<R extends Route> = Part<R, "params"> & Part<R, "query"> & Part<R, "body">

/** What a call of a route gives back. */
export type ResponseOf<R extends Route> = z.output<R["response"]>

interface AnyRequest {
  readonly params?: Readonly<Record<string, unknown>> | undefined
  readonly query?: Readonly<Record<string, unknown>> | undefined
  readonly body?: unknown
}

/** A refusal, or no answer (`unavailable`), from the API. */
export class ApiError extends Error {
  override readonly name = "ApiError"
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly fields: readonly FieldError[]
  readonly requestId: string | undefined
  /** In seconds. */
  readonly retryAfter: number | undefined

  constructor(
    code: ErrorCode,
    message: string,
    facts: {
      hint?: string | undefined
      fields?: readonly FieldError[] | undefined
      requestId?: string
      retryAfter?: number | undefined
      cause?: unknown
    } = {},
  ) {
    super(message, { cause: facts.cause })
    this.code = code
    this.hint = facts.hint
    this.fields = facts.fields ?? []
    this.requestId = facts.requestId
    this.retryAfter = facts.retryAfter
  }
}

export interface ClientOptions {
  /** The daemon's address without a path, as `https://keys.example`; "" in the console. */
  readonly baseUrl: string
  /** More headers for each request (`authorization`, the CSRF token), asked anew each time. */
  readonly headers?: (route: Route) => Promise<Record<string, string>> | Record<string, string>
  /** Default: the platform's own. An ApiError that it throws reaches the caller as it is. */
  readonly fetch?: typeof globalThis.fetch
}

export interface Client {
  /** @throws ApiError */
  call<R extends Route, Schema extends z.ZodType>(
    route: R & { readonly response: Schema },
    request: RequestOf<R> & AnyRequest,
    signal?: AbortSignal,
  ): Promise<z.output<Schema>>
  /**
   * The text of a streamed answer as it comes, unchecked.
   *
   * @throws ApiError also while it is read, when the connection breaks
   */
  stream<R extends Route>(
    route: R & { readonly isStreamed: true },
    request: RequestOf<R> & AnyRequest,
    signal?: AbortSignal,
  ): Promise<AsyncIterable<string>>
}

/** A client of the whole API, derived from its routes. Answers are checked against the route's schema. */
export function createClient(options: ClientOptions): Client {
  const send = options.fetch ?? globalThis.fetch.bind(globalThis)
  async function ask(route: Route, request: AnyRequest, signal: AbortSignal | undefined): Promise<Response> {
    const response = await reach(async () =>
      send(`${options.baseUrl}${apiPrefix}${pathOf(route, request)}`, {
        method: route.method,
        headers: {
          accept: "application/json",
          ...(request.body !== undefined && { "content-type": "application/json" }),
          ...(await options.headers?.(route)),
        },
        ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
        ...(signal !== undefined && { signal }),
      }),
    )
    if (!response.ok) throw await refusal(response)
    return response
  }
  return {
    async call(route, request, signal) {
      const response = await ask(route, request, signal)
      return parse(route.response, await bodyOf(response))
    },
    async stream(route, request, signal) {
      const { body } = await ask(route, request, signal)
      return textOf(body)
    },
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const mediaType = response.headers.get("content-type")
  if (response.status === 204 || mediaType === null) return undefined
  return mediaType.startsWith("application/json") ? reach(() => response.json()) : response.text()
}

async function* textOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<string> {
  if (body === null) return
  const decoder = new TextDecoder()
  const reader = body.getReader()
  try {
    for (let part = await reach(() => reader.read()); !part.done; part = await reach(() => reader.read())) {
      yield decoder.decode(part.value, { stream: true })
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function parse<Schema extends z.ZodType>(schema: Schema, received: unknown): z.output<Schema> {
  const parsed = z.safeParse(schema, received)
  if (parsed.success) return parsed.data
  throw new ApiError("internal", "the answer has a form that this program does not know", {
    hint: "its version and the daemon's may differ: update the older one",
    cause: parsed.error,
  })
}

function pathOf(route: Route, { params = {}, query = {} }: AnyRequest): string {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value))
  return search.size === 0 ? path : `${path}?${search}`
}

async function reach<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt()
  } catch (cause) {
    if (cause instanceof ApiError || (cause instanceof Error && cause.name === "AbortError")) throw cause
    throw new ApiError("unavailable", "Latchkey does not answer", { hint: "check its address and that it runs", cause })
  }
}

async function refusal(response: Response): Promise<ApiError> {
  const isProblem = response.headers.get("content-type")?.startsWith(problemMediaType) ?? false
  const problem = isProblem ? Problem.safeParse(await response.json().catch(() => undefined)) : undefined
  if (!problem?.success) {
    return new ApiError("unavailable", `the answer was ${response.status}, not one of Latchkey's`, {
      hint: "check the address: something else may be answering there",
    })
  }
  const { code, detail, hint, fields, requestId } = problem.data
  const retryAfter = Number(response.headers.get("retry-after") ?? Number.NaN)
  return new ApiError(code, detail, {
    hint,
    fields,
    requestId,
    retryAfter: Number.isFinite(retryAfter) ? retryAfter : undefined,
  })
}
