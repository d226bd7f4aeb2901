import { defineConfig } from "@lingui/cli"

/** Whose words are loaded when they are wanted: `withServerWords` of src/i18n.ts. */
const servers = ["<rootDir>/src/pages/servers", "<rootDir>/src/pages/keys/servers"]

export default defineConfig({
  sourceLocale: "en",
  locales: ["en", "fr", "nl", "de", "ru"],
  catalogs: [
    // The first path that fits a file's name counts.
    { path: "<rootDir>/src/locales/servers-{locale}", include: servers },
    {
      path: "<rootDir>/src/locales/{locale}",
      include: ["<rootDir>/src"],
      exclude: servers.map((folder) => `${folder}/**`),
    },
  ],
  format: "po",
  formatOptions: { lineNumbers: false, origins: false },
})
