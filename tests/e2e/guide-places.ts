import { go, heading, type Place } from "./tour.ts"

/** The guides, as somebody who is signed in reads them. */
export const guidePlaces: readonly Place[] = [
  {
    name: "guides",
    async show(tour) {
      await go(tour, "/guides")
      await tour.page.getByRole("link", { name: "Do I have a key?" }).waitFor()
    },
  },
  {
    name: "guide",
    async show(tour) {
      await go(tour, "/guides/permission-denied#password")
      await heading(tour.page, "Permission denied")
      await tour.page.locator("#password[data-sought]").waitFor()
    },
  },
  {
    name: "guide-openstack",
    async show(tour) {
      await go(tour, "/guides/openstack#differences")
      await heading(tour.page, "OpenStack tools")
      await tour.page.locator("#differences[data-sought]").waitFor()
    },
  },
  {
    name: "guide-pictures",
    async show(tour) {
      await go(tour, "/guides/putty")
      await heading(tour.page, "Log in with PuTTY")
      for (const picture of await tour.page.getByRole("img", { name: /^PuTTY at/ }).all()) {
        await picture.scrollIntoViewIfNeeded()
        await tour.page.waitForFunction(
          (image) => image instanceof HTMLImageElement && image.naturalWidth > 0,
          await picture.elementHandle(),
        )
      }
    },
  },
]
