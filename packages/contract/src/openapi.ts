import { z } from "zod"
import { apiPrefix, type Route } from "./route.ts"
import { routes } from "./routes.ts"
import { Problem, statusOf } from "./schemas/problem.ts"

const everywhere = ["invalid", "unauthenticated", "rate_limited", "internal", "unavailable"] as const

/** The API as an OpenAPI 3.1 document, derived from its routes. `serverUrl` is the public address. */
export function openApiDocument(serverUrl: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [operationId, route] of Object.entries<Route>(routes)) {
    const path = `${apiPrefix}${route.path.replace(/:(\w+)/g, "{$1}")}`
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(operationId, route) }
  }
  const document = {
    openapi: "3.1.0",
    info: {
      title: "Latchkey",
      version: "1",
      description: "SSH keys, kept once. Refusals are problem documents (RFC 9457).",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      schemas: namedSchemas(),
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "an API token" },
        cookie: { type: "apiKey", in: "cookie", name: "latchkey", description: "the console's login session" },
      },
    },
  }
  // zod refers to a named schema as to one beside it; here all stand in one place.
  return JSON.parse(JSON.stringify(document).replaceAll('"#/$defs/', '"#/components/schemas/'))
}

/** Every schema that the API names, once. */
function namedSchemas(): Record<string, unknown> {
  const everySchema = Object.values<Route>(routes).flatMap(({ body, response }) => [
    ...(body === undefined ? [] : [definitionsOf(body, "input")]),
    definitionsOf(response, "output"),
  ])
  return Object.assign({}, definitionsOf(Problem, "output"), ...everySchema)
}

function operation(operationId: string, route: Route): Record<string, unknown> {
  const codes = [...new Set([...everywhere, ...route.errors])]
  const problem = { "application/problem+json": { schema: schemaOf(Problem, "output") } }
  const statuses = [...new Set(codes.map((code) => statusOf[code]))]
  const bodyFaults = route.body === undefined ? {} : { 413: "invalid: the body is too large", 415: "invalid: not JSON" }
  return {
    operationId,
    summary: route.summary,
    ...(route.access === "public" ? { security: [] } : { security: [{ token: [] }, { cookie: [] }] }),
    ...(route.access !== "public" && route.access !== "signed-in" && { description: `Scope: ${route.access}` }),
    parameters: [...parameters(route.params, "path"), ...parameters(route.query, "query")],
    ...(route.body !== undefined && {
      requestBody: { required: true, content: { "application/json": { schema: schemaOf(route.body, "input") } } },
    }),
    responses: {
      [route.status]: { description: "Done", ...content(route) },
      ...Object.fromEntries(
        statuses.map((status) => [
          status,
          { description: codes.filter((code) => statusOf[code] === status).join(", "), content: problem },
        ]),
      ),
      ...Object.fromEntries(
        Object.entries(bodyFaults).map(([status, description]) => [status, { description, content: problem }]),
      ),
    },
  }
}

function content(route: Route): Record<string, unknown> {
  if (route.status === 204) return {}
  const type = route.response instanceof z.ZodString ? "text/plain" : "application/json"
  return { content: { [type]: { schema: schemaOf(route.response, "output") } } }
}

function parameters(schema: z.ZodObject | undefined, place: "path" | "query"): readonly Record<string, unknown>[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => ({
    name,
    in: place,
    required: place === "path",
    schema: schemaOf(field, "input"),
  }))
}

/** A schema where it is used: a reference when it has a name. */
function schemaOf(schema: z.core.$ZodType, io: "input" | "output"): Record<string, unknown> {
  const { $defs: _, ...rest } = jsonSchema(schema, io)
  return rest
}

function definitionsOf(schema: z.core.$ZodType, io: "input" | "output"): Record<string, unknown> {
  return jsonSchema(schema, io).$defs ?? {}
}

function jsonSchema(schema: z.core.$ZodType, io: "input" | "output") {
  const options = { io, target: "draft-2020-12", reused: "inline", unrepresentable: "any" } as const
  const { $schema: _, ...rest } = z.toJSONSchema(schema, options)
  return rest
}
