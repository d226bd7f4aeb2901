import type { FastifyInstance, FastifyRequest } from "fastify"
import { z } from "zod"
import type { Site } from "../../http/site.ts"
import { identityUrl, sendJson } from "../door.ts"
import { WordedFault } from "../faults.ts"
import { renderCatalog } from "./catalog.ts"
import { domain } from "./domain.ts"
import { linksOf, type SignedInWork } from "./identity-call.ts"

const ById = z.object({ id: z.string() })

/** The one domain, and what the catalog tells, as lists of their own: the same for everybody. */
export function serveCatalog(scope: FastifyInstance, site: Site, signedIn: SignedInWork): void {
  const url = () => identityUrl(site)
  const domains = () => [
    {
      ...domain,
      description: "",
      enabled: true,
      tags: [],
      options: {},
      links: { self: `${url()}/domains/${domain.id}` },
    },
  ]
  const catalog = () => renderCatalog(site.ports.publicUrl())
  const services = () =>
    catalog().map(({ id, name, type }) => ({
      ...{ id, name, type, description: "", enabled: true },
      links: { self: `${url()}/services/${id}` },
    }))
  const endpoints = () =>
    catalog().flatMap(({ id: serviceId, endpoints: of }) =>
      of.map((endpoint) => ({
        ...{ ...endpoint, service_id: serviceId, enabled: true },
        links: { self: `${url()}/endpoints/${endpoint.id}` },
      })),
    )

  const nouns = [
    ["domain", "domains", domains],
    ["service", "services", services],
    ["endpoint", "endpoints", endpoints],
  ] as const
  for (const [noun, path, all] of nouns) {
    scope.get(
      `/v3/${path}`,
      signedIn(async (_context, _actor, request, reply) => {
        const items = all().filter((item) => isAskedFor(item, request))
        return sendJson(reply, 200, { [path]: items, links: linksOf(request, site) })
      }),
    )
    scope.get(
      `/v3/${path}/:id`,
      signedIn(async (_context, _actor, request, reply) => {
        const { id } = ById.parse(request.params)
        const found = all().find((item) => item.id === id)
        if (found === undefined) throw new WordedFault("not_found", `Could not find ${noun}: ${id}.`)
        return sendJson(reply, 200, { [noun]: found })
      }),
    )
  }
}

/** Whether a thing is what the query's parameters say of it; those that no such thing has say nothing. */
function isAskedFor(item: object, { query }: FastifyRequest): boolean {
  const wanted = Object.entries(z.record(z.string(), z.unknown()).parse(query))
  const facts = new Map<string, unknown>(Object.entries(item))
  return wanted.every(([name, value]) => !facts.has(name) || String(facts.get(name)) === String(value))
}
