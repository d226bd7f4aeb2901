/** That a server is to get a new token, and the one that it was handed out. */
export interface ServerTokenOrderTable {
  server_id: string
  order_id: string
  ordered_at: number
  token_hash: string | null
}

/** What letters unlock. */
export interface ServerUnlockTable {
  server_id: string
  letters_hash: string
  login_user: string
  key_id: string
  created_by: string
  expires_at: number
}

/** That a server sent letters which unlock nothing. */
export interface ServerWrongLettersTable {
  server_id: string
  at: number
}

/** That a server is told to trust a key, since this version of its bundle. */
export interface HostSignerTable {
  server_id: string
  public_key: string
  added_version: number
}
