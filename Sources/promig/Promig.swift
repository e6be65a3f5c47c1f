import ArgumentParser
import Foundation

/// The executable: what is configured, how the parts are put together, and the commands.
@main
struct Promig: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promig", abstract: "Le système de travail d’un réseau d’organisations.",
        version: version,
        subcommands: [
            Init.self, Serve.self, Demo.self, Verify.self, Rebuild.self, Pull.self, Backup.self, Restore.self, AccountCommand.self,
            ReleaseCommand.self, Export.self, Paths.self,
        ])

    static let version = "0.1.0"

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let fault where Fault.explains(fault) {
            note(Fault.sentence(for: fault))
            Foundation.exit(1)
        } catch {
            let code = exitCode(for: error)
            if code.isSuccess {
                tell(French.help(fullMessage(for: error)))
            } else {
                let command = CommandLine.arguments.dropFirst().first { argument in
                    configuration.subcommands.contains { $0._commandName == argument }
                }
                note(French.sentence(message(for: error)) + " Voir « promig \(command.map { "\($0) " } ?? "")--help ».")
            }
            Foundation.exit(code.rawValue)
        }
    }
}
