import { execFileSync } from "node:child_process"
import { chmodSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { routes } from "@latchkey/contract"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { noBrowser, noGateway, startConsole, type TestConsole, timeout } from "./kit.ts"
import { type KeyFolder, noKeyTools, openKeyFolder } from "./real-keys.ts"

describe.skipIf(noBrowser || noKeyTools || noGateway)("generating a key", { timeout }, () => {
  let app: TestConsole
  let folder: KeyFolder
  beforeAll(async () => {
    folder = openKeyFolder()
    app = await startConsole({ gateway: true })
  })
  afterAll(async () => {
    await app?.close()
    folder?.remove()
  })
  afterEach(() => expect(app.faults()).toEqual([]))

  const dialog = (page: Page) => page.getByRole("dialog", { name: "Generate a key" })

  type Wish = { name: string; type?: string; passphrase?: string; files?: readonly string[] }

  async function generate(page: Page, { name, type, passphrase, files = [] }: Wish): Promise<void> {
    await dialog(page).getByLabel("Name").fill(name)
    if (type !== undefined) {
      const radio = dialog(page).getByRole("radio", { name: type })
      if ((await radio.count()) === 0) await dialog(page).getByRole("button", { name: "More types" }).click()
      await radio.click()
    }
    if (passphrase === undefined) await dialog(page).getByLabel("No passphrase").check()
    else await dialog(page).getByLabel("Passphrase", { exact: true }).fill(passphrase)
    for (const file of files) await dialog(page).getByLabel(file, { exact: true }).check()
    await dialog(page).getByRole("button", { name: "Generate", exact: true }).click()
    await dialog(page).getByRole("heading", { name: "Save the private key before you go on" }).waitFor({ timeout })
  }

  /** Saves a file as its owner alone may read it. */
  async function download(page: Page, name: string): Promise<string> {
    const button = dialog(page).getByRole("button", { name: `Download ${name}`, exact: true })
    const [saved] = await Promise.all([page.waitForEvent("download"), button.click()])
    expect(saved.suggestedFilename()).toBe(name)
    const path = join(folder.path, name)
    await saved.saveAs(path)
    chmodSync(path, 0o600)
    return path
  }

  async function check(page: Page, path: string, passphrase?: string): Promise<void> {
    await dialog(page).locator("input[type=file]").setInputFiles(path)
    if (passphrase === undefined) return
    await dialog(page)
      .getByLabel(/^Passphrase of/)
      .fill(passphrase)
    await dialog(page).getByRole("button", { name: "Open it" }).click()
  }

  const fingerprintShown = async (page: Page) =>
    /SHA256:[\w+/]{43}/.exec((await dialog(page).textContent()) ?? "")?.[0] ?? ""
  const keyNames = async () =>
    (await app.alice.client.call(routes.listKeys, { query: {} })).items.map(({ name }) => name)

  test("makes a pair whose files ssh-keygen, puttygen and openssl open, and which then logs in", async () => {
    const page = await app.open("/keys?generate=1")
    const passphrase = "kobe-lisa-muto-dane-rafu-zipo"
    await generate(page, { name: "atlas-deploy", passphrase, files: ["PuTTY .ppk", "PEM"] })
    const fingerprint = await fingerprintShown(page)
    const openssh = await download(page, "atlas-deploy")
    const ppk = await download(page, "atlas-deploy.ppk")
    const pem = await download(page, "atlas-deploy.pem")
    const secret = join(folder.path, "secret")
    writeFileSync(secret, passphrase)

    const publicLine = execFileSync("ssh-keygen", ["-y", "-P", passphrase, "-f", openssh], { encoding: "utf8" })
    writeFileSync(`${openssh}.pub`, publicLine)
    expect(folder.fingerprint(openssh)).toBe(fingerprint)
    const putty = execFileSync("puttygen", [ppk, "-O", "fingerprint", "--old-passphrase", secret], { encoding: "utf8" })
    expect(putty).toContain(fingerprint)
    execFileSync("openssl", ["pkey", "-in", pem, "-passin", `file:${secret}`, "-noout", "-check"], { stdio: "pipe" })

    // The public half is not sent before the saved file was opened with the passphrase.
    const saved = dialog(page).getByRole("button", { name: "I have saved it" })
    await saved.click({ force: true })
    expect(await keyNames()).toEqual([])
    await check(page, openssh, "not the passphrase")
    await dialog(page).getByText("The passphrase does not open it.").waitFor()
    await check(page, openssh, passphrase)
    await dialog(page).getByText("It matches. The saved file holds this key.").waitFor()
    await saved.click()

    await dialog(page).getByText("Listening for your key").waitFor()
    expect(await keyNames()).toEqual(["atlas-deploy"])
    const gateway = await app.alice.client.call(routes.showGateway, {})
    if (gateway.state === "off") throw new Error(gateway.message)
    execFileSync("ssh-keygen", ["-q", "-p", "-P", passphrase, "-N", "", "-f", openssh])
    const apart = ["-F", "none", "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "LogLevel=ERROR"]
    const trusting = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"]
    const place = ["-T", "-i", openssh, "-p", String(gateway.port), `${gateway.user}@127.0.0.1`]
    expect(execFileSync("ssh", [...apart, ...trusting, ...place], { encoding: "utf8" })).toContain("Hello alice")
    await dialog(page)
      .getByText(/Your key works\. atlas-deploy signed in/)
      .waitFor()
  })

  test.each(["/", "/keys"])("goes on to the commands after an account's first key, from %s", async (path) => {
    const { items } = await app.alice.client.call(routes.listKeys, { query: {} })
    for (const { id } of items) await app.alice.client.call(routes.deleteKey, { params: { id } })
    const page = await app.open(path)
    await page.getByRole("main").getByRole("button", { name: "Generate key" }).last().click()
    const name = `first from ${path === "/" ? "the overview" : "the list"}`
    await generate(page, { name })
    await check(page, await download(page, name.replaceAll(" ", "-")))
    await dialog(page).getByRole("button", { name: "I have saved it" }).click()
    await dialog(page).getByText("Listening for your key").waitFor()
    await expect.poll(() => page.getByRole("main").getByText(name, { exact: false }).count()).toBeGreaterThan(0)
    await dialog(page).getByText("Listening for your key").waitFor()
  })

  test.each(["RSA 3072", "ECDSA P-256", "ECDSA P-384", "ECDSA P-521", "RSA 2048"])("makes %s, too", async (type) => {
    const page = await app.open("/keys?generate=1")
    const name = type.replaceAll(" ", "-")
    await generate(page, { name, type })
    const path = await download(page, name)
    const line = execFileSync("ssh-keygen", ["-y", "-f", path], { encoding: "utf8" })
    writeFileSync(`${path}.pub`, line)
    expect(folder.fingerprint(path)).toBe(await fingerprintShown(page))
  })

  test("sends nothing but the public line", async () => {
    const page = await app.open("/keys?generate=1")
    const sent: string[] = []
    page.on("request", (request) => sent.push(`${request.url()} ${request.postData() ?? ""}`))
    await generate(page, { name: "quiet", passphrase: "a passphrase of one's own" })
    const path = await download(page, "quiet")
    await check(page, path, "a passphrase of one's own")
    await dialog(page).getByText("It matches.").first().waitFor()
    await dialog(page).getByRole("button", { name: "I have saved it" }).click()
    await dialog(page).getByText("Listening for your key").waitFor()
    const bodies = sent.join("\n")
    expect(bodies).toContain("ssh-ed25519 AAAA")
    for (const secret of ["PRIVATE KEY", "b3BlbnNzaC1rZXktdjE", "a passphrase of one's own"]) {
      expect(bodies).not.toContain(secret)
    }
    const body = readFileSync(path, "utf8").split("\n").slice(1, 3)
    for (const line of body) expect(bodies).not.toContain(line)
  })

  test("says that a file is another key's, damaged, or no key", async () => {
    const page = await app.open("/keys?generate=1")
    await generate(page, { name: "checked" })
    const path = await download(page, "checked")
    const other = folder.pair("other", "-t ed25519")
    await check(page, other)
    await dialog(page).getByText("This is a different key:").waitFor()
    const damaged = join(folder.path, "damaged")
    writeFileSync(damaged, readFileSync(path, "utf8").replace(/\n.{20}/, "\nAAAAAAAAAAAAAAAAAAAA"))
    await check(page, damaged)
    await dialog(page).getByText("The file is damaged. Download it again.").waitFor()
    const text = join(folder.path, "text")
    writeFileSync(text, "hello")
    await check(page, text)
    await dialog(page).getByText("This is not a private key.").waitFor()
    await check(page, path)
    await dialog(page).getByText("It matches. The saved file holds this key.").waitFor()
  })

  test("asks for the passphrase of no file but the saved one", async () => {
    const page = await app.open("/keys?generate=1")
    const passphrase = "kobe-lisa-muto-dane-rafu-zipo"
    await generate(page, { name: "locked", passphrase, files: ["PEM"] })
    const path = await download(page, "locked")
    const pem = await download(page, "locked.pem")
    const field = dialog(page).getByLabel(/^Passphrase of/)
    await check(page, folder.pair("open", "-t ed25519"))
    await dialog(page).getByText("This is a different key:").waitFor()
    expect(await field.count()).toBe(0)
    const other = folder.pair("other-locked", "-t ed25519")
    execFileSync("ssh-keygen", ["-q", "-p", "-P", "", "-N", passphrase, "-f", other])
    await check(page, path)
    await field.waitFor()
    await check(page, other)
    await dialog(page).getByText("This is a different key:").waitFor()
    expect(await field.count()).toBe(0)
    await check(page, `${other}.pub`)
    await dialog(page).getByText("This is not a private key.").waitFor()
    expect(await field.count()).toBe(0)
    // Only the passphrase opens it far enough to tell whose it is.
    await check(page, pem, passphrase)
    await dialog(page).getByText("It matches. The saved file holds this key.").waitFor()
  })

  test("says that it was generated, where its account sees what happened", async () => {
    const page = await app.open("/keys?generate=1")
    await generate(page, { name: "told" })
    await check(page, await download(page, "told"))
    await dialog(page).getByRole("button", { name: "I have saved it" }).click()
    await dialog(page).getByRole("button", { name: "Done" }).click()
    await page.goto(`${app.daemon.url}/activity`)
    await page.getByText("alice generated told").first().waitFor()
  })

  test("asks before a pair that is not saved is thrown away", async () => {
    const page = await app.open("/keys?generate=1")
    await generate(page, { name: "unsaved" })
    await page.keyboard.press("Escape")
    const question = page.getByRole("dialog", { name: "Leave without the private key?" })
    await question.getByRole("button", { name: "Stay" }).click()
    await dialog(page).getByRole("button", { name: "Discard this key" }).click()
    await question.getByRole("button", { name: "Discard key" }).click()
    await dialog(page).waitFor({ state: "detached" })
    expect(await keyNames()).not.toContain("unsaved")
    expect(new URL(page.url()).search).toBe("")
  })

  test("needs a name, and a passphrase or the word that none is wanted", async () => {
    const page = await app.open("/keys?generate=1")
    await dialog(page).getByRole("button", { name: "Generate", exact: true }).click()
    await dialog(page).getByText("Give the key a name.").waitFor()
    await dialog(page).getByText("Choose a passphrase, or tick “No passphrase”.").waitFor()
    await dialog(page).getByLabel("Passphrase", { exact: true }).fill("password1")
    await dialog(page).getByText("Weak: guessed in minutes").waitFor()
    await dialog(page).getByRole("button", { name: "Generate one" }).click()
    await dialog(page).getByText("Very strong").waitFor()
    expect(await dialog(page).getByLabel("Passphrase", { exact: true }).inputValue()).toMatch(
      /^([a-z]{4}-){5}[a-z]{4}$/,
    )
  })
})
