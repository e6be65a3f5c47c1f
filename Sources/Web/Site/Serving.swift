import Exchange
import Hummingbird
import Logging
import NIOCore

extension Site {
    /// Serves until the process is told to stop, and sends what waits meanwhile; `ready` hears the port once the site answers.
    package func serve(host: String, port: Int, ready: @escaping @Sendable (Int) -> Void) async throws {
        let application = Application(
            responder: responder(),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { channel in ready(channel.localAddress?.port ?? port) },
            logger: log)
        try await withThrowingTaskGroup { group in
            group.addTask { try await application.runService() }
            group.addTask { await Posting(store, name: name).run { log.warning("mail: \(type(of: $0))") } }
            try await group.next()
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}
