import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { routes } from "@latchkey/contract"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../kit/accounts.ts"
import type { SignedUp } from "../kit/daemon.ts"
import { eventually, noBrowser, noGateway, startConsole, type TestConsole, timeout } from "./kit.ts"
import { type KeyFolder, noKeyTools, openKeyFolder } from "./real-keys.ts"

describe.skipIf(noBrowser || noKeyTools || noGateway)("whose a key is", { timeout }, () => {
  let app: TestConsole
  let bob: SignedUp
  let folder: KeyFolder
  beforeAll(async () => {
    folder = openKeyFolder()
    app = await startConsole({ gateway: true })
    bob = await addAccount(app.daemon, "bob")
  })
  afterAll(async () => {
    await app?.close()
    folder?.remove()
  })
  afterEach(() => expect(app.faults()).toEqual([]))

  async function add({ client }: SignedUp, path: string, name: string): Promise<string> {
    const [result] = (await client.call(routes.importKeys, { body: { keys: [{ text: folder.line(path), name }] } }))
      .results
    if (result?.outcome !== "imported") throw new Error(`${name} was refused`)
    return result.key.id
  }

  /** Runs the command that the page shows, with the file of a key in place of the one that it guesses. */
  async function runShown(page: Page, path: string): Promise<string> {
    const shown = await page.getByRole("tabpanel").locator("code").textContent()
    const command = shown?.replace(/-f \S+$/, `-f ${path}`) ?? ""
    return execFileSync("sh", ["-c", command], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
  }
  const dialog = (page: Page) => page.getByRole("dialog")

  async function verify(page: Page, path: string): Promise<void> {
    await dialog(page)
      .getByLabel("Signature")
      .fill(await runShown(page, path))
    await dialog(page).getByRole("button", { name: "Verify" }).click()
  }

  test("the command on the page, run as it stands, verifies a key, which then wears a badge", async () => {
    const path = folder.pair("laptop", "-t ed25519", "alice@laptop")
    const id = await add(app.alice, path, "laptop")
    const page = await app.open(`/keys/${id}`)
    await page.getByRole("button", { name: "Verify ownership" }).click()
    await dialog(page).getByText(`for your account at ${app.daemon.url} and this key alone.`).waitFor()
    await verify(page, path)
    await dialog(page).getByText("Verified. The private half of “laptop” is yours.").waitFor()
    await dialog(page).getByRole("button", { name: "Done" }).click()
    await page.getByText("Ownership verified", { exact: true }).first().waitFor()
    await page.getByText("Ownership proved by alice").waitFor()
  })

  test("takes the file that ssh-keygen writes, and no private key", async () => {
    const path = folder.pair("dropped", "-t ed25519", "dropped")
    const page = await app.open(`/keys/${await add(app.alice, path, "dropped")}`)
    const sent: string[] = []
    page.on("request", (request) => sent.push(request.postData() ?? ""))
    await page.getByRole("button", { name: "Verify ownership" }).click()
    const command = (await page.getByRole("tabpanel").locator("code").textContent()) ?? ""
    const [, text = "", namespace = ""] = /printf %s '(.*)' \| ssh-keygen -Y sign -n (\S+)/.exec(command) ?? []
    const message = `${path}-text`
    // What an editor on Windows saves ends so.
    writeFileSync(message, `${text}\r\n`)
    execFileSync("ssh-keygen", ["-q", "-Y", "sign", "-n", namespace, "-f", path, message], { stdio: "pipe" })
    const drop = async (file: string) => {
      const contents = readFileSync(file, "utf8")
      const transfer = await page.evaluateHandle((given) => {
        const held = new DataTransfer()
        held.items.add(new File([given], "dropped"))
        return held
      }, contents)
      await page.dispatchEvent("body", "drop", { dataTransfer: transfer })
    }
    await dialog(page).getByRole("button", { name: "Verify" }).click()
    await dialog(page).getByText("Paste what the command prints.").waitFor()
    await drop(path)
    await dialog(page).getByText("This is a private key. It was not sent").waitFor()
    expect(await dialog(page).getByLabel("Signature").inputValue()).toBe("")
    await dialog(page).getByLabel("Signature").fill(readFileSync(path, "utf8"))
    await eventually(() => dialog(page).getByLabel("Signature").inputValue(), "")
    await drop(`${message}.sig`)
    await dialog(page)
      .getByText(/^This is a private key/)
      .waitFor({ state: "detached" })
    await dialog(page).getByRole("button", { name: "Verify" }).click()
    await dialog(page).getByText("Verified. The private half of “dropped” is yours.").waitFor()
    expect(sent.join("")).not.toContain("PRIVATE KEY")
  })

  test("another key's signature is refused, and the right one still counts", async () => {
    const path = folder.pair("right", "-t ed25519", "right")
    const other = folder.pair("wrong", "-t ed25519", "wrong")
    const page = await app.open(`/keys/${await add(app.alice, path, "right")}`)
    await page.getByRole("button", { name: "Verify ownership" }).click()
    await verify(page, other)
    await dialog(page).getByText("Another key made this signature").waitFor()
    await verify(page, path)
    await dialog(page).getByText("Verified.").waitFor()
  })

  test("a login with the code needs no pasting: the page sees it by itself", async () => {
    const path = folder.pair("gateway", "-t ed25519", "gateway")
    const page = await app.open(`/keys/${await add(app.alice, path, "gateway")}`)
    await page.getByRole("button", { name: "Verify ownership" }).click()
    await dialog(page).getByRole("tab", { name: "By signing in" }).click()
    const command = (await page.getByRole("tabpanel").locator("code").textContent()) ?? ""
    const own = ["-F", "none", "-i", path, "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none"]
    const trusting = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR"]
    const [, ...args] = command.split(" ")
    expect(execFileSync("ssh", [...own, ...trusting, ...args], { encoding: "utf8" })).toContain("is alice's.")
    await dialog(page).getByText("Verified. The private half of “gateway” is yours.").waitFor()
  })

  test("a key that another account has goes to whoever proves it on the import page, and that account is told", async () => {
    const path = folder.pair("claimed", "-t ed25519", "claimed")
    await add(bob, path, "my work key")
    const page = await app.open("/keys/import")
    await page
      .getByRole("textbox", { name: /public key/i })
      .first()
      .fill(folder.line(path))
    await page.getByRole("button", { name: /^Import 1 key/ }).click()
    await page.getByRole("button", { name: "Verify ownership" }).click()
    await verify(page, path)
    await dialog(page).getByText("Another account had this key without a proof. Now it is yours.").waitFor()
    await eventually(async () => (await bob.client.call(routes.listKeys, { query: {} })).total, 0)
    const { items } = await bob.client.call(routes.listKeyClaims, { query: {} })
    expect(items).toMatchObject([{ side: "holder", state: "taken_over", keyName: "my work key" }])
  })

  test("the holder of a key that is claimed sees it at once, and settles it by a proof", async () => {
    const path = folder.pair("shared", "-t ed25519", "shared")
    const id = await add(app.alice, path, "shared key")
    const gateway = await app.alice.client.call(routes.showGateway, {})
    if (gateway.state === "off") throw new Error(gateway.message)
    const to = ["-p", String(gateway.port), `${gateway.user}@127.0.0.1`]
    const plain = ["-F", "none", "-i", path, "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none"]
    const trusting = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR"]
    execFileSync("ssh", [...plain, ...trusting, "-T", ...to])
    await eventually(
      async () => (await app.alice.client.call(routes.showKey, { params: { id } })).lastUse.state,
      "used",
    )
    const page = await app.open("/keys")
    await page.getByRole("heading", { level: 1, name: "Keys" }).waitFor()

    const asked = await bob.client.call(routes.challengeOwnership, { body: { publicKey: folder.line(path) } })
    const args = ["-q", "-Y", "sign", "-n", asked.namespace, "-f", path]
    const signature = execFileSync("ssh-keygen", args, { input: asked.text, encoding: "utf8" })
    const proof = { params: { id: asked.id }, body: { signature } }
    expect((await bob.client.call(routes.proveOwnership, proof)).outcome).toBe("waiting")

    await page.getByText("Another account proved that it holds “shared key”").waitFor()
    await page.getByRole("button", { name: "Verify ownership" }).click()
    await verify(page, path)
    await dialog(page).getByText("Verified. The private half of “shared key” is yours.").waitFor()
    const { items } = await bob.client.call(routes.listKeyClaims, { query: {} })
    expect(items[0]).toMatchObject({ side: "claimant", state: "kept", keyName: "" })
  })
})
