import { computePath, identityPath } from "../door.ts"

/** The one region of this installation. */
const region = "RegionOne"

/** Who an endpoint is for; here all are the same. */
const interfaces = ["public", "internal", "admin"] as const

/** What there is, in the order in which it is listed. */
const services = [
  { type: "compute", name: "nova", path: `${computePath}/v2.1` },
  { type: "identity", name: "keystone", path: `${identityPath}/v3` },
] as const

/** Where each service is. */
export function renderCatalog(publicUrl: string) {
  return services.map(({ type, name, path }) => ({
    endpoints: interfaces.map((kind) => ({
      id: `${type}-${kind}`,
      interface: kind,
      region_id: region,
      url: `${publicUrl}${path}`,
      region,
    })),
    id: type,
    type,
    name,
  }))
}
