import { dialog, go, type Place, press, says } from "./tour.ts"

/** A key pair made in the browser, from its description to its first login. */
export const generatePlaces: readonly Place[] = [
  {
    name: "generate",
    overlaid: true,
    async show(tour) {
      await go(tour, "/keys?generate=1")
      await dialog(tour.page, "Generate a key")
      await tour.page.getByLabel("Name", { exact: true }).fill("atlas-deploy")
    },
  },
  {
    name: "generate-refused",
    overlaid: true,
    async show({ page }) {
      await page.getByLabel("Name", { exact: true }).fill("")
      await press(page, "Generate")
      await says(page, "Give the key a name.")
    },
  },
  {
    name: "generate-passphrase",
    overlaid: true,
    async show({ page }) {
      await page.getByLabel("Name", { exact: true }).fill("atlas-deploy")
      await press(page, "Generate one")
      await says(page, "Very strong")
      for (const file of ["PuTTY .ppk", "PEM"]) await page.getByLabel(file, { exact: true }).check()
    },
  },
  {
    name: "generate-save",
    overlaid: true,
    async show({ page }) {
      await page.getByLabel("No passphrase").check()
      await press(page, "Generate")
      await page.getByRole("heading", { name: "Save the private key before you go on" }).waitFor()
    },
  },
  {
    name: "generate-check",
    overlaid: true,
    async show({ page }) {
      await press(page, "Download atlas-deploy.ppk")
      await page.getByRole("button", { name: "Download atlas-deploy.ppk again" }).waitFor()
      const hello = { name: "hello.txt", mimeType: "text/plain", buffer: Buffer.from("hello") }
      await page.locator("input[type=file]").setInputFiles(hello)
      await page.getByText("This is not a private key.").waitFor()
    },
  },
  {
    name: "generate-leave",
    overlaid: true,
    async show({ page }) {
      await press(page, "Discard this key")
      await dialog(page, "Leave without the private key?")
    },
  },
  {
    name: "generate-matches",
    overlaid: true,
    async show({ page }) {
      await press(page, "Stay")
      const [saved] = await Promise.all([page.waitForEvent("download"), press(page, "Download atlas-deploy")])
      await page.locator("input[type=file]").setInputFiles(await saved.path())
      await says(page, "It matches. The saved file holds this key.")
    },
  },
  {
    name: "generate-use",
    overlaid: true,
    async show({ page }) {
      await press(page, "I have saved it")
      await says(page, "Listening for your key")
    },
  },
  {
    name: "generate-use-putty",
    overlaid: true,
    async show({ page }) {
      await page.getByRole("tab", { name: "PuTTY" }).click()
      await page.getByText(/^In PuTTY open Connection/).waitFor()
    },
  },
]
