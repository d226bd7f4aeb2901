/** What OpenStack clients prove themselves with. */
export interface AuthTokenTable {
  id: string
  hash: string
  account_id: string
  /** Lists. */
  methods: string
  scopes: string
  api_token_id: string | null
  project_id: string | null
  first_id: string | null
  got_with_id: string | null
  issued_at: number
  expires_at: number
}

/** A certificate that an OpenStack client keeps as a key pair. */
export interface X509KeyPairTable {
  id: string
  account_id: string
  name: string
  certificate: string
  /** SHA-1: hex pairs with colons. */
  fingerprint: string
  created_at: number
}
