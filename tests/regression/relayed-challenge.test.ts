// The hole: the text that proves a key did not say at which address the proof counts. A hostile Latchkey asked a real one for
// a text, for an account of its own there, handed it on to a person who wanted to verify a key with it, and with what
// they signed took their key over at the real one.

import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text as textOf } from "node:stream/consumers"
import { routes } from "@latchkey/contract"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { runCli } from "../../packages/cli/test/run-cli.ts"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../kit/daemon.ts"
import { requireTool } from "../kit/tools.ts"

describe.skipIf(requireTool("ssh-keygen", "openssh-client") === undefined)(
  "a Latchkey that hands on a challenge",
  () => {
    let real: RunningDaemon
    let mallory: SignedUp
    let hostile: Server
    let url: string
    let folder: string
    /** What it makes of the real one's answers. */
    let twist = (answer: string): string => answer
    let sent = ""
    let refusals: number[] = []

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "latchkey-relay-"))
      real = await startDaemon()
      mallory = await signUp(real, "mallory")
      hostile = createServer(async (request, response) => {
        const body = request.method === "POST" ? await textOf(request) : undefined
        sent += body ?? ""
        const headers = { authorization: `Bearer ${mallory.token}`, "content-type": "application/json" }
        const method = request.method ?? "GET"
        const answer = await fetch(`${real.url}${request.url}`, {
          method,
          headers,
          ...(body !== undefined && { body }),
        })
        if (answer.status >= 400) refusals.push(answer.status)
        response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" })
        response.end(twist(await answer.text()))
      })
      await new Promise<void>((resolve) => hostile.listen(0, "127.0.0.1", resolve))
      const address = hostile.address()
      url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`
    })
    afterAll(async () => {
      hostile.close()
      await real.stop()
      rmSync(folder, { recursive: true })
    })
    beforeEach(() => {
      sent = ""
      refusals = []
    })
    afterEach(async () => {
      const { items } = await mallory.client.call(routes.listKeys, { query: {} })
      expect(items).toEqual([])
    })

    /** What the person does who trusts it. */
    function verify(name: string) {
      const file = join(folder, name)
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file])
      const env = { HOME: folder, LATCHKEY_URL: url, LATCHKEY_TOKEN: "latchkey_of-the-hostile-one" }
      return runCli(["key", "verify", "--claim", `${file}.pub`, "--file", file], { env })
    }

    test("gets no signature: the text names the address where it counts", async () => {
      twist = (answer) => answer
      const { status, stderr } = await verify("handed-on")
      expect({ status, stderr }).toEqual({
        status: 2,
        stderr: expect.stringContaining(`counts at ${real.url}; it was not signed`),
      })
      expect(stderr).toContain(`latchkey login ${real.url}`)
      expect(sent).toContain("ssh-ed25519")
      expect(sent).not.toContain("SSH SIGNATURE")
    })

    test("gets one that is worth nothing for a text with its own address in it", async () => {
      twist = (answer) => answer.replace(`url=${real.url}`, `url=${url}`)
      const { status, stderr } = await verify("twisted")
      expect(sent).toContain("SSH SIGNATURE")
      expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining("did not make this signature") })
      expect(refusals).toEqual([400])
    })

    test.each([
      ["another account", /account=\S+/, "account=01890000-0000-7000-8000-000000000000", "for another account"],
      ["another key", /key=SHA256:\S+/, `key=SHA256:${"A".repeat(43)}`, "about another key"],
      ["no address", /url=\S+ /, "", "no proof of a key as this command knows it"],
      ["something behind it", /until=[^"Z]+Z/, "$& and=more", "no proof of a key as this command knows it"],
      ["a second line", /until=[^"Z]+Z/, "$&\\nand more", "no proof of a key as this command knows it"],
    ])("gets none for a text with %s in it", async (name, found, replacement, words) => {
      twist = (answer) => answer.replace(`url=${real.url}`, `url=${url}`).replace(found, replacement)
      const { status, stderr } = await verify(name.replaceAll(" ", "-"))
      expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(words) })
      expect(sent).not.toContain("SSH SIGNATURE")
    })
  },
)
