import { mkdtempSync, rmSync } from "node:fs"
import { createServer, type Server } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { encodeStrings } from "@latchkey/engine/signatures"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { listIdentities } from "../src/agent/agent.ts"

/** `string blob, string comment` of one identity behind the type and a count. */
const identitiesAnswer = (count: number, ...fields: readonly Uint8Array[]) =>
  Buffer.concat([Uint8Array.of(12, 0, 0, 0, count), encodeStrings(fields)])

describe("something that listens where an agent should", () => {
  let folder: string
  let server: Server
  const socket = () => join(folder, "agent")

  /** Answers the first request with these pieces, one after the other. */
  function answering(pieces: readonly Uint8Array[], hangsUp = false): Promise<void> {
    server = createServer((near) => {
      near.on("error", () => undefined)
      near.once("data", () => {
        for (const piece of pieces) near.write(piece)
        if (hangsUp) near.end()
      })
    })
    return new Promise((resolve) => server.listen(socket(), resolve))
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "latchkey-agent-"))
  })
  afterEach(() => {
    server.close()
    rmSync(folder, { recursive: true })
  })

  test("is believed byte by byte too", async () => {
    const frame = encodeStrings([identitiesAnswer(0)])
    await answering([...frame].map((byte) => Uint8Array.of(byte)))
    expect(await listIdentities(socket())).toEqual([])
  })

  test("is left when it announces more than an agent sends", async () => {
    await answering([Uint8Array.of(0xff, 0xff, 0xff, 0xff, 12)])
    await expect(listIdentities(socket())).rejects.toThrow("too long to be one")
  })

  test("is left when it hangs up, refuses, or answers something else", async () => {
    await answering([Uint8Array.of(0, 0, 0, 9, 12)], true)
    await expect(listIdentities(socket())).rejects.toThrow("the SSH agent hung up")
    server.close()
    await answering([encodeStrings([Uint8Array.of(5)])])
    await expect(listIdentities(socket())).rejects.toThrow("the SSH agent refused")
  })

  test("is left when it announces more keys than it sends", async () => {
    await answering([encodeStrings([identitiesAnswer(200, Uint8Array.of(1), Uint8Array.of(2))])])
    await expect(listIdentities(socket())).rejects.toThrow("does not speak")
  })

  test("has an error in the place of a key that is none", async () => {
    await answering([encodeStrings([identitiesAnswer(1, Uint8Array.of(1, 2, 3), new TextEncoder().encode("comment"))])])
    const [identity] = await listIdentities(socket())
    expect(identity).toHaveProperty("error")
  })
})

test("where nothing listens, there is no agent", async () => {
  await expect(listIdentities(join(tmpdir(), "no-such-agent"))).rejects.toThrow("no SSH agent listens at")
})
