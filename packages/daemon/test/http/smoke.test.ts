import { routes } from "@latchkey/contract"
import { expect, test } from "vitest"
import { signUp, startDaemon } from "../../../../tests/kit/daemon.ts"

test("a new installation is set up, takes a key and lists it", async () => {
  const daemon = await startDaemon()
  try {
    const { client } = await signUp(daemon)
    const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnQaj1h5fM+KlAsmrmxOQoqTR7b4eLkvUCaT31fQOLN alice@laptop"
    const { results } = await client.call(routes.importKeys, { body: { keys: [{ text: key }] } })
    expect(results).toMatchObject([{ outcome: "imported", key: { name: "alice-laptop", publicKey: key } }])
    const { items } = await client.call(routes.listKeys, { query: {} })
    expect(items.map(({ name }) => name)).toEqual(["alice-laptop"])
    expect(await daemon.stop()).toBe(0)
  } finally {
    await daemon.kill()
  }
})
