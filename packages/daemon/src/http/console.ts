import { randomBytes } from "node:crypto"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import fastifyStatic from "@fastify/static"
import { CoreError } from "@latchkey/core"
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { noSuchPath } from "./errors.ts"
import { consolePolicy, contentSecurityPolicy, workerPolicy } from "./security-headers.ts"
import type { Site } from "./site.ts"

/** Names without a dot in front in folders without one: no way up, and nothing hidden. */
const filePath = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*\.\w+$/

/** Where the console's page wants the nonce of its style elements. */
const noncePlaceholder = "__CSP_NONCE__"

/**
 * The console: its built files, and its one page for every other path that a browser opens. What is under assets/ has
 * a hash in its name and never changes.
 */
export async function serveConsole(
  app: FastifyInstance,
  { consoleFolder }: Pick<Site, "consoleFolder">,
): Promise<void> {
  await app.register(fastifyStatic, { root: consoleFolder, serve: false, preCompressed: true, index: false })

  const protectWorker = contentSecurityPolicy(workerPolicy)
  app.get<{ Params: { "*": string } }>("/*", async (request, reply) => {
    const path = request.params["*"]
    if (path.startsWith("api/")) throw noSuchPath()
    if (filePath.test(path) && path !== "index.html") {
      const isHashed = path.startsWith("assets/")
      if (path.endsWith(".js")) protectWorker(request, reply)
      return reply.sendFile(path, isHashed ? { maxAge: "365d", immutable: true } : { maxAge: "1h" })
    }
    if (path !== "" && !request.headers.accept?.includes("text/html")) throw noSuchPath()
    return sendPage(request, reply, consoleFolder)
  })
}

async function sendPage(request: FastifyRequest, reply: FastifyReply, consoleFolder: string) {
  const nonce = randomBytes(16).toString("base64")
  contentSecurityPolicy(consolePolicy(nonce))(request, reply)
  reply.type("text/html; charset=utf-8").header("cache-control", "no-store")
  // Read each time: a console that was built anew refers to files of other names.
  const page = await readFile(join(consoleFolder, "index.html"), "utf8").catch(notBuilt)
  return page === undefined
    ? reply.code(503).send(pageWhenNotBuilt)
    : reply.send(page.replaceAll(noncePlaceholder, nonce))
}

function notBuilt(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT") return undefined
  throw new CoreError("unavailable", "the console's files cannot be read", { cause: error })
}

const pageWhenNotBuilt = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Latchkey</title>
<h1>The console is not built</h1>
<p>Start Latchkey with <code>npm start</code>: it builds the console first. The API and the SSH gateway work.</p>
</html>
`
