import { readFileSync } from "node:fs"
import { basename } from "node:path"
import { routes } from "@latchkey/contract"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../kit/accounts.ts"
import { unsoundRsaLine } from "../kit/public-line.ts"
import { drop, eventually, noBrowser, paste, spoken, startConsole, type TestConsole, timeout } from "./kit.ts"
import { type KeyFolder, noKeyTools, openKeyFolder } from "./real-keys.ts"

describe.skipIf(noBrowser || noKeyTools)("the import page", { timeout }, () => {
  let app: TestConsole
  let folder: KeyFolder
  beforeAll(async () => {
    app = await startConsole()
    folder = openKeyFolder()
  })
  afterAll(async () => {
    await app?.close()
    folder?.remove()
  })
  afterEach(() => expect(app.faults()).toEqual([]))

  const card = (page: Page, number: number) => page.getByRole("listitem", { name: `Number ${number}`, exact: true })
  const nameOf = (page: Page, number: number) => card(page, number).getByRole("textbox", { name: "Name" }).inputValue()
  const hasBadge = (page: Page, number: number, badge: string) =>
    card(page, number).getByText(badge, { exact: true }).waitFor()
  const summary = (page: Page, words: string) => page.getByText(words, { exact: true }).waitFor()
  const storedKeys = async (search: string) =>
    (await app.alice.client.call(routes.listKeys, { query: { search } })).items

  async function importAll(page: Page, label: string): Promise<void> {
    await page.getByRole("button", { name: label, exact: true }).click()
  }

  test("says of a text without a key that there is none", async () => {
    const page = await app.open("/keys/import")
    await page.getByRole("textbox", { name: "Public keys" }).waitFor()
    await paste(page, `SHA256:${"x".repeat(43)}`)
    await page.getByRole("heading", { name: "No key found" }).waitFor()
    await summary(page, "1 line is no key")
  })

  test("takes pasted keys in many forms, says what it repaired and converted, and imports them all", async () => {
    const ed25519 = folder.pair("laptop", "-t ed25519", "alice@laptop")
    const wrapped = folder.pair("desktop", "-t ecdsa -b 384", "alice@desktop")
    const putty = folder.pair("rsa-key", "-t rsa -b 3072", "rsa-key-20260214")
    const pem = folder.pair("pem", "-t ecdsa -b 256", "lost in PEM")
    const limited = folder.pair("limited", "-t ed25519", "deploy@build")
    const text = [
      folder.line(ed25519),
      folder.line(wrapped).replace(/(.{60})/g, "$1\n"),
      folder.puttyPublic(putty),
      folder.pemPublic(pem),
      `from="192.0.2.1",no-pty ${folder.line(limited)}`,
    ].join("\n")

    const page = await app.open("/keys/import")
    await page.getByRole("textbox", { name: "Public keys" }).waitFor()
    await paste(page, text)

    await page.getByRole("heading", { name: "Found 5 keys" }).waitFor()
    await summary(page, "5 ready to import")
    await eventually(() => spoken(page, "polite"), "Found 5 keys. 5 ready to import.")
    for (const [number, file] of [ed25519, wrapped, putty, pem, limited].entries()) {
      await card(page, number + 1)
        .getByText(folder.fingerprint(file))
        .waitFor()
    }
    await hasBadge(page, 1, "Ready")
    expect(await nameOf(page, 1)).toBe("alice-laptop")
    await card(page, 2).getByText("Wrapped lines were joined.").waitFor()
    await hasBadge(page, 2, "Ready")
    await hasBadge(page, 3, "Ready, converted")
    await card(page, 3).getByText("Converted from PuTTY's SSH2 format. The key itself is unchanged.").waitFor()
    await hasBadge(page, 4, "Ready, converted")
    await card(page, 4).getByText("Converted from PEM. PEM has no comment, so give it a name.").waitFor()
    await card(page, 5).getByText('from="192.0.2.1",no-pty').waitFor()

    await card(page, 4).getByRole("textbox", { name: "Name" }).fill("from openssl")
    await importAll(page, "Import 5 keys")
    for (const number of [1, 2, 3, 4, 5]) await hasBadge(page, number, "Imported")
    await eventually(() => spoken(page, "polite"), "5 keys imported.")
    await page.getByRole("heading", { name: "Test it" }).waitFor()
    for (const file of [ed25519, wrapped, putty, pem, limited]) {
      const [key] = await storedKeys(folder.fingerprint(file))
      expect(key?.publicKey.split(" ").slice(0, 2)).toEqual(folder.line(file).split(" ").slice(0, 2))
    }
    expect((await storedKeys(folder.fingerprint(pem)))[0]?.name).toBe("from openssl")
  })

  test("takes files by the picker: PuTTY's public file, an OpenSSH file of any name and a PEM file", async () => {
    const key = folder.pair("picked", "-t rsa -b 3072", "")
    const other = folder.pair("other-picked", "-t ed25519", "nas@home")
    const page = await app.open("/keys/import")
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("button", { name: "Choose files" }).click(),
    ])
    await chooser.setFiles([
      { name: "office.pub", mimeType: "", buffer: Buffer.from(folder.puttyPublic(key)) },
      { name: "no extension at all", mimeType: "", buffer: Buffer.from(folder.line(other)) },
    ])
    await page.getByRole("heading", { name: "Found 2 keys" }).waitFor()
    const files = page.getByRole("list", { name: "Files" })
    await files.getByText("office.pub").waitFor()
    await eventually(() => nameOf(page, 1), "office")
    await importAll(page, "Import 2 keys")
    await hasBadge(page, 2, "Imported")
    expect(await storedKeys(folder.fingerprint(key))).toHaveLength(1)
  })

  test("reads the public half of dropped .ppk files of both versions, and says so", async () => {
    const first = folder.pair("putty-two", "-t ed25519", "putty two")
    const second = folder.pair("putty-three", "-t ecdsa -b 521", "putty three")
    const files = [folder.ppk(first, 2), folder.ppk(second, 3, "a passphrase")]
    const page = await app.open("/keys/import")
    await drop(
      page,
      files.map((path) => ({ name: basename(path), content: readFileSync(path) })),
    )
    await page.getByRole("heading", { name: "Found 2 keys" }).waitFor()
    for (const [index, file] of [first, second].entries()) {
      const shown = page.getByRole("listitem").filter({ hasText: folder.fingerprint(file) })
      await shown.getByText("Ready, public half", { exact: true }).waitFor()
      await shown
        .getByText(
          "This file also holds your private key. Only the public half was read; the rest never left this browser.",
        )
        .waitFor()
      await shown.getByText(basename(files[index] ?? "")).waitFor()
    }
    await importAll(page, "Import 2 keys")
    await eventually(() => spoken(page, "polite"), "2 keys imported.")
  })

  test("takes a dropped file on a page that came by plain HTTP from another computer", async () => {
    const page = await app.open("/")
    // Browsers leave this one out there.
    await page.addInitScript(() => Object.defineProperty(crypto, "randomUUID", { value: undefined }))
    await page.goto(`${app.daemon.url}/keys/import`)
    await drop(page, [
      { name: "plain.pub", content: readFileSync(`${folder.pair("plain", "-t ed25519", "plain")}.pub`) },
    ])
    await page.getByRole("heading", { name: "Found 1 key" }).waitFor()
  })

  test("imports ten good keys and reports the one broken line among them with its number", async () => {
    const lines = Array.from({ length: 10 }, (_, index) => folder.line(folder.pair(`many-${index}`, "-t ed25519")))
    const broken = (lines[4] ?? "").replace(/^(\S+ \S{40})\S+ .*/, "$1")
    const page = await app.open("/keys/import")
    await page.getByRole("textbox", { name: "Public keys" }).waitFor()
    await paste(page, [...lines.slice(0, 5), broken, ...lines.slice(5)].join("\n"))
    await page.getByRole("heading", { name: "Found 11 keys" }).waitFor()
    await summary(page, "10 ready to import, 1 refused")
    await hasBadge(page, 6, "Refused")
    await card(page, 6)
      .getByText(/^The end of this key is missing: only \d+ of 51 bytes are here\.$/)
      .waitFor()
    await card(page, 6).getByText("Copy the whole line.").waitFor()
    await card(page, 6).getByText("Line 6").waitFor()
    await importAll(page, "Import 10 keys")
    await eventually(() => spoken(page, "polite"), "10 keys imported.")
    expect(await storedKeys("many-")).toHaveLength(10)
  })

  test("tells a key that is already there, one pasted twice, and one that another account holds", async () => {
    const mine = folder.pair("mine", "-t ed25519", "mine")
    const twice = folder.pair("twice", "-t ed25519", "twice")
    const theirs = folder.pair("theirs", "-t ed25519", "theirs")
    const bob = await addAccount(app.daemon, "bob")
    await bob.client.call(routes.importKeys, { body: { keys: [{ text: folder.line(theirs) }] } })
    await app.alice.client.call(routes.importKeys, {
      body: { keys: [{ text: folder.line(mine), name: "the old one" }] },
    })
    const page = await app.open("/keys/import")
    await page.getByRole("textbox", { name: "Public keys" }).waitFor()
    await paste(page, [mine, twice, twice, theirs].map((file) => folder.line(file)).join("\n"))

    await hasBadge(page, 1, "Already yours")
    await card(page, 1).getByText("You have this key as “the old one”.").waitFor()
    await hasBadge(page, 3, "Duplicate")
    await card(page, 3).getByText("Same key as number 2 above.").waitFor()
    await importAll(page, "Import 2 keys")
    await hasBadge(page, 2, "Imported")
    await hasBadge(page, 4, "Refused")
    await card(page, 4)
      .getByText(/^Another account here already holds this key, and a key can have only one owner\./)
      .waitFor()
    await card(page, 1).getByRole("link", { name: "Open it" }).click()
    await page.getByRole("heading", { level: 1, name: "the old one" }).waitFor()
  })

  test("refuses keys that are too weak, and warns of those that soon will be", async () => {
    const page = await app.open("/keys/import")
    await page.getByRole("textbox", { name: "Public keys" }).waitFor()
    const short = folder.pair("short", "-t rsa -b 1024")
    const weak = folder.pair("weak", "-t rsa -b 2048")
    await paste(page, [short, weak].map((file) => folder.line(file)).join("\n"))
    await summary(page, "1 ready to import, 1 refused")
    await hasBadge(page, 1, "Refused")
    await card(page, 1).getByText("RSA 1024 is too short to be safe. Use a new key instead.").waitFor()
    await hasBadge(page, 2, "Ready, weak")
    await card(page, 2).getByText("RSA 2048 is below the 3072 bits that last.").waitFor()
  })

  test("names what makes a key unsafe, how bad that is and what to do", async () => {
    const page = await app.open("/keys/import")
    await page.getByRole("textbox", { name: "Public keys" }).waitFor()
    await paste(page, unsoundRsaLine("unsound"))
    await hasBadge(page, 1, "Refused")
    await card(page, 1)
      .getByText(/^Serious: Its modulus can be divided by a small number.* \(3\) Make a new key, and remove this one/)
      .waitFor()
  })

  test("says in one sentence that a text holds no key, and imports nothing", async () => {
    const page = await app.open("/keys/import")
    const box = page.getByRole("textbox", { name: "Public keys" })
    await box.fill("my password is on the yellow note")
    await page
      .getByText(/A public key starts with ssh-ed25519/)
      .first()
      .waitFor()
    expect(await page.getByRole("button", { name: "Nothing to import" }).getAttribute("aria-disabled")).toBe("true")
    await box.fill("")
    await page.getByRole("heading", { name: "Where is my public key?" }).waitFor()
    const files = [{ name: "noise.bin", content: new Uint8Array(1024 * 1024 + 1).fill(7) }]
    await drop(page, files)
    await page.getByText("This is larger than 1 MiB.").waitFor()
  })

  test("keeps a name with bidirectional and control characters out, and shows a comment with them escaped", async () => {
    const page = await app.open("/keys/import")
    const box = page.getByRole("textbox", { name: "Public keys" })
    await box.waitFor()
    const key = folder.pair("bidi", "-t ed25519", "evil\u202etxt.exe")
    await paste(page, folder.line(key))
    await page.getByRole("heading", { name: "Found 1 key" }).waitFor()
    expect(await card(page, 1).innerText()).not.toContain("\u202e")
    await card(page, 1).getByRole("textbox", { name: "Name" }).fill("name\u202e")
    await card(page, 1).getByText("A name has no control or invisible characters.").waitFor()
    await importAll(page, "Import 1 key")
    expect(await storedKeys(folder.fingerprint(key))).toEqual([])
  })
})
