import type { Command } from "commander"
import { examples, jsonOption } from "../help.ts"

const oneRobot = ["<robot>", "its handle"] as const
const oneProject = ["<project>", "the project's name or id"] as const

/** Declares `latchkey robot ...`. */
export function addRobotCommands(robot: Command): void {
  robot
    .command("list")
    .description("List the robots of a project.")
    .argument(...oneProject)
    .option(...jsonOption("the API's RobotList"))
    .addHelpText("after", examples("latchkey robot list atlas"))
    .action(async (text: string, options) => (await import("./robot/list.ts")).listRobots(text, options))
  robot
    .command("create")
    .summary("Create a robot in a project.")
    .description("Create a robot: an account of a project, for machines. It has keys and API tokens, and no password.")
    .argument(...oneProject)
    .argument("<handle>", "its handle, as ci-runner")
    .option("--name <name>", "how it is called; its handle when absent")
    .option(...jsonOption("the API's Robot"))
    .addHelpText(
      "after",
      examples(
        "latchkey robot create atlas ci-runner",
        "latchkey key add ci.pub --robot ci-runner",
        "latchkey token create deploy --robot ci-runner",
      ),
    )
    .action(async (text: string, handle: string, options) =>
      (await import("./robot/create.ts")).createRobot(text, handle, options),
    )
  robot
    .command("disable")
    .description("Let a robot's keys and API tokens open nothing, and keep it.")
    .argument(...oneRobot)
    .option("--yes", "do not ask")
    .option(...jsonOption("the API's Robot"))
    .addHelpText("after", examples("latchkey robot disable ci-runner"))
    .action(async (handle: string, options) => (await import("./robot/change.ts")).disableRobot(handle, options))
  robot
    .command("enable")
    .description("Let a disabled robot's keys and API tokens work again.")
    .argument(...oneRobot)
    .option(...jsonOption("the API's Robot"))
    .addHelpText("after", examples("latchkey robot enable ci-runner"))
    .action(async (handle: string, options) => (await import("./robot/change.ts")).enableRobot(handle, options))
  robot
    .command("delete")
    .description("Delete a robot with its keys and API tokens.")
    .argument(...oneRobot)
    .option("--yes", "do not ask")
    .option(...jsonOption("an object with the id"))
    .addHelpText("after", examples("latchkey robot delete ci-runner"))
    .action(async (handle: string, options) => (await import("./robot/change.ts")).deleteRobot(handle, options))
}
