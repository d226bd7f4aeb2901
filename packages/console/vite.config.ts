import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { lingui } from "@lingui/vite-plugin"
import babel from "@rolldown/plugin-babel"
import react from "@vitejs/plugin-react"
import { defineConfig, type Plugin } from "vite"
import packageJson from "./package.json" with { type: "json" }
import { readGuide } from "./src/pages/guides/read-guide.ts"

/** Adds `src/theme/color-scheme.js` to the page head as a blocking script, so that no wrong theme is ever painted. */
function blockingColorScheme(): Plugin {
  const source = readFileSync(new URL("./src/theme/color-scheme.js", import.meta.url), "utf8")
  const hash = createHash("sha256").update(source).digest("base64url").slice(0, 8)
  const fileName = `assets/color-scheme-${hash}.js`
  let building = false
  return {
    name: "latchkey-blocking-color-scheme",
    configResolved(config) {
      building = config.command === "build"
    },
    generateBundle() {
      this.emitFile({ type: "asset", fileName, source })
    },
    transformIndexHtml() {
      const src = building ? `/${fileName}` : "/src/theme/color-scheme.js"
      return [{ tag: "script", attrs: { src }, injectTo: "head-prepend" }]
    },
  }
}

/**
 * Takes from the contract what only types and descriptions are made of: the bodies of schemas and the routes' summaries
 * (docs/adr/0008-schemas-are-types-in-the-console.md). It goes by the form that the formatter gives: a statement's further
 * lines are indented, or begin with what closes them.
 */
function contractAsTypes(): Plugin {
  return {
    name: "latchkey-contract-as-types",
    enforce: "pre",
    transform: {
      filter: { id: /\/contract\/src\/(schemas|routes)\/[\w-]+\.ts$/ },
      handler(code) {
        const bare = code
          .replace(/^((?:export )?const \w+ =)\s+z\b.*(?:\n[ )}\]].*)*/gm, "$1 z.any()")
          .replace(/^ {4}summary:\s*".*",$/gm, '    summary: "",')
        return { code: bare, map: null }
      },
    },
  }
}

/** Makes modules of the guides: all of a guide, or with `?head` what the list of guides shows of it. */
function guides(): Plugin {
  return {
    name: "latchkey-guides",
    transform: {
      filter: { id: /\/docs\/guides\/\w+\/[\w-]+\.md(\?head)?$/ },
      handler(markdown, id) {
        const { title, summary, nodes } = readGuide(markdown)
        const module = id.endsWith("?head") ? { title, summary } : { title, summary, nodes }
        return { code: `export default ${JSON.stringify(module)}`, moduleType: "js", map: null }
      },
    },
  }
}

/** How large a picture of the guides is shown, as `?size`: half of its own width and height, for screens with small dots. */
function pictureSizes(): Plugin {
  return {
    name: "latchkey-picture-sizes",
    enforce: "pre",
    load: {
      filter: { id: /\/docs\/guides\/pictures\/[\w/-]+\.png\?size$/ },
      handler(id) {
        // The first chunk of a PNG begins with both (PNG specification, section 11.2.1).
        const png = readFileSync(id.replace(/\?size$/, ""))
        const size = { width: png.readUInt32BE(16) / 2, height: png.readUInt32BE(20) / 2 }
        return { code: `export default ${JSON.stringify(size)}`, moduleType: "js" }
      },
    },
  }
}

/** What connecting a server leaves there: pages show the scripts' own table, which cannot promise something else. */
const hostFiles = readFileSync(new URL("../host/files.txt", import.meta.url), "utf8")

// Both lingui plugins look for their settings here, from whatever folder the build is started.
process.env.LINGUI_CONFIG = `${import.meta.dirname}/lingui.config.ts`

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    contractAsTypes(),
    react(),
    babel({
      cwd: import.meta.dirname,
      include: /\/console\/src\/.*\.tsx?$/,
      plugins: ["@lingui/babel-plugin-lingui-macro"],
    }),
    lingui({ failOnCompileError: true }),
    guides(),
    pictureSizes(),
    blockingColorScheme(),
  ],
  resolve: { alias: { zod: `${import.meta.dirname}/src/schemas-as-types.ts` } },
  define: {
    "import.meta.env.LATCHKEY_VERSION": JSON.stringify(packageJson.version),
    "import.meta.env.LATCHKEY_HOST_FILES": JSON.stringify(hostFiles),
  },
  // data: URLs would need holes in the content security policy.
  build: {
    assetsInlineLimit: 0,
    target: "es2023",
    chunkSizeWarningLimit: 900,
    // Pieces that most pages share join one file: some dozens of small ones compress worse and load slower.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "shared", minShareCount: 7 },
            // What the frame around all pages needs, and few pages besides.
            {
              name: "frame",
              test: /(activity|people|key)-filter\.ts|not-found-page|shell\/(nav|single-keys)\.tsx?$|use-update-account/,
            },
          ],
        },
      },
    },
  },
  // Argon2 is loaded when a file asks for it: pieces of their own need modules.
  worker: { format: "es" },
  server: {
    proxy: { "/api": { target: process.env.LATCHKEY_URL ?? "http://localhost:8022", changeOrigin: true } },
  },
})
