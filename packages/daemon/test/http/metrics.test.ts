import { routes } from "@latchkey/contract"
import { expect, test } from "vitest"
import { signUp, startDaemon } from "../../../../tests/kit/daemon.ts"
import { newPublicLine } from "../../../../tests/kit/public-line.ts"

test("the metrics say how many accounts and SSH keys there are at each moment", async () => {
  const daemon = await startDaemon()
  try {
    const counts = async () =>
      (await (await fetch(`${daemon.url}/metrics`)).text()).match(/^latchkey_(accounts|ssh_keys) .*$/gm)?.sort()
    expect(await counts()).toEqual(["latchkey_accounts 0", "latchkey_ssh_keys 0"])
    const alice = await signUp(daemon)
    const keys = ["one", "two"].map((name) => ({ text: newPublicLine(name), name }))
    await alice.client.call(routes.importKeys, { body: { keys } })
    expect(await counts()).toEqual(["latchkey_accounts 1", "latchkey_ssh_keys 2"])
  } finally {
    await daemon.stop()
  }
})
