import { type RunningDaemon, testPassword } from "../../../../tests/kit/daemon.ts"

/** One of the two APIs' answer. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

/** A request to a path below /openstack: with an auth token, and a body where there is one. */
export interface Asked {
  readonly method?: string
  readonly token?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Sends a request as OpenStack's clients do. A body that is a text is sent as it is. */
export async function ask(daemon: Pick<RunningDaemon, "url">, path: string, asked: Asked = {}): Promise<Answer> {
  const { token, body } = asked
  const response = await fetch(`${daemon.url}/openstack${path}`, {
    method: asked.method ?? (body === undefined ? "GET" : "POST"),
    redirect: "manual",
    headers: {
      ...(token !== undefined && { "x-auth-token": token }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...asked.headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) }
}

const domain = { id: "default" }

/** The body that asks for an auth token by the password of all accounts of tests. */
export function byPassword(handle: string, scope?: unknown, password = testPassword) {
  const identity = { methods: ["password"], password: { user: { name: handle, domain, password } } }
  return { auth: { identity, ...(scope !== undefined && { scope }) } }
}

/** The scope of a project by its name. */
export function inProject(name: string) {
  return { project: { name, domain } }
}

/** An auth token, scoped to the account's personal project. */
export async function signInToOpenStack(daemon: Pick<RunningDaemon, "url">, handle: string): Promise<string> {
  const { headers } = await ask(daemon, "/identity/v3/auth/tokens", { body: byPassword(handle, inProject(handle)) })
  return headers.get("x-subject-token") ?? ""
}

/** Asks the compute API in one of its microversions. */
export function askCompute(
  daemon: Pick<RunningDaemon, "url">,
  microversion: string,
  path: string,
  asked: Asked,
): Promise<Answer> {
  const headers = { "openstack-api-version": `compute ${microversion}`, ...asked.headers }
  return ask(daemon, `/compute/v2.1${path}`, { ...asked, headers })
}
