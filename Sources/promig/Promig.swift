import ArgumentParser
import Foundation

/// The executable: what is configured, how the parts are put together, and the commands.
@main
struct Promig: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promig", abstract: "Le système de travail d’un réseau d’organisations.",
        version: version,
        subcommands: [Init.self, Serve.self, Demo.self, Verify.self, Rebuild.self, Pull.self, Paths.self, AccountCommand.self])

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
            FileHandle.standardError.write(Data("promig : \(Fault.sentence(for: fault))\n".utf8))
            Foundation.exit(1)
        } catch {
            exit(withError: error)
        }
    }
}

/// Writes a line at once, also where standard output is a file or a pipe.
func tell(_ line: String) {
    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
}
