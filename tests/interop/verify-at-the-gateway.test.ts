import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../kit/accounts.ts"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../kit/daemon.ts"
import { requireTool } from "../kit/tools.ts"
import { type Computer, type KeyPair, openComputer } from "./ssh-clients.ts"

const hasSsh = requireTool("sshd", "openssh-server") !== undefined && requireTool("curl", "curl") !== undefined

describe.skipIf(!hasSsh)("ssh ... verify CODE", () => {
  let daemon: RunningDaemon
  let alice: SignedUp
  let bob: SignedUp
  let computer: Computer
  beforeAll(async () => {
    daemon = await startDaemon({ env: { LATCHKEY_SSH_LISTEN: "127.0.0.1:0" } })
    alice = await signUp(daemon)
    bob = await addAccount(daemon, "bob")
    computer = openComputer()
  })
  afterAll(async () => {
    await daemon?.stop()
    computer?.remove()
  })

  async function register({ client }: SignedUp, key: KeyPair): Promise<string> {
    const { results } = await client.call(routes.importKeys, { body: { keys: [{ text: key.line }] } })
    const [imported] = results
    if (imported?.outcome !== "imported") throw new Error("not imported")
    return imported.key.id
  }

  async function verify({ client }: SignedUp, asked: KeyPair, used = asked) {
    const { code } = await client.call(routes.challengeOwnership, { body: { publicKey: asked.line } })
    const state = await client.call(routes.showGateway, {})
    if (state.state === "off") throw new Error(state.message)
    return computer.ssh({ user: state.user, port: state.port, key: used }, "verify", code)
  }

  test("verifies one's own key", async () => {
    const key = computer.makeKey("own", ["-t", "ed25519"], "laptop")
    const id = await register(alice, key)
    const { status, stdout } = await verify(alice, key)
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^Proved\. The key "laptop" \(SHA256:\S+\) is alice's\.\n$/),
    })
    const { verifiedAt, lastUse } = await alice.client.call(routes.showKey, { params: { id } })
    expect(verifiedAt).not.toBeNull()
    expect(lastUse.state).not.toBe("unknown")
  })

  test("gives the key to whoever asked for the code, though it signs in as another account", async () => {
    const key = computer.makeKey("claimed", ["-t", "ed25519"], "work")
    const id = await register(alice, key)
    const { status, stdout } = await verify(bob, key)
    expect([status, stdout]).toEqual([0, expect.stringContaining("is bob's.")])
    await expect(alice.client.call(routes.showKey, { params: { id } })).rejects.toMatchObject({ code: "not_found" })
    const { items } = await alice.client.call(routes.listKeyClaims, { query: {} })
    expect(items).toMatchObject([{ side: "holder", state: "taken_over", keyName: "work" }])
  })

  test("says that a code is for another key, and that there is no such code", async () => {
    const key = computer.makeKey("right", ["-t", "ed25519"])
    const other = computer.makeKey("wrong", ["-t", "ed25519"])
    await register(alice, key)
    await register(alice, other)
    const { status, stderr } = await verify(alice, key, other)
    expect(status).toBe(3)
    expect(stderr).toContain("latchkey: error: this code is not for this key")
  })
})
