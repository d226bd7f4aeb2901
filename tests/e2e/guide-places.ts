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
]
