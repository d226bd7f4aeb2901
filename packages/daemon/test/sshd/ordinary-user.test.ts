import { join } from "node:path"
import { afterEach, describe, expect, test } from "vitest"
import { openComputer } from "../../../../tests/interop/ssh-clients.ts"
import { findTool, requireTool } from "../../../../tests/kit/tools.ts"
import { spawnGateway } from "./spawn-gateway.ts"
import { canMakeUsers, makeSystemUser, type SystemUser } from "./system-user.ts"

const hasSshd = requireTool("sshd", "openssh-server") !== undefined && requireTool("curl", "curl") !== undefined
const shells = ["sh", "bash", "dash", "zsh", "fish", "tcsh"].flatMap((name) => findTool(name) ?? [])

describe.skipIf(!hasSshd || !canMakeUsers)("a gateway that runs as an ordinary user", () => {
  const ends: (() => void | Promise<void>)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })

  function user(shell: string): SystemUser {
    const made = makeSystemUser(shell)
    ends.push(made.remove)
    return made
  }

  async function start({ name, folder }: SystemUser, keys: readonly string[]) {
    const gateway = await spawnGateway({ user: name, dataFolder: join(folder, "data"), port: 0, keys })
    ends.push(gateway.stop)
    return gateway.state
  }

  test.each(shells)("greets through %s, quietly, and explains a command", async (shell) => {
    const made = user(shell)
    const computer = openComputer()
    ends.push(computer.remove)
    const key = computer.makeKey("key", ["-t", "ed25519"])
    const state = await start(made, [key.line])
    if (state.state !== "on") throw new Error(state.message)
    expect(state.user).toBe(made.name)
    const login = { user: made.name, port: state.port, key }
    expect(await computer.ssh(login)).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^Hello kim\. You are signed in with "key 0" \(SHA256:[^\n]*\n$/),
      stderr: "",
    })
    expect(await computer.ssh(login, 'it\'s "$HOME" `id` !! \n second')).toEqual({
      status: 1,
      stdout: "",
      stderr: expect.stringMatching(/^latchkey: error: this gateway runs no commands[^\n]*\nlatchkey: hint: [^\n]*\n$/),
    })
    expect(await computer.ssh({ ...login, user: "root" })).toMatchObject({ status: 255, stdout: "" })
  })

  test.each(["/usr/sbin/nologin", "/bin/false", "/no/such/shell"])("is off with the login shell %s", async (shell) => {
    const made = user(shell)
    expect(await start(made, [])).toEqual({
      state: "off",
      reason: "shell_unusable",
      message: `the login shell of ${made.name}, ${shell}, runs no commands`,
      hint: `give it one that does: usermod --shell /bin/sh ${made.name}`,
    })
  })
})
