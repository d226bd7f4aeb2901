import { useLingui } from "@lingui/react/macro"
import { PasswordInput, type PasswordInputProps } from "@mantine/core"

/** A password that can be shown; when it is wrong the field itself says so, which Mantine's says of its frame alone. */
export function PasswordField(props: PasswordInputProps) {
  const { t } = useLingui()
  return (
    <PasswordInput
      {...props}
      aria-invalid={props.error === undefined ? undefined : true}
      visibilityToggleButtonProps={{ "aria-label": t`Show password` }}
    />
  )
}
