import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { routes, type SshKey } from "@latchkey/contract"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { newSecurityKeyLine } from "../kit/public-line.ts"
import { eventually, noBrowser, spoken, startConsole, type TestConsole, timeout } from "./kit.ts"
import { type KeyFolder, noKeyTools, openKeyFolder } from "./real-keys.ts"

describe.skipIf(noBrowser || noKeyTools)("the page of one key", { timeout }, () => {
  let app: TestConsole
  let folder: KeyFolder
  let key: SshKey
  let file: string
  beforeAll(async () => {
    folder = openKeyFolder()
    app = await startConsole()
    file = folder.pair("laptop", "-t rsa -b 3072", "alice@laptop")
    key = await add(file, "laptop")
  })
  afterAll(async () => {
    await app?.close()
    folder?.remove()
  })
  afterEach(() => expect(app.faults()).toEqual([]))

  async function add(path: string, name: string): Promise<SshKey> {
    const body = { keys: [{ text: folder.line(path), name }] }
    const [result] = (await app.alice.client.call(routes.importKeys, { body })).results
    if (result?.outcome !== "imported") throw new Error(`${name} was refused`)
    return result.key
  }
  const run = (program: string, ...args: string[]) => execFileSync(program, args, { encoding: "utf8" })
  const sshKeygen = (...args: string[]) => run("ssh-keygen", ...args)
  const open = async ({ id, name }: SshKey) => {
    const page = await app.open(`/keys/${id}`)
    await page.getByRole("heading", { level: 1, name }).waitFor()
    return page
  }

  /** Chooses a format, and compares what the page copies with what it saves. */
  async function written(page: Page, format: string): Promise<{ name: string; path: string; text: string }> {
    await page.getByRole("tab", { name: format }).click()
    const panel = page.getByRole("tabpanel", { name: format })
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      panel.getByRole("button", { name: /^Download/ }).click(),
    ])
    const path = join(folder.path, `saved ${format}`)
    await download.saveAs(path)
    const text = readFileSync(path, "utf8")
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
    await panel.getByRole("button", { name: "Copy" }).click()
    await eventually(() => spoken(page, "polite"), "Public key copied")
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text)
    return { name: download.suggestedFilename(), path, text }
  }

  test("draws the randomart that ssh-keygen prints, and both fingerprints in full", async () => {
    const page = await open(key)
    const printed = sshKeygen("-lvf", `${file}.pub`).trimEnd().split("\n")
    const drawn = page.getByRole("img", { name: "Randomart of key laptop" })
    // The picture is characters in cells: read row by row, they are ssh-keygen's.
    const cells = await drawn.locator("text").evaluateAll((texts) =>
      texts.map((text) => ({
        x: Number(text.getAttribute("x")),
        y: Number(text.getAttribute("y")),
        is: text.textContent,
      })),
    )
    const shown = cells
      .filter(({ is }) => is.length === 1 && is !== " ")
      .sort((left, right) => left.y - right.y || left.x - right.x)
      .map(({ is }) => is)
      .join("")
    const [, top = "", ...rows] = printed
    const bottom = rows.pop() ?? ""
    expect(shown).toBe(rows.map((row) => row.slice(1, -1).replaceAll(" ", "")).join(""))
    const words = cells.map(({ is }) => is).filter((is) => is.length > 1)
    expect(words.join(" ")).toContain(top.replaceAll(/[-+]/g, ""))
    expect(words.join(" ")).toContain(bottom.replaceAll(/[-+]/g, ""))

    await page.getByText(folder.fingerprint(file).replace("SHA256:", "")).first().waitFor()
    const [, md5 = ""] = sshKeygen("-l", "-E", "md5", "-f", `${file}.pub`).split(" ")
    await page.getByText(md5.replace("MD5:", "")).waitFor()
    await page.getByText("ssh-keygen -lvf").waitFor()
    await page.getByText("alice@laptop").first().waitFor()
  })

  test("hands the key out in each format, and ssh-keygen reads all of them back", async () => {
    const page = await open(key)
    const blob = folder.line(file).split(" ").slice(0, 2).join(" ")

    const line = await written(page, "OpenSSH")
    expect(line.name).toBe("laptop.pub")
    expect(sshKeygen("-lf", line.path)).toContain(folder.fingerprint(file))
    const ssh2 = await written(page, "RFC 4716")
    expect(ssh2.text).toMatch(/^---- BEGIN SSH2 PUBLIC KEY ----\n/)
    expect(sshKeygen("-i", "-f", ssh2.path).trim()).toContain(blob)
    const pem = await written(page, "PEM")
    expect(pem.name).toBe("laptop.pem")
    expect(sshKeygen("-i", "-m", "PKCS8", "-f", pem.path).trim()).toBe(blob)
  })

  const kinds = [
    { kind: "-t ed25519" },
    { kind: "-t ecdsa -b 256" },
    { kind: "-t ecdsa -b 384" },
    { kind: "-t ecdsa -b 521" },
    { kind: "-t rsa -b 2048" },
    { kind: "-t rsa -b 4096" },
  ]
  test.each(kinds)("hands out a key of $kind as ssh-keygen, puttygen and openssl read it", async ({ kind }) => {
    const made = folder.pair(kind.replaceAll(/\W+/g, "-").slice(1), kind)
    const page = await open(await add(made, kind))
    const fingerprint = folder.fingerprint(made)
    const line = await written(page, "OpenSSH")
    const ssh2 = await written(page, "RFC 4716")
    const pem = await written(page, "PEM")
    for (const { path } of [line, ssh2]) expect(run("puttygen", path, "-l")).toContain(fingerprint)
    const readBack = (path: string, format: string) => {
      writeFileSync(`${made} again`, sshKeygen("-i", "-m", format, "-f", path))
      expect(sshKeygen("-lf", `${made} again`)).toContain(fingerprint)
    }
    readBack(ssh2.path, "RFC4716")
    expect(run("openssl", "pkey", "-pubin", "-in", pem.path, "-pubout")).toBe(pem.text)
    if (kind !== "-t ed25519") return readBack(pem.path, "PKCS8")
    // ssh-keygen reads no Ed25519 keys in PEM: their 32 bytes end both forms.
    const lastBytes = (base64: string) => Buffer.from(base64, "base64").subarray(-32)
    const pemBody = pem.text.split("\n").slice(1, -2).join("")
    expect(lastBytes(pemBody)).toEqual(lastBytes(folder.line(made).split(" ")[1] ?? ""))
  })

  test("says that PEM has no form for a security key, and hands it out in the others", async () => {
    const text = newSecurityKeyLine("yubikey")
    const body = { keys: [{ text, name: "yubikey" }] }
    const [result] = (await app.alice.client.call(routes.importKeys, { body })).results
    if (result?.outcome !== "imported") throw new Error("the security key was refused")
    const page = await open(result.key)
    const ssh2 = await written(page, "RFC 4716")
    writeFileSync(join(folder.path, "yubikey"), sshKeygen("-i", "-f", ssh2.path))
    expect(sshKeygen("-lf", join(folder.path, "yubikey"))).toContain(result.key.fingerprint)
    await page.getByRole("tab", { name: "PEM" }).click()
    await page.getByText("This key type cannot be written as PEM.").waitFor()
  })

  test("says who generated a key, and when", async () => {
    const body = { keys: [{ text: folder.line(folder.pair("made", "-t ed25519")), source: "generate" as const }] }
    const [result] = (await app.alice.client.call(routes.importKeys, { body })).results
    if (result?.outcome !== "imported") throw new Error("the key was refused")
    const page = await open(result.key)
    await page.getByText("Generated by alice").waitFor()
    await page.getByText(/^alice, generated /).waitFor()
    expect(await page.getByText("Imported by alice").count()).toBe(0)
  })

  test("is renamed in its place: Enter saves, Escape restores", async () => {
    const renamed = await add(folder.pair("second", "-t ed25519"), "second")
    const page = await open(renamed)
    const rename = async () => {
      await page.getByRole("button", { name: "Actions for" }).click()
      await page.getByRole("menuitem", { name: "Rename" }).click()
    }
    const field = page.getByRole("textbox", { name: "Name" })
    await rename()
    await field.fill("something else")
    await field.press("Escape")
    await page.getByRole("heading", { level: 1, name: "second" }).waitFor()
    await rename()
    await field.fill("laptop")
    await field.press("Enter")
    await page.getByText("You already have a key named “laptop”.").waitFor()
    await field.fill("renamed")
    await field.press("Enter")
    await page.getByRole("heading", { level: 1, name: "renamed" }).waitFor()
    await eventually(() => page.title(), "renamed · Latchkey")
    await page.getByText("Renamed from “second” by alice").waitFor()
  })

  test("says what was done to it, newest first", async () => {
    const changed = await add(folder.pair("changed", "-t ed25519"), "changed")
    const page = await open(changed)
    await page.getByRole("button", { name: "Disable", exact: true }).click()
    await page
      .getByText(/^Disabled .*It opens nothing\.$/)
      .first()
      .waitFor()
    await page.getByRole("button", { name: "Enable", exact: true }).click()
    await page.getByRole("button", { name: "Actions for changed" }).click()
    await page.getByRole("menuitem", { name: "Make it a default key" }).click()
    await page.getByText("Default key", { exact: true }).waitFor()
    const history = page.getByRole("list").filter({ hasText: "Imported by alice" })
    const done = ["Made a default key by alice", "Enabled by alice", "Disabled by alice", "Imported by alice"]
    await eventually(
      async () => (await history.getByRole("listitem").allInnerTexts()).map((text) => text.split("\n")[0]),
      done,
    )
  })

  test("is left for the list when the key is deleted, and is no page any more", async () => {
    const doomed = await add(folder.pair("doomed", "-t ed25519"), "doomed")
    const page = await open(doomed)
    const failed: string[] = []
    page.on("response", (answer) => {
      if (answer.status() >= 400) failed.push(`${answer.status()} ${answer.url()}`)
    })
    await page.getByRole("button", { name: "Actions for doomed" }).click()
    await page.getByRole("menuitem", { name: "Delete" }).click()
    await page.getByRole("textbox", { name: "Type doomed to confirm" }).fill("doomed")
    await page.getByRole("button", { name: "Delete key" }).click()
    await page.getByRole("heading", { level: 1, name: "Keys" }).waitFor()
    await page.getByText("doomed no longer opens anything.").first().waitFor()
    await page.getByRole("row").filter({ hasText: "doomed" }).waitFor({ state: "detached" })
    expect(failed).toEqual([])
    await page.goto(`${app.daemon.url}/keys/${doomed.id}`)
    await page.getByText("There is no such key. It may have been deleted.").waitFor()
    await page.goto(`${app.daemon.url}/keys/nonsense`)
    await page.getByText("There is no such key. It may have been deleted.").waitFor()
  })
})
