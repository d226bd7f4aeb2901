import { ActionIcon, Menu } from "@mantine/core"
import { IconDots } from "@tabler/icons-react"
import {
  type ReactNode,
  type Ref,
  type RefObject,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from "react"

type Props = {
  /** Whose menu it is: `Actions for laptop`. */
  label: string
  width: number
  /** The form that stands beside a page's buttons. */
  onPage?: boolean
  children: ReactNode
}

/** What can be done with one thing, behind three dots. Only the button is there until it is asked for: lists hold fifty. */
export function ActionsMenu({ label, width, onPage = false, children }: Props) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const [made, setMade] = useState(false)
  const [opened, setOpened] = useState(false)
  return (
    <>
      <ActionIcon
        ref={button}
        id={id}
        data-row-menu
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={opened}
        aria-controls={opened ? `${id}-dropdown` : undefined}
        onClick={() => {
          setMade(true)
          setOpened(!opened)
        }}
        {...(onPage && { variant: "default", "data-icon-only": true })}
      >
        <IconDots size={onPage ? 18 : 16} stroke={1.75} />
      </ActionIcon>
      {made ? (
        <MadeMenu id={id} button={button} width={width} opened={opened} onChange={setOpened}>
          {children}
        </MadeMenu>
      ) : null}
    </>
  )
}

type MadeProps = Pick<Props, "width" | "children"> & {
  id: string
  button: RefObject<HTMLButtonElement | null>
  opened: boolean
  onChange: (opened: boolean) => void
}

function MadeMenu({ id, button, width, opened, onChange, children }: MadeProps) {
  // A menu notes where the focus is to return to when it opens, not when it is made.
  const [ready, setReady] = useState(false)
  useEffect(() => setReady(true), [])
  return (
    <Menu id={id} width={width} opened={opened && ready} onChange={onChange}>
      <Menu.Target>
        <Beside button={button} />
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  )
}

/** Has a menu open at a button that is not its own. */
function Beside({ button, ref }: { button: RefObject<HTMLButtonElement | null>; ref?: Ref<HTMLElement> }) {
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => button.current, [button])
  return null
}
