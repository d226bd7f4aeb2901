import { type ChildProcess, spawn } from "node:child_process"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { constants, tmpdir } from "node:os"
import { join } from "node:path"
import { type Client, routes, type Server } from "@latchkey/contract"
import { CoreError, isLoginUser } from "@latchkey/core"
import { chooseOne } from "../../ask.ts"
import { connect } from "../../connection.ts"
import { findServer } from "../../find-server.ts"
import { canAsk } from "../../io.ts"
import { knownHostsLines } from "../../server-words.ts"

export interface SshOptions {
  readonly user?: string
}

/** `latchkey server ssh`: the system's own ssh, told which host keys are the server's; its exit status is ours. */
export async function sshToServer(text: string, args: readonly string[], { user }: SshOptions): Promise<void> {
  const { client } = await connect()
  const server = await findServer(client, text)
  const address = requireAddress(server)
  const loginUser = requireLoginUser(user ?? (await ownLoginUser(client, server)))
  const folder = await mkdtemp(join(tmpdir(), "latchkey-ssh-"))
  try {
    const knownHosts = join(folder, "known_hosts")
    await writeFile(knownHosts, `${knownHostsLines(server, server.id).join("\n")}\n`)
    // Of an option that is given twice, ssh takes the first (ssh_config(5)): nothing behind these changes them.
    const settings = [
      "StrictHostKeyChecking=yes",
      `UserKnownHostsFile=${knownHosts}`,
      "GlobalKnownHostsFile=/dev/null",
      "KnownHostsCommand=none",
      "VerifyHostKeyDNS=no",
      "UpdateHostKeys=no",
      // By another name than the address, so that a port or a jump host makes no difference.
      `HostKeyAlias=${server.id}`,
    ]
    const options = settings.flatMap((setting) => ["-o", setting])
    await ended(spawn("ssh", [...options, "-l", loginUser, address, ...args], { stdio: "inherit" }))
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** @throws CoreError `conflict` for a server whose host keys nobody has confirmed, or that nobody knows the address of */
function requireAddress({ name, state, address }: Server): string {
  if (state !== "connected") {
    throw new CoreError("conflict", `the host keys of ${name} are not confirmed`, {
      hint:
        state === "waiting"
          ? "nothing has enrolled as this server yet: run its command on the machine"
          : `confirm them with: latchkey server confirm ${name}`,
    })
  }
  if (address !== null) return address
  throw new CoreError("conflict", `the address of ${name} is not known`, { hint: "set it on the server's page" })
}

function requireLoginUser(text: string): string {
  if (isLoginUser(text)) return text
  throw new CoreError("invalid", `"${text}" cannot be a login user`, { hint: "a login user is a name such as deploy" })
}

/** The login user that keys of one's own open; asks where there are several. */
async function ownLoginUser(client: Client, { id, name }: Server): Promise<string> {
  const { account } = await client.call(routes.showAccount, {})
  const { items } = await client.call(routes.listServerKeys, { params: { id } })
  const users = [...new Set(items.filter(({ owner }) => owner.id === account.id).map(({ loginUser }) => loginUser))]
  const [first] = users
  if (first === undefined) {
    throw new CoreError("forbidden", `none of your keys opens ${name}`, {
      hint: `give one access with: latchkey server access add ${name} USER --key KEY`,
    })
  }
  if (users.length === 1) return first
  if (canAsk()) return chooseOne(`Log in to ${name} as which user?`, users)
  throw new CoreError("invalid", `your keys open several users of ${name}: ${users.join(", ")}`, {
    hint: "name one with --user",
  })
}

/** Waits for ssh, which Ctrl-C on the terminal reaches as it reaches us. */
function ended(child: ChildProcess): Promise<void> {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.removeAllListeners(signal)
    process.on(signal, () => child.kill(signal))
  }
  return new Promise((resolve, reject) => {
    child.once("error", (cause: NodeJS.ErrnoException) => {
      const hint = "install it: Debian calls the package openssh-client"
      reject(cause.code === "ENOENT" ? new CoreError("invalid", "there is no ssh on this machine", { hint }) : cause)
    })
    child.once("close", (status, signal) => {
      process.exitCode = signal === null ? (status ?? 1) : 128 + constants.signals[signal]
      resolve()
    })
  })
}
