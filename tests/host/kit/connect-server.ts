import { type Client, routes } from "@latchkey/contract"
import type { TestServer } from "./test-server.ts"

/** Connects a test server to alice's personal project under its own name, as people do; gives its id. */
export async function connectServer(client: Client, server: TestServer): Promise<string> {
  const [project] = (await client.call(routes.listProjects, {})).items
  const body = { name: server.name, address: server.address }
  const made = await client.call(routes.createServer, { params: { id: project?.id ?? "" }, body })
  await runCommand(client, server, made.server.id, made.enrolment.command)
  return made.server.id
}

/** Runs the command that connects a server there, and confirms its host keys. */
export async function runCommand(client: Client, server: TestServer, id: string, command: string): Promise<void> {
  await server.read(command.replace("sudo ", ""))
  const { hostKeys } = await client.call(routes.showServer, { params: { id } })
  const hostKeyFingerprints = hostKeys.map(({ fingerprint }) => fingerprint)
  await client.call(routes.confirmServer, { params: { id }, body: { hostKeyFingerprints } })
}
