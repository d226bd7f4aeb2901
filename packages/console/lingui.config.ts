import { defineConfig } from "@lingui/cli"

/** Whose words are loaded when they are wanted: `withServerWords` and `withEventWords` of src/i18n.ts. */
const events = "<rootDir>/src/pages/overview/*event-words.*"
const servers = ["<rootDir>/src/pages/servers", "<rootDir>/src/pages/keys/servers"]

export default defineConfig({
  sourceLocale: "en",
  locales: ["en", "fr", "nl", "de", "ru"],
  catalogs: [
    // The first path that fits a file's name counts.
    { path: "<rootDir>/src/locales/servers-{locale}", include: servers },
    { path: "<rootDir>/src/locales/events-{locale}", include: [events] },
    {
      path: "<rootDir>/src/locales/{locale}",
      include: ["<rootDir>/src"],
      exclude: [events, ...servers.map((folder) => `${folder}/**`)],
    },
  ],
  format: "po",
  formatOptions: { lineNumbers: false, origins: false },
})
