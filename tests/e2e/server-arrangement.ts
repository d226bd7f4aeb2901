import { type Client, routes } from "@latchkey/contract"
import { openBrowser } from "../kit/daemon.ts"
import { enrolBeside } from "../kit/enrol.ts"
import { type HostClient, openHost } from "../kit/host-client.ts"
import { newPublicLine } from "../kit/public-line.ts"
import type { Tour } from "./tour.ts"

export async function openPerson({ app }: Tour, handle = "alice"): Promise<Client> {
  const { client, signIn } = await openBrowser(app.daemon)
  await signIn(handle)
  return client
}

/** The id of alice's project of this name, which there is. */
export async function projectNamed(client: Client, name: string): Promise<string> {
  const { items } = await client.call(routes.listProjects, {})
  const found = items.find((project) => project.name === name)
  if (found === undefined) throw new Error(`there is no project ${name}`)
  return found.id
}

/**
 * Atlas with a server in each state: web-01 gets keys and reports, app-01 has troubles, db-01 is to be confirmed and
 * mail-01 has not come. gwen gets a key, so that something closes when she leaves.
 *
 * @returns the project's id
 */
export async function addServers(tour: Tour): Promise<string> {
  const client = await openPerson(tour)
  const id = await projectNamed(client, "atlas")
  const gwen = await openPerson(tour, "gwen")
  await gwen.call(routes.importKeys, { body: { keys: [{ text: newPublicLine("gwen@desk"), name: "gwen-desk" }] } })
  const { results } = await client.call(routes.importKeys, {
    body: { keys: [{ text: newPublicLine("alice@tablet"), name: "old-tablet" }] },
  })
  const tablets = results.flatMap((result) => ("key" in result ? [result.key] : []))
  const { items: laptops } = await client.call(routes.listKeys, { query: { search: "laptop" } })
  const [laptop] = laptops
  if (laptop === undefined) throw new Error("there is no laptop")

  type Accesses = readonly { loginUser: string; subject: { kind: "key"; keyId: string } | { kind: "project" } }[]
  const create = (body: { name: string; address?: string; accesses?: Accesses }) => {
    const { accesses = [], ...rest } = body
    return client.call(routes.createServer, { params: { id }, body: { ...rest, accesses: [...accesses] } })
  }
  async function connect(name: string, address: string, accesses: Accesses): Promise<HostClient & { server: string }> {
    const { server, enrolment } = await create({ name, address, accesses })
    const script = await (await fetch(enrolment.url)).text()
    const [, signer = ""] = /LATCHKEY_SIGNER='(\S+ [^\s']+)/.exec(script) ?? []
    const host = await openHost(() => tour.app.daemon.url, signer)
    await host.enrol(enrolment.url.replace(/^.*\//, ""))
    const { hostKeys } = await client.call(routes.showServer, { params: server })
    const hostKeyFingerprints = hostKeys.map(({ fingerprint }) => fingerprint)
    await client.call(routes.confirmServer, { params: server, body: { hostKeyFingerprints } })
    await host.pollUntil(() => host.linesOf("root") !== undefined)
    return { ...host, server: server.id }
  }

  const everybody = { loginUser: "deploy", subject: { kind: "project" } } as const
  const opening = [laptop, ...tablets].map(
    (key) => ({ loginUser: "root", subject: { kind: "key", keyId: key.id } }) as const,
  )
  const web = await connect("web-01", "203.0.113.24", [...opening, everybody])
  await reportLogins(web, laptop.fingerprint)
  const found = ["carol@desktop", "backup@vault"].map((comment) => `found root ${newPublicLine(comment)}\n`)
  await web.reportFound(
    `found-list\n${found.join("")}found deploy from="192.0.2.0/24" ${newPublicLine("ci@old-build")}\n`,
  )
  const { items: accesses } = await client.call(routes.listAccesses, { params: { id: web.server } })
  const marked = accesses.find(({ subject }) => subject.kind === "key" && subject.key.id === laptop.id)
  if (marked === undefined) throw new Error("laptop has no access")
  const params = { id: web.server, accessId: marked.id }
  await client.call(routes.updateAccess, { params, body: { breakGlass: true } })

  const app = await connect("app-01", "203.0.113.26", opening.slice(0, 1))
  await app.report(`problem disk is full\nunmanaged root match-block\nnow ${epoch() + 600}\n`)
  await enrolBeside(tour.app.daemon, (await create({ name: "db-01", address: "203.0.113.25" })).enrolment)
  await create({ name: "mail-01" })
  return id
}

const epoch = () => Math.floor(Date.now() / 1000)

/** One login that is open, one that is over, and refusals of a known and of an unknown key. */
async function reportLogins(host: HostClient, fingerprint: string): Promise<void> {
  const at = epoch()
  const stranger = `SHA256:${"A".repeat(43)}`
  await host.report(
    [
      `login ${at - 900}-5-1 ${at - 900} 192.0.2.7 50020 ${fingerprint} root`,
      `refused ${at - 300}-6-1 ${at - 300} 198.51.100.9 50021 ${stranger} root`,
      `refused ${at - 200}-7-1 ${at - 200} 2001:db8:1234:5678:9abc:def0:1234:5678 50022 ${fingerprint} postgres`,
      `login ${at - 60}-8-1 ${at - 60} 192.0.2.7 50023 ${fingerprint} root`,
      `now ${at}`,
      "open-list",
      `open ${at - 60}-8-1`,
      "",
    ].join("\n"),
  )
}
