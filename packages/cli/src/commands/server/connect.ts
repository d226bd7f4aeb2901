import { type Client, type Enrolment, type NewServer, type Project, routes, type Server } from "@latchkey/contract"
import { CoreError } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { connect, isLoopback } from "../../connection.ts"
import { findProject } from "../../find-project.ts"
import { findServer } from "../../find-server.ts"
import { canAsk, print, printHint, printJson, printNote } from "../../io.ts"
import { timeWords } from "../../key-words.ts"
import { showProgress } from "../../progress.ts"
import { until } from "../../until.ts"
import { confirmHostKeys, type HostKeyAnswer, requireHostKeyAnswer } from "./confirm.ts"
import { chooseAccesses, type FirstKeys, firstAccesses } from "./first-keys.ts"

export interface ConnectOptions extends HostKeyAnswer, FirstKeys {
  readonly project?: string
  readonly address?: string
  /** A new command for a server that there is. */
  readonly again?: boolean
  readonly json?: boolean
}

/** Milliseconds for a server to get its first keys. */
const firstKeysPatience = 20_000

/** `latchkey server connect`: the command goes to stdout, and where somebody is there to see it, all that follows happens here. */
export async function connectServer(name: string, options: ConnectOptions): Promise<void> {
  const { project: text, again, yes, hostKey, json } = options
  const isAwaited = hostKey !== undefined || yes === true || (canAsk() && !json)
  const isAsked = isAwaited && canAsk()
  if (isAwaited) requireHostKeyAnswer(options)
  const { client } = await connect()
  const project = text === undefined ? undefined : await findProject(client, text)
  const made = again ? await renewed(client, name, project) : await created(client, name, project, options, isAsked)
  if (json) return printJson(made)
  const { server, enrolment } = made
  printNote(`run this on ${server.name}; it works once, and expires ${timeWords(enrolment.expiresAt, Date.now())}`)
  print(toPrintable(enrolment.command))
  if (isLoopback(new URL(enrolment.url).host)) {
    printNote("the command reaches Latchkey from the machine that it runs on, and from no other")
    printHint("for others, give the daemon an address that they reach: LATCHKEY_PUBLIC_URL")
  }
  if (!isAwaited) return printHint(`then confirm its host keys with: latchkey server confirm ${server.name}`)
  const enrolled = await untilEnrolled(client, server, enrolment)
  const connected = await confirmHostKeys(client, enrolled, options)
  if (connected === undefined) return
  if (!again && options.user === undefined && isAsked) await chooseAccesses(client, connected, options)
  await sayItIsConnected(client, connected)
}

async function renewed(client: Client, name: string, project: Project | undefined): Promise<NewServer> {
  const server = await findServer(client, name, project)
  return { server, enrolment: await client.call(routes.offerEnrolment, { params: { id: server.id } }) }
}

async function created(
  client: Client,
  name: string,
  project: Project | undefined,
  options: ConnectOptions,
  isAsked: boolean,
): Promise<NewServer> {
  const { id } = project ?? (await personalProject(client))
  const accesses = await firstAccesses(client, options, isAsked)
  return client.call(routes.createServer, { params: { id }, body: { name, address: options.address, accesses } })
}

async function personalProject(client: Client): Promise<Project> {
  const { items } = await client.call(routes.listProjects, {})
  const project = items.find(({ kind }) => kind === "personal")
  if (project !== undefined) return project
  throw new CoreError("invalid", "this account has no project of its own", { hint: "name one with --project" })
}

async function untilEnrolled(client: Client, before: Server, { expiresAt }: Enrolment): Promise<Server> {
  const progress = showProgress()
  progress.show(`waiting for ${before.name}; Ctrl-C leaves it waiting`)
  try {
    const enrolled = await until(async () => {
      const server = await client.call(routes.showServer, { params: { id: before.id } })
      return server.enrolledAt === before.enrolledAt ? undefined : server
    }, Date.parse(expiresAt))
    if (enrolled !== undefined) return enrolled
  } finally {
    progress.end()
  }
  throw new CoreError("unavailable", `nothing has enrolled as ${before.name} while its command worked`, {
    hint: `a new command: latchkey server connect ${before.name} --again`,
  })
}

async function sayItIsConnected(client: Client, { id, name }: Server): Promise<void> {
  const progress = showProgress()
  progress.show(`giving ${name} its keys`)
  const { items } = await client.call(routes.listServerKeys, { params: { id } })
  const inEffect = await until(async () => {
    const keys = await client.call(routes.listServerKeys, { params: { id } })
    return keys.items.every(({ state }) => state === "in-effect") || undefined
  }, Date.now() + firstKeysPatience)
  progress.end()
  print(toPrintable(`${name} is connected`))
  if (items.length === 0) return printHint(`let keys open it with: latchkey server access add ${name} USER --key KEY`)
  if (!inEffect) printNote(`${name} has not said yet that its keys are in effect; latchkey server show ${name} tells`)
  printHint(`log in with: latchkey server ssh ${name}`)
}
