import { routes } from "@latchkey/contract"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { newPublicLine, newRsaLine } from "../kit/public-line.ts"
import { eventually, noBrowser, startConsole, type TestConsole, timeout } from "./kit.ts"

describe.skipIf(noBrowser)("the key policy in the console", { timeout }, () => {
  let app: TestConsole
  beforeAll(async () => {
    app = await startConsole()
    const keys = [{ text: newRsaLine(2048, "small") }, { text: newPublicLine("laptop") }]
    await app.alice.client.call(routes.importKeys, { body: { keys } })
  })
  afterAll(() => app?.close())
  afterEach(() => expect(app.faults()).toEqual([]))

  const policy = async () => (await app.alice.client.call(routes.showKeyPolicy, {})).policy

  test("a change is saved only after it was shown what it does", async () => {
    const page = await app.open("/admin/key-policy")
    const save = page.getByRole("button", { name: /^Save/ })
    await page.getByLabel("Smallest RSA key").selectOption("3072")
    await page.getByLabel(/^The policy holds for them too/).check()
    await eventually(() => save.count(), 0)
    await page.getByRole("button", { name: "Show what it changes" }).click()
    await page.getByText("1 key stops opening").waitFor()
    await page.getByRole("cell", { name: "small", exact: true }).waitFor()
    expect(await policy()).toMatchObject({ minimumRsaBits: 2048 })

    // What is edited after the preview was not shown.
    await page.getByLabel("Longest lifetime").selectOption("90")
    await eventually(() => save.count(), 0)
    await page.getByRole("button", { name: "Show what it changes" }).click()
    await page.getByRole("button", { name: "Save and stop 1 key" }).click()
    await page.getByText("Last changed by alice").waitFor()
    expect(await policy()).toMatchObject({ minimumRsaBits: 3072, maximumLifetimeDays: 90, existingKeys: "apply" })

    await page.goto(`${app.daemon.url}/keys?health=stopped`)
    await page.getByRole("link", { name: "small", exact: true }).click()
    await page.getByText("The key policy of this Latchkey has stopped this key.", { exact: false }).waitFor()
    await page.getByText("Serious: RSA 2048 is too short to be safe. Use a new key instead.").waitFor()
  })

  test("an expiry beyond the longest lifetime cannot be chosen", async () => {
    const page = await app.open("/keys")
    await page.getByRole("button", { name: "Actions for laptop" }).click()
    await page.getByRole("menuitem", { name: "Set expiry" }).click()
    const dialog = page.getByRole("dialog")
    await dialog.getByRole("button", { name: "30 days" }).waitFor()
    await eventually(() => dialog.getByRole("button", { name: "1 year" }).count(), 0)
    await eventually(() => dialog.getByRole("button", { name: "Remove the expiry" }).count(), 0)
    await dialog.getByLabel("Expires on").fill("2099-01-01")
    await dialog.getByText(/Keys here live at most 90 days/).waitFor()
  })

  test("a blocklist is read here first, and stops keys when it is saved", async () => {
    const { items } = await app.alice.client.call(routes.listKeys, { query: { name: "laptop" } })
    const page = await app.open("/admin/key-policy")
    const choose = (name: string, text: string) =>
      page.locator('input[type="file"]').setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) })
    await page.getByText("The list is empty").waitFor()
    await choose("id_ed25519", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n")
    await page.getByText("This file holds a private key. It was not sent.").waitFor()
    await choose("leaked.txt", `# leaked\n${items[0]?.fingerprint}\nnonsense\n`)
    await page.getByText("Will be replaced by leaked.txt").waitFor()
    await page.getByRole("button", { name: "Show what it changes" }).click()
    await page.getByText("The new blocklist has 1 entry.").waitFor()
    await page.getByText("1 line names no key and is left out").waitFor()
    await page.getByRole("button", { name: "Save and stop 1 key" }).click()
    await page.getByText("1 entry", { exact: true }).waitFor()
    const { items: stopped } = await app.alice.client.call(routes.listKeys, { query: { name: "laptop" } })
    expect(stopped[0]).toMatchObject({ status: "stopped", concerns: [{ code: "blocklist" }] })
    const stoppedPage = await app.open(`/keys/${stopped[0]?.id}`)
    await stoppedPage.getByText("This key opens nothing: it was put on the blocklist after it was added.").waitFor()
    await stoppedPage.getByText(/^Serious: This key is on the blocklist of this Latchkey\./).waitFor()
    await page.getByRole("button", { name: "Empty the list" }).click()
    await page.getByRole("button", { name: "Show what it changes" }).click()
    await page.getByText("1 key opens again").waitFor()
    await page.getByRole("button", { name: "Save the policy" }).click()
    await page.getByText("The list is empty").waitFor()
  })

  test("a key that came before the policy says that no such key is added now", async () => {
    const { revision, policy: before } = await app.alice.client.call(routes.showKeyPolicy, {})
    await app.alice.client.call(routes.updateKeyPolicy, {
      body: { revision, policy: { ...before, allowedKeyTypes: ["ssh-ed25519"], existingKeys: "keep" } },
    })
    const page = await app.open("/keys")
    await page.getByRole("link", { name: "small", exact: true }).click()
    await page.getByText(/^This key is weak, and could not be added today\./).waitFor()
    await page.getByText(/^Serious: Keys of type RSA are not accepted here\./).waitFor()
    await page.getByText(/^Serious: RSA 2048 is too short to be safe\./).waitFor()
    const { revision: last } = await app.alice.client.call(routes.showKeyPolicy, {})
    await app.alice.client.call(routes.updateKeyPolicy, { body: { revision: last, policy: before } })
  })

  test("whoever saves second is told what the first has changed, and chooses", async () => {
    const page = await app.open("/admin/key-policy")
    await page.getByLabel("RSA keys are weak below").selectOption("8192")
    await page.getByRole("button", { name: "Show what it changes" }).click()
    await page.getByRole("button", { name: "Save the policy" }).waitFor()
    const { revision, policy: before } = await app.alice.client.call(routes.showKeyPolicy, {})
    await app.alice.client.call(routes.updateKeyPolicy, {
      body: { revision, policy: { ...before, maximumLifetimeDays: 365 } },
    })
    await page.getByRole("button", { name: "Save the policy" }).click()
    await page.getByText(/alice has changed the policy since you looked/).waitFor()
    await page.getByText("Longest lifetime: 365 days").waitFor()
    expect(await policy()).toMatchObject({ maximumLifetimeDays: 365, advisedRsaBits: before.advisedRsaBits })
    await page.getByRole("button", { name: "Take the new policy" }).click()
    await eventually(() => page.getByLabel("Longest lifetime").inputValue(), "365")
    await eventually(() => page.getByLabel("RSA keys are weak below").inputValue(), String(before.advisedRsaBits))
  })
})
