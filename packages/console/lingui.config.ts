import { defineConfig } from "@lingui/cli"

/** Whose words are loaded when they are wanted (`withServerWords` and its like in src/i18n.ts), by the catalogue's name. */
const wanted = {
  servers: ["<rootDir>/src/pages/servers", "<rootDir>/src/pages/keys/servers"],
  events: ["<rootDir>/src/pages/overview/*event-words.*"],
  admin: ["<rootDir>/src/pages/admin"],
  openstack: ["<rootDir>/src/pages/account/openstack", "<rootDir>/src/pages/keys/x509"],
  import: [
    "<rootDir>/src/pages/keys/generate",
    "<rootDir>/src/pages/keys/import",
    "<rootDir>/src/pages/keys/key-import-page.tsx",
  ],
}

export default defineConfig({
  sourceLocale: "en",
  locales: ["en", "fr", "nl", "de", "ru"],
  catalogs: [
    // The first path that fits a file's name counts.
    ...Object.entries(wanted).map(([name, include]) => ({ path: `<rootDir>/src/locales/${name}-{locale}`, include })),
    {
      path: "<rootDir>/src/locales/{locale}",
      include: ["<rootDir>/src"],
      exclude: Object.values(wanted).flatMap((paths) =>
        paths.map((path) => (/\.\w+$|\*/.test(path) ? path : `${path}/**`)),
      ),
    },
  ],
  format: "po",
  formatOptions: { lineNumbers: false, origins: false },
})
