import { execFileSync } from "node:child_process"
import { type Client, routes } from "@latchkey/contract"
import { sshKeyId } from "@latchkey/core"
import { withDatabase } from "../kit/accounts.ts"
import { openBrowser } from "../kit/daemon.ts"
import { openKeyFolder } from "./real-keys.ts"
import { go, heading, type Place, press, type Tour } from "./tour.ts"

async function openAccount({ app }: Tour, handle: string): Promise<Client> {
  const { client, signIn } = await openBrowser(app.daemon)
  await signIn(handle)
  return client
}

/** A key that one account uses, and of which another one proves that it holds the private half. */
async function addClaim(tour: Tour, name: string, holder: Client, claimant: Client): Promise<void> {
  const folder = openKeyFolder()
  try {
    const file = folder.pair(name, "-t ed25519")
    const keys = [{ text: folder.line(file), name }]
    const [imported] = (await holder.call(routes.importKeys, { body: { keys } })).results
    if (imported?.outcome !== "imported") throw new Error(`${name} was refused`)
    const use = { keyId: sshKeyId(imported.key.id), at: Date.now(), from: "198.51.100.7" }
    await withDatabase(tour.app.daemon, ({ stores }) => stores.sshKeys.recordUses([use]))
    const asked = await claimant.call(routes.challengeOwnership, { body: { publicKey: folder.line(file) } })
    const args = ["-q", "-Y", "sign", "-n", asked.namespace, "-f", file]
    const signature = execFileSync("ssh-keygen", args, { input: asked.text, encoding: "utf8" })
    const { outcome } = await claimant.call(routes.proveOwnership, { params: { id: asked.id }, body: { signature } })
    if (outcome !== "waiting") throw new Error(`the claim of ${name} is ${outcome}`)
  } finally {
    folder.remove()
  }
}

/** The proof that a key is one's own. */
export const ownershipPlaces: readonly Place[] = [
  {
    name: "ownership",
    overlaid: true,
    async show(tour) {
      await go(tour, "/keys")
      await tour.page.getByRole("link", { name: "laptop", exact: true }).click()
      await heading(tour.page, "laptop")
      await press(tour.page, "Verify ownership")
      await tour.page.getByRole("tab", { name: "By signing in" }).waitFor()
    },
  },
  {
    name: "ownership-refused",
    overlaid: true,
    async show({ page }) {
      await page.getByLabel("Signature").fill("hello")
      await press(page, "Verify")
      await page.getByRole("dialog").getByRole("alert").waitFor()
    },
  },
  {
    name: "ownership-login",
    overlaid: true,
    async show({ page }) {
      await page.getByRole("tab", { name: "By signing in" }).click()
      await page.getByText(/^Sign in with this key: there is nothing to paste then\./).waitFor()
    },
  },
  {
    name: "ownership-claims",
    async show(tour) {
      const [alice, gwen] = [await openAccount(tour, "alice"), await openAccount(tour, "gwen")]
      await addClaim(tour, "shared-key", alice, gwen)
      await addClaim(tour, "found-key", gwen, alice)
      await go(tour, "/keys")
      await tour.page.getByText("Another account proved that it holds “shared-key”").waitFor()
      await tour.page.getByText(/^You proved that you hold/).waitFor()
    },
  },
]
