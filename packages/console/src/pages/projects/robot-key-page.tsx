import { useParams } from "@tanstack/react-router"
import { KeyById } from "../keys/key-page.tsx"
import { RobotFrame } from "./robots/robot-frame.tsx"

/** Everything about one key of a robot. */
export default function RobotKeyPage() {
  const { projectId, robotId, keyId } = useParams({ from: "/signed-in/p/$projectId/robots/$robotId/keys/$keyId" })
  return (
    <RobotFrame projectId={projectId} robotId={robotId}>
      {() => <KeyById keyId={keyId} />}
    </RobotFrame>
  )
}
