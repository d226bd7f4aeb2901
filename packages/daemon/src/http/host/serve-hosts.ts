import {
  acknowledgeBundles,
  authenticateHost,
  type Change,
  type Context,
  CoreError,
  enrolmentPath,
  enrolServer,
  followHost,
  lookUpEnrolment,
  noteFetchedScript,
  recordLogins,
  refreshBundles,
  reportCondition,
  reportFoundKeys,
  seenIn,
  signersAmong,
} from "@latchkey/core"
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { z } from "zod"
import { originOf } from "../origin.ts"
import type { Site } from "../site.ts"
import { batchAcknowledgements } from "./acknowledgements.ts"
import { answerPoll } from "./answer-poll.ts"
import { readEnrolScript } from "./enrol-script.ts"
import { foundKeysLimit, readFoundKeys } from "./found-text.ts"
import { gatherChanges } from "./gather-changes.ts"
import { requireProofs } from "./host-key-proof.ts"
import { enrolmentLimit, readBundleQuery, readEnrolment, readReport, reportLimit } from "./host-text.ts"
import { createHub } from "./hub.ts"
import { foundReports, limitEach, limitHosts, overtakes } from "./limit-hosts.ts"
import { requireSafeWay } from "./safe-way.ts"
import { readScripts } from "./scripts-text.ts"
import { serveTrust } from "./serve-trust.ts"
import { speakText } from "./text-door.ts"

/** What a server waits at. */
export const bundlePath = "/host/v1/bundle"

/** Polls that one daemon holds: above what it is meant for, and below what would take all of its memory. */
const mostPolls = 20_000

const Path = z.object({ code: z.string() })
const Body = z.string().default("")

/** What connected servers ask, and the script that connects them: docs/host-channel.md. */
export async function serveHosts(app: FastifyInstance, site: Site): Promise<void> {
  const { changes, logger, metrics, ports } = site
  const script = await readEnrolScript(site.hostFolder)
  // As the database has them, so that all daemons say the same.
  const signers = async () => signersAmong(await ports.database.stores.bundleKeys.list())
  const scripts = await readScripts(site.hostFolder)
  const installation = async () => ({ signers: await signers(), scripts: scripts?.hash })
  const tell = async (told: Promise<readonly Change[]>) => changes.announce(await told)
  const hub = createHub({
    changes,
    log: logger,
    clock: ports.clock,
    async refresh(servers) {
      const wanted = await refreshBundles(ports, servers, await installation())
      site.bundleSigner.lookAgain()
      const changed = wanted.filter(({ isNew }) => isNew).map(({ projectId }) => projectId)
      if (changed.length > 0) await tell(seenIn(ports, changed))
      return wanted
    },
    serversOf: (accounts) => ports.database.stores.hosts.listServersOf(accounts),
  })
  const acknowledgements = batchAcknowledgements((batch) => tell(acknowledgeBundles(ports, batch)), logger)
  const news = gatherChanges(changes)
  metrics.observeHostPolls(hub.held)
  app.addHook("preClose", async () => {
    await hub.stop()
    await acknowledgements.stop()
    news.stop()
  })

  const contextOf = (request: FastifyRequest): Context => ({ ...ports, origin: originOf(request, "host") })

  await app.register(async (scope) => {
    speakText(scope, site)
    const limited = limitHosts(scope)
    const overtakeLimit = limitEach(scope, overtakes)
    const serverOf = (request: FastifyRequest) =>
      limited(request, (token) => authenticateHost(contextOf(request), token))

    async function hold(request: FastifyRequest, reply: FastifyReply): Promise<void> {
      const { have, nonce, hold } = readBundleQuery(request.query)
      const server = await serverOf(request)
      const signer = site.bundleSigner
      await signer.requireKey()
      if (hub.held() >= mostPolls || site.isStopping()) {
        throw new CoreError("unavailable", "this Latchkey takes no more servers now", { retryAfter: 5 })
      }
      const { version, acknowledgedVersion: known } = server
      // What a machine says that nobody has confirmed is not believed.
      const acknowledged = server.state === "connected" ? have : 0
      // Each is an event: once does, and what does it again and again is no restored database.
      if (acknowledged > version) await overtakeLimit(request)
      if (acknowledged > version || acknowledged < known) await followHost(contextOf(request), server, acknowledged)
      acknowledgements.add({ serverId: server.id, version: acknowledged }, acknowledged > known)
      hub.hold(server.id, {
        have,
        enrolledAt: server.enrolledAt,
        patience: hold * 1000,
        answer(answer) {
          metrics.countHostAnswer(answer.kind)
          void answerPoll(reply, answer, nonce, signer)
        },
      })
    }

    scope.get(`${enrolmentPath}/:code`, async (request, reply) => {
      const { code } = Path.parse(request.params)
      const server = await lookUpEnrolment(contextOf(request), code)
      await site.bundleSigner.requireKey()
      const url = ports.publicUrl()
      requireSafeWay(url, site.allowsInsecureHttp)
      if (script === undefined || scripts === undefined)
        throw new CoreError("unavailable", "the scripts for servers are not installed here")
      await tell(noteFetchedScript(ports, server, code))
      reply.type("text/x-shellscript; charset=utf-8").header("cache-control", "no-store")
      return script({ url, code, serverId: server.id, signers: await signers(), scripts: scripts.hash })
    })

    scope.post("/host/v1/enrol", { bodyLimit: enrolmentLimit }, async (request, reply) => {
      const { code, ...report } = readEnrolment(Body.parse(request.body))
      await site.bundleSigner.requireKey()
      const context = contextOf(request)
      const hostKeys = requireProofs(report.hostKeys, (await lookUpEnrolment(context, code)).id, code)
      const { server, token } = await enrolServer(context, code, { ...report, hostKeys })
      reply.code(201).type("text/plain; charset=utf-8").header("cache-control", "no-store")
      return `server ${server.id}\ntoken ${token}\n`
    })

    // No promise is given back: for each the framework would keep what waits for its answer.
    scope.get(bundlePath, { config: { rateLimit: false } }, (request, reply) => {
      hold(request, reply).catch((error: unknown) => reply.send(error))
    })

    serveTrust(scope, site, scripts, { serverOf, contextOf })

    const foundLimit = limitEach(scope, foundReports)
    scope.post(
      "/host/v1/found",
      { bodyLimit: foundKeysLimit, config: { rateLimit: false } },
      async (request, reply) => {
        const server = await serverOf(request)
        await foundLimit(request)
        const found = readFoundKeys(Body.parse(request.body), ports.secrets.id)
        if (found !== undefined) await tell(reportFoundKeys(ports, server, found))
        return reply.code(204).send()
      },
    )

    scope.post("/host/v1/report", { bodyLimit: reportLimit, config: { rateLimit: false } }, async (request, reply) => {
      const server = await serverOf(request)
      const { condition, logins } = readReport(Body.parse(request.body))
      const { changes: seen, ...counts } = await recordLogins(contextOf(request), server, logins)
      metrics.countLoginReports(counts)
      news.add(seen)
      if (condition !== undefined) await tell(reportCondition(ports, server, condition))
      return reply.code(204).send()
    })
  })
}
