import { highestMicroversion, lowestMicroversion } from "./microversion.ts"

/** The one version of the compute API. @param url where it is, as `https://keys.example.org/openstack/compute/v2.1` */
function version(url: string) {
  return {
    id: "v2.1",
    status: "CURRENT",
    version: highestMicroversion,
    min_version: lowestMicroversion,
    updated: "2013-07-23T11:33:21Z",
    links: [{ rel: "self", href: `${url}/` }],
  }
}

/** All versions, at the root. */
export function computeVersions(url: string) {
  return { versions: [version(url)] }
}

/** The one version, at its own address. */
export function computeVersion(url: string) {
  const { links, ...rest } = version(url)
  return {
    version: {
      ...rest,
      links: [...links, { rel: "describedby", type: "text/html", href: "http://docs.openstack.org/" }],
      "media-types": [{ base: "application/json", type: "application/vnd.openstack.compute+json;version=2.1" }],
    },
  }
}
