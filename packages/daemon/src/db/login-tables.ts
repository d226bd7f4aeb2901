/** Logins or refusals that a server reported, alike ones in one row. */
export interface LoginReportTable {
  id: string
  server_id: string
  kind: string
  at: number
  first_at: number
  received_at: number
  login_user: string
  address: string
  port: number
  fingerprint: string
  key_id: string | null
  reason: string | null
  count: number
  open_until: number | null
  search_text: string
}

/** By what a server knows a login or a refusal; `row_id` is absent where there was no room for it. */
export interface LoginReportIdTable {
  server_id: string
  report_id: string
  row_id: string | null
  is_login: number
  is_open: number
  received_at: number
  closing_at: number | null
}
