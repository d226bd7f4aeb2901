import { routes } from "@latchkey/contract"
import { openPerson, projectNamed } from "./server-arrangement.ts"
import { choose, dialog, go, heading, type Place, press, type Tour } from "./tour.ts"

async function showKey(tour: Tour, name: string): Promise<void> {
  const { items } = await (await openPerson(tour)).call(routes.listKeys, { query: { search: name } })
  await go(tour, `/keys/${items.find((key) => key.name === name)?.id}`)
  await tour.page.getByRole("row").filter({ hasText: "web-01" }).first().waitFor()
}

async function showClosed(tour: Tour, title: string): Promise<void> {
  await dialog(tour.page, title)
  await tour.page.getByRole("dialog").getByText("web-01").first().waitFor()
}

/** Keys that open the servers of `serverPlaces`, which come first. */
export const keyServerPlaces: readonly Place[] = [
  {
    name: "key-opens-server",
    async show(tour) {
      await showKey(tour, "laptop")
      await tour.page.getByRole("table", { name: "Recent sign-ins" }).waitFor()
    },
  },
  {
    name: "key-add-to-server",
    overlaid: true,
    async show({ page }) {
      await press(page, "Add to a server")
      await dialog(page, "Add “laptop” to a server")
      await page.getByRole("dialog").getByLabel("Signs in as").waitFor()
    },
  },
  {
    name: "key-expiry-server",
    overlaid: true,
    async show(tour) {
      await showKey(tour, "laptop")
      await press(tour.page, "Actions for laptop")
      await choose(tour.page, "Set expiry")
      await tour.page.getByRole("dialog").getByRole("button", { name: "30 days" }).click()
      await tour.page.getByText(/That closes 2 servers\.$/).waitFor()
    },
  },
  {
    name: "key-disable-server",
    overlaid: true,
    async show(tour) {
      await showKey(tour, "laptop")
      await press(tour.page, "Disable")
      await showClosed(tour, "Disable “laptop”?")
    },
  },
  {
    name: "key-delete-server",
    overlaid: true,
    async show(tour) {
      await showKey(tour, "laptop")
      await press(tour.page, "Actions for laptop")
      await choose(tour.page, "Delete")
      await showClosed(tour, "Delete “laptop”?")
    },
  },
  {
    name: "keys-delete-server",
    overlaid: true,
    async show(tour) {
      await go(tour, "/keys")
      for (const name of ["laptop", "old-tablet"]) await tour.page.getByLabel(`Select ${name}`).check()
      await tour.page.getByRole("toolbar").getByRole("button", { name: "Delete" }).click()
      await showClosed(tour, "Delete 2 keys?")
    },
  },
  {
    name: "member-remove-server",
    overlaid: true,
    async show(tour) {
      await go(tour, `/p/${await projectNamed(await openPerson(tour), "atlas")}`)
      await press(tour.page, "Actions for gwen")
      await choose(tour.page, "Remove from the project")
      await showClosed(tour, "Remove gwen from atlas?")
    },
  },
  {
    name: "key-replace",
    async show(tour) {
      await showKey(tour, "laptop")
      await tour.page.getByRole("link", { name: "Replace", exact: true }).click()
      await heading(tour.page, "Replace laptop")
      // Not old-tablet, the newest: where it opens is for another place to say.
      const newKey = tour.page.getByLabel("New key", { exact: true })
      const option = newKey.getByRole("option", { name: /^git-mirror · / })
      await option.waitFor({ state: "attached" })
      await newKey.selectOption((await option.getAttribute("value")) ?? "")
    },
  },
  {
    name: "key-replacing",
    async show({ page }) {
      await press(page, "Put it everywhere")
      await page.getByRole("row").filter({ hasText: "web-01" }).first().waitFor()
    },
  },
  {
    name: "key-replace-finish",
    overlaid: true,
    async show({ page }) {
      await press(page, "Delete laptop everywhere")
      await dialog(page, "Delete “laptop”?")
    },
  },
  {
    name: "key-being-replaced",
    async show(tour) {
      await showKey(tour, "laptop")
      await tour.page.getByText(/^Being replaced by/).waitFor()
    },
  },
  {
    name: "key-replace-back-out",
    overlaid: true,
    async show({ page }) {
      await page.getByRole("link", { name: "Go on with it" }).click()
      await press(page, "Back out")
      await dialog(page, "Back out of the replacement?")
    },
  },
  {
    name: "key-deleted-receipt",
    overlaid: true,
    said: true,
    async show(tour) {
      await showKey(tour, "old-tablet")
      await press(tour.page, "Actions for old-tablet")
      await choose(tour.page, "Delete")
      await showClosed(tour, "Delete “old-tablet”?")
      await tour.page.getByLabel("Type old-tablet to confirm").fill("old-tablet")
      await press(tour.page, "Delete key")
      const toast = tour.page.getByRole("alert").filter({ hasText: "old-tablet is deleted." })
      await toast.getByText("In effect on none of 1 server yet").waitFor()
      await toast.getByRole("list", { name: "Not in effect yet" }).waitFor()
    },
  },
]
