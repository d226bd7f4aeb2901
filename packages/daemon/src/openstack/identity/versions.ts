/** The one version of the identity API. @param url where it is, as `https://keys.example.org/openstack/identity/v3` */
export function identityVersion(url: string) {
  return {
    id: "v3.14",
    status: "stable",
    updated: "2020-04-07T00:00:00Z",
    links: [{ rel: "self", href: `${url}/` }],
    "media-types": [{ base: "application/json", type: "application/vnd.openstack.identity-v3+json" }],
  }
}

/** The list of versions, which a client asks for first. */
export function identityVersions(url: string) {
  return { versions: { values: [identityVersion(url)] } }
}
